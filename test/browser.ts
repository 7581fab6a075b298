import { type Browser, chromium as playwright } from 'playwright-core';

/** A real browser that the project brings itself; the libraries it needs come with it. */
export async function openBrowser(): Promise<Browser> {
  process.env['AWS_LAMBDA_JS_RUNTIME'] ??= 'nodejs22.x'; // makes the package unpack its libraries too
  const { default: bundled } = await import('@sparticuz/chromium');
  return playwright.launch({ executablePath: await bundled.executablePath(), args: bundled.args, headless: true });
}
