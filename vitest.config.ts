import { defineConfig } from 'vitest/config';

// The one `graphql` that every library loads: without this, tests meet two copies of it.
const alias = [{ find: /^graphql$/, replacement: 'graphql/index.js' }];
const shared = { testTimeout: 60_000, hookTimeout: 180_000, globalSetup: ['./test/stores.setup.ts'] };
/** Everything that reads or writes a store runs on both engines. */
const stores = ['subgraphs/**/*.test.ts', 'packages/platform/**/*.test.ts'];

export default defineConfig({
  resolve: { alias },
  test: {
    maxWorkers: 2, // one a core of the machine that CI runs on
    isolate: false, // the modules are read once a worker, not once a file; tests keep nothing in them
    projects: [
      {
        resolve: { alias },
        test: { ...shared, name: 'sqlite', include: [...stores, 'packages/**/*.test.ts', 'gateway/**/*.test.ts', 'test/**/*.test.ts'] },
      },
      { resolve: { alias }, test: { ...shared, name: 'postgres', include: [...stores, 'test/stores/**/*.test.ts'] } },
    ],
  },
});
