/** What a caller of a command did wrong, in a line for that caller. */
export class Amiss extends Error {}

/** What every command that asks a platform may say of it. */
export const PLATFORM = {
  url: { type: 'string' },
  token: { type: 'string' },
  role: { type: 'string', default: 'ANALYST' },
  division: { type: 'string', multiple: true, default: ['140222000000'] as string[] },
} as const;

interface Platform {
  readonly url?: string | undefined;
  readonly token?: string | undefined;
  readonly role: string;
  readonly division: string[];
}

/** The platform that is asked: one that runs already, or one started on the local data folder. */
export async function platformAt(command: string, { url, token, role, division }: Platform) {
  if (url !== undefined) {
    if (!token) throw new Amiss('a platform at --url wants a --token');
    if (!URL.canParse(url)) throw new Amiss(`--url is an address like http://localhost:4000; got ${url}`);
    return { origin: new URL(url).origin, token, close: async () => {} };
  }
  // Who asks another platform loads none.
  const [{ readConfig }, { DevelopmentIssuer, ROLES }, { runTogether }, { quiet }] = await Promise.all([
    import('../gateway/src/config.ts'),
    import('../gateway/src/caller.ts'),
    import('../gateway/src/platform.ts'),
    import('#platform/log'),
  ]);
  if (!ROLES.includes(role as never)) throw new Amiss(`unknown role ${role}; the roles are ${ROLES.join(', ')}`);
  const config = readConfig(process.env);
  if (config.mode === 'production' && !token) throw new Amiss('in production say --token: whose figures they are');
  const running = await runTogether({ config: { ...config, port: 0, host: '127.0.0.1' }, log: quiet });
  const issued =
    token ??
    (await new DevelopmentIssuer(config.dataFolder).issue({
      id: `${command}:${role.toLowerCase()}`,
      agency: undefined,
      client: command,
      grants: [{ role, divisions: division }],
    }));
  return { origin: `http://127.0.0.1:${running.gateway?.port}`, token: issued, close: () => running.close() };
}

/** Carries a command out; what went wrong is a line, and the process says so. */
export async function carriedOut(main: () => Promise<void>): Promise<void> {
  try {
    await main();
    process.exitCode = 0;
  } catch (error) {
    if (error instanceof Amiss || (error instanceof TypeError && /fetch failed/.test(error.message)))
      console.error(error instanceof Amiss ? error.message : 'the platform at --url does not answer');
    else console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
