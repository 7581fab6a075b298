/**
 * `npm run --silent report -- work --as-of 2018-12-31`: a report as a table. Also as json, csv, xlsx or html, into a file with
 * `--out`; `bulletin work` is the bulletin of a report. It asks a platform on the local data folder, started for the purpose,
 * or the one at `--url` with `--token`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { FigureRow } from '../gateway/src/reports/figures.ts';
import { tableOf } from '../gateway/src/reports/table.ts';

const ACCEPT: Readonly<Record<string, string>> = {
  table: 'application/json',
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html',
};

/** What is wrong with how the command was called, in a line for who called it. */
class Amiss extends Error {}

function asked() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        'as-of': { type: 'string' },
        'known-at': { type: 'string' },
        format: { type: 'string' },
        out: { type: 'string' },
        figure: { type: 'string' },
        set: { type: 'string', multiple: true, default: [] },
        url: { type: 'string' },
        token: { type: 'string' },
        role: { type: 'string', default: 'ANALYST' },
        division: { type: 'string', multiple: true, default: ['140222000000'] },
      },
    });
  } catch (error) {
    throw new Amiss((error as Error).message);
  }
}

async function main(): Promise<void> {
  const { values, positionals } = asked();
  const bulletin = positionals[0] === 'bulletin';
  const [name, ...more] = bulletin ? positionals.slice(1) : positionals;
  if (more.length > 0) throw new Amiss(`one report at a time; got ${[name, ...more].join(', ')}`);
  const format = values.format ?? (bulletin ? 'html' : 'table');
  const accept = ACCEPT[format];
  if (accept === undefined) throw new Amiss(`there is no format ${format}; the formats are ${Object.keys(ACCEPT).join(', ')}`);
  if (bulletin && format !== 'html') throw new Amiss('a bulletin comes as html');
  if (format === 'xlsx' && !values.out && process.stdout.isTTY) throw new Amiss('a workbook goes into a file: say --out work.xlsx');
  const parameters = values.set.map((pair) => {
    const [key, ...value] = pair.split('=');
    if (!key || value.length === 0) throw new Amiss(`--set takes name=value; got ${pair}`);
    return [key, value.join('=')] as const;
  });
  const search = new URLSearchParams([
    ...parameters,
    ...(values['as-of'] === undefined ? [] : [['asOf', values['as-of']]]),
    ...(values.figure === undefined ? [] : [['figure', values.figure]]),
  ] as string[][]);

  const { origin, token, close } = await platformAt(values);
  try {
    const ask = async (path: string) => {
      const headers = { accept, authorization: `Bearer ${token}`, ...(values['known-at'] ? { 'known-at': values['known-at'] } : {}) };
      const response = await fetch(`${origin}${path}`, { headers });
      if (!response.ok) throw new Amiss(((await response.json()) as { detail: string }).detail);
      return response;
    };
    if (name === undefined) {
      const { reports } = (await (await ask('/reports')).json()) as { reports: { name: string; title?: string; broken?: string }[] };
      throw new Amiss(`say which report:\n${reports.map((r) => `  ${r.name}  ${r.title ?? r.broken}`).join('\n')}`);
    }
    const path = `/reports/${encodeURIComponent(name)}${bulletin ? '/bulletin' : ''}${search.size ? `?${search}` : ''}`;
    const body = Buffer.from(await (await ask(path)).arrayBuffer());
    const written = format === 'table' ? textOf(JSON.parse(body.toString('utf8'))) : body;
    if (values.out) writeFileSync(values.out, written);
    else process.stdout.write(format === 'json' ? `${written}\n` : written);
  } finally {
    await close();
  }
}

const textOf = (answer: { title: string; asOf: string; parameters: { from?: string; to?: string }; rows: FigureRow[] }): string =>
  `${answer.title}\n截至 ${answer.asOf}，期间 ${answer.parameters.from} 至 ${answer.parameters.to}\n\n${tableOf(answer.rows)}\n`;

/** The platform that is asked: one that runs already, or one started on the local data folder. */
async function platformAt({
  url,
  token,
  role,
  division,
}: {
  url?: string | undefined;
  token?: string | undefined;
  role: string;
  division: string[];
}) {
  if (url !== undefined) {
    if (!token) throw new Amiss('a platform at --url wants a --token');
    if (!URL.canParse(url)) throw new Amiss(`--url is an address like http://localhost:4000; got ${url}`);
    return { origin: new URL(url).origin, token, close: async () => {} };
  }
  // Who asks another platform loads none.
  const [{ readConfig }, { DevelopmentIssuer, ROLES }, { runTogether }, { quiet }] = await Promise.all([
    import('../gateway/src/config.ts'),
    import('../gateway/src/caller.ts'),
    import('../gateway/src/platform.ts'),
    import('#platform/log'),
  ]);
  if (!ROLES.includes(role as never)) throw new Amiss(`unknown role ${role}; the roles are ${ROLES.join(', ')}`);
  const config = readConfig(process.env);
  if (config.mode === 'production' && !token) throw new Amiss('in production say --token: whose figures they are');
  const running = await runTogether({ config: { ...config, port: 0, host: '127.0.0.1' }, log: quiet });
  const issued =
    token ??
    (await new DevelopmentIssuer(config.dataFolder).issue({
      id: `report:${role.toLowerCase()}`,
      agency: undefined,
      client: 'report',
      grants: [{ role, divisions: division }],
    }));
  return { origin: `http://127.0.0.1:${running.gateway?.port}`, token: issued, close: () => running.close() };
}

try {
  await main();
  process.exitCode = 0;
} catch (error) {
  if (error instanceof Amiss || (error instanceof TypeError && /fetch failed/.test(error.message)))
    console.error(error instanceof Amiss ? error.message : 'the platform at --url does not answer');
  else console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
