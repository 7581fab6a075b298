import fc from 'fast-check';
import {
  buildSchema,
  type EnumValueNode,
  type GraphQLField,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES as POLICIES } from '#access/policies';
import { committedSupergraph } from '../gateway/src/platform.ts';
import { Due, NOUNS, type Noun, type Raw } from './due.ts';
import { COUNTY, type Platform, platform } from './kit.ts';

/** Queries made from the schema itself: whatever a caller may write, it sees nothing beyond its due. */
let p: Platform;
let due: Due;
beforeAll(async () => {
  p = await platform();
  due = await Due.of(p);
});
afterAll(() => p[Symbol.asyncDispose]());

const schema = buildSchema(committedSupergraph(), { assumeValid: true, assumeValidSDL: true });
const CODES = [COUNTY, '140222102000', '140222100000', '140222102200', '140222202200', '140222101211', '140222999999'];
const TERRITORIES = [['140222102000'], ['140222103000', '140222101211'], ['140222202200'], []];
const DAYS = ['2018-12-31', '2026-06-30'];
/** The nouns whose rows are judged, by the name of their type. */
const JUDGED = Object.fromEntries(Object.values(NOUNS).map((noun) => [noun.type, noun]));

/** Classes that are masked or hidden from those who don't see them: drawn more often, so that much is judged. */
const MASKED = new Set(['PERSONAL', 'SENSITIVE', 'RESTRICTED']);

/** Nouns of which some field tells all there ever was up to the day: the secretaries of an organization, the ranks of a person. */
const TOLD_AS_HISTORY = new Set(['OfficeHolding', 'RankRecord']);

/** What the gateway itself answers of reports holds no rows of its own; test/citations.test.ts tells what its readers are told. */
const isOfGateway = ({ astNode }: GraphQLField<unknown, unknown>): boolean =>
  astNode?.directives?.some(
    (d) => d.name.value === 'join__field' && d.arguments?.some((a) => a.value.kind === 'EnumValue' && a.value.value === 'REPORTS'),
  ) ?? false;

/** Draws a selection on a type; every object shows its type and key, so that what comes back can be judged. */
function selection(type: GraphQLObjectType, depth: number, draw: (upTo: number) => number): string {
  const fields = Object.values(type.getFields()).filter((f) => !f.name.startsWith('_') && !isOfGateway(f));
  const parts = ['__typename', ...(type.getFields()['id'] ? ['id'] : [])];
  const wanted = 1 + draw(4);
  for (let i = 0; i < wanted; i++) {
    const classified = draw(3) === 0 ? fields.filter((f) => MASKED.has(classes.get(`${type.name}.${f.name}`) ?? '')) : [];
    const from = classified.length ? classified : fields;
    const field = from[draw(from.length)] as GraphQLField<unknown, unknown>;
    const text = field && written(field, depth, draw);
    if (text) parts.push(`${draw(3) === 0 ? 'a' : 'b'}${parts.length}__${field.name}: ${text}`); // the alias says which field it is
  }
  return draw(5) === 0 ? `{ ...on ${type.name} { ${parts.join(' ')} } }` : `{ ${parts.join(' ')} }`;
}

function written(field: GraphQLField<unknown, unknown>, depth: number, draw: (upTo: number) => number): string | null {
  const target = getNamedType(field.type);
  const args = field.args.flatMap((arg) => {
    const name = getNamedType(arg.type).name;
    if (arg.name === 'first') return [`first: ${1 + draw(20)}`];
    if (!isNonNullType(arg.type)) {
      if (arg.name === 'orderBy' && draw(3) === 0) {
        const order = schema.getType(name);
        const orderField = isInputObjectType(order) ? getNamedType(order.getFields()['field']?.type) : null;
        if (isEnumType(orderField)) return [`orderBy: [{ field: ${orderField.getValues()[draw(orderField.getValues().length)]?.name} }]`];
      }
      return [];
    }
    if (name === 'DivisionCode') return [`${arg.name}: "${CODES[draw(CODES.length)]}"`];
    if (name === 'Int') return [`${arg.name}: ${2017 + draw(9)}`];
    if (name === 'ID') return [`${arg.name}: "${anyKey(draw)}"`];
    return ['?'];
  });
  if (args.includes('?')) return null;
  const call = args.length ? `${field.name}(${args.join(', ')})` : field.name;
  if (!isObjectType(target)) return call;
  return depth === 0 ? null : `${call} ${selection(target, depth - 1, draw)}`;
}

/** A key of anything at all, inside the caller's territory or not. */
const everyKey: string[] = [];
const anyKey = (draw: (upTo: number) => number): string => everyKey[draw(everyKey.length)] ?? 'x';

/** Classes of data by type and field, as the supergraph states them. */
const classes = new Map<string, string>();
for (const type of Object.values(schema.getTypeMap()))
  if (isObjectType(type))
    for (const field of Object.values(type.getFields())) {
      const stated = field.astNode?.directives
        ?.find((d) => d.name.value.endsWith('dataClass'))
        ?.arguments?.find((a) => a.name.value === 'class')?.value;
      if (stated?.kind === 'EnumValue') classes.set(`${type.name}.${field.name}`, stated.value);
    }

/** Whether a role sees a class without stating a purpose, by the letter of its policy. */
const seen = (role: string, dataClass: string): boolean =>
  dataClass === 'PUBLIC' ||
  dataClass === 'INTERNAL' ||
  (POLICIES as Record<string, { sees: Record<string, unknown> }>)[role]?.sees[dataClass] === 'DUTY';

