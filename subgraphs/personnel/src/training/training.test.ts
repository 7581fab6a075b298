import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { firstBroken } from '#platform/ledger';
import { type Answer, type App, type Asking, COUNTY } from '#platform/testing';
import { anEnrolment, aPerson, aPosting, aTraining } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { cohortOf, meanScore, TrainingRole } from './training.rules.ts';

let app: App;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const org = { role: 'ORG_DEPT' };
const MIXIANGUAN = '140222102000';
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
const villages = (code = COUNTY): readonly string[] => app.subgraph.store.territory.within(at(code), '2026-06-30', 'VILLAGE');

const SHOWN =
  'id state version ordinal moves cohort { on roles size } attendance { enrolled attended absent assessed meanScore coverage { numerator denominator percent } }';
const move = (verb: string, input: object, asking: Asking = org, shown = SHOWN): Promise<Answer> => {
  const type = `${verb[0]?.toUpperCase()}${verb.slice(1)}Input`;
  return app.ask(`mutation ($input: ${type}!) { ${verb}(input: $input) { ${shown} } }`, { input }, asking);
};
const plan = (over: object = {}) => ({
  title: '第一书记集中培训',
  mode: 'GUIDANCE',
  division: at(COUNTY),
  hostAgency: 'agc_sample000001',
  from: '2026-06-20',
  to: '2026-06-21',
  audience: ['FIRST_SECRETARY'],
  ...over,
});
const on = (day: string) => ({ ...org, day });
const planned = async (over: object = {}): Promise<string> => {
  const { data, codes } = await move('planTraining', plan(over), on('2026-06-01'));
  expect(codes).toEqual([]);
  return data.planTraining.id;
};
/** First secretaries in post, one in each of some villages from the `start`th on. */
async function secretaries(start: number, count: number): Promise<string[]> {
  const people = Array.from({ length: count }, () => aPerson({ homeDivision: at(COUNTY) }));
  await app.given(...people, ...people.map((p, i) => aPosting({ person: p.id, target: villages()[start + i] as string })));
  return people.map((p) => p.id);
}

