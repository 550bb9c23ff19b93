// What a fresh clone needs before anything can be built: each function checks, and puts in place
// what it may put in place. Everything goes into git-ignored folders, once.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fromRoot, root, toolsBin, toolsDir } from "./lib/paths.mjs";
import { Failure, probe, run, say, seconds } from "./lib/run.mjs";
import { hashInputs, stamp } from "./lib/stamp.mjs";
import { aptInstall, hasApt, inPath } from "./lib/system.mjs";

export { ensurePostgres } from "./lib/postgres.mjs";
export { ensureRedis } from "./lib/redis.mjs";
export { ensureSchemathesis } from "./lib/schemathesis.mjs";

export const WASM_TARGET = "wasm32-unknown-unknown";
const WASM_PACK = "0.15.1";
const CARGO_DENY = "0.20.2";
const CARGO_MUTANTS = "27.1.0";

// With --debug these build in two minutes instead of five, and run fast enough.
const TOOLS = {
  "wasm-pack": { program: "wasm-pack", flags: ["--locked", "--debug"] },
  // Its lock file names a crate that registries have lost, hence no --locked.
  "wasm-bindgen-cli": { program: "wasm-bindgen", flags: ["--debug"] },
  "cargo-deny": { program: "cargo-deny", flags: ["--locked", "--debug"] },
  "cargo-mutants": { program: "cargo-mutants", flags: ["--locked", "--debug"] },
};

/** Node in the version that the root package.json asks for. */
export function ensureNode() {
  const { engines } = JSON.parse(readFileSync(fromRoot("package.json"), "utf8"));
  const wanted = engines.node.replace(/^>=/, "");
  if (!atLeast(process.versions.node, wanted)) {
    throw new Failure(
      `Node ${process.versions.node} is too old: install Node ${wanted} or newer from https://nodejs.org`,
    );
  }
}

/** Cargo and rustc in the version that the workspace asks for. */
export async function ensureRust() {
  const manifest = readFileSync(fromRoot("Cargo.toml"), "utf8");
  const wanted = /^rust-version = "([^"]+)"/m.exec(manifest)?.[1];
  const [cargo, rustc] = await Promise.all([probe("cargo", ["-V"]), probe("rustc", ["-V"])]);
  if (cargo === undefined || rustc === undefined) {
    const missing = cargo === undefined ? "cargo" : "rustc";
    throw new Failure(
      `${missing} is missing: install Rust ${wanted} or newer, https://rustup.rs (rustup toolchain install stable)`,
    );
  }
  const version = /\d+\.\d+\.\d+/.exec(rustc)?.[0] ?? "0";
  if (!atLeast(version, wanted)) {
    throw new Failure(
      `rustc ${version} is too old, ${wanted} is needed: run rustup update stable && rustup default stable`,
    );
  }
}

/** A C compiler: the server's cryptography is partly C. */
export async function ensureCCompiler() {
  const compiler = process.env.CC ?? "cc";
  if ((await probe(compiler, ["--version"])) === undefined) {
    throw new Failure(
      `the C compiler ${compiler} is missing: run apt-get install build-essential (Debian) or xcode-select --install (macOS)`,
    );
  }
}

/** The standard library for WebAssembly. */
export async function ensureWasmTarget() {
  const folder = await probe("rustc", ["--print", "target-libdir", "--target", WASM_TARGET]);
  if (folder !== undefined && existsSync(folder)) return;
  const command = `rustup target add ${WASM_TARGET}`;
  if ((await probe("rustup", ["-V"])) === undefined) {
    throw new Failure(
      `Rust's ${WASM_TARGET} target is missing, and rustup too: install rustup from https://rustup.rs, then run ${command}`,
    );
  }
  say(`Rust's ${WASM_TARGET} target is missing: adding it (${command})`);
  await run("rustup", ["target", "add", WASM_TARGET]);
}

/** A program from crates.io in exactly this version: from the PATH, or built into .tools. */
export async function ensureCargoTool(name, version, options = {}) {
  const { program = name, flags = [], version: ask = ["--version"] } = options;
  const found = await probe(program, ask);
  if (found?.split(" ")[1] === version) return;
  const state = found === undefined ? "is missing" : `is wanted and "${found}" was found`;
  const folder = relative(root, toolsDir);
  say(`${name} ${version} ${state}: building it into ${folder} (about two minutes, once)`);
  const started = performance.now();
  const args = ["install", name, "--version", version, ...flags, "--root", toolsDir];
  // A folder of its own, so that an interrupted build goes on where it stopped.
  const target = join(toolsDir, "target");
  await run("cargo", args, {
    hint: "see the lines above; the crate registry must be reachable for this step",
    env: { CARGO_TARGET_DIR: target },
  });
  rmSync(target, { recursive: true, force: true });
  say(`${name} ${version} is in ${relative(root, toolsBin)} (${seconds(started)})`);
}

