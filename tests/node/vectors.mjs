// Reading the golden cases.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../vectors");

/** All files below `vectors/`: `{rule, cases}` each. */
export function vectors() {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".json"));
  return files.sort().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}
