import type { SubgraphSpec } from '#platform/subgraph';
import { personnel } from '../../subgraphs/personnel/src/subgraph.ts';
import { poverty } from '../../subgraphs/poverty/src/subgraph.ts';
import { villages } from '../../subgraphs/villages/src/subgraph.ts';

/** The subgraphs of the platform, the register's owner first: the others follow its ledger. */
export const subgraphs: Readonly<Record<string, SubgraphSpec>> = { villages, personnel, poverty };
