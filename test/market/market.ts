import { createHash } from 'node:crypto';
import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  GraphQLSchema,
  isAbstractType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  parse,
  validate,
} from 'graphql';
import type { GraphQLCall } from '#platform/subgraph';
import { compose } from '../../gateway/src/compose.ts';
import { MARKET } from './schemas.ts';

/** Schemas of a market: several subgraphs or one, over the same rows and the same way of computing each field. */

type Row = Record<string, unknown> & { __typename: string };

/** What one operation meets: fields that fail or are null, by chance that is the same for everybody who computes them. */
export interface Luck {
  readonly seed: number;
  /** Of a hundred fields that may, so many fail; and as many are null. */
  readonly failing: number;
  /** What mutations have changed: each sees those before it. */
  readonly state: { stamp: number; names: Map<string, string | null> };
}

export const luck = (seed: number, failing: number): Luck => ({ seed, failing, state: { stamp: 0, names: new Map() } });

const REGIONS = ['n', 's'].map((code) => ({ __typename: 'Region', code, title: `region ${code}` }));
const COLOURS = [['RED', null, 'GREEN'], null, [], ['GREEN']];
const PRODUCTS: Row[] = [1, 2, 3, 4, 5, 6].map((i) => ({
  __typename: 'Product',
  upc: `p${i}`,
  sku: `s${i % 3}`,
  brand: { __typename: 'Brand', code: `b${Math.floor(i / 3)}`, title: i % 2 ? `brand ${i}` : null },
  name: `product ${i}`,
  label: i === 3 ? null : `the ${i}`,
  kind: ['TOOL', 'TOY', 'FOOD'][i % 3],
  colours: COLOURS[i % 4],
  price: i === 4 ? null : i * 100,
  weight: i * 7,
  size: i === 5 ? null : { __typename: 'Size', height: i, width: i === 2 ? null : i * 2, depth: i * 3 },
  tags: i % 2 ? [`t${i}`, 'all'] : null,
  matrix: [[i, null], [], [1, 2]],
  inStock: i % 2 === 0,
  score: i / 2,
  insured: i > 3,
}));
/** Known to those who refer to it, and to nobody who should know more: the answer lacks what they would have said. */
const STRANGER: Row = { __typename: 'Product', upc: 'p9' };
const USERS: Row[] = [1, 2, 3, 4].map((i) => ({
  __typename: 'User',
  id: `u${i}`,
  name: i === 2 ? null : `user ${i}`,
  label: `label ${i}`,
  email: `u${i}@market`,
  age: 20 + i,
  height: 1.5 + i / 10,
}));
const MEDIA: Row[] = [1, 2, 3, 4, 5].map((i) =>
  i % 2
    ? { __typename: 'Book', id: `m${i}`, title: `book ${i}`, pages: i * 10, rating: i }
    : { __typename: 'Film', id: `m${i}`, title: i === 4 ? null : `film ${i}`, minutes: i * 30, rating: i },
);
const REVIEWS: Row[] = [1, 2, 3, 4, 5, 6, 7].map((i) => ({
  __typename: 'Review',
  id: `r${i}`,
  text: i === 6 ? null : `text ${i}`,
  stars: i % 5,
}));
const WAREHOUSES: Row[] = [1, 2, 3].map((i) => ({
  __typename: 'Warehouse',
  id: `w${i % 2}`,
  region: REGIONS[i > 1 ? 1 : 0],
  city: i === 3 ? null : `city ${i}`,
  capacity: i * 1000,
}));

const number = (row: Row): number => Number(String(row['id'] ?? row['upc']).slice(1));
const pick = <T>(list: readonly T[], at: number): T => list[((at % list.length) + list.length) % list.length] as T;
const some = <T>(list: readonly T[], from: number, first: unknown): T[] =>
  list.map((_, i) => pick(list, from + i)).slice(0, typeof first === 'number' ? Math.max(0, first) : undefined);

type Args = Record<string, never> & { first?: number; id?: string; upc?: string; zone?: string; text?: string; name?: string };
type Compute = (row: Row, args: Args, luck: Luck) => unknown;

const isStranger = (row: Row): boolean => row['upc'] === STRANGER['upc'];

