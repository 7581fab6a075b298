import type {
  BatchFetchNode,
  FetchNode,
  FetchNodePathSegment,
  FetchRewrite,
  FlattenNodePathSegment,
  PlanNode,
  RequiresSelection,
} from '@graphql-hive/router-query-planner';
import { Kind, type OperationDefinitionNode, OperationTypeNode, parse, type SelectionSetNode } from 'graphql';
import type { TypeFacts } from './types.ts';

/** A plan as it is carried out: the planner's nodes with everything worked out that doesn't depend on the request. */
export type Step =
  | { readonly kind: 'sequence' | 'parallel'; readonly steps: readonly Step[] }
  | { readonly kind: 'condition'; readonly variable: string; readonly yes: Step | undefined; readonly no: Step | undefined }
  | FetchStep;

/** One request to one subgraph: fields of its roots, or entities of which something is known already. */
export interface FetchStep {
  readonly kind: 'fetch';
  readonly subgraph: string;
  /** The text as it is sent, always the same: the subgraph has read it before. */
  readonly text: string;
  readonly variables: readonly string[];
  /** For fields of the roots. */
  readonly renames: readonly Rename[];
  /** For entities: each group is one `_entities` field of the text. */
  readonly groups: readonly Group[] | undefined;
  /** What is asked for, by the key of the answer it stands under: where the errors belong if nothing comes back. */
  asked(): Asked;
}

export type Asked = { readonly roots: readonly string[]; readonly entities: ReadonlyMap<string, readonly AskedOf[]> };
interface AskedOf {
  readonly type: string | undefined;
  readonly keys: readonly string[];
}

export interface Group {
  /** The key of the answer under which the entities come back. */
  readonly key: string;
  readonly variable: string;
  readonly paths: readonly Path[];
  readonly representations: Representation;
  readonly renames: readonly Rename[];
}

/** Where the objects stand that a group is about: fields to follow, and types of which alone they may be. Lists are followed as they come. */
export type Path = readonly (string | ReadonlySet<string>)[];

/** A key of a subgraph's answer that the client knows by another name. */
export interface Rename {
  readonly path: Path;
  readonly from: string;
  readonly to: string;
}

/** What a subgraph must be told of an entity to know which one it is. Null: too little is known to ask. */
export type Representation = (entity: Json) => Json | null;
export type Json = { [key: string]: unknown };

/** A plan has a shape that the executor doesn't know: the operation isn't answered, rather than answered wrongly. */
export class UnknownPlan extends Error {}

export function compilePlan(node: PlanNode, types: TypeFacts): Step {
  const step = (inner: PlanNode): Step => compilePlan(inner, types);
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      if (node.nodes.length === 1) return step(node.nodes[0] as PlanNode);
      return { kind: node.kind === 'Sequence' ? 'sequence' : 'parallel', steps: node.nodes.map(step) };
    case 'Condition':
      return {
        kind: 'condition',
        variable: node.condition,
        yes: node.ifClause ? step(node.ifClause) : undefined,
        no: node.elseClause ? step(node.elseClause) : undefined,
      };
    case 'Fetch':
      if (node.requires?.length) throw new UnknownPlan('entities that stand nowhere');
      return fetchStep(node, node.outputRewrites?.map((r) => renameOf(r, types)) ?? [], undefined);
    case 'Flatten': {
      const { node: inner, path } = node;
      if (inner.kind !== 'Fetch' || !inner.requires) throw new UnknownPlan(`${inner.kind} inside of a list`);
      const group = groupOf(inner.serviceName, '_entities', 'representations', [path], { ...inner, requires: inner.requires }, types);
      return fetchStep(inner, [], [group]);
    }
    case 'BatchFetch':
      return fetchStep(
        node,
        [],
        node.entityBatch.aliases.map((a) => groupOf(node.serviceName, a.alias, a.representationsVariableName, a.paths, a, types)),
      );
    default:
      throw new UnknownPlan(node.kind);
  }
}

function fetchStep(node: FetchNode | BatchFetchNode, renames: readonly Rename[], groups: readonly Group[] | undefined): FetchStep {
  if (node.operationKind === 'subscription') throw new UnknownPlan('a subscription');
  let asked: Asked | undefined;
  return {
    kind: 'fetch',
    subgraph: node.serviceName.toLowerCase(),
    text: node.operation,
    variables: node.variableUsages ?? [],
    renames,
    groups,
    asked: () => (asked ??= askedBy(node.operation)),
  };
}

function groupOf(
  subgraph: string,
  key: string,
  variable: string,
  paths: readonly (readonly FlattenNodePathSegment[])[],
  node: {
    readonly requires: RequiresSelection[];
    readonly inputRewrites?: FetchRewrite[] | undefined;
    readonly outputRewrites?: FetchRewrite[] | undefined;
  },
  types: TypeFacts,
): Group {
  return {
    key,
    variable,
    paths: paths.map((path) => flattened(path, types)),
    representations: representation(subgraph, node.requires, node.inputRewrites ?? [], types),
    renames: node.outputRewrites?.map((r) => renameOf(r, types)) ?? [],
  };
}

const flattened = (path: readonly FlattenNodePathSegment[], types: TypeFacts): Path =>
  path.flatMap((segment): Path => {
    if (segment === '@') return [];
    return 'Field' in segment ? [segment.Field] : [types.within(segment.TypeCondition)];
  });

