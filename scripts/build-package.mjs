// The npm package: built by wasm/build.mjs, and only when something that goes into it changed.

import { existsSync } from "node:fs";
import { fromRoot, packageTarball } from "./lib/paths.mjs";
import { Failure, main, run, say, seconds } from "./lib/run.mjs";
import { filesUnder, hashInputs, stamp } from "./lib/stamp.mjs";
import {
  ensureCCompiler,
  ensureNode,
  ensureNpm,
  ensureRust,
  ensureWasmTarget,
  ensureWasmTools,
} from "./setup.mjs";

// The root manifest holds the size profile, the lock files every version that is compiled in.
const INPUTS = [
  "core/src",
  "core/Cargo.toml",
  "wasm",
  "Cargo.toml",
  "Cargo.lock",
  "package-lock.json",
  "LICENSE-MIT",
  "LICENSE-APACHE",
  ".cargo",
];
// What the build itself leaves in wasm/ (the licences are copies), and what is never packed.
const NOT_INPUTS = [
  "dist",
  "pkg",
  "node_modules",
  "target",
  "tests",
  "sizes.json",
  "LICENSE-MIT",
  "LICENSE-APACHE",
];
const OUTPUTS = [
  fromRoot("wasm/dist"),
  fromRoot("wasm/pkg/full/focus_wasm.d.ts"),
  fromRoot("tests/node_modules/@focus-squad/core/package.json"),
  packageTarball,
];

/** Leaves `wasm/dist/` and `.cache/focus-squad-core.tgz` current. Returns whether it had to build. */
export async function ensurePackage() {
  const builder = fromRoot("wasm/build.mjs");
  if (!existsSync(builder)) throw new Failure("wasm/build.mjs is missing: restore that file");
  const inputs = filesUnder(
    INPUTS.map((path) => fromRoot(path)),
    NOT_INPUTS,
  );
  const hash = hashInputs(inputs);
  const built = stamp("package");
  if (built.isCurrent(hash, OUTPUTS)) return false;
  built.clear();
  say("the npm package is not current: building it");
  const started = performance.now();
  await run(process.execPath, [builder]);
  const absent = OUTPUTS.find((path) => !existsSync(path));
  if (absent !== undefined) throw new Failure(`wasm/build.mjs ended without leaving ${absent}`);
  built.write(hash);
  say(`the npm package is built (${seconds(started)})`);
  return true;
}

/** Everything that building the package needs. */
export async function setUpForPackage() {
  ensureNode();
  await ensureRust();
  await ensureCCompiler();
  await ensureWasmTarget();
  await ensureWasmTools();
  await ensureNpm();
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await setUpForPackage();
    if (!(await ensurePackage())) say("the npm package is current");
  });
}
