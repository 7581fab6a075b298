import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COUNTY, TEST_NOW } from '#platform/testing';
import { aPerson, aPosting } from '../samples.ts';
import { personnelApp } from '../testing.ts';
import { checkCharacter, identityFault, maskedIdNumber, maskedPhone, sexOf } from './identity.rules.ts';
import { wherePersonInScope } from './person.entity.ts';
import { pinyinOf, strokeKeyOf } from './person.rules.ts';

let app: App;
const at = (code: string): string => app.subgraph.store.territory.named(code) as string;
beforeAll(async () => {
  app = await personnelApp({ seed: false });
});
afterAll(() => app[Symbol.asyncDispose]());

const [MIXIANGUAN, GUQIANBU] = ['140222102000', '140222101000'];
const person =
  'query ($id: ID!) { person(id: $id) { id name namePinyin idNumber phone sex { code label } politicalStatus { code label } homeAgency { id } homeDivision } }';
const entity = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Person { id name } } }';
const register = 'mutation ($input: RegisterPersonInput!) { registerPerson(input: $input) { id birthDate sex { code } version } }';
const persons =
  'query ($filter: PersonFilter, $orderBy: [PersonOrder!], $first: Int) { persons(filter: $filter, orderBy: $orderBy, first: $first) { totalCount nodes { id name postings { totalCount nodes { id } } } } }';
const org = { role: 'ORG_DEPT' };

describe('an identity number', () => {
  it.each(['11010519491231002X', '440524188001010014', '34052419800101001X'])('of the published examples, %s, is valid', (idNumber) => {
    expect(identityFault(idNumber, '2026-06-30')).toBeNull();
  });
  it.each([
    ['a day that no calendar has', '140222199902300012', /1999-02-30/],
    ['a birth in the future', '140222203001010017', /future/],
    ['another check character', '110105194912310021', /check character/],
    ['a letter in the middle', '1101051949123l002X', /seventeen digits/],
    ['fifteen digits of the old kind', '110105491231002', /seventeen digits/],
  ])('with %s is not', (_, idNumber, fault) => {
    expect(identityFault(idNumber, '2026-06-30')).toMatch(fault);
  });
  it('states the sex in the serial, and the check character that it needs', () => {
    expect([sexOf('11010519491231002X'), sexOf('440524188001010014')]).toEqual(['2', '1']);
    expect(checkCharacter('11010519491231002')).toBe('X');
  });
  it('and a telephone number are shown masked', () => {
    expect(maskedIdNumber('140222197501010015')).toBe('1402**********0015');
    expect(maskedPhone('13800001234')).toBe('138****1234');
  });
});

describe('a name', () => {
  it.each([
    ['张晓明', 'zhang xiaoming'],
    ['单雄信', 'shan xiongxin'],
    ['吕布', 'lv bu'],
    ['欧阳修', 'ouyang xiu'],
    ['王', 'wang'],
  ])('%s is read %s', (name, pinyin) => {
    expect(pinyinOf(name)).toBe(pinyin);
  });
  it('stands in the order of surname strokes, rare characters last', () => {
    const names = ['张伟', '王芳', '丁一', '卜凡', '王伟', '𠀀三'];
    expect(names.toSorted((a, b) => (strokeKeyOf(a) < strokeKeyOf(b) ? -1 : 1))).toEqual(['丁一', '卜凡', '王伟', '王芳', '张伟', '𠀀三']);
  });
});

