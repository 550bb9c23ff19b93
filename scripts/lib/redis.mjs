// Redis: tests start servers of their own.

import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { toolsBin } from "./paths.mjs";
import { Failure, probe, say } from "./run.mjs";
import { aptInstall, hasApt, inPath } from "./system.mjs";

const HINT =
  "run sudo apt-get install redis-server (Debian) or brew install redis (macOS), or set FOCUS_REDIS_SERVER to the program";

/** Redis' server program; returns its path. No server is started. */
export async function ensureRedis() {
  const given = process.env.FOCUS_REDIS_SERVER;
  if (given !== undefined && given !== "") {
    if (await isRedis(given)) return given;
    throw new Failure(
      `FOCUS_REDIS_SERVER is ${given}, which does not start: set it to the program redis-server`,
    );
  }
  const present = await findRedis();
  if (present !== undefined) return present;
  if (hasApt()) {
    say("Redis is missing: installing it with apt-get (some seconds, once)");
    await aptInstall(["redis-tools"], HINT);
    const installed = await findRedis();
    if (installed !== undefined) return installed;
  }
  throw new Failure(`redis-server is missing: ${HINT}`);
}

async function findRedis() {
  for (const path of inPath(["redis-server"])) if (await isRedis(path)) return path;
  // One program that goes by its name. Debian has it in redis-tools, as redis-check-rdb: the package
  // redis-server adds a link, and a service that would be running from then on.
  for (const path of inPath(["redis-check-rdb"])) {
    const link = join(toolsBin, "redis-server");
    mkdirSync(toolsBin, { recursive: true });
    rmSync(link, { force: true });
    symlinkSync(path, link);
    if (await isRedis(link)) return link;
    rmSync(link);
  }
  return undefined;
}

const isRedis = async (path) =>
  (await probe(path, ["--version"]))?.startsWith("Redis server ") === true;
