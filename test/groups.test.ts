import { getNamedType, isEnumType, isInputObjectType, isObjectType } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '#access/policies';
import type { Day } from '#platform/day';
import type { Subgraph } from '#platform/subgraph';
import { COUNTY, envelopeFor } from '#platform/testing';
import { Due, NOUNS, type Noun, type Raw } from './due.ts';
import { type Platform, platform } from './kit.ts';

/** Groups of every list, held against rows counted by hand. */
let p: Platform;
let due: Due;
let places: Map<string, Raw[]>;
beforeAll(async () => {
  p = await platform();
  due = await Due.of(p);
  places = Map.groupBy(due.tables['territory'] as readonly Raw[], (t) => t['division'] as string);
});
afterAll(() => p[Symbol.asyncDispose]());

/** Columns of groups and measures that bear another name than the column. */
const NAMED: Readonly<Record<string, string>> = {
  since: 'valid_from',
  arrived: 'actual_from',
  electedOn: 'valid_from',
  countedOn: 'valid_from',
  recognizedOn: 'valid_from',
  adoptedOn: 'valid_from',
  pledgedOn: 'valid_from',
  'HelperAssignment.from': 'valid_from',
  'Village.township': 'parent',
};
/** Where the division of a row stands that is no `division`. */
const PLACED: Readonly<Record<string, string>> = {
  Person: 'home_division',
  AllowanceSheet: 'township',
  AllowanceEntitlement: 'township',
};
const KINDS: Readonly<Record<string, readonly string[]>> = { township: ['TOWNSHIP'], village: ['VILLAGE', 'COMMUNITY'] };
/** Lists whose `village` is the column itself, whether the village still is or not. */
const PLAIN = new Set(['Finding', 'PublicConcern', 'HouseholdRef', 'HelperAssignment', 'HelperVisit', 'InspectionVisit']);
const SEVERITIES = ['GENERAL', 'SERIOUS', 'MAJOR'];
const BANDS: readonly (readonly [string, number])[] = [
  ['FROM_500K', 50_000_000],
  ['FROM_100K', 10_000_000],
  ['FROM_50K', 5_000_000],
  ['UNDER_50K', 1],
  ['NONE', Number.NEGATIVE_INFINITY],
];

const snake = (name: string) => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);
const constant = (name: string) => snake(name).toUpperCase();

interface Field {
  readonly name: string;
  readonly day: boolean;
  readonly selection: string;
}
const typeOf = (noun: Noun, suffix: string) => (p.running.subgraphs[noun.store] as Subgraph).schema.getType(`${noun.type}${suffix}`);
const keysOf = (noun: Noun): Field[] => {
  const type = typeOf(noun, 'GroupKeys');
  return isObjectType(type)
    ? Object.values(type.getFields()).map(({ name, type: of }) => ({
        name,
        day: getNamedType(of).name === 'Date',
        selection: isObjectType(getNamedType(of)) ? `${name} { id }` : name,
      }))
    : [];
};
const measuresOf = (noun: Noun): string[] => {
  const type = typeOf(noun, 'Amounts');
  return isObjectType(type) ? Object.keys(type.getFields()) : [];
};

/** What a row is grouped under, worked out one row at a time. */
function under(noun: Noun, name: string, row: Raw, day: Day): string | null {
  if (name in KINDS && noun.type !== 'Village' && !(name === 'village' && PLAIN.has(noun.type))) {
    const key = row[PLACED[noun.type] ?? (row['division'] === undefined ? 'village' : 'division')] as string;
    const at = (id: string | null | undefined) =>
      places.get(id ?? '')?.find((t) => (t['valid_from'] as string) <= day && day < (t['valid_to'] as string));
    const own = at(key);
    return [own, own && at(own['parent'])].find((t) => t && KINDS[name]?.includes(t['kind'] as string))?.['division'] ?? null;
  }
  if (name === 'band') return BANDS.find(([, from]) => Number(row['total']) >= from)?.[0] ?? null;
  const value = row[NAMED[`${noun.type}.${name}`] ?? NAMED[name] ?? snake(name)];
  if (value === undefined) throw new Error(`no column of ${noun.type}.${name}`);
  if (value === null) return null;
  return name === 'severity' ? (SEVERITIES[Number(value)] as string) : String(value);
}

