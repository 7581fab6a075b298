import { GraphQLError, GraphQLScalarType, Kind, type ValueNode } from 'graphql';
import { asLocalTime, type Day, isDay } from './day.ts';

const literal = (node: ValueNode): unknown =>
  node.kind === Kind.STRING || node.kind === Kind.BOOLEAN || node.kind === Kind.ENUM
    ? node.value
    : node.kind === Kind.INT || node.kind === Kind.FLOAT
      ? Number(node.value)
      : null;

const scalar = <T>(name: string, description: string, parse: (value: unknown) => T, serialize: (value: unknown) => unknown) =>
  new GraphQLScalarType<T, unknown>({ name, description, parseValue: parse, parseLiteral: (node) => parse(literal(node)), serialize });

const bad = (message: string) => new GraphQLError(message, { extensions: { code: 'BAD_USER_INPUT' } });

/** A day of the calendar. */
export const DateScalar = scalar<Day>(
  'Date',
  '日期 · A calendar day in Asia/Shanghai, `YYYY-MM-DD` (GB/T 7408).',
  (value) => {
    if (isDay(value)) return value;
    throw bad(`not a day of the calendar: ${JSON.stringify(value)}; write YYYY-MM-DD, for example 2018-12-31`);
  },
  (value) => value,
);

/** An instant, shown in the county's local time. */
export const DateTimeScalar = scalar<Date>(
  'DateTime',
  '时刻 · An instant with its offset, written in Asia/Shanghai: `2018-12-31T08:00:00.000+08:00` (GB/T 7408).',
  (value) => {
    const at = typeof value === 'string' ? new Date(value) : new Date(Number.NaN);
    if (!Number.isNaN(at.getTime()) && /T.*(Z|[+-]\d{2}:\d{2})$/.test(String(value))) return at;
    throw bad(`not an instant: ${JSON.stringify(value)}; write a date, a time and an offset, for example 2018-12-31T08:00:00+08:00`);
  },
  (value) => (value instanceof Date ? asLocalTime(value) : value),
);

/** Twelve digits that name a division on some day. */
export const DivisionCode = scalar<string>(
  'DivisionCode',
  '区划代码 · A statistical division code of twelve digits (GB/T 2260, GB/T 10114 and the NBS rule for the last six), for example 140222102000. A code is dated: it names one division at a time and is never given to another.',
  (value) => {
    if (typeof value === 'string' && /^\d{12}$/.test(value)) return value;
    throw bad(`not a division code: ${JSON.stringify(value)}; a code is twelve digits written as a string, for example "140222102000"`);
  },
  String,
);

/** Ten trillion yuan: sums of several such amounts are still exact. */
const MOST_FEN = 1_000_000_000_000_000;

/** Money in whole fen. */
export const MoneyFen = scalar<number>(
  'MoneyFen',
  '金额（分） · An amount of money in whole fen: 1 yuan is 100, 50,000 yuan (5 万元) is 5000000.',
  (value) => {
    if (typeof value === 'number' && Number.isSafeInteger(value) && Math.abs(value) <= MOST_FEN) return value;
    throw bad(
      `not an amount: ${JSON.stringify(value)}; write whole fen as an integer of at most sixteen digits (10^15), 50,000 yuan is 5000000`,
    );
  },
  Number,
);

/** The number of an official document, as it stands on its first page. */
export const DocNo = scalar<string>(
  'DocNo',
  '文号 · The number of an official document: issuer, year in 〔〕, serial, for example 天办发〔2018〕12号 (GB/T 9704).',
  (value) => {
    if (typeof value === 'string' && /^[^\s〔〕]{1,20}〔\d{4}〕\d{1,5}号$/.test(value)) return value;
    throw bad(`not a document number: ${JSON.stringify(value)}; write issuer, year and serial, for example 天办发〔2018〕12号`);
  },
  String,
);

/** Any JSON value; only for records of what was, never for input. */
export const JsonScalar = new GraphQLScalarType({
  name: 'JSON',
  description: '记录内容 · The recorded content of a row as a JSON object, field by field.',
  serialize: (value) => value,
  parseValue: () => {
    throw bad('JSON is an output only');
  },
});
