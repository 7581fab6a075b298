import { addDays, addMonths, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import { chance } from './chance.ts';
import type { Period } from './register.ts';
import { type Offices, organizationOf, secretaries, type Trouble, troubledVillages } from './secretaries.ts';

export interface SampleCriterion {
  readonly code: string;
  readonly text: string;
  readonly decisive: boolean;
}
export interface SampleScheme {
  readonly id: string;
  readonly version: number;
  readonly division: string;
  readonly name: string;
  readonly document: string;
  readonly criteria: readonly SampleCriterion[];
  readonly weakFrom: number;
  readonly validFrom: Day;
  readonly validTo: Day;
}
export interface SampleAssessment {
  readonly id: string;
  readonly organization: string;
  readonly division: string;
  readonly scheme: string;
  readonly document: string;
  readonly year: number;
  readonly grade: 'GOOD' | 'ORDINARY' | 'WEAK';
  readonly hits: readonly string[];
  readonly validFrom: Day;
}
export interface SampleCampaign {
  readonly id: string;
  readonly division: string;
  readonly name: string;
  readonly document: string;
  readonly from: Day;
  readonly to: Day;
  readonly minScore: number;
  readonly maxDissatisfaction: number;
  readonly consolidationMonths: number;
  readonly validFrom: Day;
}
/** One version of a case: what it was like from a day to the next change. */
export type SampleCase = Readonly<Record<string, unknown>> & { readonly event: string; readonly validFrom: Day; readonly validTo: Day };

const CRITERIA: readonly SampleCriterion[] = [
  { code: 'SECRETARY_VACANT', text: '党组织书记空缺三个月以上', decisive: true },
  { code: 'SECRETARY_INCOMPETENT', text: '党组织书记不胜任现职', decisive: true },
  { code: 'TEAM_DIVIDED', text: '班子不团结、内耗严重，没有战斗力', decisive: true },
  { code: 'SYSTEMS_NOT_KEPT', text: '“三会一课”等制度长期不落实', decisive: false },
  { code: 'NO_NEW_MEMBERS', text: '两年以上未发展党员', decisive: false },
  { code: 'PETITIONS', text: '信访矛盾突出', decisive: false },
  { code: 'LOW_SATISFACTION', text: '群众满意度低于60%', decisive: false },
];
const PROBLEMS = ['SYSTEMS_NOT_KEPT', 'NO_NEW_MEMBERS', 'PETITIONS', 'LOW_SATISFACTION'] as const;
/** How many organizations beside the four in trouble were found weak when the campaign began. */
const OTHERS = 9;

const CAMPAIGN_FROM = '2018-01-01';
const LAUNCH = '天办发〔2018〕6号';

/** Yearly assessments of the organizations of villages and communities, and the two-year campaign with its cases. */
export function rectification(
  periods: readonly Period[],
  today: Day,
): { schemes: SampleScheme[]; assessments: SampleAssessment[]; campaigns: SampleCampaign[]; cases: SampleCase[] } {
  const offices = secretaries(periods);
  const county = (periods.find((p) => p.kind === 'COUNTY') as Period).id;
  const scheme = { id: idFrom('sch', county), division: county, name: '农村基层党组织分析研判标准', criteria: CRITERIA };
  const schemes: SampleScheme[] = [
    { ...scheme, version: 1, document: '天组发〔2018〕4号', weakFrom: 3, validFrom: CAMPAIGN_FROM, validTo: '2021-01-01' },
    { ...scheme, version: 2, document: '天组发〔2021〕2号', weakFrom: 2, validFrom: '2021-01-01', validTo: FOREVER },
  ];
  const campaign: SampleCampaign = {
    id: idFrom('cmp', county, 2018),
    division: county,
    name: '软弱涣散农村基层党组织整顿提升两年行动',
    document: LAUNCH,
    from: CAMPAIGN_FROM,
    to: '2020-01-01',
    minScore: 70,
    maxDissatisfaction: 50,
    consolidationMonths: 12,
    validFrom: CAMPAIGN_FROM,
  };
  const troubled = troubledVillages(periods);
  const rural = [
    ...new Map(offices.organizations.filter((o) => o.tier === 'VILLAGE' || o.tier === 'COMMUNITY').map((o) => [o.id, o])).values(),
  ];
  const calm = rural.filter((o) => o.tier === 'VILLAGE' && !troubled.has(o.division) && o.validTo === FOREVER && o.founded < CAMPAIGN_FROM);
  const others = chance('weak', 2018).shuffled(calm).slice(0, OTHERS);

  const assessments: SampleAssessment[] = [];
  for (const { id, division, founded } of rural) {
    const ends = offices.organizations.filter((o) => o.id === id).at(-1)?.validTo as Day;
    const luck = chance('assessment', id);
    for (let year = 2018; ; year++) {
      const on = `${year}-11-30`;
      const hits = PROBLEMS.filter(() => luck.next() < 0.08);
      if (on > today) break;
      if (on < founded || on >= ends) continue;
      const { weakFrom, document } = schemes.findLast((s) => s.validFrom <= on) as SampleScheme;
      const inTrouble = year === 2018 && troubled.has(division) ? ['SECRETARY_VACANT'] : [];
      const found = year === 2018 && others.some((o) => o.id === id) ? PROBLEMS.slice(0, 3) : year === 2018 ? hits.slice(0, 2) : hits;
      const all = [...inTrouble, ...found];
      const grade = inTrouble.length > 0 || all.length >= weakFrom ? 'WEAK' : all.length > 0 ? 'ORDINARY' : 'GOOD';
      assessments.push({
        id: idFrom('ass', id, year),
        organization: id,
        division,
        scheme: scheme.id,
        document,
        year,
        grade,
        hits: all,
        validFrom: on,
      });
    }
  }

  const cases = [
    ...[...troubled].flatMap(([village, trouble], i) => lifeOf(campaign.id, village, troubleLife(trouble, i), offices, today)),
    ...others.flatMap(({ division }, i) => lifeOf(campaign.id, division, plainLife(i), offices, today)),
  ];
  return { schemes, assessments, campaigns: [campaign], cases };
}

/** The days on which a case moves on, and what is decided about it. */
interface Life {
  readonly problems: readonly string[];
  readonly identified: Day;
  /** Acceptances in turn: the last one passes unless it has a new deadline. */
  readonly decisions: readonly { readonly on: Day; readonly score: number; readonly dissatisfaction: number; readonly deadline?: Day }[];
  readonly relapsed?: Day;
}

/** A village in trouble is put right some months after its post is filled. */
function troubleLife({ vacant, filled, reason }: Trouble, i: number): Life {
  return {
    problems: [reason === 'NOT_COMPETENT' ? 'SECRETARY_INCOMPETENT' : 'SECRETARY_VACANT'],
    identified: addDays(vacant, 7),
    decisions: [{ on: addMonths(filled > vacant ? filled : addMonths(vacant, 2), 4), score: 78 + 3 * i, dissatisfaction: 12 - i }],
  };
}

/** Of the others one fails its first acceptance, and one falls back after it was closed. */
function plainLife(i: number): Life {
  const luck = chance('case', i);
  const identified = addDays('2018-01-15', luck.between(0, 60));
  const on = addDays(identified, luck.between(240, 330));
  const fails = i === 2;
  return {
    problems: luck.shuffled(PROBLEMS).slice(0, luck.between(1, 2)),
    identified,
    decisions: [
      ...(fails ? [{ on, score: 64, dissatisfaction: 31, deadline: addMonths(on, 6) }] : []),
      { on: fails ? addMonths(on, 5) : on, score: luck.between(72, 95), dissatisfaction: luck.between(3, 22) },
    ],
    ...(i === 5 ? { relapsed: addMonths(on, 9) } : {}),
  };
}

/** All versions of a case until `today`. */
function lifeOf(campaign: string, village: string, life: Life, offices: Offices, today: Day): SampleCase[] {
  const { identified, decisions } = life;
  const luck = chance('rectification', village);
  const leader = leaderFor(offices, luck.between(0, 1000), identified);
  const steps: { on: Day; event: string; change: Record<string, unknown> }[] = [];
  const step = (on: Day, event: string, change: Record<string, unknown>) => steps.push({ on, event: `rectification.${event}`, change });
  const confirm = (on: Day) =>
    step(on, 'confirmed', { state: 'CONFIRMED', document: `天组发〔${on.slice(0, 4)}〕${luck.between(10, 60)}号` });
  const work = (from: Day, deadline: Day) => {
    step(addDays(from, 10), 'planned', {
      state: 'PLAN_SET',
      plan: '一村一策：配强班子、健全制度、解决群众反映集中的问题',
      leader,
      pairedAgency: agencyId(luck.pick(['县财政局', '县水务局', '县林业局', '县审计局'])),
      firstSecretary: leader,
      deadline,
    });
    step(addDays(from, 14), 'begun', { state: 'RECTIFYING' });
  };
  step(identified, 'identified', { state: 'IDENTIFIED' });
  step(addDays(identified, 8), 'reviewed', { state: 'REVIEWED' });
  confirm(addDays(identified, 20));
  const first = decisions[0] as Life['decisions'][number];
  work(addDays(identified, 20), addDays(first.on, 30));
  let failures = 0;
  for (const { on, score, dissatisfaction, deadline } of decisions) {
    step(addDays(on, -20), 'selfAccepted', { state: 'SELF_ACCEPTED', selfAcceptedBy: 'county-data-set:township' });
    step(addDays(on, -12), 'submitted', { state: 'ACCEPTANCE' });
    if (deadline)
      step(on, 'failed', {
        state: 'RECTIFYING',
        score,
        dissatisfaction,
        deadline,
        failures: ++failures,
        remark: '群众反映的问题没有解决到位',
      });
    else step(on, 'transformed', { state: 'TRANSFORMED', score, dissatisfaction, transformedOn: on });
  }
  const passed = (decisions.at(-1) as Life['decisions'][number]).on;
  const since = addDays(passed, 15);
  step(since, 'consolidated', { state: 'CONSOLIDATING', consolidatingSince: since });
  if (life.relapsed) {
    step(life.relapsed, 'relapsed', {
      state: 'CONFIRMED',
      relapses: 1,
      remark: '换届后班子再度涣散',
      deadline: null,
      selfAcceptedBy: null,
      score: null,
      dissatisfaction: null,
      transformedOn: null,
      consolidatingSince: null,
    });
    work(life.relapsed, addMonths(life.relapsed, 8));
  } else {
    const closed = addMonths(since, 12);
    step(closed, 'closed', { state: 'CLOSED', closedOn: closed });
  }
  const known = steps.filter((s) => s.on <= today).toSorted((a, b) => a.on.localeCompare(b.on));
  let row: Record<string, unknown> = {
    id: idFrom('rct', campaign, village),
    campaign,
    organization: organizationOf(village),
    division: village,
    problems: life.problems,
    identifiedOn: identified,
    failures: 0,
    relapses: 0,
  };
  return known.map(({ on, event, change }, i) => {
    row = { ...row, ...change };
    return { ...row, event, version: i + 1, validFrom: on, validTo: known[i + 1]?.on ?? FOREVER };
  });
}

/** Somebody of the county's secretaries who answers for a village in trouble. */
function leaderFor(offices: Offices, draw: number, on: Day): string {
  const leading = new Set(offices.organizations.filter((o) => o.tier === 'TOWNSHIP').map((o) => o.id));
  const held = offices.holdings.filter((h) => leading.has(h.organization) && h.validFrom <= on && on < h.validTo);
  return (held[draw % held.length] as Offices['holdings'][number]).person;
}
