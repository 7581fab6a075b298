import { policies } from '#access/policies';
import type { SubgraphSpec } from '#platform/subgraph';
import { Agency } from './agencies/agency.entity.ts';
import { AgencyResolver, agencyReference } from './agencies/agency.resolver.ts';
import { Division, DivisionChange, DivisionChangeParty } from './divisions/division.entity.ts';
import { CountyResolver, divisionReference, TownshipResolver, VillageResolver } from './divisions/division.resolver.ts';
import { CollectiveEconomyRecord } from './economy/record.entity.ts';
import { CollectiveEconomyResolver, recordReference, VillageEconomy } from './economy/record.resolver.ts';
import { OfficeHolding, PartyOrganization } from './organizations/organization.entity.ts';
import {
  holdingReference,
  OfficeHoldingResolver,
  organizationReference,
  PartyOrganizationResolver,
  TownshipOrganization,
  VillageOrganization,
} from './organizations/organization.resolver.ts';
import { seed } from './seed.ts';

/** Villages and grassroots organizations: its features, in reading order. The only list. */
export const villages: SubgraphSpec = {
  name: 'villages',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [Division, DivisionChange, DivisionChangeParty, Agency, PartyOrganization, OfficeHolding, CollectiveEconomyRecord],
  resolvers: [
    CountyResolver,
    TownshipResolver,
    VillageResolver,
    AgencyResolver,
    PartyOrganizationResolver,
    OfficeHoldingResolver,
    VillageOrganization,
    TownshipOrganization,
    CollectiveEconomyResolver,
    VillageEconomy,
  ],
  policies,
  references: {
    County: divisionReference,
    Township: divisionReference,
    Village: divisionReference,
    Agency: agencyReference,
    PartyOrganization: organizationReference,
    OfficeHolding: holdingReference,
    CollectiveEconomyRecord: recordReference,
  },
  seed,
};
