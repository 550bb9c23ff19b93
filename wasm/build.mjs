// Builds the npm package: two WebAssembly modules, their loaders, their types, and the tarball.
//
//   node wasm/build.mjs     leaves wasm/dist/ and .cache/focus-squad-core.tgz
//
// The small module is plain cargo's, the wide one wasm-pack's; everything around them is made here,
// because no output of wasm-bindgen's own runs everywhere without configuration.

import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { rollup } from "rollup";
import { dts } from "rollup-plugin-dts";
import { textOfBytes } from "./build/bytes.mjs";
import { glueFactory } from "./build/glue.mjs";

const here = import.meta.dirname;
const root = join(here, "..");
const dist = join(here, "dist");

/** The two modules. The loaders of the second hold the wide rules too. */
const MODULES = [
  {
    name: "main",
    entry: "index",
    wasm: "rules.wasm",
    binds: false,
    features: [],
    // Pages ask these rules many times a second.
    made: { profile: "wasm-fast", inlining: 100, optimising: "-O3" },
  },
  {
    name: "full",
    entry: "full",
    wasm: "full.wasm",
    binds: true,
    features: ["--features", "full"],
    made: { profile: "wasm-small", inlining: 10, optimising: "-Oz" },
  },
];

/** Entries without a module in them: what they need of the rules they import by the package's name. */
const PLAIN_ENTRIES = ["clock", "react"];

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

/** A stack of 64 KiB is plenty without recursion, and keeps the first memory at 128 KiB. */
const rustFlags = ({ inlining }) => ({
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS: `-Clink-arg=-zstack-size=65536 -Cllvm-args=-inline-threshold=${inlining}`,
});
const TARGET = "wasm32-unknown-unknown";

function buildModule(module) {
  say(`compiling ${module.wasm}`);
  const out = join(here, "pkg", module.name);
  mkdirSync(out, { recursive: true });
  const raw = module.binds ? compileAndBind(module, out) : compile(module);
  say(`optimising ${module.wasm}`);
  const strip = ["--strip-debug", "--strip-producers", "--strip-target-features"];
  const optimised = join(dist, module.wasm);
  // A trap spoils the instance anyway, so code need not be kept for the sake of when it traps.
  const flags = [
    module.made.optimising,
    "--converge",
    "--traps-never-happen",
    ...strip,
    ...WASM_FEATURES,
  ];
  tool("wasm-opt", [raw, ...flags, "-o", optimised]);
  const bytes = readFileSync(optimised);
  checkImports(module.wasm, bytes);
  const text = JSON.stringify(textOfBytes(bytes));
  writeFileSync(join(out, "wasm-text.js"), `export const WASM_TEXT = ${text};\n`);
  writeFileSync(join(dist, `${module.wasm}.d.ts`), WASM_TYPES);
}

/** The small module binds nothing, so the compiler's output is all there is. */
function compile({ made }) {
  const { profile } = made;
  const package_ = ["--package", "focus-wasm", "--lib", "--target", TARGET, "--profile", profile];
  tool("cargo", ["build", ...package_], { env: rustFlags(made) });
  const target = process.env.CARGO_TARGET_DIR ?? join(root, "target");
  return join(target, TARGET, profile, "focus_wasm.wasm");
}

/** wasm-pack; its glue becomes a factory. */
function compileAndBind({ name, features, made }, out) {
  const args = ["build", "wasm", "--target", "bundler", "--no-pack", "--no-opt"];
  args.push("--mode", "no-install", "--profile", made.profile, "--out-dir", `pkg/${name}`);
  tool("wasm-pack", [...args, "--", ...features], { env: rustFlags(made) });
  const glue = readFileSync(join(out, "focus_wasm_bg.js"), "utf8");
  writeFileSync(join(out, "glue.js"), glueFactory(glue));
  return join(out, "focus_wasm_bg.wasm");
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
function pointAt({ name, wasm, binds }, source) {
  return {
    name: "point-at-module",
    setup(build) {
      build.onResolve({ filter: /^\.\/wasm-text\.js$/ }, ({ path }) => ({
        path: join(here, "pkg", name, path),
      }));
      build.onResolve({ filter: /^\.\/glue\.js$/ }, ({ path }) => ({
        path: binds ? join(here, "pkg", name, path) : join(here, "js/no-glue.ts"),
      }));
      if (!binds) {
        build.onResolve({ filter: /^\.\/tables\.js$/ }, () => ({
          path: join(here, "js/tables-main.ts"),
        }));
      }
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

async function bundlePlain(entry) {
  for (const [format, ending] of Object.entries({ esm: "js", cjs: "cjs" })) {
    await esbuild({
      entryPoints: [join(here, `js/${entry}.ts`)],
      outfile: join(dist, `${entry}.${ending}`),
      bundle: true,
      format,
      target: "es2022",
      platform: "neutral",
      packages: "external",
      minify: true,
      legalComments: "none",
      // The paths in tsconfig.json are for types: they would bundle the rules a second time.
      tsconfigRaw: {},
    });
  }
}

/** One file of types an entry, for ESM and again for CommonJS. */
async function bundleTypes() {
  const types = join(here, "pkg/types");
  const options = ["--noEmit", "false", "--declaration", "--emitDeclarationOnly"];
  tool("tsc", ["-p", join(here, "tsconfig.json"), ...options, "--outDir", types]);
  cpSync(join(here, "js/glue.d.ts"), join(types, "js/glue.d.ts"));
  const entries = [...MODULES.map(({ entry }) => entry), ...PLAIN_ENTRIES];
  for (const file of entries.map((entry) => join(types, `js/${entry}.d.ts`))) {
    const entry = file.slice(join(types, "js/").length);
    const external = [/pkg\/full/, /^@focus-squad\/core/];
    const bundled = await rollup({ input: file, plugins: [dts()], external });
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
for (const entry of PLAIN_ENTRIES) await bundlePlain(entry);
say("bundling the types");
await bundleTypes();
pack();
unpackForTests();
tellSizes();
