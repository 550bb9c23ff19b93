// A list of steps, run in order up to the first failure, and the sum of what they tested.

import { existsSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { fromRoot, root } from "./paths.mjs";
import { Failure, run, seconds } from "./run.mjs";
import { filesUnder } from "./stamp.mjs";

/**
 * Runs `[heading, body]` steps. A body returns how many tests it ran, or anything else when it is
 * one check. Stops at the first failure; the last line printed is `N passed, M failed`.
 */
export async function runSuite(steps) {
  const started = performance.now();
  let passed = 0;
  for (const [index, [heading, body]] of steps.entries()) {
    const stepStarted = performance.now();
    console.log(`\n== ${index + 1}/${steps.length} ${heading}`);
    try {
      const tests = await body();
      passed += typeof tests === "number" ? tests : 1;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      console.error(`error: ${heading}: ${error.message}`);
      console.log(`\n${passed + (error.passed ?? 0)} passed, ${error.failed || 1} failed`);
      process.exit(1);
    }
    console.log(`== ${heading}: ok (${seconds(stepStarted)})`);
  }
  console.log(`\nall ${steps.length} steps ran in ${seconds(started)}`);
  return passed;
}

/** `cargo test` with its output passed through; returns the number of tests that passed. */
export async function cargoTest(args, { env } = {}) {
  return await counted("cargo", ["test", ...args], { env }, (output) => {
    const results = [...output.matchAll(/^test result: .*? (\d+) passed; (\d+) failed/gm)];
    return { passed: sum(results, 1), failed: sum(results, 2) };
  });
}

/** `node --test` over the `*.test.mjs` files of a folder; returns the number of tests that passed. */
export async function nodeTest(folder, { env, concurrency, exclude = [] } = {}) {
  const dir = fromRoot(folder);
  if (!existsSync(dir)) throw new Failure(`${folder} is missing: restore that folder`);
  // Named one by one: what a folder argument means differs between versions of Node.
  const files = filesUnder([dir], ["node_modules", ...exclude])
    .filter((file) => basename(file).endsWith(".test.mjs"))
    .map((file) => relative(root, file));
  if (files.length === 0)
    throw new Failure(`${folder} has no *.test.mjs file: restore that folder`);
  const flags = ["--test", "--test-reporter=spec"];
  if (concurrency !== undefined) flags.push(`--test-concurrency=${concurrency}`);
  return await counted(process.execPath, [...flags, ...files], { env }, (output) => {
    const total = (word) => sum([...output.matchAll(new RegExp(`^\\S+ ${word} (\\d+)$`, "gm"))], 1);
    return { passed: total("pass"), failed: total("fail") + total("cancelled") };
  });
}

/** Vitest in a folder that has its own packages; returns the number of tests that passed. */
export async function vitest(dir) {
  const program = join(dir, "node_modules/vitest/vitest.mjs");
  // React's build for production has nothing that tests could drive.
  const options = { cwd: dir, env: { NODE_ENV: "test" } };
  return await counted(process.execPath, [program, "run"], options, (output) => {
    const line = output.match(/^ +Tests .*$/m)?.[0] ?? "";
    const total = (word) => Number(line.match(new RegExp(`(\\d+) ${word}`))?.[1] ?? 0);
    return { passed: total("passed"), failed: total("failed") };
  });
}

async function counted(command, args, options, count) {
  const settings = { ...options, output: "tee", hint: "see the failures above" };
  try {
    const { passed } = count(plain(await run(command, args, settings)));
    if (passed === 0) throw new Failure("no test ran: restore the tests of this step");
    return passed;
  } catch (error) {
    if (error.stdout !== undefined) Object.assign(error, count(plain(error.stdout)));
    throw error;
  }
}

const sum = (matches, group) => matches.reduce((total, match) => total + Number(match[group]), 0);

// biome-ignore lint/suspicious/noControlCharactersInRegex: colours start with one.
const plain = (text) => text.replaceAll(/\u001b\[[\d;]*m/g, "");