/** Whether the store that owns a type answers a field of it, as the supergraph says. */
function isOwn(type: string, name: string, store: string): boolean {
  const field = (schema.getType(type) as GraphQLObjectType).getFields()[name];
  if (!field || name === 'id') return false;
  const graphs = (field.astNode?.directives ?? [])
    .filter((d) => d.name.value === 'join__field')
    .flatMap((d) => d.arguments?.filter((a) => a.name.value === 'graph').map((a) => (a.value as EnumValueNode).value) ?? []);
  return graphs.length === 0 || graphs.includes(store.toUpperCase());
}

/** The raw rows of a key, all its versions. */
const rowsOf = new Map<string, Raw[]>();
const column = (field: string) => field.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

/** Every object of an answer that names its type and key. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (Array.isArray(value)) for (const v of value) yield* objectsIn(v);
  else if (value && typeof value === 'object') {
    yield value as Record<string, unknown>;
    for (const v of Object.values(value)) yield* objectsIn(v);
  }
}

/** Nothing that looks like a whole identity number or telephone number may ever leave without a purpose. */
const WHOLE_NUMBER = /^\d{17}[\dX]$|^\d{11}$/;

describe('a query made from the schema', () => {
  it('shows no caller a row or a value beyond its due', async () => {
    for (const { table } of Object.values(NOUNS))
      for (const row of due.tables[table] as readonly Raw[])
        rowsOf.set(`${table} ${row['id']}`, [...(rowsOf.get(`${table} ${row['id']}`) ?? []), row]);
    for (const noun of Object.values(NOUNS)) {
      const keys = (due.tables[noun.table] as readonly Raw[]).map((r) => r['id'] as string);
      everyKey.push(...keys.filter((_, i) => i % Math.ceil(keys.length / 40) === 0));
    }
    const known = new Map<string, Set<string>>();
    const keysDue = (type: string, role: string, divisions: readonly string[], day: string): Set<string> => {
      const name = JSON.stringify([type, role, divisions, day]);
      let keys = known.get(name);
      const noun = JUDGED[type] as Noun;
      if (!keys)
        known.set(
          name,
          (keys = TOLD_AS_HISTORY.has(type) ? due.everUpTo(noun, role, divisions, day) : due.keys(noun, role, divisions, day)),
        );
      return keys;
    };
    const judged = { rows: 0, masked: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.keys(POLICIES)),
        fc.constantFrom(...TERRITORIES),
        fc.constantFrom(...DAYS),
        fc.infiniteStream(fc.nat({ max: 9999 })),
        async (role, divisions, day, stream) => {
          const draw = (upTo: number) => (upTo <= 0 ? 0 : (stream.next().value as number) % upTo);
          const query = selection(schema.getQueryType() as GraphQLObjectType, 4, draw);
          const { data, errors } = await p.ask(query, {}, { role, divisions, asOf: day });
          for (const found of objectsIn(data)) {
            const type = String(found['__typename']);
            const noun = JUDGED[type];
            const who = `${role} ${divisions} ${day} ${type} ${found['id']}\n${query}`;
            // A village above the territory doesn't exist; one that was abolished may be opened by its code.
            // A key alone is what the row that refers to it holds, and what other stores know of it is theirs to tell.
            const told = Object.entries(found).some(
              ([alias, value]) => value !== null && noun && isOwn(type, alias.split('__')[1] ?? '', noun.store),
            );
            if (noun && found['id'] && told && type !== 'Village') {
              judged.rows++;
              expect(keysDue(type, role, divisions, day).has(String(found['id'])), who).toBe(true);
            }
            for (const [alias, value] of Object.entries(found)) {
              const field = alias.split('__')[1] ?? '';
              const dataClass = classes.get(`${type}.${field}`);
              if (!dataClass || seen(role, dataClass) || value === null || typeof value === 'object') continue;
              judged.masked++;
              if (typeof value === 'string') expect(value, who).not.toMatch(WHOLE_NUMBER);
              for (const row of rowsOf.get(`${noun?.table} ${found['id']}`) ?? []) expect(String(value), who).not.toBe(row[column(field)]);
            }
          }
          for (const { extensions } of errors) expect(extensions['code'], query).not.toBe('INTERNAL');
        },
      ),
      { numRuns: 400, seed: 20181231 },
    );
    expect(judged.rows).toBeGreaterThan(100);
    expect(judged.masked).toBeGreaterThan(20);
  }, 120_000);

  it('of people shows every value of a class that the role does not see masked or not at all, role by role', async () => {
    for (const role of Object.keys(POLICIES)) {
      if (!Due.reads(NOUNS['persons'] as never, role)) continue;
      const personal = [...classes].filter(([name]) => name.startsWith('Person.')).map(([name]) => name.slice('Person.'.length));
      const fields = personal.filter(
        (name) => !isObjectType(getNamedType((schema.getType('Person') as GraphQLObjectType).getFields()[name]?.type)),
      );
      const { data } = await p.ask(`{ persons(first: 50) { nodes { id ${fields.join(' ')} } } }`, {}, { role });
      expect(data.persons.nodes.length).toBe(50);
      for (const node of data.persons.nodes as Record<string, string | null>[])
        for (const field of fields) {
          if (seen(role, classes.get(`Person.${field}`) as string)) continue;
          for (const row of rowsOf.get(`person ${node['id']}`) ?? []) {
            const value = node[field];
            if (value === null) continue;
            expect(String(value), `${role} ${field}`).not.toBe(row[column(field)]);
            expect(String(value), `${role} ${field}`).toContain('*');
          }
        }
    }
  });
});
