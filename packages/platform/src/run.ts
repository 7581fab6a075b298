import { type DocumentNode, type ExecutionResult, execute, type GraphQLSchema, isInputObjectType, Kind, typeFromAST, visit } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type { Ctx } from './context.ts';

/** After so many answers an operation is worth compiling; the gateway sends the same few again and again. */
const COMPILE_AFTER = 20;
/** The most operations of a schema that are kept compiled: each holds up to some megabytes. */
const KEPT = 100;

export interface Call {
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
}

type Run = (ctx: Ctx, call: Call) => Promise<ExecutionResult> | ExecutionResult;

/**
 * How a schema answers documents that change nothing: by graphql-js at first, and compiled to code of their own once they
 * are asked often. Only whole answers are taken from compiled code: one with an error is made anew by graphql-js, whose
 * errors and nulls are the reference. Compiled and not, an answer is the same; `test/differential.test.ts` holds it to that.
 */
export function running(
  schema: GraphQLSchema,
  compileAfter = COMPILE_AFTER,
): (document: DocumentNode, ctx: Ctx, call: Call) => ReturnType<Run> {
  const asked = new WeakMap<DocumentNode, number>();
  const compiled = new Map<DocumentNode, Run | null>();
  const compile = (document: DocumentNode, name: string | undefined): Run | null => {
    if (compiled.size >= KEPT) {
      const [oldest] = compiled.keys();
      compiled.delete(oldest as DocumentNode);
      asked.delete(oldest as DocumentNode);
    }
    const query = isCompilable(schema, document) ? compileQuery(schema, document, name) : null;
    const run: Run | null = query && isCompiledQuery(query) ? (ctx, { variables }) => query.query(undefined, ctx, variables ?? {}) : null;
    compiled.set(document, run);
    return run;
  };
  return async (document, ctx, call) => {
    let run = compiled.get(document);
    if (run === undefined) {
      const times = (asked.get(document) ?? 0) + 1;
      asked.set(document, times);
      if (times > compileAfter) run = compile(document, call.operationName);
    }
    if (run) {
      const answer = await run(ctx, call);
      if (!answer.errors?.length) return answer;
    }
    return execute({ schema, document, variableValues: call.variables, operationName: call.operationName, contextValue: ctx });
  };
}

/**
 * Whether compiled code reads a document as graphql-js does: it follows inputs that hold themselves for ever, and leaves
 * variables inside of written values as they are.
 */
export function isCompilable(schema: GraphQLSchema, document: DocumentNode): boolean {
  let fits = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION).length === 1;
  let inside = 0;
  const value = { enter: () => void inside++, leave: () => void inside-- };
  visit(document, {
    VariableDefinition({ type }) {
      const named = type.kind === Kind.NON_NULL_TYPE ? type.type : type;
      const item = named.kind === Kind.LIST_TYPE ? (named.type.kind === Kind.NON_NULL_TYPE ? named.type.type : named.type) : named;
      if (item.kind !== Kind.NAMED_TYPE || isInputObjectType(typeFromAST(schema, item))) fits = false;
      return false;
    },
    ObjectValue: value,
    ListValue: value,
    Variable() {
      if (inside) fits = false;
    },
  });
  return fits;
}
