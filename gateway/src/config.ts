import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SMALLEST_SHOWN } from '#platform/cells';
import { auditKeys, newAuditKey, type Sealing } from '#platform/checkpoint';
import { asAlgorithm } from '#platform/ledger';
import type { Keyring } from '#platform/secret';
import type { StorePlace } from '#platform/store';
import { EXECUTORS, type ExecutorName } from './executor.ts';
import { readKeys } from './keys.ts';
import { MOST_WORKERS } from './workers.ts';

/** Everything that the environment decides, read once at start. */
export interface Config {
  readonly mode: 'development' | 'production';
  /** Folder of the embedded stores and the development keys. */
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number | undefined;
  /** Signs what passes between the gateway and the subgraphs. */
  readonly secret: string;
  /** Seal citations: the first; all open them. A secret that is changed stays among them, or what was cited by it can't be opened. */
  readonly citationSecrets: readonly [string, ...string[]];
  place(subgraph: string): StorePlace;
  /** What seals and opens values at rest; asked for by what holds a store. */
  keys(): Keyring;
  /** Where a subgraph answers in the distributed shape. */
  urlOf(subgraph: string): string;
  /** Who vouches for callers; the gateway needs it in production. */
  /** Keys and file with which the stores' chains are sealed; only a part without a store does without. */
  readonly audit: Sealing | undefined;
  readonly openId: OpenIdSettings | undefined;
  readonly clients: ClientLimits;
  /** Counts of persons in sensitive outcomes below this are kept back. */
  readonly smallestCell: number;
  /** How long a subgraph may take to answer over HTTP. */
  timeoutOf(subgraph: string): number;
  /** What carries out the plans of operations. */
  readonly executor: ExecutorName;
  /** How many processes this gateway is on this machine: what is counted for each is divided among them. */
  readonly workers: number;
  /** The county whose data catalogue this is: six digits (GB/T 2260). */
  readonly county: string;
  /** Whom the data catalogue is shown: who may look at the schema, or every caller. */
  readonly catalogue: 'developers' | 'callers';
  readonly cache: CacheSettings;
}

/** An OpenID Connect issuer and what the platform expects of its tokens. */
export interface OpenIdSettings {
  readonly issuer: string;
  readonly audience: string;
  /** Signature algorithms that are accepted: asymmetric ones only. */
  readonly algorithms: readonly string[];
  /** Name of the claim that holds `{ agency, grants }`. */
  readonly claim: string;
  readonly skewSeconds: number;
}

/** How answers are kept. */
export interface CacheSettings {
  /** How much of them; 0 keeps none. */
  readonly bytes: number;
  /** How long the gateway alone takes what it last heard of a store for true; 0 asks each time. */
  readonly staleMs: number;
}

/** What each client may ask of the platform. */
export interface ClientLimits {
  /** `measure` says what an operation costs, `enforce` refuses what costs more than the limit. */
  readonly costMode: 'measure' | 'enforce';
  readonly costLimit: number;
  /** Points of cost a client may spend a minute; 0 is no limit. */
  readonly ratePerMinute: number;
  /** Refused tokens a minute from one address or about one subject, beyond which the answer is to wait; 0 is no limit. */
  readonly failuresPerMinute: number;
  /** Folder with the registered operations of each client, `<client>/*.graphql`. */
  readonly operations: string | undefined;
  /** `log` names operations that aren't registered, `enforce` refuses them. */
  readonly operationsMode: 'off' | 'log' | 'enforce';
}

export const PORTS: Readonly<Record<string, number>> = { gateway: 4000, villages: 4001, personnel: 4002, poverty: 4003 };

/** The content of a file that the first process to need it makes. */
export function keptSecret(folder: string, name: string, make: () => string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  if (!existsSync(path)) {
    const draft = `${path}.${process.pid}`;
    writeFileSync(draft, make(), { mode: 0o600 });
    try {
      linkSync(draft, path); // whole or not at all, and never over another process's
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    unlinkSync(draft);
  }
  return readFileSync(path, 'utf8');
}

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const mode = env['GUBEN_MODE'] === 'production' ? 'production' : 'development';
  const dataFolder = env['GUBEN_DATA'] ?? '.data';
  const given = env['GUBEN_SECRET'];
  if (mode === 'production' && (given?.length ?? 0) < 32)
    throw new Error('set GUBEN_SECRET to at least 32 characters, the same for every part: it signs what passes between them');
  const port = env['PORT'] === undefined ? undefined : Number(env['PORT']);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65536))
    throw new Error(`PORT must be a port number; it is ${env['PORT']}`);
  const auditKey = env['GUBEN_AUDIT_KEY'];
  const secret = given ?? keptSecret(dataFolder, 'secret', () => randomBytes(32).toString('base64url'));
  const timeoutMs = whole(env, 'GUBEN_TIMEOUT_MS', 10_000, 600_000);
  let keys: Keyring | undefined;
  return {
    mode,
    dataFolder,
    host: env['HOST'] ?? '127.0.0.1',
    port,
    secret,
    citationSecrets: citationSecrets(env, secret),
    place: (subgraph) => {
      const url = env[`DATABASE_URL_${subgraph.toUpperCase()}`];
      return {
        ...(url ? { url } : { file: join(dataFolder, `${subgraph}.db`) }),
        hash: asAlgorithm(env['GUBEN_HASH']),
        pasts: join(dataFolder, 'known'),
      };
    },
    keys: () => (keys ??= readKeys(env, mode === 'production' ? undefined : (name, make) => keptSecret(dataFolder, name, make))),
    urlOf: (subgraph) => env[`GUBEN_URL_${subgraph.toUpperCase()}`] ?? `http://127.0.0.1:${PORTS[subgraph]}`,
    audit:
      mode === 'production' && !auditKey
        ? undefined
        : {
            keys: auditKeys(auditKey ?? keptSecret(dataFolder, 'audit-key.pem', newAuditKey)),
            file: join(dataFolder, 'checkpoints.jsonl'),
          },
    openId: openIdSettings(env),
    clients: clientLimits(env),
    smallestCell: whole(env, 'GUBEN_SMALLEST_CELL', SMALLEST_SHOWN, 100),
    timeoutOf: (subgraph) => whole(env, `GUBEN_TIMEOUT_MS_${subgraph.toUpperCase()}`, timeoutMs, 600_000),
    executor: oneOf(env, 'GUBEN_EXECUTOR', EXECUTORS),
    workers: workersSaid('GUBEN_WORKERS', env['GUBEN_WORKERS'] || '1'),
    county: countyCode(env['GUBEN_COUNTY'] ?? '140222'),
    catalogue: oneOf(env, 'GUBEN_CATALOGUE', ['developers', 'callers']),
    cache: { bytes: whole(env, 'GUBEN_CACHE_MB', 64, 65_536) * 1024 * 1024, staleMs: whole(env, 'GUBEN_CACHE_STALE_MS', 1000, 60_000) },
  };
}

