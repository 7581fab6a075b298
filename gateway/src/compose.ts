import { composeServices, compositionHasErrors } from '@theguild/federation-composition';
import { parse } from 'graphql';

/** Composes the subgraphs' schemas into the supergraph; what doesn't fit is named, subgraph by subgraph. */
export function compose(schemas: Readonly<Record<string, string>>): string {
  const result = composeServices(Object.entries(schemas).map(([name, sdl]) => ({ name, typeDefs: parse(sdl), url: `http://${name}` })));
  if (compositionHasErrors(result))
    throw new Error(`the subgraphs don't compose:\n${result.errors.map((e) => `- ${e.message}`).join('\n')}`);
  return `${result.supergraphSdl.trim()}\n`;
}
