import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { base64url, exportSPKI, importJWK, type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LedgerRow } from '#platform/ledger';
import { readConfig } from '../gateway/src/config.ts';
import { runGateway } from '../gateway/src/platform.ts';
import { type IssuerUnderTest, issuerUnderTest, type SigningKey, signingKey } from './issuer.ts';
import { COUNTY, type Platform, platform } from './kit.ts';

const TOWNSHIP = '140222102000';
const WHOLE_COUNTY = { divisions: [COUNTY] };
const CLIENTS = [
  { id: 'county-system', guben: { grants: [{ role: 'RURAL_ECONOMY', ...WHOLE_COUNTY }] } },
  { id: 'two-admins', guben: { grants: ['SYSTEM_ADMIN', 'AUDITOR'].map((role) => ({ role, ...WHOLE_COUNTY })) } },
  {
    id: 'many-duties',
    guben: {
      grants: [
        { role: 'ANALYST', divisions: [TOWNSHIP] },
        { role: 'FINANCE', ...WHOLE_COUNTY },
        { role: 'INSPECTOR', ...WHOLE_COUNTY, to: '2026-06-30' },
        { role: 'ORG_DEPT', ...WHOLE_COUNTY, from: '2026-07-01' },
      ],
    },
  },
  { id: 'yesterday', guben: { grants: [{ role: 'ANALYST', ...WHOLE_COUNTY, to: '2026-06-30' }] } },
  { id: 'nobody', guben: { grants: [] } },
];

let key: SigningKey;
let issuer: IssuerUnderTest;
let p: Platform;
beforeAll(async () => {
  key = await signingKey('first');
  issuer = await issuerUnderTest([key], CLIENTS);
  p = await platform('together', {
    env: { GUBEN_OIDC_ISSUER: issuer.issuer, GUBEN_FAILURES_PER_MINUTE: '0' },
    patience: { cooldownMs: 0, pauseMs: 0, timeoutMs: 1000 },
  });
});
afterAll(async () => {
  await p[Symbol.asyncDispose]();
  await issuer[Symbol.asyncDispose]();
});

const LIST = '{ villages { totalCount } }';
const asking = (token: string, headers: Record<string, string> = {}) => ({ headers: { authorization: `Bearer ${token}`, ...headers } });
const ask = (token: string, headers?: Record<string, string>) => p.ask(LIST, {}, asking(token, headers));
const refused = async (token: string): Promise<string> => {
  const { status, codes, errors, headers } = await ask(token);
  expect([status, codes]).toEqual([401, ['UNAUTHENTICATED']]);
  expect(headers.get('www-authenticate')).toContain('Bearer');
  return errors[0]?.message ?? '';
};

const seconds = () => Math.floor(Date.now() / 1000);
/** A token as the issuer would sign it, with whatever is said otherwise. */
const signed = async (
  claims: JWTPayload = {},
  header: Partial<JWTHeaderParameters> = {},
  by: Parameters<SignJWT['sign']>[0] | undefined = undefined,
) => {
  const usual = {
    iss: issuer.issuer,
    aud: 'guben',
    sub: 'county-system',
    client_id: 'county-system',
    exp: seconds() + 600,
    jti: randomUUID(),
    guben: { grants: [{ role: 'ANALYST', ...WHOLE_COUNTY }] },
  };
  return new SignJWT({ ...usual, ...claims })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: key.kid, ...header })
    .sign(by ?? (await importJWK(key.private, 'RS256')));
};

describe('a token of the issuer', () => {
  it('that a system fetched for itself is good for what it grants, and the ledger names system and client', async () => {
    const token = await issuer.token('county-system');
    const { data } = await p.ask('{ villages(first: 1) { nodes { id } } }', {}, asking(token));
    const record = 'mutation ($input: RecordCollectiveEconomyInput!) { recordCollectiveEconomy(input: $input) { id } }';
    const { errors } = await p.ask(
      record,
      { input: { village: data.villages.nodes[0].id, year: 2009, operatingIncome: 100 } },
      asking(token),
    );
    expect(errors).toEqual([]);
    const em = p.running.subgraphs['villages']?.store.orm.em.fork();
    const [last] = (await em?.find(LedgerRow, {}, { orderBy: { seq: 'desc' }, limit: 1 })) ?? [];
    expect(last).toMatchObject({ actor: 'county-system', client: 'county-system', role: 'RURAL_ECONOMY' });
  });
  it('signed by hand like those of the server is good, so that each refusal below has one reason', async () => {
    expect((await ask(await signed())).codes).toEqual([]);
    expect((await ask(await signed({}, { typ: 'JWT' }))).codes).toEqual([]);
    expect((await ask(await signed({ client_id: undefined, azp: 'console' }))).codes).toEqual([]);
  });
  it('for another audience is refused (A2)', async () => {
    expect(await refused(await issuer.token('county-system', 'urn:another:platform'))).toContain('aud');
  });
  it('that grants nothing or names no client is refused', async () => {
    expect(await refused(await issuer.token('nobody'))).toContain('grants no role');
    expect(await refused(await signed({ client_id: undefined }))).toContain('client');
    expect(await refused(await signed({ guben: undefined }))).toContain('guben');
    expect(await refused(await signed({ sub: 'x'.repeat(101) }))).toContain('100 characters');
  });
  it('that makes somebody two administrators who watch each other is refused', async () => {
    expect(await refused(await issuer.token('two-admins'))).toMatch(/SYSTEM_ADMIN and AUDITOR exclude each other/);
  });
  it('stands beside those of the development issuer, in development', async () => {
    expect((await p.ask(LIST)).codes).toEqual([]);
  });
});

