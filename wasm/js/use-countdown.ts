/** A countdown: the rule's answer, asked again at each instant at which it is another one. */

import type { Countdown, Instant } from "@focus-squad/core";
import type { Clock } from "@focus-squad/core/clock";
import { useMemo, useSyncExternalStore } from "react";
import { createTicker, keyOf, OWN_CLOCK, type Ticker } from "./ticking.js";

/** A rule that counts down: `refreshCountdown`, `banCountdown`, `waitingRoom`. */
export type CountdownRule<Shown extends Countdown> = (
  at: Instant | null | undefined,
  now: Instant,
) => Shown;

/** What {@link useCountdown} may be told. */
export interface CountdownOptions {
  /** Whose time counts; this computer's unless said otherwise. */
  readonly clock?: Clock | undefined;
  /**
   * The instant that a server renders, and the browser takes over from it, so that both agree. Pass
   * on the one that the server read.
   */
  readonly initialNow?: Date | number | undefined;
}

/**
 * What a rule shows until an instant, rendered anew whenever that is something else, and at no other
 * time. Null while no time is known: on a server without `initialNow`, or before the clock was read.
 *
 * Throws what the rule throws.
 */
export function useCountdown<Shown extends Countdown>(
  rule: CountdownRule<Shown>,
  at: Instant | null | undefined,
  options: CountdownOptions = {},
): Shown | null {
  const { clock = OWN_CLOCK } = options;
  const [atKey, initialKey] = [keyOf(at), keyOf(options.initialNow)];
  const countdown = useMemo(
    () => createCountdown(rule, atKey, clock, initialKey),
    [rule, atKey, clock, initialKey],
  );
  return useSyncExternalStore(countdown.subscribe, countdown.getState, countdown.getInitialState);
}

function createCountdown<Shown extends Countdown>(
  rule: CountdownRule<Shown>,
  at: Instant | null,
  clock: Clock,
  initialNow: number | null,
): Ticker<Shown | null> {
  return createTicker<Shown | null>(
    {
      isOn: true,
      initial: () => (initialNow === null ? null : rule(at, initialNow)),
      read: (now) => rule(at, now),
      nextTick: (shown) => shown?.nextChangeAt ?? null,
      // Between two changes everything stays.
      isSame: (one, other) => one === other || one?.nextChangeAt === other?.nextChangeAt,
    },
    clock,
  );
}
