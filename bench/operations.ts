import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** A question that every shape is asked, and what its answer must contain before anything is timed. */
export interface Operation {
  readonly name: string;
  /** The body of the request. */
  readonly body: string;
  readonly asOf?: string;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is looked at as it comes
  check(data: any): void;
}

const board = readFileSync(new URL('../test/acceptance/township-board.graphql', import.meta.url), 'utf8');

/** Every village of the county with what the three stores know of it; no township has more than one page. */
const countyList = `query CountyList { county(code: "140222000000") { townships(first: 50) { nodes { name villages(first: 50) { nodes {
  id code name
  secretary { since person { name } }
  coverage { team firstSecretary residentCadre full missing }
  collectiveEconomy(year: 2018) { total }
  findings(first: 5, filter: { open: { eq: true } }) { totalCount nodes { category state deadline light } }
} } } } } }`;

export const BOARD = 'township board';

export const OPERATIONS: readonly Operation[] = [
  {
    name: 'village by code',
    body: JSON.stringify({ query: '{ village(code: "140222202200") { id code name township { name } } }' }),
    check({ village }) {
      assert.match(village.id, /^vil_/);
      assert.deepEqual({ ...village, id: '' }, { id: '', code: '140222100215', name: '南河堡', township: { name: '玉泉镇' } });
    },
  },
  {
    name: BOARD,
    body: JSON.stringify({ query: board, variables: { code: '140222102000' } }),
    asOf: '2018-12-31',
    check({ township }) {
      assert.equal(township.name, '米薪关镇');
      assert.deepEqual(township.coverage.full, { numerator: 24, denominator: 24, percent: 100 });
      whole(township.villages.nodes, 24);
    },
  },
  {
    name: 'county list of 227 villages over three stores',
    body: JSON.stringify({ query: countyList }),
    asOf: '2018-12-31',
    check({ county }) {
      assert.equal(county.townships.nodes.length, 12);
      whole(
        county.townships.nodes.flatMap((t: { villages: { nodes: Village[] } }) => t.villages.nodes),
        227,
      );
    },
  },
];

interface Village {
  readonly id: string;
  readonly secretary: { readonly since: string; readonly person: { readonly name: string } | null } | null;
  readonly coverage: { readonly full: boolean };
  readonly collectiveEconomy: { readonly total: number } | null;
  readonly findings: { readonly totalCount: number };
}

/** That each of the three stores has said its part about each of so many villages. */
function whole(villages: readonly Village[], count: number): void {
  assert.equal(new Set(villages.map((v) => v.id)).size, count);
  for (const { coverage, collectiveEconomy } of villages) {
    assert.equal(coverage.full, true);
    assert.ok((collectiveEconomy?.total ?? 0) > 0);
  }
  assert.ok(villages.filter((v) => v.secretary?.person?.name).length > count * 0.9);
  assert.ok(villages.some((v) => v.findings.totalCount > 0));
}
