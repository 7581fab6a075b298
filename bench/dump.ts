/** A plain SQL dump, in a process of its own: the rows of one statement to a file, iterated. Says its time and peak memory. */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

const [store, file, sql] = process.argv.slice(2) as [string, string, string];
const began = performance.now();
const db = new DatabaseSync(store, { readOnly: true });
const out = openSync(file, 'w');
let [rows, buffer] = [0, ''];
for (const row of db.prepare(sql).iterate()) {
  buffer += `${Object.values(row).join(',')}\n`;
  rows++;
  if (buffer.length > 65_536) {
    writeSync(out, buffer);
    buffer = '';
  }
}
writeSync(out, buffer);
closeSync(out);
const ms = performance.now() - began;
const peak = Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]) / 1024;
console.log(JSON.stringify({ rows, ms, peak }));
