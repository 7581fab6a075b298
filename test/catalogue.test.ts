import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { Kind, parse, print } from 'graphql';
import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROLES } from '#access/policies';
import { sharingOf } from '#access/sharing';
import { catalogueOf, type Entry } from '../gateway/src/catalogue/catalogue.ts';
import { compose } from '../gateway/src/compose.ts';
import { subgraphs } from '../gateway/src/parts.ts';
import { committedSupergraph } from '../gateway/src/platform.ts';
import { MEDIA_TYPES } from './file.ts';
import { type Asking, type Platform, platform } from './kit.ts';

const COUNTY = '140222';
let p: Platform;
beforeAll(async () => {
  p = await platform();
});
afterAll(() => p[Symbol.asyncDispose]());

type Told = Entry & { readonly providerCode: string };
interface Asked extends Asking {
  readonly search?: Record<string, string> | string;
  readonly accept?: string;
}
const get = async ({ search = {}, accept, ...asking }: Asked = {}, from = p): Promise<Response> =>
  fetch(`${from.origin}/catalogue?${new URLSearchParams(search)}`, {
    headers: { authorization: `Bearer ${await from.token(asking)}`, ...(accept ? { accept } : {}), ...asking.headers },
  });
const told = async (asked?: Asked) => (await (await get(asked)).json()) as { resources: Told[] };

/** The supergraph with one subgraph changed, as its committed schema says the others. */
const changed = (name: string, change: (sdl: string) => string): string => {
  const committed = (part: string) => readFileSync(new URL(`../subgraphs/${part}/schema.graphql`, import.meta.url), 'utf8');
  const all = Object.fromEntries(Object.keys(subgraphs).map((part) => [part, committed(part)]));
  return compose({ ...all, [name]: change(all[name] as string) });
};
const named = (entries: readonly Entry[], english: string) => entries.find((e) => e.english === english) as Entry;
const item = (entry: Entry, english: string) => entry.items.find((i) => i.english === english);

