// What must compile, and, below a comment that expects it, what must not.

import {
  type ApiPhase,
  type Code,
  canSubmitRatings,
  checkClaims,
  compareRules,
  fromApiPhase,
  guardSession,
  newRatingEntries,
  nextPhase,
  PHASES,
  type Phase,
  type PhaseInfo,
  type Problem,
  phaseInfo,
  type RatingPayload,
  type RatingValue,
  type RedReason,
  type Result,
  RULES_VERSION,
  RuleError,
  type RulesSkew,
  RulesUnavailable,
  ratingBatch,
  ratingPayload,
  safePhaseInfo,
  safeValidateRatings,
  setRating,
  toApiPhase,
  type ValidRatings,
  validateRatings,
} from "@focus-squad/core";
import * as full from "@focus-squad/core/full";
import type { StandardSchemaV1 } from "@standard-schema/spec";

// Instants: a date, milliseconds, text; now may be left out.
const info: PhaseInfo = phaseInfo(new Date(), 1_777_627_800_000);
phaseInfo("2026-05-01T09:30:00Z");
// @ts-expect-error an instant is no object
phaseInfo({});
// @ts-expect-error null is no instant
phaseInfo(null);
// @ts-expect-error a start is needed
phaseInfo();
// @ts-expect-error an answer is not to be written to
info.phase = "idle";

// Phases: closed unions, so that a switch can be complete.
export function label(phase: Phase): string {
  switch (phase) {
    case "idle":
    case "setup":
    case "work1":
    case "break":
    case "work2":
    case "social":
    case "completed":
      return phase;
  }
}
export function incomplete(phase: Phase): string {
  switch (phase) {
    case "idle":
      return phase;
    default: {
      // @ts-expect-error six phases are left
      const nothing: never = phase;
      return nothing;
    }
  }
}
const next: Phase | null = nextPhase("setup");
const wire: ApiPhase = toApiPhase("work1");
const read: Phase = fromApiPhase("work_1");
// @ts-expect-error the API writes work_1, the page work1
toApiPhase("work_1");
// @ts-expect-error there may be no next phase
const always: Phase = nextPhase("setup");
// @ts-expect-error the table is not to be written to
PHASES.push(PHASES[0]);

// Results: a value or problems, never both.
const result: Result<PhaseInfo> = safePhaseInfo(0, 0);
if (result.ok) {
  const value: PhaseInfo = result.value;
  // @ts-expect-error a success has no errors
  result.errors;
  console.log(value);
} else {
  const first: Problem = result.errors[0];
  const code: Code = first.code;
  // @ts-expect-error a refusal has no value
  result.value;
  console.log(code === "INVALID_TIMESTAMP", first.params.max);
  // @ts-expect-error there is no such code
  console.log(code === "INVALID_TIME");
}
// @ts-expect-error a result is not its value
safePhaseInfo(0, 0).phase;

// Errors: one class each, those of either entry taken for the other's.
try {
  guardSession(undefined, "id");
} catch (error) {
  if (error instanceof RulesUnavailable) {
    const header: "script-src 'wasm-unsafe-eval'" = error.header;
    console.log(header);
  } else if (error instanceof RuleError) {
    const problems: readonly Problem[] = error.errors;
    console.log(error.code, problems);
  }
}
const sameError: RuleError = new full.RuleError([
  { path: "", code: "MISSING", message: "", params: {} },
]);
const sameInfo: PhaseInfo = full.phaseInfo(0, 0);

// Ratings: a value out of three, states that are replaced and never changed.
const entries = setRating(newRatingEntries(["ana"]), "ana", "green");
const body: RatingPayload = ratingPayload(entries);
const ready: boolean = canSubmitRatings(entries);
const valid: ValidRatings = validateRatings(JSON.parse("{}"), { raterId: "ana" });
const reasons: readonly RedReason[] | undefined = valid.ratings[0]?.reasons;
const values: readonly RatingValue[] = ["green", "red", "skip"];
setRating(entries, "ana", null);
// @ts-expect-error blue is no value
setRating(entries, "ana", "blue");
// @ts-expect-error a state is not to be written to
entries.ana = { value: null, reasons: [], otherReasonText: "" };
// @ts-expect-error there is no such option
safeValidateRatings({}, { rater: "ana" });
const schema: StandardSchemaV1<RatingPayload, ValidRatings> = ratingBatch;

// Tokens: a policy says whose and for whom.
const policy = { issuers: ["https://issuer.example"], audiences: null };
const subject: string = checkClaims("token", policy).subject;
// @ts-expect-error a policy names its audiences, or null
checkClaims("token", { issuers: ["https://issuer.example"] });
// @ts-expect-error not every token names a role
const role: string = checkClaims("token", policy).role;

// Versions: what fetch gives, or the header's text, or that there was none.
const skew: RulesSkew = compareRules(new Response());
compareRules(new Headers(), RULES_VERSION);
compareRules(null);
// @ts-expect-error a promise of a response is none yet
compareRules(Promise.resolve(new Response()));
// @ts-expect-error there is no such answer
console.log(skew === "older");

// The wide rules.
const percentage: number = full.historySummary(2, 1).green_percentage;
// @ts-expect-error counts are numbers
full.historySummary("2", 1);
full.checkRatingEligibility(body, {
  sessionId: "s",
  startTime: 0,
  raterId: "ana",
  seats: [{ userId: null, participantType: "ai_companion" }],
  alreadyRated: false,
  pending: [],
});
// @ts-expect-error facts are given whole
full.checkSkipEligibility({ sessionId: "s" });

export const used = [next, wire, read, always, sameError, sameInfo, ready, reasons, values];
export const more = [schema, subject, role, percentage];
