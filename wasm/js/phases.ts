/** The phases of a session. */

import { problem, type Result, refused, unwrap } from "./errors.js";
import { API_PHASES, type ApiPhase, PHASE_WORDS, type Phase } from "./generated.js";
import { run } from "./instance.js";
import type { Memory } from "./memory.js";

/**
 * A `Date`, milliseconds since the epoch, or RFC 3339 text: `T` or a space between date and time,
 * seconds with any fraction, and a zone `Z`, `±hh:mm` or `±hh`.
 */
export type Instant = Date | number | string;

/** What a timer shows. */
export interface PhaseInfo {
  readonly phase: Phase;
  /** Seconds left in the phase, rounded down; before the start, until it. */
  readonly timeRemaining: number;
  /** Seconds left in the session, rounded down; before the start, with the wait for it. */
  readonly totalTimeRemaining: number;
  /** How much of the phase is over, 0 to 1. */
  readonly progress: number;
  /** Minutes since the start, 0 to 55. */
  readonly elapsedMinutes: number;
}

/** The longest instant text that is looked at, in UTF-16 code units. */
export const INSTANT_MAX = 4096;

/** Milliseconds of an instant; NaN when it is none, for the rules to refuse. */
export function milliseconds(rules: Memory, instant: unknown): number {
  if (typeof instant === "number") return instant;
  if (typeof instant !== "string") return dateMilliseconds(instant);
  if (instant.length > INSTANT_MAX) return Number.NaN;
  return rules.askText(instant, rules.exports.instantOfText) ?? Number.NaN;
}

