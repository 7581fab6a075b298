import {
  type ArgumentNode,
  type ConstDirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  type TypeNode,
  type ValueNode,
  valueFromASTUntyped,
} from 'graphql';

/** The size of a page whose length nobody says. */
const PAGE_CEILING = 200;
/** The size of a list of objects that says nothing of its own. */
const LIST_SIZE = 10;
/** A change costs more than what it answers. */
const MUTATION = 10;

type Variables = Readonly<Record<string, unknown>>;

/** What an operation costs by the directives of the IBM GraphQL Cost specification, before anything of it is carried out. */
export type PriceList = (document: DocumentNode, operation: OperationDefinitionNode, variables: Variables) => number;

interface Field {
  readonly type: string;
  readonly list: boolean;
  readonly weight: number | undefined;
  readonly size: { readonly assumed?: number; readonly slicing: readonly string[]; readonly fields: readonly string[] } | undefined;
}

interface Type {
  /** The object types it may be; itself when it is one, none when it is a leaf. */
  readonly objects: string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly weight: number | undefined;
}

/** The sizes that a field gives to the lists below it, as `nodes` and `edges` of a page. */
type Sized = Readonly<Record<string, number>>;

/** Reads the price of every field from the supergraph. */
export function priceList(supergraph: string): PriceList {
  const { types, roots } = read(parse(supergraph, { noLocation: true }));
  return (document, operation, variables) => {
    const root = roots[operation.operation];
    if (!root) return 0;
    return (
      (operation.operation === 'mutation' ? MUTATION : 0) + pricing(types, document, operation, variables)(root, operation.selectionSet)
    );
  };
}

/** Prices selections of one operation; each selection is priced once for each type it meets, so fragments may nest at will. */
function pricing(types: ReadonlyMap<string, Type>, document: DocumentNode, operation: OperationDefinitionNode, variables: Variables) {
  const fragments = new Map(document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d] as const] : [])));
  const defaults = new Map(operation.variableDefinitions?.map((d) => [d.variable.name.value, d.defaultValue]));
  const given = (node: ValueNode): unknown => {
    if (node.kind !== Kind.VARIABLE) return valueFromASTUntyped(node, variables as never);
    const name = node.name.value;
    if (Object.hasOwn(variables, name)) return variables[name];
    const otherwise = defaults.get(name);
    return otherwise ? valueFromASTUntyped(otherwise) : undefined;
  };
  const argument = (args: readonly ArgumentNode[] | undefined, name: string): unknown => {
    const node = args?.find((a) => a.name.value === name);
    return node && given(node.value);
  };
  const leftOut = (node: { readonly directives?: FieldNode['directives'] }): boolean =>
    node.directives?.some(
      (d) =>
        (d.name.value === 'skip' && argument(d.arguments, 'if') === true) ||
        (d.name.value === 'include' && argument(d.arguments, 'if') === false),
    ) ?? false;

  const memory = new WeakMap<SelectionSetNode, Map<string, number>>();
  const priceOf = (set: SelectionSetNode, object: string, sized: Sized): number => {
    const key = `${object} ${JSON.stringify(sized)}`;
    let prices = memory.get(set);
    if (!prices) memory.set(set, (prices = new Map()));
    const known = prices.get(key);
    if (known !== undefined) return known;
    prices.set(key, 0); // a circle is refused elsewhere
    let sum = 0;
    for (const selection of set.selections) {
      if (leftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) sum += ofField(selection, object, sized);
      else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition?.name.value;
        if (fragment && (condition === undefined || types.get(condition)?.objects.includes(object)))
          sum += priceOf(fragment.selectionSet, object, sized);
      }
    }
    prices.set(key, sum);
    return sum;
  };

  /** How many rows a field's page or list has: what the caller says, at most assumed. */
  const sizeOf = (node: FieldNode, { size }: Field): number | undefined => {
    if (!size) return undefined;
    const said = size.slicing
      .filter((name) => node.arguments?.some((a) => a.name.value === name && a.value.kind !== Kind.NULL))
      .map((name) => argument(node.arguments, name))
      .filter((value) => value !== null)
      .map((value) => (typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : PAGE_CEILING));
    return said.length ? Math.max(...said) : (size.assumed ?? PAGE_CEILING);
  };

  const ofField = (node: FieldNode, object: string, sized: Sized): number => {
    const field = types.get(object)?.fields.get(node.name.value);
    if (!field) return 0; // __typename and its like
    const size = sizeOf(node, field);
    const below: Sized = size === undefined ? {} : Object.fromEntries((field.size?.fields ?? []).map((name) => [name, size]));
    const times = field.list ? (sized[node.name.value] ?? size ?? LIST_SIZE) : 1;
    // Of an abstract type, the dearest.
    const prices = (types.get(field.type)?.objects ?? []).map(
      (name) => (field.weight ?? types.get(name)?.weight ?? 1) + (node.selectionSet ? priceOf(node.selectionSet, name, below) : 0),
    );
    return times * (prices.length ? Math.max(...prices) : (field.weight ?? types.get(field.type)?.weight ?? 0));
  };
  return (root: string, set: SelectionSetNode): number => priceOf(set, root, {});
}

