import {
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
import type { Footing } from './cache/footing.ts';
import { ownRuntime } from './executor/own.ts';
import { UnknownPlan } from './executor/plan.ts';
import { isOfSchema, rootFields } from './limits.ts';

/**
 * How the gateway reaches one subgraph: in this process or over HTTP. Never throws; what fails is an error in the answer.
 * The answer is the executor's own to change.
 */
export type SubgraphClient = (call: GraphQLCall, request: FederatedRequest) => Promise<ExecutionResult>;

/** One operation on its way through the gateway. */
export interface FederatedRequest {
  readonly envelope: Envelope;
  readonly signal?: AbortSignal | undefined;
  /** How many requests each subgraph was sent: the measure of back-and-forth. */
  readonly hops: Record<string, number>;
  /** Whether the answer shall say what the operation costs. */
  readonly asksCost?: boolean;
  /** Notes what the answer stands on, where somebody may keep it. */
  readonly footing?: Footing | undefined;
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

/** What carries out the plans of an operation: Guben's own, or the library's. */
export interface Runtime {
  readonly schema: GraphQLSchema;
  /** Makes ready one operation, without a name, for any number of requests. */
  prepare(document: DocumentNode): Prepared;
}
export type Prepared = (variables: Record<string, unknown>, request: FederatedRequest) => Promise<ExecutionResult>;

export const EXECUTORS = ['own', 'library'] as const;
export type ExecutorName = (typeof EXECUTORS)[number];

export async function openExecutor(
  supergraph: string,
  clients: Readonly<Record<string, SubgraphClient>>,
  name: ExecutorName = EXECUTORS[0],
): Promise<Executor> {
  // The library is large: it is loaded only where it is wanted.
  const runtime =
    name === 'own' ? ownRuntime(supergraph, clients) : await (await import('./executor/library.ts')).libraryRuntime(supergraph, clients);
  const { schema } = runtime;
  const plans = planKeys(runtime);
  return {
    schema,
    get planned() {
      return plans.size;
    },
    async execute({ document: sent, operationName, variables = {} }, request) {
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
      const { document, introspects, prepared } = plans.of(sent, operation);
      if (introspects) return execute({ schema, document, variableValues: variables });
      let answer: ExecutionResult;
      try {
        answer = await prepared(variables, request);
      } catch (error) {
        const why = unplannable(error);
        if (why) return refused(`this operation can't be planned: ${why}`);
        throw error;
      }
      const { data, errors } = answer;
      if (!errors?.length && data) return { data };
      return {
        data: data ?? rootNulls(schema, document),
        ...(errors?.length ? { errors: errors.map(asError), ...completeness(errors) } : {}),
      };
    },
  };
}

/** What the planner doesn't take, though the grammar does; null when something else went wrong. */
function unplannable(error: unknown): string | null {
  if (error instanceof UnknownPlan) return `it would take ${error.message}, which the gateway doesn't carry out; ask in smaller parts`;
  const text = error instanceof Error ? error.message : String(error);
  if (/number too (large|small)/i.test(text)) return 'a number in it has too many digits';
  if (/failed to build fetch graph/i.test(text)) return 'no way through the subgraphs was found for it as a whole; ask in smaller parts';
  return /recursion limit/i.test(text) ? 'it is nested too deep' : null;
}

/** How many operations keep their plan. */
const PLANS = 1000;

/**
 * A plan is kept with each operation. Those that differ in space, comments or name alone are made one, and the least
 * lately used are forgotten: nobody fills the memory with a thousand spellings of one thing.
 */
function planKeys(runtime: Runtime) {
  type Planned = { readonly document: DocumentNode; readonly introspects: boolean; readonly prepared: Prepared };
  const kept = new Map<string, Planned>();
  const keys = new WeakMap<OperationDefinitionNode, string>();
  const planOf = (document: DocumentNode, { selectionSet }: OperationDefinitionNode): Planned => ({
    document,
    introspects: rootFields(document, selectionSet).some(isOfSchema),
    prepared: runtime.prepare(document),
  });
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

/** One operation of a document, without its name, and the fragments. */
const alone = (document: DocumentNode, operation: OperationDefinitionNode): DocumentNode => ({
  ...document,
  definitions: [{ ...operation, name: undefined }, ...document.definitions.filter((d) => d.kind === Kind.FRAGMENT_DEFINITION)],
});

/** Errors of subgraphs arrive as plain objects; the server wants them whole. */
const asError = (error: GraphQLFormattedError): GraphQLError =>
  error instanceof GraphQLError ? error : new GraphQLError(error.message, { path: error.path, extensions: error.extensions });

/** Which subgraphs an answer is without. An answer that says nothing of it is whole. */
function completeness(errors: readonly GraphQLFormattedError[]): Pick<ExecutionResult, 'extensions'> {
  const missing = new Set<string>();
  for (const { extensions } of errors)
    if (extensions?.['code'] === 'SUBGRAPH_UNAVAILABLE' && typeof extensions['subgraph'] === 'string') missing.add(extensions['subgraph']);
  return missing.size ? { extensions: { completeness: { missing: [...missing].sort() } } } : {};
}

/** What is left when nothing came back: null for each field that may be null, null altogether where one may not. */
function rootNulls(schema: GraphQLSchema, document: DocumentNode): Record<string, null> | null {
  const operation = getOperationAST(document);
  const fields = operation && schema.getRootType(operation.operation)?.getFields();
  if (!operation || !fields || operation.selectionSet.selections.some((s) => s.kind !== Kind.FIELD)) return null;
  const selected = operation.selectionSet.selections as readonly FieldNode[];
  if (selected.some((s) => isNonNullType(fields[s.name.value]?.type))) return null;
  return Object.fromEntries(selected.map((s) => [(s.alias ?? s.name).value, null]));
}
