import { policies } from '#access/policies';
import { CalendarDay, CalendarYear } from '#platform/calendar';
import type { Together } from '#platform/follow';
import type { SubgraphSpec } from '#platform/subgraph';
import { divisionStub } from '#platform/territory';
import { followTerritory } from '#platform/territory.reactions';
import { Agency } from './agencies/agency.entity.ts';
import { followAgencies } from './agencies/agency.reactions.ts';
import { WITHIN } from './divisions/within.resolver.ts';
import { Fact } from './facts/fact.entity.ts';
import { asChain } from './organizations/organization.entity.ts';
import { oversight } from './oversight.ts';
import { followOffices, SecretaryOffice } from './projects/office.entity.ts';
import { seed } from './seed.ts';
import { work } from './work.ts';

/** What two halves of this store do about the same rows. */
const both = (one: Together, other: Together): Together => ({
  async together(em, rows) {
    await one.together(em, rows);
    await other.together(em, rows);
  },
});

/** Poverty tasks and inspections: its features, in reading order. The only list. */
export const poverty: SubgraphSpec = {
  name: 'poverty',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [CalendarYear, CalendarDay, Agency, ...work.entities, ...oversight.entities],
  resolvers: [...work.resolvers, ...oversight.resolvers, ...WITHIN],
  policies,
  references: {
    County: divisionStub as never,
    Township: divisionStub as never,
    Village: divisionStub as never,
    Agency: ({ id }) => ({ id }),
    Person: ({ id }) => ({ id }),
    PartyOrganization: ({ id }) => ({ id }),
    ResponsibilityChain: asChain,
    ...work.references,
    ...oversight.references,
  },
  seed,
  jobs: oversight.jobs,
  copies: [Agency, SecretaryOffice, Fact],
  reactions: {
    villages: {
      territory: followTerritory,
      agency: followAgencies,
      ...oversight.reactions['villages'],
      office: both(followOffices, oversight.reactions['villages']?.['office'] as Together),
    },
    personnel: { ...oversight.reactions['personnel'] },
  },
};
