/**
 * `npm run --silent report -- work --as-of 2018-12-31`: a report as a table. Also as json, csv, xlsx or html, into a file with
 * `--out`; `bulletin work` is the bulletin of a report. It asks a platform on the local data folder, started for the purpose,
 * or the one at `--url` with `--token`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { FigureRow } from '../gateway/src/reports/figures.ts';
import { tableOf } from '../gateway/src/reports/table.ts';
import { Amiss, carriedOut, PLATFORM, platformAt } from './asked.ts';

const ACCEPT: Readonly<Record<string, string>> = {
  table: 'application/json',
  json: 'application/json',
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html',
};

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
        ...PLATFORM,
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

  const { origin, token, close } = await platformAt('report', values);
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

await carriedOut(main);
