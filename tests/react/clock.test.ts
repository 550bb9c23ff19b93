// @vitest-environment node
// `serverClock` against real servers on loopback: slow, lopsided, failing and silent ones.

import { ClockError, serverClock } from "@focus-squad/core/clock";
import { afterEach, describe, expect, test, vi } from "vitest";
import { listen, type TimeServer, tell } from "./support/server-time";

const AHEAD = 5 * 60_000;
const servers: TimeServer[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function start(...[respond]: Parameters<typeof listen>): Promise<TimeServer> {
  const server = await listen(respond);
  servers.push(server);
  return server;
}

/** What a reading was rejected with. */
async function refusal(reading: Promise<unknown>): Promise<ClockError> {
  const error = await reading.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ClockError);
  return error as ClockError;
}

describe("a server five minutes ahead", () => {
  test.each([
    { way: "equally slow both ways", there: 20, back: 20 },
    { way: "slow to reach", there: 60, back: 0 },
    { way: "slow to answer", there: 0, back: 60 },
  ])("is found within the bound that is told: $way", async ({ there, back }) => {
    const server = await start((response) => tell(response, AHEAD, there, back));
    const clock = await serverClock(fetch, { url: server.url, rounds: 2 }).sync();
    expect(Math.abs(clock.offset - AHEAD)).toBeLessThanOrEqual(clock.errorBound);
    expect(Math.abs(clock.now() - (Date.now() + AHEAD))).toBeLessThanOrEqual(clock.errorBound + 1);
    expect(clock.errorBound).toBeGreaterThanOrEqual((there + back) / 2);
  });

  test("is read by the fastest of several round trips", async () => {
    const delays = [300, 0, 300];
    const server = await start((response, number) => {
      tell(response, AHEAD, 0, delays[number - 1]);
    });
    const clock = await serverClock(fetch, { url: server.url, rounds: 3 }).sync();
    expect(server.asked()).toBe(3);
    expect(clock.errorBound).toBeLessThan(150);
    expect(Math.abs(clock.offset - AHEAD)).toBeLessThanOrEqual(clock.errorBound);
  });

  test("is within the bound when the answer's head comes long before its time", async () => {
    const server = await start((response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.flushHeaders();
      setTimeout(() => response.end(JSON.stringify({ unix_ms: Date.now() + AHEAD })), 60);
    });
    const clock = await serverClock(fetch, { url: server.url, rounds: 1 }).sync();
    expect(Math.abs(clock.offset - AHEAD)).toBeLessThanOrEqual(clock.errorBound);
  });

  test("is asked at its own address and never from a cache", async () => {
    const asked = vi.fn(() => Promise.reject(new Error("away")));
    await refusal(serverClock(asked).sync());
    expect(asked).toHaveBeenCalledWith("/api/v1/time", {
      signal: expect.any(AbortSignal),
      cache: "no-store",
    });
  });
});

describe("a failing server", () => {
  test("that refuses is told with its status, after one request", async () => {
    const server = await start((response) => response.writeHead(503).end("{}"));
    const clock = serverClock(fetch, { url: server.url });
    const error = await refusal(clock.sync());
    expect(error).toMatchObject({ name: "ClockError", code: "CLOCK_REFUSED", status: 503 });
    expect(clock.error).toBe(error);
    expect(server.asked()).toBe(1);
  });

  test("that is something else than an answer is told", async () => {
    for (const nonsense of [undefined, null, Object.create(Response.prototype)]) {
      const error = await refusal(serverClock(async () => nonsense as never).sync());
      expect(error).toMatchObject({ name: "ClockError", code: "CLOCK_MALFORMED" });
    }
  });

  test("that is not there is told", async () => {
    const server = await listen((response) => response.end());
    await server.close();
    const error = await refusal(serverClock(fetch, { url: server.url }).sync());
    expect(error).toMatchObject({ code: "CLOCK_UNREACHABLE", status: undefined });
    expect(error.cause).toBeInstanceOf(TypeError);
  });

  test("that breaks off in the middle of its answer is told", async () => {
    const server = await start((response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write('{"unix_ms":');
      setTimeout(() => response.destroy(), 5);
    });
    const error = await refusal(serverClock(fetch, { url: server.url }).sync());
    expect(error.code).toBe("CLOCK_UNREACHABLE");
  });

  test.each([
    "<!doctype html>",
    "",
    "null",
    "1777627800000",
    "{}",
    '{"unix_ms":"1777627800000"}',
    '{"unix_ms":null}',
    '{"unix_ms":1e16}',
    '{"unix_ms":1e999}',
  ])("that answers %j is told to be malformed", async (body) => {
    const server = await start((response) => response.end(body));
    const error = await refusal(serverClock(fetch, { url: server.url }).sync());
    expect(error).toMatchObject({ code: "CLOCK_MALFORMED", status: 200 });
  });

  test("that stays silent is given up after the time that it was given", async () => {
    const server = await start(() => {});
    const error = await refusal(serverClock(fetch, { url: server.url, timeoutMs: 30 }).sync());
    expect(error).toMatchObject({
      code: "CLOCK_TIMEOUT",
      message: "The server did not tell its time within 30 ms.",
    });
  });

  test("that stays silent after its head is given up too", async () => {
    const server = await start((response) => {
      response.writeHead(200);
      response.flushHeaders();
    });
    const error = await refusal(serverClock(fetch, { url: server.url, timeoutMs: 50 }).sync());
    expect(error.code).toBe("CLOCK_TIMEOUT");
  });

  test("is given up by a fetch that does not mind its signal", async () => {
    const silent = () => new Promise<never>(() => {});
    const error = await refusal(serverClock(silent, { timeoutMs: 10 }).sync());
    expect(error.code).toBe("CLOCK_TIMEOUT");
  });

  test("that answered once is good for that one answer", async () => {
    const server = await start((response, number) => {
      number === 1 ? tell(response, AHEAD) : response.writeHead(500).end();
    });
    const clock = await serverClock(fetch, { url: server.url }).sync();
    expect(clock.error).toBeNull();
    expect(Math.abs(clock.offset - AHEAD)).toBeLessThanOrEqual(clock.errorBound);
    expect(server.asked()).toBe(2);
  });

  test("leaves the time as it was, and an answer later takes the error away", async () => {
    const server = await start((response, number) => {
      number === 2 ? response.writeHead(500).end() : tell(response, AHEAD);
    });
    const clock = await serverClock(fetch, { url: server.url, rounds: 1 }).sync();
    const { offset } = clock;
    await refusal(clock.sync());
    expect(clock.error?.code).toBe("CLOCK_REFUSED");
    expect(clock.offset).toBe(offset);
    await clock.sync();
    expect(clock.error).toBeNull();
  });
});

describe("an aborted reading", () => {
  test("rejects with the signal's reason at once, and the request is let go", async () => {
    let closed: () => void = () => {};
    const letGo = new Promise<void>((done) => {
      closed = done;
    });
    const controller = new AbortController();
    const server = await start((response) => {
      response.on("close", closed);
      controller.abort(new Error("the page was left"));
    });
    const clock = serverClock(fetch, { url: server.url });
    await expect(clock.sync({ signal: controller.signal })).rejects.toThrow("the page was left");
    await letGo;
    expect(clock.error).toBeNull();
    expect(clock.isReady).toBe(false);
  });

  test("asks nothing when it was aborted before", async () => {
    const asked = vi.fn();
    const signal = AbortSignal.abort();
    await expect(serverClock(asked).sync({ signal })).rejects.toBe(signal.reason);
    expect(asked).not.toHaveBeenCalled();
  });
});
