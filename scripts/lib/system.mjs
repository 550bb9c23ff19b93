// Programs of the operating system: found where they usually are, or installed by apt where that is
// Debian and we are root.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { toolEnv } from "./paths.mjs";
import { run } from "./run.mjs";

/** The full paths of whatever goes by these names in the PATH, the first name first. */
export function inPath(names) {
  const folders = toolEnv()
    .PATH.split(delimiter)
    .filter((folder) => folder !== "");
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).filter(existsSync);
}

/** Whether `aptInstall` can install anything here. */
export const hasApt = () => process.getuid?.() === 0 && existsSync("/etc/debian_version");

let updated;

/** Installs Debian packages; `hint` says what to do when that fails. Needs `hasApt()`. */
export async function aptInstall(packages, hint) {
  const options = {
    env: { DEBIAN_FRONTEND: "noninteractive" },
    output: "quiet",
    doing: "apt-get",
    hint,
  };
  updated ??= run("apt-get", ["update"], options);
  await updated;
  await run("apt-get", ["install", "-y", "--no-install-recommends", ...packages], options);
}
