// npm run mutants -- [cargo-mutants options]: changes the core in every way that a slip might, one at
// a time, and asks whether a test notices. About two hours; docs/mutants.md says what was found.
//
//   npm run mutants -- -f core/src/phase/*.rs     one folder
//   npm run mutants -- --list                     what would be changed

import { cacheDir, fromRoot } from "./lib/paths.mjs";
import { main, run } from "./lib/run.mjs";
import { ensureCargoMutants, ensureRust } from "./setup.mjs";

await main(async () => {
  await ensureRust();
  await ensureCargoMutants();
  const args = ["mutants", "--jobs", "1", "--output", cacheDir, ...process.argv.slice(2)];
  await run("cargo-mutants", args, {
    env: {
      // A folder of its own, which the next run finds as it was left.
      CARGO_TARGET_DIR: fromRoot("target/mutants"),
      CARGO_INCREMENTAL: "1",
      // A slip that shows shows soon.
      FOCUS_FUZZ_MUTANTS: "100",
      PROPTEST_CASES: "100",
    },
    hint: "see .cache/mutants.out for what no test noticed",
  });
});
