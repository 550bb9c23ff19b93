// `useSessionTimer`: what it shows, when it looks again, and what it leaves behind.

import { nextPhaseChange, type Phase, phaseInfo } from "@focus-squad/core";
import { type SessionTimer, useSessionTimer } from "@focus-squad/core/react";
import { act, render, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { describe, expect, test, vi } from "vitest";
import {
  HOUR,
  MINUTE,
  pass,
  SECOND,
  SESSION,
  START,
  setComputerClock,
  showTab,
  stopTheClock,
} from "./support/session";

describe("what is shown", () => {
  test("is the rules' answer, with its text", () => {
    stopTheClock(START + 56 * SECOND);
    const { result } = renderHook(() => useSessionTimer(START));
    expect(result.current).toEqual({
      ...phaseInfo(START, START + 56 * SECOND),
      formatted: "02:04",
      formattedTotal: "54:04",
      nextPhaseAt: START + 3 * MINUTE,
      isRunning: true,
      now: START + 56 * SECOND,
    });
  });

  test("is the same for a Date, for milliseconds and for text", () => {
    stopTheClock(START + 29 * MINUTE);
    for (const start of [new Date(START), START, "2026-05-01T11:30:00+02:00"]) {
      const { result } = renderHook(() => useSessionTimer(start));
      expect(result.current.phase).toBe("break");
      expect(result.current.formatted).toBe("01:00");
    }
  });

  test("counts down to the start before it, and is running then too", () => {
    stopTheClock(START - 90 * SECOND);
    const { result } = renderHook(() => useSessionTimer(START));
    expect(result.current).toMatchObject({ phase: "idle", formatted: "01:30", isRunning: true });
  });

  test("is nothing without a start, and no timer runs", () => {
    stopTheClock(START);
    for (const start of [null, undefined]) {
      const { result } = renderHook(() => useSessionTimer(start));
      expect(result.current).toEqual({
        phase: "idle",
        timeRemaining: 0,
        totalTimeRemaining: 0,
        progress: 0,
        elapsedMinutes: 0,
        formatted: "00:00",
        formattedTotal: "00:00",
        nextPhaseAt: null,
        isRunning: false,
        now: null,
      });
    }
    expect(vi.getTimerCount()).toBe(0);
  });

  test("begins when the start becomes known, and changes with it", () => {
    stopTheClock(START + MINUTE);
    const { result, rerender } = renderHook(
      ({ start }: { start: number | null }) => useSessionTimer(start),
      { initialProps: { start: null as number | null } },
    );
    rerender({ start: START });
    expect(result.current.phase).toBe("setup");
    rerender({ start: START - 10 * MINUTE });
    expect(result.current.phase).toBe("work1");
    expect(vi.getTimerCount()).toBe(1);
  });

  test("is the rules' refusal for a start that is no instant", () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    for (const start of ["2026-05-01T09:30:00", Number.NaN, new Date(Number.NaN)]) {
      expect(() => renderHook(() => useSessionTimer(start))).toThrowError(
        expect.objectContaining({ name: "RuleError", code: "INVALID_TIMESTAMP" }),
      );
    }
  });
});

