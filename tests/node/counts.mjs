// How many cases a runner checked, left for the table at the end of `npm test`.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../.cache/counts");

export function leaveCount(runner, cases) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${runner}.json`), `${JSON.stringify({ runner, cases })}\n`);
}
