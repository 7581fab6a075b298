import { expect } from 'vitest';
import { codes } from '#platform/refusal';
import type { Platform, Told } from '../kit.ts';

/** An answer as it came, and as JSON where it is JSON. */
export interface Heard extends Pick<Told, 'status' | 'data' | 'errors' | 'codes' | 'headers'> {
  readonly text: string;
}

/** What no answer ever says: a stack, a statement, a path, a name of the machine. */
const INSIDE =
  /\n\s+at |node_modules|\.[tj]s:\d|stacktrace|\bselect\b[^?]*\bfrom\b|insert into|sqlite|postgres|mikro|syntax error at|127\.0\.0\.1|localhost|ECONN(REFUSED|RESET)|\/(tmp|home|root|usr)\//i;

/** Reads an answer, and holds it to what every answer must be: errors of the closed list, nothing from inside. */
export async function heard(response: Response): Promise<Heard> {
  const text = await response.text();
  expect(text).not.toMatch(INSIDE);
  // biome-ignore lint/suspicious/noExplicitAny: whatever came
  let body: any = {};
  try {
    body = JSON.parse(text);
  } catch {
    // a page or a plain line: the text speaks for itself
  }
  const errors: Told['errors'] = body?.errors ?? [];
  for (const { extensions } of errors) expect(codes, text).toContain(extensions?.['code']);
  return {
    status: response.status,
    text,
    data: body?.data,
    errors,
    codes: errors.map((e) => String(e.extensions['code'])),
    headers: response.headers,
  };
}

/** A request to the graph as it is: any body, any headers, any token. */
export async function knock(p: Platform, init: RequestInit & { query?: string; token?: string | null } = {}): Promise<Heard> {
  const { query = '', token, headers, ...rest } = init;
  const bearer: Record<string, string> = token === null ? {} : { authorization: `Bearer ${token ?? (await p.token())}` };
  return heard(
    await fetch(`${p.url}${query}`, { method: 'POST', ...rest, headers: { ...bearer, ...(headers as Record<string, string>) } }),
  );
}

export const JSON_TYPE = { 'content-type': 'application/json' };

/** A question as JSON, with whatever token and headers. */
export const put = (p: Platform, body: unknown, headers: Record<string, string> = {}, token?: string | null): Promise<Heard> =>
  knock(p, {
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { ...JSON_TYPE, ...headers },
    ...(token === undefined ? {} : { token }),
  });

/** Milliseconds that something takes. */
export async function lasting(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