describe('a training', () => {
  it('goes from plan to scores, everybody by the role of the day, each step in the ledger', async () => {
    const people = await secretaries(0, 5);
    const training = await planned();
    expect((await move('recordAttendance', { training }, on('2026-06-20'))).codes).toEqual(['BAD_USER_INPUT']);
    const frozen = await move('freezeCohort', { training }, on('2026-06-10'));
    expect(frozen.data.freezeCohort.cohort).toEqual({ on: '2026-06-10', roles: ['FIRST_SECRETARY'], size: 5 });
    expect((await move('freezeCohort', { training }, on('2026-06-11'))).codes).toEqual(['COHORT_FROZEN']);
    expect((await move('recordAttendance', { training }, on('2026-06-19'))).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('recordScores', { training, scores: [] }, on('2026-06-19'))).codes).toEqual(['ILLEGAL_MOVE']);
    const held = await move('recordAttendance', { training, absent: [people[0]] }, on('2026-06-21'));
    expect(held.data.recordAttendance).toMatchObject({
      state: 'HELD',
      moves: [],
      attendance: { enrolled: 5, attended: 4, absent: 1, coverage: { numerator: 4, denominator: 5, percent: 80 }, meanScore: null },
    });
    expect((await move('recordAttendance', { training }, on('2026-06-22'))).codes).toEqual(['ILLEGAL_MOVE']);
    const score = (persons: readonly (string | undefined)[], ...marks: number[]) =>
      move('recordScores', { training, scores: persons.map((person, i) => ({ person, score: marks[i] })) }, on('2026-06-25'));
    expect((await score(people.slice(0, 1), 90)).codes).toEqual(['ILLEGAL_MOVE']);
    expect((await score(people.slice(1, 2), 101)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await score(['per_stranger'], 60)).codes).toEqual(['NOT_FOUND']);
    expect((await score([people[1], people[1]], 60, 61)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await score(people.slice(1, 3), 80, 90)).data.recordScores.attendance).toMatchObject({ assessed: 2, meanScore: null });
    expect((await score(people.slice(3, 4), 71)).data.recordScores.attendance).toMatchObject({ attended: 4, assessed: 3, meanScore: 80.3 });
    const again = { training, scores: [{ person: people[4], score: 66 }], idempotencyKey: 'scores-once' };
    const [once, twice] = [await move('recordScores', again, on('2026-06-25')), await move('recordScores', again, on('2026-06-25'))];
    expect([once.data.recordScores.version, twice.data.recordScores.version]).toEqual([6, 6]);
    const events = (await app.ledger()).filter((r) => ['training', 'enrolment'].includes(r.noun)).map((r) => r.event);
    expect([...new Set(events)]).toEqual([
      'training.planned',
      'training.cohortFrozen',
      'enrolment.invited',
      'training.held',
      'enrolment.missed',
      'enrolment.attended',
      'training.scored',
      'enrolment.assessed',
    ]);
    expect(firstBroken(await app.ledger())).toBeNull();
  });

  it('is meant for who held the role when the cohort was frozen, whatever became of them since', async () => {
    const people = await secretaries(10, 3);
    const training = await planned({ from: '2026-06-25', to: '2026-06-25' });
    await move('freezeCohort', { training }, on('2026-06-10'));
    const { nodes } = (
      await app.ask('query ($p: ID!) { postings(filter: { person: { eq: $p } }) { nodes { id } } }', { p: people[0] }, on('2026-06-11'))
    ).data.postings;
    await app.ask(
      'mutation ($input: RecallPostingInput!) { recallPosting(input: $input) { state } }',
      { input: { posting: nodes[0].id, reason: 'TRANSFER', waiver: '接替人选报批中' } },
      on('2026-06-12'),
    );
    const { data } = await app.ask(
      'query ($id: ID!, $p: ID!) { training(id: $id) { cohort { size } enrolments(filter: { person: { eq: $p } }) { nodes { roleAtDate inCohort state } } } }',
      { id: training, p: people[0] },
      on('2026-06-30'),
    );
    expect(data.training.cohort.size).toBe(8); // with the five of the test before
    expect(data.training.enrolments.nodes).toEqual([{ roleAtDate: 'FIRST_SECRETARY', inCohort: true, state: 'INVITED' }]);
  });

  it('invites people in a role that they have on the day, each once, and helpers on the word of who invites', async () => {
    const [first] = await secretaries(20, 1);
    const helpers = Array.from({ length: 3 }, () => aPerson({ homeDivision: at(MIXIANGUAN) }));
    await app.given(...helpers);
    const training = await planned({ audience: ['HELPER', 'TEAM_LEADER'] });
    const invite = (role: string, persons: unknown[], asking: Asking = on('2026-06-02')) =>
      move('inviteToTraining', { training, role, persons }, asking);
    expect((await invite('TEAM_LEADER', [first])).codes).toEqual(['NOT_IN_ROLE']);
    expect((await invite('BRANCH_SECRETARY', [helpers[0]?.id])).codes).toEqual(['NOT_IN_ROLE']);
    expect((await invite('HELPER', ['per_nobody'])).codes).toEqual(['NOT_FOUND']);
    expect((await invite('HELPER', [])).codes).toEqual(['BAD_USER_INPUT']);
    expect((await invite('HELPER', Array(1001).fill('x'))).codes).toEqual(['LIMIT_EXCEEDED']);
    expect((await invite('FIRST_SECRETARY', [first])).codes).toEqual([]);
    expect((await invite('HELPER', [helpers[0]?.id, helpers[1]?.id], { role: 'POVERTY_OFFICE', day: '2026-06-02' })).codes).toEqual([]);
    expect((await invite('HELPER', [helpers[1]?.id, helpers[2]?.id])).codes).toEqual(['ALREADY_ENROLLED']);
    expect((await invite('HELPER', [helpers[2]?.id], { role: 'ANALYST' })).codes).toEqual(['FORBIDDEN']);
    // Frozen for helpers alone: the guest stays a guest.
    const frozen = await move('freezeCohort', { training, roles: ['HELPER'] }, on('2026-06-05'));
    expect(frozen.data.freezeCohort).toMatchObject({ cohort: { size: 2 }, attendance: { enrolled: 3, coverage: { denominator: 2 } } });
  });

  it('is confirmed by who is invited, and only then or on the day attended', async () => {
    const person = aPerson({ homeDivision: at(MIXIANGUAN) });
    const training = aTraining({ division: at(COUNTY) });
    const one = anEnrolment({ event: training.id, person: person.id, division: villages(MIXIANGUAN)[0] as string });
    await app.given(person, training, one);
    const township = { role: 'TOWNSHIP_ADMIN', divisions: [MIXIANGUAN] };
    const confirm = (asking: Asking) => move('confirmEnrolment', { enrolment: one.id }, asking, 'state version moves');
    expect((await confirm({ role: 'TOWNSHIP_ADMIN', divisions: ['140222103000'] })).codes).toEqual(['NOT_FOUND']);
    expect((await confirm(township)).data.confirmEnrolment).toEqual({ state: 'CONFIRMED', version: 2, moves: ['attend', 'miss'] });
    expect((await confirm(township)).codes).toEqual(['ILLEGAL_MOVE']);
    // The county's training is seen by the township, but not held by it.
    expect((await move('recordAttendance', { training: training.id }, township)).codes).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['a past first day', { from: '2026-05-31' }, 'BAD_USER_INPUT'],
    ['an end before the beginning', { to: '2026-06-19' }, 'BAD_USER_INPUT'],
    ['no audience', { audience: [] }, 'BAD_USER_INPUT'],
    ['a lecture without a lecturer', { mode: 'LECTURE' }, 'BAD_USER_INPUT'],
    ['a lecturer without a post', { lecturer: 'per_x' }, 'BAD_USER_INPUT'],
    ['a lecturer nobody knows', { lecturer: 'per_x', lecturerPost: '县委书记' }, 'NOT_FOUND'],
    ['a session of no series', { ordinal: 3 }, 'BAD_USER_INPUT'],
    ['a series nobody knows', { series: 'trs_x' }, 'NOT_FOUND'],
    ['a village that holds it', { division: '140222102200' }, 'WRONG_TARGET'],
    ['a division nobody knows', { division: 'cty_x' }, 'NOT_FOUND'],
    ['a title of nothing', { title: '  ' }, 'BAD_USER_INPUT'],
    ['a title without an end', { title: '长'.repeat(101) }, 'BAD_USER_INPUT'],
    ['a number that is no document', { document: '12号' }, 'BAD_USER_INPUT'],
  ])('is not planned with %s', async (_, over, code) => {
    const known = over as { division?: string };
    const division = known.division && /^\d+$/.test(known.division) ? { division: at(known.division) } : {};
    expect((await move('planTraining', plan({ ...over, ...division }), on('2026-06-01'))).codes).toEqual([code]);
  });

  it("is a session of its series, counted from the last one; two can't be the third", async () => {
    const made = await move('openTrainingSeries', { name: '县管干部专题研讨班', division: at(COUNTY) }, on('2026-06-01'), 'id');
    const { id: series } = made.data.openTrainingSeries;
    const session = (over: object = {}) => move('planTraining', plan({ series, ...over }), on('2026-06-01'));
    expect((await session()).data.planTraining.ordinal).toBe(1);
    expect((await session({ ordinal: 3 })).data.planTraining.ordinal).toBe(3);
    expect((await session({ ordinal: 3 })).codes).toEqual(['CONFLICT']);
    expect((await session({ ordinal: 0 })).codes).toEqual(['BAD_USER_INPUT']);
    const many = await Promise.all(Array.from({ length: 20 }, () => session({ ordinal: 7 })));
    expect(many.filter((t) => t.codes.length === 0)).toHaveLength(1);
    const dropped = many.find((t) => t.codes.length === 0)?.data.planTraining.id;
    expect((await move('cancelTraining', { training: dropped, reason: ' ' }, on('2026-06-03'))).codes).toEqual(['BAD_USER_INPUT']);
    expect((await move('cancelTraining', { training: dropped, reason: '疫情' }, on('2026-06-03'))).data.cancelTraining.state).toBe(
      'CANCELLED',
    );
    expect((await session({ ordinal: 7 })).codes).toEqual([]);
  });

  it('enrols one person once, however many invite at the same time', async () => {
    const [person] = await secretaries(30, 1);
    const training = await planned();
    const tries = await Promise.all(
      Array.from({ length: 30 }, () =>
        move('inviteToTraining', { training, role: 'FIRST_SECRETARY', persons: [person] }, on('2026-06-02'), 'attendance { enrolled }'),
      ),
    );
    expect(tries.filter((t) => t.codes.length === 0)).toHaveLength(1);
    expect(new Set(tries.flatMap((t) => t.codes))).toEqual(new Set(['ALREADY_ENROLLED']));
  });

  it('takes a list of thousands in few statements', async () => {
    const people = Array.from({ length: 2000 }, () => aPerson({ homeDivision: at(COUNTY) }));
    await app.given(...people);
    const training = await planned({ audience: ['HELPER'] });
    for (const part of [people.slice(0, 1000), people.slice(1000)]) {
      const { codes } = await move(
        'inviteToTraining',
        { training, role: 'HELPER', persons: part.map((p) => p.id) },
        on('2026-06-02'),
        'id',
      );
      expect(codes).toEqual([]);
      expect(app.statements.length).toBeLessThan(30);
    }
    await move('freezeCohort', { training }, on('2026-06-03'), 'id');
    expect(app.statements.length).toBeLessThan(60);
    const { data } = await move('recordAttendance', { training }, on('2026-06-21'));
    expect(app.statements.length).toBeLessThan(60);
    expect(data.recordAttendance.attendance).toMatchObject({
      attended: 2000,
      coverage: { numerator: 2000, denominator: 2000, percent: 100 },
    });
  }, 60_000);
});

