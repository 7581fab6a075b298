import { buildSubgraphSchema } from '@apollo/subgraph';
import {
  buildSchema,
  defaultFieldResolver,
  type GraphQLFieldResolver,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isUnionType,
  parse,
  printSchema,
  specifiedScalarTypes,
} from 'graphql';
import type { Ctx } from '#platform/context';
import type { Subgraph } from '#platform/subgraph';
import { ownRuntime } from '../../gateway/src/executor/own.ts';
import { subgraphs as specs } from '../../gateway/src/parts.ts';
import { committedSupergraph } from '../../gateway/src/platform.ts';

interface Whole {
  readonly of: Readonly<Record<string, Ctx>>;
}
type Resolve = GraphQLFieldResolver<unknown, Whole>;

/**
 * The resolvers of all subgraphs as one graphql-js schema: what a monolith would be. A row of one store meets a field of
 * another as a monolith would have it: by its key, read once for a request.
 */
export function merged(subgraphs: Readonly<Record<string, Subgraph>>): GraphQLSchema {
  const api = ownRuntime(committedSupergraph(), {}).schema;
  const names = Object.keys(subgraphs);
  const typeIn = (name: string, type: string) => subgraphs[name]?.schema.getType(type);
  const entities = new Set(names.flatMap((name) => Object.keys(specs[name]?.references ?? {})));
  /** Whose row an object is. */
  const origin = new WeakMap<object, string>();
  const mark = (value: unknown, name: string): unknown => {
    if (value instanceof Promise) return value.then((v) => mark(v, name));
    if (Array.isArray(value)) for (const one of value) mark(one, name);
    else if (typeof value === 'object' && value !== null) origin.set(value, name);
    return value;
  };

  const fieldOf = (type: GraphQLObjectType, field: string): Resolve | undefined => {
    const has = (name: string) => {
      const known = typeIn(name, type.name);
      return isObjectType(known) ? known.getFields()[field] : undefined;
    };
    const owners = names.filter(has);
    if (owners.length === 0) return undefined; // the gateway's own part, which nobody asks here
    const resolvers = Object.fromEntries(
      owners.map((name) => [name, (has(name)?.resolve ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, Ctx>]),
    );
    const givesRow = entities.has(getNamedType(type.getFields()[field]?.type)?.name ?? '');
    return (root, args, { of }, info) => {
      const from = typeof root === 'object' && root !== null ? origin.get(root) : undefined;
      const name = from && owners.includes(from) ? from : (owners[0] as string);
      const resolve = resolvers[name] as GraphQLFieldResolver<unknown, Ctx>;
      const ctx = of[name] as Ctx;
      const answer = (row: unknown) => {
        const value = row === null ? null : resolve(row, args, ctx, info);
        return givesRow ? mark(value, name) : value;
      };
      const reference = from && from !== name ? specs[name]?.references[type.name] : undefined;
      const row = reference ? reference(root as { id: string }, ctx) : root;
      return row instanceof Promise ? row.then(answer) : answer(row);
    };
  };

  const resolvers: Record<string, unknown> = {};
  for (const type of Object.values(api.getTypeMap())) {
    if (type.name.startsWith('__') || specifiedScalarTypes.some((s) => s.name === type.name)) continue;
    const own = names.map((name) => typeIn(name, type.name)).find(Boolean);
    if (isScalarType(own)) resolvers[type.name] = own;
    else if (isEnumType(own)) resolvers[type.name] = Object.fromEntries(own.getValues().map((v) => [v.name, v.value]));
    else if (isUnionType(own) || isInterfaceType(own)) resolvers[type.name] = { __resolveType: own.resolveType };
    else if (isObjectType(type)) {
      const fields = Object.keys(type.getFields()).flatMap((field) => {
        const resolve = fieldOf(type, field);
        return resolve ? [[field, resolve] as const] : [];
      });
      if (fields.length) resolvers[type.name] = Object.fromEntries(fields);
    }
  }
  const schema = buildSubgraphSchema([{ typeDefs: parse(printSchema(buildSchema(printSchema(api)))), resolvers: resolvers as never }]);
  // Defaults of arguments are the subgraphs' own, not the words that the schema prints of them.
  for (const type of Object.values(schema.getTypeMap()))
    if (isObjectType(type))
      for (const field of Object.values(type.getFields())) {
        const name = names.find(
          (n) => isObjectType(typeIn(n, type.name)) && (typeIn(n, type.name) as GraphQLObjectType).getFields()[field.name],
        );
        const own = name && (typeIn(name, type.name) as GraphQLObjectType).getFields()[field.name];
        for (const arg of field.args)
          arg.defaultValue = (own || undefined)?.args.find((a) => a.name === arg.name)?.defaultValue ?? arg.defaultValue;
      }
  return schema;
}
