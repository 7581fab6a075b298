import {
  type ConstDirectiveNode,
  type FieldDefinitionNode,
  Kind,
  type ObjectTypeDefinitionNode,
  parse,
  type TypeDefinitionNode,
  type TypeNode,
  valueFromASTUntyped,
} from 'graphql';

/** The supergraph as the catalogue reads it: its types, what they say of themselves, and which store knows which field. */
export interface Graph {
  readonly types: ReadonlyMap<string, TypeDefinitionNode>;
  /** The names of stores by their name in `@join__field`. */
  readonly stores: ReadonlyMap<string, string>;
}

export function graphOf(supergraph: string): Graph {
  const types = new Map<string, TypeDefinitionNode>();
  for (const definition of parse(supergraph, { noLocation: true }).definitions)
    if ('name' in definition && definition.kind.endsWith('TypeDefinition'))
      types.set((definition as TypeDefinitionNode).name.value, definition as TypeDefinitionNode);
  const graphs = types.get('join__Graph');
  const stores = (graphs?.kind === Kind.ENUM_TYPE_DEFINITION ? graphs.values : undefined) ?? [];
  return {
    types,
    stores: new Map(stores.map((v) => [v.name.value, String(said(v, 'join__graph')[0]?.['name'] ?? v.name.value)])),
  };
}

/** What directives of a name say on a part of the schema. */
export const said = (node: { readonly directives?: readonly ConstDirectiveNode[] }, name: string): Readonly<Record<string, unknown>>[] =>
  (node.directives ?? [])
    .filter((d) => d.name.value === name)
    .map((d) => Object.fromEntries((d.arguments ?? []).map((a) => [a.name.value, valueFromASTUntyped(a.value)])));

/** The object type of a name, if it is one. */
export function objectOf({ types }: Graph, name: string): ObjectTypeDefinitionNode | undefined {
  const type = types.get(name);
  return type?.kind === Kind.OBJECT_TYPE_DEFINITION ? type : undefined;
}

/** The object types that a name stands for: itself, or what may stand where an interface or a union is. */
export function possible(graph: Graph, name: string): readonly string[] {
  const type = graph.types.get(name);
  if (type?.kind === Kind.UNION_TYPE_DEFINITION) return (type.types ?? []).map((t) => t.name.value);
  if (type?.kind !== Kind.INTERFACE_TYPE_DEFINITION) return [name];
  return [...graph.types.values()].flatMap((t) =>
    t.kind === Kind.OBJECT_TYPE_DEFINITION && t.interfaces?.some((i) => i.name.value === name) ? [t.name.value] : [],
  );
}

/** Without lists and non-nulls, and whether there was a list. */
export const shape = (type: TypeNode): { readonly name: string; readonly many: boolean } =>
  type.kind === Kind.NAMED_TYPE
    ? { name: type.name.value, many: false }
    : { name: shape(type.type).name, many: type.kind === Kind.LIST_TYPE || shape(type.type).many };

/** What a page of a list holds, if the type is one. */
export function rowOf(graph: Graph, name: string): string | undefined {
  const type = name.endsWith('Connection') ? objectOf(graph, name) : undefined;
  const nodes = type?.fields?.find((f) => f.name.value === 'nodes');
  return nodes && type?.fields?.some((f) => f.name.value === 'pageInfo') ? shape(nodes.type).name : undefined;
}

/** The stores that answer a field; none of them is named where only one knows the type. */
export const storesOf = ({ stores }: Graph, field: FieldDefinitionNode): string[] =>
  said(field, 'join__field')
    .filter((j) => j['external'] !== true && typeof j['graph'] === 'string')
    .map((j) => stores.get(String(j['graph'])) ?? String(j['graph']));

/** The two halves of a description that is written `中文 · English`. */
export function halves(description: string | undefined): readonly [chinese: string | undefined, english: string] {
  const [chinese = '', ...english] = (description ?? '').split(' · ');
  return english.length > 0 ? [chinese.trim(), english.join(' · ').trim()] : [undefined, chinese.trim()];
}
