/**
 * The four subgraphs of the public federation benchmark (accounts, inventory, products, reviews), each at a path of its
 * own of one small process, so that what is measured is the gateway before them. Execution is compiled.
 */
import { createServer } from 'node:http';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { SHOPS } from './schemas.ts';

const USERS = ['Uri Goldshtein', 'Dotan Simha', 'Kamil Kisiela', 'Arda Tanrikulu', 'Gil Gardosh', 'Laurin Quast'].map((name, i) => ({
  id: `${i + 1}`,
  name,
  username: `u${i + 1}`,
  birthday: 1990 + i,
}));
const PRODUCTS = ['Table', 'Couch', 'Glass', 'Chair', 'TV', 'Lamp', 'Grill', 'Fridge', 'Sofa'].map((name, i) => ({
  upc: `${i + 1}`,
  name,
  price: [899, 1299, 15, 499, 1299, 6999, 3999, 100_000, 9999][i] as number,
  weight: [100, 1000, 20, 100, 1000, 300, 2000, 6000, 800][i] as number,
}));
const REVIEWS = [1, 1, 2, 3, 4, 1, 1, 1, 1, 1, 2].map((author, i) => ({
  id: `${i + 1}`,
  body: ['Love it!', 'Prefer something else.', 'Could be better.', 'Too expensive.'][i % 4] as string,
  author: { id: `${author > 2 ? author : (i % 6) + 1}` },
  product: { upc: `${(i % 9) + 1}` },
}));

type Key = { readonly id: string; readonly upc: string; readonly weight?: number; readonly price?: number };
const RESOLVERS: Readonly<Record<string, object>> = {
  accounts: {
    Query: { me: () => USERS[0], users: () => USERS, user: (_: unknown, { id }: Key) => USERS.find((u) => u.id === id) },
    User: { __resolveReference: ({ id }: Key) => USERS.find((u) => u.id === id) },
  },
  inventory: {
    Product: {
      __resolveReference: (key: Key) => ({ ...key, inStock: Number(key.upc) % 2 === 1 }),
      shippingEstimate: ({ price, weight }: Key) => ((price ?? 0) > 1000 ? 0 : Math.round((weight ?? 0) * 0.5)),
    },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { first: number }) => PRODUCTS.slice(0, first) },
    Product: { __resolveReference: ({ upc }: Key) => PRODUCTS.find((p) => p.upc === upc) },
  },
  reviews: {
    Query: { review: (_: unknown, { id }: Key) => REVIEWS.find((r) => r.id === id) },
    User: { reviews: ({ id }: Key) => REVIEWS.filter((r) => r.author.id === id), __resolveReference: ({ id }: Key) => ({ id }) },
    Product: { reviews: ({ upc }: Key) => REVIEWS.filter((r) => r.product.upc === upc), __resolveReference: ({ upc }: Key) => ({ upc }) },
  },
};

const shops = Object.fromEntries(
  Object.entries(SHOPS).map(([name, sdl]) => {
    const schema = buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: RESOLVERS[name] as never }]);
    const compiled = new Map<string, CompiledQuery>();
    const answer = async (body: string): Promise<string> => {
      const { query, variables } = JSON.parse(body) as { query: string; variables?: Record<string, unknown> };
      let known = compiled.get(query);
      if (!known) {
        const made = compileQuery(schema, parse(query));
        if (!isCompiledQuery(made)) throw new Error(JSON.stringify(made));
        compiled.set(query, (known = made));
      }
      return JSON.stringify(await known.query(undefined, undefined, variables ?? {}));
    };
    return [`/${name}/graphql`, answer] as const;
  }),
);

createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', async () => {
    const answer = shops[request.url ?? ''];
    const text = answer
      ? await answer(Buffer.concat(chunks).toString()).catch((e) => JSON.stringify({ errors: [{ message: String(e) }] }))
      : '{}';
    response.setHeader('content-type', 'application/json').end(text);
  });
}).listen(Number(process.env['PORT']), '127.0.0.1');
