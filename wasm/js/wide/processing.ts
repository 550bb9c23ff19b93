/** Processing status: how far something is on its way through stages. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { Instant } from "../phases.js";
import type { ProcessingStatus } from "../words.js";
import { askRule } from "./ask.js";

/** A stage that was reported on. */
export interface ProcessingStage {
  /** Its name. */
  readonly stage: string;
  /** How far it is. */
  readonly status: ProcessingStatus;
}

/** What is known of something on its way. */
export interface ProcessingRecord {
  /** The stages that were reported on, in their order. */
  readonly stages: readonly ProcessingStage[];
  /** What went wrong last. */
  readonly errorMessage?: string | null;
  /** When that was told; absent is as of the last report. */
  readonly errorAt?: Instant | null;
  /** When the last report was. */
  readonly updatedAt: Instant;
}

/** A record as it is told. */
export interface ProcessingState extends ProcessingRecord {
  /** What is on its way. */
  readonly id: string;
  /** How far it is. */
  readonly status: ProcessingStatus;
}

/** A worker's report on a stage. */
export interface ProcessingReport extends ProcessingStage {
  /** What is on its way, at most 128 characters. */
  readonly id: string;
  /** What is known of it; null or absent when nothing is. */
  readonly record?: ProcessingRecord | null;
  /** What went wrong; absent or blank leaves an earlier message as it was. */
  readonly errorMessage?: string | null;
  /** All stages in their order; absent are the usual five. */
  readonly stages?: readonly string[] | null;
}

/** What to tell the status of. */
export interface ProcessingFacts {
  /** What is known; null or absent when nothing is. */
  readonly record?: ProcessingRecord | null;
  /** Whether stages without a report are pending. */
  readonly isStrict?: boolean | null;
  /** All stages; absent are the usual five. */
  readonly stages?: readonly string[] | null;
}

/** The record after a report; `UNKNOWN_STAGE` when there is no such stage. */
export function safeRecordProcessing(
  facts: ProcessingReport,
  now: Instant = Date.now(),
): Result<ProcessingState> {
  return askRule(Asked.RecordProcessing, facts, now);
}

/** As {@link safeRecordProcessing}; throws a `RuleError`. */
export function recordProcessing(
  facts: ProcessingReport,
  now: Instant = Date.now(),
): ProcessingState {
  return unwrap(safeRecordProcessing(facts, now));
}

/** How far something is; a record is forgotten a day after its last report. */
export function safeProcessingStatus(
  facts: ProcessingFacts,
  now: Instant = Date.now(),
): Result<ProcessingStatus> {
  return askRule(Asked.ProcessingStatus, facts, now);
}

/** As {@link safeProcessingStatus}; throws a `RuleError`. */
export function processingStatus(
  facts: ProcessingFacts,
  now: Instant = Date.now(),
): ProcessingStatus {
  return unwrap(safeProcessingStatus(facts, now));
}
