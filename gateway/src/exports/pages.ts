import type { ExecutionResult, GraphQLFormattedError } from 'graphql';
import { PAGE_CEILING } from '#platform/page';
import { Refusal } from '#platform/refusal';
import type { Row } from './file.ts';
import { type Listing, PAGE } from './listing.ts';

/** What the graph answered instead of rows. */
export class Unanswered extends Error {
  readonly errors: readonly GraphQLFormattedError[];

  constructor(errors: readonly GraphQLFormattedError[]) {
    super(errors[0]?.message ?? 'no answer');
    this.errors = errors;
  }
}

/** Asks the graph for a page; the variables are those that say which. */
export type AskPage = (page: Readonly<Record<string, unknown>>) => Promise<ExecutionResult>;

interface Connection {
  readonly [rows: string]: unknown;
  readonly [PAGE.info]: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/**
 * The rows of a list, a page at a time, each page asked for by the cursor at which the one before it ended. While a page
 * is written the next is read; nobody reads further ahead. An answer with any error ends it: a value that couldn't be
 * told must not look like one that is missing.
 */
export async function* pagesOf(listing: Listing, ask: AskPage): AsyncGenerator<readonly Row[], void> {
  let after = listing.after ?? null;
  let left = listing.first ?? Number.POSITIVE_INFINITY;
  const next = () => ask({ [PAGE.first]: Math.min(left, PAGE_CEILING), [PAGE.after]: after });
  const toRow = (row: unknown): Row => listing.columns.map((c) => c.of(row));
  if (!listing.paged) {
    const rows = found<readonly unknown[]>(listing, await ask({}));
    if (listing.ceiling !== undefined && rows.length >= listing.ceiling)
      throw new Refusal(
        'LIMIT_EXCEEDED',
        `${listing.name} makes ${listing.ceiling} groups or more, and no file is cut: say first yourself, or narrow by filter or having`,
        { ceiling: listing.ceiling },
      );
    for (let i = 0; i < rows.length; i += PAGE_CEILING) yield rows.slice(i, i + PAGE_CEILING).map(toRow);
    return;
  }
  const { rows: shape, key, node } = listing.paged;
  for (let answer: Promise<ExecutionResult> | undefined = next(); answer; ) {
    const connection: Connection = found<Connection>(listing, await answer);
    const listed = connection[key] as readonly Record<string, unknown>[];
    const { hasNextPage, endCursor } = connection[PAGE.info];
    left -= listed.length;
    after = endCursor;
    answer = hasNextPage && left > 0 && listed.length > 0 ? next() : undefined;
    answer?.catch(() => {}); // told when it is waited for
    yield listed.map((row) => toRow(shape === 'edges' ? row[node] : row));
  }
}

/** What the answer holds where the list was asked for. */
function found<T>({ path, name }: Listing, { data, errors }: ExecutionResult): T {
  if (errors?.length) throw new Unanswered(errors);
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], data);
  if (value === null || value === undefined)
    throw new Refusal(
      'NOT_FOUND',
      `there is no ${name} to list: ${path.slice(0, -1).join('.') || name} is not there on this day, or not for you`,
    );
  return value as T;
}
