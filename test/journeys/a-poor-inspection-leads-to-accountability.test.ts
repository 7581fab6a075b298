import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import { catchUp } from '#platform/follow';
import type { LedgerRow } from '#platform/ledger';
import { feedOf } from '#platform/testing';
import { poverty } from '../../subgraphs/poverty/src/subgraph.ts';
import { type Asking, type Platform, platform } from '../kit.ts';

let p: Platform;
beforeAll(async () => {
  p = await platform();
});
afterAll(() => p[Symbol.asyncDispose]());

const TOWNSHIP = '140222102000';
const inspector: Asking = { role: 'INSPECTOR', id: 'dev:inspector', agency: agencyId('县脱贫攻坚督查组') };
const officer: Asking = { role: 'VILLAGE_OFFICER', id: 'dev:officer', divisions: [TOWNSHIP] };
const township: Asking = { role: 'TOWNSHIP_ADMIN', id: 'dev:township', divisions: [TOWNSHIP] };
const discipline: Asking = { role: 'DISCIPLINE', headers: { purpose: 'CASE_HANDLING' } };

const move = async (name: string, input: object, fields: string, asking: Asking) => {
  const told = await p.ask(
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) { ${name}(input: $input) { ${fields} } }`,
    { input },
    asking,
  );
  expect(told.codes, JSON.stringify(told.errors)).toEqual([]);
  return told.data[name];
};
const job = (name: string, day: string) => {
  const part = p.running.subgraphs['poverty'];
  const found = poverty.jobs?.find((j) => j.name === name);
  if (!part || !found) throw new Error(`no job ${name}`);
  return part.run(found, new Date(`${day}T10:00:00+08:00`));
};

describe('a poor inspection', () => {
  it('leads over finding, order, extension, overdue and escalation to accountability, which a case of tolerance takes back', async () => {
    const { data } = await p.ask(
      `{ county(code: "140222000000") { id } township(code: "${TOWNSHIP}") { villages(first: 1) { nodes { id } } } persons(first: 1) { nodes { id } } }`,
      {},
      { role: 'ORG_DEPT', asOf: '2018-09-01' },
    );
    const [village] = data.township.villages.nodes;
    const person = data.persons.nodes[0].id;
    const agency = agencyId('县脱贫攻坚督查组');

    const planned = {
      title: '驻村履职专项督查',
      division: data.county.id,
      method: 'STATIONED',
      agency,
      from: '2018-09-03',
      to: '2018-12-28',
    };
    const inspection = await move('planInspection', planned, 'id state line { state }', { ...inspector, asOf: '2018-08-20' });
    expect(inspection).toMatchObject({ state: 'PLANNED', line: { state: 'PROPOSED' } });
    const { id } = inspection;
    expect(
      await move('approveInspection', { inspection: id }, 'line { state plan { year } }', { ...inspector, asOf: '2018-08-25' }),
    ).toEqual({
      line: { state: 'APPROVED', plan: { year: 2018 } },
    });
    await move('startInspection', { inspection: id }, 'state', { ...inspector, asOf: '2018-09-03' });

    const found = {
      inspection: id,
      village: village.id,
      category: 'RESIDENT_DUTY',
      severity: 'SERIOUS',
      foundOn: '2018-09-05',
      description: '工作队员连续十日不在村',
    };
    const finding = await move('openFinding', found, 'id state category inspection { visits { totalCount } }', {
      ...inspector,
      asOf: '2018-09-06',
    });
    expect(finding).toMatchObject({ state: 'OPEN', category: '驻村履职', inspection: { visits: { totalCount: 1 } } });
    const order = { finding: finding.id, responsibleAgency: agencyId('县水务局'), deadline: '2018-09-20' };
    await move('orderRectification', order, 'state', { ...inspector, asOf: '2018-09-07' });

    const extension = await move('requestExtension', { finding: finding.id, workingDays: 3, reason: '队员住院' }, 'id newDeadline', {
      ...officer,
      asOf: '2018-09-18',
    });
    expect(extension.newDeadline).toBe('2018-09-26'); // the Mid-Autumn Festival of 2018 lies in between
    await move('grantExtension', { extension: extension.id }, 'state', { ...township, asOf: '2018-09-19' });

    await job('escalate-overdue', '2018-10-15');
    const late = (
      await p.ask(
        'query ($id: ID!) { finding(id: $id) { overdue light deadline escalation escalations { level } extensions { state } } }',
        { id: finding.id },
        { ...inspector, asOf: '2018-10-15' },
      )
    ).data.finding;
    expect(late).toMatchObject({
      overdue: true,
      light: 'RED',
      deadline: '2018-09-26',
      escalation: 'HQ',
      extensions: [{ state: 'GRANTED' }],
    });
    expect(await job('escalate-overdue', '2018-10-15')).toBe(0);

    const held = { person, kind: 'ADMONITORY_TALK', reason: 'FALSIFICATION', basis: [finding.id], note: '在岗记录不实' };
    const action = await move('recordAccountability', held, 'id state person { id } basis { category escalations { level } }', {
      ...discipline,
      asOf: '2018-10-20',
    });
    expect(action).toMatchObject({
      state: 'IN_FORCE',
      person: { id: person },
      basis: [{ category: '驻村履职', escalations: { length: 3 } }],
    });

    // What the personnel ledger tells once the case is determined.
    const told = {
      seq: 1,
      at: new Date('2018-11-20T10:00:00+08:00'),
      day: '2018-11-20',
      noun: 'tolerance',
      key: 'tol_journey00001',
      event: 'tolerance.determined',
      requestId: 'journey',
      after: JSON.stringify({ accountability: action.id, outcome: 'TOLERATE_EXEMPT' }),
    } as LedgerRow;
    const part = p.running.subgraphs['poverty'] as (typeof p.running.subgraphs)[string];
    await catchUp(
      part.store,
      feedOf('journey', () => [told]),
      poverty.reactions?.['personnel'] ?? {},
    );
    const count = async (asOf: string) =>
      (
        await p.ask(
          '{ accountabilityActions(filter: { kind: { eq: ADMONITORY_TALK }, reason: { eq: FALSIFICATION }, standing: { eq: true } }) { totalCount } }',
          {},
          { ...discipline, asOf },
        )
      ).data.accountabilityActions.totalCount;
    expect([await count('2018-11-19'), await count('2018-11-20')]).toEqual([1, 0]);

    const evidence = [{ title: '补充的考勤记录' }];
    await move('submitRectification', { finding: finding.id, evidence }, 'state', { ...officer, asOf: '2018-11-21' });
    await move('acceptRectification', { finding: finding.id }, 'state', { ...inspector, asOf: '2018-11-23' });
    const closed = await move('closeFinding', { finding: finding.id }, 'state closedOn history { event } escalation', {
      ...inspector,
      asOf: '2018-11-26',
    });
    expect(closed).toMatchObject({ state: 'CLOSED', closedOn: '2018-11-26', escalation: null });
    expect(closed.history.map((h: { event: string }) => h.event)).toEqual([
      'finding.opened',
      'finding.ordered',
      'finding.extended',
      'finding.submitted',
      'finding.accepted',
      'finding.closed',
    ]);
  });
});
