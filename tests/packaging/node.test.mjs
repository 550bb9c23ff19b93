// The packed package in Node, in an empty folder into which npm installed it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { consumer, installed } from "./lib/consumer.mjs";
import { assertAnswers, context, node } from "./lib/context.mjs";
import { run, tool } from "./lib/tools.mjs";

context(
  { name: "Node, an ES module", tools: [node], how: "`npm install`, `node main.js`" },
  "an ES module imports the package in Node",
  async (t) => assertAnswers(await runNode(await installed(t), "main.js")),
);

context(
  { name: "Node, a CommonJS module", tools: [node], how: "`npm install`, `node main.cjs`" },
  "a CommonJS module requires the package in Node",
  async (t) => assertAnswers(await runNode(await installed(t), "main.cjs")),
);

for (const [kind, format, file] of [
  ["an ES module", "esm", "main.js"],
  ["a CommonJS module", "cjs", "main.cjs"],
]) {
  context(
    { name: `Node, ${kind} with \`./react\``, tools: ["react", node], how: `\`node ${file}\`` },
    `${kind} renders a timer of ./react in Node`,
    async () => {
      const folder = await consumer(`react-${format}`, { from: "react" });
      // Everything but the package itself and React in one file of that kind.
      const flags = ["--bundle", "--packages=external", `--format=${format}`];
      await tool(folder, "esbuild", ["main.js", ...flags, `--outfile=built/${file}`]);
      assert.equal(await runNode(folder, `built/${file}`), "break 02:00\n");
    },
  );
}

test("nothing is compiled before the first call", async (t) => {
  const text = `
    let compiled = 0;
    const Module = WebAssembly.Module;
    WebAssembly.Module = new Proxy(Module, { construct(target, args) {
      compiled++;
      return new target(...args);
    } });
    const core = await import("@focus-squad/core");
    const before = compiled;
    core.nextPhase("idle");
    core.nextPhase("setup");
    console.log(before, compiled);`;
  assert.equal(await printed(t, text), "0 1\n");
});

test("where WebAssembly is forbidden every call says what to allow, and the import does not", async (t) => {
  const text = `
    delete globalThis.WebAssembly;
    const core = await import("@focus-squad/core");
    const told = core.safePhaseInfo(0, 0);
    let thrown;
    try { core.isWorkPhase("work1"); } catch (error) { thrown = error; }
    console.log(core.available(), told.errors[0].code, thrown.name, thrown.header);`;
  const expected = "false RULES_UNAVAILABLE RulesUnavailable script-src 'wasm-unsafe-eval'\n";
  assert.equal(await printed(t, text), expected);
});

test("a trap spoils one call and the next one is right", async (t) => {
  const text = `
    import { formatTime, phaseInfo, preload, trapForTests } from "@focus-squad/core";
    await preload();
    const told = trapForTests();
    console.log(told.errors[0].code, formatTime(61), phaseInfo(0, 180000).phase);`;
  assert.equal(await printed(t, text), "RULES_TRAPPED 01:01 work1\n");
});

const runNode = (folder, file) => run(folder, process.execPath, [file]);

/** What an ES module prints that has the package installed. */
async function printed(t, text) {
  return await runNode(await installed(t, { "use.mjs": text }), "use.mjs");
}
