// Next.js with either of its bundlers: an app that asks the rules wherever Next runs code.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { after } from "node:test";
import { answerOf, chromiumVersion, serve } from "./browser.mjs";
import { consumer } from "./consumer.mjs";
import { assertAnswers, context } from "./context.mjs";
import { startService } from "./service.mjs";
import { tool } from "./tools.mjs";

// The app holds the edge runtime's route twice. Next 16.4.5 with webpack cannot build the one in
// `app/`, whatever is imported: it looks for a `route_client-reference-manifest.js` it never wrote.
const EDGE_ROUTES = {
  turbopack: { path: "edge", other: "pages", place: "a route of `app/`" },
  webpack: { path: "api/edge", other: "app/edge", place: "a route of `pages/`" },
};

/** What an app must not have that is exported as static files. */
const NOT_STATIC = ["app/request", "app/node", "app/edge", "pages"];
const EXPORTED = 'export default { output: "export" };\n';

/** Defines the tests of one bundler. */
export function testNext(bundler) {
  const title = bundler === "webpack" ? "webpack" : "Turbopack";
  const edge = EDGE_ROUTES[bundler];
  const app = `next-${bundler}`;
  const built = once(() => build(app, bundler, { without: [edge.other] }));
  let service;
  const address = once(async () => {
    service = await startService(await built(), "next", ["start", ...LOOPBACK]);
    return service.address;
  });
  after(() => service?.stop());
  const row = (what, how, ...more) => {
    return { name: `Next.js with ${title}: ${what}`, tools: ["next", ...more], how };
  };
  const started = `\`next build --${bundler}\`, \`next start\``;

  context(
    row("build", started),
    `${title} builds a Next.js app that uses the package`,
    async () => {
      await address();
    },
  );

  for (const [path, when] of [
    ["", "as a static page"],
    ["request", "at each request"],
  ]) {
    const sentence = `a server component runs the rules ${when} with ${title}`;
    context(row(`server component, ${when}`, started), sentence, async () => {
      assertAnswers(shownIn(await get(`${await address()}${path}`), "answer"));
    });
  }

  context(
    row("client component, rendered on the server", started),
    `a client component runs the rules on the server with ${title}`,
    async () => {
      const page = await get(`${await address()}client`);
      assertAnswers(shownIn(page, "rendered"));
      assert.equal(shownIn(page, "timer"), "02:00");
    },
  );

  context(
    row("client component, hydrated", started, chromiumVersion),
    `a client component runs the rules in the page and agrees with the server with ${title}`,
    async (t) => assertAnswers(await answerOf(t, `${await address()}client`)),
  );

  for (const [runtime, path, place] of [
    ["Node", "node", "a route of `app/`"],
    ["edge", edge.path, edge.place],
  ]) {
    const how = `${started}, ${place}`;
    const sentence = `a route handler runs the rules in the ${runtime} runtime with ${title}`;
    context(row(`route handler, ${runtime} runtime`, how), sentence, async () => {
      assertAnswers(await get(`${await address()}${path}`));
    });
  }

  context(
    row("static export", `\`next build --${bundler}\`, \`output: "export"\``, chromiumVersion),
    `an exported page runs the rules with ${title}`,
    async (t) => {
      const files = { "next.config.mjs": EXPORTED };
      const folder = await build(`${app}-export`, bundler, { without: NOT_STATIC, files });
      // Next puts scripts into its pages, which a strict policy forbids.
      const site = await serve(t, join(folder, "out"), { policy: undefined });
      assertAnswers(await answerOf(t, `${site}client`));
      assertAnswers(shownIn(await get(site), "answer"));
    },
  );

  context(
    row("traced files", `the app built again without the package`),
    `a function is deployed with no more files than without the package with ${title}`,
    async () => {
      const files = { "check.js": 'export const check = () => "nothing";\n' };
      const without = [...new Set([edge.other, "app/edge", "pages"])];
      const bare = await build(`${app}-without`, bundler, { without, files });
      return compareTraces(traces(await built()), traces(bare));
    },
  );
}

const LOOPBACK = ["--hostname", "127.0.0.1", "--port", "0"];

async function build(name, bundler, options) {
  const folder = await consumer(name, { from: "next", ...options });
  await tool(folder, "next", ["build", `--${bundler}`]);
  return folder;
}

/** Does the work at the first call; each later one gets the same promise. */
function once(work) {
  let result;
  return () => {
    result ??= work();
    return result;
  };
}

async function get(url) {
  const response = await fetch(url);
  const text = await response.text();
  assert.equal(response.status, 200, `${url}: ${text}`);
  return text;
}

const ENTITIES = { "&quot;": '"', "&#x27;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/** The text of an element in a page as the server sent it. */
function shownIn(html, id) {
  const text = new RegExp(`<pre id="${id}">([^<]*)</pre>`).exec(html)?.[1];
  assert.ok(text, `the server's page has no #${id}`);
  return text.replaceAll(/&[\w#]+;/g, (entity) => ENTITIES[entity]);
}

/** The files that each function is deployed with, by the function's name. */
function traces(folder) {
  const output = join(folder, ".next/server/app");
  const found = readdirSync(output, { recursive: true }).filter((name) =>
    name.endsWith(".nft.json"),
  );
  return new Map(
    found.map((name) => {
      const { files } = JSON.parse(readFileSync(join(output, name), "utf8"));
      const from = dirname(join(output, name));
      return [name, files.map((file) => relative(folder, resolve(from, file)))];
    }),
  );
}

/** Beyond an app's own chunks, how many files a function may gain: manifests on the way to one. */
const GAIN = 4;

function compareTraces(given, bare) {
  assert.ok(given.size > 0, "Next left no traces");
  for (const [name, files] of given) {
    const known = bare.get(name);
    if (known === undefined) continue;
    assert.deepEqual(files.filter(isForeign), known.filter(isForeign), name);
    assert.ok(files.length <= known.length + GAIN, `${name}: ${files.length} files`);
  }
  const most = (all) => Math.max(...[...all.values()].map((files) => files.length));
  return `works: ${most(given)} files at most, ${most(bare)} without the package`;
}

/** Neither a chunk of the app nor a manifest on the way to one. */
function isForeign(file) {
  return !file.startsWith(".next/") && basename(file) !== "package.json";
}
