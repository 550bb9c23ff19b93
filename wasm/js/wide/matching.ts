/** Quick match: who may be seated, at which table, and what a new one is like. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { Language, RoomType, TableMode } from "../words.js";
import { askRule } from "./ask.js";
import type { HeldSeat } from "./slots.js";

/** What somebody wants of a table; what is absent or null does not matter. */
export interface MatchFilters {
  /** What is worked on, at most 100 characters; a blank one is none. */
  readonly topic?: string | null;
  /** How people sit. */
  readonly mode?: TableMode | null;
  /** What is spoken. */
  readonly language?: Language | null;
}

/** Filters that were read: the topic trimmed, null where nothing was said. */
export interface ReadFilters {
  /** What is worked on. */
  readonly topic: string | null;
  /** How people sit. */
  readonly mode: TableMode | null;
  /** What is spoken. */
  readonly language: Language | null;
}

/** Who asks for a seat. */
export interface Applicant {
  /** Their profile; null when there is none. `bannedUntil` lies in the past once it is over. */
  readonly user: { readonly bannedUntil?: Instant | null } | null;
  /** The slot that they ask for; the next one unless said. */
  readonly slot?: Instant | null;
  /** Whether they owe ratings. */
  readonly hasPending: boolean;
  /** Credits that they have. */
  readonly credits: number;
  /** Seats that they have taken, left ones too. */
  readonly seats: readonly HeldSeat[];
}

/** A table that is set. */
export interface Table {
  /** The id of its session. */
  readonly id: string;
  /** When the session starts. */
  readonly startTime: Instant;
  /** When the table was set. */
  readonly createdAt: Instant;
  /** Whether only who was asked may sit there. */
  readonly isPrivate: boolean;
  /** How people sit. */
  readonly mode: TableMode;
  /** What is worked on. */
  readonly topic?: string | null;
  /** What is spoken. */
  readonly language: Language;
  /** Its seats; four unless said. */
  readonly maxSeats?: number | null;
  /** Who sits there now, companions too. */
  readonly activeParticipants: number;
}

/** What a table is chosen by. */
export interface ChooseFacts {
  /** When the session shall start. */
  readonly slot: Instant;
  /** What is wanted of the table. */
  readonly filters?: MatchFilters | null;
  /** Tables that may fit. */
  readonly tables: readonly Table[];
}

/** What a new session is made from. */
export interface NewSessionFacts {
  /** When it starts. */
  readonly slot: Instant;
  /** What is wanted of the table. */
  readonly filters?: MatchFilters | null;
  /** Six random bytes for the name of the room. */
  readonly roomBytes: readonly number[];
  /** A random whole number below 2^32 that picks how the room looks. */
  readonly roomNumber: number;
}

/** A session to be stored. */
export interface NewSession {
  /** RFC 3339 text. */
  readonly startTime: string;
  /** RFC 3339 text, 55 minutes later. */
  readonly endTime: string;
  /** How people sit. */
  readonly mode: TableMode;
  /** What is worked on. */
  readonly topic: string | null;
  /** What is spoken. */
  readonly language: Language;
  /** `focus-` and twelve hexadecimal digits. */
  readonly roomName: string;
  /** What the room looks like. */
  readonly roomType: RoomType;
  /** Its seats. */
  readonly maxSeats: number;
  /** Whether only who is asked may come. */
  readonly isPrivate: boolean;
  /** Whether companions take the seats that stay free. */
  readonly fillAi: boolean;
}

/** Reads filters as somebody sent them, each problem with its place. */
export function safeReadMatchFilters(filters: MatchFilters): Result<ReadFilters> {
  return askRule(Asked.ReadMatchFilters, filters);
}

/** As {@link safeReadMatchFilters}; throws a `RuleError`. */
export function readMatchFilters(filters: MatchFilters): ReadFilters {
  return unwrap(safeReadMatchFilters(filters));
}

/**
 * The start of the session that somebody may be matched for (RFC 3339 text), or everything that
 * stands against it, in order: `USER_NOT_FOUND`, `ACCOUNT_BANNED`, `INVALID_SLOT`,
 * `PENDING_RATINGS`, `INSUFFICIENT_CREDITS`, `ALREADY_IN_SESSION`.
 */
export function safeCheckMatchEligibility(
  applicant: Applicant,
  now: Instant = Date.now(),
): Result<string> {
  return askRule(Asked.CheckMatchEligibility, applicant, now);
}

/** As {@link safeCheckMatchEligibility}; throws a `RuleError`. */
export function checkMatchEligibility(applicant: Applicant, now: Instant = Date.now()): string {
  return unwrap(safeCheckMatchEligibility(applicant, now));
}

/** The id of the oldest table that fits and has a free seat; null when a new one has to be set. */
export function safeChooseTable(
  facts: ChooseFacts,
  now: Instant = Date.now(),
): Result<string | null> {
  return askRule(Asked.ChooseTable, facts, now);
}

/** As {@link safeChooseTable}; throws a `RuleError`. */
export function chooseTable(facts: ChooseFacts, now: Instant = Date.now()): string | null {
  return unwrap(safeChooseTable(facts, now));
}

/** What a table is like that is set because none fits. */
export function safeNewSession(facts: NewSessionFacts): Result<NewSession> {
  return askRule(Asked.NewSession, facts);
}

/** As {@link safeNewSession}; throws a `RuleError`. */
export function newSession(facts: NewSessionFacts): NewSession {
  return unwrap(safeNewSession(facts));
}
