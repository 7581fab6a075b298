import type { ExecutionResult } from 'graphql';
import type { Beside, Standing, Version } from '#platform/version';
import { isQuery } from '../executor/plan.ts';
import type { FederatedRequest, SubgraphClient } from '../executor.ts';
import type { Stores } from './stores.ts';

/** What one answer turns out to stand on, gathered while it is computed. */
export class Footing {
  readonly #parts = new Map<string, unknown>();
  #lost = false;
  /** What the operation costs, where somebody wants to know. */
  cost: number | undefined;

  /** From now on the answer is one that can't be kept. */
  lose(): void {
    this.#lost = true;
  }

  add(standing: Standing): void {
    for (const [store, parts] of Object.entries(standing))
      for (const [part, value] of Object.entries(parts)) {
        const name = JSON.stringify([store, part]);
        // Something was committed between two questions to one store: the answer mixes both.
        if (this.#parts.has(name) && this.#parts.get(name) !== value) this.lose();
        this.#parts.set(name, value);
      }
  }

  /** Undefined for an answer that can't be kept: one that asked no store stands on nothing. */
  get standing(): Standing | undefined {
    if (this.#lost || this.#parts.size === 0) return undefined;
    const found: Record<string, Record<string, unknown>> = Object.create(null);
    for (const [name, value] of this.#parts) {
      const [store, part] = JSON.parse(name) as [string, string];
      found[store] = { ...found[store], [part]: value };
    }
    return found as Standing;
  }
}

/**
 * Clients that ask of every answer what it stands on. The one rule of what is kept: an answer of which each part says so.
 * What is audited, what failed, and what looks at something else than its store (a report says the instant) doesn't.
 */
export const watched = (clients: Readonly<Record<string, SubgraphClient>>, stores: Stores): Readonly<Record<string, SubgraphClient>> =>
  Object.fromEntries(
    Object.entries(clients).map(([name, client]): [string, SubgraphClient] => [
      name,
      async (call, request: FederatedRequest) => {
        const { footing } = request;
        if (!footing) return client(call, request);
        const asked = performance.now();
        const { extensions, ...answer }: ExecutionResult = await client({ ...call, extensions: { standing: true } }, request);
        const { standing, changed } = (extensions ?? {}) as Beside;
        if (!isQuery(call.query)) stores.changed(name, isVersion(changed) ? changed : undefined, asked);
        if (isStanding(standing) && !answer.errors?.length) {
          footing.add(standing);
          if (isVersion(standing[name])) stores.heard(name, standing[name], asked);
        } else footing.lose();
        return answer;
      },
    ]),
  );

const PARTS: Readonly<Record<keyof Version, 'string' | 'number'>> = {
  opening: 'string',
  ledger: 'number',
  followed: 'number',
  register: 'number',
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const arePartsOf = (value: unknown): value is Partial<Version> =>
  isObject(value) && Object.entries(value).every(([part, v]) => Object.hasOwn(PARTS, part) && typeof v === PARTS[part as keyof Version]);
const isStanding = (value: unknown): value is Standing =>
  isObject(value) &&
  Object.keys(value).length > 0 &&
  Object.values(value).every((parts) => arePartsOf(parts) && Object.keys(parts).length > 0);
/** A whole version: what comes over HTTP is held to what it must be. */
export const isVersion = (value: unknown): value is Version => arePartsOf(value) && Object.keys(value).length === Object.keys(PARTS).length;
