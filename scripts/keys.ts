/**
 * `npm run keys -- check`: says how many sealed values lie under which key, in every store and in its ledger.
 * `npm run keys -- rotate`: seals every value under the first key of GUBEN_KEYS. It may be broken off and run again. With
 * another GUBEN_HASH_KEY or GUBEN_CIPHER it makes the hashes anew as well; nothing else may run then.
 */
import { existsSync } from 'node:fs';
import { census, ledgerCensus, rotate } from '#platform/rotation';
import { openStore, type Store } from '#platform/store';
import { readConfig } from '../gateway/src/config.ts';
import { subgraphs } from '../gateway/src/parts.ts';

const told = (under: Readonly<Record<string, number>>): string =>
  Object.entries(under)
    .map(([key, count]) => `${count} under ${key}`)
    .join(', ') || 'none';

async function check(store: Store): Promise<boolean> {
  let sound = true;
  for (const { name, under, unopened, misfits } of await census(store)) {
    console.log(
      `${name}: ${told(under)}${unopened ? `; ${unopened} that these keys don't open` : ''}${misfits ? `; ${misfits} hashes don't fit` : ''}`,
    );
    sound &&= unopened === 0 && misfits === 0;
  }
  return sound;
}

async function turn(store: Store): Promise<boolean> {
  for (const { name, values, sealed, hashed } of await rotate(store))
    console.log(`${name}: ${values} values, ${sealed} sealed anew${hashed ? `, ${hashed} hashes made anew` : ''}`);
  return true;
}

const [what] = process.argv.slice(2);
const work = { check, rotate: turn }[what ?? ''];
if (!work) {
  console.error('say check or rotate: npm run keys -- check');
  process.exit(2);
}
const config = readConfig(process.env);
let sound = true;
try {
  for (const spec of Object.values(subgraphs)) {
    const place = config.place(spec.name);
    if (place.file && !existsSync(place.file)) {
      console.error(`${spec.name}: there is no store at ${place.file}; npm start makes it`);
      sound = false;
      continue;
    }
    const store = await openStore(spec, { ...place, keys: config.keys() });
    try {
      sound = (await work(store)) && sound;
      const under = await ledgerCensus(store);
      if (Object.keys(under).length) console.log(`${spec.name}'s ledger: ${told(under)}; its rows can't change, so keep these keys`);
    } finally {
      await store.close();
    }
  }
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  console.error(/no such (table|column)|does not exist/.test(message) ? 'a store is older than this; npm run migrate' : message);
  process.exit(1);
}
if (!sound) process.exit(1);
