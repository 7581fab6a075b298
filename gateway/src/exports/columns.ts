import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  getNullableType,
  isAbstractType,
  isEnumType,
  isLeafType,
  isListType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import { Refusal } from '#platform/refusal';
import type { Cell, Column } from './file.ts';
import { labelOf, labelsOf } from './labels.ts';

/** A field of the answer under one name, wherever in the operation it is asked for. */
export interface Asked {
  readonly key: string;
  readonly aliased: boolean;
  readonly nodes: FieldNode[];
  readonly field: GraphQLField<unknown, unknown>;
  /** The field as the schema knows it, `Village.name`. */
  readonly source: string;
}

/** What an operation asks for: its schema, its fragments and the values of its variables. */
export interface Operation {
  readonly schema: GraphQLSchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** How a file is written: with the schema's Chinese headings or the names of fields, money in yuan or in 万元. */
export interface Manner {
  readonly headings: 'labels' | 'names';
  readonly money: 'yuan' | 'wan';
}

/** A column and how its value is found in a row of the answer. */
export interface Read {
  readonly column: Column;
  /** Names from the row down to the value. */
  readonly path: string;
  /** What the values of an enum are called. */
  readonly words?: ReadonlyMap<string, string> | undefined;
  /** The fields of the schema through which the value is reached. */
  readonly through?: readonly string[];
  of(row: unknown): Cell;
}

const TYPENAME = '__typename';

/** The fields that selections ask for of a type, under the names that they have in the answer; fragments are spread out. */
export function fieldsOf(operation: Operation, type: GraphQLCompositeType, sets: readonly SelectionSetNode[]): Asked[] {
  const { schema, fragments, variables } = operation;
  const found = new Map<string, Asked>();
  const objects = isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  for (const object of objects) {
    const gather = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) continue;
        if (getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] === false) continue;
        if (selection.kind === Kind.FIELD) {
          const field = isObjectType(object) ? object.getFields()[selection.name.value] : undefined;
          if (!field) continue; // __typename, which says nothing that a column doesn't
          const key = (selection.alias ?? selection.name).value;
          const known = found.get(key);
          if (!known)
            found.set(key, {
              key,
              aliased: selection.alias !== undefined,
              nodes: [selection],
              field,
              source: `${object.name}.${field.name}`,
            });
          else if (!known.nodes.includes(selection)) known.nodes.push(selection);
          continue;
        }
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition && schema.getType(fragment.typeCondition.name.value);
        const applies = !condition || condition === object || (isAbstractType(condition) && schema.isSubType(condition, object as never));
        if (fragment && applies) gather(fragment.selectionSet);
      }
    };
    for (const set of sets) gather(set);
  }
  return [...found.values()].filter(({ key }) => key !== TYPENAME);
}

export const setsOf = ({ nodes }: Asked): SelectionSetNode[] => nodes.flatMap((n) => (n.selectionSet ? [n.selectionSet] : []));

/** Fields under which a connection holds rows. */
export const ROWS = ['nodes', 'edges', 'groupedAggregates'];

export const isConnection = (type: GraphQLOutputType): boolean => {
  const named = getNamedType(type);
  return isObjectType(named) && named.name.endsWith('Connection') && 'pageInfo' in named.getFields();
};

/** The columns of a file whose rows have these fields. */
export function columnsOf(operation: Operation, type: GraphQLOutputType, sets: readonly SelectionSetNode[], manner: Manner): Read[] {
  const named = getNamedType(type);
  const reads = isLeafType(named)
    ? [leaf(type, 'value', '', manner, (row) => row)]
    : below(operation, named as GraphQLCompositeType, sets, manner, [], [], (row) => row);
  return unique(reads);
}

