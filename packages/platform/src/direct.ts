import { type FieldNode, type GraphQLFieldResolver, GraphQLScalarType, type GraphQLSchema, isObjectType } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import type { Ctx } from './context.ts';

/**
 * Calls the methods of resolvers without what type-graphql puts in between. It finds the classes of arguments anew and
 * waits for a validation that nobody asked for at every field of every row; here arguments are made once for all rows
 * that are asked the same, and what a method gives at once is there at once.
 */

type Class = new () => object;

interface Param {
  readonly kind: string;
  readonly index: number;
  readonly name?: string;
  readonly propertyName?: string | undefined;
  readonly getType?: () => unknown;
}

interface Handler {
  /** On the class of the type itself, or on a class of resolvers beside it. */
  readonly kind?: 'internal' | 'external';
  readonly getObjectType?: () => unknown;
  readonly methodName: string;
  readonly schemaName: string;
  readonly target: Class;
  readonly params?: readonly Param[];
  readonly middlewares?: readonly unknown[];
  readonly roles?: readonly unknown[];
}

interface InputClass {
  readonly target: Class;
  readonly fields: readonly { readonly name: string; readonly getType: () => unknown }[];
}

type Convert = (value: never) => unknown;

const same: Convert = (value) => value;

const converters = new Map<unknown, Convert>();

/** A class and those that it extends. */
function lineageOf(target: Class): Class[] {
  const lineage: Class[] = [];
  for (let t: Class | null = target; t?.prototype !== undefined; t = Object.getPrototypeOf(t)) lineage.push(t);
  return lineage;
}

/** The fields of a class of inputs and of those that it extends. */
function fieldsOf(target: Class, among: readonly InputClass[]): InputClass['fields'] {
  const fields = new Map<string, InputClass['fields'][number]>();
  for (const t of lineageOf(target))
    for (const field of among.find((c) => c.target === t)?.fields ?? []) if (!fields.has(field.name)) fields.set(field.name, field);
  return [...fields.values()];
}

/** Makes an instance of a class from the values that are there: what wasn't sent isn't a property. */
function instantiate(target: Class, fields: readonly (readonly [string, Convert])[]): Convert {
  return (value: Record<string, never>) => {
    const instance = new target() as Record<string, unknown>;
    for (const key of Object.keys(instance)) if (instance[key] === undefined && !(key in value)) delete instance[key];
    for (const [name, convert] of fields) if (value[name] !== undefined) instance[name] = convert(value[name]);
    return instance;
  };
}

/** How a value of a type becomes what a method is given: lists item by item, inputs as instances of their class. */
function converterOf(type: unknown): Convert {
  const known = converters.get(type);
  if (known) return known;
  const input = getMetadataStorage().inputTypes.find((t) => t.target === type) as unknown as InputClass | undefined;
  if (!input || type instanceof GraphQLScalarType) {
    converters.set(type, same);
    return same;
  }
  let make: Convert | undefined; // an input may hold itself
  const convert: Convert = (value: unknown) => {
    if (value == null) return value;
    if (Array.isArray(value)) return value.map((v) => convert(v as never));
    make ??= instantiate(
      input.target,
      fieldsOf(input.target, getMetadataStorage().inputTypes as unknown as InputClass[]).map((f) => [f.name, converterOf(f.getType())]),
    );
    return make(value as never);
  };
  converters.set(type, convert);
  return convert;
}

type Given = (args: Record<string, never>) => unknown;

function givenBy(param: Param): Given {
  const type = param.getType?.();
  if (param.kind === 'arg') {
    const convert = converterOf(type);
    return (args) => convert(args[param.name as string] as never);
  }
  const fields = fieldsOf(type as Class, getMetadataStorage().argumentTypes as unknown as InputClass[]);
  return instantiate(
    type as Class,
    fields.map((f) => [f.name, converterOf(f.getType())]),
  ) as Given;
}

const instances = new Map<Class, object>();

function instanceOf(target: Class): object {
  let instance = instances.get(target);
  if (!instance) instances.set(target, (instance = new target()));
  return instance;
}

/** What stands for an object whose class has methods: the object itself, or an instance that was given its values. */
const withMethods = (target: Class, root: unknown): Record<string, unknown> =>
  (root instanceof target ? root : Object.assign(new target(), root)) as Record<string, unknown>;

