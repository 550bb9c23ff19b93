// Millions of calls that no type checker would let pass. Each is answered or refused, the next good
// call is right, and memory stays where it was. FOCUS_HOSTILE_CALLS tells how many calls.

import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveCount } from "../node/counts.mjs";
import { A, safeFunctions } from "./calls.mjs";
import { held, instancesMade } from "./memory.mjs";
import { dice, HOSTILE, HUGE } from "./values.mjs";

const CALLS = Number(process.env.FOCUS_HOSTILE_CALLS ?? 100_000);
const SEED = 20_260_501;
const GOOD_EVERY = 10;
/** All in the first half, since a fresh instance would hide what builds up in the second. */
const TRAPS = 10;
/** So many of each function at least until every instance, also those for calls deep inside of calls, has seen the widest. */
const WARM_CALLS_EACH = 3_000;
const LINE_MS = 10_000;
const MB = 1_000_000;

const main = await import("@focus-squad/core");
const full = await import("@focus-squad/core/full");
const FUNCTIONS = [...safeFunctions(main), ...safeFunctions(full)];
// Engines write a stack for every error, which is most of what a hostile call costs.
Error.stackTraceLimit = 0;

/** Getters that ask the rules in the middle of a question, one of them without end. */
const ASKING = [
  {
    get ratings() {
      return main.safeValidateRatings({ ratings: [{ ratee_id: A, rating: "green" }] }).value
        .ratings;
    },
  },
  {
    rating: "green",
    get ratee_id() {
      full.safeValidateRatings({ ratings: [this] });
      return A;
    },
  },
];
const VALUES = [...HOSTILE, ...ASKING];

const roll = dice(SEED);
const among = (values) => values[roll(values.length)];

/** One of the good values; one time in seven hostile, one time in two thousand huge. */
function pick(good) {
  const chance = roll(14_000);
  if (chance < 7) return among(HUGE);
  return among(chance < 2_000 ? VALUES : good);
}

function askHostilely({ name, ask, call }, choose) {
  let args;
  try {
    args = call(choose);
    const result = ask(...args);
    if (result.ok === true) return;
    for (const { code, message } of result.errors) {
      assert.ok(full.CODES.includes(code) && message !== "", code);
      assert.ok(code !== "RULES_TRAPPED" && code !== "RULES_UNAVAILABLE", code);
    }
  } catch (error) {
    throw new Error(`${name} neither answered nor refused (${error}), given ${shown(args)}`);
  }
}

/** Arguments in words, as far as they let themselves be looked at. */
function shown(args) {
  try {
    return JSON.stringify(args).slice(0, 1_000);
  } catch {
    return "what cannot be shown";
  }
}

const GOOD = [main, full].flatMap((core) => [
  () => core.phaseInfo(0, 180_000).phase === "work1",
  () =>
    core.validateRatings({ ratings: [{ ratee_id: A, rating: "red", reasons: ["other"] }] })
      .ratings[0].reasons[0] === "other",
  () => core.safeGuardSession(A, "table-1").errors[0].code === "SESSION_MISMATCH",
  () => core.toggleReason(core.newRatingEntries([A]), A, "other")[A].value === null,
  () =>
    core.checkClaims({ iss: "i", sub: "s", exp: 9 }, { issuers: ["i"], audiences: null }, 0)
      .subject === "s",
  () => core.formatTime(61) === "01:01",
]);

function askWell(turn) {
  const good = GOOD[turn % GOOD.length];
  assert.ok(good(), `a good call is answered wrongly: ${good}`);
}

/** The widest that a call can get, so that memory is as large as it will ever be. */
function askAtTheWidest() {
  for (const huge of [...HUGE, ...VALUES]) {
    const isLeaf = (good) => typeof good[0] !== "object" || good[0] === null;
    const isList = (good) => Array.isArray(good[0]) || isLeaf(good);
    for (const isReplaced of [isLeaf, isList, () => true]) {
      for (const asked of FUNCTIONS) {
        askHostilely(asked, (good) => (isReplaced(good) ? huge : good[0]));
      }
    }
  }
}

function askMany(calls) {
  const trapEvery = Math.ceil(calls / 2 / TRAPS);
  let next = performance.now() + LINE_MS;
  for (let turn = 1; turn <= calls; turn++) {
    askHostilely(among(FUNCTIONS), pick);
    if (turn % GOOD_EVERY === 0) askWell(turn / GOOD_EVERY);
    if (turn % trapEvery === 0 && turn <= calls / 2) survive(turn / trapEvery);
    if (turn % 1_000 === 0 && performance.now() > next) {
      next += LINE_MS;
      console.log(`  … ${turn} of ${calls} hostile calls`);
    }
  }
}

/** A defect in the module spoils its own call alone. */
function survive(turn) {
  const core = turn % 2 === 0 ? main : full;
  assert.equal(core.trapForTests().errors[0].code, "RULES_TRAPPED");
  for (let at = 0; at < GOOD.length; at++) askWell(at);
}

test(`${CALLS} hostile calls are answered or refused, and memory stays where it was`, async () => {
  askAtTheWidest();
  askMany(Math.max(CALLS / 10, WARM_CALLS_EACH * FUNCTIONS.length));
  const before = await held();
  const made = instancesMade();
  askMany(CALLS);
  const after = await held();
  console.log(`  after warming up: ${inWords(before)}`);
  console.log(`  ${CALLS} calls later: ${inWords(after)}`);
  console.log(`  ${instancesMade() - made} instances trapped and were replaced`);
  assert.ok(after.instances <= before.instances, "instances that trapped are kept");
  // It grows in steps, and a fresh instance takes them in another order.
  assert.ok(after.wasm < before.wasm + MB, "the memory of the rules grew");
  assert.ok(after.heap < before.heap + 4 * MB, "the heap grew");
  assert.ok(after.rss < before.rss + 64 * MB, "the process grew");
  leaveCount("hostile", CALLS);
});

function inWords({ instances, wasm, heap, rss }) {
  const mb = (bytes) => `${(bytes / MB).toFixed(1)} MB`;
  return `${instances} instances with ${mb(wasm)}, heap ${mb(heap)}, process ${mb(rss)}`;
}
