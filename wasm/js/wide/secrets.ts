/** Secrets to sign with, and passwords. Nothing that is told repeats one. */

import { type Result, unwrap } from "../errors.js";
import { Asked } from "../generated.js";
import type { SecretWarning } from "../words.js";
import { askRule } from "./ask.js";

/** A secret that is strong enough. */
export interface SecretVerdict {
  /** What is odd about it nevertheless. */
  readonly warnings: readonly SecretWarning[];
}

/** Whether a secret is strong enough to sign with; refusals name everything that is wrong. */
export function safeJudgeSecret(secret: string): Result<SecretVerdict> {
  return askRule(Asked.JudgeSecret, { secret });
}

/** As {@link safeJudgeSecret}; throws a `RuleError`. */
export function judgeSecret(secret: string): SecretVerdict {
  return unwrap(safeJudgeSecret(secret));
}

/** Whether a password may be chosen; refusals name everything that is wrong. */
export function safeCheckPassword(password: string): Result<void> {
  return askRule(Asked.CheckPassword, { password });
}

/** As {@link safeCheckPassword}; throws a `RuleError`. */
export function checkPassword(password: string): void {
  unwrap(safeCheckPassword(password));
}
