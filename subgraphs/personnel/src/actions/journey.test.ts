import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { workingCalendar } from '#county/calendar';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import { firstBroken } from '#platform/ledger';
import { type App, COUNTY } from '#platform/testing';
import { SchemeKind } from '../appraisals/evaluation.rules.ts';
import { aPerson, aProcedure, aScheme } from '../samples.ts';
import { personnelApp } from '../testing.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
  const { years, days } = workingCalendar();
  const em = app.subgraph.store.orm.em.fork();
  await em.insertMany(CalendarYear, years as never);
  await em.insertMany(CalendarDay, days as never);
  await app.given(aScheme({ division: at(COUNTY), kind: SchemeKind.RESIDENT_SPECIAL }), aProcedure({ division: at(COUNTY) }));
});
afterAll(() => app[Symbol.asyncDispose]());

const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
/** One act of the organization department on a day; every one succeeds. */
async function act(day: string, verb: string, input: object): Promise<string> {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  const { data, errors } = await app.ask(
    `mutation ($input: ${type}!) { ${verb}(input: $input) { id } }`,
    { input },
    { role: 'ORG_DEPT', day },
  );
  expect(errors ?? [], verb).toEqual([]);
  return data[verb].id;
}

describe('a cadre on the front line', () => {
  it('is posted to a village, appraised excellent there, and promoted through notice and probation; the path shows it', async () => {
    const person = aPerson({ homeDivision: at(COUNTY) });
    await app.given(person);
    const [target] = app.subgraph.store.territory.within(at(COUNTY), '2026-06-30', 'VILLAGE') as [string];
    const posting = await act('2023-02-20', 'proposePosting', {
      person: person.id,
      kind: 'FIRST_SECRETARY',
      targetType: 'VILLAGE',
      target,
      dispatchAgency: 'agc_sample000001',
      dispatchLevel: 'COUNTY',
      plannedFrom: '2023-03-01',
      plannedTo: '2026-03-01',
    });
    await act('2023-02-24', 'approvePosting', { posting, document: '天组发〔2023〕8号' });
    await act('2023-03-01', 'recordArrival', { posting });

    const appraisal = await act('2024-01-04', 'openAppraisal', { person: person.id, year: 2023, kind: 'RESIDENT_SPECIAL', posting });
    await act('2024-01-08', 'enterAppraisal', {
      appraisal,
      entries: [
        { item: 'STYLE', report: '驻村二百六十天', rating: 95 },
        ...['POLITICS', 'RESPONSIBILITY', 'DEDICATION'].map((item) => ({ item, mark: 93 })),
      ],
      sections: ['EXAMINATION', 'DUTY_REPORT'].map((channel) => ({ channel, partyBuilding: '支部晋位升级' })),
    });
    await act('2024-01-12', 'gradeAppraisal', { appraisal, grade: 'EXCELLENT' });
    await act('2024-01-20', 'confirmAppraisal', { appraisal, document: '天组发〔2024〕3号' });

    const action = await act('2024-03-04', 'proposeAction', {
      person: person.id,
      kind: 'PROMOTE',
      post: '副乡镇长',
      reason: '驻村实绩突出',
      posting,
    });
    await act('2024-03-06', 'recommendAction', { action });
    await act('2024-03-12', 'inspectAction', { action, partyBuilding: '抓支部建设有办法' });
    await act('2024-03-18', 'decideAction', {
      action,
      meeting: '县委常委会2024年第4次会议',
      document: '天组干字〔2024〕9号',
      evidence: [{ measure: 'M13', numerator: 172, denominator: 172, asOf: '2023-12-31', text: '三支队伍全覆盖' }],
    });
    await act('2024-03-19', 'giveNotice', { action, from: '2024-03-20', to: '2024-03-26' });
    await act('2024-03-27', 'appoint', { action, document: '天组干字〔2024〕12号' });
    await act('2024-03-27', 'startProbation', { action });
    await act('2025-03-27', 'confirmAppointment', { action });

    const { data } = await app.ask(
      `query ($c: ID!) { _entities(representations: [{ __typename: "County", id: $c }]) { ... on County {
        cultivationPath(from: "2023-01-01", to: "2023-12-31") { posted excellent { numerator } promoted { numerator } }
        selection(from: "2024-01-01", to: "2024-12-31") { promotedThenSeconded excellentPromoted residentPromoted overlaps { excellentAndResident } } } } }`,
      { c: at(COUNTY) },
      { role: 'ORG_DEPT' },
    );
    expect(data._entities[0]).toEqual({
      cultivationPath: { posted: 1, excellent: { numerator: 1 }, promoted: { numerator: 1 } },
      selection: { promotedThenSeconded: 0, excellentPromoted: 1, residentPromoted: 1, overlaps: { excellentAndResident: 1 } },
    });
    const { data: whole } = await app.ask(
      'query ($id: ID!) { personnelAction(id: $id) { state probationUntil posting { id state } person { appraisals { nodes { year grade posting { id } } } } evidence { rate { percent } } } }',
      { id: action },
      { role: 'ORG_DEPT' },
    );
    expect(whole.personnelAction).toEqual({
      state: 'CONFIRMED',
      probationUntil: '2025-03-27',
      posting: { id: posting, state: 'ACTIVE' },
      person: { appraisals: { nodes: [{ year: 2023, grade: 'EXCELLENT', posting: { id: posting } }] } },
      evidence: [{ rate: { percent: 100 } }],
    });
    expect(firstBroken(await app.ledger())).toBeNull();
  });
});
