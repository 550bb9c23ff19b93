/** Every rule: the main entry's, and the wide ones that judge facts and lists. */

import { type Result, refused, unwrap } from "./errors.js";
import type { ParticipantType } from "./generated.js";
import { run } from "./instance.js";
import type { Memory } from "./memory.js";
import { dateMilliseconds, type Instant } from "./phases.js";
import { type RatingPayload, unreadable, writeBatch } from "./ratings.js";

export * from "./index.js";

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
    try {
      writeBatch(rules, batch);
    } catch {
      return refused(unreadable());
    }
    const { checkRatingEligibility } = rules.exports;
    const known = [plain(facts), plain(now)] as const;
    return nothing(
      rules,
      rules.ask((...input) => checkRatingEligibility(...input, ...known)),
    );
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
    const { checkSkipEligibility } = rules.exports;
    const known = plain(facts);
    return nothing(rules, checkSkipEligibility(known, plain(now)));
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
  return run((rules) => {
    const known = plain(session);
    return value(rules, rules.exports.pendingRecords(known, plain(now)));
  });
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
  return run((rules) => {
    const known = plain(state);
    return truth(rules, rules.exports.isPendingOpen(known, plain(now)));
  });
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
  return run((rules) => {
    const known = plain(state);
    return truth(rules, rules.exports.isPendingDeletable(known, plain(now)));
  });
}

/** As {@link safeIsPendingDeletable}; throws a `RuleError`. */
export function isPendingDeletable(state: PendingState, now: Instant = Date.now()): boolean {
  return unwrap(safeIsPendingDeletable(state, now));
}

/** Sums up counts of green and red ratings. */
export function safeHistorySummary(green: number, red: number): Result<HistorySummary> {
  return run((rules) => value(rules, rules.exports.historySummary(count(green), count(red))));
}

/** As {@link safeHistorySummary}; throws a `RuleError` for what is not a count. */
export function historySummary(green: number, red: number): HistorySummary {
  return unwrap(safeHistorySummary(green, red));
}

/** What cannot be read, for the rules to refuse: no fact is an object without members. */
const UNREADABLE = Object.freeze({});

/** Facts with each `Date` in them as milliseconds; what cannot be walked is no fact. */
function plain(facts: unknown): unknown {
  try {
    return copy(facts, 0);
  } catch {
    return UNREADABLE;
  }
}

/** Facts are not nested deeper, lists not longer, texts not longer than these. */
const MAX_DEPTH = 8;
const LIST_MAX = 256;
const TEXT_MAX = 4096;

function copy(fact: unknown, depth: number): unknown {
  if (typeof fact === "string") return fact.length <= TEXT_MAX ? fact : UNREADABLE;
  if (typeof fact === "bigint" || typeof fact === "symbol") return UNREADABLE;
  if (typeof fact !== "object" || fact === null) return fact;
  if (fact instanceof Date) return dateMilliseconds(fact);
  if (depth === MAX_DEPTH) return UNREADABLE;
  if (Array.isArray(fact)) {
    return fact.length <= LIST_MAX ? fact.map((item) => copy(item, depth + 1)) : UNREADABLE;
  }
  const members = Object.entries(fact).map(([name, member]) => [name, copy(member, depth + 1)]);
  return Object.fromEntries(members);
}

/** A count for the rules to judge; what is no number is none. */
function count(number: unknown): number {
  return typeof number === "number" ? number : Number.NaN;
}

function nothing(rules: Memory, answer: number): Result<void> {
  return answer < 0 ? rules.problems(answer) : { ok: true, value: undefined };
}

function truth(rules: Memory, answer: number): Result<boolean> {
  return answer < 0 ? rules.problems(answer) : { ok: true, value: answer === 1 };
}

function value<T>(rules: Memory, answer: unknown): Result<T> {
  if (typeof answer === "number") return rules.problems(answer);
  return { ok: true, value: answer as T };
}
