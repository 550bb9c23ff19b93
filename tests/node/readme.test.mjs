// What the READMEs show in JavaScript, run as it stands.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { RULES_VERSION } from "@focus-squad/core";

const root = join(import.meta.dirname, "../..");

/**
 * Runs a file's first block of a language that has a word in it; false assertions end it. What it
 * takes for granted stands in `given`. Returns what it printed.
 */
function runBlock(t, { file, language, word = "", given = "" }) {
  const text = readFileSync(join(root, file), "utf8");
  const blocks = [...text.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, "g"))];
  const block = blocks.map((match) => match[1]).find((code) => code.includes(word));
  assert.ok(block, `${file} shows no ${language} with ${word} in it`);
  // Where the package resolves by its published name.
  const folder = mkdtempSync(join(root, "tests/node_modules/.readme-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const strict = 'console.assert = (fact) => { if (!fact) throw new Error("not so"); };\n';
  writeFileSync(join(folder, "block.mjs"), strict + given + block);
  return execFileSync("node", [join(folder, "block.mjs")], { encoding: "utf8" });
}

test("the README's three lines of TypeScript are right", (t) => {
  assert.equal(runBlock(t, { file: "README.md", language: "ts" }), "");
});

test("the package README's first lines print what they say", (t) => {
  const printed = runBlock(t, { file: "wasm/README.md", language: "js" });
  assert.equal(printed, "setup 02:04\n");
});

test("the package README's comparison speaks up for other rules, and only then", (t) => {
  const printed = (version) =>
    runBlock(t, {
      file: "wasm/README.md",
      language: "js",
      word: "compareRules",
      given: `
        const api = "http://127.0.0.1:8080";
        const headers = ${version === undefined ? "{}" : `{ "X-Rules-Version": "${version}" }`};
        globalThis.fetch = async () => new Response("{}", { headers });
      `,
    });
  assert.equal(printed(RULES_VERSION), "");
  assert.equal(printed(), "");
  assert.equal(printed(`${RULES_VERSION.split(".")[0]}.999-${"0".repeat(16)}`), "");
  assert.equal(printed(`0.${RULES_VERSION}`), "The rules have changed: please reload.\n");
});

test("the package README's clock shows the server's phase, five minutes from here", (t) => {
  const given = `
    const api = "http://127.0.0.1:8080";
    const start = Date.now() + 4 * 60_000;
    globalThis.fetch = async (url) => {
      if (url !== "http://127.0.0.1:8080/api/v1/time") throw new Error(url);
      return Response.json({ unix_ms: Date.now() + 5 * 60_000 });
    };
  `;
  const word = "serverClock";
  const printed = runBlock(t, { file: "wasm/README.md", language: "js", word, given });
  assert.equal(printed, "setup true\n");
});
