// The packaging matrix: the packed package in every context that a frontend developer may bring.
//
//   node scripts/packaging.mjs     builds what is not current, and leaves .cache/packaging-matrix.json

import { rmSync } from "node:fs";
import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { clearRows, printRows } from "./lib/matrix.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { main, say } from "./lib/run.mjs";
import { nodeTest } from "./lib/suite.mjs";
import { ensureChromium, ensureNpm } from "./setup.mjs";

/** Installs the tools, runs every context and prints the table, failures included. */
export async function testPackaging(CHROMIUM_PATH) {
  await ensureNpm(fromRoot("tests/packaging"));
  rmSync(fromRoot("tests/packaging/.work"), { recursive: true, force: true });
  clearRows();
  try {
    const options = { env: { CHROMIUM_PATH }, concurrency: 2, exclude: [".work"] };
    return await nodeTest("tests/packaging", options);
  } finally {
    printRows();
  }
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await setUpForPackage();
    if (!(await ensurePackage())) say("the npm package is current");
    await testPackaging(await ensureChromium());
  });
}
