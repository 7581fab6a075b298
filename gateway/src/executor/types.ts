import {
  buildASTSchema,
  type ConstDirectiveNode,
  type DefinitionNode,
  type DocumentNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isNonNullType,
  isObjectType,
  Kind,
  valueFromASTUntyped,
} from 'graphql';

/** What carrying out a plan must know of the types of the supergraph, also of those that no caller sees. */
export interface TypeFacts {
  /** Every name under which an object of these types may come. */
  within(names: readonly string[]): ReadonlySet<string>;
  field(type: string, name: string): { readonly type: string; readonly nonNull: boolean } | undefined;
  isObject(name: string): boolean;
  /** By which name a subgraph knows the objects of a type: where it knows an interface as an object, by the interface's. */
  toldTo(subgraph: string, type: string): string;
}

export function typeFacts(supergraph: GraphQLSchema): TypeFacts {
  const told = interfaceObjects(supergraph);
  return {
    within(names) {
      const found = new Set(names);
      for (const name of names) {
        const type = supergraph.getType(name);
        if (isAbstractType(type)) for (const possible of supergraph.getPossibleTypes(type)) found.add(possible.name);
      }
      return found;
    },
    field(name, field) {
      const type = supergraph.getType(name);
      const found = isObjectType(type) || isInterfaceType(type) ? type.getFields()[field] : undefined;
      return found && { type: getNamedType(found.type).name, nonNull: isNonNullType(found.type) };
    },
    isObject: (name) => isObjectType(supergraph.getType(name)),
    toldTo: (subgraph, type) => told.get(subgraph)?.get(type) ?? type,
  };
}

/** By subgraph, the types of which it knows nothing but an interface, as an object. */
function interfaceObjects(supergraph: GraphQLSchema): Map<string, Map<string, string>> {
  const names = new Map<string, string>();
  const graphs = supergraph.getType('join__Graph');
  if (isEnumType(graphs))
    for (const { name, astNode } of graphs.getValues()) names.set(name, String(argumentsOf(astNode, 'join__graph')[0]?.['name'] ?? name));
  const found = new Map<string, Map<string, string>>();
  for (const type of Object.values(supergraph.getTypeMap()))
    if (isInterfaceType(type))
      for (const { graph, isInterfaceObject } of argumentsOf(type.astNode, 'join__type')) {
        if (isInterfaceObject !== true) continue;
        const name = names.get(String(graph)) ?? String(graph);
        const types = found.get(name) ?? new Map<string, string>();
        for (const possible of supergraph.getPossibleTypes(type)) types.set(possible.name, type.name);
        found.set(name, types);
      }
  return found;
}

/** The arguments of each use of a directive. */
const argumentsOf = (node: { readonly directives?: readonly ConstDirectiveNode[] } | null | undefined, name: string) =>
  (node?.directives ?? [])
    .filter((d) => d.name.value === name)
    .map((d) => Object.fromEntries((d.arguments ?? []).map((a) => [a.name.value, valueFromASTUntyped(a.value)])));

const INTERNAL = /^(join|link|core)__|^(link|core|inaccessible|tag)$/;

type Directed = { readonly directives?: readonly ConstDirectiveNode[]; readonly name: { readonly value: string } };

const isSeen = (node: Directed): boolean =>
  !INTERNAL.test(node.name.value) && !(node.directives ?? []).some((d) => d.name.value === 'inaccessible');

/** What callers may ask for: the supergraph without the machinery of composition and without what is inaccessible. */
export function apiSchema(supergraph: DocumentNode): GraphQLSchema {
  const definitions = supergraph.definitions.flatMap((definition): DefinitionNode[] => {
    if (definition.kind === Kind.SCHEMA_DEFINITION) return [{ ...definition, directives: [] }];
    if (!('name' in definition) || !definition.name || !isSeen(definition as Directed)) return [];
    switch (definition.kind) {
      case Kind.OBJECT_TYPE_DEFINITION:
      case Kind.INTERFACE_TYPE_DEFINITION:
        return [
          {
            ...definition,
            fields: (definition.fields ?? [])
              .filter(isSeen)
              .map((field) => ({ ...field, arguments: field.arguments?.filter(isSeen) ?? [] })),
          },
        ];
      case Kind.INPUT_OBJECT_TYPE_DEFINITION:
        return [{ ...definition, fields: definition.fields?.filter(isSeen) ?? [] }];
      case Kind.ENUM_TYPE_DEFINITION:
        return [{ ...definition, values: definition.values?.filter(isSeen) ?? [] }];
      default:
        return [definition];
    }
  });
  const seen = new Set(definitions.flatMap((d) => ('name' in d && d.name ? [d.name.value] : [])));
  const known = definitions.map((d) => {
    if (d.kind === Kind.UNION_TYPE_DEFINITION) return { ...d, types: d.types?.filter((t) => seen.has(t.name.value)) ?? [] };
    if (d.kind === Kind.OBJECT_TYPE_DEFINITION || d.kind === Kind.INTERFACE_TYPE_DEFINITION)
      return { ...d, interfaces: d.interfaces?.filter((t) => seen.has(t.name.value)) ?? [] };
    return d;
  });
  return buildASTSchema({ ...supergraph, definitions: known }, { assumeValid: true, assumeValidSDL: true });
}
