/** Countdowns: what a page shows until an instant, and when it shows something else. */

import { type Result, unwrap } from "./errors.js";
import { DESTINATIONS, type Destination } from "./generated.js";
import { run } from "./instance.js";
import { type Instant, milliseconds } from "./phases.js";

/** What every countdown tells. */
export interface Countdown {
  /** When this is another answer, in milliseconds since the epoch; null when it stays. */
  readonly nextChangeAt: number | null;
}

/** The countdown to a refresh of credits. */
export interface RefreshCountdown extends Countdown {
  /** `6d 23h`, `5h 0m`, `12m`; `Now!` once it is due, `--` while no instant is known. */
  readonly countdown: string;
  /** Whether it is due. */
  readonly isExpired: boolean;
}

/** The countdown of a ban. */
export interface BanCountdown extends Countdown {
  /** `47:59:59`, hours without a leading zero. */
  readonly countdown: string;
  /** Whether the ban is over, or there is none. */
  readonly isExpired: boolean;
  /** Whole seconds left, rounded down. */
  readonly seconds: number;
  /** Hours that are left of them, rounded up. */
  readonly hours: number;
}

/** What the waiting room of a session shows. */
export interface WaitingRoom extends Countdown {
  /** Whether the start is near. */
  readonly getReady: boolean;
  /** Seconds until the start, rounded up, so that nobody enters early. */
  readonly remaining: number;
  /** Where to go now: the session once it starts, the dashboard without one; null to stay. */
  readonly redirect: Destination | null;
}

/** The countdown to a refresh. What is no instant is as good as null. */
export function safeRefreshCountdown(
  at: Instant | null | undefined,
  now: Instant = Date.now(),
): Result<RefreshCountdown> {
  return ask(0, at, now, (countdown, flag, _, __, nextChangeAt) => ({
    countdown,
    isExpired: flag !== 0,
    nextChangeAt,
  }));
}

/** As {@link safeRefreshCountdown}; throws a `RuleError` when now is no instant. */
export function refreshCountdown(
  at: Instant | null | undefined,
  now: Instant = Date.now(),
): RefreshCountdown {
  return unwrap(safeRefreshCountdown(at, now));
}

/** The countdown of a ban. A page that was told its end in the address takes that one. */
export function safeBanCountdown(
  bannedUntil: Instant | null | undefined,
  now: Instant = Date.now(),
): Result<BanCountdown> {
  return ask(1, bannedUntil, now, (countdown, flag, seconds, hours, nextChangeAt) => ({
    countdown,
    isExpired: flag !== 0,
    seconds,
    hours,
    nextChangeAt,
  }));
}

/** As {@link safeBanCountdown}; throws a `RuleError` for what is not an instant. */
export function banCountdown(
  bannedUntil: Instant | null | undefined,
  now: Instant = Date.now(),
): BanCountdown {
  return unwrap(safeBanCountdown(bannedUntil, now));
}

/** What the waiting room of a session shows. */
export function safeWaitingRoom(
  start: Instant | null | undefined,
  now: Instant = Date.now(),
): Result<WaitingRoom> {
  return ask(2, start, now, (_, flag, remaining, place, nextChangeAt) => ({
    remaining,
    getReady: flag !== 0,
    redirect: DESTINATIONS[place - 1] ?? null,
    nextChangeAt,
  }));
}

/** As {@link safeWaitingRoom}; throws a `RuleError` for what is not an instant. */
export function waitingRoom(
  start: Instant | null | undefined,
  now: Instant = Date.now(),
): WaitingRoom {
  return unwrap(safeWaitingRoom(start, now));
}

function ask<T>(
  kind: number,
  at: Instant | null | undefined,
  now: Instant,
  tell: (
    text: string,
    flag: number,
    seconds: number,
    last: number,
    nextChangeAt: number | null,
  ) => T,
): Result<T> {
  return run((rules) => {
    // The rules know the lowest number for none.
    const millis = at == null ? -Number.MAX_VALUE : milliseconds(rules, at);
    const answer = rules.exports.countdown(kind, millis, milliseconds(rules, now));
    if (answer < 0) return rules.problems(answer);
    const text = rules.longText(answer);
    const value = tell(text, rules.next(), rules.next(), rules.next(), rules.maybe());
    return { ok: true, value };
  });
}
