import type { SubgraphSpec } from '#platform/subgraph';
import { PolicyDocument } from './documents/document.entity.ts';
import { documentReference, PolicyDocumentResolver } from './documents/document.resolver.ts';
import { HelperAssignment, HelperVisit } from './helpers/assignment.entity.ts';
import { assignmentById, HelperAssignmentResolver, HelperVisitResolver, visitById } from './helpers/assignment.resolver.ts';
import { CountyHelpers, PersonHelping, TownshipHelpers, VillageHelpers } from './helpers/coverage.resolver.ts';
import { HouseholdRef, ReturnFlowBatch } from './helpers/household.entity.ts';
import { batchById, HouseholdResolver, householdById } from './helpers/household.resolver.ts';
import { ReturnFlowResolver } from './helpers/returnflow.resolver.ts';

/** The work of the headquarters: what is decided, who does it and how far it has come. Half of the list in subgraph.ts. */
export const work: Pick<SubgraphSpec, 'entities' | 'resolvers' | 'references'> = {
  entities: [PolicyDocument, HouseholdRef, ReturnFlowBatch, HelperAssignment, HelperVisit],
  resolvers: [
    PolicyDocumentResolver,
    HouseholdResolver,
    ReturnFlowResolver,
    HelperAssignmentResolver,
    HelperVisitResolver,
    VillageHelpers,
    TownshipHelpers,
    CountyHelpers,
    PersonHelping,
  ],
  references: {
    PolicyDocument: documentReference,
    HouseholdRef: ({ id }, ctx) => householdById(ctx, id),
    ReturnFlowBatch: ({ id }, ctx) => batchById(ctx, id),
    HelperAssignment: ({ id }, ctx) => assignmentById(ctx, id),
    HelperVisit: ({ id }, ctx) => visitById(ctx, id),
  },
};
