/** Streaks: the week, and what enough sessions bring. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import { askRule } from "./ask.js";

/** Sessions that were counted, and the bonuses that they brought. */
export interface Streak {
  /** Sessions of the week, or of a lifetime. */
  readonly sessionCount: number;
  /** The bonuses that were awarded, each by the sessions that it takes. */
  readonly awarded: readonly number[];
}

/** A session more, and at most one bonus. */
export interface RecordedStreak extends Streak {
  /** Essence that it brings; 0 for none. */
  readonly bonusEssence: number;
  /** The bonus that was reached, by the sessions that it takes; null when none was. */
  readonly thresholdReached: number | null;
}

/** How far it is to the next bonus. */
export interface StreakBar {
  /** Sessions that the next bonus takes; once all were awarded, the last one's. */
  readonly target: number;
  /** How much of that is done, 0 to 1. */
  readonly progress: number;
  /** Whether every bonus was awarded. */
  readonly isComplete: boolean;
  /** Essence that the bonuses brought. */
  readonly totalBonus: number;
}

/** Days in a row. */
export interface DailyStreak {
  /** Days up to the last one with a session. */
  readonly currentStreak?: number | null;
  /** The most that it ever was. */
  readonly longestStreak?: number | null;
  /** The last day with a session: a date, or an instant of that day; null before the first. */
  readonly lastSessionDate?: Instant | null;
}

/** Days in a row after a completed session. */
export interface RecordedDay {
  /** Days up to this one. */
  readonly currentStreak: number;
  /** The most that it ever was. */
  readonly longestStreak: number;
  /** The last day with a session, as its first instant: RFC 3339 text. */
  readonly lastSessionDate: string;
}

/** The first instant of the week, as RFC 3339 text: Monday, midnight UTC. */
export function safeWeekStart(now: Instant = Date.now()): Result<string> {
  return askRule(Asked.WeekStart, {}, now);
}

/** As {@link safeWeekStart}; throws a `RuleError`. */
export function weekStart(now: Instant = Date.now()): string {
  return unwrap(safeWeekStart(now));
}

/** A session more in a week: the third brings 1 essence, the fifth 2, one bonus at a time. */
export function safeRecordWeeklySession(streak: Streak): Result<RecordedStreak> {
  return askRule(Asked.RecordWeeklySession, streak);
}

/** As {@link safeRecordWeeklySession}; throws a `RuleError`. */
export function recordWeeklySession(streak: Streak): RecordedStreak {
  return unwrap(safeRecordWeeklySession(streak));
}

/** A session more in a lifetime: the tenth brings 1 essence. */
export function safeRecordLifetimeSession(streak: Streak): Result<RecordedStreak> {
  return askRule(Asked.RecordLifetimeSession, streak);
}

/** As {@link safeRecordLifetimeSession}; throws a `RuleError`. */
export function recordLifetimeSession(streak: Streak): RecordedStreak {
  return unwrap(safeRecordLifetimeSession(streak));
}

/** How far it is to the next bonus of a week. */
export function safeStreakBar(streak: Streak): Result<StreakBar> {
  return askRule(Asked.StreakBar, streak);
}

/** As {@link safeStreakBar}; throws a `RuleError`. */
export function streakBar(streak: Streak): StreakBar {
  return unwrap(safeStreakBar(streak));
}

/** Days in a row after a completed session; it belongs to the day in UTC on which it starts. */
export function safeRecordStreakDay(
  facts: DailyStreak & { readonly startTime: Instant },
): Result<RecordedDay> {
  return askRule(Asked.RecordStreakDay, facts);
}

/** As {@link safeRecordStreakDay}; throws a `RuleError`. */
export function recordStreakDay(facts: DailyStreak & { readonly startTime: Instant }): RecordedDay {
  return unwrap(safeRecordStreakDay(facts));
}
