// The packed package's manifest and types, judged by the tools that know every resolver.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { tarball } from "./lib/consumer.mjs";
import { context } from "./lib/context.mjs";
import { run, tool } from "./lib/tools.mjs";

const root = join(import.meta.dirname, "../..");

context(
  { name: "publint", tools: ["publint"], how: "`publint --strict`" },
  "publint finds nothing to say",
  async () => {
    await tool(root, "publint", ["run", tarball, "--strict"]);
  },
);

context(
  { name: "Are the types wrong?", tools: ["@arethetypeswrong/cli"], how: "`attw`" },
  "types resolve in every module mode",
  async () => {
    // The WebAssembly files themselves are no modules that TypeScript could look into.
    const args = ["--exclude-entrypoints", "./rules.wasm", "./full.wasm"];
    await tool(root, "attw", [tarball, "--profile", "node16", ...args]);
  },
);

test("the tarball holds the licences that its manifest names", async () => {
  const files = (await run(root, "tar", ["-tzf", tarball])).split("\n");
  const licences = files.filter((file) => file.startsWith("package/LICENSE-"));
  assert.deepEqual(licences.sort(), ["package/LICENSE-APACHE", "package/LICENSE-MIT"]);
});
