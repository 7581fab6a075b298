import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { agencyId } from '#county/agencies';
import type { App, Asking } from '#platform/testing';
import { aFinding, anOrderedFinding } from '../samples.ts';
import { povertyApp } from '../testing.ts';
import { Finding } from './finding.entity.ts';
import { isOpen, isOverdue, Severity, whereFinished, whereInTime, whereOpen, whereOverdue } from './finding.rules.ts';

const WATER = agencyId('县水务局');

let app: App;
let county: string;
let village: string;
beforeAll(async () => {
  app = await povertyApp();
  const { territory } = app.subgraph.store;
  county = territory.named('140222000000') as string;
  village = territory.named('140222102200') as string;
});
afterAll(() => app[Symbol.asyncDispose]());

describe('a list of findings', () => {
  const page =
    'query ($first: Int, $after: String, $last: Int, $before: String, $filter: FindingFilter, $orderBy: [FindingOrder!]) { findings(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) { totalCount nodes { id deadline severity state } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }';
  type Node = { id: string; deadline: string | null; severity: string };
  let category: string;
  let serial = 0;
  beforeEach(async () => {
    category = `分页${serial++}`;
    const deadlines = ['2018-12-03', null, '2018-12-01', '2018-12-01', null, '2018-12-02', null];
    const severities = [Severity.MAJOR, Severity.GENERAL, Severity.SERIOUS];
    await app.given(
      ...deadlines.map((deadline, i) => {
        const severity = severities[i % 3] as Severity;
        return deadline ? anOrderedFinding({ village, category, severity, deadline }) : aFinding({ village, category, severity });
      }),
    );
  });

  it.each(['ASC', 'DESC'])(
    'ordered by deadline %s puts those without one last, and pages through all of them once either way',
    async (direction) => {
      const asking = { day: '2018-11-30' };
      const args = { filter: { category: { eq: category } }, orderBy: [{ field: 'DEADLINE', direction }] };
      const all = (await app.ask(page, args, asking)).data.findings.nodes as Node[];
      const days = ['2018-12-01', '2018-12-01', '2018-12-02', '2018-12-03'];
      expect(all.map((n) => n.deadline)).toEqual([...(direction === 'ASC' ? days : days.toReversed()), null, null, null]);
      for (const size of [1, 2, 3]) {
        const forwards: Node[] = [];
        for (let after: string | undefined; ; ) {
          const { findings: f } = (await app.ask(page, { ...args, first: size, after }, asking)).data;
          forwards.push(...f.nodes);
          if (!f.pageInfo.hasNextPage) break;
          after = f.pageInfo.endCursor;
        }
        const backwards: Node[] = [];
        for (let before: string | undefined; ; ) {
          const { findings: f } = (await app.ask(page, { ...args, last: size, before }, asking)).data;
          backwards.unshift(...f.nodes);
          if (!f.pageInfo.hasPreviousPage) break;
          before = f.pageInfo.startCursor;
        }
        expect(forwards).toEqual(all);
        expect(backwards).toEqual(all);
      }
    },
  );

  it('orders by how bad they are, not by the letters of it', async () => {
    const args = { filter: { category: { eq: category } }, orderBy: [{ field: 'SEVERITY', direction: 'DESC' }] };
    const { nodes } = (await app.ask(page, args, { day: '2018-11-30' })).data.findings;
    const order = ['MAJOR', 'SERIOUS', 'GENERAL'];
    expect(nodes.map((n: Node) => n.severity)).toEqual(
      nodes.map((n: Node) => n.severity).toSorted((a: string, b: string) => order.indexOf(a) - order.indexOf(b)),
    );
    const major = await app.ask(
      page,
      { filter: { category: { eq: category }, severity: { in: ['MAJOR', 'SERIOUS'] } } },
      { day: '2018-11-30' },
    );
    expect(major.data.findings.totalCount).toBe(5);
  });

  it('filters by the same rules that a row states of itself', async () => {
    const day = '2018-12-31';
    const em = app.context({ day }).em;
    const rows = await em.find(Finding, {});
    const count = (where: object) => em.count(Finding, where);
    expect(await count(whereOpen())).toBe(rows.filter(isOpen).length);
    expect(await count(whereFinished())).toBe(rows.filter((f) => !isOpen(f)).length);
    expect(await count(whereOverdue(day))).toBe(rows.filter((f) => isOverdue(f, day)).length);
    expect(await count(whereInTime(day))).toBe(rows.filter((f) => !isOverdue(f, day)).length);
    const asked = await app.ask(page, { filter: { overdue: { eq: true } }, first: 200 }, { day });
    expect(asked.data.findings.totalCount).toBe(rows.filter((f) => isOverdue(f, day)).length);
    expect(asked.data.findings.totalCount).toBeGreaterThan(0);
  });
});

const BOARD =
  'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Village { id findings(first: 5, filter: { open: { eq: true } }) { totalCount nodes { category state deadline light } } } } }';
const references = (ids: readonly string[], __typename = 'Village') => ({ r: ids.map((id) => ({ __typename, id })) });

