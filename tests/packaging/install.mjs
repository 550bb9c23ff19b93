// An empty folder with the packed package in it, as a user of the registry would have it.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const tarball = join(import.meta.dirname, "../../.cache/focus-squad-core.tgz");

/** Installs the tarball into an empty folder; `files` are written beside it. */
export function install(t, files) {
  const folder = mkdtempSync(join(tmpdir(), "focus-squad-core-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const manifest = { name: "consumer", private: true };
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", tarball], {
    cwd: folder,
    stdio: ["ignore", "ignore", "pipe"],
  });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** What a command printed. */
export function output(folder, command, args) {
  return execFileSync(command, args, { cwd: folder, encoding: "utf8" });
}
