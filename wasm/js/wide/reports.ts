/** Reporting somebody to the moderators. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import { askRule } from "./ask.js";

/** A report as it is sent, and what it is judged on. */
export interface ReportFacts {
  /** Whom it is about. */
  readonly reported_user_id: string;
  /** The session in which it happened. */
  readonly session_id: string;
  /** What it is about: 1 to 50 code points. */
  readonly category: string;
  /** What happened, at most 2,000 code points. */
  readonly description?: string | null;
  /** Who reports. */
  readonly reporterId: string;
  /** Whom they have reported of this session before. */
  readonly reportedUserIds: readonly string[];
}

/** A report to be stored. */
export interface Report {
  /** Whom it is about. */
  readonly reportedUserId: string;
  /** The session in which it happened. */
  readonly sessionId: string;
  /** What it is about. */
  readonly category: string;
  /** What happened; null for nothing said. */
  readonly description: string | null;
  /** What becomes of it first. */
  readonly status: "pending";
}

/** A report to be stored; `SELF_REPORT`, `DUPLICATE_REPORT` or `REPORT_LIMIT_EXCEEDED` against it. */
export function safeSubmitReport(facts: ReportFacts): Result<Report> {
  return askRule(Asked.SubmitReport, facts);
}

/** As {@link safeSubmitReport}; throws a `RuleError`. */
export function submitReport(facts: ReportFacts): Report {
  return unwrap(safeSubmitReport(facts));
}
