// The packaging matrix: each context leaves a row in .cache/packaging, and nobody writes tables by hand.

import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cacheDir } from "./paths.mjs";
import { table } from "./table.mjs";

const rowsDir = join(cacheDir, "packaging");
const COLUMNS = ["context", "version", "how", "result", "ms"];
const HEADINGS = ["context", "version", "built how", "result", "ms"];

/** Forgets the rows of an earlier run. */
export function clearRows() {
  rmSync(rowsDir, { recursive: true, force: true });
}

/** Leaves the row of a context: `{context, version, how, result, ms}`. */
export function leaveRow(row) {
  mkdirSync(rowsDir, { recursive: true });
  const name = row.context.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
  writeFileSync(join(rowsDir, `${name}.json`), `${JSON.stringify(row)}\n`);
}

/** Prints the rows as a Markdown table, and leaves them in .cache/packaging-matrix.json. */
export function printRows(log = console.log) {
  mkdirSync(rowsDir, { recursive: true });
  const rows = readdirSync(rowsDir)
    .map((name) => JSON.parse(readFileSync(join(rowsDir, name), "utf8")))
    .sort((one, other) => one.context.localeCompare(other.context, "en"));
  const file = join(cacheDir, "packaging-matrix.json");
  writeFileSync(file, `${JSON.stringify(rows, undefined, 2)}\n`);
  const cells = rows.map((row) => COLUMNS.map((column) => `${row[column]}`));
  for (const line of table(HEADINGS, cells)) log(line);
}
