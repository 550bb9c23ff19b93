/** A session's timer: the package's answer, asked again at each instant at which it changes. */

import {
  formatTime,
  type Instant,
  nextPhaseChange,
  type Phase,
  type PhaseInfo,
  phaseInfo,
} from "@focus-squad/core";
import type { Clock } from "@focus-squad/core/clock";
import { useEffect, useMemo, useRef, useSyncExternalStore } from "react";
import { createTicker, keyOf, OWN_CLOCK, type Ticker } from "./ticking.js";

/** What {@link useSessionTimer} returns. */
export interface SessionTimer extends PhaseInfo {
  /** `timeRemaining` as `MM:SS`. */
  readonly formatted: string;
  /** `totalTimeRemaining` as `MM:SS`. */
  readonly formattedTotal: string;
  /** When the phase changes next, in milliseconds since the epoch; null once ended. */
  readonly nextPhaseAt: number | null;
  /** Whether there is a session, and it has not ended. */
  readonly isRunning: boolean;
  /**
   * The instant that this is the answer for, in milliseconds since the epoch. Null while there is
   * none: no start is known, the page was rendered on a server without `initialNow`, or the clock
   * was not read yet. Then the phase is `idle` and every number 0.
   */
  readonly now: number | null;
}

/** What {@link useSessionTimer} may be told. */
export interface SessionTimerOptions {
  /** Whose time counts; this computer's unless said otherwise. */
  readonly clock?: Clock | undefined;
  /**
   * The instant that a server renders, and the browser takes over from it, so that both agree. Pass
   * on the one that the server read.
   */
  readonly initialNow?: Date | number | undefined;
  /**
   * Called once for each change that is seen while mounted. Phases that went by unseen, as in a tab
   * that slept, are not told one by one.
   */
  readonly onPhaseChange?: ((phase: Phase, previous: Phase) => void) | undefined;
}

/**
 * The phase of a session and what a timer shows of it, rendered anew at each second of the session
 * and at each phase, until it has ended. Without a start, null or undefined, nothing runs.
 *
 * Throws a `RuleError` for a start that is not an instant.
 */
export function useSessionTimer(
  start: Instant | null | undefined,
  options: SessionTimerOptions = {},
): SessionTimer {
  const { clock = OWN_CLOCK, onPhaseChange } = options;
  const startKey = keyOf(start);
  const initialKey = keyOf(options.initialNow);
  const timer = useMemo(
    () => createTimer(startKey, clock, initialKey),
    [startKey, clock, initialKey],
  );
  const listener = useRef(onPhaseChange);
  useEffect(() => {
    listener.current = onPhaseChange;
  });
  // Before the store below: what the first look at the clock changes is to be heard too.
  useEffect(
    () =>
      timer.subscribe(({ phase }, before) => {
        const isChange = phase !== before.phase && before.now !== null;
        if (isChange) listener.current?.(phase, before.phase);
      }),
    [timer],
  );
  return useSyncExternalStore(timer.subscribe, timer.getState, timer.getInitialState);
}

function createTimer(
  start: Instant | null,
  clock: Clock,
  initialNow: number | null,
): Ticker<SessionTimer> {
  const initial = () => (start === null ? nothingYet() : read(start, initialNow));
  const at = (now: number) => (start === null ? nothingYet() : read(start, now));
  return createTicker({ isOn: start !== null, initial, read: at, nextTick, isSame }, clock);
}

/** The answer at an instant, or none yet. What is no start throws either way. */
function read(start: Instant, now: number | null): SessionTimer {
  const info = phaseInfo(start, now ?? 0);
  if (now === null) return nothingYet();
  const nextPhaseAt = nextPhaseChange(start, now);
  return {
    ...info,
    formatted: formatTime(info.timeRemaining),
    formattedTotal: formatTime(info.totalTimeRemaining),
    nextPhaseAt,
    isRunning: nextPhaseAt !== null,
    now,
  };
}

function nothingYet(): SessionTimer {
  const zero = formatTime(0);
  return {
    phase: "idle",
    timeRemaining: 0,
    totalTimeRemaining: 0,
    progress: 0,
    elapsedMinutes: 0,
    formatted: zero,
    formattedTotal: zero,
    nextPhaseAt: null,
    isRunning: false,
    now: null,
  };
}

/** When the answer is another one; null when it stays. */
function nextTick({ nextPhaseAt, timeRemaining }: SessionTimer): number | null {
  if (nextPhaseAt === null) return null;
  // Seconds are rounded down: the next one shows a millisecond after a whole one is over.
  return Math.min(nextPhaseAt, nextPhaseAt - timeRemaining * 1000 + 1);
}

/** Whether two answers show the same. The progress within a second alone is no change. */
function isSame(one: SessionTimer, other: SessionTimer): boolean {
  const isKnown = (one.now === null) === (other.now === null);
  return isKnown && one.nextPhaseAt === other.nextPhaseAt && one.formatted === other.formatted;
}
