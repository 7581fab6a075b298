import type { Day } from '#platform/day';
import type { Envelope } from '#platform/envelope';
import { Refusal } from '#platform/refusal';
import type { FederatedRequest } from '../executor.ts';
import type { Manner } from '../exports/columns.ts';
import type { Cell, Row } from '../exports/file.ts';
import { type Prepared, prepare, type Reading, type Said } from '../exports/prepare.ts';
import type { Change, Value, Values } from './comparison.rules.ts';
import { type Measured, measuresOf } from './measures.ts';

export interface Place {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}
/** A village as the register has it on a day. */
export interface Village extends Place {
  readonly township: Place;
}
export interface Edition {
  readonly id: string;
  readonly name: string;
  readonly day: Day;
}
/** The list that is compared, as of a day: what each village shows. */
export interface Listed {
  readonly name: string;
  readonly measures: readonly Measured[];
  readonly values: ReadonlyMap<Village, Values>;
}

const PLAIN: Manner = { headings: 'names', money: 'yuan' };
const VILLAGES = 'query ComparedVillages { villages { nodes { id code name township { id code name } } } }';
const CHANGES = `query ComparedChanges($first: Date!, $last: Date!) {
  divisionChanges(filter: { state: { in: [EFFECTIVE, VERIFIED] }, type: { in: [MERGE, SPLIT, ABOLISH, ESTABLISH] }, effectiveOn: { between: { from: $first, to: $last } } }) {
    nodes { effectiveOn from { id } to { id } }
  }
}`;
const EDITIONS = 'query ComparedEditions { divisionEditions { nodes { id name day } } }';

/** What a comparison reads, of each day once: all through the same door, for the same caller, at its price. */
export class Asking {
  readonly #reading: Reading;
  readonly #envelope: Envelope;
  readonly #signal: AbortSignal;
  readonly #villages = new Map<Day, Promise<ReadonlyMap<string, Village>>>();

  constructor(reading: Reading, envelope: Envelope, signal: AbortSignal) {
    this.#reading = reading;
    this.#envelope = envelope;
    this.#signal = signal;
  }

  /** Villages and communities of the caller's territory on a day, by code. */
  villages(day: Day): Promise<ReadonlyMap<string, Village>> {
    const known =
      this.#villages.get(day) ?? this.#read(VILLAGES, day).then((rows) => new Map(rows.map((row) => [row[1] as string, villageOf(row)])));
    this.#villages.set(day, known);
    return known;
  }

  /** Changes of villages from one day to another, as they are known on the day asked about. */
  async changes(first: Day, last: Day): Promise<Change[]> {
    const rows = await this.#read(CHANGES, this.#envelope.day, { first, last });
    return rows.map(([on, from, to]) => ({ on: on as Day, from: keysOf(from), to: keysOf(to) }));
  }

  async editions(): Promise<Edition[]> {
    return (await this.#read(EDITIONS, this.#envelope.day)).map(([id, name, day]) => ({ id, name, day }) as Edition);
  }

  async list(said: Said, manner: Manner, day: Day): Promise<Listed> {
    const prepared = await this.#prepare(said, manner, day);
    const { columns } = prepared.listing;
    const { code, measures } = measuresOf(this.#reading.executor.schema, prepared.listing);
    const at = columns.indexOf(code);
    const shown = measures.map(({ read }) => columns.indexOf(read));
    const [rows, villages] = await Promise.all([rowsOf(prepared), this.villages(day)]);
    const values = rows.map((row) => {
      const village = villages.get(row[at] as string);
      if (village) return [village, shown.map((i) => row[i] as Value)] as const;
      throw new Refusal('CONFLICT', `the register was redrawn meanwhile: ${row[at]} is no village of ${day} any more. Ask again`);
    });
    return { name: prepared.name, measures, values: new Map(values) };
  }

  #prepare(said: Said, manner: Manner, day: Day): Promise<Prepared> {
    const context: FederatedRequest = { envelope: { ...this.#envelope, day }, hops: {}, signal: this.#signal };
    return prepare(this.#reading, said, manner, context);
  }

  async #read(query: string, day: Day, variables = {}): Promise<Row[]> {
    return rowsOf(await this.#prepare({ query, variables }, PLAIN, day));
  }
}

async function rowsOf({ pages }: Prepared): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const page of pages) rows.push(...page);
  return rows;
}

const keysOf = (text: Cell | undefined): string[] => (text == null ? [] : String(text).split(';'));
const placeOf = ([id, code, name]: readonly unknown[]): Place => ({ id, code, name }) as Place;
const villageOf = (row: Row): Village => ({ ...placeOf(row), township: placeOf(row.slice(3)) });
