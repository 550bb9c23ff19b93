// npm test: every check that decides whether a change may go in. Stops at the first failure.

import { mkdirSync, rmSync } from "node:fs";
import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { checkDemoTypes, ensureDemoBuild, ensureDemoPackages } from "./demo.mjs";
import { clearCounts, printCounts } from "./lib/counts.mjs";
import { cacheDir, fromRoot, reachedFile, toolsBin } from "./lib/paths.mjs";
import { main, run, say } from "./lib/run.mjs";
import { cargoTest, nodeTest, runSuite } from "./lib/suite.mjs";
import { testPackaging } from "./packaging.mjs";
import { testReact } from "./react.mjs";
import { schemaFuzz } from "./schema-fuzz.mjs";
import { buildServer } from "./server.mjs";
import {
  ensureChromium,
  ensureNpm,
  ensurePostgres,
  ensureRedis,
  ensureSchemathesis,
} from "./setup.mjs";
import { checkSizes } from "./sizes.mjs";

/**
 * All steps; `differentialInputs` is how many random inputs every side must agree on,
 * `scoreHistories` on how many histories' scores, `hostileCalls` how many calls with broken values
 * the package must live through, `schemaExamples` how many requests the server gets of each kind,
 * `isFull` that every test of the server runs on both engines.
 */
export async function testEverything(how) {
  const { differentialInputs, scoreHistories, hostileCalls, schemaExamples, isFull = false } = how;
  await setUpForPackage();
  const CHROMIUM_PATH = await ensureChromium();
  const FOCUS_POSTGRES_BIN = await ensurePostgres();
  const FOCUS_REDIS_SERVER = await ensureRedis();
  const servers = { FOCUS_POSTGRES_BIN, FOCUS_REDIS_SERVER };
  await ensureSchemathesis();
  say(`tools are ready (${toolsBin}; Chromium is ${CHROMIUM_PATH})`);
  say(`PostgreSQL is in ${FOCUS_POSTGRES_BIN}, Redis is ${FOCUS_REDIS_SERVER}`);
  clearCounts();
  mkdirSync(cacheDir, { recursive: true });
  rmSync(reachedFile, { force: true });
  const passed = await runSuite([
    ["generated files are current", checkGenerated],
    ["Rust tests", () => testRust(servers)],
    ["the server's tests on PostgreSQL", () => testOnPostgres(servers, isFull)],
    ["instances of the release build", () => testInstances(servers)],
    ["container files", () => testContainers({ FOCUS_REDIS_SERVER })],
    ["every code of a route is reached over HTTP", checkReached],
    ["the server as its document says", () => schemaFuzz({ examples: schemaExamples })],
    ["the npm package builds", buildPackage],
    ["the npm package's files are no larger than recorded", checkSizes],
    ["golden cases on the npm package in Node", () => nodeTest("tests/node")],
    [
      "golden cases on the npm package in a browser",
      () => testBrowser(CHROMIUM_PATH, scoreHistories),
    ],
    ["hostile calls of the npm package", () => testEndurance(hostileCalls)],
    ["the libraries of the benchmark decide as the package does", testPeers],
    ["the packed package in every context", () => testPackaging(CHROMIUM_PATH)],
    ["the package in React, in stores and in forms", testReact],
    ["differential run", () => runDifferential(differentialInputs)],
    ["scores, natively and by the package", () => runScores(scoreHistories)],
    ["the demo's types and build", buildDemo],
    ["the demo in a browser", () => testDemo(CHROMIUM_PATH)],
    ["what was checked, by runner", () => printCounts()],
  ]);
  console.log(`${passed} passed, 0 failed`);
}

/** Tests of the server that are the same on any engine. */
const ON_ANY_ENGINE = [
  ...["agreement", "bad_keys", "bodies", "conventions", "executable", "fuzz", "key_faults"],
  ...["key_sets", "laptop", "openapi", "published", "settings", "stopping", "tokens", "traps"],
  ...["staying_up::running", "staying_up::table", "verify_token"],
];

