import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEST_NOW } from '#platform/testing';
import { openCitation, sealCitation } from '../gateway/src/citations/citation.ts';
import { changesOf, DAY, storeOf } from './changes.ts';
import { type Asking, COUNTY, type Platform, platform } from './kit.ts';

const MIXIAN = '140222102000';
const HOUR = 3_600_000;

let p: Platform;
let now = TEST_NOW;
beforeAll(async () => {
  p = await platform('together', { clock: () => now });
});
afterAll(() => p[Symbol.asyncDispose]());

/** Who asks in these tests: the department for the county, an analyst for the county, a township. */
const ORG: Asking = { role: 'ORG_DEPT' };
const ANALYST: Asking = { role: 'ANALYST' };
const TOWNSHIP: Asking = { role: 'TOWNSHIP_ADMIN', divisions: [MIXIAN] };

/** The citations of the figures of a report, by code. */
async function citationsOf(asking: Asking, name = 'work'): Promise<Record<string, string>> {
  const { data, errors } = await p.ask(
    'query ($name: String!) { report(name: $name) { figures { code citation } } }',
    { name },
    { asOf: DAY, ...asking },
  );
  expect(errors).toEqual([]);
  return Object.fromEntries(data.report.figures.map((f: { code: string; citation: string }) => [f.code, f.citation]));
}

const SHOWN = 'code label value printed withheld numerator denominator';
const CITED = `report code day knownAt scope role versions { store version } definition definitionVersion field reproduction reason
  cited { ${SHOWN} } reproduced { ${SHOWN} } now { ${SHOWN} } difference recordsHash sameRecords recordCount address`;
const CHANGES = 'changes { kind type id events { store event day recordedAt role fields } }';

const open = async (citation: string, asking: Asking, fields = CITED) => {
  const { data, errors, codes } = await p.ask(`query ($c: String!) { figure(citation: $c) { ${fields} } }`, { c: citation }, asking);
  return { figure: data?.figure, errors, codes, text: JSON.stringify([data, errors]) };
};

/** Opens many citations, ten a request. */
async function openAll(citations: Record<string, string>, asking: Asking, fields: string): Promise<Record<string, Record<string, never>>> {
  const all = Object.entries(citations);
  const found: Record<string, Record<string, never>> = {};
  for (let i = 0; i < all.length; i += 10) {
    const some = all.slice(i, i + 10);
    const { data, errors } = await p.ask(
      `query (${some.map((_, n) => `$c${n}: String!`).join(', ')}) { ${some.map((_, n) => `f${n}: figure(citation: $c${n}) { ${fields} }`).join(' ')} }`,
      Object.fromEntries(some.map(([, c], n) => [`c${n}`, c])),
      asking,
    );
    expect(errors).toEqual([]);
    some.forEach(([code], n) => {
      found[code] = data[`f${n}`];
    });
  }
  return found;
}

const citationOf = (text: string) => openCitation(p.config.citationSecrets, text);
/** What the platform would have given, had the figure been cited otherwise. */
const citedWith = (text: string, over: object): string => sealCitation(p.config.citationSecrets[0], { ...citationOf(text), ...over });

