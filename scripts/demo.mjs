// The demo, `web-demo/`: its packages, the packed package inside it, its type check, its build.

import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { demoDir, packageTarball } from "./lib/paths.mjs";
import { Failure, run, say, seconds } from "./lib/run.mjs";
import { filesUnder, hashInputs, stamp } from "./lib/stamp.mjs";
import { ensureUnpacked } from "./lib/unpack.mjs";
import { ensureNpm } from "./setup.mjs";

const next = join(demoDir, "node_modules/next/dist/bin/next");
const tsc = join(demoDir, "node_modules/typescript/bin/tsc");
// next's own output, and what the served page does not contain.
const NOT_INPUTS = ["node_modules", ".next", "out", "e2e", "next-env.d.ts", "tsconfig.tsbuildinfo"];

/** The demo's npm packages and, among them, ours as it is packed. */
export async function ensureDemoPackages() {
  if (!existsSync(demoDir)) throw new Failure("web-demo is missing: restore that folder");
  await ensureNpm(demoDir);
  if (!(await ensureUnpacked(demoDir))) return;
  // Bundlers take a package of the same version for the same package.
  rmSync(join(demoDir, ".next/cache"), { recursive: true, force: true });
  say("the packed package is installed in the demo");
}

/** Type check of pages and tests; Next writes the types of the routes first. */
export async function checkDemoTypes() {
  await run(process.execPath, [next, "typegen"], { cwd: demoDir });
  await run(process.execPath, [tsc, "--noEmit", "-p", demoDir], {
    cwd: demoDir,
    hint: "fix the types named above",
  });
}

/** A production build, made when the demo or the package changed. Returns whether it had to build. */
export async function ensureDemoBuild() {
  const inputs = filesUnder([demoDir], NOT_INPUTS);
  const hash = hashInputs(inputs, [readFileSync(packageTarball, "base64")]);
  const built = stamp("demo");
  if (built.isCurrent(hash, [join(demoDir, ".next/BUILD_ID")])) return false;
  built.clear();
  say("the demo changed: building it (next build)");
  const started = performance.now();
  await run(process.execPath, [next, "build"], {
    cwd: demoDir,
    // `next build` insists on its own NODE_ENV.
    env: { NODE_ENV: "production" },
    hint: "fix what is named above",
  });
  built.write(hash);
  say(`the demo is built (${seconds(started)})`);
  return true;
}

/** The command that serves the built page, on loopback only. */
export const demoCommand = (port) => [
  process.execPath,
  [next, "start", "-p", `${port}`, "-H", "127.0.0.1"],
];
