import { buildSubgraphSchema, printSubgraphSchema } from '@apollo/subgraph';
import type { SqlEntityManager } from '@mikro-orm/sql';
import {
  type DocumentNode,
  defaultFieldResolver,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLFormattedError,
  type GraphQLObjectType,
  type GraphQLSchema,
  isNonNullType,
  isObjectType,
  Kind,
  lexicographicSortSchema,
  OperationTypeNode,
  parse,
  specifiedDirectives,
  validate,
} from 'graphql';
import { buildSchemaSync, type ClassType, createResolversMap, getMetadataStorage, type NonEmptyArray } from 'type-graphql';
import { ACCESS_LINK, type Access, type Classification, DATA_CLASS, isAudited, type Policies } from './access.ts';
import { discloses, recordDisclosures } from './audit.ts';
import { catalogued, RESOURCE, TEXT_LENGTH } from './catalogued.ts';
import { SMALLEST_SHOWN } from './cells.ts';
import { keepSealed, type Sealing } from './checkpoint.ts';
import type { Ctx } from './context.ts';
import { type Day, dayOf } from './day.ts';
import { callDirectly } from './direct.ts';
import type { Envelope } from './envelope.ts';
import { fillStore, type Seed } from './fill.ts';
import { catchUp, type Feed, follow, headOf, keepTerritory, readLedger, recordedAfter } from './follow.ts';
import { FULL_ACCESS, type Job, jobCaller, keepRunning } from './job.ts';
import { type Log, quiet } from './log.ts';
import type { StoreManager } from './manager.ts';
import { masking } from './mask.ts';
import { requireMove } from './may.ts';
import { type PastSpec, type Pasts, pastsOf } from './past.ts';
import { priced } from './price.ts';
import { Refusal } from './refusal.ts';
import { tryKeys } from './rotation.ts';
import { running } from './run.ts';
import type { Keyring } from './secret.ts';
import { openStore, type Store, type StorePlace } from './store.ts';
import { type Beside, leansOnToday, standingOf, standsOn, type Version, type Versions, versionsOf } from './version.ts';

/** How a subgraph turns a reference from another subgraph into a row of its own; null when there is none in scope. */
export type Reference = (reference: { id: string }, ctx: Ctx) => unknown;

export interface SubgraphSpec extends PastSpec {
  readonly resolvers: NonEmptyArray<ClassType>;
  readonly references: Readonly<Record<string, Reference>>;
  /** What each role may do with what this subgraph holds. */
  readonly policies: Policies;
  /** Fills an empty store with the county's data set. */
  readonly seed?: Seed;
  /** What time alone causes here. */
  readonly jobs?: readonly Job[];
}

export interface GraphQLCall {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string | undefined;
  /** Whether the answer shall say what it stands on. */
  readonly extensions?: { readonly standing?: true } | undefined;
}

/** A subgraph with its store open, ready to answer. */
export interface Subgraph {
  readonly name: string;
  readonly schema: GraphQLSchema;
  readonly store: Store;
  /** Answers one request; never throws. */
  answer(call: GraphQLCall, envelope: Envelope): Promise<ExecutionResult>;
  context(envelope: Envelope): Ctx;
  /** The same for a request that may ask what was known at an instant; the past is made when nobody asked for it yet. */
  asking(envelope: Envelope, call?: Pick<GraphQLCall, 'extensions'>): Promise<Ctx>;
  /** Writes into the read audit what a request was shown; when it fails, the answer must not leave. Says what the answer stands on. */
  conclude(ctx: Ctx, isMutation: boolean): Promise<Beside | undefined>;
  /** How the store stands now. */
  version(): Version | Promise<Version>;
  /** Carries out what is due of a job on a day, as the job itself; returns how much that was. */
  run(job: Job, now: Date, day?: Day): Promise<number>;
  /** An error as callers may read it; everything but a refusal is masked and logged. */
  mask(error: unknown, requestId: string): GraphQLFormattedError;
  /** This store's ledger, for those who follow it. */
  readonly feed: Feed;
  close(): Promise<void>;
}

const FEDERATION =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable", "@external", "@requires", "@provides", "@inaccessible", "@tag", "@cost", "@listSize", "@composeDirective"])';

