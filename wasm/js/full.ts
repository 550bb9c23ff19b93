/** Every rule: the main entry's, and the wide ones that judge facts and lists. */

import { type Result, refused, unwrap } from "./errors.js";
import { FACTS_MAX, FIELDS, Kind, type ParticipantType } from "./generated.js";
import { run } from "./instance.js";
import { lengthOf, type Memory } from "./memory.js";
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
  return run((rules) => nothing(rules, about(rules, facts, now, "checkSkipEligibility")));
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
    const answer: unknown = about(rules, session, now, "pendingRecords");
    if (typeof answer === "number") return rules.problems(answer);
    return { ok: true, value: answer as readonly PendingRecord[] };
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
  return run((rules) => truth(rules, about(rules, state, now, "isPendingOpen")));
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
  return run((rules) => truth(rules, about(rules, state, now, "isPendingDeletable")));
}

/** As {@link safeIsPendingDeletable}; throws a `RuleError`. */
export function isPendingDeletable(state: PendingState, now: Instant = Date.now()): boolean {
  return unwrap(safeIsPendingDeletable(state, now));
}

/** Sums up counts of green and red ratings. */
export function safeHistorySummary(green: number, red: number): Result<HistorySummary> {
  return run((rules) => {
    const answer = rules.exports.historySummary(count(green), count(red));
    if (answer < 0) return rules.problems(answer);
    rules.read(answer);
    const value: HistorySummary = {
      total_received: rules.next(),
      green_count: rules.next(),
      red_count: rules.next(),
      green_percentage: rules.next(),
    };
    return { ok: true, value };
  });
}

/** As {@link safeHistorySummary}; throws a `RuleError` for what is not a count. */
export function historySummary(green: number, red: number): HistorySummary {
  return unwrap(safeHistorySummary(green, red));
}

/** Rules that judge facts at an instant. */
type FactsRule = "checkSkipEligibility" | "isPendingOpen" | "isPendingDeletable" | "pendingRecords";

/** Asks a rule about facts and an instant. */
function about<Rule extends FactsRule>(
  rules: Memory,
  facts: unknown,
  now: unknown,
  rule: Rule,
): ReturnType<Memory["exports"][Rule]> {
  const at = rules.open(Kind.Array);
  writeFacts(rules, facts, now);
  rules.close(at, 2);
  return rules.ask(rules.exports[rule]);
}

/** Facts and an instant. What cannot be walked, a getter that throws say, is no fact. */
function writeFacts(rules: Memory, facts: unknown, now: unknown): void {
  let known: unknown;
  try {
    known = plain(facts, 0);
  } catch {}
  write(rules, known);
  write(rules, typeof now === "object" ? dateMilliseconds(now) : now);
}

/** Names that the rules know; others are left out. */
const NAMES: readonly string[] = FIELDS;

/** Facts are not nested deeper, texts not longer than these. */
const MAX_DEPTH = 8;
const TEXT_MAX = 4096;

/** What a getter says is heard once: facts as plain values, a `Date` as milliseconds. */
function plain(fact: unknown, depth: number): unknown {
  if (typeof fact !== "object" || fact === null) return fact;
  if (fact instanceof Date) return dateMilliseconds(fact);
  if (depth === MAX_DEPTH) return undefined;
  if (Array.isArray(fact)) {
    const length = lengthOf(fact);
    // One more than is taken says that there are too many.
    return Array.from({ length: Math.min(length, FACTS_MAX + 1) }, (_, at) =>
      plain(fact[at], depth + 1),
    );
  }
  const known: [string, unknown][] = [];
  for (const [name, member] of Object.entries(fact)) {
    if (NAMES.includes(name)) known.push([name, plain(member, depth + 1)]);
  }
  return new Map(known);
}

/** Writes plain values. */
function write(rules: Memory, fact: unknown): void {
  if (typeof fact === "number") {
    rules.number(fact);
  } else if (typeof fact === "boolean") {
    rules.node(fact ? Kind.True : Kind.False, 0, 0);
  } else if (typeof fact !== "object") {
    // A proxy of a function throws at a look.
    rules.value(fact, TEXT_MAX);
  } else if (Array.isArray(fact)) {
    const at = rules.open(Kind.Array);
    for (const item of fact) write(rules, item);
    rules.close(at, fact.length);
  } else if (fact instanceof Map) {
    const at = rules.open(Kind.Object);
    let members = 0;
    for (const [name, member] of fact) {
      if (member === undefined) continue;
      rules.node(Kind.Field, NAMES.indexOf(name), 0);
      write(rules, member);
      members++;
    }
    rules.close(at, members);
  } else {
    rules.value(fact, TEXT_MAX);
  }
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
