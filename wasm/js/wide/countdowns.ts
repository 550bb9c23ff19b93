/** Where the dashboard leads, and days gone by. */

import { type Result, unwrap } from "../errors.js";
import { Asked, type Destination } from "../generated.js";
import type { Instant } from "../phases.js";
import type { DayLabel } from "../words.js";
import { askRule } from "./ask.js";

/** Who the dashboard may send on. */
export interface DashboardFacts {
  /** Whether they wait for a session. */
  readonly isWaiting: boolean;
  /** The session; null or empty for none. */
  readonly sessionId?: string | null | undefined;
  /** When it starts. */
  readonly start?: Instant | null | undefined;
}

/** How long ago something was. */
export interface RelativeDays {
  /** In a word. */
  readonly label: DayLabel;
  /** Whole days, rounded down; null of what never was. */
  readonly days: number | null;
}

/**
 * Where the dashboard sends somebody: to the waiting room before the start, into the session from
 * then on. Null to stay: nobody waits, or there is no session or no start.
 */
export function safeDashboardRedirect(
  facts: DashboardFacts,
  now: Instant = Date.now(),
): Result<Destination | null> {
  return askRule(Asked.DashboardRedirect, facts, now);
}

/** As {@link safeDashboardRedirect}; throws a `RuleError` with every problem of the facts. */
export function dashboardRedirect(
  facts: DashboardFacts,
  now: Instant = Date.now(),
): Destination | null {
  return unwrap(safeDashboardRedirect(facts, now));
}

/** How many times 24 hours ago an instant was; what is still to come is today, null is never. */
export function safeRelativeDays(
  value: Instant | null | undefined,
  now: Instant = Date.now(),
): Result<RelativeDays> {
  return askRule(Asked.RelativeDays, { value }, now);
}

/** As {@link safeRelativeDays}; throws a `RuleError` for what is not an instant. */
export function relativeDays(
  value: Instant | null | undefined,
  now: Instant = Date.now(),
): RelativeDays {
  return unwrap(safeRelativeDays(value, now));
}
