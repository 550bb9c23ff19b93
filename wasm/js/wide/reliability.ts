/** Reliability: what received ratings say of somebody, and what follows. */

import { type Result, unwrap } from "../errors.js";
import { Asked, type RatingValue } from "../generated.js";
import type { Instant } from "../phases.js";
import type { CreditTier, ReliabilityTier } from "../words.js";
import { askRule } from "./ask.js";

/** A rating that somebody received. */
export interface ReceivedRating {
  /** What it says; a skip says nothing. */
  readonly rating: RatingValue;
  /** When it was given. */
  readonly createdAt: Instant;
  /** The rater's own score at that time, `"94.67"`; null counts as `"100.00"`. */
  readonly raterReliability: string | null;
}

/** What ratings come to. */
export interface ReliabilityScore {
  /** A decimal with two places, `"94.67"`. */
  readonly score: string;
  /** The ratings that count: green or red, and no older than 180 days. */
  readonly count: number;
}

/** How a score is shown. */
export interface ReliabilityBadge {
  /** What it is called. */
  readonly tier: ReliabilityTier;
  /** The score with one decimal, rounded down, `"94.6"`; null for who is new. */
  readonly percentage: string | null;
}

/** A rater's account. */
export interface RaterFacts {
  /** Free unless said. */
  readonly tier?: CreditTier | null;
  /** Sessions so far. */
  readonly sessionCount: number;
  /** When the account was made; without that it is new. */
  readonly createdAt?: Instant | null;
}

/** A rating with what it counts towards a ban. */
export interface WeightedRating {
  /** What it says; only red counts. */
  readonly rating: RatingValue;
  /** When it was given. */
  readonly createdAt: Instant;
  /** The rater's reporting power at that time, `"0.50"`. */
  readonly weight: string;
}

/** What a ban is decided on. */
export interface PenaltyFacts {
  /** The tier of who was rated. */
  readonly tier: CreditTier;
  /** The balance of who was rated. */
  readonly creditsRemaining: number;
  /** The ratings they received. */
  readonly ratings: readonly WeightedRating[];
}

/** What a ban is. */
export interface RatingPenalty {
  /** When it ends, RFC 3339 text. */
  readonly bannedUntil: string;
  /** Credits that are taken: 1, or 0 from an empty balance. */
  readonly deducted: number;
}

/** The score of received ratings, weighed by their age and their raters; at most 256 of them. */
export function safeReliabilityScore(
  facts: { readonly ratings: readonly ReceivedRating[] },
  now: Instant = Date.now(),
): Result<ReliabilityScore> {
  return askRule(Asked.ReliabilityScore, facts, now);
}

/** As {@link safeReliabilityScore}; throws a `RuleError`. */
export function reliabilityScore(
  facts: { readonly ratings: readonly ReceivedRating[] },
  now: Instant = Date.now(),
): ReliabilityScore {
  return unwrap(safeReliabilityScore(facts, now));
}

/** What a score is called: nothing but new below five ratings. */
export function safeReliabilityTier(facts: ReliabilityScore): Result<ReliabilityTier> {
  return askRule(Asked.ReliabilityTier, facts);
}

/** As {@link safeReliabilityTier}; throws a `RuleError`. */
export function reliabilityTier(facts: ReliabilityScore): ReliabilityTier {
  return unwrap(safeReliabilityTier(facts));
}

/** How a score is shown: one decimal, rounded down. */
export function safeReliabilityBadge(facts: ReliabilityScore): Result<ReliabilityBadge> {
  return askRule(Asked.ReliabilityBadge, facts);
}

/** As {@link safeReliabilityBadge}; throws a `RuleError`. */
export function reliabilityBadge(facts: ReliabilityScore): ReliabilityBadge {
  return unwrap(safeReliabilityBadge(facts));
}

/** What somebody's red ratings count towards a ban: `"1.00"`, `"0.50"` or `"0.00"`. */
export function safeReportingPower(facts: RaterFacts, now: Instant = Date.now()): Result<string> {
  return askRule(Asked.ReportingPower, facts, now);
}

/** As {@link safeReportingPower}; throws a `RuleError`. */
export function reportingPower(facts: RaterFacts, now: Instant = Date.now()): string {
  return unwrap(safeReportingPower(facts, now));
}

/** The ban that red ratings of the last seven days bring; null while they weigh too little. */
export function safeRatingPenalty(
  facts: PenaltyFacts,
  now: Instant = Date.now(),
): Result<RatingPenalty | null> {
  return askRule(Asked.RatingPenalty, facts, now);
}

/** As {@link safeRatingPenalty}; throws a `RuleError`. */
export function ratingPenalty(
  facts: PenaltyFacts,
  now: Instant = Date.now(),
): RatingPenalty | null {
  return unwrap(safeRatingPenalty(facts, now));
}
