/** Health: what the state of its parts makes of a whole. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Health } from "../words.js";
import { askRule } from "./ask.js";

/** A part of the whole. */
export interface HealthPart {
  /** What it is called; nothing is decided by it. */
  readonly name?: string;
  /** Whether the whole cannot work without it. */
  readonly isCritical: boolean;
  /** How well it is. */
  readonly health: Health;
}

/** How well the whole is. */
export interface OverallHealth {
  /** In a word; never unknown. */
  readonly health: Health;
  /** The status that a probe is answered with. */
  readonly httpStatus: 200 | 503;
}

/** A pool of connections. */
export interface PoolUse {
  /** How many are taken. */
  readonly taken: number;
  /** How many there may be. */
  readonly size: number;
}

/** What the health of parts makes of the whole: without any it is healthy. */
export function safeOverallHealth(facts: {
  readonly parts: readonly HealthPart[];
}): Result<OverallHealth> {
  return askRule(Asked.OverallHealth, facts);
}

/** As {@link safeOverallHealth}; throws a `RuleError`. */
export function overallHealth(facts: { readonly parts: readonly HealthPart[] }): OverallHealth {
  return unwrap(safeOverallHealth(facts));
}

/** How well a disk is, by how many percent of it are used; unknown when that is no number. */
export function safeDiskHealth(usedPercent: number | null): Result<Health> {
  return askRule(Asked.DiskHealth, { usedPercent });
}

/** As {@link safeDiskHealth}; throws a `RuleError`. */
export function diskHealth(usedPercent: number | null): Health {
  return unwrap(safeDiskHealth(usedPercent));
}

/** How well a pool of connections is: degraded from 80 percent on, unhealthy from 95. */
export function safePoolHealth(facts: PoolUse): Result<Health> {
  return askRule(Asked.PoolHealth, facts);
}

/** As {@link safePoolHealth}; throws a `RuleError`. */
export function poolHealth(facts: PoolUse): Health {
  return unwrap(safePoolHealth(facts));
}