/** What was run on SQLite with the other tests, on the other engine. */
async function testOnPostgres(env, everything) {
  const skipped = everything ? [] : ON_ANY_ENGINE.flatMap((name) => ["--skip", `${name}::`]);
  const args = ["-p", "focus-server", "--all-features", "--test", "http", "--", ...skipped];
  return await cargoTest(args, {
    env: { ...env, FOCUS_TEST_DATABASE: "postgres", FOCUS_REACHED: reachedFile },
  });
}

/** Several instances as one, as they are in production. */
async function testInstances(env) {
  const FOCUS_SERVER_BIN = await buildServer({ isRelease: true });
  const args = ["-p", "focus-server", "--all-features", "--test", "instances"];
  return await cargoTest(args, { env: { ...env, FOCUS_SERVER_BIN } });
}

/** compose.yaml and Containerfile, as far as that goes without an engine. */
async function testContainers(env) {
  const FOCUS_SERVER_BIN = await buildServer();
  return await nodeTest("tests/containers", { env: { ...env, FOCUS_SERVER_BIN } });
}

/** Prints which statuses and codes the tests got of each route. */
async function checkReached() {
  const args = ["run", "-q", "-p", "focus-server", "--example", "routes", "--"];
  await run("cargo", [...args, "--reached", reachedFile], {
    hint: "write a test that gets the code in server/tests/http, or drop it from the route's codes",
  });
}

async function checkGenerated() {
  // In this order: the package's constants hold the version that stands in the core.
  for (const [crate, kind, name] of [
    ["focus-conformance", "--bin", "rulebook"],
    ["focus-wasm", "--bin", "generate"],
    ["focus-server", "--example", "settings"],
    ["focus-server", "--example", "routes"],
  ]) {
    await run("cargo", ["run", "-p", crate, kind, name, "--", "--check"], {
      hint: `run cargo run -p ${crate} ${kind} ${name} and commit what it writes`,
    });
  }
}

async function testRust(env) {
  const args = ["--workspace", "--features", "focus-core/serde"];
  return await cargoTest(args, { env: { ...env, FOCUS_REACHED: reachedFile } });
}

async function buildPackage() {
  if (!(await ensurePackage())) say("the npm package is current");
}

async function testBrowser(CHROMIUM_PATH, scoreHistories) {
  const env = { CHROMIUM_PATH, FOCUS_SCORE_HISTORIES: `${scoreHistories}` };
  return await nodeTest("tests/browser", { env });
}

async function runDifferential(count) {
  const args = ["run", "-p", "focus-conformance", "--bin", "differential", "--"];
  await run("cargo", [...args, "--count", `${count}`]);
}

async function runScores(count) {
  const env = { FOCUS_SCORE_HISTORIES: `${count}` };
  await run("cargo", ["run", "-p", "focus-conformance", "--bin", "scores"], { env });
}

async function testEndurance(calls) {
  return await nodeTest("tests/endurance", { env: { FOCUS_HOSTILE_CALLS: `${calls}` } });
}

/** Peers that decided otherwise would make the benchmark meaningless. */
async function testPeers() {
  await ensureNpm(fromRoot("tests/bench"));
  return await nodeTest("tests/bench");
}

async function buildDemo() {
  await ensureDemoPackages();
  await checkDemoTypes();
  if (!(await ensureDemoBuild())) say("the demo's build is current");
}

async function testDemo(CHROMIUM_PATH) {
  const env = { CHROMIUM_PATH, FOCUS_SERVER_BIN: await buildServer() };
  // One at a time: each test starts a server, a page and a browser.
  return await nodeTest("web-demo/e2e", { env, concurrency: 1 });
}

if (import.meta.filename === process.argv[1]) {
  await main(() =>
    testEverything({
      differentialInputs: 2_000,
      scoreHistories: 20_000,
      hostileCalls: 100_000,
      schemaExamples: 10,
    }),
  );
}
