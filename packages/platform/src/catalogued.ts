import { MetadataStorage } from '@mikro-orm/core';
import { DirectiveLocation, GraphQLDirective, GraphQLEnumType, GraphQLInt, GraphQLNonNull, GraphQLString, Kind, parse } from 'graphql';
import { Directive, getMetadataStorage } from 'type-graphql';
import type { Day } from './day.ts';

/** How often the provider renews what a resource holds (更新周期 of the catalogue guide). */
export const CYCLES = {
  REAL_TIME: '实时 · As it happens',
  DAILY: '每日 · Daily',
  WEEKLY: '每周 · Weekly',
  MONTHLY: '每月 · Monthly',
  QUARTERLY: '每季度 · Quarterly',
  HALF_YEARLY: '每半年 · Half-yearly',
  YEARLY: '每年 · Yearly',
  IRREGULAR: '不定期 · When it is decided anew',
} as const;
export type Cycle = keyof typeof CYCLES;

/** What a noun says of itself for the data catalogue, because nothing else says it. */
export interface Resource {
  /** 顺序号: stands in the resource code for good, and is never given to another noun. */
  readonly serial: number;
  /** The role of the office that provides it, one for each noun (一数一源). */
  readonly provider: string;
  readonly cycle: Cycle;
  /** 发布日期: the day since which it can be had. */
  readonly since: Day;
  /** The noun of the access policy that decides who reads it, where it has another name. */
  readonly noun?: string;
}

/** Puts a noun of the graph into the data catalogue. */
export const Catalogued = ({ serial, provider, cycle, since, noun }: Resource): ClassDecorator =>
  Directive(
    `@resource(serial: ${serial}, provider: ${JSON.stringify(provider)}, cycle: ${cycle}, since: ${JSON.stringify(since)}${noun ? `, noun: ${JSON.stringify(noun)}` : ''})`,
  ) as ClassDecorator;

const text = { type: GraphQLString };
const needed = { type: new GraphQLNonNull(GraphQLString) };

/** The directive by which the schema says of a noun what the catalogue can't derive. */
export const RESOURCE = new GraphQLDirective({
  name: 'resource',
  description: '信息资源 · Puts a noun into the data catalogue (政务信息资源目录编制指南).',
  locations: [DirectiveLocation.OBJECT],
  args: {
    serial: { description: '顺序号 · Its serial number in the resource code, for good.', type: new GraphQLNonNull(GraphQLInt) },
    provider: { description: '提供方 · Role of the office that provides it.', ...needed },
    cycle: {
      description: '更新周期 · How often its content is renewed.',
      type: new GraphQLNonNull(
        new GraphQLEnumType({
          name: 'access__UpdateCycle',
          description: '更新周期 · How often the provider renews what a resource holds.',
          values: Object.fromEntries(Object.entries(CYCLES).map(([name, description]) => [name, { description }])),
        }),
      ),
    },
    since: { description: '发布日期 · Day since which it can be had.', ...needed },
    noun: { description: '权限名词 · The noun of the access policy, where it has another name.', ...text },
    store: { description: '所属库 · The store that holds it.', ...text },
  },
});

/** The directive by which the schema says how long a text can be. */
export const TEXT_LENGTH = new GraphQLDirective({
  name: 'textLength',
  description: '长度 · The most characters that a text holds.',
  locations: [DirectiveLocation.FIELD_DEFINITION],
  args: { max: { description: '上限 · Characters.', type: new GraphQLNonNull(GraphQLInt) } },
});

/** Types whose values are texts as long as their column. */
const TEXTS = ['String', 'ID', 'DocNo'];
/** What a column of texts holds unless its entity says otherwise. */
const UNSAID = 255;

type Properties = Readonly<Record<string, { readonly type?: string; readonly length?: number }>>;

/** The stored properties of a class and of those it extends, as its decorators say them. */
function propertiesOf(target: object & { name?: string }): Properties {
  const above = Object.getPrototypeOf(target) as object | null;
  if (!above || target === Function.prototype) return {};
  const path = Object.hasOwn(target, MetadataStorage.PATH_SYMBOL) && (target as Record<symbol, unknown>)[MetadataStorage.PATH_SYMBOL];
  const own = path ? (MetadataStorage.getMetadata(String(target.name), String(path)).properties as Properties) : {};
  return { ...propertiesOf(above), ...own };
}

/** The longest texts of the fields of a type, as its entity stores them. */
function lengthsOf(type: string): ReadonlyMap<string, number> {
  const found = getMetadataStorage().objectTypes.filter((t) => t.name === type);
  return new Map(
    found.flatMap(({ target }) =>
      Object.entries(propertiesOf(target)).flatMap(([name, { type: kind, length }]) =>
        kind === 'string' ? [[name, length ?? UNSAID] as const] : [],
      ),
    ),
  );
}

/**
 * Says in the schema which store holds each resource and how long its texts can be, as the entities say it: beside
 * types and fields, in text that is otherwise unchanged.
 */
export function catalogued(sdl: string, store: string): string {
  const additions: { at: number; text: string }[] = [];
  for (const type of parse(sdl).definitions) {
    if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    const stated = type.directives?.find((d) => d.name.value === RESOURCE.name);
    if (!stated?.loc) continue;
    additions.push({ at: stated.loc.end - 1, text: `, store: ${JSON.stringify(store)}` });
    const lengths = lengthsOf(type.name.value);
    for (const field of type.fields ?? []) {
      const length = lengths.get(field.name.value);
      const plain = field.type.kind === Kind.NON_NULL_TYPE ? field.type.type : field.type;
      if (length !== undefined && plain.kind === Kind.NAMED_TYPE && TEXTS.includes(plain.name.value) && field.loc)
        additions.push({ at: field.loc.end, text: ` @${TEXT_LENGTH.name}(max: ${length})` });
    }
  }
  let done = 0;
  const parts = additions.flatMap(({ at, text }) => {
    const before = sdl.slice(done, at);
    done = at;
    return [before, text];
  });
  return parts.join('') + sdl.slice(done);
}
