import { policies } from '#access/policies';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import type { SubgraphSpec } from '#platform/subgraph';
import { divisionStub } from '#platform/territory';
import { followTerritory } from '#platform/territory.reactions';
import { Agency } from './agencies/agency.entity.ts';
import { followAgencies } from './agencies/agency.reactions.ts';
import { AgencyFindings, CountyFindings, InspectionFindings, TownshipFindings, VillageFindings } from './findings/connection.resolver.ts';
import { Finding, FindingEvidence } from './findings/finding.entity.ts';
import { FindingResolver, findingById } from './findings/finding.resolver.ts';
import { RectificationResolver } from './findings/rectification.resolver.ts';
import { InspectionGroup, InspectionMemberResolver, memberById } from './inspections/group.resolver.ts';
import { Inspection } from './inspections/inspection.entity.ts';
import { inspectionById } from './inspections/inspection.reads.ts';
import { InspectionResolver } from './inspections/inspection.resolver.ts';
import { InspectionMember } from './inspections/member.entity.ts';
import { InspectionPlan, PlanLine } from './inspections/plan.entity.ts';
import { InspectionPlanResolver, inspectionPlanById, PlanLineResolver, planLineById } from './inspections/plan.resolver.ts';
import { InspectionVisit } from './inspections/visit.entity.ts';
import { InspectionVisitResolver, InspectionVisits } from './inspections/visit.resolver.ts';
import { followOffices } from './projects/office.entity.ts';
import { seed } from './seed.ts';
import { work } from './work.ts';

/** Poverty tasks and inspections: its features, in reading order. The only list. */
export const poverty: SubgraphSpec = {
  name: 'poverty',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [
    CalendarYear,
    CalendarDay,
    Agency,
    ...work.entities,
    InspectionPlan,
    PlanLine,
    Inspection,
    InspectionMember,
    InspectionVisit,
    Finding,
    FindingEvidence,
  ],
  resolvers: [
    ...work.resolvers,
    InspectionPlanResolver,
    PlanLineResolver,
    InspectionResolver,
    InspectionGroup,
    InspectionMemberResolver,
    InspectionVisits,
    InspectionVisitResolver,
    FindingResolver,
    RectificationResolver,
    InspectionFindings,
    VillageFindings,
    TownshipFindings,
    CountyFindings,
    AgencyFindings,
  ],

  policies,
  references: {
    County: divisionStub as never,
    Township: divisionStub as never,
    Village: divisionStub as never,
    Agency: ({ id }) => ({ id }),
    Person: ({ id }) => ({ id }),
    PartyOrganization: ({ id }) => ({ id }),
    ...work.references,
    InspectionPlan: ({ id }, ctx) => inspectionPlanById(ctx, id),
    PlanLine: ({ id }, ctx) => planLineById(ctx, id),
    InspectionMember: ({ id }, ctx) => memberById(ctx, id),
    Inspection: ({ id }, ctx) => inspectionById(ctx, id),
    Finding: ({ id }, ctx) => findingById(ctx, id),
  },
  seed,
  reactions: { villages: { territory: followTerritory, agency: followAgencies, office: followOffices } },
};
