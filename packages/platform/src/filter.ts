import { raw } from '@mikro-orm/core';
import { type ClassType, Field, ID, InputType, Int } from 'type-graphql';
import type { Ctx } from './context.ts';
import { Refusal } from './refusal.ts';
import { DateScalar, DivisionCode, MoneyFen } from './scalars.ts';

/** A condition in the store's own words. */
export type Where = Record<string | symbol, unknown>;

/** The comparisons a caller may state on one field; several in one object must all hold. */
export interface Comparison {
  eq?: unknown;
  ne?: unknown;
  in?: unknown[];
  notIn?: unknown[];
  lt?: unknown;
  lte?: unknown;
  gt?: unknown;
  gte?: unknown;
  between?: { from: unknown; to: unknown };
  isNull?: boolean;
  contains?: string;
  startsWith?: string;
}

/** One field of a list's filter: the input a caller writes and the condition it means. */
export interface FilterField {
  /** The stored property it compares, unless a rule decides. */
  readonly property?: string;
  readonly input: ClassType;
  /** The type of its values where they are few, as kinds, days and yes or no are: rows can be grouped by them as well. */
  readonly few?: { readonly type: () => unknown; readonly day?: true } | undefined;
  readonly where: (comparison: Comparison, ctx: Ctx, column: (property: string) => string) => Where;
  readonly description: string;
}

/** The most values an `in` may list. */
export const IN_CEILING = 500;
/** The longest text that may be looked for inside others: beyond some length no store compares. */
export const TEXT_CEILING = 1000;

type Shape = 'equal' | 'ordered' | 'text' | 'yes';

const inputs = new Map<string, ClassType>();

/** The comparison input of a type, made once for each type: `DateFilter { eq ne in … between }`. */
function comparisonInput(name: string, type: () => unknown, shape: Shape): ClassType {
  const known = inputs.get(name);
  if (known) return known;
  const filter = class {} as ClassType;
  const field = (property: string, of: () => unknown, description: string) =>
    Field(of as () => typeof String, { nullable: true, description })(filter.prototype, property);
  field('eq', type, '等于 · Equals.');
  if (shape !== 'yes') {
    field('ne', type, '不等于 · Differs.');
    field('in', () => [type()], `属于 · Is one of (at most ${IN_CEILING}).`);
    field('notIn', () => [type()], `不属于 · Is none of (at most ${IN_CEILING}).`);
    field('isNull', () => Boolean, '为空 · Has no value.');
  }
  if (shape === 'ordered') {
    for (const [op, text] of [
      ['lt', '小于 · Less than.'],
      ['lte', '不大于 · At most.'],
      ['gt', '大于 · More than.'],
      ['gte', '不小于 · At least.'],
    ] as const)
      field(op, type, text);
    const range = class {} as ClassType;
    Field(type as () => typeof String, { description: '起（含） · From, included.' })(range.prototype, 'from');
    Field(type as () => typeof String, { description: '止（含） · To, included.' })(range.prototype, 'to');
    InputType(name.replace(/Filter$/, 'Range'), { description: '区间 · Both ends included.' })(range);
    field('between', () => range, '介于（含两端） · Lies in the range, both ends included.');
  }
  if (shape === 'text') {
    field('contains', () => String, '包含 · Contains the text, to the letter.');
    field('startsWith', () => String, '开头是 · Starts with the text.');
  }
  InputType(name, { description: '比较条件 · Comparisons that must all hold.' })(filter);
  inputs.set(name, filter);
  return filter;
}

const escaped = (text: string) => text.replace(/[!%_]/g, (c) => `!${c}`);

function compare(property: string, c: Comparison, column: (property: string) => string): Where {
  const parts: Where[] = [];
  const say = (op: string, value: unknown) => parts.push({ [property]: { [op]: value } });
  for (const list of [c.in, c.notIn])
    if (list && list.length > IN_CEILING)
      throw new Refusal('LIMIT_EXCEEDED', `a filter may list at most ${IN_CEILING} values; this one lists ${list.length}`);
  for (const text of [c.contains, c.startsWith])
    if (text && text.length > TEXT_CEILING)
      throw new Refusal('LIMIT_EXCEEDED', `a text to look for has at most ${TEXT_CEILING} characters; this one has ${text.length}`);
  if (c.eq !== undefined) parts.push({ [property]: c.eq });
  if (c.ne !== undefined) say('$ne', c.ne);
  if (c.in) say('$in', c.in);
  if (c.notIn) say('$nin', c.notIn);
  if (c.lt != null) say('$lt', c.lt);
  if (c.lte != null) say('$lte', c.lte);
  if (c.gt != null) say('$gt', c.gt);
  if (c.gte != null) say('$gte', c.gte);
  if (c.between) parts.push({ [property]: { $gte: c.between.from, $lte: c.between.to } });
  if (c.isNull === true) parts.push({ [property]: null });
  if (c.isNull === false) say('$ne', null);
  const like = (pattern: string) =>
    parts.push({ [raw((alias: string) => `${alias}.${column(property)} like ? escape '!'`, [pattern]) as unknown as symbol]: [] });
  if (c.contains != null) like(`%${escaped(c.contains)}%`);
  if (c.startsWith != null) like(`${escaped(c.startsWith)}%`);
  return parts.length === 1 ? (parts[0] as Where) : { $and: parts };
}

const on =
  (name: string, type: () => unknown, shape: Shape, few?: FilterField['few']) =>
  (property: string, description: string): FilterField => ({
    property,
    input: comparisonInput(name, type, shape),
    few,
    where: (c, _, column) => compare(property, c, column),
    description,
  });

export const byId = on('IDFilter', () => ID, 'equal');
export const byText = on('StringFilter', () => String, 'text');
export const byInt = on('IntFilter', () => Int, 'ordered');
export const byDay = on('DateFilter', () => DateScalar, 'ordered', { type: () => DateScalar, day: true });
export const byMoney = on('MoneyFenFilter', () => MoneyFen, 'ordered');
export const byCode = on('DivisionCodeFilter', () => DivisionCode, 'equal');
export const byYes = on('BooleanFilter', () => Boolean, 'yes', { type: () => Boolean });
export const byEnum = (name: string, type: object) => on(`${name}Filter`, () => type, 'equal', { type: () => type });

/** A yes-or-no field that no column holds: what it means on the day asked for is a rule of the noun. */
export const byRule = (description: string, rule: (yes: boolean, ctx: Ctx) => Where): FilterField => ({
  input: comparisonInput('BooleanFilter', () => Boolean, 'yes'),
  where: (c, ctx) => (typeof c.eq === 'boolean' ? rule(c.eq, ctx) : {}),
  description,
});
