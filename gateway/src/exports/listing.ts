import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  GraphQLInt,
  type GraphQLSchema,
  GraphQLString,
  getNamedType,
  getNullableType,
  isLeafType,
  isListType,
  isNullableType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  OperationTypeNode,
  parse,
  type SelectionNode,
  type VariableNode,
  valueFromAST,
  visit,
} from 'graphql';
import { GROUPS_CEILING } from '#platform/aggregate';
import { Refusal } from '#platform/refusal';
import { type Asked, columnsOf, fieldsOf, isConnection, type Manner, type Operation, type Read, ROWS, setsOf } from './columns.ts';

/** The one list that an operation asks for, as a file reads it. */
export interface Listing {
  /** The name of the list in the graph. */
  readonly name: string;
  /** The operation that reads a page of it, or all of it when it has no pages. */
  readonly document: DocumentNode;
  /** The operation by which it is priced. */
  readonly priced: { readonly document: DocumentNode; readonly operation: OperationDefinitionNode };
  /** Names in the answer from the root down to the list, or to the connection that holds it. */
  readonly path: readonly string[];
  /** Names from the connection down to a row's fields; none when the list has no pages. */
  readonly paged: { readonly rows: 'nodes' | 'edges'; readonly key: string; readonly node: string } | undefined;
  /** The most rows the caller wants. */
  readonly first: number | undefined;
  readonly after: string | undefined;
  /** The length at which a list that can't be paged may have been cut. */
  readonly ceiling: number | undefined;
  /** Whether its rows tell sensitive outcomes of persons: then its count may be kept back, and so may be null. */
  readonly outcome: boolean;
  readonly columns: readonly Read[];
}

/** Names under which a page is asked for; none that a caller would choose. */
export const PAGE = { first: 'guben_first', after: 'guben_after', info: 'guben_page' } as const;

const refuse = (message: string): never => {
  throw new Refusal('BAD_USER_INPUT', message);
};

/** Finds the one list of an operation; refuses an operation with none, with several, or with anything beside it. */
export function listingOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
  manner: Manner,
): Listing {
  if (operation.operation !== OperationTypeNode.QUERY) refuse('a file holds what a query lists; send a mutation for a JSON answer');
  const fragments = new Map(document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d] as const] : [])));
  const asking: Operation = { schema, fragments, variables };
  const path: string[] = [];
  let type = schema.getQueryType() as GraphQLCompositeType;
  for (let sets = [operation.selectionSet]; ; ) {
    const asked = theOnly(fieldsOf(asking, type, sets), path);
    path.push(asked.key);
    const { field } = asked;
    const named = getNamedType(field.type);
    if (isConnection(field.type)) return connection(asking, document, operation, asked, path, manner);
    if (isListType(getNullableType(field.type)))
      return {
        name: field.name,
        document,
        priced: { document, operation },
        path,
        paged: undefined,
        first: undefined,
        after: undefined,
        ceiling: undefined,
        outcome: false,
        columns: columnsOf(asking, field.type, setsOf(asked), manner),
      };
    if (isLeafType(named))
      refuse(`${path.join('.')} is no list: a file holds one list, for example { villages { nodes { name } } }; ask for JSON instead`);
    type = named as GraphQLCompositeType;
    sets = setsOf(asked);
  }
}

/** The one field of a level, or a refusal that names all. */
function theOnly(fields: readonly Asked[], path: readonly string[]): Asked {
  const [only, ...more] = fields;
  if (only && more.length === 0) return only;
  const where = path.length ? ` in ${path.join('.')}` : '';
  return refuse(
    fields.length === 0
      ? `this operation asks for no list${where}; a file holds one`
      : `a file holds one list and nothing beside it; this operation asks for ${fields.map((f) => f.key).join(', ')}${where}. Send a request for each`,
  );
}

function connection(
  asking: Operation,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  asked: Asked,
  path: readonly string[],
  manner: Manner,
): Listing {
  const type = getNamedType(asked.field.type) as GraphQLCompositeType;
  const within = fieldsOf(asking, type, setsOf(asked)).filter(({ field }) => field.name !== 'pageInfo'); // a file knows no pages
  const lists = within.filter(({ field }) => ROWS.includes(field.name));
  if (lists.length === 0)
    refuse(`${path.join('.')} is asked for without its rows; select nodes, edges or groupedAggregates of it, or ask for JSON`);
  const rows = within.length > 1 && lists.length === 1 ? beside(within, path) : theOnly(within, path);
  if (rows.field.name === 'groupedAggregates') return groups(asking, document, operation, asked, rows, path, manner);

  const argument = (name: string, of: typeof GraphQLInt | typeof GraphQLString): unknown => {
    const node = asked.nodes[0]?.arguments?.find((a) => a.name.value === name);
    return (node && valueFromAST(node.value, of, asking.variables)) ?? undefined;
  };
  if (argument('last', GraphQLInt) !== undefined || argument('before', GraphQLString) !== undefined)
    refuse('a file is read forward: say first and after, not last and before');
  const first = argument('first', GraphQLInt) as number | undefined;
  if (first !== undefined && first < 0) refuse(`first is the most rows of the file; ${first} is less than none`);
  const inRows = fieldsOf(asking, getNamedType(rows.field.type) as GraphQLCompositeType, setsOf(rows));
  const node =
    rows.field.name === 'edges'
      ? theOnly(
          inRows.filter(({ field }) => field.name !== 'cursor'),
          [...path, rows.key],
        )
      : undefined;
  return {
    name: asked.field.name,
    ...paging(document, operation, new Set(asked.nodes)),
    path,
    paged: { rows: rows.field.name as 'nodes' | 'edges', key: rows.key, node: node?.key ?? '' },
    first,
    after: argument('after', GraphQLString) as string | undefined,
    ceiling: undefined,
    outcome: keepsCountsBack(type),
    columns: columnsOf(asking, (node ?? rows).field.type, setsOf(node ?? rows), manner),
  };
}

