// One's own presence: the page's events, listener by listener, on a clock that a test moves.

import {
  type PresenceWatch,
  type PresenceWatchOptions,
  usePresence,
} from "@focus-squad/core/react";
import { act, render, renderHook } from "@testing-library/react";
import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, test, vi } from "vitest";
import { MINUTE, pass, SECOND, START, stopTheClock } from "./support/session";

let visibility: DocumentVisibilityState = "visible";
Object.defineProperty(document, "visibilityState", { get: () => visibility, configurable: true });

afterEach(() => {
  visibility = "visible";
});

async function see(state: DocumentVisibilityState): Promise<void> {
  visibility = state;
  await happen("visibilitychange");
}

async function happen(type: string): Promise<void> {
  await act(async () => void document.dispatchEvent(new Event(type)));
}

function watch(initialProps: PresenceWatchOptions = {}) {
  return renderHook((options: PresenceWatchOptions) => usePresence(options), { initialProps });
}

const state = ({ current }: { current: PresenceWatch }) => current.state;

describe("presence", () => {
  test("is lost after two minutes without a signal, and gone after five", async () => {
    stopTheClock(START);
    const onChange = vi.fn();
    const { result } = watch({ onChange });
    expect(result.current).toMatchObject({ state: "active", isVisible: true, badge: "Focused" });
    await pass(2 * MINUTE - 1);
    expect(state(result)).toBe("active");
    await pass(1);
    expect(result.current).toMatchObject({ state: "away", sprite: "away", badge: "Away" });
    await pass(3 * MINUTE);
    expect(result.current).toMatchObject({ state: "ghosting", badge: "Gone", opacity: 0.4 });
    expect(onChange.mock.calls).toEqual([
      ["away", "active"],
      ["ghosting", "away"],
    ]);
    expect(vi.getTimerCount()).toBe(0);
  });

  test("follows the page out of sight and back", async () => {
    stopTheClock(START);
    const { result } = watch();
    await see("hidden");
    expect(result.current).toMatchObject({ state: "grace", isVisible: false });
    await pass(10 * MINUTE);
    expect(state(result)).toBe("ghosting");
    await see("visible");
    expect(state(result)).toBe("active");
  });

  test("begins in grace on a page that is out of sight", () => {
    stopTheClock(START);
    visibility = "hidden";
    expect(state(watch().result)).toBe("grace");
  });

  test("sees the page through a picture-in-picture window", async () => {
    stopTheClock(START);
    const { result, rerender } = watch({ isInPip: true });
    await see("hidden");
    expect(state(result)).toBe("active");
    rerender({ isInPip: false });
    expect(state(result)).toBe("grace");
  });

  test("listens to input with consent alone, and stops when it is revoked", async () => {
    stopTheClock(START);
    const added = vi.spyOn(document, "addEventListener");
    const removed = vi.spyOn(document, "removeEventListener");
    const input = (spy: typeof added | typeof removed) =>
      spy.mock.calls.map(([type]) => type).filter((type) => type !== "visibilitychange");
    const { result, rerender } = watch();
    expect(input(added)).toEqual([]);
    await happen("keydown");
    expect(result.current.isTyping).toBe(false);
    rerender({ hasConsent: true });
    expect(input(added)).toEqual(["keydown", "mousedown", "mousemove", "touchstart"]);
    await pass(MINUTE);
    await happen("mousemove");
    await pass(2 * MINUTE - 1);
    expect(state(result)).toBe("active");
    await pass(1);
    expect(state(result)).toBe("away");
    await happen("keydown");
    expect(result.current).toMatchObject({ state: "active", isTyping: true, sprite: "typing" });
    rerender({ hasConsent: false });
    expect(result.current).toMatchObject({ state: "active", isTyping: false });
    expect(input(removed)).toEqual(input(added));
  });

  test("types for three seconds behind the last key", async () => {
    stopTheClock(START);
    const { result } = watch({ hasConsent: true });
    await happen("keydown");
    await pass(2 * SECOND);
    await happen("keydown");
    await pass(3 * SECOND - 1);
    expect(result.current.isTyping).toBe(true);
    await pass(1);
    expect(result.current.isTyping).toBe(false);
  });

  test("speaks for two seconds longer than the microphone", async () => {
    stopTheClock(START);
    const { result, rerender } = watch({ isSpeaking: true });
    expect(result.current.sprite).toBe("speaking");
    rerender({ isSpeaking: false });
    await pass(2 * SECOND - 1);
    expect(result.current.sprite).toBe("speaking");
    await pass(1);
    expect(result.current.sprite).toBe("working");
  });

  test("counts a sound that the page reports as a signal", async () => {
    stopTheClock(START);
    const { result } = watch();
    await pass(MINUTE);
    act(() => result.current.reportSound());
    await pass(2 * MINUTE - 1);
    expect(state(result)).toBe("active");
  });

  test("is active while it is not watched", async () => {
    stopTheClock(START);
    const onTell = vi.fn();
    const { result, rerender } = watch({ isEnabled: false, onTell });
    await see("hidden");
    await pass(10 * MINUTE);
    expect(result.current).toMatchObject({ state: "active", isVisible: true });
    expect(onTell).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
    rerender({ isEnabled: true, onTell });
    expect(state(result)).toBe("grace");
  });

  test("is rendered anew for what is shown alone", async () => {
    stopTheClock(START);
    let renders = 0;
    renderHook(() => {
      renders += 1;
      return usePresence({ hasConsent: true, onTell: () => {} });
    });
    const before = renders;
    for (let moves = 0; moves < 100; moves++) {
      await happen("mousemove");
      await pass(500);
    }
    expect(renders).toBe(before);
    expect(vi.getTimerCount()).toBe(1);
  });
});

