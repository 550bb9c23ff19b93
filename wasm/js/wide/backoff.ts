/** Back-off: how long to wait before trying again, and what is worth trying again. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { BackoffSchedule, FailureKind } from "../words.js";
import { askRule } from "./ask.js";

/** When somebody tries again: by a schedule's name, by a table, or by delays that grow. */
export interface Backoff {
  /** A schedule that has a name; then nothing else counts. */
  readonly schedule?: BackoffSchedule | null;
  /** Milliseconds by attempt; beyond the table its last entry. */
  readonly table?: readonly number[] | null;
  /** The first delay in milliseconds, for delays that grow. */
  readonly baseMs?: number;
  /** How many times as long the next one is; absent is 2. */
  readonly factor?: number | null;
  /** The longest delay in milliseconds. */
  readonly capMs?: number | null;
  /** How many attempts there are; absent is as many as it takes. */
  readonly attempts?: number | null;
  /** The attempt that failed, counted from 0. */
  readonly attempt: number;
  /** By how many percent chance may make the delay shorter; absent is 0, 100 is full jitter. */
  readonly jitterPercent?: number | null;
  /** Chance: a whole number from 0 to 2^32 − 1. */
  readonly random?: number | null;
}

/** How something failed. */
export interface FailureFacts {
  /** Who says so. */
  readonly failure: FailureKind;
  /** What they say: a SQLSTATE, a result code of SQLite's, an HTTP status; nothing of a timeout. */
  readonly code?: string | number;
}

/** How many milliseconds to wait after an attempt failed; null after the last one. */
export function safeBackoffDelay(facts: Backoff): Result<number | null> {
  return askRule(Asked.BackoffDelay, facts);
}

/** As {@link safeBackoffDelay}; throws a `RuleError`. */
export function backoffDelay(facts: Backoff): number | null {
  return unwrap(safeBackoffDelay(facts));
}

/** Whether something that failed may go well when it is tried again. */
export function safeIsWorthRetrying(facts: FailureFacts): Result<boolean> {
  return askRule(Asked.IsWorthRetrying, facts);
}

/** As {@link safeIsWorthRetrying}; throws a `RuleError`. */
export function isWorthRetrying(facts: FailureFacts): boolean {
  return unwrap(safeIsWorthRetrying(facts));
}
