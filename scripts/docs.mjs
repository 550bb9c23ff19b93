// npm run docs: the npm package's pages, from its doc comments, in docs/api.

import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { main, run, say } from "./lib/run.mjs";
import { ensureNpm } from "./setup.mjs";

const dir = fromRoot("docs");

/** Runs TypeDoc, which has a compiler of its own: this one's has no programming interface. */
export async function typedoc(...args) {
  await ensureNpm(dir);
  const program = fromRoot("docs/node_modules/typedoc/bin/typedoc");
  await run(process.execPath, [program, "--options", "typedoc.json", ...args], {
    cwd: dir,
    hint: "see the lines above: each export needs a doc comment",
  });
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await setUpForPackage();
    // The package's TypeScript imports what the build makes.
    await ensurePackage();
    await typedoc();
    say("open docs/api/index.html");
  });
}
