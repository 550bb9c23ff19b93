// Builds the npm package: two WebAssembly modules, their loaders, their types, and the tarball.
//
//   node wasm/build.mjs     leaves wasm/dist/ and .cache/focus-squad-core.tgz
//
// wasm-pack makes the raw modules; everything around them is made here, because no output of
// wasm-bindgen's own runs everywhere without configuration.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { glueFactory, rulesOf } from "./build/glue.mjs";

const here = import.meta.dirname;
const root = join(here, "..");
const dist = join(here, "dist");

/** The two modules. The loaders of the second hold the wide rules too. */
const MODULES = [
  { name: "main", entry: "index", wasm: "rules.wasm", features: [] },
  { name: "full", entry: "full", wasm: "full.wasm", features: ["--features", "full"] },
];

/** What browsers of the last years run. V8 refuses modules that ask for more. */
const WASM_FEATURES = [
  "bulk-memory",
  "bulk-memory-opt",
  "sign-ext",
  "nontrapping-float-to-int",
  "mutable-globals",
  "reference-types",
  "multivalue",
].map((feature) => `--enable-${feature}`);

/** What the modules may import: only wasm-bindgen's own glue. */
const ALLOWED_IMPORTS = JSON.parse(readFileSync(join(here, "build/imports.json"), "utf8"));

const path = [join(root, ".tools/bin"), join(root, "node_modules/.bin"), process.env.PATH];

function tool(command, args, options = {}) {
  execFileSync(command, args, {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
    ...options,
    env: { ...process.env, PATH: path.join(delimiter), ...options.env },
  });
}

function say(text) {
  console.log(`package: ${text}`);
}

/** The rules of the first module, which calls nothing of JavaScript. */
let narrow;

/** wasm-pack, then wasm-opt; the glue becomes a factory. */
function buildModule({ name, wasm, features }) {
  say(`compiling ${wasm}`);
  const out = join(here, "pkg", name);
  const args = ["build", "wasm", "--target", "bundler", "--no-pack", "--no-opt"];
  args.push("--mode", "no-install", "--profile", "wasm-size", "--out-dir", `pkg/${name}`);
  tool("wasm-pack", [...args, "--", ...features], {
    // A stack of 64 KiB is plenty without recursion, and keeps the first memory at 128 KiB.
    env: { CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: "-Clink-arg=-zstack-size=65536" },
  });
  say(`optimising ${wasm}`);
  const raw = join(out, "focus_wasm_bg.wasm");
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  tool("wasm-opt", [raw, "-Oz", "--converge", ...strip, ...WASM_FEATURES, "-o", join(dist, wasm)]);
  const bytes = readFileSync(join(dist, wasm));
  checkImports(wasm, bytes);
  const glue = readFileSync(join(out, "focus_wasm_bg.js"), "utf8");
  // Only the wide rules walk JavaScript values from inside of the module.
  narrow ??= rulesOf(glue);
  const wide = rulesOf(glue).filter((rule) => !narrow.includes(rule));
  writeFileSync(join(out, "glue.js"), glueFactory(glue, wide));
  writeFileSync(
    join(out, "wasm-base64.js"),
    `export const WASM_BASE64 = "${bytes.toString("base64")}";\n`,
  );
  writeFileSync(join(dist, `${wasm}.d.ts`), WASM_TYPES);
}

const WASM_TYPES = "declare const module: WebAssembly.Module;\nexport default module;\n";

function checkImports(wasm, bytes) {
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(bytes));
  // wasm-bindgen ends its names with a hash of its version.
  const plain = (name) => name.replace(/_[0-9a-f]{16}$/, "");
  const found = imports.map(({ module, name }) => `${module} ${plain(name)}`).sort();
  const allowed = ALLOWED_IMPORTS[wasm];
  const unknown = found.filter((name) => !allowed.includes(name));
  if (unknown.length > 0) {
    throw new Error(
      `${wasm} imports ${unknown.join(", ")}: if that is meant, add it to wasm/build/imports.json`,
    );
  }
}