describe('a person', () => {
  it('is shown with codes, labels and masks', async () => {
    const zhang = aPerson({ homeDivision: at(MIXIANGUAN), idNumber: '140222197501010015', homeAgency: 'agc_1' });
    await app.given(zhang);
    const { data } = await app.ask(person, { id: zhang.id }, { role: 'TOWNSHIP_ADMIN' });
    expect(data.person).toEqual({
      id: zhang.id,
      name: '张晓明',
      namePinyin: 'zhang xiaoming',
      idNumber: '1402**********0015',
      phone: '138****1234',
      sex: { code: '1', label: '男性' },
      politicalStatus: { code: '01', label: '中共党员' },
      homeAgency: { id: 'agc_1' },
      homeDivision: at(MIXIANGUAN),
    });
    expect(JSON.stringify(data)).not.toContain('19750101');
  });

  it('is known at home and wherever ever posted, and nowhere else, by key and as an entity alike', async () => {
    const known = aPerson({ homeDivision: at(COUNTY) });
    const posted = aPosting({ person: known.id, target: at('140222102200'), validTo: '2018-01-01' });
    await app.given(known, posted);
    const seen = async (divisions: string[]) => {
      const { codes } = await app.ask(person, { id: known.id }, { ...org, divisions });
      const { data } = await app.ask(entity, { r: [{ __typename: 'Person', id: known.id }] }, { ...org, divisions });
      return [codes, data._entities[0]];
    };
    expect(await seen([COUNTY])).toEqual([[], { id: known.id, name: '张晓明' }]);
    expect(await seen([MIXIANGUAN])).toEqual([[], { id: known.id, name: '张晓明' }]);
    for (const none of [[GUQIANBU], [], ['999999000000']]) expect(await seen(none)).toEqual([['NOT_FOUND'], null]);
  });

  it('is hidden when a read has no scope at all', async () => {
    expect(wherePersonInScope({ all: false, lineages: [] } as never)).toEqual({ homeDivision: { $in: [] } });
    const em = app.subgraph.store.orm.em.fork();
    const { Person } = await import('./person.entity.ts');
    await expect(em.find(Person, {}, { filters: { asOf: { day: '2026-06-30' } } })).rejects.toThrow(/scope/);
  });

  it('is registered with what the number says, once', async () => {
    const input = { name: ' 李 静 ', idNumber: '34052419800101001x', politicalStatus: '13', homeDivision: at(MIXIANGUAN) };
    expect((await app.ask(register, { input })).codes).toEqual(['FORBIDDEN']);
    expect((await app.ask(register, { input: { ...input, idNumber: '140222199902300012' } }, org)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(register, { input: { ...input, politicalStatus: '99' } }, org)).codes).toEqual(['BAD_USER_INPUT']);
    expect((await app.ask(register, { input }, { ...org, divisions: [GUQIANBU] })).codes).toEqual(['NOT_FOUND']);
    expect((await app.ask(register, { input: { ...input, name: '李'.repeat(61) } }, org)).codes).toEqual(['BAD_USER_INPUT']); // on every engine
    const tries = await Promise.all(Array.from({ length: 20 }, () => app.ask(register, { input }, org)));
    const [done] = tries.filter((t) => t.codes.length === 0);
    expect(done?.data.registerPerson).toMatchObject({ birthDate: '1980-01-01', sex: { code: '1' }, version: 1 });
    expect(tries.flatMap((t) => t.codes)).toEqual(Array(19).fill('ID_NUMBER_IN_USE'));
    expect((await app.ledger('person')).at(-1)).toMatchObject({ event: 'person.registered', place: at(MIXIANGUAN) });
  });
});

describe('a list of people', () => {
  const names = ['张伟', '王芳', '丁一', '卜凡', '赵敏'];
  let county: App;
  beforeAll(async () => {
    county = await personnelApp();
    await county.given(...names.map((name) => aPerson({ name: `${name}甲乙`, homeDivision: at(MIXIANGUAN) })));
  });
  afterAll(() => county[Symbol.asyncDispose]());
  const listed = async (args: object) =>
    (await county.ask(persons, { filter: { name: { contains: '甲乙' } }, ...args }, org)).data.persons.nodes.map((n: { name: string }) =>
      n.name.slice(0, 2),
    );

  it('is in the order of pinyin, or of surname strokes', async () => {
    expect(await listed({})).toEqual(['卜凡', '丁一', '王芳', '张伟', '赵敏']);
    expect(await listed({ orderBy: [{ field: 'SURNAME_STROKES' }] })).toEqual(['丁一', '卜凡', '王芳', '张伟', '赵敏']);
    expect(await listed({ orderBy: [{ field: 'SURNAME_STROKES', direction: 'DESC' }] })).toEqual(['赵敏', '张伟', '王芳', '卜凡', '丁一']);
  });

  it('is filtered by the beginning of the pinyin and by political status', async () => {
    expect(await listed({ filter: { name: { contains: '甲乙' }, namePinyin: { startsWith: 'zha' } } })).toEqual(['张伟', '赵敏']);
    const members = await county.ask(persons, { filter: { politicalStatus: { eq: '01' } }, first: 1 });
    const all = await county.ask(persons, { first: 1 });
    expect(members.data.persons.totalCount).toBeGreaterThan(2000);
    expect(members.data.persons.totalCount).toBeLessThan(all.data.persons.totalCount);
  });

  it('shows a township its own people and those posted into it', async () => {
    const own = await county.ask(persons, { first: 200 }, { divisions: [MIXIANGUAN] });
    const all = await county.ask(persons, { first: 1 });
    expect(own.data.persons.totalCount).toBeGreaterThan(150);
    expect(own.data.persons.totalCount).toBeLessThan(all.data.persons.totalCount / 4);
  });

  it('takes the same few statements for one person and for two hundred', async () => {
    await county.ask(persons, { first: 200 }, { now: TEST_NOW });
    const many = county.statements.length;
    await county.ask(persons, { first: 1 });
    expect(county.statements).toHaveLength(many);
    expect(many).toBe(4);
  });
});
