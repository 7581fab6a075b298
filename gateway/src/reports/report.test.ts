import { buildSchema, parse, print, validate } from 'graphql';
import { describe, expect, it } from 'vitest';
import { figuresOf } from './figures.ts';
import { bulletinOf } from './page.ts';
import { parametersFor } from './period.ts';
import { only, recordsOf, withRecords } from './prune.ts';
import { BrokenReport, readReport } from './report.ts';
import { tableOf } from './table.ts';

const SDL = `
  type Query { county(code: String!): County "名册 · Everybody on the list." people(first: Int, after: String, kind: String): People }
  type County { name: String! full: Rate "听课人数 · Who came." came(year: Int!): Int targets: [Target!] pay: MoneyFen towns: Towns }
  type Rate { numerator: Int! denominator: Int! percent: Float villages(first: Int, after: String): People }
  type Target { requiredNumerator: Int! requiredDenominator: Int! needed: Int met: Boolean source: String }
  type Towns { nodes: [Town!]! totalCount: Int! } type Town { name: String! officers(first: Int, after: String): People }
  type People { totalCount: Int nodes: [Person!]! pageInfo: PageInfo! fingerprint: String } type Person { id: ID! } type PageInfo { hasNextPage: Boolean! endCursor: String }
  scalar MoneyFen`;
const schema = buildSchema(SDL);
const TEXT = `query R($code: String! = "1", $year: Int!) @report(title: "报表 · Report") {
  county(code: $code) {
    came(year: $year) @figure(code: "F1", label: "来 · Came", qualifier: AT_LEAST, step: 10, unit: "名", records: "list")
    share: full @figure(code: "F2", label: "率 · Share", qualifier: TARGET, unit: "%", target: "aim", records: "villages") { numerator denominator percent villages { totalCount } }
    aim: targets { requiredNumerator requiredDenominator needed met source }
    pay @figure(code: "F3", label: "钱 · Pay", unit: "元", records: "list")
    towns { nodes { name officers @figure(code: "F4", label: "每镇 · Each", qualifier: RANGE, least: 2, most: 3, unit: "名") { totalCount } } }
  }
  list: people(kind: "x") { totalCount }
}`;
const report = readReport(TEXT, schema, 'r');
const broken = (text: string, sdl = SDL) => {
  try {
    readReport(text, buildSchema(sdl), 'r');
    return 'nothing';
  } catch (error) {
    return error instanceof BrokenReport ? error.message : `not a broken report: ${error}`;
  }
};