/** Points the façade at a module and at a way to load it. */
function pointAt({ name, wasm }, source) {
  const generated = /^\.\/(glue|wasm-base64)\.js$/;
  return {
    name: "point-at-module",
    setup(build) {
      build.onResolve({ filter: generated }, ({ path }) => ({
        path: join(here, "pkg", name, path),
      }));
      build.onResolve({ filter: /^#rules\.wasm$/ }, () => ({
        path: `./${wasm}${source === "edge" ? "?module" : ""}`,
        external: true,
      }));
      if (source !== "inline") {
        build.onResolve({ filter: /^\.\/source\.js$/ }, () => ({
          path: join(here, "js/source-import.ts"),
        }));
      }
    },
  };
}

async function bundle(module, outfile, format, source) {
  await esbuild({
    entryPoints: [join(here, `js/${module.entry}.ts`)],
    outfile: join(dist, outfile),
    bundle: true,
    format,
    target: "es2022",
    platform: "neutral",
    minify: true,
    legalComments: "none",
    plugins: [pointAt(module, source)],
  });
}

async function bundleLoaders(module) {
  const prefix = module.name === "main" ? "" : `${module.entry}-`;
  await bundle(module, `${module.entry}.js`, "esm", "inline");
  await bundle(module, `${module.entry}.cjs`, "cjs", "inline");
  await bundle(module, `${prefix}workerd.js`, "esm", "workerd");
  await bundle(module, `${prefix}edge.js`, "esm", "edge");
}

/** One file of types an entry, for ESM and again for CommonJS. */
async function bundleTypes() {
  const types = join(here, "pkg/types");
  const options = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly"];
  tool("tsc", ["-p", join(here, "tsconfig.json"), ...options, "--outDir", types]);
  cpSync(join(here, "js/glue.d.ts"), join(types, "js/glue.d.ts"));
  const input = MODULES.map(({ entry }) => join(types, `js/${entry}.d.ts`));
  for (const file of input) {
    const entry = file.slice(join(types, "js/").length);
    const bundled = await rollup({ input: file, plugins: [dts()], external: [/pkg\/full/] });
    await bundled.write({ file: join(dist, entry), format: "es" });
    cpSync(join(dist, entry), join(dist, entry.replace(".d.ts", ".d.cts")));
  }
}

function pack() {
  for (const file of ["LICENSE-MIT", "LICENSE-APACHE"]) cpSync(join(root, file), join(here, file));
  mkdirSync(join(root, ".cache"), { recursive: true });
  const made = execFileSync("npm", ["pack", "--json", "--pack-destination", join(root, ".cache")], {
    cwd: here,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const answer = JSON.parse(made);
  const [{ filename }] = Array.isArray(answer) ? answer : Object.values(answer);
  renameSync(
    join(root, ".cache", filename.replace("@", "").replace("/", "-")),
    join(root, ".cache/focus-squad-core.tgz"),
  );
}

/** The packed package, by its published name, for the tests of this repository. */
function unpackForTests() {
  const folder = join(root, "tests/node_modules/@focus-squad/core");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  tool("tar", ["-xzf", ".cache/focus-squad-core.tgz", "-C", folder, "--strip-components=1"]);
}

function tellSizes() {
  for (const { entry, wasm } of MODULES) {
    const size = (file) => readFileSync(join(dist, file));
    const loader = size(`${entry}.js`);
    const kib = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
    say(
      `${entry}.js ${kib(loader.length)}, ${kib(brotliCompressSync(loader).length)} with brotli` +
        ` (${wasm} ${kib(size(wasm).length)})`,
    );
  }
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
for (const module of MODULES) buildModule(module);
say("bundling the loaders");
for (const module of MODULES) await bundleLoaders(module);
say("bundling the types");
await bundleTypes();
pack();
unpackForTests();
tellSizes();