/** How the fields are computed that don't simply stand in a row. */
const COMPUTED: Readonly<Record<string, Compute>> = {
  'Query.products': (_, { first, filter }) => {
    const { kinds, under } = (filter ?? {}) as { kinds?: string[]; under?: { from: number; to?: number } };
    const fit = PRODUCTS.filter((p) => !kinds || kinds.includes(String(p['kind'])));
    return fit.filter((p) => !under || (Number(p['price']) >= under.from && Number(p['price']) <= (under.to ?? 1e9))).slice(0, first ?? 9);
  },
  'Query.product': (_, { upc }) => PRODUCTS.find((p) => p['upc'] === upc),
  'Query.things': (_, { first }) => [...some(PRODUCTS, 2, first), null],
  'Query.grid': () => [[PRODUCTS[0], PRODUCTS[1]], [], [PRODUCTS[0]]],
  'Query.version': () => 'v1',
  'Query.warehouses': (_, { first }) => some(WAREHOUSES, 0, first),
  'Query.users': (_, { first }) => some(USERS, 0, first),
  'Query.user': (_, { id }) => USERS.find((u) => u['id'] === id),
  'Query.me': () => USERS[0],
  'Query.search': (_, { first, text }) => some([USERS[1], PRODUCTS[2], MEDIA[0], PRODUCTS[2], MEDIA[2]], String(text).length, first),
  'Query.reviews': (_, { first }) => some(REVIEWS, 0, first),
  'Query.latest': () => REVIEWS[5],
  'Query.media': (_, { first }) => some(MEDIA, 0, first),
  'Query.medium': (_, { id }) => MEDIA.find((m) => m['id'] === id),
  'Query.books': () => [MEDIA[0], null, MEDIA[2]],
  'Query.rated': (_, { first }) => some(MEDIA, 1, first),
  'Mutation.rename': (_, { upc, name }, { state }) => {
    const found = PRODUCTS.find((p) => p['upc'] === upc);
    state.names.set(`${upc}`, name ?? null);
    return found && { ...found, stamp: ++state.stamp, name };
  },
  'Mutation.befriend': (_, { id }, { state }) => {
    const found = USERS.find((u) => u['id'] === id);
    return found && { ...found, stamp: ++state.stamp };
  },
  'Mutation.review': (_, { text }, { state }) => ({ ...(REVIEWS[0] as Row), text, stamp: ++state.stamp }),
  'Product.owner': (p) => (isStranger(p) ? null : pick(USERS, number(p))),
  'Product.related': (p, { first }) => (isStranger(p) ? null : some(PRODUCTS, number(p), first)),
  'Product.shipping': (p, { zone }) =>
    p['weight'] == null || p['price'] == null ? null : Number(p['weight']) * (zone === 'FAR' ? 10 : 1) + Number(p['price']),
  'Product.boxes': (p) => {
    const size = p['size'] as { height?: number | null; width?: number | null } | null | undefined;
    return size?.height == null || size.width == null ? null : size.height * size.width;
  },
  'Product.bulk': (p) => {
    const boxes = 'boxes' in p ? p['boxes'] : (COMPUTED['Product.boxes'] as Compute)(p, {} as Args, luck(0, 0));
    return boxes == null ? null : Number(boxes) / 4;
  },
  'Product.warehouse': (p) => (isStranger(p) ? null : pick(WAREHOUSES, number(p))),
  'Product.parcel': (p) => (isStranger(p) ? null : { __typename: 'Parcel', of: p['sku'] }),
  'Product.reviews': (p, { first }) => some(REVIEWS, number(p), first),
  'Product.count': (p) => number(p),
  'Parcel.barcode': (p) => `|${p['of']}|`,
  'Parcel.carrier': (p) => ({ __typename: 'Carrier', name: `carrier of ${p['of']}` }),
  'Parcel.route': () => REGIONS,
  'Carrier.rate': (_, { zone }) => (zone ? zone.length : null),
  'Warehouse.products': (w, { first }) => [null, ...some(PRODUCTS, number(w), first)],
  'Warehouse.carriers': (w) => [{ __typename: 'Carrier', name: `carrier at ${(w['region'] as Row)['code']}` }, null],
  'User.friends': (u, { first }) => some(USERS, number(u), first),
  'User.favourite': (u) => pick([PRODUCTS[1], MEDIA[0], null, USERS[0]], number(u)),
  'User.wishes': (u) => [
    PRODUCTS[0],
    null,
    pick([...MEDIA.filter((m) => m.__typename === 'Book'), ...USERS], number(u)),
    PRODUCTS[0],
    STRANGER,
  ],
  'User.reviews': (u, { first }) => [null, ...some(REVIEWS, number(u), first)],
  'User.count': (u) => number(u) * 2,
  'User.made': (u) => some(MEDIA, number(u), 2),
  'User.rated': (u) => some(MEDIA, number(u), 3),
  'Review.author': (r) => pick([...USERS, null], number(r)),
  'Review.product': (r) => pick([...PRODUCTS, STRANGER], number(r)),
  'Review.about': (r) => pick([PRODUCTS[0], USERS[1], MEDIA[1]], number(r)),
  'Review.replies': (r) => some(REVIEWS, number(r) + 1, number(r) % 3),
  'Book.maker': (m) => pick(USERS, number(m)),
  'Film.maker': (m) => pick([null, ...USERS], number(m)),
  'Book.sequel': (m) => pick([MEDIA[0], null, MEDIA[2]], number(m)),
  'Film.cast': (m) => some(USERS, number(m), 2),
  'Book.raters': (m, { first }) => some(USERS, number(m), first),
  'Film.raters': (m, { first }) => some(USERS, number(m), first),
  'Media.raters': (m, { first }) => some(USERS, number(m), first),
};

