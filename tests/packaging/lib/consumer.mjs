// Folders with a tiny program in them that has the packed package installed and knows nothing of it.

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { transformSync } from "esbuild";
import { run } from "./tools.mjs";

const packaging = join(import.meta.dirname, "..");
const NAME = "@focus-squad/core";
export const tarball =
  process.env.FOCUS_SQUAD_TARBALL ?? join(packaging, "../../.cache/focus-squad-core.tgz");

/**
 * A fresh folder with a copy of `consumers/<from>`, the shared check, and the package unpacked from
 * the tarball where an install would put it. The tools are found in the folders above.
 *
 * - `without` names files that the copy does not have.
 * - `files` are written over the copy.
 * - `commonJs` turns the program's own modules into CommonJS, as a compiler would.
 */
export async function consumer(name, { from = name, without = [], files = {}, commonJs } = {}) {
  const folder = join(packaging, ".work", name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(packaging, "consumers", from), folder, { recursive: true });
  for (const path of without) rmSync(join(folder, path), { recursive: true });
  writeProgram(folder, { ...files, "package.json": manifest(commonJs) }, commonJs);
  const installed = join(folder, "node_modules", NAME);
  mkdirSync(installed, { recursive: true });
  await run(folder, "tar", ["-xzf", given(), "-C", installed, "--strip-components=1"]);
  return folder;
}

/** An empty folder into which npm itself installs the tarball. */
export async function installed(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "focus-squad-core-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(join(packaging, "consumers/node"), folder, { recursive: true });
  writeProgram(folder, { ...files, "package.json": manifest(false) }, false);
  const quiet = ["--no-audit", "--no-fund", "--no-save"];
  await run(folder, "npm", ["install", "--offline", ...quiet, given()]);
  return folder;
}

function writeProgram(folder, files, commonJs) {
  for (const name of ["check.js", "expected.js"]) {
    const text = readFileSync(join(packaging, "check", name), "utf8");
    writeFileSync(join(folder, name), commonJs ? asCommonJs(text) : text);
    // For a CommonJS program inside of a folder of ES modules.
    writeFileSync(join(folder, name.replace(".js", ".cjs")), asCommonJs(text));
  }
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

const asCommonJs = (text) => transformSync(text, { format: "cjs" }).code;

function manifest(commonJs) {
  const type = commonJs ? "commonjs" : "module";
  return JSON.stringify({ name: "consumer", private: true, type });
}

function given() {
  if (!existsSync(tarball)) throw new Error(`${tarball} is missing: run node wasm/build.mjs`);
  return tarball;
}
