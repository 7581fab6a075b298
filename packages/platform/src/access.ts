import { DirectiveLocation, GraphQLDirective, GraphQLEnumType, GraphQLNonNull, GraphQLString } from 'graphql';
import { Directive, Extensions } from 'type-graphql';
import type { Caller } from './context.ts';

/**
 * Classes of data, from what everybody may see to what only the office of the case itself may (GB/T 43697, PIPL).
 * A field without a class is INTERNAL.
 */
export const DATA_CLASSES = ['PUBLIC', 'INTERNAL', 'PERSONAL', 'SENSITIVE', 'RESTRICTED'] as const;
export type DataClass = (typeof DATA_CLASSES)[number];

/** Classes whose reading is written into the read audit. */
export const isAudited = (dataClass: DataClass): boolean => dataClass === 'SENSITIVE' || dataClass === 'RESTRICTED';

/** What one caller may do, by the policy of the role: the same answers check a row and bound a query. */
export interface Access {
  mayRead(noun: string): boolean;
  /** Whether the role is told how many rows of a noun there are, though not which. */
  mayCount(noun: string): boolean;
  mayMove(move: string): boolean;
  /** Whether fields of this class are shown as they are; else they are masked or hidden. */
  sees(dataClass: DataClass): boolean;
  /** Whether counts of persons in sensitive outcomes are shown exactly, however small. */
  readonly exactCells: boolean;
  /** True when nobody wrote a policy for the role: it may do nothing, and somebody should be told. */
  readonly unwritten?: boolean;
}

/** The policies of all roles. Platform code asks them; what they say is the county's business. */
export interface Policies {
  /** The access of a caller, or a refusal when the stated purpose isn't one that the role allows. */
  of(caller: Caller): Access;
  /** Roles that read a noun, carry out a move, see a class: what a refusal names as needed. */
  readersOf(noun: string): readonly string[];
  moversOf(move: string): readonly string[];
  seersOf(dataClass: DataClass): readonly string[];
}

/** How a value is shown to those who don't see its class; without one it is hidden. */
export type Mask = (value: never) => unknown;

export interface Classification {
  readonly dataClass: DataClass;
  readonly mask?: Mask | undefined;
}

/** Why a field may be held at all, and how long (PIPL art. 13 and 19). */
export interface Lawful {
  /** 法律依据: statutory duty and rule. */
  readonly basis: string;
  /** 保存期限. */
  readonly retention: string;
}

/** How the schema says where the definition of classes is, so that they survive composition and anybody can read them. */
export const ACCESS_LINK =
  '@link(url: "https://specs.guben.dev/access/v1.0", import: ["@dataClass", "@resource", "@textLength"]) @composeDirective(name: "@dataClass") @composeDirective(name: "@resource") @composeDirective(name: "@textLength")';

/** The directive that states the class of a field, or of the plain values of a type; what has none is INTERNAL. */
export const DATA_CLASS = new GraphQLDirective({
  name: 'dataClass',
  description: '数据类别 · Class of a field, or of the plain values of a type; what has none is INTERNAL.',
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.OBJECT],
  args: {
    class: {
      description: '类别 · The class.',
      type: new GraphQLNonNull(
        new GraphQLEnumType({
          name: 'access__DataClass',
          description:
            '数据类别 · Classes of data (GB/T 43697), from what everybody may see to what only the office of the case itself may.',
          values: Object.fromEntries(DATA_CLASSES.map((name) => [name, {}])),
        }),
      ),
    },
    basis: { description: '法律依据 · Why it may be held.', type: new GraphQLNonNull(GraphQLString) },
    retention: { description: '保存期限 · How long it is kept.', type: new GraphQLNonNull(GraphQLString) },
  },
});

const classes = new Map<object, Map<string, DataClass>>();

/** Gives a stored property a class: it can't be filtered, sorted or grouped on by who doesn't see the class. */
export function classify(entity: { prototype: object }, property: string, dataClass: DataClass): void {
  const known = classes.get(entity.prototype) ?? new Map<string, DataClass>();
  classes.set(entity.prototype, known.set(property, dataClass));
}

/** The class of a stored property. */
export const classOf = (entity: { prototype: object }, property: string): DataClass =>
  classes.get(entity.prototype)?.get(property) ?? 'INTERNAL';

const stated = (dataClass: DataClass, { basis, retention }: Lawful) =>
  Directive(`@dataClass(class: ${dataClass}, basis: ${JSON.stringify(basis)}, retention: ${JSON.stringify(retention)})`);

/** Says of a type that its plain values are published; what it leads to has the class of what it leads to. */
export const Published = (lawful: Lawful): ClassDecorator => stated('PUBLIC', lawful) as ClassDecorator;

/**
 * Gives a field of the graph a class, with its lawful basis and retention in the schema. `property` names the stored
 * property when the field has another name.
 */
export function Classified(dataClass: DataClass, { basis, retention, mask, property }: Lawful & { mask?: Mask; property?: string }) {
  const directive = stated(dataClass, { basis, retention });
  const extension = Extensions({ dataClass, mask } satisfies Classification);
  return (target: object, key: string | symbol, descriptor?: PropertyDescriptor): void => {
    (directive as PropertyDecorator)(target, key);
    (extension as (t: object, k: string | symbol, d?: PropertyDescriptor) => void)(target, key, descriptor);
    classify({ prototype: target }, property ?? String(key), dataClass);
  };
}
