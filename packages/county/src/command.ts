import { addDays, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import { type Corps, leadersOn } from './cadres.ts';
import { chance } from './chance.ts';
import { DOC_NO } from './documents.ts';
import type { SamplePosting } from './postings.ts';
import { lifeOf, type Period, villagesOn } from './register.ts';

/** A row of some noun as it stood for a time, and what brought it there. */
export interface SampleRow {
  readonly noun: string;
  readonly event: string;
  readonly values: Readonly<Record<string, unknown>> & { readonly id: string; readonly validFrom: Day };
}

/** Day on which the headquarters of county and townships were set up. */
const SET_UP: Day = '2017-02-10';

const GROUPS: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['综合协调组', '统筹调度、信息汇总、会议组织', '县扶贫开发办公室', ['县委办公室', '县政府办公室']],
  ['组织保障组', '抓党建促脱贫、驻村帮扶管理、干部考核', '县委组织部', ['县人力资源和社会保障局']],
  ['产业扶贫组', '特色产业、集体经济、带贫机制', '县农业农村局', ['县林业局', '县畜牧兽医中心', '县供销合作社']],
  ['易地搬迁组', '集中安置点建设、搬迁后续扶持', '县发展和改革局', ['县自然资源局', '县住房和城乡建设局']],
  ['住房安全组', '危房鉴定与改造', '县住房和城乡建设局', ['县民政局', '县残联']],
  ['教育扶贫组', '控辍保学、教育资助', '县教育局', ['团县委', '县妇联']],
  ['健康扶贫组', '基本医疗、大病救治、家庭医生', '县卫生健康局', ['县医疗保障局', '县人民医院']],
  ['社会保障组', '兜底保障、临时救助、就业帮扶', '县民政局', ['县人力资源和社会保障局', '县残联']],
  ['资金监管组', '资金拨付、审计监督、公告公示', '县财政局', ['县审计局']],
  ['督查考核组', '督查问效、整改销号、考核评估', '县脱贫攻坚督查组', ['县纪委监委', '县统计局']],
];

const COUNTY_ROLES: Readonly<Record<string, readonly [string, string]>> = {
  COUNTY_SECRETARY: ['COMMANDER', '县委书记'],
  COUNTY_HEAD: ['COMMANDER', '县委副书记、县长'],
  COUNTY_DEPUTY_SECRETARY: ['EXECUTIVE_COMMANDER', '县委副书记'],
  EXECUTIVE_DEPUTY_HEAD: ['EXECUTIVE_COMMANDER', '县委常委、常务副县长'],
};
const TOWNSHIP_ROLES: Readonly<Record<string, readonly [string, string]>> = {
  COUNTY_LEADER: ['TOWNSHIP_COMMANDER', '包点县领导'],
  TOWNSHIP_SECRETARY: ['EXECUTIVE_COMMANDER', '乡镇党委书记'],
  TOWNSHIP_HEAD: ['EXECUTIVE_COMMANDER', '乡镇长'],
};
const CONTACTS = [
  ['THREE_BASICS', '2018-03-20'],
  ['PARTY_BUILDING', '2018-03-20'],
  ['STUDY', '2018-06-01'],
] as const;

const later = (a: Day, b: Day): Day => (a > b ? a : b);
const earlier = (a: Day, b: Day): Day => (a < b ? a : b);