describe('a report', () => {
  it('is an operation that any client could send: without its directives, without the lists behind its figures', () => {
    expect(validate(schema, parse(print(report.operation)))).toEqual([]);
    expect(print(report.operation)).not.toMatch(/@|people|villages/);
    expect(report.parameters.map((p) => [p.name, p.required])).toEqual([
      ['code', false],
      ['year', true],
    ]);
  });

  it('says of each figure where it is defined, in what words, and what stands behind it', () => {
    expect(report.figures.map((f) => [f.code, f.coordinate, f.path.join('.'), f.recordsPaths.map((p) => p.join('.'))])).toEqual([
      ['F1', 'County.came', 'county.came', ['list']],
      ['F2', 'County.full', 'county.share', ['county.share.villages']],
      ['F3', 'County.pay', 'county.pay', ['list']],
      ['F4', 'Town.officers', 'county.towns.nodes.officers', ['county.towns.nodes.officers']],
    ]);
    const [first] = report.figures;
    expect(first?.definition).toBe('听课人数 · Who came.');
    const version = (text: string, of = schema) => readReport(text, of).figures[0]?.definitionVersion;
    const asked = TEXT.replace(', $year: Int!', '').replace('year: $year', 'year: 2017');
    const reworded = buildSchema(SDL.replace('Who came.', 'Who came and stayed.'));
    expect(new Set([version(TEXT), version(asked), version(TEXT, reworded)]).size).toBe(3);
    expect(version(TEXT)).toBe(first?.definitionVersion);
  });

  it('names the figure whose field was removed, or whose argument was', () => {
    expect(broken(TEXT, SDL.replace('came(year: Int!): Int', 'x: Int'))).toBe('report r: figure F1: County has no field came any more');
    expect(broken(TEXT, SDL.replace('full: Rate', 'x: Rate'))).toBe('report r: figure F2: County has no field full any more');
    expect(broken(TEXT, SDL.replace('towns: Towns', 'x: Towns'))).toBe('report r: figure F4: County has no field towns any more');
    expect(broken(TEXT, SDL.replace('came(year: Int!)', 'came(from: Int)'))).toMatch(/^report r: figure F1: Unknown argument "year"/);
    expect(broken(TEXT.replace('county(code: $code)', 'county(code: $cod)'))).toMatch(/^report r: figure F1, F2, F3, F4: Variable "\$cod"/);
  });

  it.each([
    ['a figure without a list', TEXT.replace('records: "list"', ''), 'figure F1: say the list behind it'],
    ['a list that isn’t there', TEXT.replace('records: "list"', 'records: "gone"'), 'figure F1: nothing here is called gone'],
    ['rounding to nothing', TEXT.replace('step: 10,', ''), 'figure F1: AT_LEAST rounds'],
    ['a target without a record', TEXT.replace('target: "aim",', ''), 'figure F2: a TARGET figure names the record'],
    ['a share without its whole', TEXT.replace('numerator denominator percent', 'numerator percent'), 'figure F2: a share needs'],
    [
      'a bare list',
      TEXT.replace('aim: targets', 'aim: targets @figure(code: "F9", label: "x", records: "list")'),
      'figure F9: County.targets is a bare list',
    ],
    ['two figures of one name', TEXT.replace('"F3"', '"F1"'), 'two figures are called F1'],
    ['a qualifier that is none', TEXT.replace('AT_LEAST', 'ABOUT'), 'figure F1: Value "ABOUT" does not exist'],
    ['no query', 'mutation M { x }', 'a report is one query, without fragments'],
    ['no title', TEXT.replace('@report(title: "报表 · Report")', ''), 'say @report(title'],
    ['no graph', 'query {', 'Syntax Error'],
  ])('is refused with %s', (_, text, why) => {
    expect(broken(text)).toContain(`report r: ${why}`);
  });

  it('can be asked for one figure, for the lists behind it, and page by page for their rows', () => {
    const texts = report.figures
      .flatMap(({ code }) => [only(report, code), withRecords(report, [code], 'fingerprint'), recordsOf(report, code)])
      .map(print);
    for (const text of texts) expect([text, validate(schema, parse(text)).map((e) => e.message)]).toEqual([text, []]);
    const flat = (d: ReturnType<typeof only>) => print(d).replace(/\s+/g, ' ');
    expect(flat(only(report, 'F3'))).toBe('query R($code: String! = "1") { county(code: $code) { pay } }');
    expect(flat(withRecords(report, ['F3'], 'fingerprint'))).toContain('list: people(kind: "x") { totalCount fingerprint }');
    expect(flat(recordsOf(report, 'F1'))).toBe(
      'query R($first: Int, $after: String) { list: people(kind: "x", first: $first, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { __typename id } } }',
    );
    expect(() => only(report, 'F7')).toThrow('report r has no figure F7; it has F1, F2, F3, F4');
  });

  it('covers the year of its day up to the day, or a whole earlier year', () => {
    const named = {
      name: 'r',
      parameters: ['year', 'from', 'to'].map((name) => ({ name, type: name === 'year' ? 'Int!' : 'Date!', required: true })),
    };
    expect(parametersFor(named, '2018-06-30', {})).toEqual({ year: 2018, from: '2018-01-01', to: '2018-06-30' });
    expect(parametersFor(named, '2018-06-30', { year: '2017' })).toEqual({ year: 2017, from: '2017-01-01', to: '2017-12-31' });
    expect(parametersFor(named, '2018-06-30', { from: '2018-03-01' })).toEqual({ year: 2018, from: '2018-03-01', to: '2018-06-30' });
    for (const wrong of [{ year: '2019' }, { year: 'x' }, { from: '2018-02-30' }, { from: '2018-07-01' }, { month: '3' }])
      expect(() => parametersFor(named, '2018-06-30', wrong as never)).toThrow();
  });
});

