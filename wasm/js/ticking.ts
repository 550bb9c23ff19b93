/** What a clock shows, asked again at each instant at which it is another answer. */

import type { Clock } from "@focus-squad/core/clock";

/** What is shown, and when. */
export interface Ticking<State> {
  /** Whether there is anything to look at. */
  readonly isOn: boolean;
  /** What is shown without the clock, as on a server. */
  readonly initial: () => State;
  /** What is shown at an instant. */
  readonly read: (now: number) => State;
  /** When that is another answer, in milliseconds since the epoch; null when it stays. */
  readonly nextTick: (state: State) => number | null;
  /** Whether two answers show the same. */
  readonly isSame: (one: State, other: State) => boolean;
}

type Listener<State> = (state: State, before: State) => void;

/** Runs while somebody listens. */
export interface Ticker<State> {
  readonly getState: () => State;
  readonly getInitialState: () => State;
  readonly subscribe: (listener: Listener<State>) => () => void;
}

export const OWN_CLOCK: Clock = { now: () => Date.now() };

/** The furthest that a timer can be set; one that is set further goes off at once. */
const TIMER_MAX_MS = 0x7fff_ffff;

/** The same instant has the same key, be it another `Date` at each render. */
export function keyOf<T>(instant: T | Date | null | undefined): T | number | null {
  return instant instanceof Date ? instant.getTime() : (instant ?? null);
}

export function createTicker<State>(shown: Ticking<State>, clock: Clock): Ticker<State> {
  const listeners = new Set<Listener<State>>();
  let initial: State | undefined;
  let state: State | undefined;
  let timeout: ReturnType<typeof setTimeout> | undefined;
  let leaveClock: (() => void) | undefined;

  const getInitialState = () => {
    if (initial === undefined) initial = shown.initial();
    return initial;
  };
  const getState = () => {
    if (state === undefined) state = look();
    return state;
  };

  const isWaiting = () => !shown.isOn || clock.isReady === false;

  function look(): State {
    return isWaiting() ? getInitialState() : shown.read(clock.now());
  }

  /** Looks at the clock, comes back when the answer is another one, and tells of a change. */
  function tick(): void {
    clock.keep?.();
    const before = getState();
    const next = look();
    clearTimeout(timeout);
    // A clock that is waited for tells when it is there.
    const at = isWaiting() ? null : shown.nextTick(next);
    timeout = at === null ? undefined : setTimeout(tick, wait(at));
    if (shown.isSame(next, before)) return;
    state = next;
    for (const listener of [...listeners]) listener(next, before);
  }

  function wait(at: number): number {
    return Math.min(Math.ceil(at - clock.now()), TIMER_MAX_MS);
  }

  function run(): void {
    leaveClock = clock.subscribe?.(tick);
    // Timers of a tab in the background are late: it looks again when it is seen.
    globalThis.document?.addEventListener("visibilitychange", tick);
    tick();
  }

  function rest(): void {
    clearTimeout(timeout);
    globalThis.document?.removeEventListener("visibilitychange", tick);
    leaveClock?.();
  }

  function subscribe(listener: Listener<State>): () => void {
    listeners.add(listener);
    if (listeners.size === 1 && shown.isOn) run();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) rest();
    };
  }

  return { getState, getInitialState, subscribe };
}