/** The types that the resolvers contribute to: none may be missing because no query of this subgraph reaches it. */
const contributedTo = (resolvers: readonly unknown[]): ClassType[] =>
  getMetadataStorage()
    .resolverClasses.filter((r) => resolvers.includes(r.target))
    .map((r) => r.getObjectType() as ClassType)
    .filter(Boolean);

const build = (spec: SubgraphSpec): GraphQLSchema =>
  forgiving(
    callDirectly(
      buildSchemaSync({
        resolvers: spec.resolvers,
        orphanedTypes: contributedTo(spec.resolvers),
        validate: false,
        skipCheck: true,
        directives: [...specifiedDirectives, DATA_CLASS, RESOURCE, TEXT_LENGTH],
      }),
      spec.resolvers,
    ),
  );

/**
 * Every root field may be null: a list that its store doesn't give, or a mutation that is refused, leaves the other
 * fields of the operation what they are.
 */
function forgiving(schema: GraphQLSchema): GraphQLSchema {
  for (const root of [schema.getQueryType(), schema.getMutationType()])
    for (const field of Object.values(root?.getFields() ?? {})) if (isNonNullType(field.type)) field.type = field.type.ofType;
  return schema;
}

const print = (built: GraphQLSchema, store: string): string =>
  `${FEDERATION} ${ACCESS_LINK}\n\n${catalogued(priced(printSubgraphSchema(lexicographicSortSchema(built))), store)}\n`;

/** The subgraph's schema as it is committed and composed. */
export const sdlOf = (spec: SubgraphSpec): string => print(build(spec), spec.name);

/** Whether other subgraphs may refer to the type by its key. */
const isResolvable = (type: GraphQLObjectType): boolean =>
  type.astNode?.directives?.some(
    (d) =>
      d.name.value === 'key' && !d.arguments?.some((a) => a.name.value === 'resolvable' && a.value.kind === Kind.BOOLEAN && !a.value.value),
  ) ?? false;

/** The executable federated schema of a subgraph, built from its resolvers. */
export function schemaOf(spec: SubgraphSpec): GraphQLSchema {
  const built = guarded(build(spec));
  // Without a resolver of its own a reference would be echoed to whoever sends it, territory or not.
  for (const type of Object.values(built.getTypeMap()))
    if (isObjectType(type) && isResolvable(type) && !spec.references[type.name])
      throw new Error(`${spec.name}: ${type.name} has a key but no reference resolver`);
  const resolvers = createResolversMap(built) as Record<string, Record<string, unknown>>;
  for (const [type, resolve] of Object.entries(spec.references)) resolvers[type] = { ...resolvers[type], __resolveReference: resolve };
  return keepEnumDefaults(buildSubgraphSchema([{ typeDefs: parse(print(built, spec.name)), resolvers: resolvers as never }]), built);
}

/**
 * Puts the policy in front of the graph: a mutation runs only if the role carries it out (one that must first look at
 * the row says so and asks itself), and a classified field shows its value, its mask or nothing.
 */
function guarded(schema: GraphQLSchema): GraphQLSchema {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    const carryOut = field.resolve as GraphQLFieldResolver<unknown, Ctx>;
    if (field.extensions['guard'] === 'inside') continue;
    field.resolve = (root, args, ctx: Ctx, info) => {
      requireMove(ctx, field.name);
      return carryOut(root, args, ctx, info);
    };
  }
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const { dataClass, mask } = field.extensions as Partial<Classification>;
      if (!dataClass || dataClass === 'PUBLIC' || dataClass === 'INTERNAL') continue;
      const show = (field.resolve ?? defaultFieldResolver) as GraphQLFieldResolver<unknown, Ctx>;
      const shown = mask && ((value: unknown) => (value == null ? value : mask(value as never)));
      field.resolve = (root, args, ctx: Ctx, info) => {
        if (ctx.access.sees(dataClass)) {
          if (isAudited(dataClass)) discloses(ctx, { noun: type.name, field: field.name, key: (root as { id?: string }).id ?? '' });
          return show(root, args, ctx, info);
        }
        if (!shown) return null;
        if (isAudited(dataClass)) leansOnToday(ctx); // what is sealed at rest stands in no ledger
        const value = show(root, args, ctx, info);
        return value instanceof Promise ? value.then(shown) : shown(value);
      };
    }
  }
  return schema;
}