/** Keys, what others require, and values that several subgraphs give: without them entities can't be told apart, so they never fail. */
const SURE =
  /\.(upc|sku|brand|id|region|code|weight|price|size|height|width|depth|boxes|version|title)$|^(Query|Mutation|Brand|Size|Region)\./;

/** Whether a thing happens to a field of an object, out of a hundred. */
function happens({ seed, failing }: Luck, what: string, field: string, row: Row): boolean {
  if (failing === 0 || SURE.test(field) || isStranger(row)) return false;
  const key = row['id'] ?? row['upc'] ?? row['sku'] ?? row['of'] ?? row['name'] ?? '';
  return (
    createHash('md5')
      .update(`${seed} ${what} ${field.split('.')[1]} ${key}`)
      .digest()
      .readUInt16BE() %
      100 <
    failing
  );
}

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  Product: PRODUCTS,
  User: USERS,
  Book: MEDIA,
  Film: MEDIA,
  Media: MEDIA,
  Review: REVIEWS,
  Warehouse: WAREHOUSES,
};

/** The row that a representation is about: by whichever of its keys was sent. */
function rowOf(told: Row): Row | undefined {
  const same = (row: Row, key: string): boolean => JSON.stringify(row[key]) === JSON.stringify(told[key]);
  const rows = ROWS[told.__typename] ?? [];
  if (told['upc'] !== undefined) return rows.find((r) => same(r, 'upc'));
  if (told['sku'] !== undefined) return rows.find((r) => same(r, 'sku') && (r['brand'] as Row)['code'] === (told['brand'] as Row)['code']);
  return rows.find((r) => same(r, 'id') && (!told['region'] || (r['region'] as Row)['code'] === (told['region'] as Row)['code']));
}

function compute(schema: GraphQLSchema, seen: (type: string, field: string, row: Row) => Row = (_, __, row) => row): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (isAbstractType(type) && !type.name.startsWith('_')) type.resolveType = (row: Row) => row.__typename;
    if (!isObjectType(type) || type.name.startsWith('_')) continue;
    for (const field of Object.values(type.getFields())) {
      if (field.name.startsWith('_')) continue;
      const name = `${type.name}.${field.name}`;
      const worked = COMPUTED[name];
      field.resolve = (row: Row, args, context: Luck) => {
        if (happens(context, 'fails', name, row ?? {})) throw new Error(`${name.split('.')[1]} failed`);
        if (happens(context, 'is null', name, row ?? {})) return null;
        const value = worked ? worked(row, args, context) : row[field.name];
        const view = (v: unknown): unknown =>
          Array.isArray(v) ? v.map(view) : v && typeof v === 'object' ? seen(type.name, field.name, v as Row) : v;
        return view(value);
      };
    }
  }
  return schema;
}