/** wasm-pack, and the wasm-bindgen that fits the crate that is compiled. */
export async function ensureWasmTools() {
  await ensureCargoTool("wasm-pack", WASM_PACK, TOOLS["wasm-pack"]);
  await ensureCargoTool("wasm-bindgen-cli", wasmBindgenVersion(), TOOLS["wasm-bindgen-cli"]);
}

export const ensureCargoDeny = () => ensureCargoTool("cargo-deny", CARGO_DENY, TOOLS["cargo-deny"]);

/** Asked as cargo asks it: alone it takes no options. */
export const ensureCargoMutants = () =>
  ensureCargoTool("cargo-mutants", CARGO_MUTANTS, {
    ...TOOLS["cargo-mutants"],
    version: ["mutants", "--version"],
  });

/** The version in Cargo.lock: the program and the crate must be the same, to the last digit. */
export function wasmBindgenVersion() {
  const lock = fromRoot("Cargo.lock");
  const text = existsSync(lock) ? readFileSync(lock, "utf8") : "";
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(text.replaceAll("\r", ""))?.[1];
  if (version !== undefined) return version;
  throw new Failure("Cargo.lock does not name wasm-bindgen: run cargo generate-lockfile");
}

/** The locked npm packages of a folder; skipped while they are the ones of the lock file. */
export async function ensureNpm(dir = root) {
  const where = relative(root, dir) || "the root folder";
  const [manifest, lock] = [join(dir, "package.json"), join(dir, "package-lock.json")];
  for (const file of [manifest, lock]) {
    if (!existsSync(file)) {
      throw new Failure(
        `${relative(root, file)} is missing: restore it, or run npm install in ${where}`,
      );
    }
  }
  const installed = stamp("npm", join(dir, "node_modules", ".focus-squad-stamp"));
  const hash = hashInputs([lock], [wantedPackages(manifest), process.platform, process.arch]);
  if (installed.isCurrent(hash)) return;
  say(`npm packages of ${where}: installing the locked versions`);
  const started = performance.now();
  // No package here needs an install script; a NODE_ENV of production must not drop the tools.
  const flags = [
    "--include=dev",
    "--ignore-scripts",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
  ];
  await run("npm", ["ci", ...flags], {
    cwd: dir,
    output: "quiet",
    doing: `npm ci in ${where}`,
    hint: "see the lines above; the npm registry must be reachable for this step",
  });
  installed.write(hash);
  say(`npm packages of ${where}: installed (${seconds(started)})`);
}

/** The part of a manifest that npm compares with the lock file; scripts may change freely. */
function wantedPackages(manifest) {
  const all = JSON.parse(readFileSync(manifest, "utf8"));
  return JSON.stringify(Object.entries(all).filter(([key]) => /dependencies|overrides/i.test(key)));
}

/** A Chromium to drive; returns its path. */
export async function ensureChromium() {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== "") {
    if ((await probe(given, ["--version"])) !== undefined) return given;
    throw new Failure(
      `CHROMIUM_PATH is ${given}, which does not start: set it to a Chromium program`,
    );
  }
  const present = await findChromium();
  if (present !== undefined) return present;
  if (hasApt()) {
    say("Chromium is missing: installing it with apt-get (a minute or two, once)");
    await aptInstall(["chromium"], "install Chromium, or set CHROMIUM_PATH");
    const installed = await findChromium();
    if (installed !== undefined) return installed;
  }
  throw new Failure(
    "Chromium is missing: run sudo apt-get install chromium (Debian) or brew install --cask chromium (macOS), or set CHROMIUM_PATH",
  );
}

async function findChromium() {
  const candidates = [
    ...inPath(["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]),
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  ];
  for (const path of candidates) {
    // A name alone proves nothing: Ubuntu's chromium-browser asks for a snap and ends.
    if (existsSync(path) && (await probe(path, ["--version"])) !== undefined) return path;
  }
  return undefined;
}

function atLeast(version, wanted) {
  const [have, need] = [version, wanted].map((text) => text.split(".").map(Number));
  for (const [index, part] of need.entries()) {
    const own = have[index] ?? 0;
    if (own !== part) return own > part;
  }
  return true;
}
