import { memberCounts } from '#county/organizations';
import { rectification } from '#county/rectification';
import type { Period } from '#county/register';
import { modelPractices, responsibilities } from '#county/responsibility';
import { secretaries } from '#county/secretaries';
import { type Day, dayOf } from '#platform/day';
import { idFrom } from '#platform/id';
import { AssessmentScheme, OrgAssessment } from './assessments/assessment.entity.ts';
import { Committee } from './committees/committee.entity.ts';
import { OfficeHolding } from './offices/office.entity.ts';
import { MemberCount } from './organizations/member.entity.ts';
import { PartyOrganization } from './organizations/organization.entity.ts';
import { ModelPractice, PracticeAdoption } from './practices/practice.entity.ts';
import { RectificationCampaign, RectificationCase } from './rectification/case.entity.ts';
import { ResponsibilityItem, ResponsibilityList } from './responsibility/list.entity.ts';
import { DutyReport, PublicPledge } from './responsibility/report.entity.ts';

/** Takes a row of the data set in, with what the ledger says of it. */
export type Add = (entity: new () => object, event: string, data: object) => void;

/** Party organizations of all fields, their committees, officers and members, synthetic on the public register. */
export function seedOrganizations(add: Add, periods: readonly Period[], now: Date): void {
  const today: Day = dayOf(now);
  const { organizations, holdings, terms } = secretaries(periods);
  for (const o of organizations) add(PartyOrganization, o.version === 1 ? 'organization.founded' : 'organization.reparented', o);
  for (const t of terms) add(Committee, 'committee.renewed', t);
  for (const h of holdings) add(OfficeHolding, 'office.taken', h);
  for (const c of memberCounts(organizations, today)) add(MemberCount, 'members.counted', { ...c, id: idFrom('mem', c.organization) });

  const { schemes, assessments, campaigns, cases } = rectification(periods, today);
  for (const s of schemes) add(AssessmentScheme, 'scheme.adopted', s);
  for (const a of assessments) add(OrgAssessment, 'assessment.made', a);
  for (const c of campaigns) add(RectificationCampaign, 'campaign.launched', c);
  for (const { event, ...c } of cases) add(RectificationCase, event, c);

  const { lists, items, pledges, reports } = responsibilities(periods, today);
  const { practices, adoptions } = modelPractices(periods, today);
  for (const [entity, rows] of [
    [PublicPledge, pledges],
    [ResponsibilityList, lists],
    [ResponsibilityItem, items],
    [DutyReport, reports],
    [ModelPractice, practices],
    [PracticeAdoption, adoptions],
  ] as const)
    for (const { event, ...row } of rows) add(entity, event, row);
}
