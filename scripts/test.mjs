// npm test: every check that decides whether a change may go in. Stops at the first failure.

import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { checkDemoTypes, ensureDemoBuild, ensureDemoPackages } from "./demo.mjs";
import { clearCounts, printCounts } from "./lib/counts.mjs";
import { toolsBin } from "./lib/paths.mjs";
import { main, run, say } from "./lib/run.mjs";
import { cargoTest, nodeTest, runSuite } from "./lib/suite.mjs";
import { testPackaging } from "./packaging.mjs";
import { testReact } from "./react.mjs";
import { buildServer } from "./server.mjs";
import { ensureChromium } from "./setup.mjs";

/** All steps; `differentialInputs` is how many random inputs every side must agree on. */
export async function testEverything({ differentialInputs }) {
  await setUpForPackage();
  const CHROMIUM_PATH = await ensureChromium();
  say(`tools are ready (${toolsBin}; Chromium is ${CHROMIUM_PATH})`);
  clearCounts();
  const passed = await runSuite([
    ["generated files are current", checkGenerated],
    ["Rust tests", () => cargoTest(["--workspace", "--features", "focus-core/serde"])],
    ["the npm package builds", buildPackage],
    ["golden cases on the npm package in Node", () => nodeTest("tests/node")],
    [
      "golden cases on the npm package in a browser",
      () => nodeTest("tests/browser", { env: { CHROMIUM_PATH } }),
    ],
    ["the packed package in every context", () => testPackaging(CHROMIUM_PATH)],
    ["the package in React, in stores and in forms", testReact],
    ["differential run", () => runDifferential(differentialInputs)],
    ["the demo's types and build", buildDemo],
    ["the demo in a browser", () => testDemo(CHROMIUM_PATH)],
    ["golden cases and random inputs, by runner", () => printCounts()],
  ]);
  console.log(`${passed} passed, 0 failed`);
}

async function checkGenerated() {
  await run("cargo", ["run", "-p", "focus-wasm", "--bin", "generate", "--", "--check"], {
    hint: "run cargo run -p focus-wasm --bin generate and commit what it writes",
  });
}

async function buildPackage() {
  if (!(await ensurePackage())) say("the npm package is current");
}

async function runDifferential(count) {
  const args = ["run", "-p", "focus-conformance", "--bin", "differential", "--"];
  await run("cargo", [...args, "--count", `${count}`]);
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
  await main(() => testEverything({ differentialInputs: 2_000 }));
}
