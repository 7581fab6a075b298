/**
 * `npm run --silent catalogue`: the data catalogue as a table; `--search 电话` finds what exists already. Also as json, csv, xlsx
 * or html, into a file with `--out`. It asks a platform on the local data folder, started for the purpose, or the one at `--url`
 * with `--token`.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { searched } from '../gateway/src/catalogue/search.ts';
import { type Told, textOf } from '../gateway/src/catalogue/table.ts';
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
      options: {
        format: { type: 'string', default: 'table' },
        search: { type: 'string' },
        'as-of': { type: 'string' },
        out: { type: 'string' },
        ...PLATFORM,
      },
    });
  } catch (error) {
    throw new Amiss((error as Error).message);
  }
}

await carriedOut(async () => {
  const { values } = asked();
  const { format, search, out } = values;
  const accept = ACCEPT[format];
  if (accept === undefined) throw new Amiss(`there is no format ${format}; the formats are ${Object.keys(ACCEPT).join(', ')}`);
  if (format === 'xlsx' && !out && process.stdout.isTTY) throw new Amiss('a workbook goes into a file: say --out catalogue.xlsx');
  if (search !== undefined && search.trim() === '') throw new Amiss('say what to look for: --search 电话');
  const { origin, token, close } = await platformAt('catalogue', values);
  try {
    const said = new URLSearchParams({
      ...(search === undefined || format === 'table' ? {} : { search }),
      ...(values['as-of'] === undefined ? {} : { asOf: values['as-of'] }),
    });
    const response = await fetch(`${origin}/catalogue?${said}`, { headers: { accept, authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Amiss(((await response.json()) as { detail: string }).detail);
    const body = Buffer.from(await response.arrayBuffer());
    const written = format === 'table' ? tableOf(JSON.parse(body.toString('utf8')), search) : body;
    if (out) writeFileSync(out, written);
    else process.stdout.write(format === 'json' ? `${written}\n` : written);
  } finally {
    await close();
  }
});

function tableOf({ resources }: { resources: Told[] }, search: string | undefined): string {
  const found = search === undefined ? undefined : searched(resources, search);
  if (found?.length === 0) return `没有找到“${search}” · nothing is called so\n`;
  const items = resources.reduce((sum, r) => sum + r.items.length, 0);
  return `${textOf(resources, found as never)}\n${found ? '' : `\n${resources.length} 个信息资源，${items} 个信息项\n`}`;
}