/** Milliseconds of a `Date`; NaN for anything else, be it one that only looks like a date. */
export function dateMilliseconds(date: unknown): number {
  try {
    return date instanceof Date ? Date.prototype.getTime.call(date) : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

/** The phase at an instant and everything that a timer shows of it. */
export function safePhaseInfo(start: Instant, now: Instant = Date.now()): Result<PhaseInfo> {
  return run((rules) => {
    const answer = rules.exports.phaseInfo(milliseconds(rules, start), milliseconds(rules, now));
    if (answer < 0) return rules.problems(answer);
    rules.read(answer);
    return ok({
      phase: PHASE_WORDS[rules.next()] as Phase,
      timeRemaining: rules.next(),
      totalTimeRemaining: rules.next(),
      progress: rules.next(),
      elapsedMinutes: rules.next(),
    });
  });
}

/** As {@link safePhaseInfo}; throws a `RuleError` for what is not an instant. */
export function phaseInfo(start: Instant, now: Instant = Date.now()): PhaseInfo {
  return unwrap(safePhaseInfo(start, now));
}

/** When the phase changes next, in milliseconds since the epoch; null once ended. */
export function safeNextPhaseChange(
  start: Instant,
  now: Instant = Date.now(),
): Result<number | null> {
  return run((rules) => {
    const answer = rules.exports.phaseInfo(milliseconds(rules, start), milliseconds(rules, now));
    if (answer < 0) return rules.problems(answer);
    // It stands behind the five numbers that a timer shows.
    return ok(rules.read(answer + 5 * 8).maybe());
  });
}

/** As {@link safeNextPhaseChange}; throws a `RuleError` for what is not an instant. */
export function nextPhaseChange(start: Instant, now: Instant = Date.now()): number | null {
  return unwrap(safeNextPhaseChange(start, now));
}

/** The phase that follows; null once ended and for an unknown phase. */
export function nextPhase(phase: Phase): Phase | null {
  return unwrap(facts(phase, (bits) => PHASE_WORDS[(bits >> 8) & 7] ?? null, null));
}

/** Whether people work in this phase. */
export function isWorkPhase(phase: Phase): boolean {
  return unwrap(facts(phase, (bits) => (bits & 64) !== 0, false));
}

/** Whether the board asks for a reflection in this phase: setup, break and social. */
export function hasReflection(phase: Phase): boolean {
  return unwrap(facts(phase, (bits) => (bits & 128) !== 0, false));
}

/** Whether arriving in `next` from `previous` opens the closing dialogue. */
export function opensEndModal(previous: Phase, next: Phase): boolean {
  const places = [indexOf(previous), indexOf(next)] as const;
  return unwrap(run((rules) => ok(rules.exports.opensEndModal(...places) !== 0)));
}

/** Seconds that a phase lasts; 0 before the start and once ended. */
export function safePhaseDuration(phase: Phase): Result<number> {
  return facts(phase, (bits) => bits >> 11);
}

/** As {@link safePhaseDuration}; throws a `RuleError` for an unknown phase. */
export function phaseDuration(phase: Phase): number {
  return unwrap(safePhaseDuration(phase));
}

/** How many of the five phases lie behind, 0 to 5. */
export function safePhasesCompleted(phase: Phase): Result<number> {
  return facts(phase, (bits) => (bits >> 3) & 7);
}

/** As {@link safePhasesCompleted}; throws a `RuleError` for an unknown phase. */
export function phasesCompleted(phase: Phase): number {
  return unwrap(safePhasesCompleted(phase));
}

/** The API's code of a phase; a session that has not begun is `setup` there. */
export function safeToApiPhase(phase: Phase): Result<ApiPhase> {
  return facts(phase, (bits) => API_PHASES[bits & 7] as ApiPhase);
}

/** As {@link safeToApiPhase}; throws a `RuleError` for an unknown phase. */
export function toApiPhase(phase: Phase): ApiPhase {
  return unwrap(safeToApiPhase(phase));
}

/** The phase of an API code. `setup` of a session that has not started is `idle`. */
export function safeFromApiPhase(code: string, hasStarted = true): Result<Phase> {
  return run((rules) => {
    if (typeof hasStarted !== "boolean") return refused(notABoolean());
    const place = API_PHASES.indexOf(code as ApiPhase);
    const answer = rules.exports.fromApiPhase(place, Number(hasStarted));
    return answer < 0 ? rules.problems(answer) : ok(PHASE_WORDS[answer] as Phase);
  });
}

/** As {@link safeFromApiPhase}; throws a `RuleError` for an unknown code. */
export function fromApiPhase(code: string, hasStarted = true): Phase {
  return unwrap(safeFromApiPhase(code, hasStarted));
}

/** Seconds as `MM:SS`: below zero is zero, fractions are cut, minutes do not wrap. */
export function safeFormatTime(seconds: number): Result<string> {
  return run((rules) => {
    if (typeof seconds !== "number") return refused(notANumber());
    const answer = rules.exports.formatTime(seconds);
    return answer < 0 ? rules.problems(answer) : ok(rules.longText(answer));
  });
}

/** As {@link safeFormatTime}; throws a `RuleError` for what is not a finite number. */
export function formatTime(seconds: number): string {
  return unwrap(safeFormatTime(seconds));
}

/** What the rules know of a phase, as bits; `phase.rs` tells which. */
function facts<T>(phase: Phase, read: (bits: number) => T, ofUnknown?: T): Result<T> {
  const place = indexOf(phase);
  // What a phase is never changes, so the rules are asked once.
  const known = FACTS[place] as number;
  if (known >= 0) return ok(read(known));
  return run((rules) => {
    const answer = rules.exports.phaseFacts(place);
    if (answer < 0) return ofUnknown === undefined ? rules.problems(answer) : ok(ofUnknown);
    FACTS[place] = answer;
    return ok(read(answer));
  });
}

/** Below zero while unknown; there is nothing at −1, whatever stands behind lists. */
const FACTS = /* @__PURE__ */ new Float64Array(PHASE_WORDS.length).fill(-1);

/** The place of a phase, −1 for an unknown one. */
function indexOf(phase: Phase): number {
  return PHASE_WORDS.indexOf(phase);
}

function notABoolean() {
  return problem("WRONG_TYPE", "hasStarted", { expected: "true or false" });
}

function notANumber() {
  return problem("WRONG_TYPE", "seconds", { expected: "a finite number" });
}

function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}
