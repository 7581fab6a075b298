import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson, aPosting } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import type { Person } from './person.entity.ts';

const [MIXIANGUAN, GUQIANBU] = ['140222102000', '140222101000'];
const NUMBER = '34052419800101001X';
const find =
  'query ($name: String, $idNumber: String) { findPersons(name: $name, idNumber: $idNumber) { id name homeDivision homeAgency { id } readable } }';

let app: App;
let near: Person;
let far: Person;
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
/** A township that may find in the whole county. */
const township: Asking = { role: 'TOWNSHIP_ADMIN', divisions: [MIXIANGUAN], finds: [COUNTY] };
const found = async (variables: object, asking: Asking = township) => {
  const { data, codes } = await app.ask(find, variables as never, asking);
  expect(codes).toEqual([]);
  return data.findPersons;
};
beforeAll(async () => {
  app = await personnelApp({ seed: false });
  near = aPerson({ name: '李静', homeDivision: at(MIXIANGUAN) });
  far = aPerson({ name: '李静', homeDivision: at(GUQIANBU), idNumber: NUMBER, homeAgency: 'agc_1' });
  await app.given(near, far);
});
afterAll(() => app[Symbol.asyncDispose]());

describe('somebody found', () => {
  it('by the exact name says where to ask and whether the caller may read on, and no more', async () => {
    const hits = await found({ name: ' 李静 ' });
    expect(hits).toHaveLength(2);
    expect(hits).toContainEqual({ id: near.id, name: '李**', homeDivision: near.homeDivision, homeAgency: null, readable: true });
    expect(hits).toContainEqual({ id: far.id, name: '李**', homeDivision: far.homeDivision, homeAgency: { id: 'agc_1' }, readable: false });
    expect((await app.ask('query ($id: ID!) { person(id: $id) { id } }', { id: far.id }, township)).codes).toEqual(['NOT_FOUND']);
    for (const name of ['李', '静', '李%', '李_', 'li jing']) expect(await found({ name })).toEqual([]);
  });
  it('by the identity number is one, whatever its case; by name and number both must fit', async () => {
    for (const idNumber of [NUMBER, NUMBER.toLowerCase()]) expect((await found({ idNumber })).map((h: Person) => h.id)).toEqual([far.id]);
    expect(await found({ idNumber: NUMBER, name: '李静' })).toHaveLength(1);
    expect(await found({ idNumber: NUMBER, name: '王芳' })).toEqual([]);
    expect(await found({ idNumber: '440524188001010014' })).toEqual([]);
  });
  it('lies in the territory in which the caller may find, or is nobody', async () => {
    expect(await found({ idNumber: NUMBER }, { ...township, finds: [MIXIANGUAN] })).toEqual([]);
    expect(await found({ idNumber: NUMBER }, { ...township, finds: [] })).toEqual([]);
    await app.given(aPosting({ person: far.id, target: at('140222102200'), validTo: '2018-01-01' }));
    expect(await found({ idNumber: NUMBER }, { ...township, finds: [MIXIANGUAN] })).toHaveLength(1); // once posted there
  });
  it('needs no class, but a role that reads people', async () => {
    expect(await found({ idNumber: NUMBER }, { role: 'ANALYST' })).toHaveLength(1);
    const { codes, errors } = await app.ask(find, { idNumber: NUMBER }, { role: 'SYSTEM_ADMIN' });
    expect(codes).toEqual(['FORBIDDEN']);
    expect(errors?.[0]?.extensions).toMatchObject({ rule: 'NOUN', noun: 'Person' });
  });
  it('is not had by an empty question or a number that is none', async () => {
    for (const variables of [{}, { name: ' ' }, { idNumber: '' }, { name: null, idNumber: null }])
      expect((await app.ask(find, variables, township)).codes).toEqual(['BAD_USER_INPUT']);
    for (const idNumber of ['140222199902300012', '11010519491231002', '%'])
      expect((await app.ask(find, { idNumber }, township)).codes).toEqual(['BAD_USER_INPUT']);
  });
  it('is one of at most twenty, in two statements', async () => {
    await app.given(...Array.from({ length: 25 }, () => aPerson({ name: '张伟', homeDivision: at(GUQIANBU) })));
    expect(await found({ name: '张伟' })).toHaveLength(20);
    expect(app.statements).toHaveLength(2);
  });
});