describe('the findings of villages', () => {
  it('are read in three statements, for one village as for two hundred and twenty-seven', async () => {
    const all = app.subgraph.store.territory.within(county, '2018-12-31', 'VILLAGE');
    expect(all).toHaveLength(227);
    for (const ids of [[village], all.slice(0, 200), all]) {
      const { data, codes } = await app.ask(BOARD, references(ids), { day: '2018-12-31' });
      expect(codes).toEqual([]);
      expect(data._entities).toHaveLength(ids.length);
      expect(app.statements.length).toBeLessThanOrEqual(3);
    }
  });

  it.each(['2018-12-31', '2026-06-30'])('of 米薪关 show all three lights on %s', async (day) => {
    const ids = app.subgraph.store.territory.within(app.subgraph.store.territory.named('140222102000') as string, day, 'VILLAGE');
    const { data } = await app.ask(BOARD, references(ids), { day });
    const lights = data._entities.flatMap((v: { findings: { nodes: { light: string }[] } }) => v.findings.nodes.map((n) => n.light));
    expect(new Set(lights)).toEqual(new Set(['GREEN', 'YELLOW', 'RED', null]));
  });

  it('of townships and the county are those that lie below on the day, in a constant number of statements', async () => {
    const { territory } = app.subgraph.store;
    const day = '2018-12-31';
    const query = (type: string) =>
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ${type} { findings(first: 100) { totalCount nodes { village { id } } } } } }`;
    const townships = territory.within(county, day, 'TOWNSHIP');
    const { data } = await app.ask(query('Township'), references(townships, 'Township'), { day });
    expect(app.statements).toHaveLength(2);
    type Page = { findings: { totalCount: number; nodes: { village: { id: string } }[] } };
    (data._entities as Page[]).forEach(({ findings }, i) => {
      const below = new Set(['VILLAGE', 'COMMUNITY'].flatMap((kind) => territory.within(townships[i] as string, day, kind)));
      expect(findings.nodes.length).toBe(Math.min(100, findings.totalCount));
      expect(findings.nodes.every((n) => below.has(n.village.id))).toBe(true);
    });
    const whole = (await app.ask(query('County'), references([county], 'County'), { day })).data._entities[0].findings.totalCount;
    expect((data._entities as Page[]).reduce((sum, t) => sum + t.findings.totalCount, 0)).toBe(whole);
  });

  it('and of agencies and inspections hang on these', async () => {
    const count = '{ _entities(representations: [{ __typename: "Agency", id: "ID" }]) { ... on Agency { findings { totalCount } } } }';
    const { data } = await app.ask(count.replace('ID', WATER), {}, { day: '2018-12-31' });
    const { data: filtered } = await app.ask(
      'query ($id: ID!) { findings(filter: { responsibleAgency: { eq: $id } }) { totalCount } inspections(first: 200) { nodes { findings(first: 1) { totalCount nodes { inspection { id } } } id } } all: findings { totalCount } }',
      { id: WATER },
      { day: '2018-12-31' },
    );
    expect(data._entities[0].findings.totalCount).toBe(filtered.findings.totalCount);
    expect(app.statements).toHaveLength(6);
    expect(filtered.inspections.nodes.some((i: { findings: { totalCount: number } }) => i.findings.totalCount > 0)).toBe(true);
  });
});

describe('a township caller', () => {
  const theirs: Asking = { divisions: ['140222102000'], day: '2018-12-31' };

  it('sees findings of its own township only, in lists, counts and references', async () => {
    const { territory } = app.subgraph.store;
    const township = territory.named('140222102000') as string;
    const own = new Set(territory.within(township, '2018-12-31', 'VILLAGE'));
    const { data } = await app.ask('{ findings(first: 200) { totalCount nodes { id village { id } inspection { id } } } }', {}, theirs);
    expect(data.findings.nodes.length).toBe(data.findings.totalCount);
    expect(data.findings.nodes.every((n: { village: { id: string } }) => own.has(n.village.id))).toBe(true);
    const all = (await app.ask('{ findings(first: 200) { totalCount nodes { id village { id } } } }', {}, { day: '2018-12-31' })).data
      .findings;
    expect(all.totalCount).toBeGreaterThan(data.findings.totalCount);
    const other = all.nodes.find((n: { village: { id: string } }) => !own.has(n.village.id));
    const seen = await app.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Finding { id } ... on Village { id findings { totalCount } } ... on County { findings { totalCount } } } }',
      { r: [...references([other.id], 'Finding').r, ...references([other.village.id]).r, ...references([county], 'County').r] },
      theirs,
    );
    expect(seen.data._entities).toEqual([null, null, { findings: { totalCount: data.findings.totalCount } }]);
    expect((await app.ask('query ($id: ID!) { finding(id: $id) { id } }', { id: other.id }, theirs)).data.finding).toBeNull();
    expect(
      (
        await app.ask(
          'mutation ($id: ID!) { closeFinding(input: { finding: $id }) { id } }',
          { id: other.id },
          { ...theirs, role: 'INSPECTOR' },
        )
      ).codes,
    ).toEqual(['NOT_FOUND']);
  });

  it('reads the inspection of the county from which a finding comes', async () => {
    const { data } = await app.ask('{ findings(first: 50) { nodes { id inspection { division title } } } }', {}, theirs);
    const seeded = data.findings.nodes.filter((n: { inspection: unknown }) => n.inspection);
    expect(seeded.length).toBeGreaterThan(0);
    expect(seeded[0].inspection.division).toBe(county);
  });

  it('without a territory sees nothing', async () => {
    const { data } = await app.ask('{ findings { totalCount } inspections { totalCount } }', {}, { divisions: [] });
    expect(data).toEqual({ findings: { totalCount: 0 }, inspections: { totalCount: 0 } });
  });
});
