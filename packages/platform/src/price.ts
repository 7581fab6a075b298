import { type FieldDefinitionNode, Kind, parse, type TypeNode } from 'graphql';
import { GROUPS_DEFAULT } from './aggregate.ts';
import { PAGE_DEFAULT } from './page.ts';

/** How many rows a list that has no pages is taken to hold. */
const UNPAGED = 10;

/** Fields that cost the store more than a column of a row already read, and what. */
const WEIGHTS: Readonly<Record<string, number>> = {
  totalCount: 2,
  aggregates: 3,
  groupedAggregates: 5,
  groupCount: 3,
  history: 5,
  evidence: 2,
};

/**
 * Says in the schema what its lists and its dearer fields cost (IBM GraphQL Cost specification), so that the gateway
 * knows what an operation asks for before it asks. Prices stand beside fields, in text that is otherwise unchanged.
 */
export function priced(sdl: string): string {
  const prices: { at: number; price: string }[] = [];
  const document = parse(sdl);
  const objects = new Set(document.definitions.flatMap((d) => (d.kind === Kind.OBJECT_TYPE_DEFINITION ? [d.name.value] : [])));
  for (const type of document.definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const page = type.name.value.endsWith('Connection');
    for (const field of type.fields ?? []) {
      const price = `${page ? groupsOf(field) : sizeOf(field, objects)}${weightOf(field)}`;
      if (price && field.loc) prices.push({ at: field.loc.end, price });
    }
  }
  let written = 0;
  const parts = prices.flatMap(({ at, price }) => {
    const before = sdl.slice(written, at);
    written = at;
    return [before, price];
  });
  return parts.join('') + sdl.slice(written);
}

const groupsOf = ({ name }: FieldDefinitionNode): string =>
  name.value === 'groupedAggregates'
    ? ` @listSize(assumedSize: ${GROUPS_DEFAULT}, slicingArguments: ["first"], requireOneSlicingArgument: false)`
    : '';

function sizeOf({ type, directives }: FieldDefinitionNode, objects: ReadonlySet<string>): string {
  if (directives?.some((d) => d.name.value === 'listSize')) return '';
  const { name, list } = shape(type);
  if (name.endsWith('Connection'))
    return ` @listSize(assumedSize: ${PAGE_DEFAULT}, slicingArguments: ["first", "last"], sizedFields: ["nodes", "edges"], requireOneSlicingArgument: false)`;
  return list && objects.has(name) ? ` @listSize(assumedSize: ${UNPAGED})` : '';
}

function weightOf({ name, directives }: FieldDefinitionNode): string {
  const weight = WEIGHTS[name.value];
  return weight === undefined || directives?.some((d) => d.name.value === 'cost') ? '' : ` @cost(weight: ${weight})`;
}

const shape = (type: TypeNode): { name: string; list: boolean } =>
  type.kind === Kind.NAMED_TYPE
    ? { name: type.name.value, list: false }
    : { name: shape(type.type).name, list: type.kind === Kind.LIST_TYPE || shape(type.type).list };