const rewritten = (path: readonly FetchNodePathSegment[], types: TypeFacts): Path =>
  path.map((segment) => ('Key' in segment ? segment.Key : types.within([segment.TypenameEquals].flat())));

function renameOf(rewrite: FetchRewrite, types: TypeFacts): Rename {
  if (!('KeyRenamer' in rewrite)) throw new UnknownPlan('a value that is set in an answer');
  const path = rewritten(rewrite.KeyRenamer.path, types);
  const from = path.at(-1);
  if (typeof from !== 'string') throw new UnknownPlan('a key without a name');
  return { path: path.slice(0, -1), from, to: rewrite.KeyRenamer.renameKeyTo };
}

/** How an entity is told to a subgraph; `Setters` put another type's name where the subgraph knows an interface as an object. */
function representation(
  subgraph: string,
  requires: readonly RequiresSelection[],
  rewrites: readonly FetchRewrite[],
  types: TypeFacts,
): Representation {
  const setters = rewrites.map((rewrite) => {
    const setter = 'ValueSetter' in rewrite ? rewrite.ValueSetter : 'setValueTo' in rewrite ? rewrite : undefined;
    const [type, key] = rewritten(setter?.path ?? [], types);
    if (setter?.path.length !== 2 || typeof type !== 'object' || key !== '__typename') throw new UnknownPlan('a rewritten input');
    return { type, to: setter.setValueTo };
  });
  const variants = requires.map((selection) => {
    if (selection.kind !== 'InlineFragment') throw new UnknownPlan('what is required of no type');
    // The planner makes one request of several types' of an interface that a subgraph knows as an object, and says one type only.
    const type = new Set(types.within([selection.typeCondition]));
    for (const setter of setters) if (setter.type.has(selection.typeCondition)) for (const name of setter.type) type.add(name);
    return { type, fill: filling(selection, types) };
  });
  return (entity) => {
    const typename = entity['__typename'];
    if (typeof typename !== 'string') return null;
    const told: Json = {};
    let some = false;
    for (const { type, fill } of variants) {
      if (!type.has(typename)) continue;
      if (!fill(entity, told)) return null;
      some = true;
    }
    if (!some) return null;
    told['__typename'] = types.toldTo(subgraph, typename);
    for (const { type, to } of setters) if (type.has(typename)) told['__typename'] = to;
    return told;
  };
}

/** Copies what is required; false where something is missing that can't be. */
type Fill = (from: Json, into: Json) => boolean;

function filling({ typeCondition, selections }: { typeCondition: string; selections: RequiresSelection[] }, types: TypeFacts): Fill {
  const fields = selections.map((selection) => {
    if (selection.kind === 'FragmentSpread') throw new UnknownPlan('a named fragment in what is required');
    if (selection.kind === 'InlineFragment') {
      const type = types.within([selection.typeCondition]);
      const fill = filling(selection, types);
      return (from: Json, into: Json) => (type.has(String(from['__typename'] ?? typeCondition)) ? fill(from, into) : true);
    }
    const { name, alias = name } = selection;
    if (name === '__typename')
      return (from: Json, into: Json) => {
        if (from['__typename'] !== undefined) into['__typename'] = from['__typename'];
        return true;
      };
    const field = types.field(typeCondition, name);
    const required = field?.nonNull ?? false;
    const inner = selection.selections && filling({ typeCondition: field?.type ?? '', selections: selection.selections }, types);
    return (from: Json, into: Json) => {
      const found = from[alias] === undefined ? from[name] : from[alias];
      const value = found != null && inner ? filled(found, inner) : found;
      if (value == null && required) return false;
      into[name] = value ?? null;
      return true;
    };
  });
  return (from, into) => {
    for (const field of fields) if (!field(from, into)) return false;
    return true;
  };
}

function filled(value: unknown, fill: Fill): unknown {
  if (Array.isArray(value)) return value.map((item) => filled(item, fill));
  if (typeof value !== 'object' || value === null) return null;
  const into: Json = {};
  return fill(value as Json, into) ? into : null;
}

/** The keys that an operation asks for, read only when an answer fails. */
function askedBy(text: string): Asked {
  const document = parse(text, { noLocation: true });
  const fragments = new Map(document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d] as const] : [])));
  const operation = document.definitions.find((d): d is OperationDefinitionNode => d.kind === Kind.OPERATION_DEFINITION);
  const entities = new Map<string, readonly AskedOf[]>();
  const of = (set: SelectionSetNode, type: string | undefined): AskedOf[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) {
        const key = (selection.alias ?? selection.name).value;
        if (selection.name.value === '_entities' && selection.selectionSet) entities.set(key, of(selection.selectionSet, undefined));
        return key === '__typename' ? [] : [{ type, keys: [key] }];
      }
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      return fragment ? of(fragment.selectionSet, fragment.typeCondition?.name.value ?? type) : [];
    });
  const roots = operation ? of(operation.selectionSet, undefined).flatMap(({ keys }) => keys) : [];
  return { roots, entities };
}

/** Only questions may be asked twice. */
export const isQuery = (text: string): boolean => !text.startsWith(OperationTypeNode.MUTATION);
