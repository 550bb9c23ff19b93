/** The circuit breaker: whether something that may be away is called at all. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { BreakerEvent, BreakerPolicy } from "../words.js";
import { askRule } from "./ask.js";

/** A policy of one's own: by failures in a row, or by the share of calls that failed. */
export interface BreakerRules {
  /** It opens at so many failures in a row. */
  readonly failures?: number | null;
  /** It opens strictly above this share of the calls of the last 60 seconds; at 100 never. */
  readonly thresholdPercent?: number;
  /** With fewer calls than this it stays closed. */
  readonly minimumCalls?: number;
  /** Milliseconds that it stays open for. */
  readonly openMs: number;
  /** Milliseconds after which a probe is given up; absent is 30,000. */
  readonly probeMs?: number | null;
}

/** The outcomes of one millisecond. */
export interface BreakerTally {
  /** When. */
  readonly at: Instant;
  /** How many calls ended. */
  readonly calls: number;
  /** How many of them failed. */
  readonly failures: number;
}

/** A breaker as plain data. A closed one that is handed in may hold 256 tallies. */
export type Breaker =
  | {
      /** Calls are let through. */
      readonly state: "closed";
      /** Which stretch of its life this is. */
      readonly generation: number;
      /** Failures since the last success. */
      readonly failures?: number | null;
      /** Outcomes of the last 60 seconds, the oldest first. */
      readonly outcomes: readonly BreakerTally[];
    }
  | {
      /** Calls are refused, or one call finds out. */
      readonly state: "open" | "half_open";
      /** Which stretch of its life this is. */
      readonly generation: number;
      /** When it opened, or when the probe was let through. */
      readonly since: Instant;
    };

/** Whether to call. */
export interface BreakerPermit {
  /** Whether to. */
  readonly isGranted: boolean;
  /** What the outcome is reported with; null when the call is refused. */
  readonly ticket: number | null;
  /** Whether the call decides what becomes of the breaker. */
  readonly isProbe: boolean;
  /** Milliseconds until asking may lead to another answer; null when the call is let through. */
  readonly retryAfterMs: number | null;
}

/** What happens to a breaker. */
export interface BreakerFacts {
  /** A policy's name, or one of one's own. */
  readonly policy: BreakerPolicy | BreakerRules;
  /** The breaker before; null or absent is a new one. */
  readonly breaker?: Breaker | null;
  /** What happens. */
  readonly event: BreakerEvent;
  /** The ticket of the call that ended. */
  readonly ticket?: number;
}

/** What becomes of a breaker. */
export interface BreakerStep {
  /** The breaker after. */
  readonly breaker: Breaker;
  /** Whether to call; null unless somebody asked. */
  readonly permit: BreakerPermit | null;
}

/** What a breaker is after somebody asked or reported, and whether to call. */
export function safeStepBreaker(
  facts: BreakerFacts,
  now: Instant = Date.now(),
): Result<BreakerStep> {
  return askRule(Asked.StepBreaker, facts, now);
}

/** As {@link safeStepBreaker}; throws a `RuleError`. */
export function stepBreaker(facts: BreakerFacts, now: Instant = Date.now()): BreakerStep {
  return unwrap(safeStepBreaker(facts, now));
}
