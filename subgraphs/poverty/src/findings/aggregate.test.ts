import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, COUNTY } from '#platform/testing';
import { povertyApp } from '../testing.ts';

let app: App;
beforeAll(async () => {
  app = await povertyApp();
});
afterAll(() => app[Symbol.asyncDispose]());

interface Row {
  readonly id: string;
  readonly state: string;
  readonly foundOn: string;
  readonly returns: number;
  readonly village: { readonly id: string };
}

const DAY = { day: '2018-12-31' };

/** Every finding of the county, page by page: what the sums are held against. */
async function everything(asking: object = DAY): Promise<Row[]> {
  const rows: Row[] = [];
  for (let after: string | null = null; ; ) {
    const { data } = await app.ask(
      'query ($after: String) { findings(first: 200, after: $after) { nodes { id state foundOn returns village { id } } pageInfo { hasNextPage endCursor } } }',
      { after },
      asking,
    );
    rows.push(...data.findings.nodes);
    if (!data.findings.pageInfo.hasNextPage) return rows;
    after = data.findings.pageInfo.endCursor;
  }
}
const total = (rows: readonly Row[]) => rows.reduce((sum, r) => sum + r.returns, 0);

describe('what findings come to', () => {
  it('is the sum over all pages, in one statement, whatever the page', async () => {
    const rows = await everything();
    const { data } = await app.ask(
      '{ findings(first: 1) { aggregates { count distinct { villages } sum { returns } avg { returns } min { returns } max { returns } } } }',
      {},
      DAY,
    );
    const returns = rows.map((r) => r.returns);
    expect(data.findings.aggregates).toEqual({
      count: rows.length,
      distinct: { villages: new Set(rows.map((r) => r.village.id)).size },
      sum: { returns: total(rows) },
      avg: { returns: total(rows) / rows.length },
      min: { returns: Math.min(...returns) },
      max: { returns: Math.max(...returns) },
    });
    expect(app.statements).toHaveLength(1);
  });

  it('is grouped by state, and by month and township at once, as counting by hand does', async () => {
    const rows = await everything();
    const { data } = await app.ask(
      `{ findings { byState: groupedAggregates(groupBy: [{ field: STATE }]) { keys { state } count sum { returns } }
          byMonth: groupedAggregates(groupBy: [{ field: FOUND_ON, truncate: MONTH }, { field: TOWNSHIP }], first: 1000) { keys { foundOn township { id } } count }
          byQuarter: groupedAggregates(groupBy: [{ field: FOUND_ON, truncate: QUARTER }], orderBy: [{ field: KEY_FOUND_ON }]) { keys { foundOn } count } } }`,
      {},
      DAY,
    );
    const byState = Map.groupBy(rows, (r) => r.state);
    expect(data.findings.byState).toEqual(
      [...byState]
        .map(([state, own]) => ({ keys: { state }, count: own.length, sum: { returns: total(own) } }))
        .toSorted((a, b) => b.count - a.count || (a.keys.state < b.keys.state ? -1 : 1)),
    );
    const { territory } = app.context(DAY);
    const byMonth = Map.groupBy(rows, (r) => `${r.foundOn.slice(0, 7)}-01 ${territory.at(r.village.id, DAY.day)?.parent}`);
    const told = data.findings.byMonth as { keys: { foundOn: string; township: { id: string } | null }; count: number }[];
    expect(new Map(told.map((g) => [`${g.keys.foundOn} ${g.keys.township?.id}`, g.count]))).toEqual(
      new Map([...byMonth].map(([key, own]) => [key, own.length])),
    );
    const quarters = (data.findings.byQuarter as { keys: { foundOn: string }; count: number }[]).map((g) => g.keys.foundOn);
    expect(quarters).toEqual(quarters.toSorted());
    expect(quarters.every((day) => /^\d{4}-(01|04|07|10)-01$/.test(day))).toBe(true);
    expect(app.statements).toHaveLength(3);
  });

  it('keeps groups that meet a condition, in the order asked for, the first of them', async () => {
    const { data } = await app.ask(
      `{ findings { all: groupedAggregates(groupBy: [{ field: CATEGORY }]) { keys { category } count }
          some: groupedAggregates(groupBy: [{ field: CATEGORY }], having: { count: { gte: 20 } }, orderBy: [{ field: COUNT, direction: ASC }], first: 2) { keys { category } count } } }`,
      {},
      DAY,
    );
    const all = data.findings.all as { count: number }[];
    expect(data.findings.some.map((g: { count: number }) => g.count)).toEqual(
      all
        .map((g) => g.count)
        .filter((n) => n >= 20)
        .toSorted((a, b) => a - b)
        .slice(0, 2),
    );
  });

  it('is of every parent its own, county and township in one request, in a constant number of statements', async () => {
    const { scope } = app.context(DAY);
    const county = scope.lineages[0]?.split('/')[1] as string;
    const { territory } = app.context(DAY);
    const townships = territory.within(county, DAY.day, 'TOWNSHIP');
    const ask = async (ids: readonly string[]) =>
      app.ask(
        `query ($r: [_Any!]!) { _entities(representations: $r) {
          ... on County { findings { totalCount aggregates { count } groupedAggregates(groupBy: [{ field: STATE }]) { count } } }
          ... on Township { id findings { totalCount aggregates { count } groupedAggregates(groupBy: [{ field: STATE }]) { count } } } } }`,
        { r: [{ __typename: 'County', id: county }, ...ids.map((id) => ({ __typename: 'Township', id }))] },
        DAY,
      );
    const { data } = await ask(townships);
    const [whole, ...parts] = data._entities as {
      findings: { totalCount: number; aggregates: { count: number }; groupedAggregates: { count: number }[] };
    }[];
    for (const { findings } of [whole as NonNullable<typeof whole>, ...parts]) {
      expect(findings.aggregates.count).toBe(findings.totalCount);
      expect(findings.groupedAggregates.reduce((sum, g) => sum + g.count, 0)).toBe(findings.totalCount);
    }
    expect(parts.reduce((sum, { findings }) => sum + findings.totalCount, 0)).toBe(whole?.findings.totalCount);
    const spent = app.statements.length;
    await ask(townships.slice(0, 1));
    expect(app.statements.length).toBe(spent);
  });

  it('is of a township what its officer may see, by whatever it is grouped', async () => {
    const asking = { ...DAY, role: 'TOWNSHIP_ADMIN', divisions: ['140222102000'] };
    const rows = await everything(asking);
    const { data } = await app.ask(
      '{ findings { aggregates { count } groupedAggregates(groupBy: [{ field: TOWNSHIP }]) { count } } }',
      {},
      asking,
    );
    expect(data.findings).toEqual({ aggregates: { count: rows.length }, groupedAggregates: [{ count: rows.length }] });
    const { codes } = await app.ask('{ findings { aggregates { count } } }', {}, { ...DAY, role: 'SYSTEM_ADMIN', divisions: [COUNTY] });
    expect(codes).toEqual(['FORBIDDEN']);
  });

  it.each([
    ['nothing', '[]', 'BAD_USER_INPUT'],
    ['the same twice', '[{ field: STATE }, { field: STATE }]', 'BAD_USER_INPUT'],
    ['the month of what is no day', '[{ field: STATE, truncate: MONTH }]', 'BAD_USER_INPUT'],
    ['what there is not', '[{ field: STATUS }]', 'BAD_USER_INPUT'],
  ])('is refused when grouped by %s', async (_, by, code) => {
    const { codes } = await app.ask(`{ findings { groupedAggregates(groupBy: ${by}) { count } } }`, {}, DAY);
    expect(codes).toEqual([code]);
  });
});
