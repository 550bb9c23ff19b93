// How fast the npm package is in Node: each rule beside the same rule in plain JavaScript, in turn
// and in one process, so that the ratio holds when the machine's speed does not.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import {
  formatTime,
  guardSession,
  isWorkPhase,
  phaseInfo,
  safeCheckClaims,
  safeGuardSession,
  safeValidateRatings,
} from "@focus-squad/core";

const ROUNDS = 15;
const ROUND_MS = 40;
const START = Date.UTC(2026, 4, 1, 9, 30);
const ids = ["a", "b", "c"].map((end) => `0190f4a0-0000-7000-8000-00000000000${end}`);

const batch = {
  ratings: [
    { ratee_id: ids[0], rating: "green" },
    {
      ratee_id: ids[1],
      rating: "red",
      reasons: ["absent_no_show", "other"],
      other_reason_text: " left early ",
    },
    { ratee_id: ids[2], rating: "skip" },
  ],
};
const broken = {
  ratings: [
    { ratee_id: "nobody", rating: "blue" },
    { ratee_id: ids[0], rating: "red", reasons: [] },
    { ratee_id: ids[0], rating: "green", other_reason_text: "why" },
  ],
};
const policy = { issuers: ["https://id.example.com"], audiences: ["authenticated"] };
const claims = {
  iss: "https://id.example.com",
  sub: ids[0],
  aud: "authenticated",
  exp: START / 1000 + 3600,
  iat: START / 1000,
};

/** Plain JavaScript with the same answers; what a careful author would write without a library. */
const BOUNDARIES = [
  ["setup", 0, 180],
  ["work1", 180, 1680],
  ["break", 1680, 1800],
  ["work2", 1800, 3000],
  ["social", 3000, 3300],
];
const plain = {
  phaseInfo(start, now) {
    const elapsed = Math.floor(now) - Math.floor(start);
    if (elapsed < 0) {
      const wait = Math.floor(-elapsed / 1000);
      const totalTimeRemaining = 3300 + wait;
      return {
        phase: "idle",
        timeRemaining: wait,
        totalTimeRemaining,
        progress: 0,
        elapsedMinutes: 0,
      };
    }
    for (const [phase, from, to] of BOUNDARIES) {
      if (elapsed < to * 1000) {
        return {
          phase,
          timeRemaining: Math.floor((to * 1000 - elapsed) / 1000),
          totalTimeRemaining: Math.floor((3_300_000 - elapsed) / 1000),
          progress: (elapsed - from * 1000) / ((to - from) * 1000),
          elapsedMinutes: elapsed / 60_000,
        };
      }
    }
    return {
      phase: "completed",
      timeRemaining: 0,
      totalTimeRemaining: 0,
      progress: 1,
      elapsedMinutes: 55,
    };
  },
  isWorkPhase: (phase) => phase === "work1" || phase === "work2",
  formatTime(seconds) {
    const whole = Math.max(0, Math.floor(seconds));
    const minutes = String(Math.floor(whole / 60)).padStart(2, "0");
    return `${minutes}:${String(whole % 60).padStart(2, "0")}`;
  },
  guard(pending, id) {
    if (pending && pending.toLowerCase() !== id.toLowerCase()) throw new Error("Session mismatch");
  },
};

const RULES = [
  ["phaseInfo", (i) => phaseInfo(START, START + i), (i) => plain.phaseInfo(START, START + i)],
  ["isWorkPhase", () => isWorkPhase("work2"), () => plain.isWorkPhase("work2")],
  ["formatTime", (i) => formatTime(i % 3300), (i) => plain.formatTime(i % 3300)],
  ["guardSession", () => guardSession(ids[0], ids[0]), () => plain.guard(ids[0], ids[0])],
  ["safeGuardSession, refused", () => safeGuardSession(ids[0], ids[1])],
  ["safeValidateRatings, three valid", () => safeValidateRatings(batch)],
  ["safeValidateRatings, three invalid", () => safeValidateRatings(broken)],
  ["safeCheckClaims, an object", () => safeCheckClaims(claims, policy, START)],
];

console.log("rule".padEnd(38), "ns/call".padStart(9), "plain".padStart(9), "ratio".padStart(7));
for (const [name, ours, theirs] of RULES) {
  const rounds = Array.from({ length: ROUNDS }, () => [time(ours), theirs && time(theirs)]);
  const mine = median(rounds.map(([one]) => one));
  if (theirs === undefined) {
    console.log(name.padEnd(38), mine.toFixed(0).padStart(9));
    continue;
  }
  const other = median(rounds.map(([, two]) => two));
  const ratio = median(rounds.map(([one, two]) => one / two));
  const cells = [mine.toFixed(0).padStart(9), other.toFixed(0).padStart(9)];
  console.log(name.padEnd(38), ...cells, ratio.toFixed(1).padStart(7));
}
tellStart();
tellSizes();

/** Nanoseconds a call over one round. */
function time(call) {
  const end = performance.now() + ROUND_MS;
  let calls = 0;
  const started = performance.now();
  let now = started;
  while (now < end) {
    for (let i = 0; i < 200; i++) call(calls + i);
    calls += 200;
    now = performance.now();
  }
  return ((now - started) * 1e6) / calls;
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}

/** A fresh process from the import to the first answer. */
function tellStart() {
  const script = `const started = performance.now();
    const { phaseInfo } = await import("@focus-squad/core");
    phaseInfo(0, 0);
    console.log(performance.now() - started);`;
  const options = { cwd: join(import.meta.dirname, ".."), encoding: "utf8" };
  const args = ["--input-type=module", "-e", script];
  const runs = Array.from({ length: 11 }, () => Number(execFileSync("node", args, options)));
  console.log(`\nimport to first answer in a fresh process: ${median(runs).toFixed(1)} ms`);
}

function tellSizes() {
  const require = createRequire(import.meta.url);
  const dist = join(require.resolve("@focus-squad/core/package.json"), "../dist");
  for (const name of ["index.js", "full.js"]) {
    const bytes = readFileSync(join(dist, name));
    console.log(`${name}: ${bytes.length} bytes, ${brotliCompressSync(bytes).length} with brotli`);
  }
}
