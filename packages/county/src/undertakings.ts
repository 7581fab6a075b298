import { addDays, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import { type Corps, leadersOn, type SampleLeader } from './cadres.ts';
import { type Chance, chance } from './chance.ts';
import type { SampleRow } from './command.ts';
import { DOC_NO } from './documents.ts';
import { lifeOf, type Period, villagesOn } from './register.ts';

export type Step = readonly [Day, string, Readonly<Record<string, unknown>>];

/** The versions of a row, one for each step up to today; a row whose first step lies ahead is not there yet. */
export function lives(
  noun: string,
  base: Readonly<Record<string, unknown>> & { id: string },
  steps: readonly Step[],
  today: Day,
  end: Day = FOREVER,
): SampleRow[] {
  const past = steps.filter(([day]) => day <= today && day < end);
  let facts: Record<string, unknown> = { ...base };
  return past.map(([validFrom, event, patch], i) => {
    facts = { ...facts, ...patch };
    return { noun, event, values: { ...facts, id: base.id, validFrom, validTo: past[i + 1]?.[0] ?? end, version: i + 1 } };
  });
}

/** The key tasks of 2018 and their concrete items, by the six plus one: thirteen and twenty-seven. */
const KEY_TASKS: readonly (readonly [string, string, readonly string[]])[] = [
  ['ORG', '整顿软弱涣散农村基层党组织', ['建立整顿台账并逐村制定方案', '选派党组织书记', '开展阶段验收']],
  ['ORG', '优化基层党组织设置', ['推进网格党小组设置', '规范党组织按期换届']],
  ['TEAM', '建强农村“领头羊”队伍', ['开展“两委”主干集中培训', '建立村级后备干部库']],
  ['TEAM', '加强党员队伍教育管理', ['开展党员积分管理', '规范发展党员工作']],
  ['TEAM', '严管厚爱驻村“三支队伍”', ['开展驻村督查', '落实驻村保障措施']],
  ['ACTIVITY', '规范党内组织生活', ['落实“三会一课”纪实管理', '开展主题党日']],
  ['ACTIVITY', '推进学习教育常态化', ['开展十九大精神轮训', '组织理论考试']],
  ['SYSTEM', '健全村级议事决策制度', ['落实“四议两公开”', '修订村规民约']],
  ['SYSTEM', '落实基层党建责任制', ['制定书记责任清单', '开展述职评议考核']],
  ['GUARANTEE', '落实基层组织运转经费', ['保障村级运转经费', '提高村干部报酬']],
  ['GUARANTEE', '加强活动场所建设', ['新建改建村级活动场所', '配齐活动场所设施']],
  ['SERVICE', '提升便民服务能力', ['建设村级便民服务站', '推行代办服务']],
  ['CENTRAL_TASK', '抓党建促脱贫攻坚', ['壮大村级集体经济', '实施“书记项目”']],
];
const LATER_PLAN = KEY_TASKS.slice(0, 12);

const TASKS: readonly (readonly [string, string, number])[] = [
  ['户情信息动态调整', '县扶贫开发办公室', 40],
  ['饮水安全扫尾工程', '县水务局', 75],
  ['危房改造竣工验收', '县住房和城乡建设局', 60],
  ['产业扶贫资金拨付', '县财政局', 45],
  ['光伏收益分配公示', '县农业农村局', 30],
  ['控辍保学排查', '县教育局', 35],
  ['家庭医生签约服务', '县卫生健康局', 50],
];

interface Course {
  readonly set: Day;
  readonly startsOn: Day;
  readonly due: Day;
  /** Days after the first day on which it is submitted; far away when it isn't. */
  readonly length: number;
}

/** A task or item from being set to being closed. */
function course(luck: Chance, { set, startsOn, due, length }: Course, event: string): Step[] {
  const submitted = addDays(startsOn, length);
  const confirmed = addDays(submitted, luck.between(3, 9));
  const together = (days: number) => addDays(startsOn, days);
  return [
    [
      set,
      `${event}.${event === 'task' ? 'set' : 'added'}`,
      { state: 'NOT_STARTED', startsOn, due, plannedTogether: luck.next() < 0.9 ? set : null },
    ],
    [
      together(1),
      `${event}.started`,
      { state: 'IN_PROGRESS', startedOn: together(1), deployedTogether: luck.next() < 0.8 ? together(1) : null },
    ],
    [
      submitted,
      `${event}.submitted`,
      {
        state: 'SUBMITTED',
        submittedBy: `officer:${luck.between(1, 40)}`,
        submittedOn: submitted,
        implementedTogether: luck.next() < 0.8 ? submitted : null,
      },
    ],
    [
      confirmed,
      `${event}.confirmed`,
      { state: 'CONFIRMED', confirmedBy: 'headquarters', confirmedOn: confirmed, appraisedTogether: luck.next() < 0.5 ? confirmed : null },
    ],
    [addDays(confirmed, luck.between(5, 25)), `${event}.closed`, { state: 'CLOSED' }],
  ];
}

/** Plans of the three basics, tasks of the headquarters and how they follow upon each other. */
export function undertakings(periods: readonly Period[], corps: Pick<Corps, 'leaders'>, now: Date): SampleRow[] {
  const today = dayOf(now);
  const year = Number(today.slice(0, 4));
  const rows: SampleRow[] = [];
  const county = periods.find((p) => p.kind === 'COUNTY') as Period;
  const leader = (day: Day, role: string, township?: string): string =>
    (leadersOn(corps, day).find((l) => l.role === role && (!township || l.township === township)) ?? (corps.leaders[0] as SampleLeader))
      .person;
  const programme = idFrom('prg', '党建+脱贫攻坚');
  rows.push({
    noun: 'Programme',
    event: 'programme.opened',
    values: {
      id: programme,
      code: 'DJ+TP',
      name: '党建+脱贫攻坚',
      division: county.id,
      from: '2017-01-01',
      to: null,
      document: DOC_NO.HEADQUARTERS,
      validFrom: '2017-02-10',
    },
  });

  for (const of of [...new Set([2018, 2019, year - 1, year])].filter((y) => y <= year)) {
    const plan = idFrom('pln', of);
    const keyTasks = of === 2018 ? KEY_TASKS : LATER_PLAN;
    const document = of === 2018 ? DOC_NO.THREE_BASICS : `天办发〔${of}〕7号`;
    const drafted: Day = of === 2018 ? '2018-03-13' : `${of}-03-11`;
    const common = { division: county.id };
    const total = keyTasks.reduce((n, [, , items]) => n + items.length, 0);
    rows.push(
      ...lives(
        'ThreeBasicsPlan',
        { ...common, id: plan, year: of, document, statedKeyTasks: keyTasks.length, statedItems: total, adoptedOn: null },
        [
          [drafted, 'plan.drafted', {}],
          [addDays(drafted, 7), 'plan.adopted', { adoptedOn: addDays(drafted, 7) }],
        ],
        today,
      ),
    );
    let no = 0;
    keyTasks.forEach(([sixPlusOne, title, items], k) => {
      const keyTask = idFrom('kty', of, k + 1);
      rows.push(
        ...lives('KeyTask', { ...common, id: keyTask, plan, no: k + 1, title, sixPlusOne }, [[drafted, 'keyTask.added', {}]], today),
      );
      for (const item of items) {
        const luck = chance('item', of, ++no);
        const startsOn = addDays(`${of}-04-01`, luck.between(0, 60));
        const due = addDays(`${of}-10-20`, luck.between(0, 71));
        // Most are done in time; a few run late into the next year.
        const length = no % 9 === 4 ? 290 + luck.between(0, 25) : luck.between(95, 165);
        const base = {
          ...common,
          id: idFrom('itm', of, no),
          plan,
          keyTask,
          no,
          title: item,
          sixPlusOne,
          deliverable: `${item}情况报告及佐证材料`,
          programme: sixPlusOne === 'CENTRAL_TASK' ? programme : null,
          workstream: sixPlusOne === 'TEAM' ? 'LEADERSHIP_CADRE' : 'GRASSROOTS_MEMBER',
          ownerAgency: agencyId(luck.pick(['县委组织部', '县委组织部', '县财政局', '县民政局', '县农业农村局'])),
          responsible: leader(startsOn, 'COUNTY_LEADER'),
          document,
        };
        rows.push(...lives('WorkItem', base, course(luck, { set: drafted, startsOn, due, length }, 'workItem'), today));
      }
    });
  }

  const set = (division: string, township: string | undefined, index: number, on: Day, more: object = {}): string => {
    const luck = chance('task', division, index, on);
    const [title, agency, days] = TASKS[index % TASKS.length] as (typeof TASKS)[number];
    const startsOn = addDays(on, luck.between(2, 8));
    const due = addDays(startsOn, days);
    const late = luck.next();
    const length =
      late < 0.12 ? days + luck.between(8, 40) : late < 0.3 ? days - luck.between(0, 3) : Math.max(6, days - luck.between(5, 20));
    const id = idFrom('tsk', division, index, on);
    const base = {
      id,
      title,
      division,
      programme,
      workstream: 'POVERTY_ALLEVIATION',
      ownerAgency: agencyId(agency),
      responsible: township ? leader(on, 'TOWNSHIP_HEAD', township) : leader(on, 'EXECUTIVE_DEPUTY_HEAD'),
      document: DOC_NO.HEADQUARTERS,
      urgentHard: luck.next() < 0.15,
      ...more,
    };
    rows.push(...lives('Task', base, course(luck, { set: on, startsOn, due, length }, 'task'), today, lifeOf(periods, division).to));
    return id;
  };
  const tie = (predecessor: string, successor: string, division: string, on: Day) =>
    rows.push(
      ...lives(
        'TaskDependency',
        { id: idFrom('dep', predecessor, successor), predecessor, successor, division },
        [[on, 'dependency.tied', {}]],
        today,
        lifeOf(periods, division).to,
      ),
    );
  // The autumn of the source, the year between, and the last months: at each of them some work stands at every point.
  for (const day of new Set<Day>(['2018-12-31', '2022-06-30', today])) {
    if (day > today) continue;
    const townships = periods.filter((p) => p.kind === 'TOWNSHIP' && p.validFrom <= day && day < p.validTo);
    for (const index of [0, 3]) set(county.id, undefined, index, addDays(day, -60 - index * 5));
    for (const township of townships) {
      const luck = chance('tasks', township.code, day);
      const chain = [0, 1, 2].map((i) => set(township.id, township.id, i, addDays(day, -78 + i * 24 - luck.between(0, 9))));
      for (const [i, id] of chain.entries()) if (i > 0) tie(chain[i - 1] as string, id, township.id, addDays(day, -20));
      const villages = villagesOn(periods, day).filter((v) => v.parent === township.id);
      for (let i = 0; i < Math.min(6, villages.length); i++)
        set((villages[(i * 5) % villages.length] as Period).id, township.id, 3 + i, addDays(day, -luck.between(8, 70)));
    }
  }
  return rows;
}
