import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, type Asking, COUNTY } from '#platform/testing';
import { aPerson } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import type { Person } from './person.entity.ts';
import { maskedName } from './person.rules.ts';

const NUMBER = '140222197501010015';
const MASKED = { idNumber: '1402**********0015', phone: '138****1234' };
const WHOLE = { idNumber: NUMBER, phone: '13800001234' };
const NAMED = { name: '赵晓明', namePinyin: 'zhao xiaoming', birthDate: '1975-01-01' };
const UNNAMED = { name: '赵**', namePinyin: null, birthDate: null };

const person = 'query ($id: ID!) { person(id: $id) { name namePinyin birthDate idNumber phone } }';

let app: App;
let zhao: Person;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
  zhao = aPerson({ name: '赵晓明', idNumber: NUMBER, homeDivision: app.subgraph.store.territory.named(COUNTY) as string });
  await app.given(zhao);
});
afterAll(() => app[Symbol.asyncDispose]());

describe('a masked name', () => {
  it.each([
    ['赵晓明', '赵**'],
    ['王芳', '王**'],
    ['欧阳修', '欧阳**'],
    ['阿依古丽·买买提', '阿**'],
    ['𠀀三', '𠀀**'],
  ])('of %s is %s', (name, masked) => {
    expect(maskedName(name)).toBe(masked);
  });
});

describe('what a person says of itself', () => {
  it.each<[string, Asking, object]>([
    ['an analyst nothing', { role: 'ANALYST' }, { ...UNNAMED, ...MASKED }],
    ['a township the name and birthday', { role: 'TOWNSHIP_ADMIN' }, { ...NAMED, ...MASKED }],
    ['the organization department the same', { role: 'ORG_DEPT' }, { ...NAMED, ...MASKED }],
    ['and the numbers, for the personnel file', { role: 'ORG_DEPT', purpose: 'PERSONNEL_FILE' }, { ...NAMED, ...WHOLE }],
    ['the finance office nothing', { role: 'FINANCE' }, { ...UNNAMED, ...MASKED }],
    ['and all of it, to pay an allowance', { role: 'FINANCE', purpose: 'ALLOWANCE_PAYMENT' }, { ...NAMED, ...WHOLE }],
    ['an integrating system the name, to reach somebody', { role: 'INTEGRATOR', purpose: 'CONTACT' }, { ...NAMED, ...MASKED }],
  ])('tells %s', async (_, asking, told) => {
    expect((await app.ask(person, { id: zhao.id }, asking)).data.person).toEqual(told);
    const entities =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { name namePinyin birthDate idNumber phone } } }';
    expect((await app.ask(entities, { r: [{ __typename: 'Person', id: zhao.id }] }, asking)).data._entities).toEqual([told]);
  });

  it('is not had by a purpose that the role does not allow; the refusal names those it does', async () => {
    for (const [role, purpose, allowed] of [
      ['ORG_DEPT', 'ALLOWANCE_PAYMENT', ['PERSONNEL_FILE', 'CASE_HANDLING', 'CONTACT']],
      ['FINANCE', 'CASE_HANDLING', ['ALLOWANCE_PAYMENT']],
      ['ANALYST', 'CASE_HANDLING', []],
    ] as const) {
      const { codes, errors } = await app.ask(person, { id: zhao.id }, { role, purpose });
      expect(codes).toEqual(['BAD_USER_INPUT']);
      expect(errors?.[0]?.extensions).toMatchObject({ rule: 'PURPOSE', purposes: allowed });
    }
  });

  it('is masked under any alias and in any fragment (Z2)', async () => {
    const sly = `
      query ($id: ID!, $r: [_Any!]!) {
        person(id: $id) { sex: idNumber a: name ... on Person { b: name c: idNumber } ...Rest }
        list: persons { nodes { d: phone } edges { node { e: name ...Rest } } }
        _entities(representations: $r) { __typename ... on Person { f: idNumber } ...Rest }
      }
      fragment Rest on Person { g: birthDate h: namePinyin i: phone @include(if: true) }`;
    const { data, codes } = await app.ask(sly, { id: zhao.id, r: [{ __typename: 'Person', id: zhao.id, idNumber: NUMBER }] });
    expect(codes).toEqual([]);
    const told = JSON.stringify(data);
    for (const secret of [NUMBER, '13800001234', '赵晓明', '晓明', 'zhao', '1975']) expect(told).not.toContain(secret);
    expect(data.person).toEqual({ sex: MASKED.idNumber, a: '赵**', b: '赵**', c: MASKED.idNumber, g: null, h: null, i: MASKED.phone });
  });

  it('is not guessed by a filter or an order: both are refused by rule (Z8)', async () => {
    const list = 'query ($filter: PersonFilter, $orderBy: [PersonOrder!]) { persons(filter: $filter, orderBy: $orderBy) { totalCount } }';
    const asked = [
      { filter: { name: { eq: '赵晓明' } } },
      { filter: { namePinyin: { startsWith: 'zhao' } } },
      { filter: { or: [{ politicalStatus: { eq: '13' } }, { not: { and: [{ name: { contains: '赵' } }] } }] } },
      { orderBy: [{ field: 'NAME_PINYIN' }] },
      { orderBy: [{ field: 'SURNAME_STROKES', direction: 'DESC' }] },
    ];
    for (const variables of asked) {
      const { codes, errors } = await app.ask(list, variables);
      expect(codes, JSON.stringify(variables)).toEqual(['FORBIDDEN']);
      const roles = expect.arrayContaining(['TOWNSHIP_ADMIN', 'FINANCE']);
      expect(errors?.[0]?.extensions).toMatchObject({ rule: 'CLASS', dataClass: 'PERSONAL', roles });
      expect((await app.ask(list, variables, { role: 'TOWNSHIP_ADMIN' })).codes).toEqual([]);
    }
    expect((await app.ask(list, { filter: { idNumber: { eq: NUMBER } } })).codes).toEqual(['BAD_USER_INPUT']); // there is no such filter
  });

  it('does not decide the order of a list for who may not see it', async () => {
    await app.given(aPerson({ name: '艾一', homeDivision: zhao.homeDivision }), aPerson({ name: '朱一', homeDivision: zhao.homeDivision }));
    const ids = async (asking: Asking): Promise<string[]> =>
      (await app.ask('{ persons { nodes { id } pageInfo { endCursor } } }', {}, asking)).data.persons.nodes.map(
        (n: { id: string }) => n.id,
      );
    expect(await ids({})).toEqual((await ids({})).toSorted());
    expect((await ids({ role: 'TOWNSHIP_ADMIN' }))[0]).not.toBe((await ids({}))[0]);
  });
});
