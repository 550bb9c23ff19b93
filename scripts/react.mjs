// The package's React entry and all that frontends do with it, `tests/react/`: packages, types, tests.

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fromRoot } from "./lib/paths.mjs";
import { Failure, run, say } from "./lib/run.mjs";
import { vitest } from "./lib/suite.mjs";
import { ensureUnpacked } from "./lib/unpack.mjs";
import { ensureNpm } from "./setup.mjs";

const dir = fromRoot("tests/react");

/** The tests' npm packages and, among them, ours as it is packed. */
export async function ensureReactPackages() {
  if (!existsSync(dir)) throw new Failure("tests/react is missing: restore that folder");
  await ensureNpm(dir);
  if (await ensureUnpacked(dir)) say("the packed package is installed in tests/react");
}

/** Type check of the tests, and of the code that the guides show. */
export async function checkReactTypes() {
  await run(process.execPath, [join(dir, "node_modules/typescript/bin/tsc"), "-p", dir], {
    cwd: dir,
    hint: "fix the types named above",
  });
}

/** Runs the tests; returns how many passed. */
export async function testReact() {
  await ensureReactPackages();
  await checkReactTypes();
  return await vitest(dir);
}
