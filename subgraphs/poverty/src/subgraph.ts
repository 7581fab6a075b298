import type { SubgraphSpec } from '#platform/subgraph';
import { followTerritory } from '#platform/territory.reactions';

export const poverty: SubgraphSpec = {
  name: 'poverty',
  migrations: new URL('../migrations/', import.meta.url),
  entities: [],
  resolvers: [] as never,
  references: {},
  reactions: { villages: { territory: followTerritory } },
};
