import type { Day } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import type { Manner } from '../exports/columns.ts';
import type { Reading, Said } from '../exports/prepare.ts';
import { Asking, type Edition, type Listed, type Place, type Village } from './asking.ts';
import {
  attributed,
  Basis,
  type Change,
  changeOf,
  type Figure,
  figuresOf,
  type Measure,
  type Unit,
  type Values,
} from './comparison.rules.ts';
import type { Measured } from './measures.ts';

export enum Rows {
  VILLAGE = 'VILLAGE',
  TOWNSHIP = 'TOWNSHIP',
}

/** What is compared: an operation that lists villages, the day beside the one asked about, and on which villages. */
export interface Asked extends Said {
  readonly with: Day;
  readonly basis: Basis;
  readonly edition?: string | undefined;
  readonly rows: Rows;
}

/** Something of either day: first of the one that is compared with, then of the one asked about. */
export type Both<T> = readonly [T, T];

export interface Line {
  readonly code: string;
  readonly name: string;
  /** How many villages stand in the row: what its rates are out of. */
  readonly villages: Both<number>;
  readonly figures: readonly { readonly days: Both<Figure>; readonly change: number | null }[];
}

export interface Comparison {
  readonly name: string;
  readonly measures: readonly Measured[];
  /** The days whose villages the two days are counted on, each with the newest edition up to it. */
  readonly grounds: Both<{ readonly day: Day; readonly edition: Edition | null }>;
  readonly rows: readonly Line[];
  readonly total: Line;
  /** What villages show that went whole into none of the basis. */
  readonly unattributed: Line & { readonly codes: Both<readonly string[]> };
}

const both = <A, B>([a, b]: Both<A>, of: (item: A, i: 0 | 1) => B): Both<B> => [of(a, 0), of(b, 1)];

/** A village of the basis on one of the days, with what went into it. */
interface Standing extends Unit {
  readonly village: Village;
}

/**
 * Compares two days, measure by measure, over the villages of a list: the same operation is asked about either day, and
 * the villages of one day are put together as those of the basis by what the register says became of them.
 */
export async function compare(
  reading: Reading,
  asked: Asked,
  manner: Manner,
  envelope: Envelope,
  signal: AbortSignal,
): Promise<Comparison> {
  if ((asked.basis === Basis.EDITION) !== (asked.edition !== undefined))
    throw new Refusal('BAD_USER_INPUT', 'name an edition with the basis EDITION, and with no other');
  const asking = new Asking(reading, envelope, signal);
  const editions = await asking.editions();
  const edition = editions.find((e) => e.id === asked.edition);
  if (asked.basis === Basis.EDITION && !edition)
    throw new Refusal('NOT_FOUND', `no edition ${asked.edition} is known on ${envelope.day}; divisionEditions lists those that are`);

  const days: Both<Day> = [asked.with, envelope.day];
  const grounds = both(days, (day) => (asked.basis === Basis.AS_THEN ? day : (edition?.day ?? envelope.day)));
  const touched = [...new Set([...days, ...grounds])].toSorted();
  const lists = new Map<Day, Listed>();
  for (const day of touched) lists.set(day, await asking.list(asked, manner, day));
  const changes = await asking.changes(touched[0] as Day, touched.at(-1) as Day);
  const registers = new Map<Day, readonly Village[]>();
  for (const day of touched) registers.set(day, [...(await asking.villages(day)).values()]);

  const sides = both(days, (day, i) => {
    const ground = grounds[i];
    const standing = (registers.get(day < ground ? day : ground) as readonly Village[]).map((v) => v.id);
    return placed(lists.get(day) as Listed, [...(lists.get(ground) as Listed).values.keys()], changes, { from: day, to: ground, standing });
  });
  const { name, measures } = lists.get(envelope.day) as Listed;
  const line = ({ code, name }: Omit<Place, 'id'>, units: Both<readonly Unit[]>): Line =>
    lined(
      measures.map((m) => m.measure),
      { code, name },
      units,
    );
  const lost = both(sides, (side) => side.lost);
  return {
    name,
    measures,
    grounds: both(grounds, (day) => ({ day, edition: newestUpTo(editions, day) })),
    rows: rowsOf(
      both(sides, (side) => side.units),
      asked.rows,
    ).map(({ place, units }) => line(place, units)),
    total: line(
      { code: '', name: '合计' },
      both(sides, (side) => side.units),
    ),
    unattributed: {
      ...line({ code: '', name: '无归属' }, lost),
      codes: both(lost, (units) => units.map(({ village }) => village.code)),
    },
  };
}

/** What villages of a day show, put into the villages of the basis; lost is what went whole into none of them. */
function placed(
  { values }: Listed,
  basis: readonly Village[],
  changes: readonly Change[],
  between: Parameters<typeof attributed>[2],
): { units: Standing[]; lost: Standing[] } {
  const place = attributed(
    [...values.keys()].map((v) => v.id),
    changes,
    between,
  );
  const parts = new Map<string, Values[]>(basis.map((v) => [v.id, []]));
  const lost: Standing[] = [];
  for (const [village, shown] of values) {
    const there = parts.get(place.get(village.id) ?? '');
    if (there) there.push(shown);
    else lost.push({ village, parts: [shown] });
  }
  return { units: basis.map((village) => ({ village, parts: parts.get(village.id) as Values[] })), lost };
}

/** Units by the row in which they are shown, in the order of divisions; a row is called what it is called last. */
function rowsOf(sides: Both<readonly Standing[]>, rows: Rows): { place: Place; units: Both<readonly Unit[]> }[] {
  const placeOf = ({ village }: Standing): Place => (rows === Rows.VILLAGE ? village : village.township);
  const places = new Map(sides.flat().map((unit) => [placeOf(unit).id, placeOf(unit)]));
  const grouped = both(sides, (units) => Map.groupBy(units, (unit) => placeOf(unit).id));
  return [...places.values()]
    .toSorted((a, b) => a.code.localeCompare(b.code))
    .map((place) => ({ place, units: both(grouped, (of) => of.get(place.id) ?? []) }));
}

function lined(measures: readonly Measure[], { code, name }: Omit<Place, 'id'>, units: Both<readonly Unit[]>): Line {
  const figures = both(units, (of) => figuresOf(measures, of));
  return {
    code,
    name,
    villages: both(units, (of) => of.length),
    figures: measures.map((_, i) => {
      const days = both(figures, (of) => of[i] as Figure);
      return { days, change: changeOf(...days) };
    }),
  };
}

const newestUpTo = (editions: readonly Edition[], day: Day): Edition | null =>
  editions.filter((e) => e.day <= day).toSorted((a, b) => b.day.localeCompare(a.day))[0] ?? null;
