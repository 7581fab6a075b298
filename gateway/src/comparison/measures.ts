import { type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { Refusal } from '#platform/refusal';
import type { Read } from '../exports/columns.ts';
import { keepsCountsBack, type Listing } from '../exports/listing.ts';
import type { Measure } from './comparison.rules.ts';

/** A measure of villages: its column, and how it is read. */
export interface Measured {
  readonly read: Read;
  readonly measure: Measure;
}

/** The measures of a list of villages, and where their code stands in a row. Refuses a list of anything else. */
export function measuresOf(schema: GraphQLSchema, { columns, name, first, after, paged }: Listing): { code: Read; measures: Measured[] } {
  const code = columns.find(({ through }) => through?.length === 1 && through[0] === 'Village.code');
  if (!code || !paged)
    throw new Refusal(
      'BAD_USER_INPUT',
      `two days are compared village by village: ask for a list of villages with the code of each, for example county(code: …) { villages { nodes { code coverage { full } } } }; ${name} is none`,
    );
  if (first !== undefined || after !== undefined)
    throw new Refusal('BAD_USER_INPUT', 'two days are compared over all villages of the list: leave out first and after');
  const reads = columns.filter(({ column }) => ['integer', 'decimal', 'number', 'boolean'].includes(column.kind));
  if (reads.length === 0)
    throw new Refusal('BAD_USER_INPUT', 'nothing here can be compared: ask for numbers, rates, or yes and no, beside the code');
  return { code, measures: reads.map((read) => ({ read, measure: measureOf(schema, read, reads) })) };
}

/** Fields of a summary under which columns add up. */
const ADDING = /Aggregates\.(count|sum)$/;

function measureOf(schema: GraphQLSchema, { column, path, through = [] }: Read, reads: readonly Read[]): Measure {
  if (column.kind === 'boolean') return { of: 'share' };
  const beside = (part: string) => reads.findIndex((r) => r.path === path.replace(/percent$/, part));
  const [numerator, denominator] = [beside('numerator'), beside('denominator')];
  if (/\.percent$/.test(path)) return numerator < 0 || denominator < 0 ? { of: 'single' } : { of: 'percent', numerator, denominator };
  const [last = ''] = through.slice(-1);
  const holder = through.map((source) => source.split('.')[0] as string).find((type) => type.endsWith('Connection'));
  const adds = last.endsWith('Connection.totalCount') || through.some((source) => ADDING.test(source)) || /^Rate\.(num|denom)/.test(last);
  if (!adds) return { of: 'single' };
  // A sum over no rows is null; so is a count that is kept back for too few people, which stays so.
  const type = holder === undefined ? undefined : schema.getType(holder);
  const kept = type !== undefined && isObjectType(getNamedType(type)) && keepsCountsBack(type as never);
  return { of: 'sum', nothing: kept || holder === undefined ? null : 0 };
}
