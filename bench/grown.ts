import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { subgraphs } from '../gateway/src/parts.ts';

/** What stands in chains, whose rows can't be doubled, and what is of no county. */
const LEFT_OUT = /^(mikro_orm_|sqlite_|ledger|read_audit|checkpoint|calendar_)/;
const KEY = "'[a-z][a-z][a-z]_????????????'";
const CODE = "'140222??????'";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly pk: number;
}

/** Stores with so many counties: ours as it is, and copies of all its rows under keys and codes of other counties. */
export function grown(filled: string, folder: string, times: number): string {
  const to = join(folder, `times-${times}`);
  cpSync(filled, to, { recursive: true });
  if (times > 1) for (const name of Object.keys(subgraphs)) growStore(join(to, `${name}.db`), times - 1);
  return to;
}

function growStore(file: string, copies: number): void {
  const db = new DatabaseSync(file);
  db.exec('pragma synchronous = off; pragma foreign_keys = off; create temp table n (k integer primary key)');
  db.exec(`with recursive c(k) as (select 1 union all select k + 1 from c where k < ${copies}) insert into n select k from c`);
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  db.exec('begin');
  for (const { name } of tables.filter((t) => !LEFT_OUT.test(t.name))) {
    const columns = db.prepare(`pragma table_info("${name}")`).all() as unknown as Column[];
    const holds = (column: string, pattern: string): boolean =>
      db.prepare(`select 1 from "${name}" where "${column}" glob ${pattern} limit 1`).get() !== undefined;
    const keys = new Set(columns.filter((c) => c.type === 'TEXT' && holds(c.name, KEY)).map((c) => c.name));
    if (keys.size === 0) continue;
    const alone = lonelyIn(db, name, keys);
    const given = columns.filter((c) => !(c.pk && c.type === 'INTEGER'));
    const value = ({ name: c, type }: Column): string => {
      const it = `t."${c}"`;
      if (keys.has(c)) return `case when ${it} glob ${KEY} then ${it} || printf('%02x', n.k) else ${it} end`;
      if (c === 'lineage') return `substr(replace(${it}, '/', printf('%02x', n.k) || '/'), 3)`;
      if (type === 'TEXT' && holds(c, CODE)) return `printf('%06d', 500000 + n.k) || substr(${it}, 7)`;
      if (!alone.has(c)) return it;
      return type === 'TEXT' ? `${it} || '-' || n.k` : `${it} + n.k * 1000000`;
    };
    const list = given.map((c) => `"${c.name}"`).join(', ');
    db.exec(`insert into "${name}" (${list}) select ${given.map(value).join(', ')} from "${name}" t cross join n`);
  }
  db.exec('commit');
  db.exec('analyze');
  db.close();
}

/** Columns that must differ because an index without any key says that they are unique. */
function lonelyIn(db: DatabaseSync, table: string, keys: ReadonlySet<string>): Set<string> {
  const alone = new Set<string>();
  for (const { name } of db.prepare(`select name from pragma_index_list('${table}') where "unique"`).all() as { name: string }[]) {
    const columns = (db.prepare(`pragma index_info("${name}")`).all() as { name: string }[]).map((c) => c.name);
    if (!columns.some((c) => keys.has(c))) alone.add(columns.at(-1) as string);
  }
  return alone;
}