function read(supergraph: DocumentNode): { types: ReadonlyMap<string, Type>; roots: Readonly<Record<string, string>> } {
  const names = directiveNames(supergraph);
  const types = new Map<string, Type>();
  const roots: Record<string, string> = {};
  const implementers: [string, string][] = [];
  for (const definition of supergraph.definitions) {
    if (definition.kind === Kind.SCHEMA_DEFINITION)
      for (const { operation, type } of definition.operationTypes) roots[operation] = type.name.value;
    if (!('name' in definition) || !definition.name) continue;
    const name = definition.name.value;
    const weight = weightIn(definition.directives as readonly ConstDirectiveNode[] | undefined, names.cost);
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION: {
        const fields = new Map(
          definition.fields?.map((f): [string, Field] => [
            f.name.value,
            {
              type: named(f.type),
              list: listed(f.type),
              weight: weightIn(f.directives, names.cost),
              size: sizeIn(f.directives, names.listSize),
            },
          ]),
        );
        const object = definition.kind === Kind.OBJECT_TYPE_DEFINITION;
        types.set(name, { objects: object ? [name] : [], fields, weight });
        if (object) for (const i of definition.interfaces ?? []) implementers.push([i.name.value, name]);
        break;
      }
      case Kind.UNION_TYPE_DEFINITION:
        types.set(name, { objects: definition.types?.map((t) => t.name.value) ?? [], fields: new Map(), weight });
        break;
      case Kind.SCALAR_TYPE_DEFINITION:
      case Kind.ENUM_TYPE_DEFINITION:
        types.set(name, { objects: [], fields: new Map(), weight });
    }
  }
  for (const [face, object] of implementers) types.get(face)?.objects.push(object);
  return { types, roots };
}

/** What the supergraph calls the two directives: a composition may rename them. */
function directiveNames(supergraph: DocumentNode): { cost: string; listSize: string } {
  const names: Record<string, string> = { '@cost': 'cost', '@listSize': 'listSize' };
  for (const definition of supergraph.definitions)
    if (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION)
      for (const link of definition.directives ?? []) {
        const args = argsOf(link);
        if (!String(args['url']).startsWith('https://specs.apollo.dev/cost/')) continue;
        for (const item of (args['import'] as (string | { name: string; as?: string })[] | undefined) ?? []) {
          const { name, as = name } = typeof item === 'string' ? { name: item } : item;
          names[name] = as.replace(/^@/, '');
        }
      }
  return { cost: names['@cost'] as string, listSize: names['@listSize'] as string };
}

const argsOf = (directive: ConstDirectiveNode): Record<string, unknown> =>
  Object.fromEntries(directive.arguments?.map((a) => [a.name.value, valueFromASTUntyped(a.value)]) ?? []);

const weightIn = (directives: readonly ConstDirectiveNode[] | undefined, name: string): number | undefined => {
  const found = directives?.find((d) => d.name.value === name);
  return found && Number(argsOf(found)['weight']);
};

const sizeIn = (directives: readonly ConstDirectiveNode[] | undefined, name: string): Field['size'] => {
  const found = directives?.find((d) => d.name.value === name);
  if (!found) return undefined;
  const { assumedSize, slicingArguments, sizedFields } = argsOf(found);
  return {
    ...(typeof assumedSize === 'number' ? { assumed: assumedSize } : {}),
    slicing: (slicingArguments as string[] | undefined) ?? [],
    fields: (sizedFields as string[] | undefined) ?? [],
  };
};

const named = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : named(type.type));
const listed = (type: TypeNode): boolean =>
  type.kind === Kind.LIST_TYPE || (type.kind === Kind.NON_NULL_TYPE && type.type.kind === Kind.LIST_TYPE);
