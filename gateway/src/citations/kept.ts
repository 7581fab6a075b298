import type { Caller } from '#platform/context';
import { dayOf } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import type { FigureRow } from '../reports/figures.ts';
import { differenceOf } from './figure.ts';
import type { Open } from './part.ts';
import type { SavedReport } from './saved.ts';
import { nextEnd } from './schedule.ts';
import { named, shownFigure, versioned } from './shown.ts';
import { rowsFor, type Snapshot } from './snapshots.ts';

/** A saved report as the graph shows it. */
export const shownSaved = (part: Open, saved: SavedReport, { now }: Envelope) => ({
  ...saved,
  parameters: named(saved.parameters),
  owner: saved.owner.id,
  role: saved.owner.role,
  scope: saved.owner.reads,
  savedAt: new Date(saved.savedAt),
  broken: () => part.saved.brokenness(saved),
  schedule: saved.schedule
    ? { ...saved.schedule, next: saved.removedAt === undefined ? nextEnd(saved.schedule.every, saved.schedule, dayOf(now)) : null }
    : null,
  runs: () => part.schedules.runs(saved).map((run) => ({ ...run, at: new Date(run.at) })),
});

/** A snapshot as the graph shows it to a duty. */
export function shownSnapshot(part: Open, snapshot: Snapshot, caller: Caller) {
  const { id, hash, seal, content, damage } = snapshot;
  return {
    ...{ id, damage, report: content.report, title: content.title, asOf: content.asOf, knownAt: new Date(content.knownAt) },
    ...{ sealedAt: new Date(content.sealedAt), sealedBy: content.sealedBy, role: content.role, roles: content.roles, scope: content.scope },
    parameters: named(content.parameters),
    versions: versioned(content.versions),
    seal: { seq: seal.seq, content: hash, hash: seal.hash, signature: seal.signature, keyId: seal.keyId },
    figures: damage === null ? rowsFor(snapshot, caller).map((row) => shownFigure(row)) : null,
    against: ({ id: other }: { id: string }) => compared(snapshot, part.snapshots.get(other, caller), caller),
  };
}

/** Two snapshots of a report, figure by figure: those of the first in their order, then what only the other has. */
function compared(here: Snapshot, there: Snapshot, caller: Caller) {
  for (const { id, damage } of [here, there])
    if (damage !== null) throw new Refusal('CONFLICT', `snapshot ${id} can't be compared: ${damage}`);
  if (here.content.report !== there.content.report)
    throw new Refusal(
      'BAD_USER_INPUT',
      `${here.id} is of report ${here.content.report}, ${there.id} of ${there.content.report}; compare snapshots of one report`,
    );
  const [own, other] = [byCode(rowsFor(here, caller)), byCode(rowsFor(there, caller))];
  return [...new Set([...own.keys(), ...other.keys()])].map((code) => {
    const [a, b] = [own.get(code) ?? null, other.get(code) ?? null];
    return {
      ...{ code, label: (a ?? b)?.label, here: a && shownFigure(a), there: b && shownFigure(b), difference: differenceOf(a, b) },
      sameDefinition: here.content.definitions[code] === there.content.definitions[code],
    };
  });
}

const byCode = (rows: readonly FigureRow[]) => new Map(rows.map((r) => [r.figure, r]));
