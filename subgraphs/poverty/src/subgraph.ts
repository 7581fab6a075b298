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
import { Inspection } from './inspections/inspection.entity.ts';
import { inspectionById } from './inspections/inspection.reads.ts';
import { InspectionResolver } from './inspections/inspection.resolver.ts';
import { seed } from './seed.ts';

/** Poverty tasks and inspections: its features, in reading order. The only list. */
export const poverty: SubgraphSpec = {
  name: 'poverty',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [CalendarYear, CalendarDay, Agency, Inspection, Finding, FindingEvidence],
  resolvers: [
    InspectionResolver,
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
    Inspection: ({ id }, ctx) => inspectionById(ctx, id),
    Finding: ({ id }, ctx) => findingById(ctx, id),
  },
  seed,
  reactions: { villages: { territory: followTerritory, agency: followAgencies } },
};
