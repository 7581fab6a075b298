import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { CHAINS } from './audit.ts';
import { LedgerHead } from './ledger.ts';
import type { Log } from './log.ts';
import type { Store } from './store.ts';

/**
 * A sealed checkpoint (封存点): where a chain stood at an instant, signed with a key that the store doesn't hold. Whoever
 * has the database in hands can write a new chain with right hashes, but not a signature over it.
 */
@Entity({ tableName: 'checkpoint' })
@Unique({ properties: ['chain', 'seq'], name: 'checkpoint_of_row' })
export class Checkpoint {
  @PrimaryKey({ type: 'integer', autoincrement: true }) row!: number;
  @Property({ type: 'string', length: 20 }) chain!: string;
  @Property({ type: 'integer' }) seq!: number;
  @Property({ type: 'string', length: 64 }) hash!: string;
  @Property({ type: 'Date', length: 3 }) at!: Date;
  @Property({ type: 'string', length: 100 }) signature!: string;
  @Property({ type: 'string', length: 16 }) keyId!: string;
}

/** A checkpoint with the name of its store, as the file beside the stores keeps it. */
export interface Sealed {
  readonly store: string;
  readonly chain: string;
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  readonly signature: string;
  readonly keyId: string;
}

/** The keys of the audit: one that seals, and all whose seals are trusted. */
export interface AuditKeys {
  readonly seals?: { readonly id: string; readonly key: KeyObject } | undefined;
  readonly trusted: ReadonlyMap<string, KeyObject>;
}

const idOf = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16);

function keyOf(text: string): { key: KeyObject; trusted: KeyObject } {
  const der = text.startsWith('-----') ? undefined : Buffer.from(text, 'base64');
  const open = () => {
    try {
      return createPrivateKey(der ? { key: der, format: 'der', type: 'pkcs8' } : text);
    } catch {
      return createPublicKey(der ? { key: der, format: 'der', type: 'spki' } : text);
    }
  };
  let key: KeyObject | undefined;
  try {
    key = open();
  } catch {}
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new Error('an audit key is an Ed25519 key, PKCS8 (SPKI to verify only), in PEM or base64: openssl genpkey -algorithm ed25519');
  return { key, trusted: key.type === 'private' ? createPublicKey(key) : key };
}

/**
 * Reads keys of the audit: PEM blocks one after another, or base64 separated by white space or commas. The first
 * private one seals, all are trusted: a new key is put before the old one, of which the public half is enough.
 */
export function auditKeys(text: string): AuditKeys {
  const parts = text.includes('-----') ? (text.match(/-----BEGIN[\s\S]*?-----END[^-]*-----/g) ?? []) : text.split(/[\s,]+/).filter(Boolean);
  const keys = parts.map(keyOf);
  const first = keys.find(({ key }) => key.type === 'private');
  return {
    seals: first && { id: idOf(first.trusted), key: first.key },
    trusted: new Map(keys.map(({ trusted }) => [idOf(trusted), trusted])),
  };
}

/** A new key, as PEM. */
export const newAuditKey = (): string => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;

const signed = ({ store, chain, seq, hash, at }: Omit<Sealed, 'signature' | 'keyId'>) =>
  Buffer.from(JSON.stringify(['guben checkpoint', store, chain, seq, hash, at]));

/** Whether the checkpoint is what a trusted key sealed: `unknown key` and `forged` say why not. */
export function sealOf(checkpoint: Sealed, { trusted }: AuditKeys): 'good' | 'unknown key' | 'forged' {
  const key = trusted.get(checkpoint.keyId);
  if (!key) return 'unknown key';
  return verify(null, signed(checkpoint), key, Buffer.from(checkpoint.signature, 'base64')) ? 'good' : 'forged';
}

function requireSeals({ seals }: AuditKeys) {
  if (!seals) throw new Error('none of the audit keys is private: these can verify, not seal');
  return seals;
}

/** A place in a chain, signed. */
export function sealed(content: Omit<Sealed, 'signature' | 'keyId'>, keys: AuditKeys): Sealed {
  const { key, id } = requireSeals(keys);
  return { ...content, signature: sign(null, signed(content), key).toString('base64'), keyId: id };
}

/** Keeps checkpoints in the file beside the stores. */
export function keepIn(file: string, made: readonly Sealed[]): void {
  if (made.length === 0) return;
  mkdirSync(dirname(file), { recursive: true });
  appendFileSync(file, made.map((seal) => `${JSON.stringify(seal)}\n`).join(''), { mode: 0o600 });
}

/** What seals: the keys, and the file beside the stores that outlives a database which somebody replaced. */
export interface Sealing {
  readonly keys: AuditKeys;
  readonly file: string;
}

/**
 * Seals each chain of the store that has at least `rows` new rows since its last checkpoint. The store gets the
 * checkpoint first, the file after it: what the file has and the store doesn't was taken from the store.
 */
export async function sealCheckpoint(store: Store, { keys, file }: Sealing, now: Date, rows = 1): Promise<Sealed[]> {
  requireSeals(keys);
  const made = await (store.orm.em.fork() as SqlEntityManager).transactional(async (tx) => {
    const em = tx as SqlEntityManager;
    const fresh: Sealed[] = [];
    for (const { name, head: id } of CHAINS) {
      const last = await em.find(Checkpoint, { chain: name }, { orderBy: { seq: 'desc' }, limit: 1 });
      const head = await em.findOneOrFail(LedgerHead, id);
      if (head.seq - (last[0]?.seq ?? 0) < rows) continue;
      const seal = sealed({ store: store.name, chain: name, seq: head.seq, hash: head.hash, at: now.toISOString() }, keys);
      const { store: _, ...row } = seal;
      await em.insert(Checkpoint, { ...row, at: now } as never);
      fresh.push(seal);
    }
    return fresh;
  });
  keepIn(file, made);
  return made;
}

/** How many new rows are sealed while the platform runs, without waiting for its stop. */
export const SEALED_ROWS = 500;
const SEALED_EVERY_MS = 60_000;

/** Seals at the start, whenever enough rows have come, and at the stop. */
export async function keepSealed(
  store: Store,
  sealing: Sealing,
  log: Log,
  { clock = () => new Date(), everyMs = SEALED_EVERY_MS }: { clock?: () => Date; everyMs?: number } = {},
): Promise<{ stop(): Promise<void> }> {
  let running: Promise<unknown> = Promise.resolve();
  const seal = (rows: number) =>
    (running = running.then(() =>
      sealCheckpoint(store, sealing, clock(), rows).catch((error) => log.error('not sealed', { store: store.name, error: String(error) })),
    ));
  await sealCheckpoint(store, sealing, clock());
  const timer = setInterval(() => void seal(SEALED_ROWS), everyMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await seal(1);
    },
  };
}

/** The checkpoints that the file beside the stores keeps for one of them; a line that is none is an error. */
export function keptIn(file: string, store: string): Sealed[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, i) => {
      if (!line.trim()) return [];
      try {
        return [JSON.parse(line) as Sealed];
      } catch {
        throw new Error(`line ${i + 1} of ${file} is not a checkpoint`);
      }
    })
    .filter((sealed) => sealed.store === store);
}