/** Headquarters, who commands them, their groups; who answers for which township and village, and went there. */
export function command(periods: readonly Period[], corps: Pick<Corps, 'leaders'>, now: Date): SampleRow[] {
  const today = dayOf(now);
  const rows: SampleRow[] = [];
  const county = periods.find((p) => p.kind === 'COUNTY') as Period;
  const add = (noun: string, event: string, values: SampleRow['values']) => {
    if (values.validFrom <= today) rows.push({ noun, event, values });
  };
  const headquartersId = (division: string) => idFrom('hqs', division);
  const townships = [...new Set(periods.filter((p) => p.kind === 'TOWNSHIP').map((p) => p.id))];
  for (const division of [county.id, ...townships]) {
    const { from, to } = lifeOf(periods, division);
    const level = division === county.id ? 'COUNTY' : 'TOWNSHIP';
    add('Headquarters', 'headquarters.setUp', {
      id: headquartersId(division),
      level,
      division,
      document: DOC_NO.HEADQUARTERS,
      validFrom: later(from, SET_UP),
      validTo: to,
    });
  }
  GROUPS.forEach(([name, duties, lead, members], i) => {
    const id = idFrom('wgr', i + 1);
    const common = { division: county.id, validFrom: SET_UP };
    const leader = corps.leaders.find((l) => l.role === 'COUNTY_LEADER' && l.from <= SET_UP && SET_UP < l.to)?.person ?? null;
    add('WorkingGroup', 'group.formed', {
      ...common,
      id,
      headquarters: headquartersId(county.id),
      no: i + 1,
      name,
      duties,
      leadAgency: agencyId(lead),
      leader,
    });
    for (const member of members)
      add('GroupMember', 'groupMember.joined', { ...common, id: idFrom('wgm', i + 1, member), workingGroup: id, agency: agencyId(member) });
  });

  const contact = (kind: string, person: string, post: string, target: string, since: Day, until: Day, document: string) => {
    const life = lifeOf(periods, target);
    const [validFrom, validTo] = [later(since, life.from), earlier(until, life.to)];
    if (validFrom >= validTo) return;
    const id = idFrom('ctp', kind, person, target, validFrom);
    add('ContactPoint', 'contactPoint.given', { id, kind, leader: person, post, target, division: target, document, validFrom, validTo });
    const luck = chance('contact visits', id);
    for (const [from, to] of [
      ['2018-04-01', '2018-12-31'],
      [addDays(today, -180), today],
    ] as const)
      for (let on = later(from, validFrom); on <= earlier(to, addDays(validTo, -1)); on = addDays(on, luck.between(35, 75)))
        if (luck.next() < 0.8)
          add('ContactVisit', 'contactVisit.recorded', {
            id: idFrom('cvt', id, on),
            contactPoint: id,
            division: target,
            on,
            note: luck.pick([
              '调研党支部建设，现场协调饮水管网维修',
              '走访户情，研究集体经济项目',
              '听取三支队伍汇报，督促问题整改',
              '参加主题党日，宣讲政策',
            ]),
            validFrom: on,
          });
  };

  for (const { role, person, township, from, to } of corps.leaders) {
    const since = later(from, SET_UP);
    const found = township ? TOWNSHIP_ROLES[role] : COUNTY_ROLES[role];
    if (!found || since >= to) continue;
    const [hqRole, post] = found;
    const division = township ?? county.id;
    const life = lifeOf(periods, division);
    const [validFrom, validTo] = [later(since, life.from), earlier(to, life.to)];
    if (validFrom >= validTo) continue;
    const id = idFrom('hqr', division, role, person, validFrom);
    add('HQRole', 'hqRole.taken', { id, headquarters: headquartersId(division), division, role: hqRole, post, person, validFrom, validTo });
    if (role === 'COUNTY_LEADER') contact('CONTRACT', person, post, division, validFrom, validTo, DOC_NO.HEADQUARTERS);
    if (role.startsWith('COUNTY_') || role === 'EXECUTIVE_DEPUTY_HEAD') {
      const luck = chance('contact points', person);
      const near = villagesOn(periods, later(validFrom, '2018-03-20')).filter((v) => !township || v.parent === township);
      if (near.length > 0)
        for (const [kind, day] of CONTACTS)
          contact(kind, person, post, luck.pick(near).id, later(validFrom, day), validTo, DOC_NO.CONTACT_POINTS);
    }
  }
  return rows;
}

