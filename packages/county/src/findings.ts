import { addDays, addMonths, type Day, dayOf, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';
import { type Chance, chance } from './chance.ts';
import { type InspectionPlan, inspectionPlans, STATIONED } from './inspections.ts';
import { lifeOf, type Period, villagesOn } from './register.ts';

export type FindingState = 'OPEN' | 'RECTIFYING' | 'SUBMITTED' | 'VERIFIED' | 'CLOSED' | 'DISMISSED' | 'REOPENED';

/** A finding as it stood for a time. */
export interface SampleFinding {
  readonly id: string;
  readonly inspection: string;
  readonly village: string;
  readonly category: string;
  readonly severity: 'GENERAL' | 'SERIOUS' | 'MAJOR';
  readonly foundOn: Day;
  readonly description: string;
  readonly state: FindingState;
  readonly responsibleAgency?: string;
  readonly orderedOn?: Day;
  readonly deadline?: Day;
  readonly submittedBy?: string;
  readonly submittedOn?: Day;
  readonly returns: number;
  readonly returnReason?: string;
  readonly verifiedBy?: string;
  readonly verifiedOn?: Day;
  readonly dismissReason?: string;
  readonly closedOn?: Day;
  readonly recurrenceOf?: string;
  readonly recurredOn?: Day;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly version: number;
  /** What brought it into this state. */
  readonly event: string;
}

export interface SampleEvidence {
  readonly id: string;
  readonly finding: string;
  readonly village: string;
  readonly title: string;
  readonly on: Day;
  readonly by: string;
  readonly validFrom: Day;
}

/** A request for more time that was granted. */
export interface SampleExtension {
  readonly id: string;
  readonly finding: string;
  readonly village: string;
  readonly ordinal: number;
  readonly deadline: Day;
  readonly newDeadline: Day;
  readonly reason: string;
  readonly requestedBy: string;
  readonly requestedOn: Day;
  readonly decidedBy: string;
  readonly decidedOn: Day;
}

interface Kind {
  readonly category: string;
  readonly code: string;
  readonly descriptions: readonly string[];
  readonly evidence: readonly string[];
  /** Who puts it right; null for the township government. */
  readonly agency: string | null;
}

const KINDS: readonly Kind[] = [
  {
    category: '驻村履职',
    code: 'RESIDENT_DUTY',
    descriptions: ['驻村工作队员考勤与签到记录不一致', '第一书记当月在村天数不足', '工作日志记录不完整'],
    evidence: ['补充的考勤记录', '整改后的工作日志', '谈话提醒记录'],
    agency: null,
  },
  {
    category: '帮扶责任落实',
    code: 'HELPER_DUTY',
    descriptions: ['帮扶责任人两个月未入户走访', '帮扶措施与户情不对应', '帮扶手册填写不规范'],
    evidence: ['入户走访记录', '更新后的帮扶手册', '帮扶措施调整说明'],
    agency: null,
  },
  {
    category: '项目进度',
    code: 'PROJECT_PROGRESS',
    descriptions: ['产业项目开工滞后于计划', '光伏项目收益未及时分配', '村级道路项目未按期验收'],
    evidence: ['施工进度照片', '项目验收单', '收益分配公示'],
    agency: '县发展和改革局',
  },
  {
    category: '资金使用',
    code: 'FUND_USE',
    descriptions: ['扶贫资金支出进度低于序时要求', '资金使用公告公示不到位', '报账凭证附件不全'],
    evidence: ['资金支付凭证', '公告公示照片', '补齐的报账附件'],
    agency: '县财政局',
  },
  {
    category: '档案资料',
    code: 'ARCHIVES',
    descriptions: ['贫困户档案缺少收入核算表', '村级台账与系统数据不一致', '会议记录缺少签字'],
    evidence: ['补齐的档案目录', '数据核对表', '补签的会议记录'],
    agency: null,
  },
  {
    category: '饮水安全',
    code: 'DRINKING_WATER',
    descriptions: ['部分农户冬季供水不稳定', '水质检测报告过期', '集中供水点无人管护'],
    evidence: ['水质检测报告', '管网维修照片', '管护责任书'],
    agency: '县水务局',
  },
  {
    category: '危房改造',
    code: 'HOUSING',
    descriptions: ['危房改造户竣工未验收', '住房安全等级未鉴定', '旧房拆除不及时'],
    evidence: ['竣工验收表', '住房安全鉴定书', '旧房拆除前后照片'],
    agency: '县住房和城乡建设局',
  },
];
/** The code list of categories as inspectors have it: those above, and what is found about organizations and agencies. */
export const categories: readonly { readonly code: string; readonly name: string }[] = [
  ...KINDS.map(({ code, category }) => ({ code, name: category })),
  { code: 'PARTY_BUILDING', name: '基层党建责任' },
  { code: 'SECRETARY_VACANCY', name: '书记空缺' },
  { code: 'TASK_DELAY', name: '任务推进不力' },
  { code: 'FALSIFICATION', name: '弄虚作假' },
];

const RETURNS = ['佐证材料与问题不对应', '整改措施未覆盖全部农户', '照片无法确认时间地点'];
const DISMISSALS = ['复核后问题不成立', '与此前登记的问题重复', '情况属实但不属于本次督查范围'];

interface Step {
  readonly day: Day;
  readonly event: string;
  readonly to: Partial<SampleFinding> & { readonly state: FindingState };
  readonly evidence?: readonly string[];
}

/** Days of a life, counted from the day of finding; null where it doesn't come to that. */
interface Course {
  readonly ordered: number | null;
  readonly deadline: number;
  readonly submissions: readonly number[];
  readonly accepted: number | null;
  readonly closed: number | null;
  readonly dismissed: number | null;
}

function anyCourse(luck: Chance): Course {
  if (luck.next() < 0.06)
    return { ordered: null, deadline: 0, submissions: [], accepted: null, closed: null, dismissed: luck.between(2, 10) };
  const ordered = luck.between(1, 7);
  const deadline = ordered + luck.between(15, 45);
  const late = luck.next() < 0.12 ? luck.between(10, 30) : 0;
  const submissions = [Math.max(ordered + 3, deadline - luck.between(0, 12)) + late];
  while (luck.next() < 0.15) submissions.push((submissions.at(-1) as number) + luck.between(8, 16));
  const accepted = (submissions.at(-1) as number) + luck.between(2, 7);
  return { ordered, deadline, submissions, accepted, closed: accepted + luck.between(3, 20), dismissed: null };
}

/** Lives that stand, on one day, at every point a board shows: three lights, not yet ordered, waiting for verification. */
const BOARD: readonly { readonly foundBefore: number; readonly course: Course }[] = [
  { foundBefore: 10, course: { ordered: 3, deadline: 35, submissions: [25], accepted: 30, closed: 40, dismissed: null } },
  { foundBefore: 20, course: { ordered: 2, deadline: 22, submissions: [22], accepted: 26, closed: 33, dismissed: null } },
  { foundBefore: 40, course: { ordered: 4, deadline: 34, submissions: [43], accepted: 47, closed: 52, dismissed: null } },
  { foundBefore: 2, course: { ordered: 4, deadline: 30, submissions: [24], accepted: 28, closed: 35, dismissed: null } },
  { foundBefore: 25, course: { ordered: 3, deadline: 30, submissions: [24], accepted: 29, closed: 36, dismissed: null } },
  { foundBefore: 33, course: { ordered: 5, deadline: 28, submissions: [26], accepted: 31, closed: 45, dismissed: null } },
];
/** The township whose board shows all of that, on the day of the source and on the day of the seed. */
const BOARD_TOWNSHIP = '140222102000';
const SOURCE_DAY: Day = '2018-12-31';

const PER_INSPECTION = { FIELD_VISIT: 42, PATROL: 22, PHONE_CHECK: 20, STATIONED: 30 } as const;

/** Inspections, what they found in villages that existed, and what became of it until today. */
export function findings(periods: readonly Period[], now: Date) {
  const today = dayOf(now);
  const plans = inspectionPlans(today);
  const rows: SampleFinding[] = [];
  const evidence: SampleEvidence[] = [];
  const extensions: SampleExtension[] = [];
  /** The day on which the last finding of an inspection was finished. */
  const finished = new Map<string, Day>();
  const parents = new Map(periods.filter((p) => p.kind === 'TOWNSHIP').map((p) => [p.id, p]));

  const live = (plan: InspectionPlan, village: Period, foundOn: Day, course: Course, luck: Chance, serial: string | number): boolean => {
    const id = idFrom('fnd', plan.id, village.id, serial);
    const kind = luck.pick(KINDS);
    const township = parents.get(village.parent ?? '');
    const planned = stepsOf(foundOn, course, luck, {
      agency: agencyId(kind.agency ?? `${township?.name}人民政府`),
      officer: `officer:${village.code}`,
      inspector: `inspector:${luck.between(1, 6)}`,
      papers: kind.evidence,
    });
    const { steps, extension } = prolonged(id, village, planned);
    const last = steps.at(-1) as Step;
    if (last.day >= lifeOf(periods, village.id).to) return false;
    const before = finished.get(plan.id);
    if (!before || before < last.day) finished.set(plan.id, last.day);
    const base = {
      id,
      inspection: plan.id,
      village: village.id,
      category: kind.category,
      severity: luck.next() < 0.72 ? 'GENERAL' : luck.next() < 0.8 ? 'SERIOUS' : 'MAJOR',
      foundOn,
      description: luck.pick(kind.descriptions),
    } as const;
    let facts: Pick<SampleFinding, 'returns'> & Partial<SampleFinding> = { returns: 0 };
    const past = steps.filter((s) => s.day <= today);
    if (extension && extension.decidedOn <= today) extensions.push(extension);
    past.forEach((step, i) => {
      facts = { ...facts, ...step.to };
      rows.push({
        ...base,
        ...facts,
        state: step.to.state,
        validFrom: step.day,
        validTo: past[i + 1]?.day ?? FOREVER,
        version: i + 1,
        event: step.event,
      });
      step.evidence?.forEach((title, n) => {
        const by = facts.submittedBy as string;
        evidence.push({
          id: idFrom('evd', id, step.day, n),
          finding: id,
          village: village.id,
          title,
          on: step.day,
          by,
          validFrom: step.day,
        });
      });
    });
    return true;
  };

  for (const plan of plans) {
    if (plan.cancelledOn) continue;
    const end = plan.to < today ? plan.to : today;
    const luck = chance('findings', plan.id);
    for (let i = 0, days = daysIn(plan.from, plan.to); i < PER_INSPECTION[plan.method]; i++) {
      const foundOn = addDays(plan.from, luck.between(0, days));
      const course = anyCourse(luck);
      const village = luck.pick(villagesOn(periods, foundOn <= end ? foundOn : end));
      if (foundOn <= end) live(plan, village, foundOn, course, luck, i);
    }
  }
  for (const day of new Set([SOURCE_DAY, today])) {
    const township = periods.find((p) => p.code === BOARD_TOWNSHIP) as Period;
    const villages = villagesOn(periods, day).filter((v) => v.parent === township.id && lifeOf(periods, v.id).to > addDays(day, 90));
    BOARD.forEach(({ foundBefore, course }, i) => {
      const foundOn = addDays(day, -foundBefore);
      const plan = plans.find((p) => p.method === STATIONED && p.from <= foundOn && foundOn <= p.to) as InspectionPlan;
      live(plan, villages[(i * 3) % villages.length] as Period, foundOn, course, chance('board', day, i), `board ${i}`);
    });
  }
  return { plans, finished, findings: recurring(rows), evidence, extensions };
}

/** Months after closing within which the same category in the same village is a recurrence. */
const RECURRENCE_MONTHS = 6;

/** Links what was found again: it opens as REOPENED, and the closed finding knows of it from that day on. */
function recurring(rows: readonly SampleFinding[]): SampleFinding[] {
  const lives = [...Map.groupBy(rows, (r) => r.id).values()];
  const closed = Map.groupBy(
    lives.flatMap((life) => life.at(-1) as SampleFinding).filter((f) => f.closedOn),
    (f) => `${f.village} ${f.category}`,
  );
  const recurred = new Map<string, Day>();
  const linked = new Map<string, string>();
  for (const [first] of lives.toSorted((a, b) => ((a[0] as SampleFinding).foundOn < (b[0] as SampleFinding).foundOn ? -1 : 1))) {
    const { id, village, category, foundOn } = first as SampleFinding;
    const earlier = (closed.get(`${village} ${category}`) ?? []).find(
      (f) => !recurred.has(f.id) && (f.closedOn as Day) < foundOn && foundOn <= addMonths(f.closedOn as Day, RECURRENCE_MONTHS),
    );
    if (!earlier) continue;
    recurred.set(earlier.id, foundOn);
    linked.set(id, earlier.id);
  }
  return rows.flatMap((row): SampleFinding[] => {
    const recurrenceOf = linked.get(row.id);
    const known = recurrenceOf ? { ...row, recurrenceOf, state: row.state === 'OPEN' ? ('REOPENED' as const) : row.state } : row;
    const on = row.closedOn && recurred.get(row.id);
    if (!on) return [known];
    const next = { ...known, recurredOn: on, validFrom: on, version: row.version + 1, event: 'finding.recurred' };
    return [{ ...known, validTo: on }, next];
  });
}

const REASONS = ['冬季无法施工', '部分农户外出未归', '项目招标需要时间'];

/** Some of those who would be late ask for more time while there is some, and are given it. */
function prolonged(id: string, village: Period, steps: Step[]): { steps: Step[]; extension?: SampleExtension } {
  const luck = chance('extension', id);
  const ordered = steps.findIndex((s) => s.event === 'finding.ordered');
  const deadline = steps[ordered]?.to.deadline;
  const first = steps.find((s) => s.event === 'finding.submitted');
  if (!deadline || !first || first.day <= deadline || luck.next() > 0.4) return { steps };
  const [requestedOn, decidedOn, newDeadline] = [addDays(deadline, -6), addDays(deadline, -3), addDays(deadline, luck.between(10, 25))];
  if (requestedOn <= (steps[ordered] as Step).day) return { steps };
  const granted: Step = { day: decidedOn, event: 'finding.extended', to: { state: 'RECTIFYING', deadline: newDeadline } };
  const extension = {
    id: idFrom('ext', id),
    finding: id,
    village: village.id,
    ordinal: 1,
    deadline,
    newDeadline,
    reason: luck.pick(REASONS),
    requestedBy: `officer:${village.code}`,
    requestedOn,
    decidedBy: `township:${village.code.slice(0, 9)}`,
    decidedOn,
  };
  return { steps: steps.toSpliced(ordered + 1, 0, granted), extension };
}

/** Days past a deadline after which a finding is put before the township, the county and the headquarters. */
const LEVELS = [
  ['TOWNSHIP', 1],
  ['COUNTY', 8],
  ['HQ', 16],
] as const;

/** What was escalated when its deadline passed, until today. */
export function escalations(rows: readonly SampleFinding[], today: Day) {
  const raised = new Map<string, { id: string; finding: string; village: string; level: string; deadline: Day; validFrom: Day }>();
  for (const { id: finding, village, state, deadline, validFrom, validTo } of rows) {
    if (state !== 'RECTIFYING' || !deadline) continue;
    for (const [level, after] of LEVELS) {
      const due = addDays(deadline, after);
      const on = due < validFrom ? validFrom : due;
      const id = idFrom('esc', finding, level, deadline);
      if (on < validTo && on <= today && !raised.has(id)) raised.set(id, { id, finding, village, level, deadline, validFrom: on });
    }
  }
  return [...raised.values()];
}

const daysIn = (from: Day, to: Day): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

function stepsOf(
  foundOn: Day,
  { ordered, deadline, submissions, accepted, closed, dismissed }: Course,
  luck: Chance,
  by: { agency: string; officer: string; inspector: string; papers: readonly string[] },
): Step[] {
  const on = (days: number) => addDays(foundOn, days);
  const steps: Step[] = [{ day: foundOn, event: 'finding.opened', to: { state: 'OPEN' } }];
  const add = (days: number, event: string, to: Step['to'], evidence: readonly string[] = []) =>
    steps.push({ day: on(days), event: `finding.${event}`, to, evidence });
  if (dismissed !== null) add(dismissed, 'dismissed', { state: 'DISMISSED', dismissReason: luck.pick(DISMISSALS) });
  if (ordered !== null)
    add(ordered, 'ordered', { state: 'RECTIFYING', responsibleAgency: by.agency, orderedOn: on(ordered), deadline: on(deadline) });
  submissions.forEach((submitted, i) => {
    if (i > 0) {
      const returned = (submissions[i - 1] as number) + luck.between(2, 5);
      add(returned, 'returned', { state: 'RECTIFYING', returns: i, returnReason: luck.pick(RETURNS) });
    }
    const papers = luck.shuffled(by.papers).slice(0, luck.next() < 0.2 ? 2 : 1);
    add(submitted, 'submitted', { state: 'SUBMITTED', submittedBy: by.officer, submittedOn: on(submitted) }, papers);
  });
  if (accepted !== null) add(accepted, 'accepted', { state: 'VERIFIED', verifiedBy: by.inspector, verifiedOn: on(accepted) });
  if (closed !== null) add(closed, 'closed', { state: 'CLOSED', closedOn: on(closed) });
  return steps;
}
