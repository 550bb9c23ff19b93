// How fast and how small the npm package is, beside the same rules in plain JavaScript, ajv, zod and
// valibot: one run, one process, everybody in turn. Prints tables, leaves .cache/bench.json.
//
//   node tests/bench/package.mjs     after npm run bench has installed the libraries once

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { cacheDir } from "../../scripts/lib/paths.mjs";
import { table } from "../../scripts/lib/table.mjs";
import { measureDownloads } from "./lib/downloads.mjs";
import { compare } from "./lib/measure.mjs";
import { RULES } from "./lib/rules.mjs";
import { measureStarts } from "./lib/starts.mjs";

const ROUNDS = 21;
const ROUND_MS = 20;
const NAMES = ["ours", "plain", "ajv", "zod", "valibot"];

const load = loadavg()[0];
const busy = process.cpuUsage();
const started = performance.now();

const rules = RULES.map(([rule, contestants]) => ({
  rule,
  ...compare(contestants, { rounds: ROUNDS, roundMs: ROUND_MS }),
}));
tell(
  "ns of processor time a call; in brackets, how many times as long as theirs ours took",
  ["rule", ...NAMES],
  rules.map(({ rule, ns, ratio }) => [rule, ...NAMES.map((name) => cell(ns[name], ratio[name]))]),
);
// Of the rounds alone: what follows waits for other processes.
const share = shareOfACore();

const starts = measureStarts();
tell(
  "a fresh process, from the import to the first judged batch",
  ["who", "median ms", "least ms"],
  Object.entries(starts).map(([who, { median, least }]) => [
    who,
    median.toFixed(1),
    least.toFixed(1),
  ]),
);
const downloads = await measureDownloads();
tell(
  "what a page downloads to judge a batch",
  ["who", "bytes", "brotli"],
  Object.entries(downloads).map(([who, { raw, brotli }]) => [who, `${raw}`, `${brotli}`]),
);
warnIfBusy();
keep();

function cell(ns, ratio) {
  if (ns === undefined) return "";
  return ratio === undefined ? ns.toFixed(0) : `${ns.toFixed(0)} (${ratio.toFixed(2)})`;
}

function tell(heading, columns, rows) {
  console.log(`\n${heading}\n`);
  for (const line of table(columns, rows)) console.log(line);
}

/** How much of one core this process had, 0 to 1. */
function shareOfACore() {
  const { user, system } = process.cpuUsage(busy);
  return Math.min(1, (user + system) / 1_000 / (performance.now() - started));
}

function warnIfBusy() {
  const cores = availableParallelism();
  if (load < 0.75 * cores && share > 0.9) return;
  const had = `this process had ${(share * 100).toFixed(0)} % of one`;
  console.log(
    `\nthe machine was busy (load ${load.toFixed(1)} on ${cores} cores, ${had}): trust the ratios only`,
  );
}

function keep() {
  const versions = Object.fromEntries(
    ["zod", "valibot", "ajv"].map((name) => [name, version(name)]),
  );
  const machine = { node: process.version, cores: availableParallelism(), load, share };
  const found = { at: new Date().toISOString(), machine, versions, rules, starts, downloads };
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(join(cacheDir, "bench.json"), `${JSON.stringify(found, undefined, 2)}\n`);
}

function version(name) {
  const manifest = join(import.meta.dirname, "node_modules", name, "package.json");
  return JSON.parse(readFileSync(manifest, "utf8")).version;
}
