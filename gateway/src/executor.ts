import { unifiedGraphHandler } from '@graphql-hive/router-runtime';
import {
  buildSchema,
  type DocumentNode,
  type ExecutionResult,
  execute,
  type FieldNode,
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  isNonNullType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  print,
} from 'graphql';
import type { Envelope } from '#platform/envelope';
import type { GraphQLCall } from '#platform/subgraph';
import { isOfSchema, rootFields } from './limits.ts';

/** How the gateway reaches one subgraph: in this process or over HTTP. Never throws; what fails is an error in the answer. */
export type SubgraphClient = (call: GraphQLCall, request: FederatedRequest) => Promise<ExecutionResult>;

/** One operation on its way through the gateway. */
export interface FederatedRequest {
  readonly envelope: Envelope;
  readonly signal?: AbortSignal | undefined;
  /** How many requests each subgraph was sent: the measure of back-and-forth. */
  readonly hops: Record<string, number>;
  /** Whether the answer shall say what the operation costs. */
  readonly asksCost?: boolean;
}

/** Plans an operation over the supergraph and carries the plan out. Everything else of the gateway knows only this. */
export interface Executor {
  /** What callers may ask for. */
  readonly schema: GraphQLSchema;
  /** How many operations hold a plan. */
  readonly planned: number;
  execute(
    operation: { document: DocumentNode; operationName?: string | undefined; variables?: Record<string, unknown> | undefined },
    request: FederatedRequest,
  ): Promise<ExecutionResult>;
}

/** The executor of the library runtime: Hive's Rust planner and its interpreter. */
export async function libraryExecutor(supergraph: string, clients: Readonly<Record<string, SubgraphClient>>): Promise<Executor> {
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
  const plans = planKeys();
  return {
    schema: handler.unifiedGraph,
    get planned() {
      return plans.size;
    },
    async execute({ document: sent, operationName, variables }, request) {
      const operation = getOperationAST(sent, operationName);
      const refused = (message: string) => ({ errors: [new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } })] });
      if (!operation)
        return refused(
          operationName
            ? `this document has no operation named ${operationName}`
            : 'this document has several operations; say which in operationName',
        );
      if (operation.operation === OperationTypeNode.SUBSCRIPTION)
        return refused('the graph has no subscriptions; ask again for what has changed');
      const { document, introspects } = plans.of(sent, operation);
      if (introspects) return execute({ schema: handler.unifiedGraph, document, variableValues: variables });
      let answer: ExecutionResult;
      try {
        answer = (await run({ document, variables: variables ?? {}, context: { request }, signal: request.signal })) as ExecutionResult;
      } catch (error) {
        const why = unplannable(error);
        if (why) return refused(`this operation can't be planned: ${why}`);
        throw error;
      }
      const { data, errors } = answer;
      return {
        data: data ?? rootNulls(handler.unifiedGraph, document),
        ...(errors?.length ? { errors: errors.map(asError) } : {}),
      };
    },
  };
}

/** What the planner doesn't take, though the grammar does; null when something else went wrong. */
function unplannable(error: unknown): string | null {
  const text = error instanceof Error ? error.message : String(error);
  if (/number too (large|small)/i.test(text)) return 'a number in it has too many digits';
  return /recursion limit/i.test(text) ? 'it is nested too deep' : null;
}

/** How many operations keep their plan. */
const PLANS = 1000;

/**
 * The planner keeps a plan with each document. Documents whose operations differ in space, comments or name alone are
 * made one, and the least lately used are forgotten: nobody fills the memory with a thousand spellings of one thing.
 */
function planKeys() {
  type Planned = { readonly document: DocumentNode; readonly introspects: boolean };
  const kept = new Map<string, Planned>();
  const keys = new WeakMap<OperationDefinitionNode, string>();
  return {
    get size() {
      return kept.size;
    },
    of(sent: DocumentNode, operation: OperationDefinitionNode): Planned {
      let key = keys.get(operation);
      if (!key) keys.set(operation, (key = print(alone(sent, operation))));
      const planned = kept.get(key) ?? planOf(alone(sent, operation), operation);
      kept.delete(key);
      kept.set(key, planned);
      if (kept.size > PLANS) kept.delete(kept.keys().next().value as string);
      return planned;
    },
  };
}

const planOf = (document: DocumentNode, { selectionSet }: OperationDefinitionNode) => ({
  document,
  introspects: rootFields(document, selectionSet).some(isOfSchema),
});

/** One operation of a document, without its name, and the fragments. */
const alone = (document: DocumentNode, operation: OperationDefinitionNode): DocumentNode => ({
  ...document,
  definitions: [{ ...operation, name: undefined }, ...document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION)],
});

/** Errors of subgraphs arrive as plain objects; the server wants them whole. */
const asError = (error: GraphQLFormattedError): GraphQLError =>
  error instanceof GraphQLError ? error : new GraphQLError(error.message, { path: error.path, extensions: error.extensions });

/** What is left when nothing came back: null for each field that may be null, null altogether where one may not. */
function rootNulls(schema: GraphQLSchema, document: DocumentNode): Record<string, null> | null {
  const operation = getOperationAST(document);
  const fields = operation && schema.getRootType(operation.operation)?.getFields();
  if (!operation || !fields || operation.selectionSet.selections.some((s) => s.kind !== Kind.FIELD)) return null;
  const selected = operation.selectionSet.selections as readonly FieldNode[];
  if (selected.some((s) => isNonNullType(fields[s.name.value]?.type))) return null;
  return Object.fromEntries(selected.map((s) => [(s.alias ?? s.name).value, null]));
}

interface SubgraphExecution {
  readonly document: DocumentNode;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
  readonly context: { readonly request: FederatedRequest };
}
