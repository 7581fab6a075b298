import { createServer, type Server } from 'node:http';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import Provider from 'oidc-provider';

/** A key pair of an issuer: what signs, and what everybody may see. */
export interface SigningKey {
  readonly kid: string;
  readonly private: JWK;
  readonly public: JWK;
}

export async function signingKey(kid: string, alg: 'RS256' | 'ES256' = 'RS256'): Promise<SigningKey> {
  const pair = await generateKeyPair(alg, { extractable: true });
  const named = async (key: CryptoKey): Promise<JWK> => ({ ...(await exportJWK(key)), kid, alg, use: 'sig' });
  return { kid, private: await named(pair.privateKey), public: await named(pair.publicKey) };
}

/** A system that fetches tokens for itself, and what the issuer says of it. */
export interface Client {
  readonly id: string;
  /** The content of the claim `guben`. */
  readonly guben: unknown;
}

/** A real OpenID Connect server on this machine. */
export interface IssuerUnderTest extends AsyncDisposable {
  readonly issuer: string;
  readonly port: number;
  /** A token by client credentials (RFC 6749, 4.4), for the platform unless said otherwise. */
  token(client: string, resource?: string): Promise<string>;
  stop(): Promise<void>;
}

const SECRET = 'a secret of the client, for tests alone';
const PLATFORM = 'urn:guben:platform';

export async function issuerUnderTest(keys: readonly SigningKey[], clients: readonly Client[], port = 0): Promise<IssuerUnderTest> {
  const server: Server = createServer();
  server.maxRequestsPerSocket = 1; // a server that starts again at the same place must not meet sockets of the one before
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as { port: number }).port;
  const issuer = `http://127.0.0.1:${bound}`;
  const provider = new Provider(issuer, {
    jwks: { keys: keys.map((k) => k.private) as never },
    clients: clients.map(({ id }) => ({
      client_id: id,
      client_secret: SECRET,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      response_types: [],
      token_endpoint_auth_method: 'client_secret_post',
      id_token_signed_response_alg: keys[0]?.private.alg,
    })),
    ttl: { ClientCredentials: 600 },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_: unknown, resource: string) => ({
          scope: 'graph',
          audience: resource === PLATFORM ? 'guben' : resource,
          accessTokenFormat: 'jwt',
          accessTokenTTL: 600,
          jwt: { sign: { alg: keys[0]?.private.alg, kid: keys[0]?.kid } },
        }),
      },
    },
    extraTokenClaims: (_: unknown, token: { clientId?: string }) => {
      const client = clients.find((c) => c.id === token.clientId);
      return client ? { guben: client.guben } : undefined;
    },
  } as never);
  server.on('request', provider.callback());
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    issuer,
    port: bound,
    async token(client, resource = PLATFORM) {
      const response = await fetch(`${issuer}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          client_id: client,
          client_secret: SECRET,
          resource,
          scope: 'graph',
        }),
      });
      const answer = (await response.json()) as { access_token?: string };
      if (!answer.access_token) throw new Error(`the issuer gave no token: ${JSON.stringify(answer)}`);
      return answer.access_token;
    },
    stop,
    async [Symbol.asyncDispose]() {
      if (server.listening) await stop();
    },
  };
}