/** What the one schema says of an entity that the subgraph of a field doesn't have: a federated answer says nothing. */
export const NO_ENTITY = 'there is no such entity';

/** The one schema that everything is compared with. */
export function monolith(api: GraphQLSchema): GraphQLSchema {
  const whole = compute(new GraphQLSchema(api.toConfig()));
  for (const type of Object.values(whole.getTypeMap()))
    if (isObjectType(type) && !type.name.startsWith('_'))
      for (const field of Object.values(type.getFields())) {
        const resolve = field.resolve as NonNullable<typeof field.resolve>;
        if (!isNonNullType(field.type)) continue;
        field.resolve = (row: Row, args, context, info) => {
          const value = resolve(row, args, context, info);
          if (value == null && row && isStranger(row)) throw new Error(NO_ENTITY);
          return value;
        };
      }
  return whole;
}

/** What a subgraph knows of a type only if it is told: its external fields. */
function externals(sdl: string): (type: string, field: string, row: Row) => Row {
  const external = new Map<string, string[]>();
  const provided = new Map<string, string[]>();
  for (const definition of parse(sdl).definitions)
    if (definition.kind === 'ObjectTypeDefinition')
      for (const field of definition.fields ?? []) {
        const directive = (name: string) => field.directives?.find((d) => d.name.value === name);
        if (directive('external')) external.set(definition.name.value, [...(external.get(definition.name.value) ?? []), field.name.value]);
        const fields = directive('provides')?.arguments?.[0]?.value;
        if (fields?.kind === 'StringValue') provided.set(`${definition.name.value}.${field.name.value}`, fields.value.split(' '));
      }
  return (type, field, row) => {
    const hidden = external.get(row.__typename);
    if (!hidden) return row;
    const shown = { ...row };
    for (const name of hidden) if (!provided.get(`${type}.${field}`)?.includes(name)) delete shown[name];
    return shown;
  };
}

export type Answer = (call: GraphQLCall, luck: Luck) => Promise<ExecutionResult>;

const KNOWS_NOT: Readonly<Record<string, readonly string[]>> = { catalog: ['p9'], stock: ['p9'], logistics: ['p9'] };

function subgraph(name: string, sdl: string): Answer {
  const schema = buildSubgraphSchema(parse(sdl)) as GraphQLSchema;
  const seen = externals(sdl);
  const own = compute(
    schema,
    name === 'ratings' ? (_, __, row) => (ROWS['Media']?.includes(row) ? { ...row, __typename: 'Media' } : row) : seen,
  );
  for (const type of Object.values(own.getTypeMap())) {
    const resolve = (told: Row) => {
      const row = rowOf(told) ?? (told['upc'] === 'p9' ? STRANGER : undefined);
      if (!row || KNOWS_NOT[name]?.includes(String(row['upc']))) return null;
      const shown = seen('', '', { ...row });
      // What is external comes from the gateway or not at all.
      return { ...shown, ...told, __typename: told.__typename === 'Media' && name === 'media' ? row.__typename : told.__typename };
    };
    if (isObjectType(type) || isInterfaceType(type))
      Object.assign(type.extensions, { apollo: { subgraph: { resolveReference: resolve } } });
  }
  const documents = new Map<string, { document: DocumentNode; errors: readonly GraphQLError[] }>();
  return async ({ query, variables, operationName }, context) => {
    let known = documents.get(query);
    if (!known) {
      const document = parse(query, { noLocation: true });
      documents.set(query, (known = { document, errors: validate(schema, document) }));
    }
    if (known.errors.length) throw new Error(`${name} was sent what it doesn't understand: ${known.errors[0]?.message}\n${query}`);
    return execute({ schema, document: known.document, variableValues: variables, operationName, contextValue: context });
  };
}

export const answers: Readonly<Record<string, Answer>> = Object.fromEntries(
  Object.entries(MARKET).map(([name, sdl]) => [name, subgraph(name, sdl)]),
);

export const marketSupergraph = compose(MARKET);
