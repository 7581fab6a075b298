import { type SubgraphSpec, sdlOf } from '#platform/subgraph';
import { personnel } from '../../subgraphs/personnel/src/subgraph.ts';
import { poverty } from '../../subgraphs/poverty/src/subgraph.ts';
import { villages } from '../../subgraphs/villages/src/subgraph.ts';
import { REPORTS_PART, reportsSdl } from './citations/part.ts';

/** The subgraphs of the platform, the register's owner first: the others follow its ledger. */
export const subgraphs: Readonly<Record<string, SubgraphSpec>> = { villages, personnel, poverty };

/** The schemas of all parts of the graph: those of the subgraphs, and what the gateway itself answers of reports. */
export const schemas = (): Record<string, string> => ({
  ...Object.fromEntries(Object.values(subgraphs).map((spec) => [spec.name, sdlOf(spec)])),
  [REPORTS_PART]: reportsSdl,
});
