import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Day } from '#platform/day';
import { Refusal } from '#platform/refusal';
import type { FigureRow } from '../reports/figures.ts';

/** What of a figure is cited: what it said, apart from what its report says of it. */
export type CitedRow = Pick<FigureRow, 'value' | 'upTo' | 'numerator' | 'denominator' | 'target' | 'met' | 'withheld' | 'printed'>;

/** What a figure was when it was cited: enough to count it again, and to see whether anything changed. */
export interface Citation {
  readonly report: string;
  /** SHA-256 of the report's text. */
  readonly text: string;
  readonly code: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly day: Day;
  /** What had been recorded by this instant counted. */
  readonly knownAt: string;
  readonly role: string;
  readonly scope: readonly string[];
  /** The number of each store's last ledger row. */
  readonly versions: Readonly<Record<string, number>>;
  readonly definitionVersion: string;
  /** Over the keys and versions of the records behind it; null where they may tell of persons. */
  readonly recordsHash: string | null;
  readonly recordCount: number | null;
  readonly row: CitedRow;
}

export const citedPart = ({ value, upTo, numerator, denominator, target, met, withheld, printed }: CitedRow): CitedRow => ({
  value,
  printed,
  ...Object.fromEntries(Object.entries({ upTo, numerator, denominator, target, met, withheld }).filter(([, v]) => v !== undefined)),
});

/** Where a person opens a citation. */
export const addressOf = (citation: string): string => `/reports/figures/${citation}`;

const FORM = 'f1';
/** The longest text that is read as a citation, and the most that one may hold when it is unpacked. */
const LONGEST = 4000;
const UNPACKED = 64 * 1024;
const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;

const keyOf = (secret: string, use: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `guben citation ${use}`, 32));

/**
 * A citation as text that can be printed beside a number. It is sealed, not only signed: whoever is handed a citation reads
 * nothing in it but what the platform tells that reader, and nobody makes one that was not given. The same figure, cited
 * twice, is the same text.
 */
export function sealCitation(secret: string, citation: Citation): string {
  const content = deflateRawSync(JSON.stringify(citation), { level: 9 });
  const nonce = createHmac('sha256', keyOf(secret, 'nonce')).update(content).digest().subarray(0, NONCE);
  const cipher = createCipheriv(CIPHER, keyOf(secret, 'key'), nonce).setAAD(Buffer.from(FORM));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return `${FORM}.${Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url')}`;
}

/** What a citation holds, sealed with one of the secrets; a refusal where it holds nothing that was sealed here. */
export function openCitation(secrets: readonly string[], text: string): Citation {
  const refused = (why: string) =>
    new Refusal('BAD_USER_INPUT', `this is no citation of this platform: ${why}; take it whole, as a report gave it`);
  if (text.length > LONGEST) throw refused(`it has more than ${LONGEST} characters`);
  const [form, content, ...more] = text.trim().split('.');
  if (!content || more.length > 0 || !/^[\w-]+$/.test(content)) throw refused('it has not the form of one');
  if (form !== FORM) throw refused(`it is of the form ${form?.slice(0, 10)}, and those of ${FORM} are read`);
  const bytes = Buffer.from(content, 'base64url');
  if (bytes.length <= NONCE + TAG || bytes.toString('base64url') !== content) throw refused('it was cut or altered');
  for (const secret of secrets)
    try {
      const opening = createDecipheriv(CIPHER, keyOf(secret, 'key'), bytes.subarray(0, NONCE))
        .setAAD(Buffer.from(FORM))
        .setAuthTag(bytes.subarray(-TAG));
      const packed = Buffer.concat([opening.update(bytes.subarray(NONCE, -TAG)), opening.final()]);
      return JSON.parse(inflateRawSync(packed, { maxOutputLength: UNPACKED }).toString()) as Citation;
    } catch {} // sealed with another secret, or not at all
  throw refused('it was cut or altered, or comes from another platform');
}

const COUNTY = /^(\d{6})000000$/;

/** Whether who reads `reads` reads all of `scope`: by the very codes, or as the whole of their county. */
export const coversAll = (reads: readonly string[], scope: readonly string[]): boolean =>
  scope.every((code) => reads.some((own) => own === code || (COUNTY.exec(own)?.[1] ?? '-') === code.slice(0, 6)));