describe("ticks", () => {
  test("come at each instant at which the answer is another one, and at no other", async () => {
    const from = START - 2 * SECOND - 500;
    stopTheClock(from);
    const seen: string[] = [];
    renderHook(() => {
      const timer = useSessionTimer(START);
      seen.push(`${timer.now} ${timer.phase} ${timer.timeRemaining} ${timer.totalTimeRemaining}`);
    });
    for (let steps = 0; vi.getTimerCount() > 0 && steps < 5_000; steps++) {
      act(() => void vi.advanceTimersToNextTimer());
    }
    expect(seen).toEqual(everyAnswer(from, START + SESSION));
  });

  test("come back to the boundary after a late one", async () => {
    stopTheClock(START);
    const { result } = renderHook(() => useSessionTimer(START));
    await pass(1);
    expect(result.current.timeRemaining).toBe(179);
    // The page was busy for 1.7 s: the timer that was due in one second comes late.
    setComputerClock(START + 701);
    await pass(1_000);
    expect(result.current.timeRemaining).toBe(178);
    await pass(299);
    expect(result.current.timeRemaining).toBe(178);
    await pass(1);
    expect(result.current.timeRemaining).toBe(177);
  });

  test("end with the session", async () => {
    stopTheClock(START + SESSION - 1);
    let renders = 0;
    const { result } = renderHook(() => {
      renders += 1;
      return useSessionTimer(START);
    });
    expect(result.current).toMatchObject({ phase: "social", isRunning: true });
    await pass(1);
    expect(result.current).toMatchObject({ phase: "completed", isRunning: false, progress: 1 });
    expect(vi.getTimerCount()).toBe(0);
    const before = renders;
    await pass(HOUR);
    await showTab();
    expect(renders).toBe(before);
  });

  test("are caught up with at once when a tab that slept is seen again", async () => {
    stopTheClock(START + MINUTE);
    const { result } = renderHook(() => useSessionTimer(START));
    // No timer runs in a frozen tab.
    setComputerClock(START + 40 * MINUTE);
    expect(result.current.phase).toBe("setup");
    await showTab();
    expect(result.current).toMatchObject({ phase: "work2", formatted: "10:00" });
    await pass(1);
    expect(result.current.formatted).toBe("09:59");
  });

  test("are right again within a second after this computer's clock was set back", async () => {
    stopTheClock(START + 40 * MINUTE);
    const { result } = renderHook(() => useSessionTimer(START));
    setComputerClock(START + MINUTE);
    await pass(SECOND);
    expect(result.current.phase).toBe("setup");
  });

  test("cost one timer at a time, with a new Date and a new clock at every render too", async () => {
    stopTheClock(START);
    let renders = 0;
    const clock = () => ({ now: () => Date.now() });
    const { unmount } = renderHook(() => {
      renders += 1;
      return useSessionTimer(new Date(START), { clock: clock() });
    });
    await pass(10 * SECOND);
    expect(vi.getTimerCount()).toBe(1);
    expect(renders).toBeLessThanOrEqual(12);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("onPhaseChange", () => {
  test("is told of each phase, in order, with the one before", async () => {
    stopTheClock(START - SECOND);
    const onPhaseChange = vi.fn();
    renderHook(() => useSessionTimer(START, { onPhaseChange }));
    expect(onPhaseChange).not.toHaveBeenCalled();
    await pass(SECOND + SESSION);
    expect(onPhaseChange.mock.calls).toEqual([
      ["setup", "idle"],
      ["work1", "setup"],
      ["break", "work1"],
      ["work2", "break"],
      ["social", "work2"],
      ["completed", "social"],
    ]);
  });

  test("is told once of phases that went by unseen", async () => {
    stopTheClock(START);
    const onPhaseChange = vi.fn();
    renderHook(() => useSessionTimer(START, { onPhaseChange }));
    setComputerClock(START + 52 * MINUTE);
    await showTab();
    expect(onPhaseChange.mock.calls).toEqual([["social", "setup"]]);
  });

  test("is the function of the latest render", async () => {
    stopTheClock(START + 3 * MINUTE - 1);
    const [first, second] = [vi.fn(), vi.fn()];
    const { rerender } = renderHook(
      ({ onPhaseChange }) => useSessionTimer(START, { onPhaseChange }),
      { initialProps: { onPhaseChange: first } },
    );
    rerender({ onPhaseChange: second });
    await pass(1);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledOnce();
  });

  test("is not told that another session is in another phase", async () => {
    stopTheClock(START);
    const onPhaseChange = vi.fn();
    const { rerender } = renderHook(({ start }) => useSessionTimer(start, { onPhaseChange }), {
      initialProps: { start: START },
    });
    rerender({ start: START - 30 * MINUTE });
    expect(onPhaseChange).not.toHaveBeenCalled();
  });

  test("may throw without stopping the timer", async () => {
    stopTheClock(START + 3 * MINUTE - 1);
    const onPhaseChange = vi.fn(() => {
      throw new Error("a mistake of the page");
    });
    const { result } = renderHook(() => useSessionTimer(START, { onPhaseChange }));
    await expect(pass(1)).rejects.toThrow("a mistake of the page");
    await pass(SECOND);
    expect(result.current).toMatchObject({ phase: "work1", formatted: "24:59" });
  });
});

describe("mounting", () => {
  test("twice, as StrictMode does, runs one timer and tells each phase once", async () => {
    stopTheClock(START + 3 * MINUTE - SECOND);
    const onPhaseChange = vi.fn();
    const shown: string[] = [];
    function Timer() {
      const { formatted }: SessionTimer = useSessionTimer(START, { onPhaseChange });
      shown.push(formatted);
      return <p>{formatted}</p>;
    }
    const { container } = render(
      <StrictMode>
        <Timer />
      </StrictMode>,
    );
    expect(vi.getTimerCount()).toBe(1);
    await pass(SECOND);
    expect(container.textContent).toBe("25:00");
    expect(onPhaseChange.mock.calls).toEqual([["work1", "setup"]]);
    expect(vi.getTimerCount()).toBe(1);
  });

  test("leaves no timer and no listener after unmounting", () => {
    stopTheClock(START);
    const added = vi.spyOn(document, "addEventListener");
    const removed = vi.spyOn(document, "removeEventListener");
    const { unmount } = renderHook(() => useSessionTimer(START, { onPhaseChange: () => {} }));
    const of = (spy: typeof added | typeof removed) =>
      spy.mock.calls.filter(([type]) => type === "visibilitychange").map(([, heard]) => heard);
    expect(of(added)).toHaveLength(1);
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    expect(of(removed)).toEqual(of(added));
    expect(vi.getTimerCount()).toBe(0);
  });
});

/** Each answer of the rules with its first instant: they can change at whole seconds and 1 ms after. */
function everyAnswer(from: number, to: number): string[] {
  const instants = [from];
  for (let at = START - 2 * SECOND; at <= to; at += SECOND) instants.push(at, at + 1);
  const found: string[] = [];
  let last = "";
  for (const at of instants.filter((instant) => instant <= to)) {
    const { phase, timeRemaining, totalTimeRemaining } = phaseInfo(START, at);
    const answer: `${Phase} ${number} ${number}` = `${phase} ${timeRemaining} ${totalTimeRemaining}`;
    if (answer !== last) found.push(`${at} ${answer}`);
    last = answer;
  }
  if (nextPhaseChange(START, to) !== null) throw new Error("the session has not ended by then");
  return found;
}
