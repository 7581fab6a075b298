import { createHash } from 'node:crypto';

/** A strong validator: another one for every other byte, and for the same bytes as another media type. */
export const tagOf = (contentType: string, body: Uint8Array): string =>
  `"${createHash('sha256').update(contentType).update('\0').update(body).digest('base64url')}"`;

/** Whether `If-None-Match` names this tag (RFC 9110 13.1.2): weakly, as one of many, or as whatever there is. */
export function names(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  for (const [, opaque] of header.matchAll(/(?:^|,)\s*(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")\s*(?=,|$)/g)) if (opaque === tag) return true;
  return false;
}
