// A timer that follows the server's clock, on a laptop whose own clock is wrong.

import { type ClockFetch, serverClock } from "@focus-squad/core/clock";
import { useSessionTimer } from "@focus-squad/core/react";
import { act, render, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { describe, expect, test, vi } from "vitest";
import { answer, answerAhead } from "./support/server-time";
import {
  HOUR,
  MINUTE,
  pass,
  SECOND,
  START,
  setComputerClock,
  showTab,
  stopTheClock,
} from "./support/session";

describe("a laptop five minutes off", () => {
  test.each([
    { laptop: "slow", ahead: 5 * MINUTE, phase: "social", formatted: "02:00" },
    { laptop: "fast", ahead: -5 * MINUTE, phase: "work2", formatted: "02:00" },
  ])("shows the server's phase and second when it is $laptop", async (expected) => {
    const { ahead, phase, formatted } = expected;
    const server = phase === "social" ? START + 53 * MINUTE : START + 48 * MINUTE;
    stopTheClock(server - ahead);
    const clock = await serverClock(answerAhead(ahead)).sync();
    const { result } = renderHook(() => useSessionTimer(START, { clock }));
    expect(result.current).toMatchObject({ phase, formatted });
    await pass(1);
    expect(result.current.formatted).toBe("01:59");
  });

  test("reads the server's clock by itself, and shows no phase of its own before", async () => {
    stopTheClock(START + 49 * MINUTE);
    const onPhaseChange = vi.fn();
    const phases: string[] = [];
    const clock = serverClock(answerAhead(5 * MINUTE));
    renderHook(() => {
      const { phase, now } = useSessionTimer(START, { clock, onPhaseChange });
      phases.push(now === null ? "unknown" : phase);
    });
    await pass(0);
    expect(phases).toEqual(["unknown", "social"]);
    expect(onPhaseChange).not.toHaveBeenCalled();
  });

  test("stays with the instant that a server rendered until its clock was read", async () => {
    stopTheClock(START + 49 * MINUTE);
    const clock = serverClock(() => new Promise(() => {}), { timeoutMs: 2 * SECOND });
    const options = { clock, initialNow: START + 54 * MINUTE };
    const { result } = renderHook(() => useSessionTimer(START, options));
    expect(result.current).toMatchObject({ phase: "social", formatted: "01:00" });
    // What runs is the request's own deadline.
    expect(vi.getTimerCount()).toBe(1);
    await pass(2 * SECOND - 1);
    expect(result.current.formatted).toBe("01:00");
    expect(clock.error).toBeNull();
    await pass(1);
    expect(clock.error?.code).toBe("CLOCK_TIMEOUT");
    expect(result.current.phase).toBe("work2");
  });

  test("falls back on its own clock when the server's cannot be read, and tries again", async () => {
    stopTheClock(START + 49 * MINUTE);
    const fetch = vi.fn<ClockFetch>(async () => answer(503, ""));
    const clock = serverClock(fetch);
    const { result } = renderHook(() => useSessionTimer(START, { clock }));
    await pass(0);
    expect(result.current.phase).toBe("work2");
    expect(clock.error?.code).toBe("CLOCK_REFUSED");
    fetch.mockImplementation(answerAhead(5 * MINUTE));
    await pass(16 * SECOND);
    expect(result.current.phase).toBe("social");
  });
});

describe("a running timer", () => {
  test("does not care when this computer's clock is set, and asks the server about it", async () => {
    stopTheClock(START + MINUTE);
    const fetch = vi.fn(answerAhead(0));
    const clock = await serverClock(fetch, { rounds: 1 }).sync();
    const { result } = renderHook(() => useSessionTimer(START, { clock }));
    // The server's clock goes on as before: what this computer shows now is an hour too much.
    fetch.mockImplementation(answerAhead(-HOUR));
    setComputerClock(START + MINUTE + HOUR);
    await pass(1);
    expect(result.current.formatted).toBe("01:59");
    await pass(SECOND);
    expect(result.current.formatted).toBe("01:58");
    expect(fetch).toHaveBeenCalledTimes(2);
    expect(clock.offset).toBe(-HOUR);
  });

  test("is right again after this computer slept, once the tab is seen", async () => {
    stopTheClock(START + MINUTE);
    const clock = await serverClock(answerAhead(0)).sync();
    const onPhaseChange = vi.fn();
    const { result } = renderHook(() => useSessionTimer(START, { clock, onPhaseChange }));
    // While it sleeps `performance.now()` stands still on some systems.
    setComputerClock(START + 51 * MINUTE);
    await showTab();
    await pass(0);
    expect(result.current).toMatchObject({ phase: "social", formatted: "04:00" });
    expect(onPhaseChange.mock.calls).toEqual([["social", "setup"]]);
  });

  test("follows a reading that somebody asks for", async () => {
    stopTheClock(START);
    const fetch = vi.fn(answerAhead(0));
    const clock = await serverClock(fetch).sync();
    const { result } = renderHook(() => useSessionTimer(START, { clock }));
    fetch.mockImplementation(answerAhead(29 * MINUTE));
    await act(() => clock.sync());
    expect(result.current).toMatchObject({ phase: "break", formatted: "01:00" });
    await pass(1);
    expect(result.current.formatted).toBe("00:59");
  });

  test("in StrictMode reads the clock and leaves nothing behind", async () => {
    stopTheClock(START);
    const clock = serverClock(answerAhead(MINUTE), { rounds: 1 });
    function Timer() {
      return <p>{useSessionTimer(START, { clock }).formatted}</p>;
    }
    const page = (
      <StrictMode>
        <Timer />
        <Timer />
      </StrictMode>
    );
    const { container, unmount } = render(page);
    await pass(0);
    expect(container.textContent).toBe("02:0002:00");
    expect(vi.getTimerCount()).toBe(2);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("that leaves while the server is silent leaves nothing behind", async () => {
    stopTheClock(START);
    const silent = vi.fn<ClockFetch>(() => new Promise(() => {}));
    const clock = serverClock(silent);
    const { unmount } = renderHook(() => useSessionTimer(START, { clock }));
    expect(silent).toHaveBeenCalledOnce();
    unmount();
    await pass(0);
    expect(silent.mock.calls[0]?.[1].signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
  });
});
