// The golden cases in a page, in a real browser, and the scores of made-up histories.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "playwright-core";
import { leaveCount } from "../node/counts.mjs";
import { vectors } from "../node/vectors.mjs";

const tests = join(import.meta.dirname, "..");
const FILES = {
  "/core.js": join(tests, "node_modules/@focus-squad/core/dist/full.js"),
  "/ask.mjs": join(tests, "node/ask.mjs"),
  "/scores.mjs": join(tests, "node/scores.mjs"),
};
const QUIET = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  "--no-first-run",
  "--no-sandbox",
];

test("a page answers every golden case under a strict Content-Security-Policy", async (t) => {
  const address = await serve(t);
  const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
  const browser = await chromium.launch({ executablePath, args: QUIET });
  t.after(() => browser.close());
  const page = await browser.newPage();
  await page.goto(address);
  const verbs = vectors();
  // As text: a member named `__proto__` would not survive the way into the page.
  const failures = await page.evaluate(async (text) => {
    const verbs = JSON.parse(text);
    const rules = await import("/core.js");
    const { ask, difference } = await import("/ask.mjs");
    return verbs.flatMap(({ rule, cases }) =>
      cases.flatMap(({ name, input, expect }) => {
        const found = difference(expect, ask(rules, rule, input));
        return found === undefined ? [] : [`${rule}: ${name}\n${found}`];
      }),
    );
  }, JSON.stringify(verbs));
  assert.deepEqual(failures, []);
  const { seed, runs } = JSON.parse(readFileSync(join(tests, "scores.json"), "utf8"));
  const wanted = process.env.FOCUS_SCORE_HISTORIES ?? `${runs[0].histories}`;
  const run = runs.find(({ histories }) => `${histories}` === wanted);
  assert.ok(run, `tests/scores.json has no run of ${wanted} histories`);
  const found = await page.evaluate(
    async ({ histories, seed }) => {
      const rules = await import("/core.js");
      const { hashOfScores } = await import("/scores.mjs");
      return hashOfScores(rules, histories, seed);
    },
    { histories: run.histories, seed },
  );
  assert.equal(found, run.hash);
  leaveCount(
    "browser",
    verbs.reduce((sum, { cases }) => sum + cases.length, 0),
  );
});

/** Serves the package to a page that may run nothing but scripts of its own and WebAssembly. */
async function serve(t) {
  const server = createServer((request, response) => {
    const file = FILES[request.url];
    if (file === undefined) {
      response.setHeader("content-type", "text/html");
      response.setHeader("content-security-policy", "script-src 'self' 'wasm-unsafe-eval'");
      response.end("<!doctype html><title>golden cases</title>");
    } else {
      response.setHeader("content-type", "text/javascript");
      response.end(readFileSync(file));
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}/`;
}
