import type { LedgerRow } from '#platform/ledger';
import { type App, feedOf, testApp } from '#platform/testing';
import { villages } from '../../villages/src/subgraph.ts';
import { personnel } from './subgraph.ts';

let register: Promise<readonly LedgerRow[]> | undefined;

/** The ledger of the villages store, as its own subgraph writes it: read once for all tests of a file. */
const registerLedger = (): Promise<readonly LedgerRow[]> =>
  (register ??= (async () => {
    await using app = await testApp(villages);
    return await app.subgraph.feed.read(0, 1_000_000);
  })());

/** This subgraph, with the county in it unless said otherwise, following the register. */
export async function personnelApp(options: Parameters<typeof testApp>[1] = {}): Promise<App> {
  const rows = await registerLedger();
  return testApp(personnel, { ...options, feeds: [feedOf('villages', () => [...rows])] });
}
