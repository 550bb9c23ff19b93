/** Requests that may arrive twice. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { IdempotencyAttempt } from "../words.js";
import { askRule } from "./ask.js";

/** A request, and what is known of its key. */
export interface IdempotencyFacts {
  /** The key that came with it, a UUID; null without one. */
  readonly key?: string | null;
  /** A hash of its body, in whatever form is stored. */
  readonly bodyHash: string;
  /** What an earlier request of the same user to the same route left; null when none did. */
  readonly stored?: {
    /** Its key. */
    readonly key: string;
    /** The hash of its body. */
    readonly bodyHash: string;
    /** When it came. */
    readonly storedAt: Instant;
  } | null;
}

/** Whether a request is the first with its key, or a replay that moves nothing and counts nothing. */
export function safeJudgeIdempotency(
  facts: IdempotencyFacts,
  now: Instant = Date.now(),
): Result<IdempotencyAttempt> {
  return askRule(Asked.JudgeIdempotency, facts, now);
}

/** As {@link safeJudgeIdempotency}; throws a `RuleError`. */
export function judgeIdempotency(
  facts: IdempotencyFacts,
  now: Instant = Date.now(),
): IdempotencyAttempt {
  return unwrap(safeJudgeIdempotency(facts, now));
}
