// Programs that import the packed package in runtimes other than Node and the browser.

import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { consumer } from "./lib/consumer.mjs";
import { assertAnswers, context } from "./lib/context.mjs";
import { run, runtime } from "./lib/tools.mjs";

const FORMATS = [
  ["an ES module", "main.js"],
  ["a CommonJS module", "main.cjs"],
];

/** Runtimes whose program the npm registry carries: where it is in the package for a platform. */
const RUNTIMES = [
  { name: "Bun", scope: "@oven", file: "bin/bun", args: ["run"] },
  { name: "Deno", scope: "@deno", file: "deno", args: ["run", "--allow-read"] },
];

for (const { name, scope, file, args } of RUNTIMES) {
  for (const [format, main] of FORMATS) {
    const tools = [name.toLowerCase()];
    const how = `\`${[name.toLowerCase(), ...args, main].join(" ")}\``;
    context(
      { name: `${name}, ${format}`, tools, how },
      `${format} runs the rules in ${name}`,
      async () => {
        const program = runtime(scope, file);
        if (program === undefined) {
          return `the npm registry has no ${name} for ${process.platform}-${process.arch}`;
        }
        const folder = await consumer(main.replace("main.", `${name.toLowerCase()}-`), {
          from: "node",
        });
        assertAnswers(await run(folder, program, [...args, main]));
      },
    );
  }
}

context(
  { name: "workerd", tools: ["miniflare", "workerd"], how: "esbuild as wrangler calls it" },
  "a worker runs the rules in workerd",
  async (t) => {
    const folder = await consumer("workerd");
    const worker = new Miniflare({
      modules: await bundleWorker(folder),
      modulesRoot: folder,
      compatibilityDate: "2026-04-01",
      cf: false,
      host: "127.0.0.1",
      port: 0,
    });
    t.after(() => worker.dispose());
    const response = await worker.dispatchFetch("http://worker.example/");
    assertAnswers(await response.text());
  },
);

/** One script for a worker, and beside it the modules that workerd compiles itself. */
async function bundleWorker(folder) {
  const compiled = [];
  const collect = {
    name: "collect-wasm",
    setup(building) {
      building.onResolve({ filter: /\.wasm(\?module)?$/ }, ({ path, resolveDir }) => {
        const contents = readFileSync(join(resolveDir, path.replace("?module", "")));
        compiled.push({ type: "CompiledWasm", path: join(folder, basename(path)), contents });
        return { path: `./${basename(path)}`, external: true };
      });
    },
  };
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: ["worker.js"],
    bundle: true,
    write: false,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    plugins: [collect],
  });
  const script = {
    type: "ESModule",
    path: join(folder, "worker.js"),
    contents: outputFiles[0].text,
  };
  return [script, ...compiled];
}