describe('a figure that was cited', () => {
  it('comes again to the digit after back-dated corrections, says what it is now, and why, record by record', async () => {
    const county = await citationsOf(ORG);
    expect(Object.keys(county)).toHaveLength(37);
    const before = (await open(county['F13'] as string, ORG, `${CITED} records { totalCount nodes { type id } }`)).figure;
    expect(before).toMatchObject({
      ...{ report: 'work', code: 'F13', day: DAY, knownAt: '2026-06-30T10:00:00.000+08:00', scope: [COUNTY], role: 'ORG_DEPT' },
      ...{ field: 'County.workingGroups', reproduction: 'REPRODUCED', cited: { value: 10, printed: '10个' }, difference: 0 },
      ...{ sameRecords: true, recordCount: 10, address: `/reports/figures/${county['F13']}` },
      definition: expect.stringContaining(' · '),
      recordsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(before.versions.map((v: { store: string }) => v.store)).toEqual(['villages', 'personnel', 'poverty']);

    now = new Date(now.getTime() + 24 * HOUR);
    for (const [what, make] of changesOf(p)) if (/working group|is held accountable|the rates rise/.test(what)) await make();

    const after = (await open(county['F13'] as string, ORG, `${CITED} ${CHANGES} records { totalCount nodes { type id } }`)).figure;
    expect(after).toMatchObject({
      ...{ reproduction: 'REPRODUCED', cited: { value: 10 }, reproduced: { value: 10 }, now: { value: 9 }, difference: -1 },
      ...{ sameRecords: true, recordsHash: before.recordsHash, records: before.records },
    });
    expect(after.changes).toEqual([
      {
        ...{ kind: 'REMOVED', type: 'WorkingGroup', id: expect.any(String) },
        events: [
          {
            ...{ store: 'poverty', event: expect.stringMatching(/dissolved/), day: DAY, role: 'POVERTY_OFFICE' },
            ...{ recordedAt: '2026-07-01T10:00:00.000+08:00', fields: expect.any(Array) },
          },
        ],
      },
    ]);
    expect(before.records.nodes).toContainEqual({ type: 'WorkingGroup', id: after.changes[0].id });
    const accountable = (await open(county['F19'] as string, { role: 'ORG_DEPT' }, `reproduction difference ${CHANGES}`)).figure;
    expect([accountable.reproduction, accountable.difference]).toEqual(['REPRODUCED', 1]);
    expect(accountable.changes).toEqual([
      expect.objectContaining({ kind: 'ADDED', type: 'AccountabilityAction', events: [expect.objectContaining({ role: 'DISCIPLINE' })] }),
    ]);
    const all = await openAll(county, ORG, 'reproduction sameRecords cited { value printed } reproduced { value printed }');
    expect(Object.entries(all).filter(([, f]) => f['reproduction'] !== 'REPRODUCED' || f['sameRecords'] === false)).toEqual([]);
    for (const f of Object.values(all)) expect(f['reproduced']).toEqual(f['cited']);
    // The same, cited again by the instant, is the very same text; cited of today it is another.
    const then = await citationsOf({ ...ORG, headers: { 'known-at': '2026-06-30T10:00:00+08:00' } });
    expect(then).toEqual(county);
    expect(citationOf((await citationsOf(ORG))['F13'] as string)).toMatchObject({ row: { value: 9 }, recordCount: 9 });
  });

  it('tells of its records what its reader may know: keys, or a count alone, or neither', async () => {
    const { F19 } = await citationsOf(ORG);
    const records = async (asking: Asking) =>
      (await open(F19 as string, asking, 'records { totalCount nodes { type id } query }')).figure.records;
    const seen = await records(ORG);
    expect([seen.totalCount, seen.nodes.length]).toEqual([5, 5]);
    const { knownAt } = (await open(F19 as string, ORG, 'knownAt')).figure;
    const listed = await p.ask(
      seen.query,
      { from: '2018-01-01', to: DAY, first: 50 },
      { ...ORG, asOf: DAY, headers: { 'known-at': knownAt } },
    );
    expect(JSON.stringify(listed.data)).toContain(seen.nodes[4].id);
    expect(await records(ANALYST)).toMatchObject({ totalCount: 5, nodes: null });
    expect(await records({ role: 'FINANCE' })).toMatchObject({ totalCount: null, nodes: null });
    const changes = await open(F19 as string, ANALYST, CHANGES);
    expect([changes.figure.changes, changes.codes]).toEqual([null, ['FORBIDDEN']]);
  });

  it('is told within the territory and the duty of its reader: no county’s number reaches a township by a citation', async () => {
    const makers: Record<string, Asking> = { department: ORG, analyst: ANALYST, township: TOWNSHIP };
    const found: Record<string, unknown> = {};
    for (const [maker, making] of Object.entries(makers)) {
      const { F10 } = await citationsOf(making);
      for (const [reader, reading] of Object.entries(makers)) {
        const { figure, text, errors } = await open(F10 as string, reading);
        expect(errors).toEqual([]);
        found[`${maker}’s for ${reader}`] = [figure.reproduction, figure.cited?.value ?? null, figure.reproduced.value];
        if (reader === 'township' && maker !== 'township') {
          expect(text).not.toContain('4726');
          expect([figure.recordsHash, figure.recordCount, figure.sameRecords]).toEqual([null, null, null]);
          expect(figure.reason).toBe(`it was counted within ${COUNTY}, and you read ${MIXIAN}: what you are told is of your own territory`);
        }
      }
    }
    const own = (await open((await citationsOf(TOWNSHIP))['F10'] as string, TOWNSHIP)).figure.cited.value as number;
    expect(own > 0 && own < 4726).toBe(true);
    expect(found).toEqual({
      'department’s for department': ['REPRODUCED', 4726, 4726],
      'department’s for analyst': ['REPRODUCED', 4726, 4726],
      'department’s for township': ['OTHER_SCOPE', null, own],
      'analyst’s for department': ['REPRODUCED', 4726, 4726],
      'analyst’s for analyst': ['REPRODUCED', 4726, 4726],
      'analyst’s for township': ['OTHER_SCOPE', null, own],
      'township’s for department': ['REPRODUCED', own, own],
      'township’s for analyst': ['REPRODUCED', own, own],
      'township’s for township': ['REPRODUCED', own, own],
    });
    const small = (await citationsOf({ role: 'DISCIPLINE' }))['F19∩F20'] as string;
    expect((await open(small, { role: 'DISCIPLINE' })).figure.cited.value).toBe(1);
    const kept = (await open(small, ANALYST)).figure;
    expect([kept.reproduction, kept.cited, kept.reproduced.withheld, kept.recordCount]).toEqual(['OTHER_DUTY', null, 'KEPT_BACK', null]);
    expect((await open(small, TOWNSHIP)).figure).toMatchObject({ reproduction: 'OTHER_SCOPE', cited: null });
    const refused = (await open(small, { role: 'FINANCE' })).figure;
    expect([refused.reproduction, refused.cited, refused.reproduced.withheld]).toEqual(['OTHER_DUTY', null, 'FORBIDDEN']);
    expect(citationOf(small).row.value).toBe(1); // sealed inside, and legible to nobody who holds it
    expect(Buffer.from(small.slice(3), 'base64url').toString('latin1')).not.toMatch(/report|value|140222/);
  });

  it('says why it can’t be reproduced: its words changed, a change was under way, its field is no more, its text was altered', async () => {
    const { F13 } = (await citationsOf(ORG)) as { F13: string };
    const words = (await open(citedWith(F13, { definitionVersion: '0123456789abcdef' }), ORG)).figure;
    expect([words.reproduction, words.reason]).toEqual([
      'DEFINITION_CHANGED',
      'its field has been given other words since; counted by it as it stands the figure is the same',
    ]);
    const { row, versions } = citationOf(F13);
    const late = (await open(citedWith(F13, { row: { ...row, value: 8 }, versions: { ...versions, poverty: 25_000 } }), ORG)).figure;
    expect([late.reproduction, late.cited.value, late.reproduced.value]).toEqual(['DIFFERENT', 8, 9]);
    expect(late.reason).toMatch(
      /^a change was under way when it was counted, at .*: the ledger of poverty holds \d+ rows of that time and held 25000$/,
    );
    const { F23a } = (await citationsOf(ORG)) as { F23a: string };
    await storeOf(p)('personnel', "update allowance_rate set amount = 70000 where valid_to = '2018-12-01'");
    const beside = (await open(F23a, ORG)).figure;
    expect([beside.reproduction, beside.cited.value, beside.reproduced.value]).toEqual(['DIFFERENT', 1000, 700]);
    expect(beside.reason).toContain('no row of a ledger explains it');
    const texts = join(p.config.dataFolder, 'reports', 'texts');
    const text = readFileSync(join(texts, `${citationOf(F13).text}.graphql`), 'utf8');
    expect([...text.matchAll(/@figure\(code: "([^"]+)"/g)].map((m) => m[1])).toEqual(['F13']); // of one figure alone
    const renamed = text.replace('workingGroups', 'workGroups');
    const hash = createHash('sha256').update(renamed).digest('hex');
    writeFileSync(join(texts, `${hash}.graphql`), renamed);
    const removed = await open(citedWith(F13, { text: hash }), ORG, `${CITED} records { totalCount }`);
    expect([removed.figure.reproduction, removed.figure.cited, removed.figure.reproduced, removed.figure.now]).toEqual([
      'FIELD_REMOVED',
      expect.objectContaining({ value: 9 }),
      null,
      null,
    ]);
    const why = 'report work: figure F13: County has no field workGroups any more';
    expect(removed.figure.reason).toBe(`it can't be counted again: ${why}`);
    expect(removed.errors.map((e) => [e.extensions['code'], e.message])).toEqual([['REPORT_BROKEN', why]]);
    writeFileSync(join(texts, `${hash}.graphql`), text);
    expect((await open(citedWith(F13, { text: hash }), ORG)).errors[0]?.message).toContain(
      'is not what was cited: somebody altered its file',
    );
    const gone = await open(citedWith(F13, { text: '0'.repeat(64) }), ORG);
    expect([gone.codes, gone.errors[0]?.message]).toEqual([['NOT_FOUND'], expect.stringContaining('is not kept here')]);
  });

  it.each([
    ['nothing', () => '', 'it has not the form of one'],
    ['words', () => 'F13 of work', 'it has not the form of one'],
    ['a cut one', (c: string) => c.slice(0, -40), 'it was cut or altered'],
    ['one with a letter altered', (c: string) => `${c.slice(0, 60)}${c[60] === 'A' ? 'B' : 'A'}${c.slice(61)}`, 'it was cut or altered'],
    ['one of an older form', (c: string) => `f0.${c.slice(3)}`, 'it is of the form f0, and those of f1 are read'],
    [
      'one of another platform',
      (c: string) => sealCitation('x'.repeat(40), citationOf(c)),
      'it was cut or altered, or comes from another platform',
    ],
    ['a long one', () => `f1.${'A'.repeat(5000)}`, 'it has more than 4000 characters'],
  ])('is refused when it is %s', async (_, forge, why) => {
    const { F13 } = (await citationsOf(ORG)) as { F13: string };
    const { codes, errors } = await open(forge(F13), ORG, 'code');
    expect([codes, errors[0]?.message]).toEqual([
      ['BAD_USER_INPUT'],
      expect.stringContaining(`this is no citation of this platform: ${why}`),
    ]);
  });

  it('is opened with nine others in a request, and not with more', async () => {
    const { F13 } = (await citationsOf(ORG)) as { F13: string };
    const { codes, data } = await p.ask(
      `query ($c: String!) { ${Array.from({ length: 11 }, (_, i) => `f${i}: figure(citation: $c) { code }`).join(' ')} }`,
      { c: F13 },
      ORG,
    );
    expect([codes, Object.values(data).filter(Boolean).length]).toEqual([['LIMIT_EXCEEDED'], 10]);
  });
});

describe('beside the graph', () => {
  const get = async (path: string, asking: Asking = ORG, accept = 'application/json') =>
    fetch(`${p.origin}/reports/${path}`, { headers: { authorization: `Bearer ${await p.token(asking)}`, accept, ...asking.headers } });

  it('every number of the bulletin is a citation that opens, as JSON and as a page', async () => {
    const html = await (await get(`work/bulletin?asOf=${DAY}`, ORG, 'text/html')).text();
    const links = new Map(
      [...html.matchAll(/<a class="figure" href="\/reports\/(figures\/[^"]+)">([^<]+)<\/a>/g)].map((m) => [m[1], m[2]]),
    );
    expect(links.size).toBeGreaterThanOrEqual(34);
    for (const [path, printed] of [...links].slice(0, 6)) {
      const shown = (await (await get(path as string)).json()) as Record<string, Record<string, unknown>>;
      expect([shown['reproduction'], shown['cited']?.['printed'], shown['reproduced']?.['printed']]).toEqual([
        'REPRODUCED',
        printed,
        printed,
      ]);
    }
    const [path] = [...links.keys()] as [string];
    const page = await get(path, ORG, 'text/html');
    expect([page.status, page.headers.get('content-type'), page.headers.get('content-security-policy')]).toEqual([
      200,
      'text/html; charset=utf-8',
      "default-src 'none'; style-src 'unsafe-inline'",
    ]);
    expect(await page.text()).toMatch(/<td>引用值<\/td><td>670余名<\/td>[\s\S]*<td>复现一致：[\s\S]*<td>TrainingEnrolment<\/td>/);
    const analyst = (await (await get(path, ANALYST)).json()) as { untold: { field: string; code: string }[] };
    expect(analyst.untold.map((u) => [u.field, u.code])).toEqual([]);
    const cut = await get(path.slice(0, -9));
    expect([cut.status, cut.headers.get('content-type'), ((await cut.json()) as { code: string }).code]).toEqual([
      400,
      'application/problem+json; charset=utf-8',
      'BAD_USER_INPUT',
    ]);
  });

  it('a report has citations in JSON and in files when they are asked for', async () => {
    const { rows } = (await (await get(`work?asOf=${DAY}&citations=true&figure=F13`)).json()) as { rows: { citation: string }[] };
    expect(rows.map((r) => citationOf(r.citation).code)).toEqual(['F13']);
    const csv = await (await get(`work?asOf=${DAY}&citations=true`, ORG, 'text/csv')).text();
    expect(csv.split('\r\n').filter((line) => line.includes(',f1.'))).toHaveLength(37);
    expect((await get(`work?asOf=${DAY}&citations=yes`)).status).toBe(400);
  });
});
