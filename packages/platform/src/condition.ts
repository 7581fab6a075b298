import { type EntityMetadata, isRaw, type Platform, RawQueryFragment } from '@mikro-orm/core';

/** A piece of a statement with its parameters in the order of their question marks. */
export interface Sql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Where a condition is written: which entity it is about, and what the statement calls it. */
export interface Subject {
  readonly meta: EntityMetadata;
  readonly platform: Platform;
  readonly alias: string;
}

const OPERATORS: Readonly<Record<string, string>> = {
  $eq: '=',
  $ne: '!=',
  $gt: '>',
  $gte: '>=',
  $lt: '<',
  $lte: '<=',
  $like: 'like',
};

/** A condition that this module has no words for: the caller leaves it to the mapper. */
export class Untold extends Error {}

const ALIAS = /\[::alias::\]/g;

/**
 * Lists of values are written in a few lengths only, the last value repeated: statements of one kind have one text, which
 * the store then prepares once.
 */
const LENGTHS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** `?, ?, …` for the values of an `in`. */
function listed(values: readonly unknown[], into: unknown[]): string {
  const length = LENGTHS.find((l) => l >= values.length) ?? values.length;
  for (const value of values) into.push(value);
  for (let i = values.length; i < length; i++) into.push(values.at(-1));
  return Array.from({ length }, () => '?').join(', ');
}

export const quoted = (name: string): string => `"${name}"`;

/** The column of a property. */
export function columnOf({ meta, alias }: Subject, property: string): string {
  const prop = meta.properties[property as never] as unknown as { fieldNames?: string[] } | undefined;
  if (prop?.fieldNames?.length !== 1) throw new Untold(`${meta.className}.${property} is no single column`);
  return `${quoted(alias)}.${quoted(prop.fieldNames[0] as string)}`;
}

/** A fragment in the store's own words, about the subject. */
export function fragment({ alias }: Subject, { sql, params }: RawQueryFragment, into: unknown[]): string {
  if (sql.includes('??')) throw new Untold('a fragment names a column by a parameter');
  into.push(...params);
  return sql.replace(ALIAS, quoted(alias));
}

/**
 * The mapper's conditions as SQL with parameters: what it says with them itself, at a small part of the cost. Empty
 * conditions ask for nothing; `not` nothing is nothing.
 */
export function conditionOf(subject: Subject, where: unknown): Sql {
  const values: unknown[] = [];
  return { text: all(subject, where as Record<string | symbol, unknown>, values), values };
}

function all(subject: Subject, where: Record<string | symbol, unknown>, values: unknown[]): string {
  const parts: string[] = [];
  for (const key of Reflect.ownKeys(where)) {
    const value = where[key];
    if (value === undefined) continue;
    const part = one(subject, key, value, values);
    if (part) parts.push(part);
  }
  return parts.join(' and ');
}

function one(subject: Subject, key: string | symbol, value: unknown, values: unknown[]): string {
  if (key === '$and')
    return (value as object[])
      .map((w) => all(subject, w as never, values))
      .filter(Boolean)
      .join(' and ');
  if (key === '$or') {
    const branches = (value as object[]).map((w) => all(subject, w as never, values)).filter(Boolean);
    return branches.length || (value as object[]).length ? (branches.length ? `(${branches.join(' or ')})` : '') : '1 = 0';
  }
  if (key === '$not') {
    const inner = all(subject, value as never, values);
    return inner ? `not (${inner})` : '1 = 0';
  }
  if (typeof key === 'symbol') {
    const raw = RawQueryFragment.getKnownFragment(key);
    if (!raw) throw new Untold('a key that is no fragment');
    const text = fragment(subject, raw, values);
    if (Array.isArray(value) && value.length === 0) return `(${text})`;
    return compared(text, value, values, (v) => v);
  }
  if (key.startsWith('$')) throw new Untold(`no words for ${key}`);
  return compared(columnOf(subject, key), value, values, storedAs(subject, key));
}

/** How a value of a property stands in the store. */
function storedAs({ meta, platform }: Subject, property: string): (value: unknown) => unknown {
  const { customType } = meta.properties[property as never] as unknown as {
    customType?: { convertToDatabaseValue(value: unknown, platform: Platform, context: object): unknown };
  };
  return customType ? (value) => customType.convertToDatabaseValue(value, platform, { fromQuery: true, mode: 'query' }) : (value) => value;
}

function compared(column: string, value: unknown, values: unknown[], stored: (value: unknown) => unknown): string {
  if (value === null) return `${column} is null`;
  if (Array.isArray(value)) return compared(column, { $in: value }, values, stored);
  if (isRaw(value)) throw new Untold('a column compared with a fragment');
  if (typeof value !== 'object') {
    values.push(stored(value));
    return `${column} = ?`;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new Untold('a value that is no plain one');
  const parts: string[] = [];
  for (const [operator, operand] of Object.entries(value)) {
    if (operand === undefined) continue;
    if (operator === '$in' || operator === '$nin') {
      const is = operator === '$in' ? 'in' : 'not in';
      if (isRaw(operand)) parts.push(`${column} ${is} (${rawText(operand, values)})`);
      else if (!Array.isArray(operand)) throw new Untold(`${operator} of no list`);
      else if (operand.length === 0) parts.push(operator === '$in' ? '1 = 0' : '1 = 1');
      else parts.push(`${column} ${is} (${listed(operand.map(stored), values)})`);
      continue;
    }
    const sign = OPERATORS[operator];
    if (!sign || isRaw(operand)) throw new Untold(`no words for ${operator}`);
    if (operand === null) {
      if (sign !== '=' && sign !== '!=') throw new Untold(`${operator} null`);
      parts.push(`${column} is ${sign === '=' ? '' : 'not '}null`);
      continue;
    }
    if (typeof operand === 'object') throw new Untold(`${operator} of an object`);
    values.push(stored(operand));
    parts.push(`${column} ${sign} ?`);
  }
  return parts.join(' and ');
}

/** A fragment that stands for a list of values; it is about nothing outside itself. */
function rawText({ sql, params }: RawQueryFragment, values: unknown[]): string {
  if (sql.includes('??') || sql.includes('[::alias::]')) throw new Untold('a fragment about its surroundings in a list');
  values.push(...params);
  return sql;
}

/** `order by`, in the mapper's words: property to direction, with where rows without a value go. */
export function orderOf(subject: Subject, order: unknown): string {
  const terms = (Array.isArray(order) ? order : order ? [order] : []).flatMap((o) =>
    Reflect.ownKeys(o as object).map((key) => {
      const direction = (o as Record<string | symbol, unknown>)[key];
      if (typeof key === 'symbol' || !/^(asc|desc)( nulls (first|last))?$/i.test(String(direction))) throw new Untold('an order');
      return `${columnOf(subject, key)} ${String(direction).toLowerCase()}`;
    }),
  );
  return terms.join(', ');
}
