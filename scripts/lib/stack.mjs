// The server and the page as two child processes, started, watched and stopped together.

import { setTimeout as delay } from "node:timers/promises";
import { demoCommand } from "../demo.mjs";
import { waitForHttp } from "./net.mjs";
import { demoDir } from "./paths.mjs";
import { ended, Failure, startPrefixed } from "./run.mjs";

const STOP_MS = 10_000;

/**
 * Starts `focus-server dev` and the built page, and returns when both answer.
 *
 * `died` resolves with words when one of them ends unasked; `stop` ends both and waits for it.
 * An abort of `signal` while they start ends both and throws the signal's reason.
 */
export async function startStack({ settings, serverProgram, env = {}, signal, log = console.log }) {
  const { server, page, apiUrl } = settings;
  const [node, demoArgs] = demoCommand(page.port);
  const children = [
    watch(
      "the server",
      startPrefixed("server", serverProgram, ["dev"], {
        env: { ...env, FOCUS_ADDR: server.address },
        log,
      }),
    ),
    watch(
      "the page",
      startPrefixed("page  ", node, demoArgs, {
        cwd: demoDir,
        env: { ...env, NODE_ENV: "production", FOCUS_API_URL: apiUrl },
        log,
        // Next's own greeting names its address before the server answers.
        keep: (line) => !/^\s*- (Local|Network):/.test(line),
      }),
    ),
  ];
  const died = Promise.race(children.map(({ name, end }) => end.then((how) => `${name} ${how}`)));
  const stop = (grace) => Promise.all(children.map((child) => stopChild(child, grace)));
  const starting = new AbortController();
  const cancel =
    signal === undefined ? starting.signal : AbortSignal.any([starting.signal, signal]);
  try {
    await Promise.race([
      Promise.all([
        waitForHttp(`${server.url}/health/ready`, { signal: cancel }),
        waitForHttp(page.url, { signal: cancel }),
      ]),
      died.then((how) => {
        throw new Failure(`${how} before it was ready: see its lines above`);
      }),
    ]);
  } catch (error) {
    starting.abort();
    await stop();
    signal?.throwIfAborted();
    throw error;
  }
  return { died, stop };
}

/** A child that is watched: `alive`, and `end` with how it ended in words. */
export function watch(name, child) {
  const running = { name, child, alive: true };
  running.end = ended(child).then(({ missing, reason }) => {
    running.alive = false;
    return missing ? `could not be started (${reason})` : reason;
  });
  return running;
}

/** Asks a child to stop by its pid, after `grace` in which it may stop by itself; then ends it. */
export async function stopChild(running, grace = 0) {
  const gone = running.end;
  if (grace > 0) await Promise.race([gone, delay(grace)]);
  if (running.alive) running.child.kill("SIGTERM");
  const timer = new AbortController();
  await Promise.race([gone, delay(STOP_MS, undefined, { signal: timer.signal }).catch(() => {})]);
  timer.abort();
  if (running.alive) running.child.kill("SIGKILL");
  await gone;
}
