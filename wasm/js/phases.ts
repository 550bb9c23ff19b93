/** The phases of a session. */

import { problem, type Result, refused, unwrap } from "./errors.js";
import { API_PHASES, type ApiPhase, PHASE_WORDS, type Phase } from "./generated.js";
import { type Instance, run } from "./instance.js";
import { Writer } from "./writer.js";

/** A `Date`, milliseconds since the epoch, or RFC 3339 text with a zone. */
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
export function milliseconds(rules: Instance, instant: unknown): number {
  if (typeof instant === "number") return instant;
  if (typeof instant === "string") {
    if (instant.length > INSTANT_MAX) return Number.NaN;
    const writer = new Writer(rules, instant.length);
    return writer.text(instant) ? rules.exports.instantOfText(writer.length) : Number.NaN;
  }
  return dateMilliseconds(instant);
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
    const value: PhaseInfo = {
      phase: PHASE_WORDS[answer] as Phase,
      timeRemaining: rules.number(0),
      totalTimeRemaining: rules.number(1),
      progress: rules.number(2),
      elapsedMinutes: rules.number(3),
    };
    return { ok: true, value };
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
    const { nextPhaseChange } = rules.exports;
    const answer = nextPhaseChange(milliseconds(rules, start), milliseconds(rules, now));
    if (answer < 0) return rules.problems(answer);
    return { ok: true, value: answer === 0 ? null : rules.number(0) };
  });
}

/** As {@link safeNextPhaseChange}; throws a `RuleError` for what is not an instant. */
export function nextPhaseChange(start: Instant, now: Instant = Date.now()): number | null {
  return unwrap(safeNextPhaseChange(start, now));
}

/** The phase that follows; null once ended and for an unknown phase. */
export function nextPhase(phase: Phase): Phase | null {
  const value = unwrap(run((rules) => ok(rules.exports.nextPhase(indexOf(phase)))));
  return PHASE_WORDS[value] ?? null;
}

/** Whether people work in this phase. */
export function isWorkPhase(phase: Phase): boolean {
  return unwrap(run((rules) => ok(rules.exports.isWorkPhase(indexOf(phase)))));
}

/** Whether the board asks for a reflection in this phase: setup, break and social. */
export function hasReflection(phase: Phase): boolean {
  return unwrap(run((rules) => ok(rules.exports.hasReflection(indexOf(phase)))));
}

/** Whether arriving in `next` from `previous` opens the closing dialogue. */
export function opensEndModal(previous: Phase, next: Phase): boolean {
  return unwrap(run((rules) => ok(rules.exports.opensEndModal(indexOf(previous), indexOf(next)))));
}

/** Seconds that a phase lasts; 0 before the start and once ended. */
export function safePhaseDuration(phase: Phase): Result<number> {
  return run((rules) => number(rules, rules.exports.phaseDuration(indexOf(phase))));
}

/** As {@link safePhaseDuration}; throws a `RuleError` for an unknown phase. */
export function phaseDuration(phase: Phase): number {
  return unwrap(safePhaseDuration(phase));
}

/** How many of the five phases lie behind, 0 to 5. */
export function safePhasesCompleted(phase: Phase): Result<number> {
  return run((rules) => number(rules, rules.exports.phasesCompleted(indexOf(phase))));
}

/** As {@link safePhasesCompleted}; throws a `RuleError` for an unknown phase. */
export function phasesCompleted(phase: Phase): number {
  return unwrap(safePhasesCompleted(phase));
}

/** The API's code of a phase; a session that has not begun is `setup` there. */
export function safeToApiPhase(phase: Phase): Result<ApiPhase> {
  return run((rules) => {
    const answer = rules.exports.toApiPhase(indexOf(phase));
    return answer < 0 ? rules.problems(answer) : ok(API_PHASES[answer] as ApiPhase);
  });
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
    const answer = rules.exports.fromApiPhase(place < 0 ? UNKNOWN : place, hasStarted);
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
    return answer < 0 ? rules.problems(answer) : ok(rules.text(answer));
  });
}

/** As {@link safeFormatTime}; throws a `RuleError` for what is not a finite number. */
export function formatTime(seconds: number): string {
  return unwrap(safeFormatTime(seconds));
}

/** No phase has this place. */
const UNKNOWN = 255;

function indexOf(phase: Phase): number {
  const place = PHASE_WORDS.indexOf(phase);
  return place < 0 ? UNKNOWN : place;
}

function notABoolean() {
  return problem("WRONG_TYPE", "hasStarted", { expected: "true or false" });
}

function notANumber() {
  return problem("WRONG_TYPE", "seconds", { expected: "a finite number" });
}

function number(rules: Instance, answer: number): Result<number> {
  return answer < 0 ? rules.problems(answer) : ok(answer);
}

function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}
