/**
 * `npm run schema`: writes each subgraph's schema and the supergraph composed of them, to be committed and reviewed as a
 * diff. With `--check` it writes nothing and fails when a committed file is stale.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogueOf } from '../gateway/src/catalogue/catalogue.ts';
import { compose } from '../gateway/src/compose.ts';
import { schemas as sdls, subgraphs } from '../gateway/src/parts.ts';

const check = process.argv.includes('--check');
const schemas = sdls();
const supergraph = compose(schemas);
catalogueOf(supergraph, '000000'); // a noun that says nothing for the data catalogue is named here
const files: Record<string, string> = {
  ...Object.fromEntries(Object.keys(subgraphs).map((name) => [`subgraphs/${name}/schema.graphql`, schemas[name] as string])),
  'gateway/supergraph.graphql': supergraph,
};
const stale: string[] = [];
for (const [name, content] of Object.entries(files)) {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  let committed: string | undefined;
  try {
    committed = readFileSync(path, 'utf8');
  } catch {}
  if (committed === content) continue;
  if (check) stale.push(name);
  else {
    writeFileSync(path, content);
    console.log(`written ${name}`);
  }
}
if (stale.length) {
  console.error(`stale: ${stale.join(', ')}; run npm run schema and review the diff`);
  process.exit(1);
}
