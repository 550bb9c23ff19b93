// The packed package inside of a folder of this repository: what a user of the registry gets.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { packageTarball } from "./paths.mjs";
import { run } from "./run.mjs";
import { stamp } from "./stamp.mjs";

/**
 * Leaves the package current in a folder's node_modules. Returns whether it was another one.
 *
 * The folder's lock file names the tarball without its hash, which changes with every build; so npm
 * does not notice a new one, and it is unpacked here.
 */
export async function ensureUnpacked(dir) {
  const installed = join(dir, "node_modules/@focus-squad/core");
  const hash = createHash("sha256").update(readFileSync(packageTarball)).digest("hex");
  const unpacked = stamp("core", join(installed, ".tarball-sha256"));
  if (unpacked.isCurrent(hash, [join(installed, "package.json")])) return false;
  rmSync(installed, { recursive: true, force: true });
  mkdirSync(installed, { recursive: true });
  await run("tar", ["-xzf", packageTarball, "-C", installed, "--strip-components=1"], {
    hint: "install tar (Debian: apt-get install tar)",
  });
  unpacked.write(hash);
  return true;
}
