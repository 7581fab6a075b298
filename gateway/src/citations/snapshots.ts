import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepIn, keptIn, type Sealed, type Sealing, sealed, sealOf } from '#platform/checkpoint';
import type { Caller } from '#platform/context';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import type { FigureRow } from '../reports/figures.ts';
import { coversAll } from './citation.ts';
import { isMissing, sha256, writeOnce } from './texts.ts';

/** What is sealed of an answer. */
export interface Content {
  readonly report: string;
  readonly title: string;
  readonly asOf: Day;
  readonly knownAt: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly sealedAt: string;
  readonly sealedBy: string;
  readonly owner: string;
  readonly role: string;
  readonly roles: readonly string[];
  readonly scope: readonly string[];
  readonly versions: Readonly<Record<string, number>>;
  /** Which period of which saved report it fulfils; null when somebody asked for it. */
  readonly period: { readonly report: string; readonly asOf: Day } | null;
  /** The idempotency key with which it was asked for, and the hash of what was asked. */
  readonly asked?: { readonly key: string; readonly input: string } | undefined;
  readonly definitions: Readonly<Record<string, string>>;
  readonly rows: readonly FigureRow[];
  /** What each duty that it is shared with is not told, and why, by the code of the figure. */
  readonly untold: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Snapshot {
  readonly id: string;
  readonly seq: number;
  /** Hash of the content. */
  readonly hash: string;
  readonly seal: Sealed;
  readonly content: Content;
  /** What is wrong with its file. */
  readonly damage: string | null;
}

/** A file that is not there, or that can't be read as a snapshot. */
interface Lost {
  readonly seq: number;
  readonly damage: string;
}

const CHAIN = 'snapshots';
const STORE = 'reports';
const ID = /^rps_(\d{1,9})_([0-9a-f]{12})$/;
const nameOf = (seq: number): string => `${String(seq).padStart(9, '0')}.json`;
const idOf = (seq: number, hash: string): string => `rps_${seq}_${hash.slice(0, 12)}`;

/**
 * The sealed answers of a deployment. Each is a file of two lines, its seal and its content; the seal signs the hash of the
 * one before it together with its own, and is kept a second time beside the stores. So an altered file, one that was put in,
 * one that is missing and one that was cut off the end are found, and named.
 */
export class Snapshots {
  readonly #folder: string;
  readonly #sealing: Sealing | undefined;

  constructor(folder: string, sealing: Sealing | undefined) {
    this.#folder = folder;
    this.#sealing = sealing;
  }

