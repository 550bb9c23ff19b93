/** What a session leaves behind: when it is settled, how long people worked, who completed it. */

import { type Result, unwrap } from "../errors.js";
import { Asked, type ParticipantType } from "../generated.js";
import type { Instant } from "../phases.js";
import type { ConnectionEvent, SettlementTrigger } from "../words.js";
import { askRule } from "./ask.js";

/** What tells whether a session is to be settled. */
export interface SettlementFacts {
  /** When the session starts. */
  readonly startTime: Instant;
  /** When it was settled; null while it is not. */
  readonly settledAt?: Instant | null;
  /** Who asks. */
  readonly trigger: SettlementTrigger;
}

/** Somebody's connection to the room of a session. */
export interface Connection {
  /** Milliseconds of stretches that are over. */
  readonly activeMs?: number | null;
  /** When the last stretch began. */
  readonly connectedAt?: Instant | null;
  /** When it was over; null while it lasts. */
  readonly disconnectedAt?: Instant | null;
  /** How often they went. */
  readonly disconnects?: number | null;
}

/** A connection, and what the room says. */
export interface ConnectionFacts {
  /** What was known before; null at first. */
  readonly connection?: Connection | null;
  /** What happened. */
  readonly event: ConnectionEvent;
}

/** A connection after an event. */
export interface TrackedConnection {
  /** Milliseconds of stretches that are over. */
  readonly activeMs: number;
  /** The same in whole minutes. */
  readonly totalActiveMinutes: number;
  /** RFC 3339 text. */
  readonly connectedAt: string | null;
  /** RFC 3339 text; null while they are in the room. */
  readonly disconnectedAt: string | null;
  /** Whether they are in the room. */
  readonly isConnected: boolean;
  /** How often they went. */
  readonly disconnects: number;
}

/** What is known of somebody's presence. */
export interface PresenceFacts {
  /** When the session starts. */
  readonly startTime: Instant;
  /** Whole minutes of stretches that are over. */
  readonly totalActiveMinutes?: number | null;
  /** When the last stretch began. */
  readonly connectedAt?: Instant | null;
  /** When it was over. */
  readonly disconnectedAt?: Instant | null;
}

/** What tells whether somebody completed a session. */
export interface CompletionFacts {
  /** When the session starts. */
  readonly startTime: Instant;
  /** When they left; null while they stay. */
  readonly leftAt?: Instant | null;
  /** Whole minutes of stretches that are over. */
  readonly totalActiveMinutes?: number | null;
}

/** What tells whether somebody gets essence. */
export interface EssenceFacts extends CompletionFacts {
  /** Who sits on the seat. */
  readonly participantType: ParticipantType;
  /** Whether they got it before. */
  readonly essenceEarned: boolean;
}

/**
 * Whether a session is to be settled now: once, by the job 5 minutes after the end, or when the
 * room has finished after it.
 */
export function safeIsSettlementDue(
  facts: SettlementFacts,
  now: Instant = Date.now(),
): Result<boolean> {
  return askRule(Asked.IsSettlementDue, facts, now);
}

/** As {@link safeIsSettlementDue}; throws a `RuleError`. */
export function isSettlementDue(facts: SettlementFacts, now: Instant = Date.now()): boolean {
  return unwrap(safeIsSettlementDue(facts, now));
}

/** Active time after somebody came or went. An event that is told twice changes nothing. */
export function safeTrackConnection(
  facts: ConnectionFacts,
  now: Instant = Date.now(),
): Result<TrackedConnection> {
  return askRule(Asked.TrackConnection, facts, now);
}

/** As {@link safeTrackConnection}; throws a `RuleError`. */
export function trackConnection(
  facts: ConnectionFacts,
  now: Instant = Date.now(),
): TrackedConnection {
  return unwrap(safeTrackConnection(facts, now));
}

/**
 * Whole minutes of focus, at most 45: what was added up, else the work blocks of the last stretch.
 */
export function safeFocusMinutes(presence: PresenceFacts): Result<number> {
  return askRule(Asked.FocusMinutes, presence);
}

/** As {@link safeFocusMinutes}; throws a `RuleError`. */
export function focusMinutes(presence: PresenceFacts): number {
  return unwrap(safeFocusMinutes(presence));
}

/** Whether somebody completed a session: 20 active minutes, and there at minute 50. */
export function safeIsSessionCompleted(facts: CompletionFacts): Result<boolean> {
  return askRule(Asked.IsSessionCompleted, facts);
}

/** As {@link safeIsSessionCompleted}; throws a `RuleError`. */
export function isSessionCompleted(facts: CompletionFacts): boolean {
  return unwrap(safeIsSessionCompleted(facts));
}

/** Whether somebody gets the essence of a session now: once, and who completed it. */
export function safeEarnsEssence(facts: EssenceFacts): Result<boolean> {
  return askRule(Asked.EarnsEssence, facts);
}

/** As {@link safeEarnsEssence}; throws a `RuleError`. */
export function earnsEssence(facts: EssenceFacts): boolean {
  return unwrap(safeEarnsEssence(facts));
}
