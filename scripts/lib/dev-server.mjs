// A server in laptop mode of a test's own: a free port, a data folder that goes away with it.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, waitForHttp } from "./net.mjs";
import { Failure, startPrefixed } from "./run.mjs";
import { stopChild, watch } from "./stack.mjs";

const PATIENCE_MS = 15_000;
/** Lines of its log that are kept for whoever asks what went wrong. */
const KEPT_LINES = 200;

/** Starts `focus-server dev`; `stop` ends it by its pid and removes its data. */
export async function startDevServer(program) {
  const dataDir = mkdtempSync(join(tmpdir(), "focus-server-"));
  const address = `127.0.0.1:${await freePort()}`;
  const url = `http://${address}`;
  const lines = [];
  const log = (line) => {
    lines.push(line);
    if (lines.length > KEPT_LINES) lines.shift();
  };
  const env = { ENVIRONMENT: "development", FOCUS_ADDR: address, FOCUS_DATA_DIR: dataDir };
  // In a folder of its own, so that no `.env` of somebody's is read.
  const child = watch(
    "the server",
    startPrefixed("server", program, ["dev"], { cwd: dataDir, env, log }),
  );
  const stop = async () => {
    await stopChild(child);
    rmSync(dataDir, { recursive: true, force: true });
  };
  const starting = new AbortController();
  try {
    const died = child.end.then((how) => {
      throw new Failure(`the server ${how} before it was ready`);
    });
    const ready = waitForHttp(`${url}/health/ready`, {
      timeoutMs: PATIENCE_MS,
      signal: starting.signal,
    });
    await Promise.race([ready, died]);
    // Whether it dies later is for whoever uses it to notice.
    died.catch(() => {});
  } catch (error) {
    starting.abort();
    await stop();
    if (lines.length > 0) console.error(lines.join("\n"));
    throw error;
  }
  return { url, stop, log: () => lines, isAlive: () => child.alive };
}

/** A request to it; the answer's JSON. */
export async function ask(server, path, { method = "GET", token, body } = {}) {
  const headers = { ...(token && { authorization: `Bearer ${token}` }) };
  if (body !== undefined) headers["content-type"] = "application/json";
  const answer = await fetch(`${server.url}${path}`, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!answer.ok) throw new Failure(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return await answer.json();
}
