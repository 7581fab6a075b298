import {
  type ASTNode,
  type DirectiveNode,
  type DocumentNode,
  type FieldNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  visit,
} from 'graphql';
import type { Figure, Report } from './report.ts';

/** Where a value lies in an answer: names of fields as they are answered; lists on the way are gone through. */
export type Path = readonly string[];

/** What a selection asks for; reports hold no fragments. */
export const fieldsOf = (node: FieldNode | OperationDefinitionNode): FieldNode[] =>
  (node.selectionSet?.selections ?? []).filter((s): s is FieldNode => s.kind === Kind.FIELD);

/** The name under which a field is answered. */
export const keyOf = (node: FieldNode): string => node.alias?.value ?? node.name.value;

type Written = Pick<Report, 'document'>;

/**
 * The operation of some figures alone: the way to each, what it shows, its target, the names of places on the way. `marked`
 * leaves it a report of these figures; otherwise what makes it one is taken off.
 */
export function pruned({ document }: Written, figures: readonly Figure[], besides: readonly Path[] = [], marked = false): DocumentNode {
  const wanted = new Set([...figures.flatMap((f) => [f.path, ...(f.targetPath ? [f.targetPath] : [])]), ...besides].map(text));
  const behind = new Set(figures.flatMap((f) => f.recordsPaths).map(text));
  for (const path of wanted) behind.delete(path);
  const bare = (node: FieldNode): FieldNode => ({
    ...node,
    directives: node.directives?.filter((d) => d.name.value !== 'figure' || (marked && figures.some((f) => codeOf(d) === f.code))) ?? [],
  });
  const onTheWay = (at: string) => [...wanted].some((path) => path.startsWith(`${at}\n`));
  const cut = (node: FieldNode, above: Path, whole: boolean): FieldNode[] => {
    const path = [...above, keyOf(node)];
    const at = text(path);
    if (wanted.has(at)) {
      const left = below(node, path, true);
      return [left.selectionSet?.selections.length === 0 ? { ...left, selectionSet: NOTHING } : left];
    }
    if (onTheWay(at)) return [below(node, path, whole && !behind.has(at))];
    if (whole && !behind.has(at)) {
      const left = below(node, path, true);
      return left.selectionSet?.selections.length === 0 ? [] : [left]; // it held other figures alone
    }
    return above.length > 0 && keyOf(node) === 'name' && !node.selectionSet ? [bare(node)] : [];
  };
  const below = (node: FieldNode, path: Path, whole: boolean): FieldNode =>
    node.selectionSet
      ? {
          ...bare(node),
          selectionSet: { kind: Kind.SELECTION_SET, selections: fieldsOf(node).flatMap((f) => cut(f, path, whole && !carriesFigure(f))) },
        }
      : bare(node);
  const operation = document.definitions[0] as OperationDefinitionNode;
  return withUsedVariables({
    ...operation,
    directives: marked ? (operation.directives ?? []) : [],
    selectionSet: { kind: Kind.SELECTION_SET, selections: fieldsOf(operation).flatMap((f) => cut(f, [], false)) },
  });
}

/** The same report, of one figure. */
export function only(report: Report, code: string): DocumentNode {
  return pruned(report, [figureNamed(report, code)]);
}

/** The same as a report of its own, with the lists behind the figure: what is kept to count it again. */
export function alone(report: Report, code: string): DocumentNode {
  const figure = figureNamed(report, code);
  return pruned(report, [figure], figure.recordsPaths, true);
}

/** Figures with the lists behind them, each asked what `selection` says: `totalCount`, `fingerprint`. */
export function withRecords(report: Report, codes: readonly string[], selection: string): DocumentNode {
  const figures = codes.map((code) => figureNamed(report, code));
  const lists = figures.flatMap((f) => f.recordsPaths);
  return selecting(pruned(report, figures, lists), lists, selection, false);
}

/** An operation that pages through a list behind a figure: variables `first` and `after` beside those of the report. */
export function recordsOf(report: Report, code: string, which = 0): DocumentNode {
  const figure = figureNamed(report, code);
  const path = figure.recordsPaths[which] ?? figure.recordsPath;
  return selecting(pruned(report, [], [path]), [path], 'totalCount pageInfo { hasNextPage endCursor } nodes { __typename id }', true);
}

export function figureNamed({ name, figures }: Pick<Report, 'name' | 'figures'>, code: string): Figure {
  const figure = figures.find((f) => f.code === code);
  if (!figure) throw new RangeError(`report ${name} has no figure ${code}; it has ${figures.map((f) => f.code).join(', ')}`);
  return figure;
}

const text = (path: Path): string => path.join('\n');
const carriesFigure = (node: FieldNode): boolean => node.directives?.some((d) => d.name.value === 'figure') ?? false;
const codeOf = ({ arguments: args }: DirectiveNode): string | undefined => {
  const value = args?.find((a) => a.name.value === 'code')?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
};

/** What is asked of a list of which nothing is. */
const NOTHING: SelectionSetNode = {
  kind: Kind.SELECTION_SET,
  selections: [{ kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } }],
};

const PAGING = ['first', 'after', 'last', 'before'];

/** Lets lists at some paths be asked for something else, and for pages of them. */
function selecting(document: DocumentNode, paths: readonly Path[], selection: string, paged: boolean): DocumentNode {
  const asked = new Set(paths.map(text));
  const { selectionSet } = (parse(`{ x { ${selection} } }`, { noLocation: true }).definitions[0] as OperationDefinitionNode).selectionSet
    .selections[0] as FieldNode;
  const paging = parse('query ($first: Int, $after: String) { x(first: $first, after: $after) }', { noLocation: true })
    .definitions[0] as OperationDefinitionNode as OperationDefinitionNode;
  const pages = (paging.selectionSet.selections[0] as FieldNode).arguments ?? [];
  const edit = (node: FieldNode, above: Path): FieldNode => {
    const path = [...above, keyOf(node)];
    const own = fieldsOf(node).map((f) => edit(f, path));
    if (!asked.has(text(path))) return own.length ? { ...node, selectionSet: { kind: Kind.SELECTION_SET, selections: own } } : node;
    const more = selectionSet?.selections ?? [];
    return {
      ...node,
      selectionSet: { kind: Kind.SELECTION_SET, selections: paged ? more : [...own, ...more] },
      ...(paged ? { arguments: [...(node.arguments ?? []).filter((a) => !PAGING.includes(a.name.value)), ...pages] } : {}),
    };
  };
  const operation = document.definitions[0] as OperationDefinitionNode;
  return withUsedVariables({
    ...operation,
    variableDefinitions: [...(operation.variableDefinitions ?? []), ...(paged ? (paging.variableDefinitions ?? []) : [])],
    selectionSet: { ...operation.selectionSet, selections: fieldsOf(operation).map((f) => edit(f, [])) },
  });
}

/** A variable that nothing asks with any more is not declared. */
function withUsedVariables(operation: OperationDefinitionNode): DocumentNode {
  const used = new Set<string>();
  visit(operation.selectionSet as ASTNode, { enter: (n) => void (n.kind === Kind.VARIABLE && used.add(n.name.value)) });
  return {
    kind: Kind.DOCUMENT,
    definitions: [
      { ...operation, variableDefinitions: (operation.variableDefinitions ?? []).filter((v) => used.has(v.variable.name.value)) },
    ],
  };
}
