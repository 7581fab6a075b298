/**
 * `npm run audit -- verify`: proves that no row of any store's ledger or read audit was altered, removed, reordered or cut
 * off, offline or beside the running platform; exit code 1 names the first row that doesn't fit.
 * `npm run audit -- seal`: makes checkpoints now.
 * `npm run audit -- list --noun Person --from 2026-06-01 --to 2026-06-30`: who has read what.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AuditRow } from '#platform/audit';
import { auditKeys, newAuditKey, sealCheckpoint } from '#platform/checkpoint';
import { asDay, asLocalTime, dayOf } from '#platform/day';
import { openStore, type Store } from '#platform/store';
import { told, verifyStore } from '#platform/verify';
import { Snapshots } from '../gateway/src/citations/snapshots.ts';
import { keptSecret, readConfig } from '../gateway/src/config.ts';
import { subgraphs } from '../gateway/src/parts.ts';

const config = readConfig(process.env);
const file = join(config.dataFolder, 'checkpoints.jsonl');
const KEY_FILE = 'audit-key.pem';

function keys(toSeal: boolean) {
  const given = process.env['GUBEN_AUDIT_KEY'];
  if (!given && config.mode === 'production')
    throw new Error('set GUBEN_AUDIT_KEY: the Ed25519 key that seals the audit, or its public half to verify');
  if (given) return auditKeys(given);
  const made = existsSync(join(config.dataFolder, KEY_FILE));
  return auditKeys(toSeal || made ? keptSecret(config.dataFolder, KEY_FILE, newAuditKey) : '');
}

/** Opens one store after the other; says which there are none of. */
async function eachStore(readOnly: boolean, work: (store: Store) => Promise<void>): Promise<boolean> {
  let found = true;
  for (const spec of Object.values(subgraphs)) {
    const place = config.place(spec.name);
    if (place.file && !existsSync(place.file)) {
      console.error(`${spec.name}: there is no store at ${place.file}; npm start makes it`);
      found = false;
      continue;
    }
    const store = await openStore(spec, { ...place, readOnly });
    try {
      await work(store);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new Error(
        /no such (table|column)|does not exist/.test(message) ? `${spec.name}: the store is older than this; npm run migrate` : message,
      );
    } finally {
      await store.close();
    }
  }
  return found;
}

async function verify(): Promise<boolean> {
  const trusted = keys(false);
  let whole = true;
  const found = await eachStore(true, async (store) => {
    for (const verdict of await verifyStore(store, trusted, file)) {
      console.log(told(verdict));
      whole &&= !verdict.broken;
    }
  });
  const snapshots = new Snapshots(join(config.dataFolder, 'reports', 'snapshots'), { keys: trusted, file });
  const damages = snapshots.damages();
  for (const damage of damages) console.log(`reports snapshots: BROKEN, ${damage}`);
  const { length } = snapshots.all().snapshots;
  if (length > 0 && damages.length === 0) console.log(`reports snapshots: ${length}, whole`);
  return whole && found && damages.length === 0;
}

async function seal(): Promise<boolean> {
  const sealing = { keys: keys(true), file };
  return eachStore(false, async (store) => {
    const made = await sealCheckpoint(store, sealing, new Date());
    console.log(`${store.name}: ${made.map(({ chain, seq }) => `${chain} sealed at row ${seq}`).join(', ') || 'nothing new to seal'}`);
  });
}

const DAY_MS = 86_400_000;
/** The first instant of a day in Asia/Shanghai. */
const dawn = (day: string) => new Date(`${asDay(day)}T00:00:00+08:00`);

async function list(asked: { noun?: string | undefined; from?: string | undefined; to?: string | undefined }): Promise<boolean> {
  const today = dayOf(new Date());
  const at = { $gte: dawn(asked.from ?? '2000-01-01'), $lt: new Date(dawn(asked.to ?? today).getTime() + DAY_MS) };
  return eachStore(true, async (store) => {
    const em = store.orm.em.fork();
    for (let seq = 0; ; ) {
      const rows = await em.find(
        AuditRow,
        { seq: { $gt: seq }, at, ...(asked.noun ? { noun: asked.noun } : {}) },
        { orderBy: { seq: 'asc' }, limit: 1000, disableIdentityMap: true },
      );
      for (const row of rows) {
        const whose = row.keys ? JSON.parse(row.keys).join(' ') : `${row.count} of them`;
        const purpose = row.purpose ? `for ${row.purpose}` : 'without a purpose';
        console.log(
          [
            `${store.name} ${row.seq}`,
            asLocalTime(row.at),
            `${row.actor} as ${row.role} through ${row.client}`,
            `${row.operation} ${purpose}`,
            `${row.noun} ${JSON.parse(row.fields).join(', ')}`,
            whose,
            `in ${JSON.parse(row.territory).join(' ')}`,
            row.requestId,
          ].join('\t'),
        );
      }
      if (rows.length < 1000) break;
      seq = rows.at(-1)?.seq ?? seq;
    }
  });
}

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { noun: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } },
  });
  const work = { verify, seal, list: () => list(values) }[positionals[0] ?? ''];
  if (!work) throw new Error('say what to do: npm run audit -- verify | seal | list [--noun Person] [--from 2026-06-01] [--to 2026-06-30]');
  process.exitCode = (await work()) ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
