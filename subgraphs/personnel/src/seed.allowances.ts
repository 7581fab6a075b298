import type { EntityClass } from '@mikro-orm/core';
import { chance } from '#county/chance';
import type { SamplePosting } from '#county/postings';
import type { Period } from '#county/register';
import type { Dated } from '#platform/dated';
import { addDays, addMonths, type Day, FOREVER } from '#platform/day';
import { idFrom } from '#platform/id';
import { type ActivePosting, dueOf, PAID_ROLES, paidSpans, type RateSpan, totalOf } from './allowances/due.rules.ts';
import { AllowanceEntitlement } from './allowances/entitlement.entity.ts';
import { AllowanceRate } from './allowances/rate.entity.ts';
import { AllowanceSheet } from './allowances/sheet.entity.ts';
import { AllowanceState, EntryKind } from './allowances/sheet.rules.ts';
import { AttendanceSetting } from './attendance/setting.entity.ts';
import { VillageDay } from './attendance/village-day.entity.ts';
import { counted, DayStatus } from './attendance/village-day.rules.ts';
import { endOf, firstOf, type Month, monthOf } from './month.rules.ts';
import type { PostingKind } from './postings/posting.rules.ts';
import type { PostingRules } from './postings/rule-set.rules.ts';

export interface Seeded {
  readonly entity: EntityClass<Dated>;
  readonly event: string;
  readonly data: object;
}

/** The source gives the amounts and not the day on which the second took effect: this one is the sample's. */
const RATES: readonly (RateSpan & { document: string })[] = [
  { from: '2017-03-01', to: '2018-07-01', amount: 50_000, document: '天政发〔2017〕11号' },
  { from: '2018-07-01', to: FOREVER, amount: 100_000, document: '天政发〔2018〕26号' },
];

/** A township in which days in the village are kept, as a trial. */
const TRIAL = { township: '140222208000', from: '2026-05-01', document: '天组发〔2026〕14号' } as const;

interface County {
  readonly periods: readonly Period[];
  readonly postings: readonly SamplePosting[];
  readonly today: Day;
  /** The rules of resident work on a day. */
  readonly rulesOn: (day: Day) => PostingRules;
}

/** Rates, the trial of days in the village, and the months whose sheets the county has on record. */
export function* allowanceRows({ periods, postings, today, rulesOn }: County): Generator<Seeded> {
  const county = periods.find((p) => p.kind === 'COUNTY')?.id as string;
  for (const role of PAID_ROLES)
    for (const [i, { amount, from, to, document }] of RATES.filter((r) => r.from <= today).entries()) {
      const row = { id: idFrom('alr', role), county, role, amount, document, version: i + 1, validFrom: from, validTo: to };
      yield { entity: AllowanceRate, event: 'allowanceRate.set', data: row };
    }

  const parentOn = (village: string, day: Day) => periods.find((p) => p.id === village && p.validFrom <= day && day < p.validTo)?.parent;
  const trial = periods.find((p) => p.code === TRIAL.township)?.id as string;
  const present = new Map<string, number>();
  if (TRIAL.from <= today) {
    const setting = { id: idFrom('ats', trial), division: trial, kept: true, document: TRIAL.document, validFrom: TRIAL.from };
    yield { entity: AttendanceSetting, event: 'attendanceSetting.opened', data: setting };
    for (const posting of postings.filter(
      (p) => p.targetType === 'VILLAGE' && p.state !== 'APPROVED' && parentOn(p.target, TRIAL.from) === trial,
    ))
      for (const data of villageDays(posting, today)) {
        if (counted(rulesOn(data.day)).includes(data.status) && data.confirmedOn)
          present.set(`${posting.id} ${monthOf(data.day)}`, (present.get(`${posting.id} ${monthOf(data.day)}`) ?? 0) + 1);
        yield { entity: VillageDay, event: 'villageDay.recorded', data };
      }
  }

  for (const month of monthsUntil(today)) {
    const paidOn = addDays(endOf(month), 19);
    const active = postings.flatMap((p): (ActivePosting & { township: string })[] => {
      const paid = p.targetType === 'VILLAGE' && p.state !== 'APPROVED' && p.from < endOf(month) && p.to > firstOf(month);
      const last = p.to < endOf(month) ? addDays(p.to, -1) : addDays(endOf(month), -1);
      const township = paid ? parentOn(p.target, last) : null;
      return township
        ? [{ posting: p.id, person: p.person, role: p.kind as PostingKind, spans: [{ from: p.from, to: p.to }], township }]
        : [];
    });
    const spans = paidSpans(active);
    for (const [township, own] of Map.groupBy(active, (a) => a.township)) {
      const sheet = idFrom('als', township, month);
      const common = { township, month, ordinal: 0, state: AllowanceState.PAID, version: 4, validFrom: paidOn };
      yield {
        entity: AllowanceSheet,
        event: 'allowanceSheet.paid',
        data: { ...common, id: sheet, voucher: `财付〔${month.replace('-', '')}〕` },
      };
      for (const { posting, person, role } of own) {
        const kept = township === trial && firstOf(month) >= TRIAL.from;
        const facts = { month, active: spans.get(posting) ?? [], rates: RATES, rules: rulesOn(firstOf(month)) };
        const due = dueOf({ ...facts, present: kept ? (present.get(`${posting} ${month}`) ?? 0) : null });
        if (due.days === 0) continue;
        const { days, required, lines } = due;
        const entry = { ...common, id: idFrom('ale', posting, month), sheet, posting, person, role, kind: EntryKind.REGULAR };
        yield {
          entity: AllowanceEntitlement,
          event: 'allowance.paid',
          data: { ...entry, days, required, present: due.present, lines, amount: totalOf(lines) },
        };
      }
    }
  }
}

/** Before and after the new standard, the last months of the source's year, and the last month that is paid today. */
function monthsUntil(today: Day): Month[] {
  const last = monthOf(addMonths(addDays(today, -20), -1));
  const months = [...new Set(['2018-06', '2018-07', '2018-11', last])].toSorted();
  return months.filter((month) => month >= '2017-03' && addDays(endOf(month), 19) <= today);
}

/** Days of a posting under the trial: most in the village, confirmed by it a few days later. */
function* villageDays({ id: posting, target: village, from, to }: SamplePosting, today: Day) {
  for (let day = from > TRIAL.from ? from : TRIAL.from; day < to && day < today; day = addDays(day, 1)) {
    const luck = chance('village day', posting, day);
    const dice = luck.next();
    if (dice > 0.78) continue;
    const status =
      dice < 0.66 ? DayStatus.IN_VILLAGE : dice < 0.72 ? DayStatus.OFFICIAL_TRIP : dice < 0.75 ? DayStatus.TRAINING : DayStatus.LEAVE;
    const confirmed = addDays(day, 4) <= today;
    const by = confirmed ? { confirmedBy: 'village', confirmedOn: addDays(day, 3) } : { confirmedBy: null, confirmedOn: null };
    yield { id: idFrom('vdy', posting, day), posting, village, day, status, recordedBy: 'team', ...by, validFrom: day };
  }
}
