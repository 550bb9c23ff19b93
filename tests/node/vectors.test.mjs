// The golden cases against the npm package, by its published name.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import * as main from "@focus-squad/core";
import * as rules from "@focus-squad/core/full";
import { ask, difference, isWide, verbs } from "./ask.mjs";
import { leaveCount } from "./counts.mjs";
import { vectors } from "./vectors.mjs";

let checked = 0;

for (const { rule, cases } of vectors()) {
  describe(rule, () => {
    for (const { name, input, expect } of cases) {
      test(name, () => {
        assert.equal(difference(expect, ask(rules, rule, input)), undefined);
        // The two builds are two modules, so each is asked.
        if (!isWide(rule)) assert.equal(difference(expect, ask(main, rule, input)), undefined);
        checked++;
      });
    }
  });
}

test("every verb has golden cases", () => {
  const files = vectors().map(({ rule }) => rule);
  assert.deepEqual(files.sort(), verbs().sort());
});

after(() => leaveCount("node", checked));