/** The field's resolver, calling its method at once; undefined where something is meant to stand in between. */
function calling({
  kind,
  methodName,
  target,
  params = [],
  middlewares = [],
  roles,
}: Handler): GraphQLFieldResolver<unknown, Ctx> | undefined {
  if (params.some((p) => p.propertyName || !KINDS.includes(p.kind)) || middlewares.length || roles) return undefined;
  const sorted = params.toSorted((a, b) => a.index - b.index);
  const gives = sorted.map((p) => (p.kind === 'arg' || p.kind === 'args' ? givenBy(p) : undefined));
  const hasArgs = gives.some(Boolean);
  const kept = new WeakMap<FieldNode, { variables: unknown; made: readonly unknown[] }>();
  const madeOf = (args: Record<string, never>, node: FieldNode, variables: unknown): readonly unknown[] => {
    const known = kept.get(node);
    if (known && known.variables === variables) return known.made;
    const made = gives.map((give) => give?.(args));
    kept.set(node, { variables, made });
    return made;
  };
  const instance = kind === 'internal' ? undefined : instanceOf(target);
  return (root, args, ctx, info) => {
    const made = hasArgs ? madeOf(args as Record<string, never>, info.fieldNodes[0] as FieldNode, info.variableValues) : [];
    const given = sorted.map((p, i) => (p.kind === 'root' ? root : p.kind === 'context' ? ctx : p.kind === 'info' ? info : made[i]));
    const self = (instance ?? withMethods(target, root)) as Record<string, unknown>;
    const method = self[methodName];
    return typeof method === 'function' ? method.apply(self, given) : method;
  };
}

const KINDS = ['root', 'context', 'info', 'arg', 'args'];

/** Resolvers by the class of their type and the name of their method; those that are inherited belong to who inherits them. */
function handlersOf(resolvers: readonly unknown[]): Map<unknown, Map<string, Handler>> {
  const { fieldResolvers, resolverClasses } = getMetadataStorage();
  const found = new Map<unknown, Map<string, Handler>>();
  const put = (type: unknown, handler: Handler) => {
    const own = found.get(type) ?? new Map<string, Handler>();
    if (!own.has(handler.methodName)) found.set(type, own.set(handler.methodName, handler));
  };
  const heirs = (resolvers as Class[]).map((target) => ({ target, lineage: lineageOf(target) }));
  for (const handler of fieldResolvers as unknown as Handler[]) {
    if (handler.kind === 'internal') put(handler.target, handler);
    else
      for (const { target } of heirs.filter((h) => h.lineage.includes(handler.target)))
        for (const type of [typeOf(handler), typeOf(resolverClasses.find((c) => c.target === target))].filter(Boolean).slice(0, 1))
          put(type, { ...handler, target });
  }
  return found;
}

/** The class of the type that a resolver is about; none for one that leaves it to who inherits it. */
function typeOf(given: { readonly getObjectType?: unknown } | undefined): unknown {
  try {
    return (given?.getObjectType as (() => unknown) | undefined)?.();
  } catch {
    return undefined;
  }
}

/** Gives every field of a schema that type-graphql built a resolver that calls its method directly. */
export function callDirectly(schema: GraphQLSchema, resolvers: readonly unknown[]): GraphQLSchema {
  const storage = getMetadataStorage();
  const heirs = (resolvers as Class[]).map((target) => ({ target, lineage: lineageOf(target) }));
  const roots = [
    [schema.getQueryType(), storage.queries],
    [schema.getMutationType(), storage.mutations],
  ] as const;
  for (const [type, all] of roots)
    for (const handler of all as unknown as Handler[]) {
      const field = type?.getFields()[handler.schemaName];
      const heir = heirs.find((h) => h.lineage.includes(handler.target));
      if (field && heir) field.resolve = calling({ ...handler, target: heir.target }) ?? (field.resolve as never);
    }
  const handlers = handlersOf(resolvers);
  const classes = new Map([...storage.objectTypes, ...storage.interfaceTypes].map((c) => [c.target, c]));
  for (const { name, target, interfaceClasses = [] } of storage.objectTypes) {
    const type = schema.getType(name);
    if (!isObjectType(type)) continue;
    const origins = [...lineageOf(target as Class), ...interfaceClasses].flatMap((t) => classes.get(t) ?? []);
    for (const field of Object.values(type.getFields())) {
      const origin = origins.flatMap((o) => o.fields ?? []).find((f) => f.schemaName === field.name);
      if (!origin || origin.middlewares?.length || origin.roles) continue;
      const handler = handlers.get(origin.target)?.get(origin.name);
      const property = origin.name;
      const resolve = handler ? calling(handler) : (root: unknown) => (root as Record<string, unknown>)[property];
      if (resolve) field.resolve = resolve as never;
    }
  }
  return schema;
}
