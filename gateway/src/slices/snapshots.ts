import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { ROLES } from '#access/policies';
import type { Caller } from '#platform/context';
import type { Envelope } from '#platform/envelope';
import { newId } from '#platform/id';
import { Refusal } from '#platform/refusal';
import type { Column } from '../exports/file.ts';
import { parquet } from '../exports/parquet.ts';
import type { Prepared } from '../exports/prepare.ts';
import { factsOf } from '../exports/send.ts';
import type { Persons } from './lists.ts';

/** A column of a snapshot: its name in the graph, how it is headed, and what its values are called. */
export interface SnapshotColumn extends Column {
  readonly name: string;
  readonly label: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** What is known of a snapshot beside its rows. */
export interface Manifest {
  readonly id: string;
  readonly list: string;
  readonly day: string;
  /** The instant as of which its rows were known, where one was asked for. */
  readonly knownAt?: string | undefined;
  readonly takenAt: string;
  readonly takenBy: string;
  readonly rows: number;
  readonly columns: readonly SnapshotColumn[];
  /** Hash of the file: what it was sealed with. */
  readonly sha256: string;
  /** Who stands behind the rows, where they tell sensitive outcomes. */
  readonly persons?: Persons | undefined;
  /** Under which scope and duties it was taken: nobody else opens it. */
  readonly duties: Duties;
}

interface Duties {
  readonly role: string;
  readonly purpose: string | null;
  readonly reads: readonly string[];
  /** Hash of the role's policy: when the policy changes, what was taken under it stays closed. */
  readonly policy: string;
}

const dutiesOf = ({ role, purpose, reads }: Caller): Duties => ({
  role,
  purpose: purpose ?? null,
  reads: [...new Set(reads)].sort(),
  policy: createHash('sha256')
    .update(JSON.stringify((ROLES as Record<string, unknown>)[role] ?? null))
    .digest('hex'),
});

const same = (a: Duties, b: Duties): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The most snapshots that callers of one scope and duties keep. */
const KEPT = 100;
/** A draft to which nothing was written for so long was left by a process that ended. */
const LEFT_MS = 10 * 60_000;

/**
 * Snapshots under the data folder: each a Parquet file and a manifest signed by the platform. They are made by the
 * exporter under a caller's scope, and opened by callers of the very same scope and duties alone.
 */
export class Snapshots {
  readonly #folder: string;
  readonly #secret: string;

