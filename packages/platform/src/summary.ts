import 'reflect-metadata';
import { Args, ArgsType, type ClassType, Field, Float, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import {
  chosen,
  GROUPS_CEILING,
  GROUPS_DEFAULT,
  type GroupBy,
  type GroupedArgs,
  having,
  type Sort,
  type Summary,
  Truncation,
} from './aggregate.ts';
import type { Dated } from './dated.ts';
import { byInt, byMoney } from './filter.ts';
import { Direction, type ListSpec, type Measure } from './page.ts';
import { Refusal } from './refusal.ts';
import { DateScalar, MoneyFen } from './scalars.ts';

/** `foundOn` as the graph's enums write it: `FOUND_ON`. */
const constant = (name: string): string => name.replace(/[A-Z]/g, '_$&').toUpperCase();

/** A grouped list's arguments as the graph gives them. */
type GroupedInput = Omit<GroupedArgs, 'orderBy'> & { groupBy: GroupBy[]; orderBy?: { field: string; direction: Direction }[] };

/** A connection that can say what its rows come to. */
interface Summarizing {
  page: { groups(by: readonly GroupBy[]): Promise<readonly Summary[]> };
}

const described = (name: string, text: string) => ({ description: `${name} · ${text}` });
const put = (type: ClassType, name: string, of: () => unknown, description: string, nullable = true) =>
  Field(of as () => typeof String, { nullable, description })(type.prototype, name);

/** Adds to a connection what its spec lets analysts ask: `aggregates`, and `groupedAggregates` where there are groups. */
export function summarized<E extends Dated>(spec: ListSpec<E>, connection: ClassType<Summarizing>): void {
  const { name, measures = {}, distinct = {}, groups = {} } = spec;
  const measured = Object.entries(measures);
  if (measured.length + Object.keys(distinct).length + Object.keys(groups).length === 0) return;
  const withSummary = (type: ClassType) => {
    put(
      type,
      'count',
      () => Int,
      `行数 · Rows.${spec.outcome ? ' Null where it is kept back (小单元抑制).' : ''}`,
      spec.outcome !== undefined,
    );
    if (Object.keys(distinct).length) put(type, 'distinct', () => Distinct, '去重计数 · How many different ones.', false);
    if (measured.length === 0) return;
    put(type, 'sum', () => Amounts, '合计 · Sums.', false);
    put(type, 'avg', () => Means, '平均 · Means over the rows that have a value.', false);
    put(type, 'min', () => Amounts, '最小 · Least values.', false);
    put(type, 'max', () => Amounts, '最大 · Greatest values.', false);
  };
  const Amounts = class {} as ClassType;
  const Means = class {} as ClassType;
  for (const [field, m] of measured) {
    put(Amounts, field, () => (m.of === 'money' ? MoneyFen : Int), m.description);
    put(Means, field, () => (m.of === 'money' ? MoneyFen : Float), m.description);
  }
  if (measured.length) {
    ObjectType(`${name}Amounts`, described('数额', `Amounts of ${name} rows.`))(Amounts);
    ObjectType(`${name}Means`, described('均值', `Means of ${name} rows; money is rounded half up to whole fen.`))(Means);
  }
  const Distinct = class {} as ClassType;
  for (const [field, { description }] of Object.entries(distinct)) put(Distinct, field, () => Int, description);
  if (Object.keys(distinct).length) ObjectType(`${name}Distinct`, described('去重计数', `Different ones behind ${name} rows.`))(Distinct);

  const Aggregates = class {} as ClassType;
  withSummary(Aggregates);
  ObjectType(`${name}Aggregates`, described('汇总', `What all ${name} rows come to that the filter and your territory leave.`))(Aggregates);
  const whole = {
    async aggregates(this: Summarizing) {
      return (await this.page.groups([]))[0];
    },
  };
  Object.assign(connection.prototype, whole);
  Field(() => Aggregates, described('汇总', 'Sums and means over all pages: paging is ignored, filter and territory are not.'))(
    connection.prototype,
    'aggregates',
    Object.getOwnPropertyDescriptor(connection.prototype, 'aggregates') as PropertyDescriptor,
  );
  if (Object.keys(groups).length > 0) grouped(spec, connection, withSummary, measured);
}

/** The types of a grouped list and the field that answers it. */
function grouped<E extends Dated>(
  { name, groups = {}, distinct = {} }: ListSpec<E>,
  connection: ClassType<Summarizing>,
  withSummary: (type: ClassType) => void,
  measured: readonly [string, Measure<E>][],
): void {
  const Keys = class {} as ClassType;
  for (const [field, { type, description, day }] of Object.entries(groups))
    put(Keys, field, day ? () => DateScalar : type, `${description} Null unless grouped by.`);
  ObjectType(`${name}GroupKeys`, described('分组键', `What a group of ${name} rows has in common.`))(Keys);
  const Grouped = class {} as ClassType;
  put(Grouped, 'keys', () => Keys, '分组键 · What the group has in common.', false);
  withSummary(Grouped);
  ObjectType(`${name}Group`, described('分组', `A group of ${name} rows and what it comes to.`))(Grouped);

  const enumOf = (suffix: string, description: string, values: Readonly<Record<string, string>>) => {
    const of = Object.fromEntries(Object.keys(values).map((key) => [key, key]));
    const valuesConfig = Object.fromEntries(Object.entries(values).map(([key, text]) => [key, { description: text }]));
    registerEnumType(of, { name: `${name}${suffix}`, description, valuesConfig });
    return of;
  };
  const GroupField = enumOf(
    'GroupField',
    `分组字段 · What ${name} rows can be grouped by.`,
    Object.fromEntries(Object.entries(groups).map(([field, g]) => [constant(field), g.description])),
  );
  const By = class {} as ClassType;
  put(By, 'field', () => GroupField, '字段 · Field.', false);
  put(By, 'truncate', () => Truncation, '截断 · For days: by year, quarter or month.');
  InputType(`${name}GroupBy`, described('分组', 'A field to group by.'))(By);

  const Sums = class {} as ClassType;
  for (const [field, m] of measured) put(Sums, field, () => (m.of === 'money' ? byMoney : byInt)('', '').input, m.description);
  const Distincts = class {} as ClassType;
  for (const [field, { description }] of Object.entries(distinct)) put(Distincts, field, () => byInt('', '').input, description);
  if (Object.keys(distinct).length) InputType(`${name}HavingDistinct`, described('去重条件', 'Conditions on different ones.'))(Distincts);
  if (measured.length) InputType(`${name}HavingSum`, described('合计条件', 'Conditions on sums.'))(Sums);
  const Having = class {} as ClassType;
  put(Having, 'count', () => byInt('', '').input, '行数 · On the number of rows.');
  if (measured.length) put(Having, 'sum', () => Sums, '合计 · On sums.');
  if (Object.keys(distinct).length) put(Having, 'distinct', () => Distincts, '去重计数 · On how many different ones.');
  InputType(`${name}Having`, described('分组条件', 'Only groups that meet all of this.'))(Having);

  const OrderField = enumOf('GroupOrderField', '排序字段 · What groups can be ordered by.', {
    COUNT: '行数 · Number of rows.',
    ...Object.fromEntries(Object.keys(groups).map((field) => [`KEY_${constant(field)}`, '分组键 · This key.'])),
    ...Object.fromEntries(measured.map(([field]) => [`SUM_${constant(field)}`, '合计 · This sum.'])),
    ...Object.fromEntries(Object.keys(distinct).map((field) => [`DISTINCT_${constant(field)}`, '去重计数 · This count.'])),
  });
  const Order = class {} as ClassType;
  put(Order, 'field', () => OrderField, '字段 · Field.', false);
  Field(() => Direction, { defaultValue: Direction.ASC, description: '方向 · Direction.' })(Order.prototype, 'direction');
  InputType(`${name}GroupOrder`, described('分组排序', 'A field and a direction.'))(Order);

  const Which = class {} as ClassType<GroupedInput>;
  Field(() => [By] as never, { description: '分组 · What to group by, one to four fields.' })(Which.prototype, 'groupBy');
  put(Which, 'having', () => Having, '分组条件 · Only groups that meet this.');
  ArgsType()(Which);
  const Arguments = class extends Which {} as ClassType<GroupedInput>;
  Field(() => [Order] as never, { nullable: true, description: '排序 · Largest groups first unless you say otherwise.' })(
    Arguments.prototype,
    'orderBy',
  );
  put(Arguments, 'first', () => Int, `前若干组 · The first groups (default ${GROUPS_DEFAULT}, at most ${GROUPS_CEILING}).`);
  ArgsType()(Arguments);
  const named = new Map(Object.keys(groups).map((field) => [constant(field), field]));
  const sorts = new Map<string, Sort>([
    ['COUNT', { by: 'count', name: '' }],
    ...Object.keys(groups).map((name): [string, Sort] => [`KEY_${constant(name)}`, { by: 'keys', name }]),
    ...measured.map(([name]): [string, Sort] => [`SUM_${constant(name)}`, { by: 'sum', name }]),
    ...Object.keys(distinct).map((name): [string, Sort] => [`DISTINCT_${constant(name)}`, { by: 'distinct', name }]),
  ]);
  const read = ({ page }: Summarizing, { groupBy }: GroupedInput) => {
    const fields = groupBy.map((g) => g.field);
    if (fields.length < 1 || fields.length > 4 || new Set(fields).size < fields.length)
      throw new Refusal('BAD_USER_INPUT', 'group by one to four different fields');
    return page.groups(groupBy.map(({ field, truncate }) => ({ field: named.get(field) as string, truncate })));
  };
  const answer = {
    async groupedAggregates(this: Summarizing, args: GroupedInput) {
      const orderBy = args.orderBy?.map(({ field, direction }) => ({ ...(sorts.get(field) as Sort), direction }));
      return chosen(await read(this, args), { ...args, orderBy });
    },
    async groupCount(this: Summarizing, args: GroupedInput) {
      return having(await read(this, args), args.having).length;
    },
  };
  Object.assign(connection.prototype, answer);
  const field = (of: keyof typeof answer, type: () => unknown, args: ClassType, [term, text]: [string, string]) => {
    Args(() => args)(connection.prototype, of, 0);
    Field(type as never, described(term, text))(
      connection.prototype,
      of,
      Object.getOwnPropertyDescriptor(connection.prototype, of) as PropertyDescriptor,
    );
  };
  field('groupedAggregates', () => [Grouped], Arguments, ['分组汇总', 'The same by groups, formed before any paging.']);
  field('groupCount', () => Int, Which, [
    '组数',
    'How many groups meet the condition, however many `groupedAggregates` shows; what is kept back meets none.',
  ]);
}