describe('a signature', () => {
  it('of no algorithm, or made with the public key as a secret, is refused (A1)', async () => {
    const body = (await signed()).split('.')[1];
    await refused(`${base64url.encode(JSON.stringify({ alg: 'none', typ: 'JWT' }))}.${body}.`);
    await refused(`${base64url.encode(JSON.stringify({ alg: 'none', typ: 'JWT' }))}.${body}.AA`);
    const publicKey = await importJWK(key.public, 'RS256', { extractable: true });
    const pem = new TextEncoder().encode(await exportSPKI(publicKey as CryptoKey));
    await refused(await signed({}, { alg: 'HS256' }, pem));
    await refused(await signed({}, { alg: 'HS256' }, new TextEncoder().encode(JSON.stringify(key.public))));
  });
  it('by a key that the issuer does not have is refused, whatever the token calls the key (A1)', async () => {
    const own = await signingKey('of-an-attacker');
    const by = await importJWK(own.private, 'RS256');
    for (const kid of [own.kid, key.kid, '../../../../dev/null', 'file:///etc/passwd', "' or 1=1 --", ''])
      await refused(await signed({}, { kid }, by));
    await refused(await signed({}, { kid: undefined as never }, by));
  });
  it('by a key that the token itself brings or points to is refused, and the pointer never followed (A1)', async () => {
    const own = await signingKey('of-an-attacker');
    const by = await importJWK(own.private, 'RS256');
    const asked: string[] = [];
    const trap: Server = createServer((request, response) => {
      asked.push(String(request.url));
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys: [own.public] }));
    });
    await new Promise<void>((resolve) => trap.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(trap.address() as { port: number }).port}/keys`;
    for (const header of [
      { jwk: own.public },
      { jku: url },
      { x5u: url },
      { x5c: ['AAAA'] },
      { kid: url },
    ] as Partial<JWTHeaderParameters>[]) {
      await refused(await signed({}, { kid: own.kid, ...header }, by));
      await refused(await signed({ iss: url.replace('/keys', '') }, { kid: own.kid, ...header }, by));
    }
    trap.close();
    expect(asked).toEqual([]);
  });
  it('that hides behind an extension which must be understood is refused (A1)', async () => {
    const [, body, signature] = (await signed()).split('.');
    const head = base64url.encode(JSON.stringify({ alg: 'RS256', typ: 'JWT', kid: key.kid, crit: ['x'], x: 1 }));
    await refused(`${head}.${body}.${signature}`);
  });
});

describe('a claim', () => {
  it.each([
    ['an issuer that is not the configured one', () => ({ iss: 'https://elsewhere.example' })],
    ['an issuer that only begins like it', () => ({ iss: `${issuer.issuer}.elsewhere.example` })],
    ['another audience', () => ({ aud: 'another' })],
    ['no audience', () => ({ aud: undefined })],
    ['an end that is past', () => ({ exp: seconds() - 60 })],
    ['no end', () => ({ exp: undefined })],
    ['a beginning in the future', () => ({ nbf: seconds() + 60 })],
    ['no subject', () => ({ sub: undefined })],
  ])('with %s is refused (A2)', async (_, claims) => {
    await refused(await signed(claims() as JWTPayload));
  });
  it('may be off by the skew of two clocks and no more, on both sides (A2)', async () => {
    expect((await ask(await signed({ exp: seconds() - 2 }))).codes).toEqual([]);
    expect((await ask(await signed({ nbf: seconds() + 3 }))).codes).toEqual([]);
    expect(await refused(await signed({ exp: seconds() - 7 }))).toMatch(/expired at 20/);
    expect(await refused(await signed({ nbf: seconds() + 8 }))).toContain('nbf');
  });
  it.each(['id+jwt', 'logout+jwt', 'JWE', '', undefined])('of type %j is refused: it is no access token (A2)', async (typ) => {
    await refused(await signed({}, { typ: typ as never }));
  });
});

describe('a grant', () => {
  it('is picked among several by the acting-as header; the first that holds otherwise', async () => {
    const token = await issuer.token('many-duties');
    const first = await ask(token);
    const second = await ask(token, { 'acting-as': 'FINANCE' });
    expect([first.extensions['scope'], second.extensions['scope']]).toEqual([[TOWNSHIP], [COUNTY]]);
    expect(second.data.villages.totalCount).toBeGreaterThan(first.data.villages.totalCount);
  });
  it.each([
    ['is over', 'INSPECTOR'],
    ['has not begun', 'ORG_DEPT'],
    ['was never given', 'SECURITY_ADMIN'],
  ])('that %s is forbidden, and the refusal names what the token allows', async (_, role) => {
    const { status, codes, errors } = await ask(await issuer.token('many-duties'), { 'acting-as': role });
    expect([status, codes]).toEqual([403, ['FORBIDDEN']]);
    for (const word of [role, 'ANALYST', 'FINANCE', 'INSPECTOR until before 2026-06-30', 'ORG_DEPT from 2026-07-01'])
      expect(errors[0]?.message).toContain(word);
  });
  it('that alone is over leaves nothing to act in', async () => {
    const { status, codes, errors } = await ask(await issuer.token('yesterday'));
    expect([status, codes]).toEqual([403, ['FORBIDDEN']]);
    expect(errors[0]?.message).toContain('ANALYST until before 2026-06-30');
  });
});

describe('an issuer', () => {
  it('that rotates its keys is followed: new tokens are good, forgotten keys are not', async () => {
    const old = await signed();
    expect((await ask(old)).codes).toEqual([]);
    const next = await signingKey('second');
    await issuer.stop();
    issuer = await issuerUnderTest([next], CLIENTS, issuer.port);
    expect((await ask(await issuer.token('county-system'))).codes).toEqual([]);
    await refused(await signed());
    key = next;
  });
  it('that does not answer leaves tokens it has vouched for good, and others unverified rather than refused', async () => {
    const vouched = await issuer.token('county-system');
    const unseen = await signed({}, { kid: 'third' });
    expect((await ask(vouched)).codes).toEqual([]);
    await issuer.stop();
    expect((await ask(vouched)).codes).toEqual([]);
    const { status, codes, errors } = await ask(unseen);
    expect([status, codes]).toEqual([503, ['SUBGRAPH_UNAVAILABLE']]);
    expect(errors[0]?.message).toContain("issuer of tokens doesn't answer");
    expect(errors[0]?.message).not.toContain('127.0.0.1');
    issuer = await issuerUnderTest([key], CLIENTS, issuer.port);
    expect((await ask(await issuer.token('county-system'))).codes).toEqual([]);
  });
});

describe('the start', () => {
  const env = (more: Record<string, string>) => ({ GUBEN_DATA: p.config.dataFolder, GUBEN_SECRET: 's'.repeat(40), ...more });

  it('in production needs an issuer, and the development issuer does not exist', async () => {
    const config = { ...readConfig(env({ GUBEN_MODE: 'production' })), port: 0 };
    await expect(runGateway({ config })).rejects.toThrow('GUBEN_OIDC_ISSUER');
    const told: string[] = [];
    const production = { ...readConfig(env({ GUBEN_MODE: 'production', GUBEN_OIDC_ISSUER: issuer.issuer })), port: 0 };
    const running = await runGateway({ config: production, report: (_, what) => told.push(what) });
    const development = await p.token();
    const { status } = await fetch(`http://127.0.0.1:${running.gateway?.port}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${development}` },
      body: JSON.stringify({ query: LIST }),
    });
    await running.close();
    expect(status).toBe(401);
    expect(told).toContain(`trusts ${issuer.issuer}`);
  });
  it('in development says whom it trusts, and that one of them is for development only', async () => {
    const told: string[] = [];
    const config = { ...readConfig(env({ GUBEN_OIDC_ISSUER: issuer.issuer })), port: 0 };
    await (await runGateway({ config, report: (_, what) => told.push(what) })).close();
    expect(told).toContain(`trusts ${issuer.issuer} and guben-development; the latter is for development only`);
  });
  it.each([
    [{ GUBEN_OIDC_ISSUER: 'https://id.example', GUBEN_OIDC_ALGORITHMS: 'RS256,HS256' }, 'HS256'],
    [{ GUBEN_OIDC_ISSUER: 'https://id.example', GUBEN_OIDC_ALGORITHMS: 'none' }, 'none'],
    [{ GUBEN_OIDC_ISSUER: 'https://id.example', GUBEN_OIDC_ALGORITHMS: '' }, 'GUBEN_OIDC_ALGORITHMS'],
    [{ GUBEN_OIDC_ISSUER: 'http://id.example' }, 'https'],
    [{ GUBEN_OIDC_ISSUER: 'https://id.example', GUBEN_OIDC_SKEW_SECONDS: '-1' }, 'GUBEN_OIDC_SKEW_SECONDS'],
  ])('with %j is refused, naming what is wrong (A1)', (more, named) => {
    expect(() => readConfig(env(more))).toThrow(named);
  });
});
