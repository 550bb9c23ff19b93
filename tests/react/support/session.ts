// One session and its instants, in milliseconds since the epoch.

import { act } from "@testing-library/react";
import { vi } from "vitest";

export const START = Date.parse("2026-05-01T09:30:00Z");
export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const SESSION = 55 * MINUTE;

/** Stops this computer's clocks and timers at an instant; they move when a test moves them. */
export function stopTheClock(now: number): void {
  vi.useFakeTimers({ now });
}

/** Time goes by, and what is due happens. */
export async function pass(milliseconds: number): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(milliseconds));
}

/** Somebody sets this computer's clock; `performance.now()` knows nothing of it. */
export function setComputerClock(now: number): void {
  vi.setSystemTime(now);
}

/** The tab is seen again. */
export async function showTab(): Promise<void> {
  await act(async () => {
    document.dispatchEvent(new Event("visibilitychange"));
  });
}
