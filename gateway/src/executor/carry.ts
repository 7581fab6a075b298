import { type ExecutionResult, GraphQLError, type GraphQLFormattedError } from 'graphql';
import type { FederatedRequest, SubgraphClient } from '../executor.ts';
import { give, merge, namelessPlaces, type Place, placesOf, rename, renamed, type Told, tell } from './entities.ts';
import type { FetchStep, Json, Step } from './plan.ts';
import type { Projection } from './project.ts';
import type { TypeFacts } from './types.ts';

/** One operation while its plan is carried out. */
interface Run {
  readonly data: Json;
  readonly errors: Raised[];
  /** Entities that their subgraph doesn't have, or not for this caller. */
  readonly absent: Absent[];
  readonly variables: Readonly<Record<string, unknown>>;
  readonly request: FederatedRequest;
  readonly clients: Readonly<Record<string, SubgraphClient>>;
  readonly types: TypeFacts;
}

interface Raised {
  readonly error: Readonly<Partial<GraphQLFormattedError>>;
  readonly path: Place;
}

interface Absent {
  readonly of: Told;
  readonly indices: ReadonlySet<number>;
  readonly step: FetchStep;
}

/** How many errors an answer lists: a subgraph that is gone leaves one at every place that it would have filled. */
const ERRORS = 1000;

