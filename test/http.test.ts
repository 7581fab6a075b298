import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Platform, platform } from './kit.ts';

let p: Platform;
let token: string;
beforeAll(async () => {
  p = await platform();
  token = await p.token();
});
afterAll(() => p[Symbol.asyncDispose]());

const audits = serverAudits({
  url: () => p.url,
  fetchFn: (url: string, init: RequestInit = {}) =>
    fetch(url, {
      ...init,
      headers: { ...(init.headers as Record<string, string>), authorization: `Bearer ${token}`, 'apollo-require-preflight': 'true' },
    }),
});

describe('the GraphQL-over-HTTP specification', () => {
  it.each(audits.filter((a) => a.name.startsWith('MUST')).map((a) => [`${a.id} ${a.name}`, a] as const))('%s', async (_, audit) => {
    const result = await audit.fn();
    expect(result.status, 'reason' in result ? result.reason : '').toBe('ok');
  });

  it('is kept in most of what it recommends', async () => {
    const results = await Promise.all(audits.filter((a) => !a.name.startsWith('MUST')).map((a) => a.fn()));
    const kept = results.filter((r) => r.status === 'ok').length;
    expect(results.filter((r) => r.status === 'error').map((r) => r.name)).toEqual([]);
    expect(kept / results.length).toBeGreaterThan(0.8);
  });
});

describe('the door', () => {
  it('says that it lives and that its parts are ready', async () => {
    expect(await (await fetch(`${p.origin}/health`)).json()).toEqual({ status: 'live' });
    expect(await (await fetch(`${p.origin}/ready`)).json()).toEqual({
      status: 'ready',
      parts: { villages: true, personnel: true, poverty: true },
    });
  });
  it('says where the graph is to whoever knocks elsewhere', async () => {
    const response = await fetch(`${p.origin}/nowhere`);
    expect([response.status, await response.text()]).toEqual([404, expect.stringContaining('/graphql')]);
  });
});
