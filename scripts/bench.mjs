// npm run bench: how fast the core is natively, how fast and small the npm package is beside the
// same rules in other libraries, and how the server does under load.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { cacheDir, fromRoot } from "./lib/paths.mjs";
import { Failure, main, run, say, seconds } from "./lib/run.mjs";
import { table } from "./lib/table.mjs";
import { ensureNpm, ensurePostgres, ensureRedis } from "./setup.mjs";

const PACKAGE = fromRoot("tests/bench/package.mjs");

await main(async () => {
  for (const file of [fromRoot("core/benches"), PACKAGE]) {
    if (!existsSync(file)) throw new Failure(`${file} is missing: restore it`);
  }
  await setUpForPackage();
  await ensurePackage();
  await ensureNpm(fromRoot("tests/bench"));
  // Only benchmark targets: a library's own tests would take these options amiss.
  await timed("the core, natively", "cargo", ["bench", "-p", "focus-core", "--bench", "*"]);
  await timed("the npm package beside others", process.execPath, [PACKAGE]);
  tellNative();
  const FOCUS_POSTGRES_BIN = await ensurePostgres();
  const FOCUS_REDIS_SERVER = await ensureRedis();
  for (const [what, bench] of [
    ["tokens", "tokens"],
    ["the server with and without tokens", "load"],
    ["the server on both engines, by connections and by what is stored", "scale"],
    ["what caches are worth", "caches"],
  ]) {
    const args = ["bench", "-p", "focus-server", "--bench", bench];
    await timed(what, "cargo", args, { env: { FOCUS_POSTGRES_BIN, FOCUS_REDIS_SERVER } });
  }
});

async function timed(what, command, args, options) {
  const started = performance.now();
  say(`benchmark: ${what}`);
  await run(command, args, options);
  say(`done: ${what} (${seconds(started)})`);
}

/** Criterion's medians as a table, and beside the package's numbers in .cache/bench.json. */
function tellNative() {
  const target = process.env.CARGO_TARGET_DIR ?? fromRoot("target");
  const folder = join(target, "criterion");
  const native = readdirSync(folder)
    .map((name) => join(folder, name, "new"))
    .filter((found) => existsSync(join(found, "estimates.json")))
    .map((found) => ({
      rule: read(join(found, "benchmark.json")).full_id,
      ns: read(join(found, "estimates.json")).median.point_estimate,
    }));
  const rows = native.map(({ rule, ns }) => [rule, ns.toFixed(1)]);
  for (const line of table(["the core, natively", "ns"], rows)) console.log(line);
  const file = join(cacheDir, "bench.json");
  writeFileSync(file, `${JSON.stringify({ ...read(file), native }, undefined, 2)}\n`);
}

function read(file) {
  return JSON.parse(readFileSync(file, "utf8"));
}
