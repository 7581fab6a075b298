/** The ratios that must be reached, in one run on one machine, with the same bodies. */
export const RATIOS = {
  heavySpeed: { what: 'heavy federated query over HTTP subgraphs, requests/s to `@apollo/gateway`', goal: 5, least: true },
  heavyP99: { what: 'heavy federated query over HTTP subgraphs, p99 to `@apollo/gateway`', goal: 0.3, least: false },
  together: { what: 'township board in one process, uncached, to the same stack behind `@apollo/gateway`', goal: 8, least: true },
  monolith: { what: 'township board in one process, uncached, to one merged graphql-js schema under Apollo Server', goal: 1, least: true },
  postgraphile: { what: 'township board, uncached, to PostGraphile 5 on the same data', goal: 1, least: true },
  bare: { what: 'cached board, to the bare `node:http` server returning the same bytes', goal: 0.5, least: true },
  scale: { what: 'cost per request at 100 × data, to 1 × (same page)', goal: 1.2, least: false },
  memory: { what: 'memory after ten minutes, to after one', goal: 1.1, least: false },
  wrong: { what: 'wrong or non-matching bodies in any run', goal: 0, least: false },
} as const;
export type RatioName = keyof typeof RATIOS;

export type Reached = Partial<Record<RatioName, number>>;

/** Each ratio with what was measured, and whether that is enough. */
export function ratioTable(reached: Reached, notes: Readonly<Partial<Record<RatioName, string>>> = {}): string {
  const rows = Object.entries(RATIOS).map(([name, { what, goal, least }]) => {
    const value = reached[name as RatioName];
    const asked = `${least ? 'at least' : 'at most'} ${goal}${name === 'wrong' ? '' : ' ×'}`;
    if (value === undefined) return `| ${what} | ${asked} | – | not measured in this run |`;
    const note = notes[name as RatioName];
    const enough = least ? value >= goal : value <= goal;
    const shown = name === 'wrong' ? String(value) : `${value.toFixed(2)} ×`;
    return `| ${what} | ${asked} | ${shown} | ${enough ? 'reached' : '**not reached**'}${note ? `; ${note}` : ''} |`;
  });
  return ['| ratio | goal | measured | |', '| --- | --- | --: | --- |', ...rows].join('\n');
}
