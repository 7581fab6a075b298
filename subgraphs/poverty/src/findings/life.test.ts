import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { addDays, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { firstBroken } from '#platform/ledger';
import type { App } from '#platform/testing';
import { aFinding, anInspection } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { FindingEscalation } from './escalation.entity.ts';
import { FindingExtension } from './extension.entity.ts';
import { ExtensionState } from './extension.rules.ts';
import { Finding, FindingEvidence } from './finding.entity.ts';
import { FindingState, isOverdue, Severity } from './finding.rules.ts';
import { escalateOverdue } from './overdue.job.ts';

const WATER = agencyId('县水务局');
const BEGINS = '2026-03-02';

let app: App;
let village: string;
let inspection: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  village = territory.named('140222102200') as string;
  const running = anInspection({
    division: territory.named('140222000000') as string,
    from: '2026-01-01',
    to: '2026-12-31',
    validFrom: '2026-01-01',
  });
  await app.given(running);
  inspection = running.id;
});
afterAll(() => app[Symbol.asyncDispose]());

type Move = 'order' | 'dismiss' | 'submit' | 'accept' | 'selfAccept' | 'return' | 'close' | 'ask' | 'grant' | 'job';
const MOVES: readonly Move[] = ['order', 'dismiss', 'submit', 'accept', 'selfAccept', 'return', 'close', 'ask', 'grant', 'job'];
const step = fc.record({ move: fc.constantFrom(...MOVES), days: fc.integer({ min: 0, max: 9 }), span: fc.integer({ min: -3, max: 20 }) });

const inspector = { role: 'INSPECTOR', id: 'dev:inspector', agency: agencyId('县脱贫攻坚督查组') };
const officer = { role: 'VILLAGE_OFFICER', id: 'dev:officer' };

async function carryOut(finding: string, { move, span }: { move: Move; span: number }, day: string): Promise<void> {
  const send = (name: string, input: object, asking: object) =>
    app.ask(
      `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { id } }`,
      { input },
      { ...asking, day },
    );
  const pending = async () =>
    (
      await app
        .context()
        .em.findOne(FindingExtension, { finding, state: ExtensionState.REQUESTED, validTo: FOREVER }, { filters: { asOf: false } })
    )?.id ?? 'ext_none';
  const carried = {
    order: () => send('orderRectification', { finding, responsibleAgency: WATER, deadline: addDays(day, span) }, inspector),
    dismiss: () => send('dismissFinding', { finding, reason: '重复' }, inspector),
    submit: () => send('submitRectification', { finding, evidence: span < 0 ? [] : [{ title: '照片' }] }, officer),
    accept: () => send('acceptRectification', { finding }, inspector),
    selfAccept: () => send('acceptRectification', { finding }, { ...inspector, agency: WATER }),
    return: () => send('returnRectification', { finding, reason: '不符' }, inspector),
    close: () => send('closeFinding', { finding }, inspector),
    ask: () => send('requestExtension', { finding, until: addDays(day, span), reason: '冬季' }, officer),
    grant: async () => send('grantExtension', { extension: await pending() }, { role: 'TOWNSHIP_ADMIN' }),
    job: () => app.run(escalateOverdue, new Date(`${day}T10:00:00+08:00`)),
  }[move];
  const told = await carried();
  if (typeof told === 'object') expect(told.codes).not.toContain('INTERNAL');
}

