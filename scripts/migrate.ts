/** `npm run migrate`: brings the schema of every store up to date and says what was done. */
import { openStore } from '#platform/store';
import { readConfig } from '../gateway/src/config.ts';
import { subgraphs } from '../gateway/src/parts.ts';

const config = readConfig(process.env);
for (const spec of Object.values(subgraphs)) {
  const store = await openStore(spec, config.place(spec.name));
  const done = await store.migrate();
  console.log(`${spec.name} (${store.engine}): ${done.length ? done.join(', ') : 'up to date'}`);
  await store.close();
}
