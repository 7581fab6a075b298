import { policies } from '#access/policies';
import type { SubgraphSpec } from '#platform/subgraph';
import { divisionStub } from '#platform/territory';
import { followTerritory } from '#platform/territory.reactions';
import { CountyCoverage, TownshipCoverage, VillageCoverageResolver } from './coverage/coverage.resolver.ts';
import { PersonHitResolver } from './persons/hit.resolver.ts';
import { Person } from './persons/person.entity.ts';
import { PersonResolver, personReference } from './persons/person.resolver.ts';
import { Posting } from './postings/posting.entity.ts';
import {
  AgencyPostings,
  PersonPostings,
  PostingResolver,
  postingReference,
  TownshipPostings,
  VillagePostings,
} from './postings/posting.resolver.ts';
import { seed } from './seed.ts';
import { ResidentTeam } from './teams/team.entity.ts';
import { PostingTeam, ResidentTeamResolver, teamReference, VillageTeams } from './teams/team.resolver.ts';

/** People and where they are posted: its features, in reading order. The only list. */
export const personnel: SubgraphSpec = {
  name: 'personnel',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [Person, Posting, ResidentTeam],
  resolvers: [
    PersonResolver,
    PersonHitResolver,
    PersonPostings,
    PostingResolver,
    PostingTeam,
    VillagePostings,
    TownshipPostings,
    AgencyPostings,
    ResidentTeamResolver,
    VillageTeams,
    VillageCoverageResolver,
    TownshipCoverage,
    CountyCoverage,
  ],
  policies,
  references: {
    Person: personReference,
    Posting: postingReference,
    ResidentTeam: teamReference,
    County: divisionStub,
    Township: divisionStub,
    Village: divisionStub,
    Agency: ({ id }) => ({ id }),
  },
  reactions: { villages: { territory: followTerritory } },
  seed,
};
