/** Tokens that are taken back before they are over. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { RevocationScope, StaleReads } from "../words.js";
import { askRule } from "./ask.js";

/** What is known of a token that is good otherwise, and how old that knowledge is. */
export interface RevocationFacts {
  /** Whether the token is listed as revoked. */
  readonly isListed: boolean;
  /** Everything that was issued to its holder up to this instant is refused. */
  readonly notBefore?: Instant | null;
  /** The token's `iat`, seconds since the epoch, as a `Principal` has it. */
  readonly issuedAt?: number | null;
  /** When the copy of revocations was last read; null or absent when it never was. */
  readonly readAt?: Instant | null;
  /** Whether the request may change something. */
  readonly isWrite: boolean;
  /** What becomes of requests that only read while the copy is older than a minute. */
  readonly staleReads: StaleReads;
}

/** Which tokens are revoked, and the good one that the request to do so came with. */
export interface RevocationUntilFacts {
  /** That token alone, or all of its holder's. */
  readonly scope: RevocationScope;
  /** Its `iat`, seconds since the epoch. */
  readonly issuedAt?: number | null;
  /** Its `exp`, seconds since the epoch. */
  readonly expiresAt: number;
  /** Seconds that it is taken beyond that, at most 300; absent is 0. */
  readonly leewaySeconds?: number | null;
}

/** What to store; instants as RFC 3339 text. */
export interface RevocationTold {
  /** Everything issued to the holder up to then is refused; null for one token alone. */
  readonly notBefore: string | null;
  /** From when on it need not be remembered: a whole second. */
  readonly keptUntil: string;
}

/**
 * Lets a token pass that is not known to be revoked, as far as can be told right now: null, or
 * `TOKEN_REVOKED`, else `AUTH_UNAVAILABLE` when the copy is too old to tell.
 */
export function safeJudgeRevocation(
  facts: RevocationFacts,
  now: Instant = Date.now(),
): Result<null> {
  return askRule(Asked.JudgeRevocation, facts, now);
}

/** As {@link safeJudgeRevocation}; throws a `RuleError`. */
export function judgeRevocation(facts: RevocationFacts, now: Instant = Date.now()): null {
  return unwrap(safeJudgeRevocation(facts, now));
}

/** What a revocation ends, and how long it is remembered. */
export function safeRevocationUntil(
  facts: RevocationUntilFacts,
  now: Instant = Date.now(),
): Result<RevocationTold> {
  return askRule(Asked.RevocationUntil, facts, now);
}

/** As {@link safeRevocationUntil}; throws a `RuleError`. */
export function revocationUntil(
  facts: RevocationUntilFacts,
  now: Instant = Date.now(),
): RevocationTold {
  return unwrap(safeRevocationUntil(facts, now));
}
