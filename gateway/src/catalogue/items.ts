import { type FieldDefinitionNode, Kind, type ObjectTypeDefinitionNode } from 'graphql';
import { SHARING, type Sharing, sharingOf } from '#access/sharing';
import { DATA_CLASSES, type DataClass } from '#platform/access';
import { type Graph, halves, objectOf, possible, rowOf, said, shape, storesOf } from './schema.ts';

/** 信息项 · One thing that a resource tells. */
export interface Item {
  readonly name: string;
  /** Its name in the schema; a part of a value after the value's own name. */
  readonly english: string;
  readonly description: string;
  /** 数据类型, by its letter in the guide. */
  readonly type: string;
  readonly typeName: string;
  /** 长度: the most characters or digits; null where nothing bounds it. */
  readonly length: number | null;
  readonly unit: string | null;
  readonly many: boolean;
  /** The values that it may have, where they are of a list of codes. */
  readonly codes?: string;
  /** The nouns to which it leads. */
  readonly refersTo?: readonly string[];
  readonly dataClass: DataClass;
  readonly basis?: string;
  readonly retention?: string;
  readonly sharing: Sharing;
  readonly open: boolean;
  /** The store that answers it. */
  readonly store: string;
  /** Worked out of other resources, by their conditions: nobody enters it, and none of them need be the noun's. */
  readonly derived?: true;
}

interface Noun {
  readonly noun: string;
  readonly provider: string;
  readonly store: string;
  readonly isPublic: boolean;
  /** What the type of a noun says of itself: the noun of the policy, and who provides it. */
  readonly nouns: ReadonlyMap<string, { readonly noun: string; readonly provider: string }>;
}

/** Types of the guide: 字符型 C, 整型 I, 双精度型 B, 货币型 Y, 日期型 D, 日期时间型 T, 逻辑型 L, 通用型 G. */
interface Kinded {
  readonly type: string;
  readonly typeName: string;
  readonly length?: number;
  readonly unit?: string;
}
const TEXT: Kinded = { type: 'C', typeName: '字符型' };
const SCALARS: Readonly<Record<string, Kinded>> = {
  Int: { type: 'I', typeName: '整型', length: 10 },
  Float: { type: 'B', typeName: '双精度型', length: 17 },
  Boolean: { type: 'L', typeName: '逻辑型', length: 1 },
  MoneyFen: { type: 'Y', typeName: '货币型', length: 16, unit: '分 · fen' },
  Date: { type: 'D', typeName: '日期型', length: 10 },
  DateTime: { type: 'T', typeName: '日期时间型', length: 29 },
  DivisionCode: { ...TEXT, length: 12 },
  JSON: { type: 'G', typeName: '通用型' },
};

/** A value in a value in a value: further in, nobody looks for an item. */
const DEEPEST = 3;

interface Above {
  readonly path: readonly string[];
  readonly names: readonly string[];
  readonly dataClass: DataClass;
  readonly many: boolean;
  readonly lawful: { readonly basis?: string; readonly retention?: string };
  readonly store?: string;
  readonly derived: boolean;
}
const ROOT: Above = { path: [], names: [], dataClass: 'PUBLIC', many: false, lawful: {}, derived: false };

const stricter = (a: DataClass, b: DataClass): DataClass => (DATA_CLASSES.indexOf(a) > DATA_CLASSES.indexOf(b) ? a : b);

/** What a noun tells, item by item: plain values, parts of values, and what it leads to. Lists of other nouns are theirs to tell. */
export function itemsOf(graph: Graph, type: ObjectTypeDefinitionNode, noun: Noun, above = ROOT): Item[] {
  return (type.fields ?? []).flatMap((field): Item[] => {
    const { name, many } = shape(field.type);
    if (rowOf(graph, name) !== undefined) return [];
    const here = within(graph, type, field, noun, above, many);
    const targets = possible(graph, name).filter((target) => noun.nouns.has(target));
    if (targets.length > 0) return [itemOf(field, noun, here, { ...TEXT, length: 20 }, { refersTo: targets })];
    const value = objectOf(graph, name);
    if (value) return here.path.length < DEEPEST && name !== type.name.value ? itemsOf(graph, value, noun, here) : [];
    const found = graph.types.get(name);
    if (found?.kind === Kind.ENUM_TYPE_DEFINITION) {
      const values = (found.values ?? []).map((v) => v.name.value);
      return [itemOf(field, noun, here, { ...TEXT, length: Math.max(...values.map((v) => v.length)) }, { codes: values.join(' ') })];
    }
    const length = said(field, 'textLength')[0]?.['max'] as number | undefined;
    return [itemOf(field, noun, here, { ...(SCALARS[name] ?? TEXT), ...(length === undefined ? {} : { length }) })];
  });
}

/**
 * A field as it stands below others: whatever is told within a value is of the value's class too. What a type publishes are
 * the plain values that its own store holds: what others add, and what is worked out beside them, reads other nouns.
 */
function within(graph: Graph, type: ObjectTypeDefinitionNode, field: FieldDefinitionNode, noun: Noun, above: Above, many: boolean): Above {
  const top = above.path.length === 0;
  const store = above.store ?? storesOf(graph, field)[0] ?? noun.store;
  const value = objectOf(graph, shape(field.type).name);
  const beside = noun.isPublic && top && ((field.arguments?.length ?? 0) > 0 || (value && !noun.nouns.has(value.name.value)));
  const derived = above.derived || store !== noun.store || Boolean(beside);
  const stated = said(field, 'dataClass')[0] ?? (derived || value ? undefined : said(type, 'dataClass')[0]);
  const own = (stated?.['class'] as DataClass | undefined) ?? 'INTERNAL';
  return {
    path: [...above.path, field.name.value],
    names: [...above.names, halves(field.description?.value)[0] ?? field.name.value],
    dataClass: top ? own : stricter(above.dataClass, own),
    many: above.many || many,
    lawful: stated ? { basis: String(stated['basis']), retention: String(stated['retention']) } : above.lawful,
    store,
    derived,
  };
}

const DERIVED: Sharing = {
  type: 2,
  label: SHARING[2],
  condition: '按所据资源的共享条件 · as far as the resources that it is worked out of are shared',
};

/** Whether something is shared, of what it leads to as well: the narrower of both. */
function sharingAt({ noun, provider, nouns }: Noun, at: Above, refersTo: readonly string[] = []): Sharing {
  const own = at.derived ? DERIVED : sharingOf(noun, at.dataClass, provider);
  const led = refersTo.map((name) => sharingOf((nouns.get(name) as { noun: string }).noun, 'INTERNAL', provider));
  return led.reduce((narrow, sharing) => (sharing.type > narrow.type ? sharing : narrow), own);
}

function itemOf(field: FieldDefinitionNode, noun: Noun, at: Above, kind: Kinded, more: Partial<Item> = {}): Item {
  return {
    name: at.names.join('.'),
    english: at.path.join('.'),
    description: halves(field.description?.value)[1],
    type: kind.type,
    typeName: kind.typeName,
    length: kind.length ?? null,
    unit: kind.unit ?? (field.name.value === 'percent' ? '%' : null),
    many: at.many,
    ...more,
    dataClass: at.dataClass,
    ...at.lawful,
    sharing: sharingAt(noun, at, more.refersTo),
    open: at.dataClass === 'PUBLIC' && !at.derived,
    store: at.store ?? noun.store,
    ...(at.derived ? { derived: true } : {}),
  };
}