  /** Whether this deployment can seal; a refusal that says what is missing when it can't. */
  requireSeals(): Sealing {
    if (this.#sealing?.keys.seals) return this.#sealing;
    throw new Refusal('CONFLICT', 'nothing can be sealed here: the gateway has no private audit key. Set GUBEN_AUDIT_KEY');
  }

  seal(content: Content): Snapshot {
    const sealing = this.requireSeals();
    const text = JSON.stringify(content);
    const hash = sha256(text);
    for (;;) {
      const kept = this.#kept();
      const seq = Math.max(0, ...this.#numbers(), ...kept.keys()) + 1;
      const place = { store: STORE, chain: CHAIN, seq, hash: chained(this.#before(seq, kept), hash), at: content.sealedAt };
      const seal = sealed(place, sealing.keys);
      // Another process may take the number first: then it is chained behind that one.
      if (!writeOnce(this.#folder, nameOf(seq), `${JSON.stringify(seal)}\n${text}\n`)) continue;
      keepIn(sealing.file, [seal]);
      return { id: idOf(seq, hash), seq, hash, seal, content, damage: null };
    }
  }

  /** Every sealed answer, newest first, with what is wrong with those that are damaged; and what is no longer there. */
  all(): { snapshots: Snapshot[]; lost: Lost[] } {
    const kept = this.#kept();
    const numbers = new Set([...this.#numbers(), ...kept.keys()]);
    const most = Math.max(0, ...numbers);
    const found = Array.from({ length: most }, (_, i) => this.#read(most - i, kept));
    return {
      snapshots: found.filter((s): s is Snapshot => 'content' in s),
      lost: found.filter((s): s is Lost => !('content' in s)),
    };
  }

  seenBy(caller: Caller): Snapshot[] {
    return this.all().snapshots.filter((s) => maySee(s, caller));
  }

  /** One of them; what a caller may not see is not there. */
  get(id: string, caller: Caller): Snapshot {
    const [, seq, hash] = ID.exec(id) ?? [];
    const kept = this.#kept();
    const found = seq === undefined ? undefined : this.#read(Number(seq), kept);
    if (found && !('content' in found) && kept.has(found.seq))
      throw new Refusal('CONFLICT', `snapshot ${id} can't be read: ${found.damage}`);
    if (!found || !('content' in found) || !maySee(found, caller) || (found.damage === null && !found.hash.startsWith(hash as string)))
      throw new Refusal('NOT_FOUND', `no snapshot ${id} is yours or shared with ${caller.role} in your territory`);
    return { ...found, id };
  }

  /** What of a period is sealed. */
  ofPeriod(report: string, asOf: Day): Snapshot | undefined {
    return this.all().snapshots.find(({ content: { period } }) => period?.report === report && period.asOf === asOf);
  }

  /** What its owner has sealed with an idempotency key. */
  ofKey(key: string, { id, role }: Caller): Snapshot | undefined {
    return this.all().snapshots.find(({ content: c }) => c.asked?.key === key && c.owner === id && c.role === role);
  }

  /** What is wrong anywhere, in a line each. */
  damages(): string[] {
    const { snapshots, lost } = this.all();
    return [...snapshots, ...lost].filter((s) => s.damage !== null).map((s) => `${nameOf(s.seq)}: ${s.damage}`);
  }

  #numbers(): number[] {
    try {
      return readdirSync(this.#folder).flatMap((name) => (/^\d{9}\.json$/.test(name) ? [Number(name.slice(0, 9))] : []));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** The seals that are kept beside the stores, by number. */
  #kept(): Map<number, Sealed> {
    const { file } = this.#sealing ?? {};
    return new Map((file === undefined ? [] : keptIn(file, STORE)).map((seal) => [seal.seq, seal]));
  }

  /** The signed hash before a number: as it was kept beside the stores, which nobody alters with a file. */
  #before(seq: number, kept: ReadonlyMap<number, Sealed>): string {
    const known = kept.get(seq - 1)?.hash;
    if (seq === 1 || known !== undefined) return known ?? '';
    try {
      const [seal] = readFileSync(join(this.#folder, nameOf(seq - 1)), 'utf8').split('\n') as [string];
      return (JSON.parse(seal) as Sealed).hash;
    } catch {
      return '';
    }
  }

  #read(seq: number, kept: ReadonlyMap<number, Sealed>): Snapshot | Lost {
    let lines: string[];
    try {
      lines = readFileSync(join(this.#folder, nameOf(seq)), 'utf8').split('\n');
    } catch (error) {
      if (!isMissing(error)) throw error;
      return { seq, damage: kept.has(seq) ? 'its file was removed' : 'there is no file of this number, and the chain goes on behind it' };
    }
    try {
      const [first, text, ...rest] = lines as [string, string];
      const [seal, content] = [JSON.parse(first) as Sealed, JSON.parse(text) as Content];
      const hash = sha256(text);
      const damage = rest.join('') === '' ? this.#damage(seq, seal, hash, kept) : 'something was written behind its content';
      return { id: idOf(seq, hash), seq, hash, seal, content, damage };
    } catch {
      return { seq, damage: 'its file holds no snapshot any more' };
    }
  }

  #damage(seq: number, seal: Sealed, hash: string, kept: ReadonlyMap<number, Sealed>): string | null {
    const { keys } = this.#sealing ?? {};
    if (!keys) return null; // who has no key can't judge
    if (seal.seq !== seq || seal.store !== STORE || seal.chain !== CHAIN) return 'it was sealed in another place of the chain';
    const standing = sealOf(seal, keys);
    if (standing !== 'good')
      return standing === 'forged' ? 'its seal is forged' : `its seal is of a key that nobody trusts here, ${seal.keyId}`;
    if (kept.get(seq) && kept.get(seq)?.signature !== seal.signature) return 'another seal was kept for it beside the stores';
    return seal.hash === chained(this.#before(seq, kept), hash) ? null : 'its content is not what was sealed';
  }
}

const chained = (before: string, hash: string): string => sha256(`${before}\n${hash}`);

const maySee = ({ content: { owner, role, roles, scope } }: Snapshot, caller: Caller): boolean =>
  ((owner === caller.id && role === caller.role) || roles.includes(caller.role)) && coversAll(caller.reads, scope);

/** The figures of a snapshot as far as a duty is told them. */
export function rowsFor({ content: { rows, role, untold } }: Snapshot, caller: Caller): FigureRow[] {
  if (caller.role === role) return [...rows];
  const kept = untold[caller.role] ?? {};
  return rows.map((row) => {
    const why = kept[row.figure];
    if (why === undefined) return row;
    const { figure, label, qualifier, unit } = row;
    return {
      figure,
      label,
      qualifier,
      ...(unit ? { unit } : {}),
      value: null,
      withheld: why,
      printed: why === 'FORBIDDEN' ? '无权查看' : '不予公布',
    };
  });
}