/** `buildSubgraphSchema` forgets the internal values of argument defaults; they are copied back from the built schema. */
function keepEnumDefaults(schema: GraphQLSchema, built: GraphQLSchema): GraphQLSchema {
  for (const root of [schema.getQueryType(), schema.getMutationType()])
    for (const field of Object.values(root?.getFields() ?? {}))
      for (const arg of field.args) {
        const original = built.getType(root?.name ?? '');
        if (original && 'getFields' in original) {
          const args = (original.getFields() as Record<string, { args?: readonly { name: string; defaultValue?: unknown }[] }>)[field.name]
            ?.args;
          arg.defaultValue = args?.find((a) => a.name === arg.name)?.defaultValue;
        }
      }
  return schema;
}

export interface StartOptions {
  readonly place: StorePlace & { readonly keys: Keyring };
  readonly feeds?: readonly Feed[];
  /** Fill the store with the county's data set when it is empty. */
  readonly seed?: boolean;
  readonly now: Date;
  readonly log?: Log;
  readonly watch?: boolean;
  /** Counts of persons in sensitive outcomes below this are kept back. */
  readonly smallestCell?: number | undefined;
  /** How often other ledgers are asked for news. */
  readonly followEveryMs?: number;
  /** How often what time causes is looked for; never unless it is said. */
  readonly jobsEveryMs?: number | undefined;
  readonly clock?: (() => Date) | undefined;
  /** Keys and file with which the store's chains are sealed from time to time. */
  readonly seal?: Sealing | undefined;
  readonly onStep?: (step: string) => void;
}

/** Opens the store, brings it up to date, fills it if asked to, catches up with the others' ledgers, and answers. */
export async function startSubgraph(spec: SubgraphSpec, options: StartOptions): Promise<Subgraph> {
  const { log = quiet, feeds = [], followEveryMs = 500 } = options;
  const store = await openStore(spec, options.place, options.watch);
  try {
    const migrated = await store.migrate();
    options.onStep?.(migrated.length ? `store ${store.engine}, ${migrated.length} migrations` : `store ${store.engine}`);
    await tryKeys(store);
    await store.refreshTerritory();
    for (const feed of feeds) await catchUp(store, feed, spec.reactions?.[feed.name] ?? {});
    const rows = options.seed ? await fillStore(store, spec.seed, options.now) : 0;
    if (rows > 0) options.onStep?.(`data ${rows} rows`);
    const sealed = options.seal && (await keepSealed(store, options.seal, log));
    const known = keepTerritory(store, followEveryMs, log);
    const following = feeds.map((feed) => follow(store, feed, spec.reactions?.[feed.name] ?? {}, followEveryMs, log));
    const { jobsEveryMs, clock = () => new Date() } = options;
    const jobs: { stop(): Promise<void> }[] = [];
    const pasts = pastsOf(spec, store, options.place, feeds);
    const versions = versionsOf(store, options.place);
    const subgraph = opened(spec, store, { pasts, versions }, log, options.smallestCell ?? SMALLEST_SHOWN, async () => {
      await Promise.all([known, ...following, ...jobs].map((f) => f.stop()));
      await sealed?.stop();
      await pasts.close();
      versions.close();
      await store.close();
    });
    if (spec.jobs?.length && jobsEveryMs !== undefined)
      jobs.push(keepRunning(spec.jobs, (job) => subgraph.run(job, clock()), jobsEveryMs, log));
    return subgraph;
  } catch (error) {
    await store.close();
    throw error;
  }
}

const DOCUMENTS = 1000;

/** Whether a document changes nothing. */
const asksOnly = ({ definitions }: DocumentNode): boolean =>
  definitions.every((d) => d.kind !== Kind.OPERATION_DEFINITION || d.operation === OperationTypeNode.QUERY);

interface Times {
  readonly pasts: Pasts;
  readonly versions: Versions;
}