describe('the life of a finding', () => {
  it('keeps its rules whatever is tried in whatever order on whatever days', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        const foundOn = BEGINS;
        const opened = await app.ask(
          'mutation ($input: OpenFindingInput!) { openFinding(input: $input) { id } }',
          { input: { inspection, village, category: '饮水安全', severity: 'GENERAL', foundOn, description: '供水不稳定' } },
          { ...inspector, day: foundOn },
        );
        const finding = opened.data.openFinding.id;
        let day = foundOn;
        for (const s of steps) {
          day = addDays(day, s.days);
          await carryOut(finding, s, day);
        }
        const { em } = app.context();
        const open = { filters: { asOf: false } } as const;
        const versions = await em.find(Finding, { id: finding }, { ...open, orderBy: { validFrom: 'asc', version: 'asc' } });
        const evidence = await em.find(FindingEvidence, { finding }, open);
        const extensions = await em.find(FindingExtension, { finding, validTo: FOREVER }, open);
        const raised = await em.find(FindingEscalation, { finding }, open);
        for (const f of versions) {
          if (f.deadline) expect(f.deadline >= f.foundOn && f.deadline >= (f.orderedOn as string)).toBe(true); // (19)
          if (f.verifiedBy) expect(f.verifiedBy !== f.submittedBy).toBe(true); // (20)
          if (f.state === FindingState.CLOSED) expect(f.verifiedOn && f.closedOn && evidence.length > 0).toBeTruthy(); // (21)
          if (f.state === FindingState.SUBMITTED) expect(evidence.length).toBeGreaterThan(0);
        }
        expect(versions.filter((f) => f.validTo === FOREVER)).toHaveLength(1);
        expect(extensions.filter((e) => e.state === ExtensionState.GRANTED).length).toBeLessThanOrEqual(2);
        expect(extensions.every((e) => e.requestedOn <= e.deadline && e.deadline < e.newDeadline)).toBe(true);
        const names = raised.map((e) => `${e.level} ${e.deadline}`);
        expect(new Set(names).size).toBe(names.length);
        expect(raised.every((e) => e.deadline < e.validFrom)).toBe(true);
        const last = versions.at(-1) as Finding;
        const { data } = await app.ask(
          'query ($id: ID!) { finding(id: $id) { overdue state allowedMoves } }',
          { id: finding },
          { day: addDays(day, 30) },
        );
        expect(data.finding.overdue).toBe(isOverdue(last, addDays(day, 30)));
      }),
      { numRuns: 25, seed: 20181231 },
    );
    expect(firstBroken(await app.ledger())).toBeNull();
  }, 240_000);
});

describe('ten thousand findings', () => {
  it('are listed, counted, grouped and told as figures in as many statements as a hundred, and soon', async () => {
    const { territory } = app.subgraph.store;
    const villages = territory.within(territory.named('140222000000') as string, '2026-06-30', 'VILLAGE');
    const states = [FindingState.OPEN, FindingState.RECTIFYING, FindingState.SUBMITTED, FindingState.CLOSED];
    const ask = (first: number) =>
      app.ask(
        `query ($first: Int!, $r: [_Any!]!) {
          findings(first: $first, filter: { overdue: { eq: true } }, orderBy: [{ field: DEADLINE }]) { totalCount nodes { id category light escalation extensions { state } village { id } } groupedAggregates(groupBy: [{ field: TOWNSHIP }, { field: STATE }]) { count } }
          _entities(representations: $r) { ... on County { findingFigures { total overdue overdueOfOpen { percent } daysToClose { working } } } }
        }`,
        { first, r: [{ __typename: 'County', id: territory.named('140222000000') }] },
      );
    await ask(10);
    const before = app.statements.length;
    const rows = Array.from({ length: 10_000 }, (_, i) => {
      const village = villages[i % villages.length] as string;
      const foundOn = addDays('2026-01-05', i % 120);
      const state = states[i % states.length] as FindingState;
      return aFinding({
        id: idFrom('fnd', 'many', i),
        village,
        inspection,
        foundOn,
        validFrom: foundOn,
        severity: Severity.GENERAL,
        state,
        ...(state === FindingState.OPEN ? {} : { orderedOn: foundOn, deadline: addDays(foundOn, 20), responsibleAgency: WATER }),
        ...(state === FindingState.CLOSED
          ? { closedOn: addDays(foundOn, 15), submittedOn: addDays(foundOn, 10), verifiedOn: addDays(foundOn, 12) }
          : {}),
      });
    });
    await app.given(...rows);
    const start = performance.now();
    const { data, codes } = await ask(200);
    expect(codes).toEqual([]);
    expect(performance.now() - start).toBeLessThan(5000);
    expect(app.statements.length).toBe(before);
    expect(data.findings.nodes).toHaveLength(200);
    expect(data._entities[0].findingFigures.total).toBeGreaterThan(10_000);
    expect(await app.run(escalateOverdue)).toBeGreaterThan(2000);
    expect(await app.run(escalateOverdue)).toBe(0);
  }, 240_000);
});
