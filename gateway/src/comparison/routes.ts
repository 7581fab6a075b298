import type { FastifyInstance } from 'fastify';
import { asDay, dayOf } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import type { Door } from '../door.ts';
import { type Cell, type Column, type Format, plain, type Row } from '../exports/file.ts';
import { preferred } from '../exports/formats.ts';
import { csv } from '../exports/lines.ts';
import { type ExportOptions, factsOf, mannerOf } from '../exports/send.ts';
import { xlsx } from '../exports/xlsx.ts';
import { beside, misshapen } from '../problem.ts';
import { type Asked, type Both, type Comparison, compare, type Line, Rows } from './compare.ts';
import { Basis, type Figure } from './comparison.rules.ts';
import type { Measured } from './measures.ts';

const FILES: Readonly<Record<string, Format>> = { [csv.mediaType]: csv, [xlsx.mediaType]: xlsx };
const JSON_TYPE = 'application/json';

const BODY = {
  type: 'object',
  required: ['query', 'with'],
  additionalProperties: false,
  properties: {
    query: { type: 'string' },
    variables: { type: ['object', 'null'] },
    operationName: { type: ['string', 'null'] },
    extensions: { type: 'object' },
    with: { type: 'string', maxLength: 40 },
    basis: { enum: Object.values(Basis) },
    edition: { type: 'string', maxLength: 40 },
    rows: { enum: Object.values(Rows) },
  },
} as const;

type Sent = Omit<Asked, 'basis' | 'rows' | 'variables' | 'operationName'> & {
  readonly basis?: Basis;
  readonly rows?: Rows;
  readonly variables?: Asked['variables'] | null;
  readonly operationName?: string | null;
};

/** `POST /comparisons`: two days beside each other, through the same door and the same executor as the graph. */
export function comparisons(server: FastifyInstance, options: ExportOptions, way: Door): void {
  server.post(
    '/comparisons',
    { schema: { body: BODY }, errorHandler: misshapen },
    beside(
      options,
      way,
      way.measure,
    )(async ({ envelope, request, reply, gone }) => {
      const type = preferred(request, [JSON_TYPE, ...Object.keys(FILES)]);
      const asked = askedBy(request.body as Sent, envelope);
      const comparison = await compare(options, asked, mannerOf(request), envelope, gone);
      reply.headers({ 'as-of': envelope.day, 'x-request-id': envelope.requestId, vary: 'accept' });
      const format = FILES[type];
      if (!format) return reply.send(jsonOf(comparison, asked, envelope));
      const file = sheetOf(comparison, asked, envelope);
      const about = { title: comparison.name, facts: { ...factsOf(envelope), with: asked.with, basis: asked.basis } };
      const pieces: Uint8Array[] = [];
      for await (const piece of format.write(file.columns, [file.rows], about)) pieces.push(piece);
      return reply
        .type(type === csv.mediaType ? 'text/csv; charset=utf-8; header=present' : type)
        .header('content-disposition', `attachment; filename="${comparison.name}-${asked.with}-${envelope.day}.${format.extension}"`)
        .send(Buffer.concat(pieces));
    }),
  );
}

function askedBy({ basis = Basis.AS_THEN, rows = Rows.TOWNSHIP, variables, operationName, ...sent }: Sent, envelope: Envelope): Asked {
  const day = asDay(sent.with, 'with');
  const last = dayOf(envelope.knownAt ?? envelope.now);
  if (day > last) throw new Refusal('BAD_USER_INPUT', `with ${day} lies in the future; the last day that can be asked about is ${last}`);
  if (day === envelope.day)
    throw new Refusal('BAD_USER_INPUT', `two days are compared, and both are ${day}: say another one in with, or in the as-of header`);
  return { ...sent, with: day, basis, rows, variables: variables ?? {}, operationName: operationName ?? undefined };
}

const shown = (figure: Figure, { read: { column } }: Measured) => (typeof figure === 'object' ? figure : plain(figure, column));

function jsonOf({ name, measures, grounds, rows, total, unattributed }: Comparison, asked: Asked, envelope: Envelope): object {
  const named = <T>([a, b]: Both<T>) => ({ with: a, asOf: b });
  const line = ({ code, name, villages, figures }: Line) => ({
    ...(code ? { code } : {}),
    name,
    villages: named(villages),
    figures: Object.fromEntries(
      figures.map(({ days: [a, b], change }, i) => {
        const measured = measures[i] as Measured;
        return [measured.read.path, { ...named([shown(a, measured), shown(b, measured)]), change: shown(change, measured) }];
      }),
    ),
  });
  return {
    operation: name,
    ...factsOf(envelope),
    with: asked.with,
    basis: asked.basis,
    grounds: named(grounds),
    scope: envelope.caller.reads,
    measures: measures.map(({ read, measure }) => ({ measure: read.path, label: read.column.heading, of: measure.of.toUpperCase() })),
    rows: rows.map(line),
    total: line(total),
    unattributed: { ...line(unattributed), codes: named(unattributed.codes) },
  };
}

/** The same as a table: for each measure a column a day and one of the change; of what holds of villages, percents as well. */
function sheetOf({ measures, rows, total, unattributed }: Comparison, asked: Asked, envelope: Envelope) {
  const days: Both<string> = [asked.with, envelope.day];
  const column = (heading: string, kind: Column['kind'], scale?: number): Column => ({ heading, kind, scale });
  const cells = measures.flatMap(({ read, measure }, i) => {
    const { heading, scale } = read.column;
    const kind = measure.of === 'share' ? 'integer' : read.column.kind;
    const number = (figure: Figure) => (figure !== null && typeof figure === 'object' ? figure.numerator : figure);
    const percent = (figure: Figure) => (figure !== null && typeof figure === 'object' ? figure.percent : null);
    const of = (line: Line) => line.figures[i] as Line['figures'][number];
    return [
      ...days.map((day, n) => [column(`${heading} ${day}`, kind, scale), (line: Line) => number(of(line).days[n] as Figure)] as const),
      [column(`${heading} 增减`, kind, scale), (line: Line) => of(line).change] as const,
      ...(measure.of === 'share'
        ? days.map((day, n) => [column(`${heading} % ${day}`, 'number'), (line: Line) => percent(of(line).days[n] as Figure)] as const)
        : []),
    ];
  });
  const all: readonly (readonly [Column, (line: Line) => Cell])[] = [
    [column('代码', 'text'), ({ code }) => code || null],
    [column('名称', 'text'), ({ name }) => name],
    ...days.map((day, n) => [column(`村数 ${day}`, 'integer'), ({ villages }: Line) => villages[n] as number] as const),
    ...cells,
  ];
  const lines: readonly Line[] = [...rows, total, unattributed];
  return { columns: all.map(([c]) => c), rows: lines.map((line): Row => all.map(([, of]) => of(line))) };
}
