// The tools of the matrix: where they are, which version they have, and running them.

import { execFile } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";

const packaging = join(import.meta.dirname, "..");
const modules = join(packaging, "node_modules");
// What the repository is checked with anyway is not installed twice.
const OF_THE_REPOSITORY = ["publint", "@arethetypeswrong/cli", "attw"];
const start = promisify(execFile);

/** What a consumer must not inherit from whoever runs the tests. */
const OURS = ["NODE_TEST_CONTEXT", "NODE_ENV", "NODE_OPTIONS", "FORCE_COLOR"];

/** The environment of the programs of the matrix: the Node of the tests, and no telemetry. */
export function environment() {
  const inherited = Object.entries(process.env).filter(([name]) => !OURS.includes(name));
  return {
    ...Object.fromEntries(inherited),
    PATH: [dirname(process.execPath), process.env.PATH].join(delimiter),
    CI: "1",
    NO_COLOR: "1",
    DO_NOT_TRACK: "1",
    NEXT_TELEMETRY_DISABLED: "1",
    DENO_NO_UPDATE_CHECK: "1",
    DENO_DIR: join(packaging, ".work/deno"),
  };
}

/** The version of an npm package among the tools. */
export function version(name) {
  return JSON.parse(readFileSync(find(name, join(name, "package.json")), "utf8")).version;
}

/** The program of an npm package among the tools. */
export function program(name) {
  return find(name, join(".bin", name));
}

function find(name, path) {
  const ours = OF_THE_REPOSITORY.includes(name);
  const file = join(ours ? join(packaging, "../../node_modules") : modules, path);
  if (!existsSync(file)) throw missing(name);
  return file;
}

/**
 * The program of a runtime, out of the npm package for this platform; undefined if the registry
 * has none. (The package of the plain name would put it in place with an install script.)
 */
export function runtime(scope, file) {
  const lock = JSON.parse(readFileSync(join(packaging, "package-lock.json"), "utf8"));
  const names = Object.entries(lock.packages)
    .filter(([path, entry]) => path.startsWith(`node_modules/${scope}/`) && fits(entry))
    .map(([path]) => path.slice("node_modules/".length));
  if (names.length === 0) return undefined;
  const path = names.map((name) => join(modules, name, file)).find(existsSync);
  if (path === undefined) throw missing(names.join(" or "));
  return path;
}

function fits({ os, cpu, libc }) {
  if (!os.includes(process.platform) || !cpu.includes(process.arch)) return false;
  if (libc === undefined || process.platform !== "linux") return true;
  const { glibcVersionRuntime } = process.report.getReport().header;
  return libc.includes(glibcVersionRuntime === undefined ? "musl" : "glibc");
}

function missing(name) {
  return new Error(
    `${name} is missing from tests/packaging/node_modules: run node scripts/packaging.mjs`,
  );
}

/** Runs a program to its end; what it said is in the error if it fails, and else returned. */
export async function run(cwd, command, args) {
  try {
    const options = { cwd, env: environment(), timeout: 300_000, maxBuffer: 2 ** 26 };
    const { stdout } = await start(command, args, options);
    return stdout;
  } catch (error) {
    if (error.code === "ENOENT") throw new Error(`${command} is missing: install it`);
    const said = `${error.stdout ?? ""}${error.stderr ?? ""}`.trim();
    const how = error.killed ? "took too long" : `ended with ${error.code ?? error.signal}`;
    throw new Error(`${command} ${args.join(" ")} ${how}\n${said}`);
  }
}

/** Runs a tool of the matrix in a consumer's folder. */
export function tool(folder, name, args) {
  return run(folder, program(name), args);
}
