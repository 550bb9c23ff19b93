/** Slots: which come next, and which may be asked for. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { GateReason } from "../words.js";
import { askRule } from "./ask.js";

/** A seat that somebody has taken at any session. */
export interface HeldSeat {
  /** When the session starts. */
  readonly startTime: Instant;
  /** When the seat was left; null while it is held. */
  readonly leftAt?: Instant | null;
}

/** Slots, and the seats that somebody has taken. */
export interface UserSlotsFacts {
  /** The slots that are asked about. */
  readonly slots: readonly Instant[];
  /** Every seat of that person, left ones too. */
  readonly seats: readonly HeldSeat[];
}

/** What the button that finds a table depends on. */
export interface GateFacts {
  /** Credits that are left. */
  readonly credits: number;
  /** Whether ratings are owed. */
  readonly hasPending: boolean;
  /** Whether a table is being looked for at another slot; no unless said. */
  readonly isJoining?: boolean;
}

/** Whether the button rests, and what to say about it. */
export interface Gate {
  /** Whether it cannot be pressed. */
  readonly disabled: boolean;
  /** Why; null while another slot is being joined, which needs no words. */
  readonly reason: GateReason | null;
}

/** How long it is until a session starts. */
export interface WaitTime {
  /** Whole minutes; 0 from the start on. */
  readonly waitMinutes: number;
  /** Whether it starts within the minute, or has started. */
  readonly isImmediate: boolean;
}

/**
 * The next slot that can still be reached, as RFC 3339 text: on the half hour, no fewer than three
 * minutes away.
 */
export function safeNextSlot(now: Instant = Date.now()): Result<string> {
  return askRule(Asked.NextSlot, {}, now);
}

/** As {@link safeNextSlot}; throws a `RuleError`. */
export function nextSlot(now: Instant = Date.now()): string {
  return unwrap(safeNextSlot(now));
}

/** The next slots as RFC 3339 text: six, or `count` of them, which goes up to 48. */
export function safeUpcomingSlots(
  count?: number | null,
  now: Instant = Date.now(),
): Result<readonly string[]> {
  return askRule(Asked.UpcomingSlots, { count }, now);
}

/** As {@link safeUpcomingSlots}; throws a `RuleError`. */
export function upcomingSlots(count?: number | null, now: Instant = Date.now()): readonly string[] {
  return unwrap(safeUpcomingSlots(count, now));
}

/**
 * Whether a slot may be asked for: on the half hour, 3 minutes to 7 days away, else `INVALID_SLOT`.
 */
export function safeCheckSlot(slot: Instant, now: Instant = Date.now()): Result<void> {
  return askRule(Asked.CheckSlot, { slot }, now);
}

/** As {@link safeCheckSlot}; throws a `RuleError`. */
export function checkSlot(slot: Instant, now: Instant = Date.now()): void {
  unwrap(safeCheckSlot(slot, now));
}

/** How many people are likely to come to a slot. */
export function safeEstimateSlotDemand(slot: Instant): Result<number> {
  return askRule(Asked.EstimateSlotDemand, { slot });
}

/** As {@link safeEstimateSlotDemand}; throws a `RuleError`. */
export function estimateSlotDemand(slot: Instant): number {
  return unwrap(safeEstimateSlotDemand(slot));
}

/** Of each slot, in order, whether a seat is held at it. */
export function safeUserSlots(facts: UserSlotsFacts): Result<readonly boolean[]> {
  return askRule(Asked.UserSlots, facts);
}

/** As {@link safeUserSlots}; throws a `RuleError`. */
export function userSlots(facts: UserSlotsFacts): readonly boolean[] {
  return unwrap(safeUserSlots(facts));
}

/**
 * Whether the button that finds a table can be pressed. Having no credits is told before owing
 * ratings.
 */
export function safeFindTableGate(facts: GateFacts): Result<Gate> {
  return askRule(Asked.FindTableGate, facts);
}

/** As {@link safeFindTableGate}; throws a `RuleError`. */
export function findTableGate(facts: GateFacts): Gate {
  return unwrap(safeFindTableGate(facts));
}

/** How long it is until a session starts. */
export function safeWaitTime(startTime: Instant, now: Instant = Date.now()): Result<WaitTime> {
  return askRule(Asked.WaitTime, { startTime }, now);
}

/** As {@link safeWaitTime}; throws a `RuleError`. */
export function waitTime(startTime: Instant, now: Instant = Date.now()): WaitTime {
  return unwrap(safeWaitTime(startTime, now));
}
