// The packed package's manifest and types, judged by the tools that know every resolver.

import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");
const bin = (name) => join(root, "node_modules/.bin", name);
const tarball = join(root, ".cache/focus-squad-core.tgz");

test("publint finds nothing to say", () => {
  execFileSync(bin("publint"), ["run", tarball, "--strict"], { stdio: "inherit" });
});

test("types resolve in every module mode", () => {
  // The WebAssembly files themselves are no modules that TypeScript could look into.
  const args = ["--exclude-entrypoints", "./rules.wasm", "./full.wasm"];
  execFileSync(bin("attw"), [tarball, "--profile", "node16", ...args], { stdio: "inherit" });
});
