import { policies } from '#access/policies';
import type { SubgraphSpec } from '#platform/subgraph';
import { Agency } from './agencies/agency.entity.ts';
import { AgencyResolver, agencyReference } from './agencies/agency.resolver.ts';
import { Committee } from './committees/committee.entity.ts';
import { CommitteeResolver, committeeReference } from './committees/committee.resolver.ts';
import { CountySecretaries, TownshipSecretaries, TwoCommitteesResolver, VillageCommittees } from './committees/village.resolver.ts';
import { Division, DivisionChange, DivisionChangeParty } from './divisions/division.entity.ts';
import { CountyResolver, divisionReference, TownshipResolver, VillageResolver } from './divisions/division.resolver.ts';
import { CollectiveEconomyRecord } from './economy/record.entity.ts';
import { CollectiveEconomyResolver, recordReference, VillageEconomy } from './economy/record.resolver.ts';
import { OfficeHolding } from './offices/office.entity.ts';
import { holdingReference, OfficeHoldingResolver, PersonOffices } from './offices/office.resolver.ts';
import { MemberCount } from './organizations/member.entity.ts';
import { countReference, MemberCountResolver, OrganizationMembers } from './organizations/member.resolver.ts';
import { PartyOrganization } from './organizations/organization.entity.ts';
import {
  CountyOrganization,
  organizationReference,
  PartyOrganizationResolver,
  TownshipOrganization,
  VillageOrganization,
} from './organizations/organization.resolver.ts';
import { OrganizationTree } from './organizations/tree.resolver.ts';
import { seed } from './seed.ts';

/** Villages and grassroots organizations: its features, in reading order. The only list. */
export const villages: SubgraphSpec = {
  name: 'villages',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [
    Division,
    DivisionChange,
    DivisionChangeParty,
    Agency,
    PartyOrganization,
    MemberCount,
    OfficeHolding,
    Committee,
    CollectiveEconomyRecord,
  ],
  resolvers: [
    CountyResolver,
    TownshipResolver,
    VillageResolver,
    AgencyResolver,
    PartyOrganizationResolver,
    OrganizationTree,
    MemberCountResolver,
    OrganizationMembers,
    VillageOrganization,
    TownshipOrganization,
    CountyOrganization,
    OfficeHoldingResolver,
    PersonOffices,
    CommitteeResolver,
    TwoCommitteesResolver,
    VillageCommittees,
    CountySecretaries,
    TownshipSecretaries,
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
    MemberCount: countReference,
    OfficeHolding: holdingReference,
    Committee: committeeReference,
    Person: ({ id }) => ({ id }),
    CollectiveEconomyRecord: recordReference,
  },
  seed,
};
