import type { Caller } from '#platform/context';
import { dayOf } from '#platform/day';
import type { Envelope } from '#platform/envelope';

/** What becomes of one field: the part of the key that it gives, or why no answer depends on it. */
export type Rule<T> = { readonly decides: (whole: T) => unknown } | { readonly changesNothing: string };

/** What of a caller decides what the caller is told. */
export const OF_CALLER: { readonly [K in keyof Required<Caller>]: Rule<Caller> } = {
  role: { decides: ({ role }) => role },
  reads: { decides: ({ reads }) => reads },
  writes: { decides: ({ writes }) => writes },
  finds: { decides: ({ finds }) => finds },
  purpose: { decides: ({ purpose }) => purpose },
  agency: { decides: ({ agency }) => agency },
  until: { decides: ({ until }) => until },
  id: { changesNothing: 'duties and territory decide; who reads stands in the read audit, and what is audited is never kept' },
  client: { changesNothing: 'what a client may send and spend is asked each time' },
};

/** What of a request decides its answer, beside the operation and its variables. */
export const OF_ENVELOPE: { readonly [K in keyof Required<Envelope>]: Rule<Envelope> } = {
  caller: { decides: ({ caller }) => decided(CALLER, caller) },
  day: { decides: ({ day }) => day },
  knownAt: { decides: ({ knownAt }) => knownAt?.getTime() },
  // What was known at an instant is the same on every later day.
  now: { decides: ({ now, knownAt }) => (knownAt ? null : dayOf(now)) },
  requestId: { changesNothing: 'it stands in errors alone, and what has errors is never kept' },
  idempotencyKey: { changesNothing: 'only mutations look at it' },
  operation: { changesNothing: 'it stands in the read audit alone, and what is audited is never kept' },
};

const decided = <T>(rules: readonly Rule<T>[], whole: T): unknown[] =>
  rules.flatMap((rule) => ('decides' in rule ? [rule.decides(whole) ?? null] : []));

const CALLER = Object.values(OF_CALLER);
const ENVELOPE = Object.values(OF_ENVELOPE);

/** For whom and for when an answer holds: equal for two requests exactly if both may be told the same. */
export const whose = (envelope: Envelope): string => JSON.stringify(decided(ENVELOPE, envelope));
