import { addDays, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { agencyId } from './agencies.ts';

export type InspectionState = 'PLANNED' | 'APPROVED' | 'RUNNING' | 'REPORTED' | 'CLOSED' | 'CANCELLED';
export const STATIONED = 'STATIONED';

/** An inspection as it was meant. */
export interface InspectionPlan {
  readonly id: string;
  readonly title: string;
  readonly planned: boolean;
  readonly planYear: number | null;
  readonly approvalNo: string | null;
  readonly method: 'FIELD_VISIT' | 'PHONE_CHECK' | 'STATIONED' | 'PATROL';
  readonly from: Day;
  readonly to: Day;
  readonly cancelledOn?: Day | undefined;
}

/** An inspection as it stood for a time. */
export interface SampleInspection extends Omit<InspectionPlan, 'cancelledOn'> {
  readonly division: string;
  readonly agency: string;
  readonly state: InspectionState;
  readonly cancelReason: string | null;
  readonly validFrom: Day;
  readonly validTo: Day;
  readonly version: number;
  readonly event: string;
}

const FIRST_YEAR = 2017;
/** Days before its first day on which an inspection enters the plan, and is approved. */
const PLANNED_BEFORE = 40;
const APPROVED_BEFORE = 25;

/** The county's plan since 2017: four inspections a year, and in most years one outside the plan with its own approval. */
export function inspectionPlans(today: Day): InspectionPlan[] {
  const plans: InspectionPlan[] = [];
  const add = (year: number, slot: string, method: InspectionPlan['method'], from: Day, to: Day, more: Partial<InspectionPlan> = {}) =>
    plans.push({
      id: idFrom('ins', year, slot),
      title: `${year}年${slot}`,
      planned: true,
      planYear: year,
      approvalNo: null,
      method,
      from,
      to,
      ...more,
    });
  for (let year = FIRST_YEAR; year <= Number(today.slice(0, 4)) + 1; year++) {
    const next = year + 1;
    add(year, '驻村帮扶驻点督查', STATIONED, `${year}-02-01`, `${next}-01-31`);
    add(year, '上半年电话抽查', 'PHONE_CHECK', `${year}-04-01`, `${year}-09-30`);
    add(year, '下半年电话抽查', 'PHONE_CHECK', `${year}-10-01`, `${next}-03-31`);
    // The spring of 2020 was no time for visits.
    if (year === 2020) add(year, '春季脱贫攻坚实地督查', 'FIELD_VISIT', `${year}-02-20`, `${year}-03-31`, { cancelledOn: `${year}-02-03` });
    add(year, '秋季脱贫攻坚实地督查', 'FIELD_VISIT', `${year}-09-05`, `${year}-10-20`);
    if (year % 3 !== 1)
      add(year, '重点乡镇巡回督查', 'PATROL', `${year}-06-10`, `${year}-07-05`, {
        planned: false,
        planYear: null,
        approvalNo: `天督批〔${year}〕${(year % 4) + 2}号`,
      });
  }
  return plans.filter((p) => addDays(p.from, -PLANNED_BEFORE) <= today);
}

/** The life of every inspection until today; it closes once the last of what it found is finished. */
export function inspectionLives(
  plans: readonly InspectionPlan[],
  division: string,
  today: Day,
  finished: ReadonlyMap<string, Day>,
): SampleInspection[] {
  const agency = agencyId('县脱贫攻坚督查组');
  return plans.flatMap(({ cancelledOn, ...plan }) => {
    const reported = addDays(plan.to, 10);
    const last = finished.get(plan.id);
    const steps: [Day, string, InspectionState][] = [
      [addDays(plan.from, -PLANNED_BEFORE), 'planned', 'PLANNED'],
      [addDays(plan.from, -APPROVED_BEFORE), 'approved', 'APPROVED'],
    ];
    if (cancelledOn) steps.push([cancelledOn, 'cancelled', 'CANCELLED']);
    else
      steps.push(
        [plan.from, 'started', 'RUNNING'],
        [reported, 'reported', 'REPORTED'],
        [addDays(last && last > reported ? last : reported, 5), 'closed', 'CLOSED'],
      );
    const past = steps.filter(([day]) => day <= today);
    return past.map(([day, event, state], i) => ({
      ...plan,
      division,
      agency,
      state,
      cancelReason: state === 'CANCELLED' ? '疫情防控期间暂停实地督查' : null,
      validFrom: day,
      validTo: past[i + 1]?.[0] ?? FOREVER,
      version: i + 1,
      event: `inspection.${event}`,
    }));
  });
}
