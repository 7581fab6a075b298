import fc from 'fast-check';
import {
  buildSchema,
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
import { COUNTY, type Platform, platform } from './kit.ts';

/** Queries made from the schema itself: whatever a caller may write, it sees nothing beyond its due. */
let p: Platform;
/** Keys by type that a caller may see, asked of the lists that the matrix has proved. */
const dueTo = new Map<string, Record<string, Set<string>>>();
beforeAll(async () => {
  p = await platform();
});
afterAll(() => p[Symbol.asyncDispose]());

const schema = buildSchema(committedSupergraph(), { assumeValid: true, assumeValidSDL: true });
const CODES = [COUNTY, '140222102000', '140222100000', '140222102200', '140222202200', '140222101211', '140222999999'];
const TERRITORIES = [['140222102000'], ['140222103000', '140222101211'], ['140222202200'], []];
const DAYS = ['2018-12-31', '2026-06-30'];
const LISTS: Readonly<Record<string, string>> = {
  Village: 'villages',
  PartyOrganization: 'partyOrganizations',
  MemberCount: 'memberCounts',
  OfficeHolding: 'officeHoldings',
  Committee: 'committees',
  CollectiveEconomyRecord: 'collectiveEconomyRecords',
  Person: 'persons',
  Posting: 'postings',
  ResidentTeam: 'residentTeams',
  Finding: 'findings',
  InspectionPlan: 'inspectionPlans',
  Inspection: 'inspections',
};

/** Draws a selection on a type; every object shows its type and key, so that what comes back can be judged. */
function selection(type: GraphQLObjectType, depth: number, draw: (upTo: number) => number): string {
  const fields = Object.values(type.getFields()).filter((f) => !f.name.startsWith('_'));
  const parts = ['__typename', ...(type.getFields()['id'] ? ['id'] : [])];
  const wanted = 1 + draw(4);
  for (let i = 0; i < wanted; i++) {
    const field = fields[draw(fields.length)] as GraphQLField<unknown, unknown>;
    const text = field && written(field, depth, draw);
    if (text) parts.push(`${draw(3) === 0 ? `a${parts.length}: ` : `b${parts.length}: `}${text}`);
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

async function dueOf(role: string, divisions: readonly string[], day: string): Promise<Record<string, Set<string>>> {
  const name = JSON.stringify([role, divisions, day]);
  const known = dueTo.get(name);
  if (known) return known;
  const due: Record<string, Set<string>> = {};
  for (const [type, list] of Object.entries(LISTS)) {
    const keys = new Set<string>();
    for (let after: string | null = null; ; ) {
      const { data } = await p.ask(
        `query ($after: String) { ${list}(first: 200, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`,
        { after },
        { role, divisions, asOf: day },
      );
      const page = data?.[list];
      for (const n of page?.nodes ?? []) keys.add(n.id);
      if (!page?.pageInfo.hasNextPage) break;
      after = page.pageInfo.endCursor;
    }
    due[type] = keys;
  }
  dueTo.set(name, due);
  return due;
}

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
    for (const keys of Object.values(await dueOf('COUNTY_SECRETARY', [COUNTY], DAYS[1] as string)))
      everyKey.push(...[...keys].slice(0, 40));
    let seen = 0;
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
          const due = await dueOf(role, divisions, day);
          for (const found of objectsIn(data)) {
            const keys = due[String(found['__typename'])];
            // A village above the territory doesn't exist; one that was abolished may be opened by its code.
            if (keys && found['id'] && found['__typename'] !== 'Village') {
              seen++;
              expect(keys.has(String(found['id'])), `${role} ${divisions} ${day} ${found['__typename']} ${found['id']}\n${query}`).toBe(
                true,
              );
            }
            if (found['__typename'] === 'Person')
              for (const value of Object.values(found)) if (typeof value === 'string') expect(value).not.toMatch(WHOLE_NUMBER);
          }
          for (const { extensions } of errors) expect(extensions['code'], query).not.toBe('INTERNAL');
        },
      ),
      { numRuns: 400, seed: 20181231 },
    );
    expect(seen).toBeGreaterThan(100);
  }, 120_000);
});
