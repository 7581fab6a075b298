import { setImmediate as immediate, setTimeout as wait } from 'node:timers/promises';
import {
  type DocumentNode,
  GraphQLError,
  getOperationAST,
  getVariableValues,
  type OperationDefinitionNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { PAGE_CEILING } from '#platform/page';
import { Refusal } from '#platform/refusal';
import type { ClientLimits } from '../config.ts';
import type { PriceList } from '../cost.ts';
import type { Executor, FederatedRequest } from '../executor.ts';
import { LIMITS } from '../limits.ts';
import type { Spend } from '../rate.ts';
import type { Manner } from './columns.ts';
import type { Row } from './file.ts';
import { type Listing, listingOf, PAGE } from './listing.ts';
import { type AskPage, pagesOf } from './pages.ts';

/** What lists are read with. */
export interface Reading {
  readonly executor: Executor;
  readonly price: PriceList;
  readonly clients: ClientLimits;
  readonly spend: Spend;
  /** The request with the name of its operation. */
  readonly named: (request: FederatedRequest, operation: OperationDefinitionNode) => FederatedRequest;
}

/** An operation as it was sent. */
export interface Said {
  readonly query: string;
  readonly operationName?: string | undefined;
  readonly variables: Record<string, unknown>;
}

/** A list whose first page has been read. */
export interface Prepared {
  readonly name: string;
  readonly listing: Listing;
  readonly pages: AsyncGenerator<readonly Row[], void>;
}

/** Reads what is asked for and its first page; until then every refusal is an answer of its own. */
export async function prepare(
  reading: Reading,
  { query, operationName, variables }: Said,
  manner: Manner,
  context: FederatedRequest,
): Promise<Prepared> {
  const { executor, price, clients, spend } = reading;
  const document = parsed(query);
  const [wrong] = validate(executor.schema, document, specifiedRules, { maxErrors: 5 });
  if (wrong) throw new Refusal('BAD_USER_INPUT', wrong.message);
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new Refusal('BAD_USER_INPUT', 'operationName names no operation of this document, or is needed to pick one');
  const { coerced, errors } = getVariableValues(executor.schema, operation.variableDefinitions ?? [], variables, { maxErrors: 5 });
  if (errors) throw new Refusal('BAD_USER_INPUT', errors.map((e) => e.message).join('; '));
  const listing = listingOf(executor.schema, document, operation, coerced, manner);

  // An export costs what its pages cost: the store is asked for one at a time.
  const page = { ...variables, [PAGE.first]: Math.min(listing.first ?? PAGE_CEILING, PAGE_CEILING) };
  const costs = price(listing.priced.document, listing.priced.operation, page);
  if (clients.costMode === 'enforce' && costs > clients.costLimit)
    throw new Refusal(
      'LIMIT_EXCEEDED',
      `a page of this list costs ${costs}; at most ${clients.costLimit} is allowed. Ask for fewer lists in its rows`,
      { cost: costs, limit: clients.costLimit },
    );
  const { client } = context.envelope.caller;
  await spend(client, costs - 1);

  const name = operation.name?.value ?? listing.name;
  const asking = reading.named(context, operation);
  let first = true;
  const ask: AskPage = async (variablesOfPage) => {
    if (!first) await paced(() => spend(client, costs), context.signal);
    first = false;
    await immediate(); // others are answered between two pages
    context.signal?.throwIfAborted();
    return executor.execute(
      { document: listing.document, operationName: operation.name?.value, variables: { ...variables, ...variablesOfPage } },
      asking,
    );
  };
  return { name, listing, pages: await begun(pagesOf(listing, ask)) };
}

/** The same pages with the first one already read, so that what refuses it is told before anything is sent. */
async function begun(pages: AsyncGenerator<readonly Row[], void>): Promise<AsyncGenerator<readonly Row[], void>> {
  const first = await pages.next();
  return (async function* () {
    try {
      if (!first.done) yield first.value;
      yield* pages;
    } finally {
      await pages.return();
    }
  })();
}

/** Waits until the client has points again: an export that was let in goes on at the pace its client may spend. */
export async function paced(spend: () => Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  for (;;) {
    try {
      return await spend();
    } catch (error) {
      const seconds = error instanceof Refusal ? error.extensions['retryAfterSeconds'] : undefined;
      if (typeof seconds !== 'number') throw error;
      await wait(seconds * 1000, undefined, signal ? { signal } : {});
    }
  }
}

function parsed(query: string): DocumentNode {
  try {
    return parse(query, { maxTokens: LIMITS.tokens });
  } catch (error) {
    throw error instanceof GraphQLError ? new Refusal('BAD_USER_INPUT', error.message) : error;
  }
}