const AGENDAS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  STANDING_COMMITTEE: [
    ['THREE_BASICS', '听取三基建设推进情况汇报'],
    ['PARTY_BUILDING', '研究抓党建促脱贫攻坚工作'],
    ['CADRES', '研究干部人事事项'],
  ],
  GOV_EXECUTIVE: [
    ['POVERTY_ALLEVIATION', '审议扶贫资金使用计划'],
    ['OTHER', '研究民生实事办理'],
  ],
  HQ: [
    ['POVERTY_ALLEVIATION', '调度脱贫攻坚总台账'],
    ['INSPECTION', '通报督查问题整改'],
  ],
  ORG_DEPT: [
    ['PARTY_BUILDING', '部署软弱涣散党组织整顿'],
    ['CADRES', '研究驻村干部管理'],
  ],
};
const DECISIONS = [
  '压实帮扶责任，按月调度入户走访',
  '限期完成饮水安全扫尾工程',
  '建立乡镇党委书记抓党建问题清单',
  '对进度滞后的乡镇进行约谈',
  '规范村级集体经济收益分配',
];
/** The year of the source, and the last two: enough to look at, and what lies between goes on alike. */
const meetingYears = (today: Day): number[] =>
  [...new Set([2018, Number(today.slice(0, 4)) - 1, Number(today.slice(0, 4))])].filter((y) => y <= Number(today.slice(0, 4)));

