/** What people write down: reflections for the table, notes to oneself, and what they come to. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { DiaryTag, Mood, ReflectionPhase } from "../words.js";
import { askRule } from "./ask.js";
import type { PresenceFacts } from "./settlement.js";

/** A reflection. */
export interface Reflection {
  /** The phase that it is for. */
  readonly phase: ReflectionPhase;
  /** 1 to 500 code points. */
  readonly content: string;
}

/** What tells who may see a session's reflections. */
export interface ReflectionAccessFacts {
  /** Who wants to. */
  readonly userId: string;
  /** Everybody who has or had a seat. */
  readonly userIds: readonly string[];
}

/** A note to oneself. */
export interface DiaryNote {
  /** At most 2,000 code points; null for none. */
  readonly note?: string | null;
  /** How the session was. */
  readonly tags?: readonly DiaryTag[] | null;
}

/** What a diary is made of, and which part of it is wanted. */
export interface DiaryFacts {
  /** The sessions, and when each starts. */
  readonly sessions: readonly { readonly sessionId: string; readonly startTime: Instant }[];
  /** One's own reflections. */
  readonly reflections: readonly (Reflection & {
    readonly sessionId: string;
    readonly createdAt: Instant;
  })[];
  /** One's own notes. */
  readonly notes: readonly (DiaryNote & { readonly sessionId: string })[];
  /** What a reflection or the note holds, in any case. */
  readonly search?: string | null;
  /** The first start: RFC 3339 text, or a date. */
  readonly date_from?: string | null;
  /** The last start: RFC 3339 text, or a date, all of which counts. */
  readonly date_to?: string | null;
}

/** What the diary says of a session. */
export interface DiaryEntry {
  /** The session. */
  readonly sessionId: string;
  /** When it started: RFC 3339 text. */
  readonly startTime: string;
  /** At least one, in the order of the phases. */
  readonly reflections: readonly (Reflection & { readonly createdAt: string })[];
  /** The note; null for none. */
  readonly note: string | null;
  /** The note's tags. */
  readonly tags: readonly DiaryTag[];
}

/** What the diary's numbers come from. */
export interface DiaryStatsFacts {
  /** Days in a row up to the last one with a session. */
  readonly currentStreak?: number | null;
  /** The last day with a session: a date, or an instant of that day; null before the first. */
  readonly lastSessionDate?: Instant | null;
  /** Sessions that were completed. */
  readonly sessionCount: number;
  /** Seats that were taken, those of the week among them. */
  readonly seats: readonly (PresenceFacts & { readonly joinedAt: Instant })[];
}

/** The diary's numbers. */
export interface DiaryStats {
  /** Days in a row; 0 once a whole day has passed without a session. */
  readonly currentStreak: number;
  /** Focus minutes since Monday, midnight UTC. */
  readonly weeklyFocusMinutes: number;
  /** Sessions that were completed. */
  readonly totalSessions: number;
}

/** When a note was written, and its tags. */
export interface TaggedNote {
  /** When. */
  readonly createdAt: Instant;
  /** How the session was. */
  readonly tags?: readonly DiaryTag[] | null;
}

/** The mood of a week. */
export interface DiaryMood {
  /** Positive above a score of 0.3, tired below −0.3. */
  readonly mood: Mood;
  /** −1 to 1; 0 without tags. */
  readonly score: number;
  /** Tags that say that it went well. */
  readonly positiveCount: number;
  /** Tags that say that it did not. */
  readonly negativeCount: number;
  /** All of them. */
  readonly totalCount: number;
}

/** A reflection, trimmed, or all that is wrong with it. */
export function safeCheckReflection(reflection: Reflection): Result<Reflection> {
  return askRule(Asked.CheckReflection, reflection);
}

/** As {@link safeCheckReflection}; throws a `RuleError`. */
export function checkReflection(reflection: Reflection): Reflection {
  return unwrap(safeCheckReflection(reflection));
}

/** Lets whoever has or had a seat write and read; `NOT_PARTICIPANT` for others. */
export function safeCheckReflectionAccess(facts: ReflectionAccessFacts): Result<null> {
  return askRule(Asked.CheckReflectionAccess, facts);
}

/** As {@link safeCheckReflectionAccess}; throws a `RuleError`. */
export function checkReflectionAccess(facts: ReflectionAccessFacts): null {
  return unwrap(safeCheckReflectionAccess(facts));
}

/** A note, trimmed, or all that is wrong with it. */
export function safeCheckDiaryNote(note: DiaryNote): Result<Required<DiaryNote>> {
  return askRule(Asked.CheckDiaryNote, note);
}

/** As {@link safeCheckDiaryNote}; throws a `RuleError`. */
export function checkDiaryNote(note: DiaryNote): Required<DiaryNote> {
  return unwrap(safeCheckDiaryNote(note));
}

/** Own reflections by session, newest session first, as far as the filter takes them. */
export function safeDiaryList(facts: DiaryFacts): Result<readonly DiaryEntry[]> {
  return askRule(Asked.DiaryList, facts);
}

/** As {@link safeDiaryList}; throws a `RuleError`. */
export function diaryList(facts: DiaryFacts): readonly DiaryEntry[] {
  return unwrap(safeDiaryList(facts));
}

/** Days in a row, focus minutes of the week, and sessions. */
export function safeDiaryStats(
  facts: DiaryStatsFacts,
  now: Instant = Date.now(),
): Result<DiaryStats> {
  return askRule(Asked.DiaryStats, facts, now);
}

/** As {@link safeDiaryStats}; throws a `RuleError`. */
export function diaryStats(facts: DiaryStatsFacts, now: Instant = Date.now()): DiaryStats {
  return unwrap(safeDiaryStats(facts, now));
}

/** The mood of the last seven days, from the tags of their notes. */
export function safeDiaryMood(
  facts: { readonly notes: readonly TaggedNote[] },
  now: Instant = Date.now(),
): Result<DiaryMood> {
  return askRule(Asked.DiaryMood, facts, now);
}

/** As {@link safeDiaryMood}; throws a `RuleError`. */
export function diaryMood(
  facts: { readonly notes: readonly TaggedNote[] },
  now: Instant = Date.now(),
): DiaryMood {
  return unwrap(safeDiaryMood(facts, now));
}
