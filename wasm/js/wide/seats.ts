/** Seats: taken, left, given up, filled. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { JoinOutcome, Refund, WayOut } from "../words.js";
import { askRule } from "./ask.js";
import type { SeatWithLeave } from "./ratings.js";

/** Seats of a table in numbers. */
export interface AvailableFacts {
  /** Seats of the table; four unless said. */
  readonly maxSeats?: number | null;
  /** Who sits there now, companions too. */
  readonly activeParticipants: number;
}

/** Somebody, and the seats of their table. */
export interface TablematesFacts {
  /** Who asks. */
  readonly userId: string;
  /** Every seat that the session ever had. */
  readonly seats: readonly SeatWithLeave[];
}

/** One seat as it is stored. */
export interface StoredSeat {
  /** Null for companions. */
  readonly userId?: string | null;
  /** Its number, from 1 on. */
  readonly seatNumber: number;
  /** When it was left; null while it is held. */
  readonly leftAt?: Instant | null;
  /** When a credit was taken for it last. */
  readonly creditDeductedAt?: Instant | null;
  /** When that credit was given back. */
  readonly creditRefundedAt?: Instant | null;
}

/** What a seat is granted on. */
export interface JoinFacts {
  /** Who wants it. */
  readonly userId: string;
  /** When the session starts. */
  readonly startTime: Instant;
  /** Seats of the table; four unless said. */
  readonly maxSeats?: number | null;
  /** Every seat that the session ever had. */
  readonly seats: readonly StoredSeat[];
}

/** A seat that was granted. */
export interface JoinedSeat {
  /** Its number. */
  readonly seatNumber: number;
  /** How it came about. */
  readonly outcome: JoinOutcome;
  /** Whether one credit is to be taken for it. */
  readonly isCreditDue: boolean;
}

/** Who leaves, and why. */
export interface LeaveFacts extends TablematesFacts {
  /** At most 500 characters; a blank one is none. */
  readonly reason?: string | null;
}

/** Somebody who has left. */
export interface LeftSeat {
  /** RFC 3339 text. */
  readonly leftAt: string;
  /** The reason, trimmed. */
  readonly reason: string | null;
}

/** A seat that is given up. */
export interface CancelFacts {
  /** When the session starts. */
  readonly startTime: Instant;
  /** When a credit was given back for this seat before. */
  readonly creditRefundedAt?: Instant | null;
}

/** What becomes of a seat that is given up. */
export interface CancelledSeat {
  /** Whether one credit is to be given back. */
  readonly creditRefunded: boolean;
  /** The same, with the reason. */
  readonly refund: Refund;
  /** What the person is told. */
  readonly message: string;
}

/** What companions are seated by. */
export interface FillFacts {
  /** When the session starts. */
  readonly startTime: Instant;
  /** Whether companions are wanted. */
  readonly fillAi: boolean;
  /** Seats of the table; four unless said. */
  readonly maxSeats?: number | null;
  /** Every seat that the session ever had. */
  readonly seats: readonly StoredSeat[];
}

/** A companion to be seated. */
export interface Companion {
  /** Where. */
  readonly seatNumber: number;
  /** What it is called. */
  readonly name: string;
  /** How it looks. */
  readonly avatar: { readonly type: "ai"; readonly style: string };
}

/** How many seats of a table nobody sits on. */
export function safeAvailableSeats(facts: AvailableFacts): Result<number> {
  return askRule(Asked.AvailableSeats, facts);
}

/** As {@link safeAvailableSeats}; throws a `RuleError`. */
export function availableSeats(facts: AvailableFacts): number {
  return unwrap(safeAvailableSeats(facts));
}

/** How many other humans sit at the table. */
export function safeTablemateCount(facts: TablematesFacts): Result<number> {
  return askRule(Asked.TablemateCount, facts);
}

/** As {@link safeTablemateCount}; throws a `RuleError`. */
export function tablemateCount(facts: TablematesFacts): number {
  return unwrap(safeTablemateCount(facts));
}

/** The seat that somebody gets until minute 3, else `SESSION_PHASE_ERROR` or `SESSION_FULL`. */
export function safeJoinSession(facts: JoinFacts, now: Instant = Date.now()): Result<JoinedSeat> {
  return askRule(Asked.JoinSession, facts, now);
}

/** As {@link safeJoinSession}; throws a `RuleError`. */
export function joinSession(facts: JoinFacts, now: Instant = Date.now()): JoinedSeat {
  return unwrap(safeJoinSession(facts, now));
}

/** When somebody who holds a seat has left, else `NOT_PARTICIPANT`. */
export function safeLeaveSession(facts: LeaveFacts, now: Instant = Date.now()): Result<LeftSeat> {
  return askRule(Asked.LeaveSession, facts, now);
}

/** As {@link safeLeaveSession}; throws a `RuleError`. */
export function leaveSession(facts: LeaveFacts, now: Instant = Date.now()): LeftSeat {
  return unwrap(safeLeaveSession(facts, now));
}

/** Whether who wants to go cancels the seat (before the start), or leaves the table. */
export function safeWayOut(startTime: Instant, now: Instant = Date.now()): Result<WayOut> {
  return askRule(Asked.WayOut, { startTime }, now);
}

/** As {@link safeWayOut}; throws a `RuleError`. */
export function wayOut(startTime: Instant, now: Instant = Date.now()): WayOut {
  return unwrap(safeWayOut(startTime, now));
}

/**
 * Giving a seat up: an hour ahead the credit comes back, once. `SESSION_ALREADY_STARTED` from the
 * start on.
 */
export function safeCancelSeat(
  facts: CancelFacts,
  now: Instant = Date.now(),
): Result<CancelledSeat> {
  return askRule(Asked.CancelSeat, facts, now);
}

/** As {@link safeCancelSeat}; throws a `RuleError`. */
export function cancelSeat(facts: CancelFacts, now: Instant = Date.now()): CancelledSeat {
  return unwrap(safeCancelSeat(facts, now));
}

/** The companions that take the free seats of a session that has started and not ended. */
export function safeFillSeats(
  facts: FillFacts,
  now: Instant = Date.now(),
): Result<readonly Companion[]> {
  return askRule(Asked.FillSeats, facts, now);
}

/** As {@link safeFillSeats}; throws a `RuleError`. */
export function fillSeats(facts: FillFacts, now: Instant = Date.now()): readonly Companion[] {
  return unwrap(safeFillSeats(facts, now));
}
