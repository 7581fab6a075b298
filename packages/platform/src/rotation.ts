import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Keyring, keysOf, SecretType, sealOf } from './secret.ts';
import type { Store } from './store.ts';

/** A column of sealed values, and the column beside it with the hashes by which they are found: `phone`, `phoneHash`. */
interface SecretColumn {
  readonly table: string;
  readonly key: string;
  readonly column: string;
  readonly name: string;
  readonly hash: string | undefined;
}

function secretsOf(store: Store): SecretColumn[] {
  return [...store.orm.getMetadata().getAll().values()].flatMap((meta) =>
    Object.values(meta.properties)
      .filter((prop) => prop.customType instanceof SecretType)
      .map((prop) => ({
        table: meta.tableName,
        key: meta.getPrimaryProp().fieldNames[0] as string,
        column: prop.fieldNames[0] as string,
        name: `${meta.tableName}.${prop.name}`,
        hash: (meta.properties as Record<string, { fieldNames: string[] } | undefined>)[`${prop.name}Hash`]?.fieldNames[0],
      })),
  );
}

interface Value {
  readonly key: number;
  readonly text: string;
  readonly hash: string | null;
}

const BATCH = 500;

/** The values of a column after a row, in the order of rows. */
const read = (em: SqlEntityManager, { table, key, column, hash }: SecretColumn, after: number, limit = BATCH): Promise<Value[]> =>
  em.execute(
    `select "${key}" as "key", "${column}" as "text", ${hash ? `"${hash}"` : 'null'} as "hash" from "${table}" where "${key}" > ? and "${column}" is not null order by "${key}" limit ${limit}`,
    [after],
  );

async function* valuesOf(em: SqlEntityManager, secret: SecretColumn): AsyncGenerator<Value[]> {
  for (let after = -1; ; ) {
    const values = await read(em, secret, after);
    if (values.length === 0) return;
    yield values;
    after = (values.at(-1) as Value).key;
  }
}

const hashFits = (keys: Keyring, { name, hash }: SecretColumn, value: Value, plain: string): boolean =>
  hash === undefined || value.hash === keys.hash(name, plain);

/**
 * Tries the keys on one value of every column before the store answers anybody. With another hash key nobody would be
 * found and one number could be registered twice, so that is refused too.
 */
export async function tryKeys(store: Store): Promise<void> {
  const em = store.orm.em.fork() as SqlEntityManager;
  for (const secret of secretsOf(store)) {
    const [value] = await read(em, secret, -1, 1);
    if (!value) continue;
    let plain: string;
    try {
      plain = keysOf(em).open(value.text);
    } catch (error) {
      throw new Error(
        `${store.name}: the keys don't open ${secret.name}: ${(error as Error).message}. Give GUBEN_KEYS the key it was sealed with`,
      );
    }
    if (!hashFits(keysOf(em), secret, value, plain))
      throw new Error(
        `${store.name}: the hashes of ${secret.name} were made with another GUBEN_HASH_KEY or GUBEN_CIPHER. Give back the old one, or run npm run keys -- rotate while nothing else runs`,
      );
  }
}

/** What rotation did to a column. */
export interface Rotated {
  readonly name: string;
  readonly values: number;
  readonly sealed: number;
  readonly hashed: number;
}

/**
 * Seals every value that isn't under the first key, or not in the configured cipher, anew, batch by batch; makes hashes
 * anew that were made with another hash key. It may be broken off and run again, and run beside the platform as long as
 * the hash key and the cipher stay: a value that somebody changes meanwhile is left to the next pass.
 */
export async function rotate(store: Store): Promise<Rotated[]> {
  const em = store.orm.em.fork() as SqlEntityManager;
  const keys = keysOf(em);
  const done: Rotated[] = [];
  for (const secret of secretsOf(store)) {
    const { name, table, key, column, hash } = secret;
    let [values, sealed, hashed] = [0, 0, 0];
    for (let again = true; again; ) {
      [again, values] = [false, 0];
      for await (const batch of valuesOf(em, secret)) {
        values += batch.length;
        await em.transactional(async (tx) => {
          for (const value of batch) {
            const plain = keys.open(value.text);
            const [old, misfit] = [!keys.isCurrent(value.text), !hashFits(keys, secret, value, plain)];
            if (!old && !misfit) continue;
            again = true;
            const text = old ? keys.seal(plain).text : value.text;
            const set = hash ? `"${column}" = ?, "${hash}" = ?` : `"${column}" = ?`;
            const { affectedRows } = (await (tx as SqlEntityManager).execute(
              `update "${table}" set ${set} where "${key}" = ? and "${column}" = ?`,
              [text, ...(hash ? [keys.hash(name, plain)] : []), value.key, value.text],
              'run',
            )) as unknown as { affectedRows: number };
            if (affectedRows && old) sealed++;
            if (affectedRows && misfit) hashed++;
          }
        });
      }
    }
    done.push({ name, values, sealed, hashed });
  }
  return done;
}

/** How many values lie under which key. */
export interface Census {
  readonly name: string;
  /** By key and cipher, `2026 aes-256-gcm`. */
  readonly under: Readonly<Record<string, number>>;
  /** Values that the keys don't open, and hashes that don't fit. */
  readonly unopened: number;
  readonly misfits: number;
}

export async function census(store: Store): Promise<Census[]> {
  const em = store.orm.em.fork() as SqlEntityManager;
  const keys = keysOf(em);
  const counted: Census[] = [];
  for (const secret of secretsOf(store)) {
    const under: Record<string, number> = {};
    let [unopened, misfits] = [0, 0];
    for await (const batch of valuesOf(em, secret))
      for (const value of batch) {
        under[sealOf(value.text)] = (under[sealOf(value.text)] ?? 0) + 1;
        try {
          if (!hashFits(keys, secret, value, keys.open(value.text))) misfits++;
        } catch {
          unopened++;
        }
      }
    counted.push({ name: secret.name, under, unopened, misfits });
  }
  return counted;
}

const IN_TEXT = /"(v1\.[A-Za-z0-9-]{1,20}\.[a-z0-9-]+\.)/g;

/**
 * How many values the ledger holds under which key. Its rows can't change, so these stay under the keys of their day: a
 * key that is named here must be kept, after `keys` for new values.
 */
export async function ledgerCensus(store: Store): Promise<Readonly<Record<string, number>>> {
  const em = store.orm.em.fork() as SqlEntityManager;
  const under: Record<string, number> = {};
  for (let after = 0; ; ) {
    const rows = (await em.execute(
      `select "seq", "before", "after" from "ledger" where "seq" > ? and ("after" like '%"v1.%' or "before" like '%"v1.%') order by "seq" limit ${BATCH}`,
      [after],
    )) as { seq: number; before: string | null; after: string | null }[];
    if (rows.length === 0) return under;
    for (const { before, after: next } of rows)
      for (const [, head] of `${before ?? ''}${next ?? ''}`.matchAll(IN_TEXT)) {
        const seal = sealOf(head as string);
        under[seal] = (under[seal] ?? 0) + 1;
      }
    after = (rows.at(-1) as { seq: number }).seq;
  }
}
