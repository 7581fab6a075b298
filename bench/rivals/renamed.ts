import { BOARD, type Operation } from '../operations.ts';

/** The township board in the words of `postgraphile.sql`. */
const QUERY = `query TownshipBoard($code: String!, $day: String!) {
  township(code: $code, day: $day) {
    code
    name
    fullCoverage(day: $day) { numerator denominator percent }
    fullTimeOfficers(day: $day) { totalCount }
    villages(day: $day, first: 50) {
      totalCount
      nodes {
        id: rowId
        code
        name
        secretary(day: $day) { since holder(day: $day) { name } }
        coverage(day: $day) { team firstSecretary residentCadre complete missing }
        collectiveEconomy(year: 2018, day: $day) { total }
        openFindings(day: $day, first: 5) { totalCount nodes { category state deadline light(day: $day) } }
      }
    }
  }
}`;

/** Only the board is asked there. */
export function boardQuestion({ name, body, asOf }: Operation): string | undefined {
  if (name !== BOARD) return undefined;
  return JSON.stringify({ query: QUERY, variables: { code: JSON.parse(body).variables.code, day: asOf } });
}

// biome-ignore lint/suspicious/noExplicitAny: an answer is looked at as it comes
type Any = any;

/** Its answer in our words: names apart, a bigint that it writes as text. */
export function asOurs(data: unknown): unknown {
  const { fullCoverage, villages, ...township } = (data as Any).township;
  return {
    township: {
      ...township,
      coverage: { full: fullCoverage },
      villages: {
        totalCount: villages.totalCount,
        nodes: villages.nodes.map(({ secretary, coverage, collectiveEconomy, openFindings, ...village }: Any) => {
          const { complete: full, ...parts } = coverage;
          return {
            ...village,
            secretary: secretary && { since: secretary.since, person: secretary.holder },
            coverage: { ...parts, full },
            collectiveEconomy: collectiveEconomy && { total: Number(collectiveEconomy.total) },
            findings: openFindings,
          };
        }),
      },
    },
  };
}
