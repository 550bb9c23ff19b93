// A context of the matrix: a test that leaves a row.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveRow } from "../../../scripts/lib/matrix.mjs";
import { EXPECTED } from "../check/expected.js";
import { version } from "./tools.mjs";

/**
 * A test for one context in which the package must work. `tools` are the npm packages whose version
 * matters, or functions that tell of something else; `how` says how the program was built. A body may
 * return another result than "works".
 */
export function context({ name, tools, how }, sentence, body) {
  test(sentence, async (t) => {
    const started = performance.now();
    const row = { context: name, version: "", how };
    const leave = (result) =>
      leaveRow({ ...row, result, ms: Math.round(performance.now() - started) });
    try {
      row.version = (await Promise.all(tools.map(versionOf))).join(", ");
      leave((await body(t)) ?? "works");
    } catch (error) {
      leave("fails");
      throw error;
    }
  });
}

const versionOf = (tool) => (typeof tool === "string" ? `${tool} ${version(tool)}` : tool());

/** The Node that runs the tests, and most of the tools. */
export const node = () => `Node ${process.versions.node}`;

/** Compares a program's answers, JSON text or plain data, with what the rules say. */
export function assertAnswers(given) {
  const answers = typeof given === "string" ? JSON.parse(given) : given;
  assert.deepEqual(answers, EXPECTED);
}
