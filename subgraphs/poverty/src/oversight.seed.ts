import type { EntityClass } from '@mikro-orm/core';
import { accountability } from '#county/accountability';
import { cadres } from '#county/cadres';
import { categories, escalations, findings } from '#county/findings';
import { formRequests } from '#county/forms';
import { inspectionLives } from '#county/inspections';
import { dispatches } from '#county/postings';
import { lineId, programme } from '#county/programme';
import type { Period } from '#county/register';
import { secretaries } from '#county/secretaries';
import type { Dated } from '#platform/dated';
import { dayOf } from '#platform/day';
import { idFrom } from '#platform/id';
import { AccountabilityAction, AccountabilityBasis } from './accountability/action.entity.ts';
import { FormItem, FormRequest } from './burden/form.entity.ts';
import { itemKey } from './burden/form.rules.ts';
import { FindingCategory } from './findings/category.entity.ts';
import { FindingEscalation } from './findings/escalation.entity.ts';
import { FindingExtension } from './findings/extension.entity.ts';
import { ExtensionState, OfficeLevel } from './findings/extension.rules.ts';
import { Finding, FindingEvidence } from './findings/finding.entity.ts';
import { FindingRuleSet } from './findings/ruleset.entity.ts';
import { Inspection } from './inspections/inspection.entity.ts';
import { InspectionMember } from './inspections/member.entity.ts';
import { InspectionPlan, PlanLine } from './inspections/plan.entity.ts';
import { InspectionVisit } from './inspections/visit.entity.ts';

/** What inspections were planned and carried out, what they found, what became of it and who was held to account. */
export function overseen(
  periods: readonly Period[],
  now: Date,
  add: <E extends Dated>(entity: EntityClass<E>, event: string, values: object) => unknown,
): void {
  const county = periods.find((p) => p.kind === 'COUNTY') as Period;
  const sample = findings(periods, now);
  for (const { event, ...i } of inspectionLives(sample.plans, county.id, dayOf(now), sample.finished))
    add(Inspection, event, { ...i, line: i.planned ? lineId(i.id) : null });
  const year = programme(periods, sample.plans, sample.findings, cadres(periods, now), dayOf(now));
  for (const { event, ...p } of year.plans) add(InspectionPlan, event, p);
  for (const { event, ...l } of year.lines) add(PlanLine, event, l);
  for (const { event, ...m } of year.members) add(InspectionMember, event, m);
  for (const v of year.visits) add(InspectionVisit, 'inspectionVisit.recorded', v);
  const begins = (periods[0] as Period).validFrom;
  for (const c of categories)
    add(FindingCategory, 'findingCategory.defined', { id: idFrom('fct', c.code), division: county.id, ...c, validFrom: begins });
  add(FindingRuleSet, 'findingRules.adopted', {
    id: idFrom('frs', 'county'),
    division: county.id,
    document: '天督发〔2016〕3号',
    validFrom: begins,
  });
  const codes = new Map(categories.map((c) => [c.name, c.code]));
  for (const { event, ...f } of sample.findings)
    add(Finding, event, {
      ...f,
      division: f.village,
      categoryCode: codes.get(f.category),
    });
  for (const { village, ...e } of sample.evidence) add(FindingEvidence, 'evidence.submitted', { ...e, division: village });
  for (const { village, ...x } of sample.extensions) {
    const common = { ...x, division: village, requestedLevel: OfficeLevel.VILLAGE };
    const { decidedBy: _, decidedOn, ...asked } = common;
    add(FindingExtension, 'extension.requested', { ...asked, validFrom: x.requestedOn, validTo: decidedOn });
    add(FindingExtension, 'extension.granted', { ...common, state: ExtensionState.GRANTED, validFrom: decidedOn, version: 2 });
  }
  for (const { village, ...e } of escalations(sample.findings, dayOf(now)))
    add(FindingEscalation, 'escalation.raised', { ...e, division: village });
  // The same people as in the personnel files, which give no identity number twice.
  const people = dispatches(
    periods,
    now,
    secretaries(periods).persons.map((p) => p.idNumber),
  );
  for (const { event, items, ...f } of formRequests(periods, dayOf(now))) {
    add(FormRequest, event, f);
    if (f.version > 1) continue;
    for (const name of items)
      add(FormItem, 'formItem.asked', {
        id: idFrom('fit', f.id, name),
        request: f.id,
        division: f.division,
        name,
        key: itemKey(name),
        validFrom: f.requestedOn,
      });
  }
  const held = accountability(periods, people, sample.findings, dayOf(now));
  for (const a of held.actions) add(AccountabilityAction, 'accountability.recorded', a);
  for (const b of held.bases) add(AccountabilityBasis, 'accountabilityBasis.named', b);
}
