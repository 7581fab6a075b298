import {
  type DocumentNode,
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

import { TYPENAME } from './settle.ts';

/** By which names the fields of an operation come back from the subgraphs. */
export interface Naming {
  keyOf(field: FieldNode): string;
  /** The operation as the planner gets it. */
  named(operation: DocumentNode): DocumentNode;
}

/** Every name that a field of the schema has, and every member that any object has: no alias may take one. */
export function fieldNames(schema: GraphQLSchema): ReadonlySet<string> {
  const names = new Set<string>(['__typename', ...Object.getOwnPropertyNames(Object.prototype)]);
  for (const type of Object.values(schema.getTypeMap())) if ('getFields' in type) for (const name in type.getFields()) names.add(name);
  return names;
}

/**
 * Clients may give a field the name of another. Between the subgraphs such a name would be taken for a key or for what
 * another field requires, so the alias becomes one that no field has. And what an object is comes back under no other
 * name, unconditionally, wherever what is asked depends on it.
 */
export function naming(schema: GraphQLSchema, document: DocumentNode, taken: ReadonlySet<string>): Naming {
  let prefix = 'as_';
  const aliases = new Set<string>();
  visit(document, { enter: (node) => void (node.kind === Kind.FIELD && node.alias && aliases.add(node.alias.value)) });
  while ([...aliases, ...taken].some((name) => name.startsWith(prefix))) prefix += '_';
  const keyOf = ({ alias, name }: FieldNode): string =>
    !alias || alias.value === name.value ? name.value : taken.has(alias.value) ? `${prefix}${alias.value}` : alias.value;

  const info = new TypeInfo(schema);
  return {
    keyOf,
    named: (operation) =>
      visit(
        operation,
        visitWithTypeInfo(info, {
          Field: {
            leave(node) {
              if (node.name.value === '__typename') return { ...node, alias: undefined, directives: [] };
              const key = keyOf(node);
              const alias = key === node.name.value ? undefined : { kind: Kind.NAME as const, value: key };
              const type = getNamedType(info.getType());
              const depends = isAbstractType(type) && node.selectionSet?.selections.some((s) => s.kind !== Kind.FIELD);
              const selectionSet =
                depends && node.selectionSet
                  ? { ...node.selectionSet, selections: [TYPENAME, ...node.selectionSet.selections] }
                  : node.selectionSet;
              return { ...node, alias, selectionSet };
            },
          },
        }),
      ),
  };
}
