// Schemathesis: asks a server whether it keeps what its OpenAPI document promises. It is a Python
// program, in a virtual environment of the project's own.

import { readFileSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { fromRoot, root, toolsDir } from "./paths.mjs";
import { Failure, probe, run, say, seconds } from "./run.mjs";
import { hashInputs, stamp } from "./stamp.mjs";
import { aptInstall, hasApt, inPath } from "./system.mjs";

// Schemathesis, and every package that it needs, in the versions that were tried together.
const PACKAGES = fromRoot("scripts/lib/schemathesis.txt");
const PYTHON = [3, 11];
const HINT = `install Python ${PYTHON.join(".")} or newer with its venv module: sudo apt-get install python3-venv (Debian) or brew install python (macOS)`;
// Settings of the machine's own pip and Python must not lead elsewhere.
const env = { PIP_USER: "0", PIP_DISABLE_PIP_VERSION_CHECK: "1", PYTHONNOUSERSITE: "1" };

/** Schemathesis in the pinned version; returns the program's path. */
export async function ensureSchemathesis() {
  const venv = join(toolsDir, "venv");
  const [python, program] = ["python", "schemathesis"].map((name) => join(venv, "bin", name));
  const installed = stamp("venv", join(venv, ".focus-squad-stamp"));
  // A virtual environment holds its own path. Its python is a link, which an upgrade may break.
  const hash = hashInputs([PACKAGES], [venv]);
  if (installed.isCurrent(hash, [python, program])) return program;
  const version = /^schemathesis==(.+)$/m.exec(readFileSync(PACKAGES, "utf8"))?.[1];
  say(`Schemathesis ${version} is missing: installing it into ${relative(root, venv)}`);
  const started = performance.now();
  rmSync(venv, { recursive: true, force: true });
  await run(await ensurePython(), ["-m", "venv", venv], { env, hint: HINT });
  await run(python, ["-I", "-m", "pip", "install", "--quiet", "--requirement", PACKAGES], {
    env,
    output: "quiet",
    doing: "pip install",
    hint: "see the lines above; the Python package index must be reachable for this step",
  });
  const answer = await probe(program, ["--version"]);
  if (answer?.endsWith(` ${version}`) !== true) {
    throw new Failure(`${relative(root, program)} does not start: remove ${relative(root, venv)}`);
  }
  installed.write(hash);
  say(`Schemathesis ${version} is in ${relative(root, venv)} (${seconds(started)})`);
  return program;
}

/** A Python that is new enough and can make virtual environments. */
async function ensurePython() {
  const present = await findPython();
  if (present !== undefined) return present;
  if (hasApt()) {
    say("Python's venv module is missing: installing it with apt-get (some seconds, once)");
    await aptInstall(["python3", "python3-venv"], HINT);
    const installed = await findPython();
    if (installed !== undefined) return installed;
  }
  throw new Failure(`Python is missing, too old or without its venv module: ${HINT}`);
}

async function findPython() {
  const names = ["python3", ...[14, 13, 12, 11].map((minor) => `python3.${minor}`)];
  const test = `import sys, venv, ensurepip; sys.exit(sys.version_info < (${PYTHON.join(", ")}))`;
  for (const path of inPath(names)) {
    if ((await probe(path, ["-c", test])) !== undefined) return path;
  }
  return undefined;
}
