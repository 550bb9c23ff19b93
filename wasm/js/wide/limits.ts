/** Rate limits: taking from them, whose they are, and how headers tell and read them. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { HeaderReader } from "../rulebook.js";
import type { CreditTier, RateTier } from "../words.js";
import { askRule } from "./ask.js";

/** What may be taken in a window of time, by a name. */
export interface NamedQuota {
  /** What headers call it, printable ASCII: `user`, `address`, `route`, `global`. */
  readonly name: string;
  /** How much; 0 is as much as anybody likes. */
  readonly quota: number;
  /** The window's length in seconds. */
  readonly windowSeconds: number;
}

/** A limit and its state, plain data to be kept; a new one has two empty lists. */
export interface LimitState extends NamedQuota {
  /** When something was taken, by parts of the window. */
  readonly times: readonly Instant[];
  /** How much was taken, for each of these times. */
  readonly counts: readonly number[];
}

/** How a limit stands, as headers tell it. */
export interface LimitStanding extends NamedQuota {
  /** What may be taken now; null of one that limits nobody. */
  readonly remaining: number | null;
  /** When that grows; null of one that limits nobody. */
  readonly resetAt: Instant | null;
}

/** A limit after a request. */
export interface LimitAfter extends LimitStanding, LimitState {
  /** When what remains grows, RFC 3339 text; null of one that limits nobody. */
  readonly resetAt: string | null;
  /** When something was taken, RFC 3339 text, by parts of the window. */
  readonly times: readonly string[];
}

/** What limits say of a request. */
export interface LimitVerdict {
  /** Whether all of them let it through; otherwise it was taken from none. */
  readonly isAdmitted: boolean;
  /** When a refused one succeeds, RFC 3339 text; null for one that never does, or was admitted. */
  readonly retryAt: string | null;
  /** The limits in their order, to be kept after a refusal too. */
  readonly limits: readonly LimitAfter[];
}

/** The headers of an answer that tell of limits, as their texts. */
export interface LimitHeaders {
  /** The quota of the tightest limit. */
  readonly "X-RateLimit-Limit"?: string;
  /** What remains of it. */
  readonly "X-RateLimit-Remaining"?: string;
  /** When that grows, in Unix seconds. */
  readonly "X-RateLimit-Reset"?: string;
  /** All quotas, as structured fields. */
  readonly "RateLimit-Policy"?: string;
  /** What remains of all of them, as structured fields. */
  readonly RateLimit?: string;
  /** Seconds until a refused request succeeds. */
  readonly "Retry-After"?: string;
}

/** The texts of headers that tell of limits; null, or absent, for those that were not sent. */
export interface LimitHeaderTexts {
  /** `Retry-After` */
  readonly retryAfter?: string | null;
  /** `RateLimit` */
  readonly rateLimit?: string | null;
  /** `RateLimit-Policy` */
  readonly rateLimitPolicy?: string | null;
  /** `X-RateLimit-Limit` */
  readonly limit?: string | null;
  /** `X-RateLimit-Remaining` */
  readonly remaining?: string | null;
  /** `X-RateLimit-Reset` */
  readonly reset?: string | null;
  /** `Date`: the server's clock. With it, a computer whose own clock is wrong waits as long. */
  readonly date?: string | null;
}

/** What tells of limits: a `Response`, its `headers`, or the texts of the headers. */
export type LimitSource = { readonly headers: HeaderReader } | HeaderReader | LimitHeaderTexts;

/** A limit that a server told. */
export interface ToldLimit {
  /** Its name. */
  readonly name: string;
  /** What a window allows; null when that was not told. */
  readonly quota: number | null;
  /** The window's length in seconds; null when that was not told. */
  readonly windowSeconds: number | null;
  /** What may be asked for now; null when that was not told. */
  readonly remaining: number | null;
  /** When that grows, RFC 3339 text; null when that was not told. */
  readonly resetAt: string | null;
}

/** What the headers of an answer tell. */
export interface LimitReading {
  /** When to try again, RFC 3339 text, never before now; null when nothing tells to wait. */
  readonly retryAt: string | null;
  /** What a window of the tightest limit allows; null when that was not told. */
  readonly limit: number | null;
  /** What may be asked for now; null when that was not told. */
  readonly remaining: number | null;
  /** When that grows, RFC 3339 text; null when that was not told. */
  readonly resetAt: string | null;
  /** The limits that have names. */
  readonly limits: readonly ToldLimit[];
  /** The names of headers that could not be read, or not as a whole. */
  readonly ignored: readonly string[];
}

