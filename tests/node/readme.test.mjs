// What the READMEs show in JavaScript, run as it stands.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

const root = join(import.meta.dirname, "../..");

/** Runs a file's first block of a language; false assertions end it. Returns what it printed. */
function runFirst(t, file, language) {
  const text = readFileSync(join(root, file), "utf8");
  const block = text.match(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``))?.[1];
  assert.ok(block, `${file} shows no ${language}`);
  // Where the package resolves by its published name.
  const folder = mkdtempSync(join(root, "tests/node_modules/.readme-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const strict = 'console.assert = (fact) => { if (!fact) throw new Error("not so"); };\n';
  writeFileSync(join(folder, "block.mjs"), strict + block);
  return execFileSync("node", [join(folder, "block.mjs")], { encoding: "utf8" });
}

test("the README's three lines of TypeScript are right", (t) => {
  assert.equal(runFirst(t, "README.md", "ts"), "");
});

test("the package README's first lines print what they say", (t) => {
  assert.equal(runFirst(t, "wasm/README.md", "js"), "setup 02:04\n");
});
