import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Feed } from '#platform/follow';
import { keepRunning } from '#platform/job';
import { type Log, logTo } from '#platform/log';
import { serveSubgraph } from '#platform/serve';
import { type Subgraph, startSubgraph } from '#platform/subgraph';
import { answers } from './cache/answers.ts';
import { watched } from './cache/footing.ts';
import { farStores, nearStores, type Stores } from './cache/stores.ts';
import { DEVELOPMENT_HINT, DevelopmentIssuer, type Verify } from './caller.ts';
import { REPORTS_PART, type ReportsPart, reportsPart } from './citations/part.ts';
import { feedOverHttp, inProcess, overHttp, versionOverHttp } from './clients.ts';
import { type Config, PORTS } from './config.ts';
import { priceList } from './cost.ts';
import { openExecutor, type SubgraphClient } from './executor.ts';
import type { Explorer } from './explorer.ts';
import { fillApart } from './fill.ts';
import { OpenIdIssuer, type Patience } from './oidc.ts';
import { subgraphs } from './parts.ts';
import { type Gateway, type GatewayOptions, serveGateway } from './server.ts';
import { type Issuer, trusting } from './tokens.ts';

/** Reports what a part has just done: a line each while the platform starts. */
export type Report = (part: string, what: string) => void;

export interface RunOptions {
  readonly config: Config;
  readonly clock?: () => Date;
  readonly log?: Log;
  readonly report?: Report;
  /** Counts statements; for tests. */
  readonly watch?: boolean;
  /** Makes the page that opens in a browser. */
  readonly explorer?: ((config: Config) => Promise<Explorer>) | undefined;
  readonly onAnswer?: GatewayOptions['onAnswer'];
  /** The folder of the reports, unless it is the one that comes with the platform. */
  readonly reports?: { readonly folder?: string | undefined } | undefined;
  readonly followEveryMs?: number;
  /** How often what time causes is looked for; never unless it is said. */
  readonly jobsEveryMs?: number;
  /** Fill empty stores with the sample county; in development, unless said otherwise. */
  readonly seed?: boolean;
  /** How patient the gateway is with the issuer of tokens. */
  readonly patience?: Partial<Patience>;
}

export interface Running {
  readonly gateway?: Gateway;
  /** The part of the graph that the gateway itself answers. */
  readonly reports?: ReportsPart;
  readonly subgraphs: Readonly<Record<string, Subgraph>>;
  close(): Promise<void>;
}

const supergraphFile = fileURLToPath(new URL('../supergraph.graphql', import.meta.url));

/** The composed schema as it is committed. */
export const committedSupergraph = (): string => readFileSync(supergraphFile, 'utf8');

/** Whose tokens are believed: the configured issuer's and, in development, the development issuer's. */
function verifier({ config, report, patience }: RunOptions): Verify {
  const openId = config.openId && new OpenIdIssuer(config.openId, patience);
  if (config.mode === 'production') {
    if (!openId)
      throw new Error('set GUBEN_OIDC_ISSUER to the OpenID Connect issuer of callers: the development issuer exists only in development');
    report?.('gateway', `trusts ${openId.name}`);
    return trusting([openId]);
  }
  const issuers: readonly Issuer[] = [...(openId ? [openId] : []), new DevelopmentIssuer(config.dataFolder)];
  report?.('gateway', `trusts ${issuers.map((i) => i.name).join(' and ')}; the latter is for development only`);
  return trusting(issuers, DEVELOPMENT_HINT);
}

async function open(name: string, options: RunOptions, feeds: Parameters<typeof startSubgraph>[1]['feeds']): Promise<Subgraph> {
  const { config, report, clock = () => new Date(), log = logTo({ subgraph: name }) } = options;
  const spec = subgraphs[name];
  if (!spec) throw new Error(`there is no subgraph ${name}; the parts are gateway, ${Object.keys(subgraphs).join(', ')}`);
  if (!config.audit)
    throw new Error('set GUBEN_AUDIT_KEY to an Ed25519 key (PEM or base64): it seals the ledger and the read audit of every store');
  return startSubgraph(spec, {
    place: { ...config.place(name), keys: config.keys() },
    seed: options.seed ?? config.mode === 'development',
    seal: config.audit,
    now: clock(),
    clock,
    jobsEveryMs: options.jobsEveryMs,
    smallestCell: config.smallestCell,
    log,
    ...(feeds ? { feeds } : {}),
    ...(options.watch ? { watch: true } : {}),
    ...(options.followEveryMs ? { followEveryMs: options.followEveryMs } : {}),
    onStep: (step) => report?.(name, step),
  });
}