/** What is asked of limits. */
export interface LimitRequest {
  /** The limits that it must keep, all at once. */
  readonly limits: readonly LimitState[];
  /** What it costs, 1 unless told; 0 only looks how the limits stand. */
  readonly cost?: number | null;
}

/** Takes a request's cost from all limits, or from none. */
export function safeTakeFromLimits(
  facts: LimitRequest,
  now: Instant = Date.now(),
): Result<LimitVerdict> {
  return askRule(Asked.TakeFromLimits, facts, now);
}

/** As {@link safeTakeFromLimits}; throws a `RuleError`. */
export function takeFromLimits(facts: LimitRequest, now: Instant = Date.now()): LimitVerdict {
  return unwrap(safeTakeFromLimits(facts, now));
}

/** What one of several instances lets through while they cannot agree: at least 1, and 0 (unlimited) of 0. */
export function safeLimitShare(facts: {
  readonly quota: number;
  readonly instances: number;
}): Result<number> {
  return askRule(Asked.LimitShare, facts);
}

/** As {@link safeLimitShare}; throws a `RuleError`. */
export function limitShare(facts: { readonly quota: number; readonly instances: number }): number {
  return unwrap(safeLimitShare(facts));
}

/** How often an account may ask, by what it pays for; null, no account, is `anonymous`. */
export function safeRateTier(facts: { readonly tier?: CreditTier | null }): Result<RateTier> {
  return askRule(Asked.RateTier, facts);
}

/** As {@link safeRateTier}; throws a `RuleError`. */
export function rateTier(facts: { readonly tier?: CreditTier | null }): RateTier {
  return unwrap(safeRateTier(facts));
}

/** A request by who sends it and where to. */
export interface QuotaFacts {
  /** Who sends it. */
  readonly tier: RateTier;
  /** Method and template below the API's prefix: `POST /sessions/{id}/rate`. */
  readonly route?: string | null;
}

/** The quotas that a request must keep: its user's or address's, its route's, everybody's. */
export function safeRequestQuotas(facts: QuotaFacts): Result<readonly NamedQuota[]> {
  return askRule(Asked.RequestQuotas, facts);
}

/** As {@link safeRequestQuotas}; throws a `RuleError`. */
export function requestQuotas(facts: QuotaFacts): readonly NamedQuota[] {
  return unwrap(safeRequestQuotas(facts));
}

/** The limits that headers tell of. */
export interface HeaderFacts {
  /** The limits; those that limit nobody are left out. */
  readonly limits: readonly LimitStanding[];
  /** When a refused request succeeds; null of one that was admitted. */
  readonly retryAt?: Instant | null;
}

/** The headers that tell how limits stand. All seconds are rounded up. */
export function safeLimitHeaders(
  facts: HeaderFacts,
  now: Instant = Date.now(),
): Result<LimitHeaders> {
  return askRule(Asked.LimitHeaders, facts, now);
}

/** As {@link safeLimitHeaders}; throws a `RuleError`. */
export function limitHeaders(facts: HeaderFacts, now: Instant = Date.now()): LimitHeaders {
  return unwrap(safeLimitHeaders(facts, now));
}

/**
 * What an answer tells of limits: when to try again, and what remains.
 *
 * ```ts
 * const { retryAt } = readLimitHeaders(response);
 * ```
 *
 * A server of another origin must expose the headers, as ours does.
 */
export function safeReadLimitHeaders(
  source: LimitSource,
  now: Instant = Date.now(),
): Result<LimitReading> {
  return askRule(Asked.ReadLimitHeaders, texts(source), now);
}

/** As {@link safeReadLimitHeaders}; throws a `RuleError`. */
export function readLimitHeaders(source: LimitSource, now: Instant = Date.now()): LimitReading {
  return unwrap(safeReadLimitHeaders(source, now));
}

const HEADERS = {
  retryAfter: "retry-after",
  rateLimit: "ratelimit",
  rateLimitPolicy: "ratelimit-policy",
  limit: "x-ratelimit-limit",
  remaining: "x-ratelimit-remaining",
  reset: "x-ratelimit-reset",
  date: "date",
} as const;

/** Whatever has a `get` is asked for each header; everything else is taken for the texts. */
function texts(source: unknown): unknown {
  const holder = source as { readonly headers?: HeaderReader | null } | null | undefined;
  try {
    const headers = (holder?.headers ?? holder) as Partial<HeaderReader> | null | undefined;
    if (typeof headers?.get !== "function") return source;
    const found: [string, unknown][] = [];
    for (const [fact, name] of Object.entries(HEADERS)) found.push([fact, headers.get(name)]);
    return Object.fromEntries(found);
  } catch {
    // What cannot be asked has told nothing.
    return {};
  }
}
