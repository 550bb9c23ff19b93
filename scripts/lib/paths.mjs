// Where things are, and the environment in which every tool of the project runs.

import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "../..");
export const cacheDir = join(root, ".cache");
export const countsDir = join(cacheDir, "counts");
/** What the tests of the server reached: a route, a status and a code a line. */
export const reachedFile = join(cacheDir, "reached.txt");
export const toolsDir = join(root, ".tools");
export const toolsBin = join(toolsDir, "bin");
export const demoDir = join(root, "web-demo");
export const packageTarball = join(cacheDir, "focus-squad-core.tgz");

export const fromRoot = (...parts) => join(root, ...parts);

/**
 * Environment for child processes: the project's own tools first, and rustup's folder last, for
 * shells that were opened before Rust was installed.
 */
export function toolEnv(extra = {}) {
  const rustup = join(process.env.CARGO_HOME ?? join(homedir(), ".cargo"), "bin");
  const path = [toolsBin, process.env.PATH ?? "", rustup].join(delimiter);
  return { ...process.env, PATH: path, NEXT_TELEMETRY_DISABLED: "1", ...extra };
}
