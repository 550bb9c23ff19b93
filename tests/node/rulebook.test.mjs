// Where the package looks for a server's version.

import assert from "node:assert/strict";
import { test } from "node:test";
import * as main from "@focus-squad/core";
import * as full from "@focus-squad/core/full";

const { compareRules, RULES_VERSION } = main;
const headers = { "X-Rules-Version": RULES_VERSION };

test("both entries have one version, and it is the same as itself", () => {
  assert.match(RULES_VERSION, /^\d+-[\da-f]{16}\.\d+-[\da-f]{16}$/);
  assert.equal(full.RULES_VERSION, RULES_VERSION);
  assert.equal(full.compareRules(RULES_VERSION), "same");
});

test("a response, its headers and the header's text tell the same", () => {
  const response = new Response("{}", { status: 404, headers });
  for (const source of [response, response.headers, RULES_VERSION, new Headers(headers)]) {
    assert.equal(compareRules(source), "same");
  }
  assert.equal(compareRules({ headers: new Map([["x-rules-version", RULES_VERSION]]) }), "same");
});

test("what tells no version is unknown", () => {
  const silent = [new Response("{}"), new Headers(), "", null, undefined];
  const odd = [5, true, {}, [], { headers: null }, { headers: {} }, { headers: { get: () => 1 } }];
  const unlikely = ["\ud800", "1".repeat(1_000_000)];
  for (const source of [...silent, ...odd, ...unlikely])
    assert.equal(compareRules(source), "unknown");
});

test("a text that could be no version is different, however broken", () => {
  const twice = new Headers(headers);
  twice.append("x-rules-version", RULES_VERSION);
  for (const source of [twice, "latest", "1".repeat(60_000), `${RULES_VERSION} `]) {
    assert.equal(compareRules(source), "different");
  }
});
