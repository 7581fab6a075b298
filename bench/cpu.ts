import { OPERATIONS } from './operations.ts';
import { DevelopmentIssuer } from '../gateway/src/caller.ts';
import { readConfig } from '../gateway/src/config.ts';
import { runTogether } from '../gateway/src/platform.ts';
import { quiet } from '#platform/log';
import { Session } from 'node:inspector/promises';
import { writeFileSync } from 'node:fs';
const config = { ...readConfig({ GUBEN_DATA: '/tmp/fast-data', ...(process.env.GUBEN_PG ? {} : {}) }), port: 0 };
const running = await runTogether({ config, log: quiet });
const p = { url: running.gateway!.url };
const token = await new DevelopmentIssuer('/tmp/fast-data').issue({ id: 'bench:analyst', client: 'bench', grants: [{ role: 'ANALYST', divisions: ['140222000000'] }] });
const n = Number(process.argv[2] ?? 100);
for (const op of OPERATIONS) {
  const go = async () => {
    const r = await fetch(p.url, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...(op.asOf ? { 'as-of': op.asOf } : {}) }, body: op.body });
    const t = await r.text();
    return t;
  };
  const first = JSON.parse(await go()); if (first.errors) { console.log(JSON.stringify(first.errors).slice(0, 500)); }
  const times = op.name.startsWith('county') ? Math.ceil(n / 5) : op.name.startsWith('village') ? n * 3 : n;
  for (let i = 0; i < times / 2; i++) await go();
  const s = new Session(); s.connect();
  const prof = process.argv[3] === op.name.split(' ')[0];
  if (prof) { await s.post('Profiler.enable'); await s.post('Profiler.setSamplingInterval', { interval: 500 }); await s.post('Profiler.start'); }
  const c = process.cpuUsage(); const t0 = performance.now();
  for (let i = 0; i < times; i++) await go();
  const u = process.cpuUsage(c);
  console.log(op.name, 'cpu ms', ((u.user + u.system) / 1000 / times).toFixed(2), 'wall', ((performance.now() - t0) / times).toFixed(2));
  if (prof) { const { profile } = await s.post('Profiler.stop'); writeFileSync('/tmp/fast.cpuprofile', JSON.stringify(profile)); }
}
await running.close();
