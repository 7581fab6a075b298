import { parentPort, workerData } from 'node:worker_threads';
import { fillStore } from '#platform/fill';
import { Keyring, type KeySource } from '#platform/secret';
import { openStore, type StorePlace } from '#platform/store';
import type { SubgraphSpec } from '#platform/subgraph';

/** What a thread is told: which store to fill, where it lies, with which keys, and as of when. */
export interface Filling {
  readonly name: string;
  readonly place: StorePlace;
  readonly keys: KeySource;
  readonly now: Date;
}

const { name, place, keys, now } = workerData as Filling;
const spec = ((await import(`../../subgraphs/${name}/src/subgraph.ts`)) as Record<string, SubgraphSpec>)[name] as SubgraphSpec;
const bytes = (b: Uint8Array) => Buffer.from(b);
const ring = new Keyring({ ...keys, keys: keys.keys.map((k) => ({ ...k, bytes: bytes(k.bytes) })), hashKey: bytes(keys.hashKey) });
const store = await openStore(spec, { ...place, keys: ring });
try {
  await store.migrate();
  parentPort?.postMessage(await fillStore(store, spec.seed, now));
} finally {
  await store.close();
}
