// Running programs: what they do is said, how long they take is shown, and a failure is one line.

import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { root, toolEnv } from "./paths.mjs";

const TICK_MS = 10_000;

/** Something the reader can act on; `main` prints its message and nothing else. */
export class Failure extends Error {}

/** Runs a script's body; a `Failure` becomes one line on stderr and exit code 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`error: ${error.message}`);
    process.exit(1);
  }
}

/** Prints `text` as a step of set-up. */
export const say = (text) => console.log(`• ${text}`);

export const seconds = (since) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/**
 * Runs a program to its end and returns what it wrote to stdout (when that was read).
 *
 * - `output: "inherit"` passes everything through, progress bars included.
 * - `output: "tee"` passes everything through and returns stdout.
 * - `output: "stdout"` returns stdout instead of showing it.
 * - `output: "quiet"` shows nothing but a line every ten seconds; after a failure, all of it.
 *
 * Throws a `Failure` with `hint` when the program is missing or fails.
 */
export async function run(command, args = [], options = {}) {
  const { cwd = root, env = {}, output = "inherit", hint, doing } = options;
  const started = performance.now();
  const quiet = output === "quiet";
  const child = spawn(command, args, {
    cwd,
    env: toolEnv(env),
    stdio: ["ignore", output === "inherit" ? "inherit" : "pipe", quiet ? "pipe" : "inherit"],
  });
  const release = forwardSignals(child);
  const ticker = quiet ? tick(doing ?? command, started) : undefined;
  let stdout = "";
  let all = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    all += text;
    if (output === "tee") process.stdout.write(text);
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    all += text;
  });
  const end = await ended(child);
  clearInterval(ticker);
  release();
  if (end.ok) return stdout;
  if (quiet && all !== "") process.stderr.write(all.endsWith("\n") ? all : `${all}\n`);
  const line = shown(command, args);
  const reason = end.missing ? `${command} is not on the PATH` : `${line} ${end.reason}`;
  const failure = new Failure(hint === undefined ? reason : `${reason}: ${hint}`);
  failure.stdout = stdout;
  throw failure;
}

/** First line of a program's stdout, or `undefined` when it is missing or fails. */
export async function probe(command, args, options = {}) {
  const child = spawn(command, args, {
    cwd: options.cwd ?? root,
    env: toolEnv(options.env),
    stdio: ["ignore", "pipe", "ignore"],
  });
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
  });
  const end = await ended(child);
  return end.ok ? stdout.trim().split("\n")[0] : undefined;
}

/** Starts a program that keeps running; each of its lines is printed behind `prefix`. */
export function startPrefixed(prefix, command, args, { cwd = root, env = {}, keep, log } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: toolEnv(env),
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (keep === undefined || keep(line)) (log ?? console.log)(`${prefix} | ${line}`);
    });
  }
  return child;
}

/** Resolves when the process is gone and its output is read, with how it ended in words. */
export function ended(child) {
  return new Promise((resolve) => {
    child.once("error", (error) => {
      resolve({ ok: false, missing: error.code === "ENOENT", reason: error.message });
    });
    child.once("close", (code, signal) => {
      const reason = signal === null ? `exited with code ${code}` : `was ended by ${signal}`;
      resolve({ ok: code === 0, missing: false, reason });
    });
  });
}

/** While a child runs, a signal to this script ends the child too, by its pid. */
function forwardSignals(child) {
  const handlers = Object.entries({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }).map(
    ([signal, code]) => {
      const handler = () => {
        child.kill(signal);
        process.exit(code);
      };
      process.on(signal, handler);
      return [signal, handler];
    },
  );
  return () => {
    for (const [signal, handler] of handlers) process.off(signal, handler);
  };
}

/** A command as a reader would type it in the root folder. */
function shown(command, args) {
  const words = [command === process.execPath ? "node" : command, ...args];
  return words.map((word) => word.replace(`${root}/`, "")).join(" ");
}

function tick(doing, started) {
  return setInterval(() => {
    console.log(`  … ${doing} (${Math.round((performance.now() - started) / 1000)} s)`);
  }, TICK_MS);
}
