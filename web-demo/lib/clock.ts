/** The server's clock, seen from the page. */

import { useEffect, useState } from "react";

import type { Api } from "./api";

/** One look at the server's clock. */
export interface ClockReading {
  /** Milliseconds to add to this computer's clock to get the server's. */
  readonly offsetMs: number;
  /** What the server's clock showed, in milliseconds since the epoch. */
  readonly readAt: number;
}

export async function readClock(api: Api): Promise<ClockReading> {
  const sent = Date.now();
  const readAt = await api.time();
  const received = Date.now();
  return { offsetMs: Math.round(readAt - (sent + received) / 2), readAt };
}

/** The server's now, in milliseconds since the epoch. */
export function serverNow(clock: ClockReading): number {
  return Date.now() + clock.offsetMs;
}

/** The server's now, renewed at each of its full seconds. */
export function useServerNow(clock: ClockReading): number {
  const [localNow, setLocalNow] = useState(() => Date.now());
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      setLocalNow(Date.now());
      timer = setTimeout(tick, 1000 - (serverNow(clock) % 1000));
    };
    timer = setTimeout(tick, 0);
    return () => clearTimeout(timer);
  }, [clock]);
  // The last tick may be older than the reading.
  return Math.max(localNow + clock.offsetMs, clock.readAt);
}

const CLOCK = new Intl.DateTimeFormat("en-GB", {
  dateStyle: "medium",
  timeStyle: "short",
  timeZone: "UTC",
});

/** An instant as a person reads it, in UTC. */
export function formatInstant(instant: string | number): string {
  return `${CLOCK.format(new Date(instant))} UTC`;
}
