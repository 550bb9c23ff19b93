// How long a fresh process takes from the import to the first answer, compiling included.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { validBatches } from "./inputs.mjs";
import { median } from "./measure.mjs";

const RUNS = 11;
const STARTS = {
  ours: ["@focus-squad/core", "safeValidateRatings"],
  "ours, ./full": ["@focus-squad/core/full", "safeValidateRatings"],
  plain: ["./peers/plain.mjs", "ratings"],
  ajv: ["./peers/ajv.mjs", "ratings"],
  zod: ["./peers/zod.mjs", "ratings"],
  valibot: ["./peers/valibot.mjs", "ratings"],
};

/**
 * `{median, least}` milliseconds by name; everybody in turn, since what slows the machine comes and goes.
 * The least is what a machine takes that has nothing else to do.
 */
export function measureStarts() {
  const seen = Object.fromEntries(Object.keys(STARTS).map((name) => [name, []]));
  for (let round = 0; round < RUNS; round++) {
    for (const [name, [module, rule]] of Object.entries(STARTS))
      seen[name].push(start(module, rule));
  }
  return Object.fromEntries(
    Object.entries(seen).map(([name, times]) => [
      name,
      { median: median(times), least: Math.min(...times) },
    ]),
  );
}

function start(module, rule) {
  const script = `const started = performance.now();
    const { ${rule} } = await import(${JSON.stringify(module)});
    const { ok } = ${rule}(${JSON.stringify(validBatches[0])});
    console.log(ok ? performance.now() - started : NaN);`;
  const args = ["--input-type=module", "-e", script];
  const options = { cwd: join(import.meta.dirname, ".."), encoding: "utf8" };
  return Number(execFileSync(process.execPath, args, options));
}
