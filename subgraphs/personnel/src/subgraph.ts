import type { SubgraphSpec } from '#platform/subgraph';
import { followTerritory } from '#platform/territory.reactions';

export const personnel: SubgraphSpec = {
  name: 'personnel',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [],
  resolvers: [] as never,
  references: {},
  reactions: { villages: { territory: followTerritory } },
};