/** Meetings of county and townships, and how often the standing committee takes the three basics up. */
export function meetings(
  periods: readonly Period[],
  corps: Pick<Corps, 'leaders'>,
  postings: readonly SamplePosting[],
  now: Date,
): SampleRow[] {
  const today = dayOf(now);
  const rows: SampleRow[] = [];
  const county = periods.find((p) => p.kind === 'COUNTY') as Period;
  const hold = (
    kind: string,
    title: string,
    convener: string,
    division: string,
    heldOn: Day,
    agenda: readonly (readonly [string, string])[],
    attendance: readonly (readonly [string, string])[],
    decided: readonly string[],
  ) => {
    if (heldOn > today) return;
    const id = idFrom('mtg', kind, division, heldOn);
    const common = { division, validFrom: heldOn, meeting: id };
    rows.push({ noun: 'Meeting', event: 'meeting.held', values: { id, kind, title, convener, division, heldOn, validFrom: heldOn } });
    agenda.forEach(([topic, text], i) => {
      rows.push({
        noun: 'AgendaItem',
        event: 'agendaItem.taken',
        values: { ...common, id: idFrom('agd', id, i), meetingKind: kind, no: i + 1, topic, title: text },
      });
    });
    for (const [person, role] of new Map(attendance))
      rows.push({
        noun: 'MeetingAttendance',
        event: 'attendance.recorded',
        values: { ...common, id: idFrom('att', id, person), person, role },
      });
    decided.forEach((text, i) => {
      rows.push({
        noun: 'DecisionItem',
        event: 'decision.made',
        values: { ...common, id: idFrom('dec', id, i), no: i + 1, text, state: 'OPEN' },
      });
    });
  };
  const present = (day: Day, roles: Readonly<Record<string, string>>, township?: string) =>
    leadersOn(corps, day)
      .filter((l) => roles[l.role] && (!township || l.township === township))
      .map((l) => [l.person, roles[l.role] as string] as const);
  const COUNTY = {
    COUNTY_SECRETARY: 'COUNTY_LEADER',
    COUNTY_HEAD: 'COUNTY_LEADER',
    COUNTY_DEPUTY_SECRETARY: 'COUNTY_LEADER',
    EXECUTIVE_DEPUTY_HEAD: 'COUNTY_LEADER',
    COUNTY_LEADER: 'COUNTY_LEADER',
  };
  const TOWNSHIPS = { TOWNSHIP_SECRETARY: 'TOWNSHIP_SECRETARY', TOWNSHIP_HEAD: 'TOWNSHIP_HEAD' };

  for (const year of meetingYears(today)) {
    const luck = chance('meetings', year);
    for (const [kind, name, convener, every] of [
      ['STANDING_COMMITTEE', '县委常委会会议', '县委', 45],
      ['GOV_EXECUTIVE', '县政府常务会议', '县政府', 75],
      ['HQ', '脱贫攻坚指挥部调度会', '县脱贫攻坚指挥部', 60],
      ['ORG_DEPT', '抓党建促脱贫攻坚工作会议', '县委组织部', 80],
    ] as const) {
      let n = 0;
      for (
        let on: Day = addDays(`${year}-01-08`, luck.between(0, 12));
        on.startsWith(String(year));
        on = addDays(on, every + luck.between(-6, 6))
      ) {
        const who = kind === 'HQ' ? present(on, { ...COUNTY, ...TOWNSHIPS }) : present(on, COUNTY);
        hold(
          kind,
          `${year}年第${++n}次${name}`,
          convener,
          county.id,
          on,
          AGENDAS[kind] as never,
          who,
          kind === 'ORG_DEPT' ? [] : [luck.pick(DECISIONS)],
        );
      }
    }
    for (const township of [...new Set(periods.filter((p) => p.kind === 'TOWNSHIP').map((p) => p.id))])
      for (const month of ['03', '06', '09', '12']) {
        const on = `${year}-${month}-${String(chance('township meeting', township, year, month).between(5, 25)).padStart(2, '0')}`;
        const life = lifeOf(periods, township);
        if (on < life.from || on >= life.to) continue;
        hold(
          'TOWNSHIP',
          `${year}年${Number(month)}月党委会`,
          '乡镇党委',
          township,
          on,
          [
            ['THREE_BASICS', '研究三基建设'],
            ['POVERTY_ALLEVIATION', '调度脱贫任务'],
          ],
          present(on, TOWNSHIPS, township),
          [],
        );
      }
  }
  // What the source tells of: sessions with deputy secretaries, organization commissioners, first secretaries and team leaders.
  for (const on of ['2018-05-17', '2018-09-13'] as const) {
    const sent = postings.filter((p) => p.from <= on && on < p.to && p.state !== 'APPROVED');
    const of = (kind: string, role: string) =>
      sent
        .filter((p) => p.kind === kind)
        .slice(0, 12)
        .map((p) => [p.person, role] as const);
    hold(
      'ORG_DEPT',
      '抓党建促脱贫攻坚座谈会',
      '县委组织部',
      county.id,
      on,
      [['PARTY_BUILDING', '听取抓党建促脱贫攻坚意见建议']],
      [
        ...present(on, { TOWNSHIP_DEPUTY_SECRETARY: 'TOWNSHIP_DEPUTY_SECRETARY', ORG_COMMISSIONER: 'ORG_COMMISSIONER' }),
        ...of('TEAM_LEADER', 'TEAM_LEADER'),
        ...of('FIRST_SECRETARY', 'FIRST_SECRETARY'),
      ],
      ['建立乡镇组织委员联系驻村工作队制度'],
    );
  }
  const rule = (kind: string, division: string, intervalDays: number) =>
    rows.push({
      noun: 'AgendaRule',
      event: 'agendaRule.set',
      values: {
        id: idFrom('agr', kind, division),
        division,
        kind,
        topic: 'THREE_BASICS',
        intervalDays,
        from: '2018-04-01',
        document: DOC_NO.THREE_BASICS,
        validFrom: '2018-04-01',
        validTo: earlier('2019-01-01', lifeOf(periods, division).to),
      },
    });
  rule('STANDING_COMMITTEE', county.id, 90);
  for (const township of [...new Set(periods.filter((p) => p.kind === 'TOWNSHIP').map((p) => p.id))])
    if (lifeOf(periods, township).from <= '2018-04-01') rule('TOWNSHIP', township, 90);
  return rows.filter((r) => r.values.validFrom <= today && (r.values['validTo'] ?? FOREVER) > r.values.validFrom);
}
