// How large the package's files are, beside the sizes that wasm/sizes.json records: a change that
// makes a file grow says so by recording the new size.
//
//   npm run sizes                 what moved; fails when something grew by more than a hundredth
//   npm run sizes -- --write      records the sizes as they are

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { ensurePackage, setUpForPackage } from "./build-package.mjs";
import { fromRoot } from "./lib/paths.mjs";
import { Failure, main, say } from "./lib/run.mjs";
import { table } from "./lib/table.mjs";
import { initialPages } from "./lib/wasm-memory.mjs";

const RECORD = fromRoot("wasm/sizes.json");
const WRITE = "npm run sizes -- --write";
/** What a file may grow by unrecorded. Another version of brotli compresses a little differently. */
const SLACK = 1.01;
const SLACK_OF_ANOTHER_BROTLI = 1.02;
/** 128 KiB: what the small module starts with, and stays at for ordinary inputs. */
const SMALL_MODULE_PAGES = 2;

/** Prints what moved since the sizes were recorded; throws when something grew. */
export function checkSizes() {
  if (!existsSync(RECORD)) throw new Failure(`wasm/sizes.json is missing: run ${WRITE}`);
  const record = JSON.parse(readFileSync(RECORD, "utf8"));
  const found = measure();
  tell(record, found);
  const { pages } = found["rules.wasm"];
  if (pages !== SMALL_MODULE_PAGES) {
    throw new Failure(
      `rules.wasm starts with ${pages} pages of memory and not ${SMALL_MODULE_PAGES}: see its stack and statics`,
    );
  }
  const troubles = Object.entries(found).flatMap(([file, sizes]) => grown(file, sizes, record));
  if (troubles.length > 0) {
    throw new Failure(`${troubles.join("; ")}: if that is worth it, run ${WRITE} and commit it`);
  }
}

/** `{raw, brotli}` of every file that a page or a runtime loads, and the first memory of modules. */
function measure() {
  const dist = fromRoot("wasm/dist");
  const files = readdirSync(dist).filter((name) => /\.(js|wasm)$/.test(name));
  const sizes = files.sort().map((file) => {
    const bytes = readFileSync(join(dist, file));
    const size = { raw: bytes.length, brotli: brotli(bytes) };
    if (file.endsWith(".wasm")) size.pages = initialPages(bytes);
    return [file, size];
  });
  return Object.fromEntries(sizes);
}

/** Spelled out, because defaults are a server's choice. */
function brotli(bytes) {
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_GENERIC,
    [constants.BROTLI_PARAM_QUALITY]: 11,
    [constants.BROTLI_PARAM_LGWIN]: 22,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params }).length;
}

function grown(file, sizes, record) {
  const recorded = record.files[file];
  if (recorded === undefined) return [`${file} is not recorded`];
  const same = process.versions.brotli === record.brotli;
  return [
    ["raw", SLACK],
    ["brotli", same ? SLACK : SLACK_OF_ANOTHER_BROTLI],
  ]
    .filter(([kind, slack]) => sizes[kind] > recorded[kind] * slack)
    .map(([kind]) => `${file} grew from ${recorded[kind]} to ${sizes[kind]} bytes (${kind})`);
}

function tell({ files, goals, brotli }, found) {
  const names = [...new Set([...Object.keys(files), ...Object.keys(found)])].sort();
  const rows = names.map((file) => {
    const goal = goals[file];
    return [
      file,
      moved(files[file]?.raw, found[file]?.raw),
      moved(files[file]?.brotli, found[file]?.brotli),
      goal === undefined ? "" : `${goal}`,
      `${found[file]?.pages ?? ""}`,
    ];
  });
  for (const line of table(["file", "raw", "brotli", "goal", "pages"], rows)) console.log(line);
  if (brotli !== process.versions.brotli) {
    say(
      `recorded with brotli ${brotli}, this is ${process.versions.brotli}: sizes differ a little`,
    );
  }
}

/** `100 -> 90 (-10)`, or the number alone when nothing moved. */
function moved(from, to) {
  if (from === to) return `${to}`;
  const difference = from === undefined || to === undefined ? "" : signed(to - from);
  return `${from ?? "none"} -> ${to ?? "none"}${difference}`;
}

function signed(number) {
  return ` (${number > 0 ? "+" : ""}${number})`;
}

/** Records the sizes, and tells what moved; goals stay as they were. */
function record() {
  const before = existsSync(RECORD) ? JSON.parse(readFileSync(RECORD, "utf8")) : {};
  const { goals = {}, files = {}, brotli = process.versions.brotli } = before;
  const found = measure();
  tell({ goals, files, brotli }, found);
  const lines = Object.entries(found).map(
    ([file, sizes]) => `    ${JSON.stringify(file)}: ${inline(sizes)}`,
  );
  const text = [
    "{",
    `  "brotli": ${JSON.stringify(process.versions.brotli)},`,
    `  "goals": ${inline(goals)},`,
    `  "files": {`,
    lines.join(",\n"),
    "  }",
    "}",
  ];
  writeFileSync(RECORD, `${text.join("\n")}\n`);
  say("wasm/sizes.json records the sizes as they are");
}

/** An object on one line, as Biome writes it. */
function inline(object) {
  const members = Object.entries(object).map(
    ([name, value]) => `${JSON.stringify(name)}: ${value}`,
  );
  return `{ ${members.join(", ")} }`;
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    await setUpForPackage();
    if (!(await ensurePackage())) say("the npm package is current");
    if (process.argv.includes("--write")) record();
    else checkSizes();
  });
}
