// The first render on a server, and the browser that takes over from it at a later instant.

import { serverClock, useSessionTimer } from "@focus-squad/core/react";
import { act } from "@testing-library/react";
import { StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { MINUTE, pass, SECOND, START, setComputerClock, stopTheClock } from "./support/session";

interface Props {
  readonly initialNow?: Date | number;
  readonly onPhaseChange?: () => void;
}

function Page({ initialNow, onPhaseChange }: Props) {
  const timer = useSessionTimer(START, { initialNow, onPhaseChange });
  return (
    <p>
      {timer.phase} {timer.formatted} {timer.now === null ? "unknown" : "known"}
    </p>
  );
}

const complaints = vi.fn();

beforeEach(() => {
  vi.spyOn(console, "error").mockImplementation(complaints);
});

afterEach(() => {
  expect(complaints).not.toHaveBeenCalled();
  document.body.replaceChildren();
});

/** What stands in the page before React has run there, and after. */
async function hydrate(html: string, page: React.ReactNode) {
  const container = document.createElement("div");
  container.innerHTML = html;
  document.body.append(container);
  const before = container.textContent;
  const root = await act(() => hydrateRoot(container, page, { onRecoverableError: complaints }));
  return { before, container, unmount: () => act(() => root.unmount()) };
}

describe("a page rendered on a server", () => {
  test("says nothing that the browser would contradict, then the browser says it", async () => {
    stopTheClock(START + MINUTE);
    const html = renderToString(<Page />);
    expect(vi.getTimerCount()).toBe(0);
    setComputerClock(START + 4 * MINUTE);
    const { before, container, unmount } = await hydrate(html, <Page />);
    expect(before).toBe("idle 00:00 unknown");
    expect(container.textContent).toBe("work1 24:00 known");
    await unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("shows the timer at once when it is told which instant it renders", async () => {
    stopTheClock(START + MINUTE);
    const initialNow = Date.now();
    const html = renderToString(<Page initialNow={initialNow} />);
    setComputerClock(START + 4 * MINUTE);
    const { before, container, unmount } = await hydrate(html, <Page initialNow={initialNow} />);
    expect(before).toBe("setup 02:00 known");
    expect(container.textContent).toBe("work1 24:00 known");
    await unmount();
  });

  test("goes on ticking in the browser, in StrictMode too", async () => {
    stopTheClock(START + MINUTE);
    const onPhaseChange = vi.fn();
    const page = (
      <StrictMode>
        <Page initialNow={new Date(START + MINUTE)} onPhaseChange={onPhaseChange} />
      </StrictMode>
    );
    const { container, unmount } = await hydrate(renderToString(page), page);
    await pass(1);
    expect(container.textContent).toBe("setup 01:59 known");
    await pass(2 * MINUTE);
    expect(container.textContent).toBe("work1 24:59 known");
    expect(onPhaseChange.mock.calls).toEqual([["work1", "setup"]]);
    expect(vi.getTimerCount()).toBe(1);
    await unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  test("asks no server's clock while it is rendered there", () => {
    const fetch = vi.fn();
    const clock = serverClock(fetch);
    function Clocked() {
      return <p>{useSessionTimer(START, { clock, initialNow: START + 30 * SECOND }).formatted}</p>;
    }
    expect(renderToString(<Clocked />)).toBe("<p>02:30</p>");
    expect(fetch).not.toHaveBeenCalled();
  });
});