describe('the catalogue', () => {
  let resources: Told[];
  beforeAll(async () => {
    resources = (await told()).resources;
  });

  it('has every list and every noun of the live schema once, and the reports', () => {
    const nouns = new Set<string>();
    for (const type of parse(committedSupergraph()).definitions) {
      if (type.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
      if (type.directives?.some((d) => d.name.value === 'join__type' && d.arguments?.some((a) => a.name.value === 'key')))
        nouns.add(type.name.value);
      const nodes = /Connection$/.test(type.name.value) && type.fields?.find((f) => f.name.value === 'nodes');
      if (nodes) nouns.add(print(nodes.type).replace(/[^A-Za-z]/g, ''));
    }
    const held = resources.map((r) => r.english);
    expect(nouns.size).toBeGreaterThan(80);
    expect([...nouns].filter((noun) => held.filter((h) => h === noun).length !== 1)).toEqual([]);
    expect(resources.filter((r) => r.kind === 'REPORT').map((r) => r.from)).toContainEqual(['/reports/work']);
    expect(new Set(resources.map((r) => r.code)).size).toBe(resources.length);
  });

  it('states the thirteen core metadata of each, in the form of the guide', () => {
    const lacking = resources.flatMap((r) => {
      const core = {
        ...{ classification: Object.values(r.classification).every((c) => c.code && c.name), name: r.name, abstract: r.abstract },
        ...{ code: /^307140222\d\d\/\d{6}$/.test(r.code), provider: r.provider, format: r.format, openness: r.openness },
        providerCode: /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(r.providerCode),
        items: r.items.length > 0,
        sharing: [1, 2, 3].includes(r.sharing.type) && r.sharing.condition && r.sharing.method,
        updateCycle: r.updateCycle.label.includes(' · '),
        published: /^\d{4}-\d\d-\d\d$/.test(r.published),
        related: Array.isArray(r.related) && r.related.every((code) => resources.some((other) => other.code === code)),
      };
      return Object.entries(core).flatMap(([name, value]) => (value ? [] : [`${r.english}: ${name}`]));
    });
    expect(lacking).toEqual([]);
    const items = resources.flatMap((r) => r.items.map((i) => ({ ...i, of: `${r.english}.${i.english}` })));
    expect(items.filter((i) => !i.name || !i.english || !i.type || !i.dataClass || !i.sharing.condition).map((i) => i.of)).toEqual([]);
    expect(item(named(resources, 'Agency'), 'uscc')).toMatchObject({ name: '统一社会信用代码', type: 'C', length: 18, open: true });
    expect(item(named(resources, 'CollectiveEconomyRecord'), 'total')).toMatchObject({ type: 'Y', unit: '分 · fen' });
    expect(item(named(resources, 'Person'), 'idNumber')).toMatchObject({ dataClass: 'SENSITIVE', open: false });
  });

  it('tells how it is shared as an office that asks finds it', async () => {
    const shared = (english: string, field?: string) => {
      const entry = named(resources, english);
      return (field ? item(entry, field) : entry)?.sharing;
    };
    const first = async (role: string, query: string, headers = {}) => {
      const { data, codes } = await p.ask(query, {}, { role, asOf: '2018-12-31', headers });
      return codes[0] ?? Object.values(data as Record<string, { nodes: Record<string, unknown>[] }>)[0]?.nodes[0];
    };
    const others = Object.entries(ROLES).filter(([, r]) => 'office' in r);
    // Unconditionally: every office reads it.
    expect([shared('Finding')?.type, shared('Agency')?.type]).toEqual([1, 1]);
    for (const [role] of others) {
      expect(await first(role, '{ findings(first: 1) { nodes { id } } }')).toMatchObject({ id: expect.any(String) });
      expect(await first(role, '{ agencies(first: 1) { nodes { name } } }')).toMatchObject({ name: expect.any(String) });
    }
    // On conditions: the offices that are named read it, the others do not.
    for (const [english, query] of [
      ['AccountabilityAction', '{ accountabilityActions(first: 1) { nodes { id } } }'],
      ['PersonnelAction', '{ personnelActions(first: 1) { nodes { id } } }'],
      ['Posting', '{ postings(first: 1) { nodes { id } } }'],
    ] as const) {
      const condition = String(shared(english)?.condition);
      expect(shared(english)?.type).toBe(2);
      for (const [role, policy] of others) {
        if ((policy as { office: { name: string } }).office.name === named(resources, english).provider) continue;
        const answer = await first(role, query);
        const counted = condition.split('；仅告知数量')[0] as string;
        expect([english, role, typeof answer === 'object']).toEqual([english, role, counted.split(/[ ;,]+/).includes(role)]);
      }
    }
    // For a purpose: an item of a class is masked until it is stated.
    const phone = '{ persons(first: 1) { nodes { phone } } }';
    expect(shared('Person', 'phone')).toMatchObject({
      type: 2,
      condition: expect.stringContaining('POVERTY_OFFICE states a purpose (CONTACT)'),
    });
    expect(await first('POVERTY_OFFICE', phone)).toEqual({ phone: expect.stringContaining('*') });
    expect(await first('POVERTY_OFFICE', phone, { purpose: 'CONTACT' })).toEqual({ phone: expect.stringMatching(/^\d{11}$/) });
  });

  it('opens as CSV, workbook and page, with a row for each item', async () => {
    const rows = resources.reduce((sum, r) => sum + r.items.length, 0);
    const csv = await get({ accept: 'text/csv' });
    expect([csv.headers.get('content-type'), csv.headers.get('content-disposition')]).toEqual([
      'text/csv; charset=utf-8; header=present',
      expect.stringMatching(/^attachment; filename="catalogue-\d{4}-\d\d-\d\d\.csv"$/),
    ]);
    expect(await csv.text()).toMatch(
      new RegExp(`^\uFEFF?信息资源分类,信息资源名称,英文名称,信息资源代码,[^]*# 共 ${rows} 行 · rows=${rows} `),
    );
    const book = await get({ accept: MEDIA_TYPES.xlsx, headers: { 'x-headings': 'names' } });
    const [sheet] = await readWorkbook(Buffer.from(await book.arrayBuffer()));
    const [head, ...body] = (sheet as { data: unknown[][] }).data as [string[], ...unknown[][]];
    expect([head[3], body.length]).toEqual(['code', rows + 1]);
    const page = await get({ accept: 'text/html' });
    expect([page.headers.get('content-security-policy'), (await page.text()).match(/<h2 id="307/g)?.length]).toEqual([
      "default-src 'none'; style-src 'unsafe-inline'",
      resources.length,
    ]);
  });

  it('finds what exists before a form asks for it: by the office’s word, by another word for it, in English', async () => {
    const found = async (search: string) =>
      ((await (await get({ search: { search } })).json()) as { found: { field?: string; provider: string; sharing: object }[] }).found;
    expect((await found('联系电话'))[0]).toMatchObject({ field: 'Person.phone', provider: '县委组织部', sharing: { type: 2 } });
    expect((await found('identity number')).map((f) => f.field)).toContain('Person.idNumber');
    expect((await found('集体经济收入 经营'))[0]?.field).toBe('CollectiveEconomyRecord.operatingIncome');
    expect((await found('ｐｈｏｎｅ'))[0]?.field).toBe('Person.phone');
    expect(await found('量子纠缠')).toEqual([]);
    const page = await get({ search: { search: '<script>' }, accept: 'text/html' });
    expect(await page.text()).not.toContain('<script>');
  });

  it.each([
    [{ search: '' }, 400, /say what to look for/],
    [{ search: ' ，' }, 400, /say what to look for/],
    [{ search: '电'.repeat(101) }, 400, /at most 100 characters/],
    [{ find: '电话' }, 400, /doesn't know find; the address may say search, asOf/],
    ['search=a&search=b', 400, /say search once/],
    [{ asOf: '2018-02-30' }, 400, /as-of/],
  ])('refuses %j', async (search, status, message) => {
    const response = await get({ search });
    const problem = (await response.json()) as { code: string; detail: string };
    expect([response.status, response.headers.get('content-type'), problem.code]).toEqual([
      status,
      expect.stringContaining('application/problem+json'),
      'BAD_USER_INPUT',
    ]);
    expect(problem.detail).toMatch(message);
  });

  it('comes in no other format, and to nobody unknown', async () => {
    expect((await get({ accept: 'image/png' })).status).toBe(406);
    expect((await fetch(`${p.origin}/catalogue`)).status).toBe(401);
  });
});

describe('a catalogue made of another schema', () => {
  const STATED = '@resource(serial: 999, provider: "INSPECTOR", cycle: DAILY, since: "2026-12-01", noun: "Finding", store: "poverty")';
  let before: readonly Entry[];
  let schema: string;
  beforeAll(() => {
    before = catalogueOf(committedSupergraph(), COUNTY);
    schema = changed(
      'poverty',
      (sdl) =>
        `${sdl.replace(/^(type Finding .*\n)/m, '$1  "天气 · Weather on the day." weather: String @textLength(max: 30)\n')}
        "天气 · The weather." type Weather @key(fields: "id") ${STATED} { "标识 · Key." id: ID! }`,
    );
  });

  it('has a field and a noun that were added, with no other edit; no code changes, and the version of what changed', () => {
    const after = catalogueOf(schema, COUNTY);
    expect(item(named(after, 'Finding'), 'weather')).toMatchObject({ name: '天气', type: 'C', length: 30, store: 'poverty' });
    expect(named(after, 'Weather').code).toBe('30714022203/000999');
    expect(after.filter((e) => e.english !== 'Weather').map((e) => e.code)).toEqual(before.map((e) => e.code));
    const moved = after.filter((e) => e.version !== named(before, e.english)?.version).map((e) => e.english);
    expect(moved.toSorted()).toEqual(['Finding', 'Weather']);
  });
  it.each([
    ['nothing of itself', /@resource\(\s*serial: 999[^)]*\)/, '', /Weather must say .* @Catalogued/],
    ['a serial number that is taken', 'serial: 999', 'serial: 1', /both have serial 1; the next free one is \d+/],
    ['a serial number that is none', 'serial: 999', 'serial: 0', /serial is a whole number/],
    ['a noun of no policy', /(serial: 999[^)]*noun: )"Finding"/, '$1"Weather"', /no policy says who reads Weather/],
    [
      'a provider that is no office',
      /(serial: 999\s*provider: )"INSPECTOR"/,
      '$1"ANALYST"',
      /ANALYST is no office that provides data; say one of/,
    ],
    ['no day', '2026-12-01', 'soon', /since is a day, not soon/],
  ])('is refused where a noun says %s', (_, what, instead, message) => {
    const wrong = schema.replace(what, instead);
    expect(wrong).not.toBe(schema);
    expect(() => catalogueOf(wrong, COUNTY)).toThrow(message);
  });
  it('tells what no other office sees as not shared', () => {
    const { ORG_DEPT, FINANCE } = ROLES;
    const alone = { ORG_DEPT, FINANCE: { ...FINANCE, counts: ['ReserveCadreEntry'] as const } };
    expect(sharingOf('ReserveCadreEntry', 'INTERNAL', 'ORG_DEPT', { roles: alone })).toMatchObject({
      type: 3,
      condition: expect.stringMatching(/仅县委组织部掌握.*仅告知数量：县财政局/),
    });
    expect(sharingOf('ReserveCadreEntry', 'INTERNAL', 'ORG_DEPT', { roles: alone, counted: true }).type).toBe(1);
  });
});

describe('npm run catalogue', () => {
  it('finds, and says what is wrong with how it was called', async () => {
    const run = (...args: string[]) =>
      new Promise<string>((resolve) =>
        execFile(process.execPath, ['--import', 'tsx', 'scripts/catalogue.ts', ...args], (error, stdout, stderr) =>
          resolve(`${error?.code ?? 0} ${stdout}${stderr}`),
        ),
      );
    expect(await Promise.all([run('--format', 'pdf'), run('--url', p.origin, '--token', await p.token(), '--search', '联系电话')])).toEqual(
      [
        '1 there is no format pdf; the formats are table, json, csv, xlsx, html\n',
        expect.stringMatching(/^0 信息资源.*人员 +电话 +Person\.phone +县委组织部 +有条件共享 +实时/s),
      ],
    );
  });
});
