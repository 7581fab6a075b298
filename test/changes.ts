import type { Asking, Platform } from './kit.ts';

/** The day of the report. */
export const DAY = '2018-12-31';

/** The part of a store's rows that hold on the day of the report. */
const ON = `valid_from <= '${DAY}' and valid_to > '${DAY}'`;
export const storeOf = (p: Platform) => (name: string, sql: string) =>
  p.running.subgraphs[name]?.store.orm.em.getConnection().execute(sql) as Promise<Record<string, string>[]>;

/** What was changed, how, and what it does to the figures. */
export type Change = readonly [what: string, make: () => Promise<void>, moved: Readonly<Record<string, number>>];

/** Changes of one record each, and what they do to the figures of the work report: to these, and to no other. */
export function changesOf(p: Platform): readonly Change[] {
  const store = storeOf(p);
  const one = async (name: string, sql: string): Promise<string> =>
    Object.values((await store(name, `${sql} limit 1`))[0] ?? {})[0] as string;
  /** A change of the past that the graph takes from nobody, put straight into a store. */
  const past = (name: string, table: string, set: string, row: string) => async () => {
    const key = await one(name, row);
    if (key === undefined) throw new Error(`no such row: ${row}`);
    await store(name, `update ${table} set ${set} where row = ${key}`);
  };
  const change = (mutation: string, input: object, asking: Asking) => async () => {
    const { errors } = await p.ask(
      `mutation ($input: ${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input!) { ${mutation}(input: $input) { id } }`,
      { input },
      { asOf: DAY, ...asking },
    );
    if (errors.length > 0) throw new Error(`${mutation}: ${errors[0]?.message}`);
  };
  /** Somebody was at a training of 2018 and is written down as absent. */
  const absent = (role: string, training: string, more = '') =>
    past(
      'personnel',
      'enrolment',
      "state = 'ABSENT'",
      `select e.row from enrolment e join training_event t on t.id = e.event where e.${ON.replace('and ', 'and e.')} and t.${ON.replace('and ', 'and t.')} and t."from" like '2018%' and t.state = 'HELD' and e.state in ('ATTENDED', 'ASSESSED') and e.role_at_date = '${role}' and ${training}${more} order by e.row`,
    );
  const LEADERS = "('BRANCH_SECRETARY', 'COMMITTEE_DIRECTOR', 'FIRST_SECRETARY', 'TEAM_LEADER')";
  const others = (n: number) =>
    ` and (select count(*) from enrolment x join training_event y on y.id = x.event where x.person = e.person and x.${ON.replace('and ', 'and x.')} and y.${ON.replace('and ', 'and y.')} and y."from" like '2018%' and x.state in ('ATTENDED', 'ASSESSED') and x.role_at_date in ${LEADERS}) = ${n}`;
  const recorded = (kind: string, reason: string, subject: () => Promise<object>) => async () =>
    change(
      'recordAccountability',
      { kind, reason, document: '天纪字〔2018〕99号', on: DAY, ...(await subject()) },
      { role: 'DISCIPLINE', headers: { purpose: 'CASE_HANDLING' } },
    )();
  /** Somebody known of whom no action of accountability tells. */
  const somebody = async () => ({
    person: await one(
      'poverty',
      `select "key" from fact where noun = 'person' and "from" <= '2018-01-01' and "key" not in (select subject from accountability_action) order by "key"`,
    ),
  });
  /** An agency of the county of which no action of accountability tells. */
  const unblamed = async () => {
    const blamed = new Set((await store('poverty', 'select subject from accountability_action')).map((r) => r['subject']));
    const agencies = await store(
      'villages',
      "select a.id from agency a join division d on d.id = a.division where d.kind = 'COUNTY' and a.valid_to = '9999-12-31' and a.valid_from < '2018-01-01' order by a.id",
    );
    return agencies.map((r) => r['id']).find((id) => !blamed.has(id));
  };
  /** Who is in one of the figures of selection and in no other. */
  const inOnly = async (list: string) => {
    const names = ['promotedThenSecondedActions', 'excellentPromotedActions', 'residentPromotedActions'];
    const { data } = await p.ask(
      `{ county(code: "140222000000") { selection(from: "2018-01-01", to: "${DAY}") { ${names.map((n) => `${n} { nodes { person { id } } }`).join(' ')} } } }`,
      {},
      { asOf: DAY, role: 'ORG_DEPT' },
    );
    const persons = (name: string): string[] => data.county.selection[name].nodes.map((n: { person: { id: string } }) => n.person.id);
    return persons(list).find((person) => names.every((n) => n === list || !persons(n).includes(person))) as string;
  };
  const ofPerson = (list: string, sql: (person: string) => string) => async () => void (await store('personnel', sql(await inOnly(list))));

  return [
    ['one who sat the examination was absent', absent('PARTY_CADRE', "t.mode = 'EXAM'"), { F01: -1 }],
    [
      'a posting was to no front-line post',
      past(
        'personnel',
        'posting',
        'frontline = false',
        `select row from posting where ${ON} and frontline and one_plus_one and actual_from like '2018%' order by row`,
      ),
      { F02: -1 },
    ],
    [
      'a secondment began before the promotion',
      ofPerson(
        'promotedThenSecondedActions',
        (id) => `update posting set actual_from = '2018-01-01' where person = '${id}' and kind = 'SECONDMENT' and actual_from like '2018%'`,
      ),
      { F03: -1 },
    ],
    [
      'a key task was none',
      past(
        'poverty',
        'key_task',
        "valid_to = '2018-06-01'",
        `select k.row from key_task k join three_basics_plan b on b.id = k.plan where b.year = 2018 and k.${ON.replace('and ', 'and k.')} order by k.no`,
      ),
      { F05a: -1 },
    ],
    [
      'an item was none',
      past(
        'poverty',
        'work_item',
        "valid_to = '2018-12-30'",
        `select k.row from work_item k join three_basics_plan b on b.id = k.plan where b.year = 2018 and k.${ON.replace('and ', 'and k.')} order by k.no`,
      ),
      { F05b: -1 },
    ],
    [
      'a secretary was not at the class of the ministry',
      absent('BRANCH_SECRETARY', 't.host_agency in (select agency from paired_assistance)', others(2)),
      { F06: -1 },
    ],
    [
      'a village was without a secretary until one was sent',
      past(
        'villages',
        'office_holding',
        "valid_from = '2018-05-01', mode = 'SENT_DOWN'",
        `select row from office_holding where ${ON} and role = 'SECRETARY' and valid_from = '2017-12-10' and division in (select id from division where kind = 'VILLAGE') order by row`,
      ),
      { F07: 1, F08a: 1 },
    ],
    [
      'a secretary left as incompetent, not by transfer',
      past(
        'villages',
        'office_holding',
        "end_reason = 'NOT_COMPETENT'",
        "select row from office_holding where role = 'SECRETARY' and division in (select id from division where kind = 'VILLAGE') and end_reason = 'TRANSFER' and valid_to between '2018-01-02' and '2018-12-20' order by row",
      ),
      { F07: 1, F08b: 1 },
    ],
    ['a team leader was at no training', absent('TEAM_LEADER', "t.mode <> 'EXAM'", others(1)), { F09: -1 }],
    ['a helper was at no training', absent('HELPER', "t.mode <> 'EXAM'"), { F10: -1 }],
    [
      'a village earned a fen less than 50,000 yuan',
      past(
        'villages',
        'collective_economy_record',
        'operating_income = 4999999, contract_income = 0, investment_income = 0, subsidy_income = 0, other_income = 0, total = 4999999',
        `select row from collective_economy_record where ${ON} and year = 2018 and total between 5000000 and 9999999 order by row`,
      ),
      { F11: -1 },
    ],
    [
      'a village earned exactly 100,000 yuan',
      past(
        'villages',
        'collective_economy_record',
        'operating_income = 10000000, contract_income = 0, investment_income = 0, subsidy_income = 0, other_income = 0, total = 10000000',
        `select row from collective_economy_record where ${ON} and year = 2018 and total between 5000000 and 9999999 order by row`,
      ),
      { F12: 1 },
    ],
    [
      'a working group is dissolved',
      async () =>
        change(
          'dissolveWorkingGroup',
          { group: await one('poverty', 'select id from working_group order by no') },
          { role: 'POVERTY_OFFICE' },
        )(),
      { F13: -1 },
    ],
    [
      'an officer of a township with two is gone',
      past(
        'personnel',
        'posting',
        "state = 'COMPLETED'",
        `select row from posting where ${ON} and kind = 'FULLTIME_POVERTY_OFFICER' and state = 'ACTIVE' and target in (select target from posting where ${ON} and kind = 'FULLTIME_POVERTY_OFFICER' and state = 'ACTIVE' group by target having count(*) = 2) order by row`,
      ),
      { F15a: -1, F15b: -1 },
    ],
    [
      'a first secretary left',
      past(
        'personnel',
        'posting',
        "valid_to = '2018-12-30'",
        `select row from posting where ${ON} and kind = 'FIRST_SECRETARY' and state = 'ACTIVE' order by row`,
      ),
      { F16: -1 },
    ],
    [
      'an appraisal was not excellent',
      ofPerson('excellentPromotedActions', (id) => `update appraisal set grade = 'COMPETENT' where person = '${id}' and year = 2017`),
      { F17: -1 },
    ],
    [
      'a township is criticized',
      recorded('CIRCULAR_CRITICISM', 'TASK_FAILURE', async () => ({
        agency: await one(
          'villages',
          "select a.id from agency a join division d on d.id = a.division where d.kind = 'TOWNSHIP' order by a.id",
        ),
      })),
      { F18a: 1 },
    ],
    ['a department is criticized', recorded('CIRCULAR_CRITICISM', 'TASK_FAILURE', async () => ({ agency: await unblamed() })), { F18b: 1 }],
    ['somebody is held accountable', recorded('ACCOUNTABILITY', 'DERELICTION_RESIDENT', somebody), { F19: 1 }],
    ['somebody is named at a meeting', recorded('MEETING_CIRCULAR', 'RULE_BREACH', somebody), { F20: 1 }],
    ['somebody is summoned', recorded('ADMONITORY_TALK', 'RULE_BREACH', somebody), { F21: 1 }],
    [
      'a promotion of a resident was decided the year before',
      ofPerson(
        'residentPromotedActions',
        (id) => `update personnel_action set decided_on = '2017-12-29' where person = '${id}' and decided_on like '2018%'`,
      ),
      { F22: -1 },
    ],
    [
      'a rate was lower before',
      async () => void (await store('personnel', "update allowance_rate set amount = 40000 where valid_to = '2018-07-01'")),
      { F23a: -100 },
    ],
    [
      'the rates rise',
      async () => {
        for (const role of ['TEAM_MEMBER', 'FIRST_SECRETARY', 'RESIDENT_CADRE'])
          await change(
            'setAllowanceRate',
            { role, amount: 120_000, document: '天政发〔2018〕77号', from: '2018-12-01' },
            { role: 'FINANCE' },
          )();
      },
      { F23a: 600, F23b: 200 },
    ],
    [
      'a secretary project is terminated',
      past(
        'poverty',
        'secretary_project',
        "state = 'TERMINATED'",
        `select row from secretary_project where ${ON} and state = 'IN_PROGRESS' order by row`,
      ),
      { F24: -1 },
    ],
    [
      'the seminar was the fortieth',
      past(
        'personnel',
        'training_event',
        'ordinal = 40',
        `select row from training_event where ${ON} and title like '%县管干部%' and "from" like '2018%' order by row`,
      ),
      { F25a: 37 },
    ],
    [
      'the campaign runs a year longer',
      past('villages', 'rectification_campaign', `"to" = '2021-01-01'`, `select row from rectification_campaign where ${ON} order by row`),
      { F25b: 1 },
    ],
    [
      'a township is no more',
      past(
        'villages',
        'division',
        "valid_to = '2018-12-30'",
        `select row from division where ${ON} and kind = 'TOWNSHIP' and name = '卅里铺乡'`,
      ),
      { F14: -1 },
    ],
  ];
}
