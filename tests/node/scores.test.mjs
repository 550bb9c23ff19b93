// The scores of made-up histories, by the npm package: the same as natively.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as rules from "@focus-squad/core/full";
import { hashOfScores } from "./scores.mjs";

const recorded = readFileSync(join(import.meta.dirname, "../scores.json"), "utf8");

test("the scores of made-up histories are those of every other side", () => {
  const { seed, runs } = JSON.parse(recorded);
  const [{ histories, hash }] = runs;
  assert.equal(hashOfScores(rules, histories, seed), hash);
});
