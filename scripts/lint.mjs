// npm run lint: format, lints, types and licences; everything that needs no test to be run.

import { existsSync } from "node:fs";
import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { checkDemoTypes, ensureDemoPackages } from "./demo.mjs";
import { typedoc } from "./docs.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { Failure, main, run } from "./lib/run.mjs";
import { runSuite } from "./lib/suite.mjs";
import { checkReactTypes, ensureReactPackages } from "./react.mjs";
import { ensureCargoDeny, WASM_TARGET } from "./setup.mjs";

// Every target, and the one that is not among all of them, since it is run on request alone.
const TARGETS = "--lib --bins --tests --benches --examples --test instances";
const CLIPPY = `clippy --workspace ${TARGETS} --all-features -- -D warnings`.split(" ");

await main(async () => {
  await setUpForPackage();
  await ensureCargoDeny();
  const passed = await runSuite([
    ["Rust format", checkRustFormat],
    ["Rust lints", () => cargo(...CLIPPY)],
    // A target without a standard library of its own: a clock or a thread in the core fails here.
    ["the core without std", () => cargo("check", "-p", "focus-core", "--target", WASM_TARGET)],
    ["JavaScript format and lints", checkJavaScript],
    ["types of the npm package", checkPackageTypes],
    ["every export of the npm package is documented", checkDocs],
    ["types of the React tests", checkReact],
    ["types of the demo", checkDemo],
    ["licences, sources and bans", () => cargo("deny", "check", "bans", "licenses", "sources")],
  ]);
  console.log(`${passed} passed, 0 failed`);
});

function cargo(...args) {
  return run("cargo", args);
}

async function checkRustFormat() {
  await run("cargo", ["fmt", "--all", "--check"], { hint: "run npm run format" });
}

async function checkJavaScript() {
  // Biome colours a log file as it colours a terminal.
  const colors = process.stdout.isTTY ? "force" : "off";
  const args = ["ci", "--error-on-warnings", `--colors=${colors}`, "."];
  await run(fromRoot("node_modules/.bin/biome"), args, { hint: "run npm run format" });
}

async function checkPackageTypes() {
  // The package's TypeScript imports what the build makes.
  await ensurePackage();
  if (!existsSync(fromRoot("wasm/tsconfig.json"))) {
    throw new Failure("wasm/tsconfig.json is missing: restore that file");
  }
  await run(fromRoot("node_modules/.bin/tsc"), ["--noEmit", "-p", "wasm/tsconfig.json"]);
}

async function checkDocs() {
  await ensurePackage();
  await typedoc("--emit", "none");
}

async function checkReact() {
  await ensurePackage();
  await ensureReactPackages();
  await checkReactTypes();
}

async function checkDemo() {
  await ensurePackage();
  await ensureDemoPackages();
  await checkDemoTypes();
}
