// The packed package in an empty folder, in Node, with nothing configured.

import assert from "node:assert/strict";
import { test } from "node:test";
import { install, output } from "./install.mjs";

const USE = `
const info = core.phaseInfo("2026-05-01T09:30:00Z", "2026-05-01T09:30:56Z");
const guard = core.safeGuardSession("a", "b");
console.log(info.timeRemaining, guard.errors[0].message, core.CODES.length > 40);
`;
const USE_FULL = `${USE}console.log(core.historySummary(2, 1).green_percentage);\n`;
const ANSWER = "124 Session mismatch: cannot rate a different session true\n";

const entries = [
  ["@focus-squad/core", USE, ANSWER],
  ["@focus-squad/core/full", USE_FULL, `${ANSWER}66.7\n`],
];

for (const [entry, use, answer] of entries) {
  test(`an ES module imports ${entry}`, (t) => {
    const text = `import * as core from "${entry}";${use}`;
    assert.equal(output(install(t, { "use.mjs": text }), "node", ["use.mjs"]), answer);
  });

  test(`a CommonJS module requires ${entry}`, (t) => {
    const text = `const core = require("${entry}");${use}`;
    assert.equal(output(install(t, { "use.cjs": text }), "node", ["use.cjs"]), answer);
  });
}

test("nothing is compiled before the first call", (t) => {
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
  assert.equal(output(install(t, { "use.mjs": text }), "node", ["use.mjs"]), "0 1\n");
});

test("where WebAssembly is forbidden every call says what to allow, and the import does not", (t) => {
  const text = `
    delete globalThis.WebAssembly;
    const core = await import("@focus-squad/core");
    const told = core.safePhaseInfo(0, 0);
    let thrown;
    try { core.isWorkPhase("work1"); } catch (error) { thrown = error; }
    console.log(core.available(), told.errors[0].code, thrown.name, thrown.header);`;
  const expected = "false RULES_UNAVAILABLE RulesUnavailable script-src 'wasm-unsafe-eval'\n";
  assert.equal(output(install(t, { "use.mjs": text }), "node", ["use.mjs"]), expected);
});

test("a trap spoils one call and the next one is right", (t) => {
  const text = `
    import { formatTime, phaseInfo, preload, trapForTests } from "@focus-squad/core";
    await preload();
    const told = trapForTests();
    console.log(told.errors[0].code, formatTime(61), phaseInfo(0, 180000).phase);`;
  const expected = "RULES_TRAPPED 01:01 work1\n";
  assert.equal(output(install(t, { "use.mjs": text }), "node", ["use.mjs"]), expected);
});
