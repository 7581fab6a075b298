import type { EntityClass } from '@mikro-orm/core';
import { agencyId } from '#county/agencies';
import { appraisals, schemes } from '#county/appraisals';
import type { Corps } from '#county/cadres';
import type { SampleExchange } from '#county/frontline';
import { care, cases, reserveEntries } from '#county/measures';
import type { SamplePosting } from '#county/postings';
import { procedures, promotions, statesOf } from '#county/promotions';
import { BEGINS, COUNTY_CODE, type Period } from '#county/register';
import type { Dated } from '#platform/dated';
import { type Day, dayOf } from '#platform/day';
import { type Rate, rate } from '#platform/rate';
import { PersonnelAction } from './actions/action.entity.ts';
import { ActionProcedure, AgeRule } from './actions/procedure.entity.ts';
import { Appraisal } from './appraisals/appraisal.entity.ts';
import { EvaluationScheme } from './appraisals/scheme.entity.ts';
import { TeamAppraisal } from './appraisals/team-appraisal.entity.ts';
import { PairedAssistance } from './assistance/assistance.entity.ts';
import { CareMeasure } from './care/care.entity.ts';
import { ClarificationCase } from './clarification/clarification.entity.ts';
import { ReserveCadreEntry } from './reserve/reserve.entity.ts';
import { ToleranceCase } from './tolerance/tolerance.entity.ts';

type Add = <E extends Dated>(entity: EntityClass<E>, event: string, data: object) => void;

/** What a decision rests on in the sample: how many villages had their first secretary on its day. */
function firstSecretaries(periods: readonly Period[], postings: readonly SamplePosting[], day: Day): Rate {
  const villages = new Set(periods.filter((p) => p.kind === 'VILLAGE' && p.validFrom <= day && day < p.validTo).map((p) => p.id));
  const led = postings.filter((p) => p.kind === 'FIRST_SECRETARY' && p.from <= day && day < p.to && p.state !== 'APPROVED');
  return rate(new Set(led.map((p) => p.target).filter((village) => villages.has(village))).size, villages.size);
}

/** What was decided about cadres: rules in force, actions through their stages, appraisals year by year. */
export function seedCareers(
  add: Add,
  {
    periods,
    corps,
    postings,
    exchanged,
  }: { periods: readonly Period[]; corps: Corps; postings: readonly SamplePosting[]; exchanged: readonly SampleExchange[] },
  now: Date,
): void {
  const today = dayOf(now);
  const division = periods.find((p) => p.code === COUNTY_CODE)?.id as string;
  for (const scheme of schemes(today)) add(EvaluationScheme, 'scheme.adopted', { ...scheme, division });
  for (const procedure of procedures()) add(ActionProcedure, 'procedure.adopted', { ...procedure, division, validFrom: BEGINS });
  add(AgeRule, 'ageRule.set', { id: 'agr_county000001', division, most: 35, document: '天组发〔2014〕27号', validFrom: BEGINS });

  const { actions, excellent2017, decided2018 } = promotions(periods, now);
  const procedureOf = new Map(procedures().map((p) => [p.kind, p.id]));
  // Who rises from tomorrow on may have come to the county only then.
  const known = new Set([...corps.persons.map((p) => p.id), ...postings.map((p) => p.person)]);
  for (const action of actions.filter((a) => known.has(a.person))) {
    const { noticeFrom, noticeTo, effectiveFrom, probationUntil, decidedOn, ...given } = action;
    const year = decidedOn.slice(0, 4);
    const { numerator, denominator, percent } = firstSecretaries(periods, postings, decidedOn);
    const evidence = [{ measure: 'M11', value: percent, numerator, denominator, asOf: decidedOn, text: '第一书记覆盖率（%）' }];
    for (const [i, { state, from, to, event }] of statesOf(action, today).entries()) {
      const since = (day: string | null) => (day !== null && day <= from ? day : null);
      add(PersonnelAction, event, {
        ...given,
        procedure: procedureOf.get(action.kind),
        state,
        decidedOn,
        meeting: `${year}年县委常委会会议`,
        partyBuilding: '党建考察情况良好',
        evidence,
        noticeFrom: since(noticeFrom),
        noticeTo: since(noticeFrom) && noticeTo,
        effectiveFrom: since(effectiveFrom),
        probationUntil: since(effectiveFrom) && probationUntil,
        validFrom: from,
        validTo: to,
        version: i + 1,
      });
    }
  }
  const { persons, teams } = appraisals({ periods, corps, postings, excellent2017, decided2018 }, now);
  for (const appraisal of persons) add(Appraisal, 'appraisal.confirmed', { ...appraisal, state: 'CONFIRMED' });
  for (const team of teams) add(TeamAppraisal, 'teamAppraisal.confirmed', { ...team, state: 'CONFIRMED' });
  for (const { event, version } of reserveEntries(corps, exchanged, now)) add(ReserveCadreEntry, event, version);
  const { tolerance, clarification } = cases(corps, now);
  for (const { event, version } of tolerance) add(ToleranceCase, event, version);
  for (const { event, version } of clarification) add(ClarificationCase, event, version);
  for (const given of care(postings, now)) add(CareMeasure, 'care.recorded', given);
  add(PairedAssistance, 'assistance.paired', {
    id: 'asn_ministry0001',
    agency: agencyId('人力资源和社会保障部'),
    division,
    document: '国开办发〔2015〕27号',
    validFrom: BEGINS,
  });
}
