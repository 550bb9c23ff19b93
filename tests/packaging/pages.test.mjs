// Pages built by every bundler with its defaults, run in a real browser under a strict policy.

import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { answerOf, chromiumVersion, open, serve, shown } from "./lib/browser.mjs";
import { consumer } from "./lib/consumer.mjs";
import { assertAnswers, context, node } from "./lib/context.mjs";
import { startService } from "./lib/service.mjs";
import { run, tool } from "./lib/tools.mjs";

const ENTRY = "src/index.js";
const BUILT = "dist/src/index.js";

/** How each bundler is called to put the page's script where the page looks for it. */
const BUNDLERS = [
  {
    name: "webpack",
    tools: ["webpack"],
    args: ["webpack-cli", "build", "--mode", "production", "--entry", `./${ENTRY}`],
    more: ["--output-path", "dist/src", "--output-filename", "index.js"],
  },
  {
    name: "esbuild",
    tools: ["esbuild"],
    args: ["esbuild", ENTRY, "--bundle", "--minify", "--format=esm", `--outfile=${BUILT}`],
  },
  {
    name: "Rollup",
    tools: ["rollup", "@rollup/plugin-node-resolve"],
    args: ["rollup", ENTRY, "--format", "es", "--file", BUILT],
    more: ["--plugin", "@rollup/plugin-node-resolve"],
  },
];

for (const { name, tools, args, more = [] } of BUNDLERS) {
  const [command, ...flags] = args;
  const how = `\`${command}\` by its command line, a page`;
  context(
    { name, tools: [...tools, chromiumVersion], how },
    `a page that ${name} built runs the rules`,
    async (t) => {
      const folder = await consumer(name.toLowerCase(), { from: "page" });
      await tool(folder, command, [...flags, ...more]);
      cpSync(join(folder, "index.html"), join(folder, "dist/index.html"));
      assertAnswers(await answerOf(t, await serve(t, join(folder, "dist"))));
    },
  );
}

context(
  { name: "Vite, build", tools: ["vite", chromiumVersion], how: "`vite build`, a page" },
  "a page that Vite built runs the rules",
  async (t) => {
    const folder = await consumer("vite-build", { from: "page" });
    await tool(folder, "vite", ["build"]);
    assertAnswers(await answerOf(t, await serve(t, join(folder, "dist"))));
  },
);

context(
  { name: "Vite, dev server", tools: ["vite", chromiumVersion], how: "`vite`, a page" },
  "a page that Vite's dev server serves runs the rules",
  async (t) => {
    const folder = await consumer("vite-dev", { from: "page" });
    const { address, stop } = await startService(folder, "vite", ["--host=127.0.0.1", "--port=0"]);
    t.after(stop);
    assertAnswers(await answerOf(t, address));
  },
);

context(
  { name: "web worker", tools: ["vite", chromiumVersion], how: "`vite build`, a module worker" },
  "a web worker runs the rules",
  async (t) => {
    const folder = await consumer("worker");
    await tool(folder, "vite", ["build"]);
    assertAnswers(await answerOf(t, await serve(t, join(folder, "dist"))));
  },
);

context(
  {
    name: "Vite, `./react`",
    tools: ["vite", "react", chromiumVersion],
    how: "`vite build`, a page",
  },
  "a page that Vite built shows a timer of `./react`",
  async (t) => {
    const folder = await consumer("react-vite", { from: "react" });
    await tool(folder, "vite", ["build"]);
    assert.equal(await answerOf(t, await serve(t, join(folder, "dist"))), "break 02:00");
  },
);

context(
  { name: "esbuild, for Node", tools: ["esbuild", node], how: "`esbuild --platform=node`" },
  "a program that esbuild bundled for Node runs the rules",
  async () => {
    const folder = await consumer("esbuild-node", { from: "node" });
    const flags = ["--bundle", "--platform=node", "--outfile=dist/main.cjs"];
    await tool(folder, "esbuild", ["main.js", ...flags]);
    assertAnswers(await run(folder, process.execPath, ["dist/main.cjs"]));
  },
);

const POLICY = "script-src 'self'";
const ALLOWED = "'wasm-unsafe-eval'";
const UNAVAILABLE = {
  typed: true,
  name: "RulesUnavailable",
  header: `script-src ${ALLOWED}`,
  message: `WebAssembly cannot run here: allow ${ALLOWED} in the script-src of the Content-Security-Policy.`,
};

context(
  {
    name: `Content-Security-Policy without ${ALLOWED}`,
    tools: ["esbuild", chromiumVersion],
    how: `\`${POLICY}\`, a page`,
  },
  "a policy that forbids WebAssembly lets the import pass, and every call says what to allow",
  async (t) => {
    const answer = await underPolicy(t, "csp-strict", POLICY);
    const refusal = { available: false, told: ["RULES_UNAVAILABLE"] };
    assert.deepEqual(answer, { ...refusal, thrown: UNAVAILABLE, preload: UNAVAILABLE });
    return "a typed error";
  },
);

context(
  {
    name: `Content-Security-Policy with ${ALLOWED}`,
    tools: ["esbuild", chromiumVersion],
    how: `\`${POLICY} ${ALLOWED}\`, a page`,
  },
  "the policy that the error names lets WebAssembly run",
  async (t) => {
    const answer = await underPolicy(t, "csp", UNAVAILABLE.header.replace("src", "src 'self'"));
    const works = { available: true, told: "an answer", thrown: "nothing", preload: "loaded" };
    assert.deepEqual(answer, works);
  },
);

async function underPolicy(t, name, policy) {
  const folder = await consumer(name, { from: "csp" });
  await tool(folder, "esbuild", [ENTRY, "--bundle", "--format=esm", `--outfile=${BUILT}`]);
  cpSync(join(folder, "index.html"), join(folder, "dist/index.html"));
  const { page, trouble } = await open(t, await serve(t, join(folder, "dist"), { policy }));
  return JSON.parse(await shown(page, trouble, "#answer"));
}
