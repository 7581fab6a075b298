import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import { buildSchema, type DocumentNode, type ExecutionResult, print } from 'graphql';
import type { FederatedRequest, Runtime, SubgraphClient } from '../executor.ts';

/** The runtime of Hive's gateway over the same planner: what our own is compared with. */
export async function libraryRuntime(supergraph: string, clients: Readonly<Record<string, SubgraphClient>>): Promise<Runtime> {
  // A document is printed once: every request to a subgraph that carries it sends the same text.
  const texts = new WeakMap<DocumentNode, string>();
  const textOf = (document: DocumentNode): string => {
    let text = texts.get(document);
    if (!text) texts.set(document, (text = print(document)));
    return text;
  };
  const handler = await unifiedGraphHandler({
    unifiedGraph: buildSchema(supergraph, { assumeValid: true, assumeValidSDL: true }),
    getUnifiedGraphSDL: () => supergraph,
    onSubgraphExecute: (name: string, { document, variables, operationName, context }: SubgraphExecution) => {
      const subgraph = name.toLowerCase();
      const request = context.request;
      request.hops[subgraph] = (request.hops[subgraph] ?? 0) + 1;
      const client = clients[subgraph];
      if (!client) throw new Error(`no subgraph ${name}`);
      return client({ query: textOf(document), variables, operationName }, request);
    },
  } as never);
  const run = handler.executor as (request: unknown) => unknown;
  return {
    schema: handler.unifiedGraph,
    prepare: (document) => async (variables, request) =>
      (await run({ document, variables: variables ?? {}, context: { request }, signal: request.signal })) as ExecutionResult,
  };
}

interface SubgraphExecution {
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly context: { readonly request: FederatedRequest };
}
