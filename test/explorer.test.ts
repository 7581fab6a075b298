import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { developmentExplorer } from '../gateway/src/welcome.ts';
import { openBrowser } from './browser.ts';
import { type Platform, platform } from './kit.ts';

let p: Platform;
let browser: Browser;
beforeAll(async () => {
  p = await platform('together', { explorer: developmentExplorer });
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await p?.[Symbol.asyncDispose]();
});

describe('the explorer', () => {
  it('answers the first acceptance operation at the press of a button, and asks no other origin (S3)', async () => {
    const page = await browser.newPage();
    const elsewhere: string[] = [];
    const wrong: string[] = [];
    page.on('pageerror', (error) => wrong.push(error.message));
    await page.route('**', (route) => {
      const url = route.request().url();
      if (url.startsWith(p.origin) || url.startsWith('data:') || url.startsWith('blob:')) return route.continue();
      elsewhere.push(url);
      return route.abort();
    });
    await page.goto(p.url, { waitUntil: 'networkidle' });
    expect(await page.locator('.graphiql-tab').count()).toBe(3);
    await page.locator('.graphiql-execute-button').click();
    await page.locator('.result-window', { hasText: '天镇县' }).waitFor({ timeout: 10_000 });
    const answer = await page.locator('.result-window').textContent();
    expect(answer).toContain('227');
    expect(answer).toContain('2018-12-31');
    expect(wrong).toEqual([]);
    expect(elsewhere).toEqual([]);
    if (process.env['SCREENSHOT']) await page.screenshot({ path: process.env['SCREENSHOT'] });
    await page.close();
  });
});
