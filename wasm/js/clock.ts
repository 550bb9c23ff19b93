/**
 * The server's clock as seen from here: how far it is ahead, and how sure that is.
 *
 * Between two readings the time runs on `performance.now()` where there is one, so that setting
 * this computer's clock in between changes nothing.
 */

import {
  ClockError,
  type ClockFetch,
  fastest,
  lead,
  monotonic,
  type Reading,
} from "./clock-reading.js";

export {
  ClockError,
  type ClockErrorCode,
  type ClockFetch,
  type ClockResponse,
} from "./clock-reading.js";

/** What tells the time: {@link serverClock}'s answer, or anything with a `now`. */
export interface Clock {
  /** Milliseconds since the epoch, with a fraction. */
  readonly now: () => number;
  /** Whether `now` is worth showing yet; without this it always is. */
  readonly isReady?: boolean;
  /** Tells a listener that the time was set anew; what it returns takes the listener off. */
  readonly subscribe?: (listener: () => void) => () => void;
  /** What a timer calls at every tick, for the clock to look after itself. Never throws. */
  readonly keep?: () => void;
}

/** How a server's clock is read. */
export interface ServerClockOptions {
  /** Where the server tells its time as `{"unix_ms": …}`; `/api/v1/time` unless said otherwise. */
  readonly url?: string | undefined;
  /** Round trips of one reading, the fastest of which counts: 1 to 100, 5 unless said otherwise. */
  readonly rounds?: number | undefined;
  /** Milliseconds that one round trip may take; 5,000 unless said otherwise. */
  readonly timeoutMs?: number | undefined;
}

/** A clock that follows a server's. */
export interface ServerClock extends Clock {
  /**
   * The server's time in milliseconds since the epoch. It never runs backwards between two readings.
   * Until the first one it is this computer's own time.
   */
  readonly now: () => number;
  /** Milliseconds by which the server was ahead of this computer's clock at the last reading. */
  readonly offset: number;
  /**
   * Milliseconds by which `now` may have been off at the last reading, either way: half of the round
   * trip, and the millisecond that the server's answer is cut to. Infinite before the first reading.
   */
  readonly errorBound: number;
  /** Why the last reading failed; null when it did not. */
  readonly error: ClockError | null;
  /** Whether the server answered, or failed to, at least once. */
  readonly isReady: boolean;
  /**
   * Reads the server's clock. Rejects with a {@link ClockError}, or with the signal's reason once it
   * is aborted; the time then goes on as it was. Of two readings at once the later begun one holds.
   */
  readonly sync: (options?: { readonly signal?: AbortSignal | undefined }) => Promise<ServerClock>;
  /** Tells a listener of each reading, failed ones included. */
  readonly subscribe: (listener: () => void) => () => void;
  /**
   * Reads the clock in the background when it was never read, or when this computer slept or had its
   * clock set since; after a failure not before a quarter of a minute. Stops with the last listener.
   */
  readonly keep: () => void;
}

/** The two clocks here may part by so much before one of them is taken to have been set. */
const DOUBT_MS = 2_000;
const RETRY_MS = 15_000;
const MOST_ROUNDS = 100;
/** A longer one would be over at once, as timers count. */
const LONGEST_TIMEOUT_MS = 2_147_483_647;

/** A number from 1 to `most`, or what stands for none. */
function within(number: number | undefined, otherwise: number, most: number): number {
  return number === undefined || Number.isNaN(number)
    ? otherwise
    : Math.min(Math.max(number, 1), most);
}

/**
 * A clock that follows the server's. It asks nothing until `sync` is called, or until a timer that
 * was given it does so:
 *
 * ```ts
 * const clock = await serverClock(fetch).sync();
 * phaseInfo(start, clock.now());
 * ```
 */
export function serverClock(fetch: ClockFetch, options: ServerClockOptions = {}): ServerClock {
  const { url = "/api/v1/time" } = options;
  const rounds = within(options.rounds, 5, MOST_ROUNDS);
  const timeoutMs = within(options.timeoutMs, 5_000, LONGEST_TIMEOUT_MS);
  const listeners = new Set<() => void>();
  let reading: Reading | undefined;
  let error: ClockError | null = null;
  let begun = 0;
  let settled = 0;
  let asked = 0;
  let background: AbortController | undefined;
  let retryAt = Number.NEGATIVE_INFINITY;

  function tell(): void {
    for (const listener of [...listeners]) {
      try {
        listener();
      } catch (thrown) {
        // Of a listener and not of the reading: told where nobody waits for it.
        queueMicrotask(() => {
          throw thrown;
        });
      }
    }
  }

  /** Takes a reading's outcome, unless one that began later is already there. */
  function settle(turn: number, outcome: Reading | ClockError): void {
    if (turn < settled) return;
    settled = turn;
    if (outcome instanceof ClockError) {
      error = outcome;
      retryAt = monotonic() + RETRY_MS;
    } else {
      error = null;
      reading = outcome;
    }
  }

  async function read(signal: AbortSignal | undefined): Promise<ServerClock> {
    const turn = ++begun;
    try {
      settle(turn, await fastest(rounds, { fetch, url, timeoutMs, signal }));
      return clock;
    } catch (thrown) {
      if (thrown instanceof ClockError) settle(turn, thrown);
      throw thrown;
    }
  }

  async function sync({ signal }: { readonly signal?: AbortSignal | undefined } = {}) {
    asked++;
    try {
      return await read(signal);
    } finally {
      asked--;
      // Of an aborted reading too: who waits for one may begin another.
      tell();
    }
  }

  async function keep(): Promise<void> {
    const isTrusted = reading !== undefined && Math.abs(lead() - reading.lead) <= DOUBT_MS;
    if (isTrusted || asked > 0 || background !== undefined || monotonic() < retryAt) return;
    const mine = new AbortController();
    background = mine;
    // What went wrong is in `error`.
    await read(mine.signal).catch(() => {});
    if (background !== mine) return;
    background = undefined;
    tell();
  }

  function stopBackground(): void {
    background?.abort();
    background = undefined;
  }

  const clock: ServerClock = {
    now: () =>
      reading === undefined ? Date.now() : reading.server + (monotonic() - reading.monotonic),
    get offset() {
      return reading === undefined ? 0 : reading.server - (reading.monotonic + reading.lead);
    },
    get errorBound() {
      return reading?.errorBound ?? Number.POSITIVE_INFINITY;
    },
    get error() {
      return error;
    },
    get isReady() {
      return settled > 0;
    },
    sync,
    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stopBackground();
      };
    },
    keep: () => void keep(),
  };
  return clock;
}
