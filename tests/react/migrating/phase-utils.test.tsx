// The migrated `phase-utils` and its timer: the old shape to the letter, the package's answers.

import { phaseInfo } from "@focus-squad/core";
import { renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, expectTypeOf, test, vi } from "vitest";
import { answer } from "../support/server-time";
import { MINUTE, pass, SECOND, START, stopTheClock } from "../support/session";
import * as phaseUtils from "./phase-utils";
import type { PhaseUtils, UseSessionTimer } from "./phase-utils.before";

describe("phase-utils", () => {
  test("has the names and types that it had", () => {
    const migrated: PhaseUtils = phaseUtils;
    expectTypeOf(phaseUtils.getPhaseInfo).toEqualTypeOf<
      (startTime: Date | string, now?: number) => ReturnType<PhaseUtils["getPhaseInfo"]>
    >();
    expect(Object.keys(migrated).sort()).toEqual([
      "PHASE_BOUNDARIES",
      "PHASE_LABELS",
      "SESSION_DURATION_MINUTES",
      "formatTime",
      "getNextPhase",
      "getPhaseDuration",
      "getPhaseInfo",
      "isWorkPhase",
    ]);
  });

  test("has the tables that it had", () => {
    expect(phaseUtils.SESSION_DURATION_MINUTES).toBe(55);
    expect(phaseUtils.PHASE_BOUNDARIES).toEqual([
      { phase: "setup", start: 0, end: 3, label: "Setup" },
      { phase: "work1", start: 3, end: 28, label: "Work Block 1" },
      { phase: "break", start: 28, end: 30, label: "Break" },
      { phase: "work2", start: 30, end: 50, label: "Work Block 2" },
      { phase: "social", start: 50, end: 55, label: "Social" },
    ]);
    expect(phaseUtils.PHASE_LABELS).toEqual({
      idle: "Not Started",
      setup: "Setup",
      work1: "Work Block 1",
      break: "Break",
      work2: "Work Block 2",
      social: "Social",
      completed: "Completed",
    });
  });

  test("answers what the package answers at every second of a session, and around it", () => {
    for (let second = -5; second <= 3_305; second++) {
      const now = START + second * SECOND;
      expect(phaseUtils.getPhaseInfo(new Date(START), now)).toEqual(phaseInfo(START, now));
    }
  });

  test("no longer loses a second: 56 s into a session 124 s of the setup are left", () => {
    const info = phaseUtils.getPhaseInfo("2026-05-01T09:30:00Z", START + 56 * SECOND);
    expect(info.timeRemaining).toBe(124);
  });

  test("waits in whole seconds and refuses what is no instant", () => {
    const { timeRemaining, totalTimeRemaining } = phaseUtils.getPhaseInfo(
      new Date(START),
      START - 1_500,
    );
    expect([timeRemaining, totalTimeRemaining]).toEqual([1, 3_301]);
    for (const start of ["", "yesterday", "2026-05-01T09:30:00"]) {
      expect(() => phaseUtils.getPhaseInfo(start)).toThrow("This is not an instant");
    }
  });

  test("steps, lengths and texts are as they were", () => {
    expect(phaseUtils.getNextPhase("break")).toBe("work2");
    expect(phaseUtils.getNextPhase("completed")).toBeNull();
    expect(phaseUtils.isWorkPhase("work2")).toBe(true);
    expect(phaseUtils.getPhaseDuration("work1")).toBe(1_500);
    expect([61.9, -1, 3_600].map(phaseUtils.formatTime)).toEqual(["01:01", "00:00", "60:00"]);
  });
});

describe("useSessionTimer", () => {
  beforeEach(() => {
    stopTheClock(START + 2 * MINUTE);
    const ahead = async () => answer(200, JSON.stringify({ unix_ms: Date.now() + 5 * MINUTE }));
    vi.stubGlobal("fetch", vi.fn(ahead));
    vi.resetModules();
  });

  afterEach(() => {
    vi.resetModules();
  });

  async function migrated(): Promise<UseSessionTimer> {
    return (await import("./use-session-timer")).useSessionTimer;
  }

  test("takes what it took, and shows the server's phase on a laptop that is five minutes off", async () => {
    const useSessionTimer = await migrated();
    const onPhaseChange = vi.fn();
    const { result } = renderHook(() =>
      useSessionTimer({ startTime: new Date(START), onPhaseChange }),
    );
    await pass(0);
    expect(result.current).toMatchObject({
      ...phaseInfo(START, START + 7 * MINUTE),
      isRunning: true,
    });
    await pass(21 * MINUTE);
    expect(onPhaseChange.mock.calls).toEqual([["break", "work1"]]);
  });

  test("is all zero and not running without a start, and runs while it waits for one", async () => {
    const useSessionTimer = await migrated();
    const { result, rerender } = renderHook(
      (startTime: string | null) => useSessionTimer({ startTime }),
      { initialProps: null as string | null },
    );
    expect(result.current).toMatchObject({
      phase: "idle",
      timeRemaining: 0,
      totalTimeRemaining: 0,
      progress: 0,
      elapsedMinutes: 0,
      isRunning: false,
    });
    rerender("2026-05-01T10:00:00Z");
    await pass(0);
    expect(result.current).toMatchObject({ phase: "idle", isRunning: true });
  });
});
