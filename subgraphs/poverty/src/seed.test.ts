import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FOREVER } from '#platform/day';
import { firstBroken } from '#platform/ledger';
import type { App } from '#platform/testing';
import { Finding, FindingEvidence } from './findings/finding.entity.ts';
import { FindingState, isOpen, recurs } from './findings/finding.rules.ts';
import { escalateOverdue } from './findings/overdue.job.ts';
import { reopenCeased } from './findings/reopen.job.ts';
import { Inspection } from './inspections/inspection.entity.ts';
import { InspectionState } from './inspections/inspection.rules.ts';
import { povertyApp } from './testing.ts';

const TODAY = '2026-06-30';
const VERSIONS = { filters: { asOf: false }, orderBy: { id: 'asc', validFrom: 'asc' } } as const;

let app: App;
beforeAll(async () => {
  app = await povertyApp();
});
afterAll(() => app[Symbol.asyncDispose]());

describe('the sample county', () => {
  it('has some twelve hundred findings in all states, whose versions follow each other without a gap', async () => {
    const rows = await app.context().em.find(Finding, {}, VERSIONS);
    const lives = Map.groupBy(rows, (f) => f.id);
    expect(lives.size).toBeGreaterThan(1000);
    expect(rows.every((f) => f.validFrom < f.validTo && f.validFrom <= TODAY)).toBe(true);
    for (const versions of lives.values()) {
      expect(versions.map((f) => f.version)).toEqual(versions.map((_, i) => i + 1));
      expect(versions.map((f) => f.validTo)).toEqual([...versions.slice(1).map((f) => f.validFrom), FOREVER]);
    }
    expect(new Set(rows.map((f) => f.state))).toEqual(new Set(Object.values(FindingState)));
  });

  it('finds nothing in a village before it exists, and leaves nothing open in one that ended', async () => {
    const { territory } = app.subgraph.store;
    for (const f of await app.context().em.find(Finding, {}, VERSIONS)) {
      expect(territory.at(f.division, f.validFrom)).toBeDefined();
      if (f.validTo === FOREVER && isOpen(f)) expect(territory.at(f.division, TODAY)).toBeDefined();
    }
  });

  it('keeps what closed findings need: evidence, and a verifier who did not submit', async () => {
    const { em } = app.context();
    const evidenced = new Set((await em.find(FindingEvidence, {})).map((e) => e.finding));
    for (const f of await em.find(Finding, { state: FindingState.CLOSED })) {
      expect(evidenced.has(f.id)).toBe(true);
      expect(f.verifiedBy && f.verifiedBy !== f.submittedBy).toBe(true);
      expect((f.deadline as string) >= (f.orderedOn as string) && (f.orderedOn as string) >= f.foundOn).toBe(true);
    }
  });

  it('links what was found again within six months of closing, from both ends', async () => {
    const rows = await app.context().em.find(Finding, { validTo: FOREVER }, { filters: { asOf: false } });
    const byId = new Map(rows.map((f) => [f.id, f]));
    const again = rows.filter((f) => f.recurrenceOf);
    expect(again.length).toBeGreaterThan(5);
    for (const f of again) {
      const earlier = byId.get(f.recurrenceOf as string) as Finding;
      expect([earlier.village, earlier.category, earlier.recurredOn]).toEqual([f.village, f.category, f.foundOn]);
      expect(recurs(earlier.closedOn as string, f.foundOn, 6)).toBe(true);
    }
  });

  it('has escalated by now what its jobs would escalate: they find nothing to do', async () => {
    expect(await app.run(escalateOverdue)).toBe(0);
    expect(await app.run(reopenCeased)).toBe(0);
  });

  it.each(['2018-12-31', TODAY])('has at least two inspections running on %s', async (day) => {
    const { data } = await app.ask('{ inspections(filter: { state: { eq: RUNNING } }) { totalCount } }', {}, { day });
    expect(data.inspections.totalCount).toBeGreaterThanOrEqual(2);
  });

  it('closes an inspection only after the last of what it found, and gives unplanned ones an approval number', async () => {
    const { em } = app.context();
    const open = new Set((await em.find(Finding, {})).filter(isOpen).map((f) => f.inspection));
    const inspections = await em.find(Inspection, {});
    expect(inspections.filter((i) => i.state === InspectionState.CLOSED && open.has(i.id))).toEqual([]);
    expect(inspections.filter((i) => !i.planned).length).toBeGreaterThan(0);
    expect(inspections.every((i) => i.planned || i.approvalNo)).toBe(true);
    expect(inspections.some((i) => i.state === InspectionState.CANCELLED)).toBe(true);
  });

  it('has a ledger that holds and reads from day to day', async () => {
    const rows = await app.ledger();
    expect(firstBroken(rows)).toBeNull();
    expect(rows.every((r, i) => i === 0 || (rows[i - 1] as { day: string }).day <= r.day)).toBe(true);
  });
});
