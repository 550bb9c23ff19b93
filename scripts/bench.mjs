// npm run bench: how fast the core is natively, and how fast and small the npm package is.

import { existsSync } from "node:fs";
import { extname } from "node:path";
import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { Failure, main, run, say, seconds } from "./lib/run.mjs";
import { filesUnder } from "./lib/stamp.mjs";

await main(async () => {
  const native = existsSync(fromRoot("core/benches"));
  const scripts = filesUnder([fromRoot("tests/bench")], ["node_modules", "lib"]).filter(
    (file) => extname(file) === ".mjs",
  );
  if (!native && scripts.length === 0) {
    throw new Failure("there is no benchmark: restore core/benches and tests/bench");
  }
  await setUpForPackage();
  await ensurePackage();
  if (native) {
    // Only benchmark targets: a library's own tests would take these options amiss.
    await timed("the core, natively", "cargo", ["bench", "-p", "focus-core", "--bench", "*"]);
  }
  for (const script of scripts) await timed(script, process.execPath, [script]);
});

async function timed(what, command, args) {
  const started = performance.now();
  say(`benchmark: ${what}`);
  await run(command, args);
  say(`done: ${what} (${seconds(started)})`);
}
