// Ports and HTTP, as far as starting two local servers needs them.

import { connect, createServer } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { Failure } from "./run.mjs";

const POLL_MS = 100;
const ANSWER_MS = 5_000;

/** A port that is free at this moment, chosen by the operating system. */
export async function freePort(host = "127.0.0.1") {
  const server = await listen(0, host);
  const { port } = server.address();
  await close(server);
  return port;
}

/** Throws one line that names the port and the setting when somebody else listens there. */
export async function assertPortFree({ what, host, port, setting, example }) {
  const fix = `stop the program that uses it, or set ${setting}, for example ${setting}=${example}`;
  const taken = new Failure(`port ${port} for ${what} is taken: ${fix}`);
  // Some systems let a second program bind a port whose wildcard address is in use already.
  if (await answers(host, port)) throw taken;
  try {
    await close(await listen(port, host));
  } catch (error) {
    if (error.code === "EADDRINUSE") throw taken;
    throw new Failure(
      `cannot listen on ${host}:${port} for ${what} (${error.code}): set ${setting}`,
    );
  }
}

/** Waits until `url` answers with success; gives up after `timeoutMs` or when `signal` aborts. */
export async function waitForHttp(url, { timeoutMs = 60_000, signal } = {}) {
  const deadline = performance.now() + timeoutMs;
  let last = "no answer";
  while (performance.now() < deadline) {
    signal?.throwIfAborted();
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS) });
      await response.arrayBuffer();
      if (response.ok) return;
      last = `status ${response.status}`;
    } catch (error) {
      last = error.cause?.code ?? error.name;
    }
    await delay(POLL_MS, undefined, { signal });
  }
  throw new Failure(
    `${url} did not answer within ${timeoutMs / 1000} s (${last}): see the lines above`,
  );
}

function listen(port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function close(server) {
  return new Promise((resolve) => server.close(resolve));
}

function answers(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1_000 });
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.once("connect", () => done(true));
    socket.once("error", () => done(false));
    socket.once("timeout", () => done(false));
  });
}
