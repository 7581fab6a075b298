import { getNamedType, isNonNullType, isObjectType } from 'graphql';
import { describe, expect, it } from 'vitest';
import { schemaOf, sdlOf } from '#platform/subgraph';
import { compose } from '../gateway/src/compose.ts';
import { schemas as sdls, subgraphs } from '../gateway/src/parts.ts';
import { committedSupergraph } from '../gateway/src/platform.ts';

/** Which subgraph owns a type that several know: the one that says what it is. */
const SHARED: Readonly<Record<string, string>> = {
  County: 'villages',
  Township: 'villages',
  Village: 'villages',
  Agency: 'villages',
  PartyOrganization: 'villages',
  Person: 'personnel',
  Posting: 'personnel',
  PolicyDocument: 'poverty',
  ResponsibilityChain: 'villages',
};

const schemas = Object.fromEntries(Object.values(subgraphs).map((spec) => [spec.name, schemaOf(spec)]));
const types = (name: string) =>
  Object.values(schemas[name]?.getTypeMap() ?? {})
    .filter(isObjectType)
    .filter((t) => !t.name.startsWith('_'));

/** The subgraphs in which a type has a key. */
const keyedIn = new Map<string, string[]>();
for (const name of Object.keys(schemas)) {
  const sdl = sdlOf(subgraphs[name] as never);
  for (const type of types(name))
    if (new RegExp(`type ${type.name}[^{]*@key`).test(sdl)) keyedIn.set(type.name, [...(keyedIn.get(type.name) ?? []), name]);
}
/** The fields that make up the keys of a type. */
const keyFields = new Map<string, Set<string>>();
for (const spec of Object.values(subgraphs))
  for (const [, type, keys] of sdlOf(spec).matchAll(/^type (\w+)([^{]*)\{/gm))
    for (const [, fields] of (keys as string).matchAll(/@key\(fields: "([^"]+)"/g))
      for (const field of (fields as string).split(' '))
        keyFields.set(type as string, (keyFields.get(type as string) ?? new Set()).add(field));
const OWNER: Readonly<Record<string, string>> = Object.fromEntries(
  [...keyedIn].map(([type, where]) => [type, SHARED[type] ?? (where[0] as string)]),
);

describe('the supergraph', () => {
  it('is committed as it is composed', () => {
    expect(committedSupergraph()).toBe(compose(sdls()));
  });

  it('has an owner for every entity that several subgraphs know', () => {
    const unowned = [...keyedIn].filter(([type, where]) => where.length > 1 && !where.includes(SHARED[type] as string));
    expect(unowned).toEqual([]);
    expect(keyedIn.size).toBeGreaterThan(11);
  });

  it('lets every field be null that another subgraph adds to a type or that leads to one (decision 3)', () => {
    const rigid = Object.keys(schemas).flatMap((name) =>
      types(name).flatMap((type) =>
        Object.values(type.getFields()).flatMap((field) => {
          const added = OWNER[type.name] !== undefined && OWNER[type.name] !== name && !keyFields.get(type.name)?.has(field.name);
          const target = OWNER[getNamedType(field.type).name];
          const leads = target !== undefined && target !== name;
          return (added || leads) && isNonNullType(field.type) ? [`${name}: ${type.name}.${field.name}`] : [];
        }),
      ),
    );
    expect(rigid).toEqual([]);
  });

  it('takes one input in every mutation, named after it, and gives back the object that it changed', () => {
    const odd = Object.values(schemas).flatMap((schema) =>
      Object.values(schema.getMutationType()?.getFields() ?? {})
        .filter(
          (f) =>
            f.args.length !== 1 ||
            String(f.args[0]?.type) !== `${f.name[0]?.toUpperCase()}${f.name.slice(1)}Input!` ||
            !isObjectType(getNamedType(f.type)),
        )
        .map((f) => f.name),
    );
    expect(odd).toEqual([]);
  });

  it('describes every type and field in Chinese and English', () => {
    const bare = Object.keys(schemas).flatMap((name) =>
      types(name)
        .filter((t) => !(t.name in OWNER) || OWNER[t.name] === name)
        .flatMap((type) => Object.values(type.getFields()).map((f) => [`${type.name}.${f.name}`, f.description] as const))
        .filter(([place, text]) => !place.startsWith('Query._') && !(/\p{Script=Han}/u.test(text ?? '') && /[a-z]/i.test(text ?? '')))
        .map(([place]) => `${name}: ${place}`),
    );
    expect(bare).toEqual([]);
  });
});
