/** Presence: whether somebody is there, what others are told of it, and how it looks. */

import { type Result, unwrap } from "./errors.js";
import type { Five } from "./exports.js";
import {
  PARTICIPANT_TYPES,
  type ParticipantType,
  PRESENCE_BADGES,
  PRESENCE_EVENTS,
  PRESENCE_STATES,
  type PresenceBadge,
  type PresenceEvent,
  type PresenceState,
  SPRITE_STATES,
  type SpriteState,
} from "./generated.js";
import { run } from "./instance.js";
import { type Instant, milliseconds } from "./phases.js";

/** What events led to so far, and what is shown of it. */
export interface Presence {
  /** Whether somebody is there. */
  readonly state: PresenceState;
  /** Whether the page, or a picture-in-picture window of it, is seen. */
  readonly isVisible: boolean;
  /** Whether somebody types. */
  readonly isTyping: boolean;
  /** Whether somebody speaks, or spoke a moment ago. */
  readonly isSpeaking: boolean;
  /** Whether any of these is another than after the event before. */
  readonly hasChanged: boolean;
  /** Whether the others are to be told: of a change, and every 30 seconds. */
  readonly isDue: boolean;
  /** When any of this is another without an event, in milliseconds; null when it stays. */
  readonly nextChangeAt: number | null;
  /** What the rules remember. */
  readonly memory: readonly number[];
}

/** How somebody is shown. */
export interface PresenceLook {
  /** The state that is shown. */
  readonly state: PresenceState;
  /** What the figure does. */
  readonly sprite: SpriteState;
  /** What the badge says. */
  readonly badge: PresenceBadge;
  /** How visible the figure is, 0 to 1. */
  readonly opacity: number;
}

/** What is known of somebody who is to be shown. */
export interface PresenceSeen {
  /** What they told; without it they are there. */
  readonly state?: PresenceState | null | undefined;
  /** Whether they speak. */
  readonly isSpeaking?: boolean | undefined;
  /** Whether they type. */
  readonly isTyping?: boolean | undefined;
  /** An AI companion is always there. */
  readonly participantType?: ParticipantType | undefined;
}

/**
 * What an event leads to. Null begins with somebody new, whose presence is not watched yet: then
 * they are active, visible and not typing, and nobody is to be told.
 */
export function safeNextPresence(
  before: Pick<Presence, "memory"> | null,
  event: PresenceEvent,
  now: Instant = Date.now(),
): Result<Presence> {
  return run((rules) => {
    const answer = rules.exports.presenceStep(
      PRESENCE_EVENTS.indexOf(event),
      milliseconds(rules, now),
      ...remembered(before),
    );
    if (answer < 0) return rules.problems(answer);
    const memory = rules.read(answer).many(5);
    const bits = rules.next();
    return {
      ok: true,
      value: {
        state: PRESENCE_STATES[bits & 3] as PresenceState,
        isVisible: (bits & 4) !== 0,
        isTyping: (bits & 8) !== 0,
        isSpeaking: (bits & 16) !== 0,
        hasChanged: (bits & 32) !== 0,
        isDue: (bits & 64) !== 0,
        nextChangeAt: rules.maybe(),
        memory,
      },
    };
  });
}

/** As {@link safeNextPresence}; throws a `RuleError` for an unknown event or instant. */
export function nextPresence(
  before: Pick<Presence, "memory"> | null,
  event: PresenceEvent,
  now: Instant = Date.now(),
): Presence {
  return unwrap(safeNextPresence(before, event, now));
}

/** How somebody is shown: an absence counts more than speaking, speaking more than typing. */
export function safePresenceLook(seen: PresenceSeen): Result<PresenceLook> {
  return run((rules) => {
    const { state, isSpeaking, isTyping, participantType } = told(seen);
    const answer = rules.exports.presenceLook(
      state == null ? PRESENCE_STATES.length : PRESENCE_STATES.indexOf(state),
      Number(isSpeaking === true),
      Number(isTyping === true),
      Number(participantType === PARTICIPANT_TYPES[1]),
    );
    if (answer < 0) return rules.problems(answer);
    return {
      ok: true,
      value: {
        state: PRESENCE_STATES[answer & 3] as PresenceState,
        sprite: SPRITE_STATES[(answer >> 2) & 7] as SpriteState,
        badge: PRESENCE_BADGES[(answer >> 5) & 3] as PresenceBadge,
        opacity: (answer >> 7) / 100,
      },
    };
  });
}

/** As {@link safePresenceLook}; throws a `RuleError` for an unknown state. */
export function presenceLook(seen: PresenceSeen): PresenceLook {
  return unwrap(safePresenceLook(seen));
}

/** What was told; what cannot be read was not. */
function told(seen: PresenceSeen): PresenceSeen {
  try {
    return { ...seen };
  } catch {
    return {};
  }
}

/** A number; NaN for anything else. */
function numberOf(value: unknown): number {
  return typeof value === "number" ? value : Number.NaN;
}

/** What the rules remember; NaN where there is nothing, or nothing that can be read. */
function remembered(before: Pick<Presence, "memory"> | null): Five {
  try {
    const { memory } = before as Presence;
    return [
      numberOf(memory[0]),
      numberOf(memory[1]),
      numberOf(memory[2]),
      numberOf(memory[3]),
      numberOf(memory[4]),
    ];
  } catch {
    return [Number.NaN, 0, 0, 0, 0];
  }
}
