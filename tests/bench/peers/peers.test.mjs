// The peers decide as the package does, or a comparison of their speed would mean nothing.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as core from "@focus-squad/core";
import * as ajv from "./ajv.mjs";
import * as plain from "./plain.mjs";
import * as valibot from "./valibot.mjs";
import * as zod from "./zod.mjs";

const PEERS = { zod, valibot, ajv, plain };

/** JavaScript's own trim leaves U+0085, and nobody would write another one for its sake. */
const NOT_TRIMMED = ["blanks of all kinds are none", "a next-line character is trimmed"];
/** Dates of JavaScript know no offset without minutes. */
const NOT_PARSED = /[+-]\d\d$/;
/** Refused by all, though a library tells fewer or other places of a list where it should not be. */
const PLACED_ELSEWHERE = [
  "a body that is a list is refused",
  "a rating that is a list is refused",
  "of four ratings the fourth is judged as well",
  "of many ratings the first sixteen are judged",
  "too many ratings come before their own problems",
  "too many reasons are told before a bad one",
];

function cases(file) {
  const path = join(import.meta.dirname, "../../vectors", `${file}.json`);
  return JSON.parse(readFileSync(path, "utf8")).cases;
}

const batches = cases("rating/validate").filter(
  ({ name, input }) => input.raterId === undefined && !NOT_TRIMMED.includes(name),
);
const tokens = cases("token/check").filter(({ input: { token, policy, now } }) => {
  const { errors = [] } = core.safeCheckClaims(token, policy, now);
  // A peer's policy is a constant of its program.
  return typeof token !== "string" && errors[0]?.code !== "INVALID_POLICY";
});

/** The value, or every place at which something is wrong, once each. */
function verdict(result, placeOf) {
  if (result.ok) return { value: result.value };
  const places = result.errors.map((error) => JSON.stringify(placeOf(error)));
  return { places: [...new Set(places)].sort() };
}

for (const [name, peer] of Object.entries(PEERS)) {
  test(`${name} judges ratings as the package does`, () => {
    assert.ok(batches.length > 100);
    for (const { name, input } of batches) {
      const ours = verdict(core.safeValidateRatings(input.batch), plain.placeOf);
      const theirs = verdict(peer.ratings(input.batch), peer.placeOf);
      if (PLACED_ELSEWHERE.includes(name)) assert.equal(theirs.value, ours.value, name);
      else assert.deepEqual(theirs, ours, name);
    }
  });

  test(`${name} judges claims as the package does`, () => {
    assert.ok(tokens.length > 100);
    for (const { name, input } of tokens) {
      const { token, policy, now } = input;
      const ours = core.safeCheckClaims(token, policy, now);
      const theirs = peer.claims(token, policy, new Date(now).getTime());
      if (ours.ok) assert.deepEqual(theirs, ours, name);
      else assert.equal(theirs.claim ?? "", ours.errors[0].path, name);
    }
  });
}

test("plain JavaScript tells the phase as the package does", () => {
  for (const phase of core.PHASES.map((row) => row.phase)) {
    assert.equal(plain.isWorkPhase(phase), core.isWorkPhase(phase));
    assert.equal(plain.nextPhase(phase), core.nextPhase(phase));
  }
  for (const { name, input, expect } of cases("phase/info")) {
    if (expect.error !== undefined || NOT_PARSED.test(input.start)) continue;
    assert.deepEqual(plain.phaseInfo(input.start, input.now), expect.ok, name);
  }
});

test("plain JavaScript formats time as the package does", () => {
  for (const { name, input, expect } of cases("phase/format-time")) {
    if (expect.error !== undefined) continue;
    assert.equal(plain.formatTime(input.seconds), expect.ok, name);
  }
});

test("plain JavaScript guards a session as the package does", () => {
  for (const { name, input, expect } of cases("session/guard")) {
    const { pending, sessionId } = input;
    assert.equal(plain.guard(pending, sessionId).ok, expect.error === undefined, name);
  }
});
