// PostgreSQL's programs: tests start servers of their own with them.

import { existsSync, readdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, probe, say } from "./run.mjs";
import { aptInstall, hasApt, inPath } from "./system.mjs";

const PROGRAMS = ["postgres", "initdb", "pg_ctl"];
const HINT =
  "run sudo apt-get install postgresql (Debian) or brew install postgresql (macOS), or set FOCUS_POSTGRES_BIN to the folder of postgres, initdb and pg_ctl";

// Where packages put a folder for each version: "#" stands for what is called after the version.
const VERSIONED = [
  ["/usr/lib/postgresql", "#/bin"],
  ["/usr", "pgsql-#/bin"],
  ["/opt/homebrew/opt", "postgresql@#/bin"],
  ["/usr/local/opt", "postgresql@#/bin"],
  ["/Applications/Postgres.app/Contents/Versions", "#/bin"],
];

/** PostgreSQL's programs; returns their folder. No server is started. */
export async function ensurePostgres() {
  const given = process.env.FOCUS_POSTGRES_BIN;
  if (given !== undefined && given !== "") {
    const problem = await problemOf(given);
    if (problem === undefined) return given;
    throw new Failure(
      `FOCUS_POSTGRES_BIN is ${given}, ${problem}: set it to PostgreSQL's bin folder`,
    );
  }
  const present = await findPostgres();
  if (present !== undefined) return present;
  if (hasApt()) {
    say("PostgreSQL is missing: installing it with apt-get (a minute, once)");
    await installWithoutCluster();
    const installed = await findPostgres();
    if (installed !== undefined) return installed;
  }
  throw new Failure(`PostgreSQL is missing: ${HINT}`);
}

async function findPostgres() {
  // A link in the PATH leads to the folder where the others are as well.
  const linked = inPath(["postgres"]).map((path) => dirname(realpathSync(path)));
  for (const folder of [...linked, ...VERSIONED.flatMap(newestFirst)]) {
    if ((await problemOf(folder)) === undefined) return folder;
  }
  return undefined;
}

/** What keeps a folder from being PostgreSQL's, in words that follow its name. */
async function problemOf(folder) {
  const missing = PROGRAMS.find((program) => !existsSync(join(folder, program)));
  if (missing !== undefined) return `where ${missing} is missing`;
  const version = await probe(join(folder, "postgres"), ["--version"]);
  return version === undefined ? "where postgres does not start" : undefined;
}

function newestFirst([parent, pattern]) {
  if (!existsSync(parent)) return [];
  const [before, after] = pattern.split("/")[0].split("#");
  return readdirSync(parent)
    .filter((name) => name.startsWith(before) && name.endsWith(after))
    .map((name) => name.slice(before.length, name.length - after.length))
    .filter((version) => /^\d+(\.\d+)*$/.test(version))
    .sort((a, b) => Number.parseFloat(b) - Number.parseFloat(a))
    .map((version) => join(parent, pattern.replace("#", version)));
}

/** Debian's package makes a server and starts it, unless this file says otherwise meanwhile. */
async function installWithoutCluster() {
  const file = "/etc/postgresql-common/createcluster.conf";
  await aptInstall(["postgresql-common"], HINT);
  const before = existsSync(file) ? readFileSync(file, "utf8") : "";
  writeFileSync(file, `${before}\ncreate_main_cluster = false\n`);
  try {
    await aptInstall(["postgresql"], HINT);
  } finally {
    writeFileSync(file, before);
  }
}
