import type { SubgraphSpec } from '#platform/subgraph';
import { AccountabilityAction, AccountabilityBasis } from './accountability/action.entity.ts';
import { AccountabilityResolver, actionById } from './accountability/action.resolver.ts';
import { followCases } from './accountability/case.reactions.ts';
import {
  AgencyAccountability,
  ChainAccountability,
  CountyAccountability,
  FindingAccountability,
  OrganizationAccountability,
  OverlapResolver,
  PersonAccountability,
  TownshipAccountability,
} from './accountability/connection.resolver.ts';
import { CountyBurden, TownshipBurden, VillageBurden } from './burden/burden.resolver.ts';
import { FormItem, FormRequest } from './burden/form.entity.ts';
import { FormResolver, formById } from './burden/form.resolver.ts';
import { Fact } from './facts/fact.entity.ts';
import {
  followActions,
  followEnrolments,
  followOffices,
  followOrganizations,
  followPersons,
  followPostings,
  followTeams,
} from './facts/fact.reactions.ts';
import { FindingCategory } from './findings/category.entity.ts';
import { FindingCategoryResolver, FindingClassification, findingCategoryById } from './findings/category.resolver.ts';
import { AgencyFindings, CountyFindings, InspectionFindings, TownshipFindings, VillageFindings } from './findings/connection.resolver.ts';
import { FindingEscalation } from './findings/escalation.entity.ts';
import { FindingExtension } from './findings/extension.entity.ts';
import { extensionById, FindingExtensionResolver, FindingExtensions } from './findings/extension.resolver.ts';
import {
  AgencyFindingFigures,
  CountyFindingFigures,
  FindingFiguresResolver,
  TownshipFindingFigures,
  VillageFindingFigures,
} from './findings/figures.resolver.ts';
import { Finding, FindingEvidence } from './findings/finding.entity.ts';
import { FindingResolver, findingById } from './findings/finding.resolver.ts';
import { OpeningResolver } from './findings/opening.resolver.ts';
import { escalateOverdue } from './findings/overdue.job.ts';
import { RectificationResolver } from './findings/rectification.resolver.ts';
import { reopenCeased } from './findings/reopen.job.ts';
import { FindingRuleSet } from './findings/ruleset.entity.ts';
import { FindingRuleSetResolver, ruleSetById } from './findings/ruleset.resolver.ts';
import { InspectionGroup, InspectionMemberResolver, memberById } from './inspections/group.resolver.ts';
import { Inspection } from './inspections/inspection.entity.ts';
import { inspectionById } from './inspections/inspection.reads.ts';
import { InspectionResolver } from './inspections/inspection.resolver.ts';
import { InspectionMember } from './inspections/member.entity.ts';
import { InspectionPlan, PlanLine } from './inspections/plan.entity.ts';
import { InspectionPlanResolver, inspectionPlanById, PlanLineResolver, planLineById } from './inspections/plan.resolver.ts';
import { InspectionVisit } from './inspections/visit.entity.ts';
import { InspectionVisitResolver, InspectionVisits } from './inspections/visit.resolver.ts';
import { ReconciliationBreak } from './reconciliation/break.entity.ts';
import { breakById, CountyBreaks, ReconciliationResolver, TownshipBreaks, VillageBreaks } from './reconciliation/break.resolver.ts';
import { reconcile } from './reconciliation/reconcile.job.ts';

/** What looks after the work: inspections, findings, accountability and reconciliation. The other half of the list in subgraph.ts. */
export const oversight: Required<Pick<SubgraphSpec, 'entities' | 'resolvers' | 'references' | 'jobs' | 'reactions'>> = {
  entities: [
    InspectionPlan,
    PlanLine,
    Inspection,
    InspectionMember,
    InspectionVisit,
    Finding,
    FindingEvidence,
    FindingExtension,
    FindingEscalation,
    FindingCategory,
    FindingRuleSet,
    Fact,
    AccountabilityAction,
    AccountabilityBasis,
    ReconciliationBreak,
    FormRequest,
    FormItem,
  ],
  resolvers: [
    InspectionPlanResolver,
    PlanLineResolver,
    InspectionResolver,
    InspectionGroup,
    InspectionMemberResolver,
    InspectionVisits,
    InspectionVisitResolver,
    FindingResolver,
    OpeningResolver,
    FindingClassification,
    FindingExtensions,
    FindingExtensionResolver,
    FindingCategoryResolver,
    FindingRuleSetResolver,
    FindingFiguresResolver,
    VillageFindingFigures,
    TownshipFindingFigures,
    CountyFindingFigures,
    AgencyFindingFigures,
    RectificationResolver,
    InspectionFindings,
    VillageFindings,
    TownshipFindings,
    CountyFindings,
    AgencyFindings,
    AccountabilityResolver,
    FindingAccountability,
    PersonAccountability,
    AgencyAccountability,
    OrganizationAccountability,
    ChainAccountability,
    CountyAccountability,
    TownshipAccountability,
    OverlapResolver,
    FormResolver,
    VillageBurden,
    TownshipBurden,
    CountyBurden,
    ReconciliationResolver,
    VillageBreaks,
    TownshipBreaks,
    CountyBreaks,
  ],
  references: {
    InspectionPlan: ({ id }, ctx) => inspectionPlanById(ctx, id),
    PlanLine: ({ id }, ctx) => planLineById(ctx, id),
    InspectionMember: ({ id }, ctx) => memberById(ctx, id),
    Inspection: ({ id }, ctx) => inspectionById(ctx, id),
    Finding: ({ id }, ctx) => findingById(ctx, id),
    FindingExtension: ({ id }, ctx) => extensionById(ctx, id),
    FindingCategory: ({ id }, ctx) => findingCategoryById(ctx, id),
    FindingRuleSet: ({ id }, ctx) => ruleSetById(ctx, id),
    AccountabilityAction: ({ id }, ctx) => actionById(ctx, id),
    FormRequest: ({ id }, ctx) => formById(ctx, id),
    ReconciliationBreak: ({ id }, ctx) => breakById(ctx, id),
  },
  jobs: [escalateOverdue, reopenCeased, reconcile],
  reactions: {
    villages: { office: followOffices, organization: followOrganizations },
    personnel: {
      person: followPersons,
      posting: followPostings,
      team: followTeams,
      enrolment: followEnrolments,
      action: followActions,
      tolerance: followCases,
      clarification: followCases,
    },
  },
};