/** Whether a connection may keep its count back, for too few people stand behind it. */
export const keepsCountsBack = (type: GraphQLCompositeType): boolean =>
  isObjectType(type) && isNullableType(type.getFields()['totalCount']?.type);

const beside = (within: readonly Asked[], path: readonly string[]): never =>
  refuse(
    `a file holds one list and nothing beside it; ${path.join('.')} is also asked for ${within
      .filter(({ field }) => !ROWS.includes(field.name))
      .map((f) => f.key)
      .join(', ')}. The file says at its end how many rows it has`,
  );

/** Groups come all at once: as many as there may be, unless the caller wants fewer. */
function groups(
  asking: Operation,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  asked: Asked,
  rows: Asked,
  path: readonly string[],
  manner: Manner,
): Listing {
  const limited = rows.nodes[0]?.arguments?.some((a) => a.name.value === 'first') ?? false;
  const all: ArgumentNode = {
    kind: Kind.ARGUMENT,
    name: { kind: Kind.NAME, value: 'first' },
    value: { kind: Kind.INT, value: String(GROUPS_CEILING) },
  };
  const nodes = new Set(rows.nodes);
  const whole = limited
    ? document
    : visit(document, { [Kind.FIELD]: (n: FieldNode) => (nodes.has(n) ? { ...n, arguments: [...(n.arguments ?? []), all] } : undefined) });
  return {
    name: asked.field.name,
    document: whole,
    priced: { document, operation }, // the store sums up all groups, however many are shown
    path: [...path, rows.key],
    paged: undefined,
    first: undefined,
    after: undefined,
    ceiling: limited ? undefined : GROUPS_CEILING,
    outcome: keepsCountsBack(getNamedType(asked.field.type) as GraphQLCompositeType),
    columns: columnsOf(asking, rows.field.type, setsOf(rows), manner),
  };
}

const PAGING = parse(
  `query ($${PAGE.first}: Int, $${PAGE.after}: String) {
  list(first: $${PAGE.first}, after: $${PAGE.after}) { ${PAGE.info}: pageInfo { hasNextPage endCursor } }
}`,
  { noLocation: true },
).definitions[0] as OperationDefinitionNode;
const PAGED = PAGING.selectionSet.selections[0] as FieldNode;

/** The document with the page of these fields said by variables, and with what is needed to go on to the next. */
function paging(document: DocumentNode, operation: OperationDefinitionNode, nodes: ReadonlySet<FieldNode>) {
  const own = (args: readonly ArgumentNode[] | undefined) =>
    (args ?? []).filter((a) => !['first', 'after', 'last', 'before'].includes(a.name.value));
  const info = PAGED.selectionSet?.selections as readonly SelectionNode[];
  const paged = visit(document, {
    [Kind.FIELD]: (n: FieldNode) =>
      nodes.has(n)
        ? {
            ...n,
            arguments: [...own(n.arguments), ...(PAGED.arguments ?? [])],
            selectionSet: { ...n.selectionSet, selections: [...(n.selectionSet?.selections ?? []), ...info] },
          }
        : undefined,
  }) as DocumentNode;
  const used = new Set<string>();
  for (const d of paged.definitions)
    visit(d.kind === Kind.OPERATION_DEFINITION ? { ...d, variableDefinitions: [] } : d, {
      [Kind.VARIABLE]: (n: VariableNode) => void used.add(n.name.value),
    });
  const whole: DocumentNode = {
    ...paged,
    definitions: paged.definitions.map((d) =>
      d.kind === Kind.OPERATION_DEFINITION && d.name?.value === operation.name?.value
        ? {
            ...d,
            variableDefinitions: [
              ...(d.variableDefinitions ?? []).filter((v) => used.has(v.variable.name.value)),
              ...(PAGING.variableDefinitions ?? []),
            ],
          }
        : d,
    ),
  };
  const same = whole.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION && d.name?.value === operation.name?.value);
  return { document: whole, priced: { document: whole, operation: same as OperationDefinitionNode } };
}
