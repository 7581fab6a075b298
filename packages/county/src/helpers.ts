import { addDays, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { type AgencyLevel, agencies, agencyId, type SampleAgency } from './agencies.ts';
import { type Chance, chance } from './chance.ts';
import { person, type SamplePerson } from './people.ts';
import type { SampleResident } from './postings.ts';
import { lifeOf, type Period, villagesOn } from './register.ts';

export type HouseholdStatus = 'POOR' | 'EXITED' | 'STABLE' | 'MONITORED';
export type AssignmentEnd = 'RETIRED' | 'TRANSFERRED' | 'HOUSEHOLD_STABLE' | 'VILLAGE_ABOLISHED';

/** A registered household as it stood for a time. Nobody's name is known of it. */
export interface SampleHousehold {
  readonly id: string;
  /** The number under which the national system knows it; stores keep a keyed hash of it alone. */
  readonly registerNo: string;
  readonly village: string;
  readonly registeredYear: number;
  readonly members: number;
  readonly status: HouseholdStatus;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly version: number;
  /** The monthly return-flow file that told of it; null when it moved with its village. */
  readonly file: Day | null;
}

/** Somebody who answered for a household for a time. */
export interface SampleAssignment {
  readonly id: string;
  readonly helper: string;
  readonly household: string;
  readonly village: string;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly endReason: AssignmentEnd | null;
}

/** Helpers at the end of 2018, as the source counts them. */
const HELPERS = 4726;
const SOURCE_DAY: Day = '2018-12-31';
/** The first file of the national system, after the register was set right in the winter before. */
const FIRST_FILE: Day = '2018-03-05';
/** The files that brought changes of status, and what share of the households each let exit. */
const EXITS: readonly (readonly [Day, number])[] = [
  ['2018-12-20', 0.15],
  ['2019-12-20', 0.17],
  ['2020-11-10', 0.08],
];
/** Of those who exited some are stable after some years and need no helper; a few fall under monitoring. */
const STABLE: readonly Day[] = ['2022-12-20', '2023-12-20', '2024-12-20', '2025-12-20'];
const MONITORED: readonly Day[] = ['2020-11-10', '2021-12-20', '2023-12-20'];

/** Households a helper answers for, by how often that is so. */
const LOADS = [1, 2, 3, 3, 4, 4, 4, 5, 5, 5, 5, 5, 5, 5, 6, 6, 6, 6, 7, 8];
const MEMBERS = [1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 4, 5];

/** Where the households of a village lie as time goes on: there, and in a neighbouring village once it is merged away. */
function places(periods: readonly Period[], village: string): { village: string; from: Day; to: Day }[] {
  const found: { village: string; from: Day; to: Day }[] = [];
  for (let at: string | undefined = village, from = lifeOf(periods, village).from; at; ) {
    const { to } = lifeOf(periods, at);
    found.push({ village: at, from, to });
    if (to === FOREVER) break;
    const last = periods.find((p) => p.id === at && p.validTo === to) as Period;
    const near = (p: Period) => Math.abs(Number(p.code) - Number(last.code));
    const all = villagesOn(periods, to).filter((p) => lifeOf(periods, p.id).to === FOREVER);
    const own = all.filter((p) => p.parent === last.parent);
    at = (own.length > 0 ? own : all).toSorted((a, b) => near(a) - near(b))[0]?.id;
    from = to;
  }
  return found;
}

/** As many whole parts of `total` as there are weights, in their proportion. */
function shares(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const exact = weights.map((w) => (w / sum) * total);
  const parts = exact.map(Math.floor);
  const rest = exact.map((x, i) => [x - (parts[i] as number), i] as const).toSorted((a, b) => b[0] - a[0] || a[1] - b[1]);
  const missing = total - parts.reduce((a, b) => a + b, 0);
  for (const [, i] of rest.slice(0, missing)) parts[i] = (parts[i] as number) + 1;
  return parts;
}

interface Helper {
  readonly who: SampleResident;
  readonly from: Day;
  readonly to: Day;
  readonly endReason: AssignmentEnd | null;
}

/** Recruits helpers from the offices of townships and of the county. */
class Offices {
  readonly persons: SampleResident[] = [];
  readonly #divisions: Map<string, string>;
  readonly #county: readonly SampleAgency[];
  readonly #townships: ReadonlyMap<string, SampleAgency>;
  readonly #taken: Set<string>;

  constructor(periods: readonly Period[], taken: Iterable<string>) {
    const all = agencies(periods);
    const of = (level: AgencyLevel) => all.filter((a) => a.level === level);
    this.#divisions = new Map(periods.map((p) => [p.code, p.id]));
    this.#county = of('COUNTY');
    const byId = new Map(of('TOWNSHIP').map((a) => [a.id, a]));
    this.#townships = new Map(
      periods
        .filter((p) => p.kind === 'TOWNSHIP')
        .map((p) => [p.id, byId.get(agencyId(`${p.name}人民政府`)) as SampleAgency] as const)
        .filter(([, a]) => a !== undefined),
    );
    this.#taken = new Set(taken);
  }

  recruit(luck: Chance, township: string, born: { from: number; to: number }, ...words: (string | number)[]): SampleResident {
    const office = luck.next() < 0.42 ? this.#townships.get(township) : undefined;
    const { id: agency, division } = office ?? luck.pick(this.#county);
    const first = person(born, 'helper', ...words);
    let found: SamplePerson = first;
    for (let again = 1; this.#taken.has(found.idNumber); again++) found = person(born, 'helper', ...words, again);
    this.#taken.add(found.idNumber);
    // Whichever numbers are taken, the key is that of the words: other stores refer to it.
    const resident: SampleResident = {
      ...found,
      id: first.id,
      homeAgency: agency,
      homeDivision: this.#divisions.get(division) as string,
      politicalStatus: luck.next() < 0.62 ? '01' : luck.pick(['13', '13', '13', '03']),
    };
    this.persons.push(resident);
    return resident;
  }
}

/** Who held a helper's place one after another: a woman retires at 55, a man at 60, and a few are transferred. */
function succession(offices: Offices, township: string, from: Day, today: Day, ...words: (string | number)[]): Helper[] {
  const luck = chance('succession', ...words);
  const held: Helper[] = [];
  let born = { from: 1968, to: 1995 };
  for (let start = from, turn = 0; start <= today; turn++) {
    const who = offices.recruit(luck, township, born, ...words, turn);
    const retires = `${Number(who.birthDate.slice(0, 4)) + (who.sex === '1' ? 60 : 55)}-${who.birthDate.slice(5, 7)}-01`;
    const transferred = luck.next() < 0.03 ? addDays(start, luck.between(90, 2400)) : FOREVER;
    const leaves = transferred < retires ? transferred : retires;
    const over = leaves <= today;
    held.push({ who, from: start, to: over ? leaves : FOREVER, endReason: over ? (leaves === retires ? 'RETIRED' : 'TRANSFERRED') : null });
    if (!over) break;
    start = leaves;
    born = { from: Number(start.slice(0, 4)) - 45, to: Number(start.slice(0, 4)) - 25 };
  }
  return held;
}

/** The turns of a household's status, oldest first. */
function statuses(luck: Chance, from: Day, today: Day): { on: Day; status: HouseholdStatus }[] {
  const turns: { on: Day; status: HouseholdStatus }[] = [];
  const dice = luck.next();
  let exited: Day = from;
  let share = 0;
  for (const [day, part] of EXITS) {
    if (dice >= share && dice < share + part && day > from) exited = day;
    share += part;
  }
  if (exited !== from) turns.push({ on: from, status: 'POOR' });
  turns.push({ on: exited, status: 'EXITED' });
  const later = luck.next();
  const [stable, monitored] = [luck.pick(STABLE), luck.pick(MONITORED)];
  if (later < 0.2) turns.push({ on: stable, status: 'STABLE' });
  else if (later < 0.22 && monitored > exited) turns.push({ on: monitored, status: 'MONITORED' });
  return turns.filter((t) => t.on <= today);
}

/**
 * Registered households of every village, their status file by file, and the main helper of each from the first file to
 * `now`. Synthetic: no household and no helper is real. At the end of 2018 there are as many helpers as the source says,
 * and every household has exactly one; later some retire and are followed by others, stable households are let go, and
 * the households of a village that is merged away belong to a neighbouring one. What happened by a day is the same
 * whatever `now` is. `taken` are identity numbers already given.
 */
export function helpers(
  periods: readonly Period[],
  now: Date,
  taken: Iterable<string> = [],
): { persons: SampleResident[]; households: SampleHousehold[]; assignments: SampleAssignment[] } {
  const today = dayOf(now);
  const offices = new Offices(periods, taken);
  const households: SampleHousehold[] = [];
  const assignments: SampleAssignment[] = [];
  const villages = villagesOn(periods, SOURCE_DAY);
  // Small villages are the ones that were merged away.
  const weights = villages.map((v) => chance('households', v.code).between(12, 40) * (lifeOf(periods, v.id).to === FOREVER ? 1 : 0.3));
  shares(HELPERS, weights).forEach((count, i) => {
    const village = villages[i] as Period;
    const path = places(periods, village.id);
    const born = path[0]?.from as Day;
    const from = born > FIRST_FILE ? born : FIRST_FILE;
    if (from > today) return;
    for (let place = 0, serial = 0; place < count; place++) {
      const luck = chance('helper', village.code, place);
      const turns = succession(offices, village.parent as string, from, today, village.code, place);
      for (let load = luck.pick(LOADS); load > 0; load--) {
        const id = idFrom('hsh', village.code, serial);
        const registerNo = `${village.code}${String(++serial).padStart(6, '0')}`;
        const facts = { id, registerNo, registeredYear: luck.pick([2014, 2014, 2014, 2015, 2016, 2017]), members: luck.pick(MEMBERS) };
        const status = statuses(luck, from, today);
        const moved = path.filter((p) => p.from > from && p.from <= today).map((p) => p.from);
        const days = [...new Set([...status.map((s) => s.on), ...moved])].toSorted();
        const at = (day: Day) => path.findLast((p) => p.from <= day || p === path[0])?.village as string;
        days.forEach((day, n) => {
          households.push({
            ...facts,
            village: at(day),
            status: status.findLast((s) => s.on <= day)?.status as HouseholdStatus,
            validFrom: day,
            validTo: days[n + 1] ?? FOREVER,
            version: n + 1,
            file: status.some((s) => s.on === day) ? day : null,
          });
        });
        const stable = status.find((s) => s.status === 'STABLE')?.on ?? FOREVER;
        for (const { who, ...turn } of turns) {
          if (turn.from >= stable) break;
          const over = turn.to < stable ? turn.to : stable;
          const cuts = [turn.from, ...moved.filter((day) => day > turn.from && day < over)];
          cuts.forEach((cut, n) => {
            const next = cuts[n + 1];
            assignments.push({
              id: idFrom('hlp', id, cut),
              helper: who.id,
              household: id,
              village: at(cut),
              validFrom: cut,
              validTo: next ?? over,
              endReason: next ? 'VILLAGE_ABOLISHED' : over === FOREVER ? null : over === stable ? 'HOUSEHOLD_STABLE' : turn.endReason,
            });
          });
        }
      }
    }
  });
  return { persons: offices.persons, households, assignments };
}