describe("onTell", () => {
  test("is called at once, at each change and each half a minute", async () => {
    stopTheClock(START);
    const told: string[] = [];
    const { result } = watch({
      onTell: ({ state, isTyping }, now) => {
        told.push(`${(now - START) / SECOND} ${state} ${isTyping}`);
      },
    });
    await pass(130 * SECOND);
    expect(told).toEqual([
      "0 active false",
      "30 active false",
      "60 active false",
      "90 active false",
      "120 away false",
    ]);
    await see("hidden");
    expect(told).toHaveLength(5);
    await pass(20 * SECOND);
    expect(told.at(-1)).toBe("150 away false");
    expect(state(result)).toBe("away");
  });

  test("may throw without being called again and again", async () => {
    stopTheClock(START);
    const onTell = vi.fn();
    const { rerender, result } = watch({ onTell });
    onTell.mockImplementation(() => {
      throw new Error("a mistake of the page");
    });
    rerender({ onTell });
    await expect(pass(30 * SECOND)).rejects.toThrow("a mistake of the page");
    onTell.mockReset();
    await pass(30 * SECOND - 1);
    expect(onTell).not.toHaveBeenCalled();
    await pass(1);
    expect(onTell).toHaveBeenCalledOnce();
    expect(state(result)).toBe("active");
  });
});

describe("mounting", () => {
  test("twice, as StrictMode does, watches once and leaves nothing behind", async () => {
    stopTheClock(START);
    const added = vi.spyOn(document, "addEventListener");
    const removed = vi.spyOn(document, "removeEventListener");
    const onChange = vi.fn();
    function Me() {
      return <p>{usePresence({ hasConsent: true, onChange }).badge}</p>;
    }
    const { container, unmount } = render(<Me />, { wrapper: StrictMode });
    expect(vi.getTimerCount()).toBe(1);
    await pass(2 * MINUTE);
    expect(container.textContent).toBe("Away");
    expect(onChange.mock.calls).toEqual([["away", "active"]]);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
    const ours = (spy: typeof added | typeof removed) =>
      spy.mock.calls
        .map(([type]) => type)
        .filter((type) => /^(visib|key|mouse|touch)/.test(type))
        .sort();
    expect(ours(removed)).toEqual(ours(added));
  });

  test("on a server is active and visible", () => {
    function Me() {
      const { state, sprite, isVisible } = usePresence();
      return <p>{`${state} ${sprite} ${isVisible}`}</p>;
    }
    expect(renderToString(<Me />)).toBe("<p>active working true</p>");
  });
});
