/** Presence: what tablemates tell each other, and what counts as a sound. */

import { problem, type Result, refused, unwrap } from "../errors.js";
import { Asked, FULL_SCALE, Kind, type PresenceState, SAMPLES_MAX } from "../generated.js";
import { run } from "../instance.js";
import { lengthOf, type Memory } from "../memory.js";
import type { Instant } from "../phases.js";
import { askRule } from "./ask.js";

/** What presence is judged by. */
export interface PresenceStateFacts {
  /** Whether the page, or a picture-in-picture window of it, is seen. */
  readonly isVisible: boolean;
  /** Milliseconds since the last signal. */
  readonly elapsedMs: number;
}

/** What somebody tells of themselves. */
export interface PresenceTold {
  /** Who. */
  readonly userId: string;
  /** Whether they are there. */
  readonly presenceState: PresenceState;
  /** Whether they type. */
  readonly isTyping: boolean;
}

/** A message as it was read. */
export interface PresenceMessage extends PresenceTold {
  /** When they told it, by their own clock, in milliseconds since the epoch. */
  readonly timestamp: number;
}

/** A message as it came. */
export interface PresenceReceived {
  /** Its text. */
  readonly text: string;
  /** One's own id, of which messages are ignored. */
  readonly userId?: string | null | undefined;
}

/** Whether somebody is there. */
export function safePresenceState(facts: PresenceStateFacts): Result<PresenceState> {
  return askRule(Asked.PresenceState, facts);
}

/** As {@link safePresenceState}; throws a `RuleError` with every problem of the facts. */
export function presenceState(facts: PresenceStateFacts): PresenceState {
  return unwrap(safePresenceState(facts));
}

/** What to tell the others of oneself, as JSON text. */
export function safePresenceMessage(
  facts: PresenceTold,
  now: Instant = Date.now(),
): Result<string> {
  return askRule(Asked.PresenceMessage, facts, now);
}

/** As {@link safePresenceMessage}; throws a `RuleError` with every problem of the facts. */
export function presenceMessage(facts: PresenceTold, now: Instant = Date.now()): string {
  return unwrap(safePresenceMessage(facts, now));
}

/** What somebody else told of themselves; null for one's own message, and for any other text. */
export function safeReadPresenceMessage(facts: PresenceReceived): Result<PresenceMessage | null> {
  return askRule(Asked.ReadPresenceMessage, facts);
}

/** As {@link safeReadPresenceMessage}; throws a `RuleError` for what is no text or id. */
export function readPresenceMessage(facts: PresenceReceived): PresenceMessage | null {
  return unwrap(safeReadPresenceMessage(facts));
}

/** What was listened to so far: keep it between two levels. Levels are in millionths. */
export interface SoundCalibration {
  /** When listening began. */
  readonly since: Instant;
  /** The levels of the baseline in sum. */
  readonly sum: number;
  /** How many they are. */
  readonly count: number;
  /** What a level must be above; null while the baseline is made. */
  readonly threshold?: number | null | undefined;
}

/** The level of a moment, and what was listened to before it. */
export interface SoundFacts {
  /** The level, 0 to 1, as {@link soundLevel} tells it. */
  readonly level: number;
  /** What was listened to; null begins. */
  readonly calibration?: SoundCalibration | null | undefined;
}

/** What was heard. */
export interface SoundHeard {
  /** Whether the level counts as a sound, which the event `sound` of presence tells of. */
  readonly isHeard: boolean;
  /** What is remembered from now on. */
  readonly calibration: {
    readonly since: string;
    readonly sum: number;
    readonly count: number;
    readonly threshold: number | null;
  };
}

/** The level of samples, 0 to 1 in millionths: the root of the mean of their squares. */
export function safeSoundLevel(samples: Float32Array | readonly number[]): Result<number> {
  return run((rules) => {
    const at = rules.open(Kind.Array);
    try {
      writeSamples(rules, samples);
    } catch {
      return refused(problem("WRONG_TYPE", "samples", { expected: "an array" }));
    }
    rules.close(at, samples === undefined ? 0 : 1);
    const answer = rules.ask(rules.exports.soundLevel);
    return answer < 0 ? rules.problems(answer) : { ok: true, value: answer / FULL_SCALE };
  });
}

function writeSamples(rules: Memory, samples: unknown): void {
  if (!Array.isArray(samples) && !(samples instanceof Float32Array)) {
    if (samples !== undefined) rules.node(Kind.Other, 0, 0);
    return;
  }
  const list = rules.open(Kind.Array);
  const length = lengthOf(samples as readonly unknown[]);
  for (let place = 0; place < length && place < SAMPLES_MAX; place++) {
    const sample: unknown = samples[place];
    rules.number(typeof sample === "number" ? sample : Number.NaN);
  }
  rules.close(list, length);
}

/** As {@link safeSoundLevel}; throws a `RuleError` for what is no list, or one too long. */
export function soundLevel(samples: Float32Array | readonly number[]): number {
  return unwrap(safeSoundLevel(samples));
}

/**
 * Takes the level of a moment: three seconds make a baseline, then what is louder than twice their
 * mean counts as a sound.
 */
export function safeHearSound(facts: SoundFacts, now: Instant = Date.now()): Result<SoundHeard> {
  return askRule(Asked.HearSound, facts, now);
}

/** As {@link safeHearSound}; throws a `RuleError` with every problem of the facts. */
export function hearSound(facts: SoundFacts, now: Instant = Date.now()): SoundHeard {
  return unwrap(safeHearSound(facts, now));
}