  constructor(dataFolder: string, secret: string) {
    this.#folder = join(dataFolder, 'snapshots');
    this.#secret = secret;
    if (existsSync(this.#folder))
      for (const name of readdirSync(this.#folder)) if (name.endsWith('.part')) this.#removeLeft(join(this.#folder, name));
  }

  /** A draft that was left behind: another process may still be writing one that is younger. */
  #removeLeft(draft: string): void {
    const written = statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (Date.now() - written > LEFT_MS) rmSync(draft, { force: true });
  }

  /** Writes a list that has been begun; nothing is left when it breaks off. */
  async take(
    list: string,
    { listing, pages }: Prepared,
    columns: readonly SnapshotColumn[],
    persons: Persons | undefined,
    envelope: Envelope,
    signal: AbortSignal,
  ): Promise<Manifest> {
    const { caller, now } = envelope;
    const { asOf: day, knownAt } = factsOf(envelope) as { asOf: string; knownAt?: string };
    if (this.of(caller).length >= KEPT)
      throw new Refusal(
        'LIMIT_EXCEEDED',
        `there are ${KEPT} snapshots of your scope and duties; DELETE /slices/snapshots/<id> those that nobody needs`,
        { max: KEPT },
      );
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const id = newId('snp');
    const draft = `${this.#file(id)}.part`;
    const hash = createHash('sha256');
    let rows = 0;
    const counted = async function* () {
      for await (const page of pages) {
        rows += page.length;
        yield page;
      }
    };
    const bytes = async function* () {
      for await (const piece of parquet.write(columns, counted(), { title: listing.name, facts: factsOf(envelope) })) {
        hash.update(piece);
        yield piece;
      }
    };
    try {
      await pipeline(bytes, createWriteStream(draft, { mode: 0o600, flags: 'wx' }), { signal });
      const manifest: Manifest = {
        id,
        list,
        day,
        ...(knownAt ? { knownAt } : {}),
        takenAt: now.toISOString(),
        takenBy: caller.id,
        rows,
        columns,
        sha256: hash.digest('hex'),
        ...(persons ? { persons } : {}),
        duties: dutiesOf(caller),
      };
      renameSync(draft, this.#file(id));
      writeFileSync(`${this.#manifest(id)}.part`, JSON.stringify({ manifest, seal: this.#seal(manifest) }), { mode: 0o600 });
      renameSync(`${this.#manifest(id)}.part`, this.#manifest(id)); // from here on it is there
      return manifest;
    } catch (error) {
      for (const path of [draft, this.#file(id), `${this.#manifest(id)}.part`]) rmSync(path, { force: true });
      throw error;
    }
  }

  /** The snapshots that a caller may open, newest first. */
  of(caller: Caller): Manifest[] {
    const duties = dutiesOf(caller);
    if (!existsSync(this.#folder)) return [];
    return readdirSync(this.#folder)
      .filter((name) => name.endsWith('.json'))
      .flatMap((name) => this.#read(name.slice(0, -'.json'.length)) ?? [])
      .filter((manifest) => same(manifest.duties, duties))
      .toSorted((a, b) => (a.takenAt < b.takenAt ? 1 : -1));
  }

  /** A snapshot and its file, if the caller may open it and nobody has altered it. */
  async open(id: string, caller: Caller): Promise<{ manifest: Manifest; path: string }> {
    const manifest = /^snp_[0-9a-z]{12}$/.test(id) ? this.#read(id) : undefined;
    if (!manifest || !same(manifest.duties, dutiesOf(caller)))
      throw new Refusal(
        'NOT_FOUND',
        `there is no snapshot ${id} of your scope and duties; GET /slices/snapshots lists those that there are`,
      );
    const path = this.#file(id);
    const hash = createHash('sha256');
    for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
    if (hash.digest('hex') !== manifest.sha256) throw new Error(`snapshot ${id} is not what was sealed`);
    return { manifest, path };
  }

  /** Removes a snapshot that the caller may open. */
  remove(id: string, caller: Caller): void {
    this.#owned(id, caller);
    rmSync(this.#manifest(id)); // from here on it is not there
    rmSync(this.#file(id), { force: true });
  }

  #owned(id: string, caller: Caller): Manifest {
    const manifest = /^snp_[0-9a-z]{12}$/.test(id) ? this.#read(id) : undefined;
    if (manifest && same(manifest.duties, dutiesOf(caller))) return manifest;
    throw new Refusal('NOT_FOUND', `there is no snapshot ${id} of your scope and duties; GET /slices/snapshots lists those that there are`);
  }

  #file = (id: string): string => join(this.#folder, `${id}.parquet`);
  #manifest = (id: string): string => join(this.#folder, `${id}.json`);
  #seal = (manifest: Manifest): string => createHmac('sha256', this.#secret).update(JSON.stringify(manifest)).digest('base64url');

  /** A manifest as it was signed; one that nobody here signed is none. */
  #read(id: string): Manifest | undefined {
    if (!existsSync(this.#manifest(id))) return undefined;
    const { manifest, seal } = JSON.parse(readFileSync(this.#manifest(id), 'utf8')) as { manifest: Manifest; seal: string };
    const [given, right] = [Buffer.from(seal), Buffer.from(this.#seal(manifest))];
    return given.length === right.length && timingSafeEqual(given, right) && manifest.id === id ? manifest : undefined;
  }
}