function opened(spec: SubgraphSpec, live: Store, times: Times, log: Log, smallestCell: number, close: () => Promise<void>): Subgraph {
  const { pasts, versions } = times;
  const schema = schemaOf(spec);
  const run = running(schema);
  const documents = new Map<string, { document: DocumentNode; errors: readonly GraphQLError[]; asks: boolean }>();
  /** Each text is parsed and validated once: the gateway sends the same few again and again. */
  const read = (query: string) => {
    let known = documents.get(query);
    if (!known) {
      if (documents.size >= DOCUMENTS) documents.delete(documents.keys().next().value as string);
      const document = parse(query, { noLocation: true });
      documents.set(query, (known = { document, errors: validate(schema, document), asks: asksOnly(document) }));
    }
    return known;
  };

  const context = (envelope: Envelope, given?: Access, store = live): Ctx => {
    const { begins } = store.territory;
    if (!begins) throw new Refusal('SUBGRAPH_UNAVAILABLE', `${spec.name} hasn't received the division register yet; try again shortly`);
    if (envelope.day < begins)
      throw new Refusal('BAD_USER_INPUT', `the register begins on ${begins}; nothing is known as of ${envelope.day}`, { begins });
    const em = store.orm.em.fork() as StoreManager;
    em.setFilterParams('asOf', { day: envelope.day });
    const access = given ?? spec.policies.of(envelope.caller);
    /** One register for a whole request, even when another request changes it meanwhile. */
    const seen = ({ territory }: Store) => {
      const { reads, writes, finds } = envelope.caller;
      return { territory, scope: territory.scope(reads), writeScope: territory.scope(writes), findScope: territory.scope(finds) };
    };
    let own = seen(store);
    em.setFilterParams('scope', { scope: own.scope, access });
    if (access.unwritten) {
      const { role, id, client } = envelope.caller;
      log.warn('no policy is written for a role: it is denied everything', {
        requestId: envelope.requestId,
        subgraph: spec.name,
        role,
        caller: id,
        client,
      });
    }
    return Object.freeze({
      em,
      caller: envelope.caller,
      now: envelope.now,
      day: envelope.day,
      get scope() {
        return own.scope;
      },
      access,
      policies: spec.policies,
      smallestCell,
      get writeScope() {
        return own.writeScope;
      },
      get findScope() {
        return own.findScope;
      },
      get territory() {
        return own.territory;
      },
      async redraw() {
        await store.refreshTerritory();
        own = seen(store);
        em.setFilterParams('scope', { scope: own.scope, access });
      },
      requestId: envelope.requestId,
      idempotencyKey: envelope.idempotencyKey,
      operation: envelope.operation,
      log,
    });
  };

  const mask = masking(spec.name, log);
  const asking: Subgraph['asking'] = async (envelope, call) => {
    const version = call?.extensions?.standing ? await versions.now() : undefined; // before anything is read
    const past = envelope.knownAt && (await pasts.at(envelope.knownAt));
    const ctx = context(envelope, undefined, past?.store);
    if (version) standsOn(ctx, spec.name, version, past?.standing(version));
    return ctx;
  };
  const conclude: Subgraph['conclude'] = async (ctx, isMutation) => {
    const audited = await recordDisclosures(ctx, ctx.operation ?? 'unnamed', live.orm.em as SqlEntityManager);
    const standing = standingOf(ctx);
    if (!standing) return undefined;
    if (isMutation) return { changed: await versions.now() };
    return audited > 0 ? {} : { standing };
  };

  return {
    name: spec.name,
    schema,
    store: live,
    context: (envelope) => context(envelope),
    asking,
    conclude,
    version: versions.now,
    run: (job, now, day = dayOf(now)) =>
      job.run(
        context(
          { caller: jobCaller(job.name, live.territory.roots), now, day, requestId: `job:${job.name}:${now.toISOString()}` },
          FULL_ACCESS,
        ),
      ),
    mask,
    async answer(call, envelope) {
      try {
        const { document, errors: faults, asks } = read(call.query);
        if (faults.length) return { data: null, errors: faults.map((e) => mask(e, envelope.requestId)) as never };
        const ctx = await asking(envelope, call);
        (ctx.em as StoreManager).asks = asks;
        const { data, errors } = asks
          ? await run(document, ctx, call)
          : await execute({ schema, document, variableValues: call.variables, operationName: call.operationName, contextValue: ctx });
        const extensions = await conclude(ctx, !asks); // what can't be recorded isn't told
        return {
          data,
          ...(errors ? { errors: errors.map((e) => mask(e, envelope.requestId)) as never } : {}),
          ...(extensions ? { extensions: extensions as never } : {}),
        };
      } catch (error) {
        return { data: null, errors: [mask(error, envelope.requestId)] as never };
      }
    },
    feed: {
      name: spec.name,
      head: () => headOf(live),
      read: (seq, limit, nouns) => readLedger(live, seq, limit, nouns),
      after: (instant, nouns) => recordedAfter(live, instant, nouns),
    },
    close,
  };
}