async function openGateway(
  options: RunOptions,
  clients: Readonly<Record<string, SubgraphClient>>,
  feeds: readonly Feed[],
  stores: Stores,
  ready: GatewayOptions['ready'],
): Promise<{ gateway: Gateway; reports: ReportsPart }> {
  const { config, report, clock = () => new Date(), log = logTo({ part: 'gateway' }) } = options;
  const verify = verifier(options);
  const supergraph = committedSupergraph();
  const { dataFolder } = config;
  const citing = reportsPart({
    dataFolder,
    secrets: config.citationSecrets,
    feeds,
    sealing: config.audit,
    reports: options.reports?.folder,
    log,
  });
  const parts = { ...clients, [REPORTS_PART]: citing.client };
  const { bytes } = config.cache;
  const executor = await openExecutor(supergraph, bytes ? watched(parts, stores) : parts, config.executor);
  report?.('gateway', 'supergraph composed');
  const explorer = await options.explorer?.(config);
  const gateway = await serveGateway(
    {
      executor,
      price: priceList(supergraph),
      verify,
      ready,
      clock,
      log,
      explorer,
      answers: bytes ? answers(bytes, stores) : undefined,
      open: config.mode === 'development',
      clients: config.clients,
      onAnswer: options.onAnswer,
      reports: citing,
      slices: { dataFolder: config.dataFolder, secret: config.secret, smallestCell: config.smallestCell, workers: config.workers },
      catalogue: { supergraph, county: config.county, shownTo: config.catalogue },
    },
    config.port ?? (PORTS['gateway'] as number),
    config.host,
  );
  report?.('gateway', `listening on ${gateway.port}`);
  const { jobsEveryMs } = options;
  const jobs = jobsEveryMs === undefined ? undefined : keepRunning([SCHEDULES], () => citing.run(clock()), jobsEveryMs, log);
  const close = async () => {
    await jobs?.stop();
    await gateway.close();
  };
  return { gateway: { ...gateway, close }, reports: citing };
}

/** What the gateway does by itself. */
const SCHEDULES = { name: 'scheduled reports' };

/** Everything in one process: the gateway calls the subgraphs directly. */
export async function runTogether(options: RunOptions): Promise<Running> {
  const running: Record<string, Subgraph> = {};
  try {
    const { config, report, clock = () => new Date() } = options;
    if (options.seed ?? config.mode === 'development') await fillApart(Object.keys(subgraphs), config, clock(), report);
    for (const name of Object.keys(subgraphs))
      running[name] = await open(
        name,
        options,
        followedBy(name).map((other) => (running[other] as Subgraph).feed),
      );
    const clients = Object.fromEntries(Object.entries(running).map(([name, subgraph]) => [name, inProcess(subgraph)]));
    const feeds = Object.values(running).map((subgraph) => subgraph.feed);
    const stores = nearStores(Object.fromEntries(Object.entries(running).map(([name, { version }]) => [name, version])));
    const { gateway, reports } = await openGateway(options, clients, feeds, stores, async () =>
      Object.fromEntries(
        await Promise.all(Object.entries(running).map(async ([name, { store }]) => [name, await store.healthy()] as const)),
      ),
    );
    return {
      gateway,
      reports,
      subgraphs: running,
      async close() {
        await gateway.close();
        await Promise.all(Object.values(running).map((s) => s.close()));
      },
    };
  } catch (error) {
    await Promise.all(Object.values(running).map((s) => s.close()));
    throw error;
  }
}

/** The gateway alone: its subgraphs answer over HTTP. */
export async function runGateway(options: RunOptions): Promise<Running> {
  const { config, log = logTo({ part: 'gateway' }) } = options;
  const names = Object.keys(subgraphs);
  const clients = Object.fromEntries(
    names.map((name) => [name, overHttp(name, config.urlOf(name), config.secret, log, { timeoutMs: config.timeoutOf(name) })]),
  );
  const feeds = names.map((name) => feedOverHttp(name, config.urlOf(name), config.secret));
  const versions = Object.fromEntries(names.map((name) => [name, versionOverHttp(name, config.urlOf(name), config.secret)]));
  const stores = farStores(versions, config.cache.staleMs);
  const { gateway, reports } = await openGateway(options, clients, feeds, stores, async () =>
    Object.fromEntries(
      await Promise.all(
        names.map(
          async (name) =>
            [
              name,
              await fetch(`${config.urlOf(name)}/ready`, { signal: AbortSignal.timeout(2000) }).then(
                (r) => r.ok,
                () => false,
              ),
            ] as const,
        ),
      ),
    ),
  );
  return { gateway, reports, subgraphs: {}, close: () => gateway.close() };
}

const REGISTER_PATIENCE_MS = 60_000;

/** Whose ledgers a subgraph follows: those that it reacts to. Each stands before it in the list of parts. */
const followedBy = (name: string): string[] => Object.keys(subgraphs[name]?.reactions ?? {});

/** One subgraph alone, over HTTP, on its own port. It waits for those whose ledgers it follows before it fills its store. */
export async function runSubgraph(name: string, options: RunOptions): Promise<Running & { port: number }> {
  const { config } = options;
  const feeds = followedBy(name).map((other) => feedOverHttp(other, config.urlOf(other), config.secret));
  const started = Date.now();
  for (const feed of feeds)
    while (
      !(await feed.head().then(
        (seq) => seq > 0,
        () => false,
      ))
    ) {
      if (Date.now() - started > REGISTER_PATIENCE_MS)
        throw new Error(`${feed.name} doesn't answer at ${config.urlOf(feed.name)}; start it first: npm start -- ${feed.name}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  const subgraph = await open(name, options, feeds);
  const server = await serveSubgraph(subgraph, config.secret, config.port ?? (PORTS[name] as number), config.host);
  options.report?.(name, `listening on ${server.port}`);
  return {
    subgraphs: { [name]: subgraph },
    port: server.port,
    async close() {
      await server.close();
      await subgraph.close();
    },
  };
}