function below(
  operation: Operation,
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  manner: Manner,
  names: readonly string[],
  labels: readonly string[],
  get: (row: unknown) => unknown,
): Read[] {
  return fieldsOf(operation, type, sets).flatMap((asked): Read[] => {
    const { key, aliased, field, source } = asked;
    const passed = (reads: Read[]) => reads.map((read) => ({ ...read, through: [source, ...(read.through ?? [])] }));
    const path = [...names, key];
    const label = [...labels, aliased ? key : (labelOf(field.description) ?? key)];
    const of = (row: unknown) => (get(row) as Record<string, unknown> | null | undefined)?.[key] ?? null;
    const heading = manner.headings === 'labels' ? label.join('.') : path.join('.');
    const inner = getNamedType(field.type);
    if (isLeafType(inner)) return passed([leaf(field.type, path.join('.'), heading, manner, of)]);
    if (isConnection(inner)) refusePages(operation, inner as GraphQLCompositeType, asked, path);
    if (!isListType(getNullableType(field.type)))
      return passed(below(operation, inner as GraphQLCompositeType, setsOf(asked), manner, path, label, of));
    const [only, ...more] = below(operation, inner as GraphQLCompositeType, setsOf(asked), manner, path, label, (item) => item);
    if (!only || more.length > 0)
      throw new Refusal(
        'BAD_USER_INPUT',
        `${path.join('.')} is a list in a row: ask for one field of it, whose values are joined, or for that list in a file of its own`,
      );
    return passed([joined(only, (row) => (of(row) as unknown[] | null) ?? [], manner)]);
  });
}

/** A page inside a row shows its first rows only: it would make a file that is cut without saying so. */
function refusePages(operation: Operation, type: GraphQLCompositeType, asked: Asked, path: readonly string[]): void {
  const rows = fieldsOf(operation, type, setsOf(asked)).find(({ field }) => ROWS.includes(field.name));
  if (rows)
    throw new Refusal(
      'BAD_USER_INPUT',
      `${[...path, rows.key].join('.')} is a list of pages in a row: ask for its totalCount or aggregates here, and for its rows in a file of their own`,
    );
}

/** Values of a list in one cell. */
function joined({ column, path, through, of }: Read, items: (row: unknown) => unknown[], manner: Manner): Read {
  const between = manner.headings === 'labels' ? '；' : ';';
  const shown = (cell: Cell) => (column.kind === 'decimal' && cell !== null ? Number(cell) / 10 ** (column.scale ?? 0) : (cell ?? ''));
  return {
    column: { heading: column.heading, kind: 'text' },
    path,
    ...(through ? { through } : {}),
    of: (row) =>
      items(row)
        .map((item) => String(shown(of(item))))
        .join(between) || null,
  };
}

function leaf(type: GraphQLOutputType, path: string, heading: string, manner: Manner, get: (row: unknown) => unknown): Read {
  if (isListType(getNullableType(type))) {
    const item = leaf((getNullableType(type) as { ofType: GraphQLOutputType }).ofType, path, heading, manner, (value) => value);
    return joined(item, (row) => (get(row) as unknown[] | null) ?? [], manner);
  }
  const named = getNamedType(type);
  const as = (column: Omit<Column, 'heading'>, of: (value: never) => Cell = (value) => value): Read => ({
    column: { heading, ...column },
    path,
    of: (row) => {
      const value = get(row);
      return value === null || value === undefined ? null : of(value as never);
    },
  });
  if (isEnumType(named)) {
    const labels = labelsOf(named);
    const read = as({ kind: 'text' }, (value: string) => (manner.headings === 'labels' ? (labels.get(value) ?? value) : value));
    return { ...read, words: labels };
  }
  switch (named.name) {
    case 'Int':
      return as({ kind: 'integer' });
    case 'Float':
      return as({ kind: 'number' });
    case 'Boolean':
      return as(manner.headings === 'labels' ? { kind: 'boolean', words: ['是', '否'] } : { kind: 'boolean' });
    case 'Date':
      return as({ kind: 'date' });
    case 'DateTime':
      return as({ kind: 'datetime' });
    case 'MoneyFen': {
      const [unit, scale] = manner.money === 'wan' ? ['万元', 6] : ['元', 2];
      const read = as({ kind: 'decimal', scale: scale as number });
      return { ...read, column: { ...read.column, heading: `${heading.replace(/（(分|元|万元)）$/, '')}（${unit}）` } };
    }
    default: // codes, numbers of documents and identity numbers are texts, whatever they are made of
      return as({ kind: 'text' }, (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)));
  }
}

/** Headings that no two columns share, in any case of letters: a second one says whose it is. */
function unique(reads: readonly Read[]): Read[] {
  const taken = new Set<string>();
  return reads.map((read) => {
    const { heading } = read.column;
    const choices = [heading, `${heading}（${read.path}）`, ...reads.map((_, i) => `${heading} ${i + 2}`)];
    const free = choices.find((choice) => !taken.has(choice.toLowerCase())) as string;
    taken.add(free.toLowerCase());
    return free === heading ? read : { ...read, column: { ...read.column, heading: free } };
  });
}
