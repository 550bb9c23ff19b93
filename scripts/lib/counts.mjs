// How much was checked: every runner leaves one JSON line in .cache/counts, and nobody counts by hand.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { countsDir, root } from "./paths.mjs";
import { Failure } from "./run.mjs";

// Runners that must have left a count; a runner that silently checked nothing is a failure.
const RUNNERS = ["native", "node", "browser", "http", "differential", "scores", "hostile"];
/** What a runner counts, where it is not golden cases. */
const UNITS = { differential: "inputs", scores: "histories", hostile: "hostile calls" };

/** Forgets the counts of an earlier run. */
export function clearCounts() {
  rmSync(countsDir, { recursive: true, force: true });
  mkdirSync(countsDir, { recursive: true });
}

/** Prints the counts as a table; throws when one is missing, malformed or zero. */
export function printCounts(log = console.log) {
  const files = readdirSync(countsDir).filter((name) => name.endsWith(".json"));
  const others = files.map((name) => name.slice(0, -".json".length));
  const runners = [...new Set([...RUNNERS, ...others.sort()])];
  const rows = runners.map((runner) => [runner, readCount(runner)]);
  const width = Math.max(...runners.map((runner) => runner.length));
  for (const [runner, cases] of rows) {
    const unit = UNITS[runner] ?? "golden cases";
    log(`  ${runner.padEnd(width)}  ${String(cases).padStart(9)} ${unit}`);
  }
}

function readCount(runner) {
  const file = join(countsDir, `${runner}.json`);
  const name = relative(root, file);
  if (!existsSync(file)) {
    throw new Failure(
      `${name} is missing: the ${runner} runner must write {"runner":"${runner}","cases":N} there`,
    );
  }
  let cases;
  try {
    ({ cases } = JSON.parse(readFileSync(file, "utf8")));
  } catch {
    throw new Failure(`${name} is not JSON: the ${runner} runner must write one JSON object there`);
  }
  if (!Number.isSafeInteger(cases) || cases < 1) {
    throw new Failure(
      `${name} has no positive number of cases: the ${runner} runner checked nothing`,
    );
  }
  return cases;
}