/** A key of the graph in the same words. */
const said = (value: unknown): string | null =>
  value === null || value === undefined
    ? null
    : typeof value === 'object'
      ? (value as { id: string }).id
      : typeof value === 'boolean'
        ? String(Number(value))
        : String(value);

const YEAR = (day: string | null) => day && `${day.slice(0, 4)}-01-01`;
const QUARTER = (day: string | null) =>
  day && `${day.slice(0, 5)}${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
const MONTH = (day: string | null) => day && `${day.slice(0, 7)}-01`;

interface Group {
  readonly keys: Record<string, unknown>;
  readonly count: number | null;
  readonly sum?: Record<string, number | null>;
}

/** A role that reads a noun, and tells every cell of it. */
const readerOf = (noun: Noun): string =>
  Object.entries(ROLES).find(
    ([role, policy]) => Due.reads(noun, role) && (!noun.outcome || (policy as { exactCells?: boolean }).exactCells),
  )?.[0] as string;

const answer = async (noun: Noun, query: string, role: string, day: Day) => {
  const { data, errors } = (await (p.running.subgraphs[noun.store] as Subgraph).answer(
    { query, variables: {} },
    envelopeFor({ role, day, divisions: [COUNTY] }),
  )) as { data?: Record<string, never> | null; errors?: { message: string; extensions: { code: string } }[] };
  return {
    page: (data as unknown as { page: Record<string, never> } | null)?.page as unknown as Record<string, unknown>,
    errors: errors ?? [],
  };
};

const DAYS: readonly Day[] = ['2018-12-31', '2026-06-30'];

describe.each(Object.entries(NOUNS))('the groups of %s', (_, noun) => {
  it.each(DAYS)('are, by each thing to group by, what counting and adding up by hand comes to on %s', async (day) => {
    const fields = keysOf(noun);
    const measures = measuresOf(noun);
    const role = readerOf(noun);
    const rows = due.held(noun, [COUNTY], day);
    if (fields.length === 0) return;
    const sums = measures.length ? `sum { ${measures.join(' ')} }` : '';
    const asked = fields.flatMap(({ name, day: dated, selection }) => [
      { name, alias: name, by: `{ field: ${constant(name)} }`, selection, of: (v: string | null) => v },
      ...(dated
        ? Object.entries({ YEAR, QUARTER, MONTH }).map(([cut, of]) => ({
            name,
            alias: `${name}_${cut}`,
            by: `{ field: ${constant(name)}, truncate: ${cut} }`,
            selection,
            of,
          }))
        : []),
    ]);
    const { page, errors } = await answer(
      noun,
      `{ page: ${noun.list} { ${asked
        .map(
          ({ alias, by, selection }) =>
            `${alias}: groupedAggregates(groupBy: [${by}], first: 1000) { keys { ${selection} } count ${sums} } n_${alias}: groupCount(groupBy: [${by}])`,
        )
        .join(' ')} } }`,
      role,
      day,
    );
    expect(errors.slice(0, 3)).toEqual([]);
    for (const { name, alias, of } of asked) {
      const byHand = Map.groupBy(rows, (row) => of(under(noun, name, row, day)));
      const told = page[alias] as Group[];
      expect(page[`n_${alias}`], alias).toBe(byHand.size);
      expect(told.length, alias).toBe(Math.min(byHand.size, 1000));
      for (const { keys, count, sum } of told) {
        const own = byHand.get(said(keys[name])) ?? [];
        expect(count, `${alias} ${said(keys[name])}`).toBe(own.length);
        for (const m of measures) {
          const amounts = own.map((r) => r[snake(m)] as unknown).filter((v) => v !== null);
          const total = amounts.length ? amounts.reduce<number>((s, v) => s + Number(v), 0) : null;
          expect(sum?.[m], `${alias} ${said(keys[name])} ${m}`).toBe(total);
        }
      }
    }
  });
});

describe('a list that analysts group', () => {
  it('can be grouped by every kind and day that it is filtered by, and by township wherever its rows may lie in one', () => {
    const nouns = Object.values(NOUNS);
    const groupsOf = (noun: Noun) => new Set(keysOf(noun).map((f) => f.name));
    const lacking = nouns.flatMap((noun) => {
      const filter = typeOf(noun, 'Filter');
      if (!isInputObjectType(filter)) return [];
      const few = Object.values(filter.getFields()).filter((f) => {
        const input = getNamedType(f.type);
        const eq = isInputObjectType(input) ? input.getFields()['eq'] : undefined;
        const of = eq && getNamedType(eq.type);
        return of && (isEnumType(of) || of.name === 'Date');
      });
      return few.filter((f) => !groupsOf(noun).has(f.name)).map((f) => `${noun.type}.${f.name}`);
    });
    // The arrival of a posting is grouped as `arrived`; what a village is recognised as are rows of their own.
    expect(lacking).toEqual(['Village.designation', 'Posting.actualFrom']);
    // What the county lays down for all of it, and what lies in no division.
    expect(nouns.filter((noun) => !groupsOf(noun).has('township')).map((noun) => noun.type)).toEqual([
      'RectificationCampaign',
      'DivisionEdition',
      'TrainingSeries',
      'PairedAssistance',
      'EvaluationScheme',
      'ActionProcedure',
      'AllowanceRate',
      'PolicyDocument',
      'Headquarters',
      'AgendaRule',
      'Programme',
      'ThreeBasicsPlan',
      'KeyTask',
      'ReturnFlowBatch',
      'FindingCategory',
      'InspectionPlan',
    ]);
  });
});

describe('groups of outcomes of persons', () => {
  const outcomes = Object.values(NOUNS).filter((noun) => noun.outcome);
  it.each(outcomes.map((noun) => [noun.type, noun] as const))(
    'of %s keep back what few persons stand behind, and no condition, order or count tells of it',
    async (_, noun) => {
      const day = '2018-12-31';
      const rows = due.held(noun, [COUNTY], day);
      const counted = Due.counts(noun, 'ANALYST');
      const role = counted ? 'ANALYST' : 'COUNTY_SECRETARY';
      for (const { name, selection } of keysOf(noun)) {
        const by = `groupBy: [{ field: ${constant(name)} }]`;
        const { page, errors } = await answer(
          noun,
          `{ page: ${noun.list} { all: groupedAggregates(${by}, first: 1000) { keys { ${selection} } count }
            small: groupedAggregates(${by}, having: { count: { lte: 2 } }) { count }
            known: groupCount(${by}, having: { count: { gte: 0 } })
            byCount: groupedAggregates(${by}, orderBy: [{ field: COUNT }], first: 1000) { keys { ${selection} } count } } }`,
          role,
          day,
        );
        expect(errors).toEqual([]);
        const byHand = Map.groupBy(rows, (row) => under(noun, name, row, day));
        const persons = (own: readonly Raw[]) => new Set(own.map((r) => r[noun.outcome as string]).filter(Boolean)).size;
        const all = page['all'] as Group[];
        for (const { keys, count } of all) {
          const own = byHand.get(said(keys[name])) ?? [];
          if (count !== null) expect(persons(own) === 0 || persons(own) >= 3, `${name} ${said(keys[name])}`).toBe(true);
        }
        const hidden = all.filter((g) => g.count === null);
        // One cell alone that is kept back could be worked out from the total.
        if (hidden.length && all.length > 1 && all.some((g) => g.count !== null && persons(byHand.get(said(g.keys[name])) ?? []) > 0))
          expect(hidden.length, name).toBeGreaterThan(1);
        expect((page['small'] as Group[]).every((g) => g.count !== null && g.count <= 2)).toBe(true);
        expect(page['known'], name).toBe(all.length - hidden.length);
        // Kept back, they come last in the order of their keys, not of their sizes.
        const last = (page['byCount'] as Group[]).slice(all.length - hidden.length);
        expect(last.every((g) => g.count === null)).toBe(true);
        const keys = last.map((g) => said(g.keys[name]));
        if (!(name in KINDS))
          expect(keys.filter(Boolean), name).toEqual(
            keys
              .filter(Boolean)
              .toSorted((a, b) => (Number.isNaN(Number(a)) ? ((a as string) < (b as string) ? -1 : 1) : Number(a) - Number(b))),
          );
      }
    },
  );
});

describe('groups as an analyst asks for them', () => {
  const DAY = { asOf: '2018-12-31' } as const;
  it('are those that meet conditions on counts, sums and different ones, in the order of a measure or of a key, the first of them', async () => {
    const { data, errors } = await p.ask(
      `{ findings { all: groupedAggregates(groupBy: [{ field: TOWNSHIP }]) { keys { township { code } } count sum { returns } distinct { villages } }
          some: groupedAggregates(groupBy: [{ field: TOWNSHIP }], having: { count: { gte: 20 }, sum: { returns: { gte: 1 } }, distinct: { villages: { gte: 5 } } }) { keys { township { code } } }
          someCount: groupCount(groupBy: [{ field: TOWNSHIP }], having: { count: { gte: 20 }, sum: { returns: { gte: 1 } }, distinct: { villages: { gte: 5 } } })
          byReturns: groupedAggregates(groupBy: [{ field: TOWNSHIP }], orderBy: [{ field: SUM_RETURNS, direction: DESC }], first: 3) { sum { returns } }
          byPlace: groupedAggregates(groupBy: [{ field: TOWNSHIP }], orderBy: [{ field: KEY_TOWNSHIP }]) { keys { township { code } } }
          count: groupCount(groupBy: [{ field: TOWNSHIP }]) } }`,
      {},
      DAY,
    );
    expect(errors).toEqual([]);
    type T = { keys: { township: { code: string } | null }; count: number; sum: { returns: number }; distinct: { villages: number } };
    const { all, some, someCount, byReturns, byPlace, count } = data.findings as Record<string, T[]> & { count: number; someCount: number };
    const codes = (groups: readonly T[]) => groups.map((g) => g.keys.township?.code);
    const meet = (all as T[]).filter((g) => g.count >= 20 && g.sum.returns >= 1 && g.distinct.villages >= 5);
    expect(meet.length).toBeGreaterThan(0);
    expect(meet.length).toBeLessThan((all as T[]).length);
    expect(new Set(codes(some as T[]))).toEqual(new Set(codes(meet)));
    expect(someCount).toBe(meet.length);
    expect((byReturns as T[]).map((g) => g.sum.returns)).toEqual(
      (all as T[])
        .map((g) => g.sum.returns)
        .toSorted((a, b) => b - a)
        .slice(0, 3),
    );
    // The official order of divisions; what lies in no township comes last.
    const inOrder = codes(byPlace as T[]).filter((code) => code !== undefined);
    expect(inOrder).toEqual(
      codes(all as T[])
        .filter((code) => code !== undefined)
        .toSorted(),
    );
    expect(count).toBe((all as T[]).length);
  });

  it.each([
    ['a measure there is not', 'orderBy: [{ field: SUM_MONEY }]', 'BAD_USER_INPUT'],
    ['a condition on a sum there is not', 'having: { sum: { money: { gte: 1 } } }', 'BAD_USER_INPUT'],
    ['more groups than may be shown', 'first: 1001', 'LIMIT_EXCEEDED'],
    ['fewer than none', 'first: -1', 'LIMIT_EXCEEDED'],
  ])('are refused with %s', async (_, argument, code) => {
    const { codes } = await p.ask(`{ findings { groupedAggregates(groupBy: [{ field: STATE }], ${argument}) { count } } }`, {}, DAY);
    expect(codes).toEqual([code]);
  });
});
