/** Ratings: who may send them, who owes them, and what was received. */

import { type Result, refused, unwrap } from "../errors.js";
import { Asked, Kind, type ParticipantType } from "../generated.js";
import { run } from "../instance.js";
import type { Memory } from "../memory.js";
import type { Instant } from "../phases.js";
import type { RatingPayload } from "../ratings.js";
import { unreadable, writeBatch } from "../ratings-nodes.js";
import { askRule, writeFacts } from "./ask.js";

/** One seat of a session. */
export interface Seat {
  /** Null for companions. */
  readonly userId: string | null;
  readonly participantType: ParticipantType;
}

/** What a rating is judged on. */
export interface RatingFacts {
  readonly sessionId: string;
  readonly startTime: Instant;
  readonly raterId: string;
  /** Every seat that the session ever had. */
  readonly seats: readonly Seat[];
  readonly alreadyRated: boolean;
  /** The sessions whose ratings the rater owes. */
  readonly pending: readonly string[];
}

/** A seat, and when it was left; null while it is held. */
export interface SeatWithLeave extends Seat {
  readonly leftAt: Instant | null;
}

/** What one person owes for one session. */
export interface PendingRecord {
  readonly userId: string;
  readonly rateableUserIds: readonly string[];
  /** RFC 3339 text. */
  readonly expiresAt: string;
}

/** The sum of received ratings. */
export interface HistorySummary {
  readonly total_received: number;
  readonly green_count: number;
  readonly red_count: number;
  /** One decimal, half rounds up. */
  readonly green_percentage: number;
}

/** Judges a body, then whether it may be stored: the first check that fails, with every place. */
export function safeCheckRatingEligibility(
  batch: RatingPayload,
  facts: RatingFacts,
  now: Instant = Date.now(),
): Result<void> {
  return run((rules) => {
    const at = rules.open(Kind.Array);
    try {
      writeBatch(rules, batch);
    } catch {
      return refused(unreadable());
    }
    writeFacts(rules, facts, now);
    rules.close(at, 3);
    return nothing(rules, rules.ask(rules.exports.checkRatingEligibility));
  });
}

/** As {@link safeCheckRatingEligibility}; throws a `RuleError`. */
export function checkRatingEligibility(
  batch: RatingPayload,
  facts: RatingFacts,
  now: Instant = Date.now(),
): void {
  unwrap(safeCheckRatingEligibility(batch, facts, now));
}

/** Whether rating may be skipped now. */
export function safeCheckSkipEligibility(
  facts: RatingFacts,
  now: Instant = Date.now(),
): Result<void> {
  return run((rules) => {
    const at = rules.open(Kind.Array);
    writeFacts(rules, facts, now);
    rules.close(at, 2);
    return nothing(rules, rules.ask(rules.exports.checkSkipEligibility));
  });
}

/** As {@link safeCheckSkipEligibility}; throws a `RuleError`. */
export function checkSkipEligibility(facts: RatingFacts, now: Instant = Date.now()): void {
  unwrap(safeCheckSkipEligibility(facts, now));
}

/** Who owes ratings for a session: nobody before minute 50. */
export function safePendingRecords(
  session: { readonly startTime: Instant; readonly seats: readonly SeatWithLeave[] },
  now: Instant = Date.now(),
): Result<readonly PendingRecord[]> {
  return askRule(Asked.PendingRecords, session, now);
}

/** As {@link safePendingRecords}; throws a `RuleError`. */
export function pendingRecords(
  session: { readonly startTime: Instant; readonly seats: readonly SeatWithLeave[] },
  now: Instant = Date.now(),
): readonly PendingRecord[] {
  return unwrap(safePendingRecords(session, now));
}

/** What tells whether a pending record is open. */
export interface PendingState {
  readonly completedAt: Instant | null;
  readonly expiresAt: Instant;
}

/** Whether a pending record is open: not completed, and not lapsed. */
export function safeIsPendingOpen(state: PendingState, now: Instant = Date.now()): Result<boolean> {
  return askRule(Asked.IsPendingOpen, state, now);
}

/** As {@link safeIsPendingOpen}; throws a `RuleError`. */
export function isPendingOpen(state: PendingState, now: Instant = Date.now()): boolean {
  return unwrap(safeIsPendingOpen(state, now));
}

/** Whether a pending record may be deleted: not completed, and lapsed for good. */
export function safeIsPendingDeletable(
  state: PendingState,
  now: Instant = Date.now(),
): Result<boolean> {
  return askRule(Asked.IsPendingDeletable, state, now);
}

/** As {@link safeIsPendingDeletable}; throws a `RuleError`. */
export function isPendingDeletable(state: PendingState, now: Instant = Date.now()): boolean {
  return unwrap(safeIsPendingDeletable(state, now));
}

/** Sums up counts of green and red ratings. */
export function safeHistorySummary(green: number, red: number): Result<HistorySummary> {
  return askRule(Asked.HistorySummary, { green, red });
}

/** As {@link safeHistorySummary}; throws a `RuleError` for what is not a count. */
export function historySummary(green: number, red: number): HistorySummary {
  return unwrap(safeHistorySummary(green, red));
}

function nothing(rules: Memory, answer: number): Result<void> {
  return answer < 0 ? rules.problems(answer) : { ok: true, value: undefined };
}