describe('a figure', () => {
  const data = (over: object) => ({
    county: {
      came: 673,
      share: { numerator: 113, denominator: 227, percent: 49.8 },
      aim: [{ requiredNumerator: 1, requiredDenominator: 2, needed: 114, met: false, source: '安排' }],
      pay: 100_000,
      towns: {
        nodes: [
          { name: '甲镇', officers: { totalCount: 2 } },
          { name: '乙镇', officers: { totalCount: 3 } },
        ],
      },
      ...over,
    },
  });
  const rows = (over: object = {}, errors: object[] = []) =>
    Object.fromEntries(figuresOf(report, data(over), errors as never).map((r) => [r.figure, r]));

  it('has its exact value, and is printed by a rule on it', () => {
    const F1 = { figure: 'F1', label: '来 · Came', value: 673, qualifier: 'AT_LEAST', unit: '名', atLeast: 670, printed: '670余名' };
    expect(rows()['F1']).toEqual(F1);
    const printed = [670, 671, 679, 680, 72, 7, 0].map((came) => rows({ came })['F1']?.printed);
    expect(printed).toEqual(['670名', '670余名', '670余名', '680名', '70余名', '7名', '0名']);
    expect(rows()['F3']).toMatchObject({ value: 1000, printed: '1000元' });
  });

  it('rounds up where the text says nearly, and down where it says so much and more', () => {
    const of = (qualifier: string) => {
      const other = readReport(TEXT.replace('AT_LEAST', qualifier), schema);
      return [673, 680].map((came) => figuresOf(other, data({ came }))[0]?.printed);
    };
    expect([of('NEARLY'), of('OR_MORE')]).toEqual([
      ['近680名', '680名'],
      ['670名以上', '680名以上'],
    ]);
  });

  it('stands beside its target, which is a record', () => {
    const F2 = { value: 49.8, numerator: 113, denominator: 227, target: 50, needed: 114, met: false, printed: '49.8%（113/227）' };
    expect(rows()['F2']).toMatchObject(F2);
    expect(rows({ aim: [] })['F2']).not.toHaveProperty('met');
  });

  it('of several places is the least and the most of them, and all must be as they should', () => {
    const parts = [
      { label: '甲镇', value: 2 },
      { label: '乙镇', value: 3 },
    ];
    expect(rows()['F4']).toMatchObject({ value: 2, upTo: 3, target: '2–3', met: true, printed: '2–3名', parts });
    const four = rows({ towns: { nodes: [{ name: '甲镇', officers: { totalCount: 4 } }] } })['F4'];
    expect(four).toMatchObject({ value: 4, met: false, printed: '4名' });
  });

  it('that is not told says why, and is never nought', () => {
    expect(rows({ came: null })['F1']).toMatchObject({ value: null, withheld: 'KEPT_BACK', printed: '不予公布' });
    const error = (path: string[], code = 'FORBIDDEN') => ({ message: '', path, extensions: { code } });
    expect(rows({ came: null }, [error(['county', 'came'])])['F1']).toMatchObject({ withheld: 'FORBIDDEN', printed: '无权查看' });
    const down = rows({ share: null }, [error(['county', 'share'], 'SUBGRAPH_UNAVAILABLE')])['F2'];
    expect(down).toMatchObject({ value: null, withheld: 'SUBGRAPH_UNAVAILABLE', printed: '暂时无法取得' });
    expect(rows({ towns: { nodes: [] } })['F4']).toMatchObject({ value: null, printed: '无记录' });
  });

  it('stands in a table whose columns are aligned whatever script they are in, and in a bulletin as a citation', () => {
    const told = figuresOf(report, data({}));
    const [head, rule, ...lines] = tableOf(told).split('\n') as [string, string, ...string[]];
    expect([head.startsWith('编号  表述'), rule.startsWith('────  ─'), lines.length]).toEqual([true, true, 4]);
    const said = { title: 'T<', asOf: '2018-12-31', from: '', to: '', year: '2018', knownAt: '' };
    const page = bulletinOf('r', '<p>{{year}}年 {{F1}}、{{ F2 }}，又 {{F1}}</p>', said, told, (r) => `/x?f=${r.figure}&y="1"`);
    expect(page).toContain('<p>2018年 <a class="figure" href="/x?f=F1&amp;y=&quot;1&quot;">670余名</a><sup><a href="#n1">[1]</a></sup>、');
    expect(page.match(/<li id="n/g)).toHaveLength(2);
    expect(page).toContain('F1 来 · Came：673');
    expect(() => bulletinOf('r', '{{F99}}', said, told, String)).toThrow('bulletin of report r: {{F99}} is no figure');
  });
});
