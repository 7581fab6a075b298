import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { agencyId } from '#county/agencies';
import { DevelopmentIssuer, type Identity } from './caller.ts';
import type { Config } from './config.ts';
import { type Explorer, explorer, type Tab } from './explorer.ts';

const COUNTY = '140222000000';
const TOWNSHIP = '140222102000';

const someone = (role: string, division: string, agency?: string): Identity => ({
  id: `dev:${role.toLowerCase()}`,
  agency: agency && agencyId(agency),
  client: 'development',
  grants: [{ role, divisions: [division] }],
});

/** Who a newcomer may be at once. */
const NEWCOMERS: readonly (readonly [string, Identity])[] = [
  ['analyst, whole county', someone('ANALYST', COUNTY)],
  ['inspector, whole county', someone('INSPECTOR', COUNTY, '县脱贫攻坚督查组')],
  ['township officer, 米薪关镇', someone('TOWNSHIP_ADMIN', TOWNSHIP, '米薪关镇人民政府')],
];

/** The operations that open with the explorer: each file of `test/acceptance`, asked as of the day in its first line. */
export function openingTabs(): Tab[] {
  const folder = fileURLToPath(new URL('../../test/acceptance/', import.meta.url));
  const asked: Record<string, { variables?: string; day?: string }> = {
    'county.graphql': { day: '2018-12-31' },
    'township-board.graphql': { day: '2018-12-31', variables: `{"code":"${TOWNSHIP}"}` },
    'old-code.graphql': { variables: '{"code":"140222202200"}' },
  };
  return readdirSync(folder)
    .filter((name) => name.endsWith('.graphql'))
    .map((name) => {
      const { variables, day } = asked[name] ?? {};
      return {
        query: readFileSync(`${folder}${name}`, 'utf8'),
        ...(variables ? { variables } : {}),
        ...(day ? { headers: { 'as-of': day } } : {}),
      };
    });
}

export async function developmentExplorer(config: Config): Promise<Explorer> {
  const [, analyst] = NEWCOMERS[0] as (typeof NEWCOMERS)[number];
  return explorer(openingTabs(), await new DevelopmentIssuer(config.dataFolder).issue(analyst));
}

/** What a newcomer needs to know, once the platform listens. */
export async function welcome(config: Config, url: string): Promise<string> {
  const lines = ['', '固本 Guben', `  graph      ${url}`];
  if (config.mode === 'development') {
    const issuer = new DevelopmentIssuer(config.dataFolder);
    lines.push(`  explorer   ${url} in a browser`, '  tokens     of the development issuer, good for 12 hours; never for production');
    for (const [who, identity] of NEWCOMERS) lines.push(`    ${who}:`, `    ${await issuer.issue(identity)}`);
    lines.push(
      '  try first  open the explorer and press the button, or:',
      `    curl -s ${url} -H "authorization: Bearer $(npm run --silent token)" -H 'content-type: application/json' -H 'as-of: 2018-12-31' \\`,
      `      -d '{"query":"{ county(code: \\"${COUNTY}\\") { name villages { totalCount } coverage { full { percent } } } }"}'`,
    );
  }
  return `${lines.join('\n')}\n`;
}
