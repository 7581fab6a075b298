import {
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
  visit,
} from 'graphql';

export type Variables = Readonly<Record<string, unknown>>;

/** The one operation of a document, and its fragments by name. */
export function partsOf(document: DocumentNode): { operation: OperationDefinitionNode; fragments: Map<string, FragmentDefinitionNode> } {
  const fragments = new Map<string, FragmentDefinitionNode>();
  let operation: OperationDefinitionNode | undefined;
  for (const d of document.definitions)
    if (d.kind === Kind.FRAGMENT_DEFINITION) fragments.set(d.name.value, d);
    else if (d.kind === Kind.OPERATION_DEFINITION) operation = d;
  if (!operation) throw new Error('no operation');
  return { operation, fragments };
}

const isAsked = (node: SelectionNode, variables: Variables): boolean => {
  const directives: readonly DirectiveNode[] = node.directives ?? [];
  if (getDirectiveValues(GraphQLSkipDirective, { directives }, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, { directives }, variables)?.['if'] !== false;
};

const isCondition = ({ name }: DirectiveNode): boolean => name.value === 'skip' || name.value === 'include';

export const TYPENAME: FieldNode = { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } };

/**
 * An operation without `@skip` and `@include`: what these variables leave out is gone. The planner asks for some of it
 * all the same, and what is not asked for must not fail. A mutation has no fragments at its root: the planner would
 * carry out what stands in them before or after its time.
 */
export function settled(document: DocumentNode, variables: Variables): DocumentNode {
  const asked = visit(document, {
    SelectionSet(set) {
      if (!set.selections.some((node) => node.directives?.some(isCondition))) return undefined;
      const selections = set.selections
        .filter((node) => isAsked(node, variables))
        .map((node) => ({ ...node, directives: node.directives?.filter((d) => !isCondition(d)) ?? [] }));
      return { ...set, selections: selections.length ? selections : [NOTHING] };
    },
  });
  const { operation } = partsOf(asked);
  if (operation.operation !== OperationTypeNode.MUTATION) return asked;
  const ordered = { ...operation, selectionSet: { ...operation.selectionSet, selections: rootFieldsOf(asked) } };
  return { ...asked, definitions: asked.definitions.map((d) => (d === operation ? ordered : d)) };
}

/** Stands where nothing is left to ask for: subgraphs must be asked for something. */
const NOTHING: FieldNode = { ...TYPENAME, alias: { kind: Kind.NAME, value: '__nothing' } };
export const isNothing = ({ alias }: FieldNode): boolean => alias?.value === '__nothing';

/** The fields that an operation begins with, in their order, out of every fragment. */
export function rootFieldsOf(document: DocumentNode): FieldNode[] {
  const { operation, fragments } = partsOf(document);
  const spread = new Set<string>();
  const of = (set: SelectionSetNode): FieldNode[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return [selection];
      if (selection.kind === Kind.INLINE_FRAGMENT) return of(selection.selectionSet);
      const name = selection.name.value;
      if (spread.has(name)) return [];
      spread.add(name);
      return of((fragments.get(name) as FragmentDefinitionNode).selectionSet);
    });
  return of(operation.selectionSet);
}