/** What citations are sealed with: the secret of the platform unless others are said, the newest first. */
function citationSecrets(env: NodeJS.ProcessEnv, secret: string): readonly [string, ...string[]] {
  const [first, ...older] = (env['GUBEN_CITATION_SECRETS'] ?? '')
    .split(',')
    .map((s) => s.trim())
    .filter(Boolean);
  if ([first, ...older].some((s) => s !== undefined && s.length < 32))
    throw new Error('GUBEN_CITATION_SECRETS are secrets of at least 32 characters, the newest first, separated by commas');
  return first === undefined ? [secret] : [first, ...older];
}

/** A number of workers, as it was said somewhere. */
export function workersSaid(where: string, text: string): number {
  if (!/^[1-9]\d?$/.test(text) || Number(text) > MOST_WORKERS)
    throw new Error(`${where} is a whole number from 1 to ${MOST_WORKERS}; it is ${text}`);
  return Number(text);
}

function countyCode(text: string): string {
  if (!/^\d{6}$/.test(text)) throw new Error(`GUBEN_COUNTY must be the six digits of a county (GB/T 2260); it is ${text}`);
  return text;
}

/** What signs with a key that only the issuer has (RFC 7518, RFC 8037). */
const ASYMMETRIC = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/;

function openIdSettings(env: NodeJS.ProcessEnv): OpenIdSettings | undefined {
  const issuer = env['GUBEN_OIDC_ISSUER'];
  if (!issuer) return undefined;
  if (!isPrivateUrl(issuer)) throw new Error(`GUBEN_OIDC_ISSUER must be an https address; it is ${issuer}`);
  const algorithms = (env['GUBEN_OIDC_ALGORITHMS'] ?? 'RS256,PS256,ES256,EdDSA').split(',').map((a) => a.trim());
  const unfit = algorithms.filter((a) => !ASYMMETRIC.test(a));
  if (unfit.length)
    throw new Error(
      `GUBEN_OIDC_ALGORITHMS may name only asymmetric algorithms (RS256, PS256, ES256, EdDSA and their like); it names ${unfit.join(', ') || 'none'}`,
    );
  return {
    issuer,
    audience: env['GUBEN_OIDC_AUDIENCE'] ?? 'guben',
    algorithms,
    claim: env['GUBEN_OIDC_CLAIM'] ?? 'guben',
    skewSeconds: whole(env, 'GUBEN_OIDC_SKEW_SECONDS', 5, 300),
  };
}

function clientLimits(env: NodeJS.ProcessEnv): ClientLimits {
  const operations = env['GUBEN_OPERATIONS'];
  const operationsMode = oneOf(env, 'GUBEN_OPERATIONS_MODE', ['off', 'log', 'enforce']);
  if (operationsMode !== 'off' && !operations)
    throw new Error(`GUBEN_OPERATIONS_MODE=${operationsMode} needs GUBEN_OPERATIONS, the folder of the registered operations`);
  return {
    costMode: oneOf(env, 'GUBEN_COST_MODE', ['measure', 'enforce']),
    costLimit: whole(env, 'GUBEN_COST_LIMIT', 20_000),
    ratePerMinute: whole(env, 'GUBEN_RATE_PER_MINUTE', 0),
    failuresPerMinute: whole(env, 'GUBEN_FAILURES_PER_MINUTE', 60),
    operations,
    operationsMode,
  };
}

function whole(env: NodeJS.ProcessEnv, name: string, otherwise: number, ceiling = Number.MAX_SAFE_INTEGER): number {
  const text = env[name];
  if (text === undefined || text === '') return otherwise;
  if (!/^\d{1,15}$/.test(text) || Number(text) > ceiling) throw new Error(`${name} must be a whole number up to ${ceiling}; it is ${text}`);
  return Number(text);
}

/** One of a few words, the first unless said. */
function oneOf<W extends string>(env: NodeJS.ProcessEnv, name: string, words: readonly [W, ...W[]]): W {
  const word = env[name] || words[0];
  if (!words.includes(word as W)) throw new Error(`${name} must be one of ${words.join(', ')}; it is ${word}`);
  return word as W;
}

/** Whether what passes is private: over TLS, or without leaving the machine. */
export function isPrivateUrl(text: unknown): text is string {
  if (typeof text !== 'string' || !URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return protocol === 'https:' || (protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname));
}
