// `serverClock` between two readings: the time runs on by itself, and is read anew when in doubt.

import { type ClockFetch, type ServerClock, serverClock } from "@focus-squad/core/clock";
import { describe, expect, test, vi } from "vitest";
import { answer, answerAhead } from "./support/server-time";
import { HOUR, MINUTE, SECOND, START, setComputerClock, stopTheClock } from "./support/session";

const AHEAD = 5 * MINUTE;
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);

/** A fetch whose answers are given by hand, in any order. */
function byHand() {
  const pending: ((unixMs: number) => void)[] = [];
  const fetch: ClockFetch = () =>
    new Promise((resolve) => {
      pending.push((unixMs) => resolve(answer(200, JSON.stringify({ unix_ms: unixMs }))));
    });
  return { fetch, pending };
}

describe("before the first reading", () => {
  test("the time is this computer's, and how wrong it may be is not known", () => {
    stopTheClock(START);
    const clock = serverClock(answerAhead(AHEAD));
    expect(clock.now()).toBe(START);
    expect(clock).toMatchObject({ offset: 0, errorBound: Number.POSITIVE_INFINITY });
    expect(clock).toMatchObject({ error: null, isReady: false });
  });

  test("rounds and patience without measure are brought to one", async () => {
    stopTheClock(START);
    const options = { rounds: Number.NaN, timeoutMs: Number.POSITIVE_INFINITY };
    const clock = await serverClock(answerAhead(AHEAD), options).sync();
    expect(clock).toMatchObject({ offset: AHEAD, error: null });
  });

  test("making a clock asks nothing", () => {
    const fetch = vi.fn();
    serverClock(fetch);
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe("after it", () => {
  test("the time is the server's and goes on", async () => {
    stopTheClock(START);
    const clock = serverClock(answerAhead(AHEAD));
    expect(await clock.sync()).toBe(clock);
    expect(clock).toMatchObject({ offset: AHEAD, errorBound: 1, isReady: true });
    await pass(10 * SECOND);
    expect(clock.now()).toBe(START + AHEAD + 10 * SECOND);
  });

  test.each([
    ["forward", HOUR],
    ["back", -HOUR],
  ])("setting this computer's clock %s changes nothing", async (_, by) => {
    stopTheClock(START);
    const clock = await serverClock(answerAhead(AHEAD)).sync();
    setComputerClock(START + by);
    expect(clock.now()).toBe(START + AHEAD);
    await pass(SECOND);
    expect(clock.now()).toBe(START + AHEAD + SECOND);
  });

  test("it runs on this computer's clock where nothing better is", async () => {
    stopTheClock(START);
    vi.stubGlobal("performance", undefined);
    const clock = await serverClock(answerAhead(AHEAD)).sync();
    await pass(SECOND);
    expect(clock.now()).toBe(START + AHEAD + SECOND);
  });

  test("of two readings at once the one that began later holds", async () => {
    stopTheClock(START);
    const { fetch, pending } = byHand();
    const clock = serverClock(fetch, { rounds: 1 });
    const [earlier, later] = [clock.sync(), clock.sync()];
    pending[1]?.(START + 2 * HOUR);
    await later;
    pending[0]?.(START + HOUR);
    await earlier;
    expect(clock.offset).toBe(2 * HOUR);
  });

  test("listeners are told of each reading, failed or not, until they leave", async () => {
    stopTheClock(START);
    const fetch = vi.fn(answerAhead(AHEAD));
    const clock = serverClock(fetch, { rounds: 1 });
    const listener = vi.fn();
    const leave = clock.subscribe(listener);
    await clock.sync();
    fetch.mockResolvedValueOnce(answer(500, ""));
    await clock.sync().catch(() => {});
    expect(listener).toHaveBeenCalledTimes(2);
    leave();
    await clock.sync();
    expect(listener).toHaveBeenCalledTimes(2);
  });
});

describe("keep", () => {
  async function kept(fetch: ClockFetch): Promise<ServerClock> {
    const clock = serverClock(fetch, { rounds: 1 });
    clock.keep();
    await pass(0);
    return clock;
  }

  test("reads a clock that was never read, once", async () => {
    stopTheClock(START);
    const fetch = vi.fn(answerAhead(AHEAD));
    const clock = serverClock(fetch, { rounds: 1 });
    clock.keep();
    clock.keep();
    await pass(0);
    clock.keep();
    expect(clock.offset).toBe(AHEAD);
    expect(fetch).toHaveBeenCalledOnce();
  });

  test("leaves a clock alone that is right", async () => {
    stopTheClock(START);
    const fetch = vi.fn(answerAhead(AHEAD));
    const clock = await kept(fetch);
    await pass(HOUR);
    setComputerClock(Date.now() + SECOND);
    clock.keep();
    expect(fetch).toHaveBeenCalledOnce();
  });

  test("reads again after this computer slept, when only its own clock went on", async () => {
    stopTheClock(START);
    const fetch = vi.fn(answerAhead(AHEAD));
    const clock = await kept(fetch);
    setComputerClock(START + HOUR);
    clock.keep();
    await pass(0);
    expect(clock.now()).toBe(START + HOUR + AHEAD);
    clock.keep();
    expect(fetch).toHaveBeenCalledTimes(2);
  });

  test("keeps its failures to itself and tries again after a quarter of a minute", async () => {
    stopTheClock(START);
    const fetch = vi.fn<ClockFetch>(async () => answer(503, ""));
    const clock = await kept(fetch);
    expect(clock).toMatchObject({ isReady: true, error: { code: "CLOCK_REFUSED" } });
    await pass(15 * SECOND - 1);
    clock.keep();
    expect(fetch).toHaveBeenCalledOnce();
    await pass(1);
    fetch.mockImplementation(answerAhead(AHEAD));
    clock.keep();
    await pass(0);
    expect(clock).toMatchObject({ offset: AHEAD, error: null });
  });

  test("waits before it asks a fetch again that answers nonsense", async () => {
    stopTheClock(START);
    const fetch = vi.fn<ClockFetch>(async () => undefined as never);
    const clock = await kept(fetch);
    expect(clock).toMatchObject({ isReady: true, error: { code: "CLOCK_MALFORMED" } });
    clock.keep();
    await pass(14 * SECOND);
    clock.keep();
    expect(fetch).toHaveBeenCalledOnce();
  });

  test("stops what it began when the last listener leaves, and begins anew for the next", async () => {
    stopTheClock(START);
    const { fetch, pending } = byHand();
    const asked = vi.fn(fetch);
    const clock = serverClock(asked, { rounds: 1 });
    const [first, second] = [clock.subscribe(() => {}), clock.subscribe(() => {})];
    clock.keep();
    const signal = asked.mock.calls[0]?.[1].signal;
    first();
    expect(signal?.aborted).toBe(false);
    second();
    expect(signal?.aborted).toBe(true);
    await pass(0);
    expect(vi.getTimerCount()).toBe(0);
    clock.subscribe(() => {});
    clock.keep();
    pending[1]?.(START + AHEAD);
    await pass(0);
    expect(clock).toMatchObject({ offset: AHEAD, error: null });
  });
});
