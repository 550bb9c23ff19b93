// A countdown, change by change, on a clock that stands still until a test moves it.

import { banCountdown, refreshCountdown, waitingRoom } from "@focus-squad/core";
import { serverClock, useCountdown } from "@focus-squad/core/react";
import { act, render, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { answerAhead } from "./support/server-time";
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

describe("a countdown", () => {
  test("is rendered at each change, and at no other time", async () => {
    stopTheClock(START - 2 * HOUR - 90 * SECOND);
    const seen: (string | undefined)[] = [];
    renderHook(() => seen.push(useCountdown(refreshCountdown, START)?.countdown));
    await pass(2 * HOUR + 90 * SECOND);
    const minutes = Array.from({ length: 60 }, (_, at) => `${59 - at}m`);
    const hour = (at: string) => minutes.map((minute) => `${at}h ${minute}`);
    expect(seen).toEqual(["2h 1m", "2h 0m", ...hour("1"), ...minutes, "Now!"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("of a waiting room sends into the session at its start and not before", async () => {
    stopTheClock(START - 11 * SECOND);
    const { result } = renderHook(() => useCountdown(waitingRoom, START));
    expect(result.current).toMatchObject({ remaining: 11, getReady: false, redirect: null });
    await pass(SECOND);
    expect(result.current).toMatchObject({ remaining: 10, getReady: true });
    await pass(10 * SECOND - 1);
    expect(result.current).toMatchObject({ remaining: 1, redirect: null });
    await pass(1);
    expect(result.current).toMatchObject({ remaining: 0, redirect: "session" });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("comes back to the boundary after a late tick", async () => {
    stopTheClock(START - MINUTE);
    const { result } = renderHook(() => useCountdown(banCountdown, START));
    await pass(1);
    expect(result.current?.countdown).toBe("0:00:59");
    setComputerClock(START - MINUTE + 1701);
    await pass(SECOND);
    expect(result.current?.countdown).toBe("0:00:57");
    await pass(299);
    expect(result.current?.countdown).toBe("0:00:57");
    await pass(1);
    expect(result.current?.countdown).toBe("0:00:56");
  });

  test("is caught up with when a tab that slept is seen again", async () => {
    stopTheClock(START - HOUR);
    const { result } = renderHook(() => useCountdown(banCountdown, START));
    setComputerClock(START + 1);
    await showTab();
    expect(result.current).toMatchObject({ isExpired: true, seconds: 0 });
  });

  test("waits for the server's clock, and goes by it", async () => {
    stopTheClock(START - HOUR);
    const clock = serverClock(answerAhead(30 * MINUTE));
    const { result } = renderHook(() => useCountdown(waitingRoom, START, { clock }));
    expect(result.current).toBeNull();
    await act(() => clock.sync());
    expect(result.current).toMatchObject({ remaining: 1800 });
  });

  test("of nothing shows what the rule says of it, without a timer", () => {
    stopTheClock(START);
    const { result } = renderHook(() => useCountdown(refreshCountdown, null));
    expect(result.current).toMatchObject({ countdown: "--", isExpired: false });
    expect(vi.getTimerCount()).toBe(0);
  });

  test("sets no timer further than one can be set", async () => {
    stopTheClock(START);
    let asked = 0;
    const rule = () => {
      asked += 1;
      return { nextChangeAt: START + 1000 * 24 * HOUR };
    };
    renderHook(() => useCountdown(rule, START));
    const before = asked;
    await pass(HOUR);
    expect(asked).toBe(before);
  });

  test("begins anew with another instant, and costs one timer with a new Date at each render", async () => {
    stopTheClock(START - MINUTE);
    const { result, rerender } = renderHook(({ at }) => useCountdown(banCountdown, at), {
      initialProps: { at: new Date(START) },
    });
    rerender({ at: new Date(START) });
    expect(vi.getTimerCount()).toBe(1);
    rerender({ at: new Date(START + MINUTE) });
    expect(result.current?.seconds).toBe(120);
    expect(vi.getTimerCount()).toBe(1);
  });

  test("throws what the rule refuses", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    expect(() => renderHook(() => useCountdown(banCountdown, "soon"))).toThrowError(
      expect.objectContaining({ code: "INVALID_TIMESTAMP" }),
    );
  });

  test("mounted twice, as StrictMode does, runs one timer and leaves none", async () => {
    stopTheClock(START - MINUTE);
    function Ban() {
      return <p>{useCountdown(banCountdown, START)?.countdown}</p>;
    }
    const { container, unmount } = render(<Ban />, { wrapper: StrictMode });
    expect(vi.getTimerCount()).toBe(1);
    await pass(1);
    expect(container.textContent).toBe("0:00:59");
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("on a server shows nothing, or the instant that is given", () => {
    function Ban({ now }: { readonly now?: number }) {
      return <p>{useCountdown(banCountdown, START, { initialNow: now })?.countdown ?? "…"}</p>;
    }
    expect(renderToString(<Ban />)).toBe("<p>…</p>");
    expect(renderToString(<Ban now={START - MINUTE} />)).toBe("<p>0:01:00</p>");
  });
});
