/** An issuer's published keys: how long they serve, and when they are fetched. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { KeySetAge, KeySetEvent, LookupAction } from "../words.js";
import { askRule } from "./ask.js";

/** What is known of an issuer's keys, beside the keys. */
export interface KeySetState {
  /** When the keys came that are held. */
  readonly fetchedAt?: Instant | null;
  /** When the last attempt ended, or began if it has not. */
  readonly attemptedAt?: Instant | null;
  /** When the fetch began that is under way. */
  readonly startedAt?: Instant | null;
  /** When to fetch next; absent is at once. */
  readonly dueAt?: Instant | null;
  /** How many attempts failed since one did not. */
  readonly failures?: number | null;
}

/** The state as it is told: instants as RFC 3339 text. */
export type KeySetTold = { readonly [Member in keyof KeySetState]-?: string | null } & {
  /** How many attempts failed since one did not. */
  readonly failures: number;
};

/** What happens to a cache of keys. */
export interface KeySetFacts {
  /** What is known; null or absent when nothing is. */
  readonly keySet?: KeySetState | null;
  /** What happens. */
  readonly event: KeySetEvent;
  /** Chance: a whole number from 0 to 2^32 − 1; it makes waits shorter. */
  readonly random?: number | null;
}

/** A token that names a key. */
export interface KeyLookupFacts {
  /** What is known; null or absent when nothing is. */
  readonly keySet?: KeySetState | null;
  /** Whether the key is held. */
  readonly isKnown?: boolean | null;
  /** Age in seconds up to which keys serve for want of better ones; absent is a day. */
  readonly maxStaleSeconds?: number | null;
}

/** What to do for a token. */
export interface KeyLookup {
  /** How old the keys are. */
  readonly age: KeySetAge;
  /** What to do. */
  readonly action: LookupAction;
  /** Milliseconds until asking may lead to a fetch; null unless nobody can judge the token now. */
  readonly retryAfterMs: number | null;
  /** Whether the timer of the refresh is up. */
  readonly isDue: boolean;
}

/** What is known of an issuer's keys after an event. */
export function safeKeySetAfter(facts: KeySetFacts, now: Instant = Date.now()): Result<KeySetTold> {
  return askRule(Asked.KeySetAfter, facts, now);
}

/** As {@link safeKeySetAfter}; throws a `RuleError`. */
export function keySetAfter(facts: KeySetFacts, now: Instant = Date.now()): KeySetTold {
  return unwrap(safeKeySetAfter(facts, now));
}

/** Whether a token's key serves, is fetched, or cannot be had right now. */
export function safeLookUpKey(facts: KeyLookupFacts, now: Instant = Date.now()): Result<KeyLookup> {
  return askRule(Asked.LookUpKey, facts, now);
}

/** As {@link safeLookUpKey}; throws a `RuleError`. */
export function lookUpKey(facts: KeyLookupFacts, now: Instant = Date.now()): KeyLookup {
  return unwrap(safeLookUpKey(facts, now));
}
