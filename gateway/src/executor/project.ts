import {
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
  TypeNameMetaFieldDef,
} from 'graphql';
import type { Naming } from './naming.ts';
import type { Json } from './plan.ts';
import { isNothing, partsOf } from './settle.ts';

/** What was found where a value should be that the schema promises: an error at this path unless one explains it already. */
export interface Breach {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** The answer as the client asked for it, made of what the subgraphs gave. */
export interface Projection {
  project(data: Json): { readonly data: Json | null; readonly breaches: readonly Breach[] };
  /** The part of a path that the client's operation has; null if it was asked of objects of other types alone. */
  fit(data: Json, path: readonly (string | number)[]): (string | number)[] | null;
  /** Whether what stands at a path may be null without breaking a promise of the schema. */
  mayBeNull(data: Json, path: readonly (string | number)[]): boolean;
}

/** Stands for a null where none may be: it goes up to the nearest place that may be null. */
const NONE = Symbol('none');

interface Shape {
  readonly nonNull: boolean;
  readonly item?: Shape;
  readonly holds?: (value: unknown) => boolean;
  readonly selection?: Selection;
  /** The field, for messages. */
  readonly of: string;
  readonly type: string;
}

interface Field {
  /** The name in the answer. */
  readonly key: string;
  /** The name in what came back. */
  readonly from: string;
  readonly shape: Shape;
  readonly names: boolean;
}

/** What is asked of the objects at one place, worked out for each type when it is first met. */
interface Selection {
  readonly type: GraphQLCompositeType;
  readonly sets: readonly SelectionSetNode[];
  readonly fields: Map<string, Fields>;
}

interface Fields {
  readonly type: GraphQLCompositeType;
  readonly list: readonly Field[];
  /** Whether what is asked depends on what the objects are, and that isn't known. */
  readonly unsure: boolean;
  /** Whether a name is one that every object has: the answer's object then has no prototype. */
  readonly bare: boolean;
}

/** Whether any object has a member of this name. */
const isInherited = (key: string): boolean => key in Object.prototype;

const isText = (value: unknown): boolean => typeof value === 'string';

/** What values of a scalar are, those of the platform's own among them; of another nothing is known. */
const LEAVES: Readonly<Record<string, (value: unknown) => boolean>> = {
  Date: isText,
  DateTime: isText,
  DivisionCode: isText,
  DocNo: isText,
  MoneyFen: (v) => Number.isSafeInteger(v),
  Int: (v) => typeof v === 'number' && (v | 0) === v,
  Float: (v) => typeof v === 'number',
  String: isText,
  Boolean: (v) => typeof v === 'boolean',
  ID: (v) => typeof v === 'string' || typeof v === 'number',
};

/** Works out what an operation asks for. */
export function projection(schema: GraphQLSchema, document: DocumentNode, keyOf: Naming['keyOf']): Projection {
  const { operation, fragments } = partsOf(document);
  const root = schema.getRootType(operation.operation) as GraphQLObjectType;

  const applies = (condition: string | undefined, type: GraphQLCompositeType): boolean => {
    if (condition === undefined || condition === type.name) return true;
    const wanted = schema.getType(condition);
    return isAbstractType(wanted) && !('getTypes' in type) && schema.isSubType(wanted, type);
  };
  const collect = (sets: readonly SelectionSetNode[], type: GraphQLCompositeType): Fields => {
    const nodes = new Map<string, FieldNode[]>();
    const spread = new Set<string>();
    let unsure = false;
    const walk = (set: SelectionSetNode): void => {
      for (const selection of set.selections) {
        if (selection.kind === Kind.FIELD) {
          if (isNothing(selection)) continue;
          const key = (selection.alias ?? selection.name).value;
          const known = nodes.get(key);
          if (known) known.push(selection);
          else nodes.set(key, [selection]);
          continue;
        }
        if (selection.kind === Kind.FRAGMENT_SPREAD) {
          if (spread.has(selection.name.value)) continue;
          spread.add(selection.name.value);
        }
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        if (!fragment) continue;
        if (applies(fragment.typeCondition?.name.value, type)) walk(fragment.selectionSet);
        else unsure ||= isAbstractType(type);
      }
    };
    for (const set of sets) walk(set);
    const list: Field[] = [];
    for (const [key, found] of nodes) {
      const name = (found[0] as FieldNode).name.value;
      const field = name === '__typename' ? TypeNameMetaFieldDef : 'getFields' in type ? type.getFields()[name] : undefined;
      if (!field) continue;
      unsure ||= name === '__typename' && isAbstractType(type);
      const inner = found.flatMap((node) => node.selectionSet ?? []);
      list.push({
        key,
        from: keyOf(found[0] as FieldNode),
        names: name === '__typename',
        shape: shapeOf(field.type, inner, `${type.name}.${name}`),
      });
    }
    return { type, list, unsure, bare: list.some(({ key }) => isInherited(key)) };
  };
  const shapeOf = (type: GraphQLOutputType, sets: readonly SelectionSetNode[], of: string, nonNull = false): Shape => {
    if (isNonNullType(type)) return shapeOf(type.ofType, sets, of, true);
    const named = { nonNull, of, type: String(type) };
    if (isListType(type)) return { ...named, item: shapeOf(type.ofType, sets, of) };
    if (isCompositeType(type)) return { ...named, selection: { type, sets, fields: new Map() } };
    if (isEnumType(type)) return { ...named, holds: (value) => typeof value === 'string' && type.getValue(value) !== undefined };
    const holds = LEAVES[getNamedType(type).name];
    return holds ? { ...named, holds } : named;
  };
  /** Whether an object of a type may come under a name: a subgraph may know it by an interface's. */
  const mayCall = (type: GraphQLObjectType, name: unknown): boolean => {
    if (name === type.name) return true;
    const named = schema.getType(String(name));
    return isAbstractType(named) && schema.isSubType(named, type);
  };
  /** What is asked of an object, by what it says it is; undefined if it says something impossible. */
  const fieldsOf = (selection: Selection, object: Json): Fields | undefined => {
    const { type } = selection;
    const name = object['__typename'];
    if (name !== undefined && name !== null && isObjectType(type) && !mayCall(type, name)) return undefined;
    const said = isObjectType(type) ? type.name : name;
    const known = said === undefined || said === null ? type : schema.getType(String(said));
    if (!known) return undefined; // a type that callers don't know, or that there isn't
    // Elsewhere: an interface that a subgraph knows as an object, or objects of which nothing was asked that depends on what they are.
    const found = isObjectType(known) ? known : type;
    let fields = selection.fields.get(found.name);
    if (!fields) {
      if (found !== type && !(isAbstractType(type) && isObjectType(found) && schema.isSubType(type, found))) return undefined;
      selection.fields.set(found.name, (fields = collect(selection.sets, found)));
    }
    return fields;
  };
  const top: Selection = { type: root, sets: [operation.selectionSet], fields: new Map() };

  /** Follows a path of the data through what is asked: the client's names of it, and what is promised at its end. */
  const follow = (given: Json, path: readonly (string | number)[]): { fitted: (string | number)[]; shape: Shape | undefined } | null => {
    let [value, shape] = [given as unknown, undefined as Shape | undefined];
    let selection: Selection | undefined = top;
    const fitted: (string | number)[] = [];
    for (const step of path) {
      let named = step;
      if (typeof step === 'number') {
        if (!shape?.item) break;
        shape = shape.item;
      } else {
        if (!selection || shape?.item) break;
        const at: Selection = selection;
        const object = typeof value === 'object' && value !== null ? (value as Json) : undefined;
        const asked = (fields: Fields | undefined) => fields?.list.find(({ from }) => from === step);
        const ofAny = () =>
          (isAbstractType(at.type) ? schema.getPossibleTypes(at.type) : [at.type])
            .map((t) => asked(fieldsOf(at, { __typename: t.name })))
            .find((f) => f !== undefined);
        const fields = object && fieldsOf(at, object);
        const field: Field | undefined = fields && !fields.unsure ? asked(fields) : ofAny();
        if (!field && ofAny()) return null;
        if (!field) break;
        shape = field.shape;
        named = field.key;
      }
      selection = shape.selection;
      value = typeof value === 'object' && value !== null && Object.hasOwn(value, step) ? (value as Json)[step] : undefined;
      fitted.push(named);
    }
    return { fitted, shape };
  };

  return {
    project(given) {
      const path: (string | number)[] = [];
      const breaches: Breach[] = [];
      const breach = (depth: number, shape: Shape, message: string): null | typeof NONE => {
        breaches.push({ path: path.slice(0, depth), message });
        return shape.nonNull ? NONE : null;
      };
      const unlike = (depth: number, shape: Shape) => breach(depth, shape, `what came for ${shape.of} is no ${shape.type}`);
      const complete = (shape: Shape, value: unknown, depth: number): unknown => {
        if (value === null || value === undefined)
          return shape.nonNull ? breach(depth, shape, `Cannot return null for non-nullable field ${shape.of}.`) : null;
        if (shape.item) {
          if (!Array.isArray(value)) return unlike(depth, shape);
          const list = new Array<unknown>(value.length);
          for (let i = 0; i < value.length; i++) {
            path[depth] = i;
            const item = complete(shape.item, value[i], depth + 1);
            if (item === NONE) return shape.nonNull ? NONE : null;
            list[i] = item;
          }
          return list;
        }
        if (!shape.selection) return !shape.holds || shape.holds(value) ? value : unlike(depth, shape);
        if (typeof value !== 'object' || Array.isArray(value)) return unlike(depth, shape);
        const fields = fieldsOf(shape.selection, value as Json);
        if (!fields) return unlike(depth, shape);
        if (fields.unsure) return breach(depth, shape, `what came for ${shape.of} doesn't say what it is`);
        const made = object(fields, value as Json, depth);
        return made ?? (shape.nonNull ? NONE : null);
      };
      const object = ({ list, bare, type }: Fields, value: Json, depth: number): Json | null => {
        const made: Json = bare ? Object.create(null) : {};
        for (let i = 0; i < list.length; i++) {
          const { key, from, shape, names } = list[i] as Field;
          path[depth] = key;
          if (names && isObjectType(type)) {
            made[key] = type.name;
            continue;
          }
          const done = complete(shape, names ? null : value[from], depth + 1);
          if (done === NONE) return null;
          made[key] = done;
        }
        return made;
      };
      const data = object(fieldsOf(top, given) as Fields, given, 0);
      return { data, breaches };
    },
    fit: (given, path) => follow(given, path)?.fitted ?? null,
    mayBeNull: (given, path) => follow(given, path)?.shape?.nonNull === false,
  };
}