export interface Carried {
  readonly step: Step | undefined;
  readonly projection: Projection;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Carries a plan out and makes the answer that the client asked for. */
export async function carryOut(
  { step, projection, variables }: Carried,
  request: FederatedRequest,
  clients: Readonly<Record<string, SubgraphClient>>,
  types: TypeFacts,
): Promise<ExecutionResult> {
  const run: Run = { data: Object.create(null), errors: [], absent: [], variables, request, clients, types };
  if (step) await unlessAborted(request.signal, perform(step, run));
  const { data, breaches } = projection.project(run.data);
  if (run.errors.length === 0 && breaches.length === 0) return { data };
  const raised = run.errors.flatMap(({ error, path }) => {
    const fitted = projection.fit(run.data, path);
    return fitted ? [{ error, path: fitted }] : [];
  });
  for (const { path, message } of unexplained(breaches, [...raised, ...hidden(run, projection)]))
    raised.push({ error: { message, extensions: { code: 'INTERNAL' } }, path: [...path] });
  const told = new Map<string, GraphQLError>();
  for (const { error, path } of raised) {
    const message = typeof error.message === 'string' ? error.message : 'a subgraph failed without a word';
    const key = JSON.stringify([message, path]);
    if (told.has(key)) continue;
    told.set(key, new GraphQLError(message, { path: path.length ? path : null, extensions: extensionsOf(error) }));
    if (told.size === ERRORS) break;
  }
  return told.size ? { data, errors: [...told.values()] } : { data };
}

const extensionsOf = ({ extensions }: Raised['error']) =>
  typeof extensions === 'object' && extensions !== null && !Array.isArray(extensions) ? extensions : {};

/**
 * The fields of entities that aren't there: a reference that leads nowhere, or nowhere for this caller, is null where it may be,
 * and no error tells the one from the other.
 */
function hidden({ absent, data }: Run, projection: Projection): { path: Place }[] {
  return absent.flatMap(({ of, indices, step }) => {
    const asked = (step.asked().entities.get(of.group.key) ?? []).flatMap(({ keys }) => keys);
    return [...placesOf(of, data)].flatMap(([index, standing]) =>
      indices.has(index)
        ? standing.flatMap(({ place }) =>
            (projection.mayBeNull(data, place) ? asked : []).flatMap((key) => {
              const path = projection.fit(data, [...place, ...renamed([key], of.group.renames)]);
              return path ? [{ path }] : [];
            }),
          )
        : [],
    );
  });
}

/** What the answer lacks without an error that says why: at the place, below it, or above it. */
function unexplained<B extends { readonly path: readonly (string | number)[] }>(
  breaches: readonly B[],
  raised: readonly { readonly path: Place }[],
): B[] {
  if (breaches.length === 0) return [];
  const whole = new Set<string>();
  const begun = new Set<string>();
  for (const { path } of raised) {
    whole.add(JSON.stringify(path));
    for (let i = 0; i <= path.length; i++) begun.add(JSON.stringify(path.slice(0, i)));
  }
  return breaches.filter(({ path }) => {
    if (begun.has(JSON.stringify(path))) return false;
    for (let i = 0; i < path.length; i++) if (whole.has(JSON.stringify(path.slice(0, i)))) return false;
    return true;
  });
}

/** The work, or the reason why nobody waits for it any more. */
function unlessAborted<T>(signal: AbortSignal | undefined, work: Promise<T>): Promise<T> {
  if (!signal) return work;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

async function perform(step: Step, run: Run): Promise<void> {
  switch (step.kind) {
    case 'fetch':
      return step.groups ? entities(step, run) : roots(step, run);
    case 'sequence':
      for (const inner of step.steps) await perform(inner, run);
      return;
    case 'parallel':
      await Promise.all(step.steps.map((inner) => perform(inner, run)));
      return;
    case 'condition': {
      const chosen = run.variables[step.variable] === true ? step.yes : step.no;
      if (chosen) await perform(chosen, run);
    }
  }
}

/** Sends a request; whatever goes wrong on the way is an error in the answer. */
async function ask(
  step: FetchStep,
  variables: Record<string, unknown>,
  { clients, request, variables: given }: Run,
): Promise<ExecutionResult> {
  request.signal?.throwIfAborted();
  for (const name of step.variables) if (Object.hasOwn(given, name)) variables[name] = given[name];
  request.hops[step.subgraph] = (request.hops[step.subgraph] ?? 0) + 1;
  try {
    const client = clients[step.subgraph];
    if (!client) throw new Error(`there is no subgraph ${step.subgraph}`);
    return await client({ query: step.text, variables }, request);
  } catch (error) {
    return {
      data: null,
      errors: [new GraphQLError(error instanceof Error ? error.message : String(error), { extensions: { code: 'INTERNAL' } })],
    };
  }
}

/** What a subgraph answered that no subgraph may. */
const odd = (subgraph: string): Raised['error'] => ({
  message: `${subgraph} answered something else than it was asked; the rest of the answer is complete. Try again shortly`,
  extensions: { code: 'SUBGRAPH_UNAVAILABLE', subgraph },
});

const isPath = (path: unknown): path is Place =>
  Array.isArray(path) && path.length > 0 && path.every((step) => typeof step === 'string' || typeof step === 'number');

/** The errors of an answer; an answer that has none and no data either is one itself. */
function errorsOf({ data, errors }: ExecutionResult, subgraph: string): readonly Raised['error'][] {
  const told = Array.isArray(errors) ? errors.filter((e) => typeof e === 'object' && e !== null) : [];
  const isOdd = data !== null && data !== undefined && (typeof data !== 'object' || Array.isArray(data));
  return isOdd || ((data === null || data === undefined) && told.length === 0) ? [...told, odd(subgraph)] : told;
}

async function roots(step: FetchStep, run: Run): Promise<void> {
  const answer = await ask(step, {}, run);
  const errors = errorsOf(answer, step.subgraph);
  for (const error of errors) {
    if (isPath(error.path)) run.errors.push({ error, path: renamed(error.path, step.renames) });
    else for (const key of new Set(step.asked().roots)) run.errors.push({ error, path: renamed([key], step.renames) });
  }
  const { data } = answer;
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return;
  if (errors.length === 0)
    for (const key of step.asked().roots)
      if (!Object.hasOwn(data, key)) run.errors.push({ error: odd(step.subgraph), path: renamed([key], step.renames) });
  rename(data, step.renames);
  merge(run.data, data as Json, run.types.isObject);
}

async function entities(step: FetchStep, run: Run): Promise<void> {
  const variables: Record<string, Json[]> = {};
  const known: Record<string, Map<string, number>> = {};
  const told = (step.groups ?? []).map((group) =>
    tell(group, run.data, (variables[group.variable] ??= []), (known[group.variable] ??= new Map())),
  );
  for (const of of told) if (of.nameless) unnamed(of, step, run);
  if (told.every(({ targets }) => targets.length === 0)) return;
  const answer = await ask(step, variables, run);
  const data = (typeof answer.data === 'object' && answer.data) || {};
  const failed: { error: Raised['error']; of: Told; index?: number | undefined; tail: Place }[] = [];
  const everywhere = (error: Raised['error']): void => {
    for (const of of told) failed.push({ error, of, tail: [] });
  };
  const errors = errorsOf(answer, step.subgraph);
  for (const error of errors) {
    const [key, index, ...tail] = isPath(error.path) ? error.path : [];
    const of = told.find(({ group }) => group.key === key);
    if (of) failed.push({ error, of, index: typeof index === 'number' ? index : undefined, tail: renamed(tail, of.group.renames) });
    else everywhere(error);
  }
  for (const of of told) {
    const list = data[of.group.key];
    if (Array.isArray(list) && list.length === of.representations.length) {
      if (list.some((entity) => typeof entity !== 'object' || Array.isArray(entity)))
        failed.push({ error: odd(step.subgraph), of, tail: [] });
      const none = new Set(list.flatMap((entity, i) => (entity === null ? [i] : [])));
      if (none.size) run.absent.push({ of, indices: none, step });
      try {
        rename(list, of.group.renames);
        give(of, list, run.types.isObject);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error; // nested deeper than anything that was asked for
        failed.push({ error: odd(step.subgraph), of, tail: [] });
      }
    } else if (of.targets.length > 0 && !failed.some((f) => f.of === of)) failed.push({ error: odd(step.subgraph), of, tail: [] });
  }
  if (failed.length) placeErrors(failed, step, run);
}

/** What was to be asked of objects that didn't say what they are, so that nobody could be. */
function unnamed(of: Told, step: FetchStep, run: Run): void {
  const asked = (step.asked().entities.get(of.group.key) ?? []).flatMap(({ keys }) => keys);
  const error = { message: 'what came does not say what it is', extensions: { code: 'INTERNAL' } };
  for (const place of namelessPlaces(of, run.data))
    for (const key of asked) run.errors.push({ error, path: [...place, ...renamed([key], of.group.renames)] });
}

/** Puts the errors of entities where the client sees them: at each place of each entity, or at everything that was asked of them. */
function placeErrors(
  failed: readonly { error: Raised['error']; of: Told; index?: number | undefined; tail: Place }[],
  step: FetchStep,
  run: Run,
): void {
  const placed = new Map<Told, ReturnType<typeof placesOf>>();
  for (const { error, of, index, tail } of failed) {
    let found = placed.get(of);
    if (!found) placed.set(of, (found = placesOf(of, run.data)));
    if (index !== undefined && tail.length) {
      for (const { place } of found.get(index) ?? []) run.errors.push({ error, path: [...place, ...tail] });
      continue;
    }
    const asked = step.asked().entities.get(of.group.key) ?? [];
    for (const [i, standing] of found) {
      if (index !== undefined && index !== i) continue;
      for (const { target, place } of standing)
        for (const { type, keys } of asked)
          if (type === undefined || run.types.within([type]).has(String(target['__typename'])))
            for (const key of keys) run.errors.push({ error, path: [...place, ...renamed([key], of.group.renames)] });
    }
  }
}