describe('a score', () => {
  it('is told to nobody but as the mean of three people or more', async () => {
    const people = await secretaries(40, 4);
    const training = aTraining({ division: at(COUNTY), state: 'HELD' as never, mode: 'EXAM' as never });
    const marks = people.map((person, i) =>
      anEnrolment({ event: training.id, person, division: villages()[40 + i] as string, state: 'ASSESSED' as never, score: 70 + i * 5 }),
    );
    await app.given(training, ...marks);
    const ask = (asking: Asking, filter = '') =>
      app.ask(
        `query ($id: ID!) { training(id: $id) { attendance { meanScore } results${filter} { aggregates { count avg { score } } } enrolments { nodes { score } } } }`,
        { id: training.id },
        asking,
      );
    const told = (await ask({})).data.training;
    expect(told).toMatchObject({ attendance: { meanScore: 77.5 }, results: { aggregates: { count: 4, avg: { score: 77.5 } } } });
    expect(told.enrolments.nodes.map((n: { score: unknown }) => n.score)).toEqual([null, null, null, null]);
    const [own] = (await ask({ divisions: [app.subgraph.store.territory.at(villages()[40] as string, '2026-06-30')?.code as string] })).data
      ? [
          (await ask({ divisions: [app.subgraph.store.territory.at(villages()[40] as string, '2026-06-30')?.code as string] })).data
            .training,
        ]
      : [];
    expect(own).toMatchObject({ attendance: { meanScore: null }, results: { aggregates: { count: null, avg: { score: null } } } });
    const seen = (await ask({ role: 'ORG_DEPT', purpose: 'PERSONNEL_FILE' })).data.training.enrolments.nodes;
    expect(seen.map((n: { score: number }) => n.score).toSorted()).toEqual([70, 75, 80, 85]);
    const { codes } = await app.ask('{ trainings { nodes { results { aggregates { max { score } } } } } }');
    expect(new Set(codes)).toEqual(new Set(['FORBIDDEN']));
  });

  it('is a mean in tenths, half up', () => {
    expect([meanScore(241, 3, 3), meanScore(160, 2, 3), meanScore(1, 4, 3), meanScore(0, 3, 3)]).toEqual([80.3, null, 0.3, 0]);
  });
});

describe('a cohort', () => {
  it('counts a person once, in the first of the roles asked for', () => {
    const both = [
      { person: 'p', role: TrainingRole.TEAM_LEADER, division: 'v' },
      { person: 'p', role: TrainingRole.FIRST_SECRETARY, division: 'v' },
      { person: 'q', role: TrainingRole.TEAM_LEADER, division: 'w' },
    ];
    expect(cohortOf(both, [TrainingRole.FIRST_SECRETARY, TrainingRole.TEAM_LEADER]).map((m) => [m.person, m.role])).toEqual([
      ['p', 'FIRST_SECRETARY'],
      ['q', 'TEAM_LEADER'],
    ]);
  });
});
