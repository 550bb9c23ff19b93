// npm run fuzz -- [target …] [--seconds N] [--keep]: the fuzz targets, driven by coverage.
//
// What libFuzzer finds new stays in .cache/fuzz; --keep takes over into tests/corpus what covers
// more. An input that breaks a promise is printed and kept beside: copy it into the corpus, where
// npm test replays it, and mend what it broke.

import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { cacheDir, fromRoot } from "./lib/paths.mjs";
import { Failure, main, probe, run, say, seconds } from "./lib/run.mjs";
import { ensureCCompiler, ensureRust } from "./setup.mjs";

// What cargo-fuzz sets, less the sanitizer, which only a nightly compiler has: there is no unsafe
// code here that it could judge.
const COVERAGE = [
  "-Cpasses=sancov-module",
  "-Cllvm-args=-sanitizer-coverage-level=4",
  "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
  "-Cllvm-args=-sanitizer-coverage-pc-table",
  "-Cllvm-args=-sanitizer-coverage-trace-compares",
];
const LIMITS = ["-timeout=10", "-rss_limit_mb=1024"];
/** Bytes of an input: every limit of the rules that a longer one would reach has golden cases. */
const LONGEST = 2_048;
/** Inputs of a corpus are short, so that npm test replays many. */
const KEPT = 512;

const corpora = ["tests/corpus", "server/tests/corpus"];

/** Runs targets (all, unless some are named) for so many seconds each. */
export async function fuzz({ targets = [], seconds: time = 10, keep = false } = {}) {
  const known = corpora.flatMap((folder) => readdirSync(fromRoot(folder))).sort();
  const unknown = targets.find((target) => !known.includes(target));
  if (unknown !== undefined) {
    throw new Failure(`there is no target ${unknown}: it is one of ${known.join(", ")}`);
  }
  const program = await build();
  for (const target of targets.length > 0 ? targets : known) {
    const started = performance.now();
    await drive(program, target, time);
    if (keep) await minimise(program, target);
    say(`${target}: no promise was broken (${seconds(started)})`);
  }
}

async function build() {
  await ensureRust();
  await ensureCCompiler();
  const host = (await probe("rustc", ["--print", "host-tuple"])) ?? "";
  // Named, so that build scripts are not instrumented.
  const args = ["build", "--release", "--target", host];
  const target = fromRoot("target/fuzz");
  await run("cargo", args, {
    cwd: fromRoot("tests/fuzz"),
    env: { RUSTFLAGS: COVERAGE.join(" "), CARGO_TARGET_DIR: target },
    hint: "see the lines above; a C++ compiler must be there",
  });
  return `${target}/${host}/release/focus-fuzz`;
}

async function drive(program, target, time) {
  const found = folder(target, "found");
  const broken = folder(target, "broken");
  const args = [`-max_total_time=${time}`, `-max_len=${LONGEST}`, ...LIMITS, "-verbosity=0"];
  await run(program, [...args, `-artifact_prefix=${broken}/`, found, corpus(target)], {
    output: "quiet",
    doing: `fuzzing ${target}`,
    env: { FOCUS_FUZZ_TARGET: target },
    hint: `the input is in .cache/fuzz/${target}/broken`,
  });
}

/** Makes the corpus anew: the fewest inputs that cover what was covered so far. */
async function minimise(program, target) {
  const merged = folder(target, "merged");
  rmSync(merged, { recursive: true, force: true });
  mkdirSync(merged);
  // By edges and not by how often each was taken: a tenth of the files.
  const args = ["-set_cover_merge=1", "-use_counters=0", `-max_len=${KEPT}`, ...LIMITS];
  await run(program, [...args, merged, corpus(target), folder(target, "found")], {
    output: "quiet",
    doing: `minimising the corpus of ${target}`,
    env: { FOCUS_FUZZ_TARGET: target },
  });
  const kept = corpus(target);
  rmSync(kept, { recursive: true });
  mkdirSync(kept);
  for (const name of readdirSync(merged)) {
    renameSync(`${merged}/${name}`, `${kept}/${name.slice(0, 12)}`);
  }
}

/** The folder of a target's corpus: the rules' and the server's are apart. */
const corpus = (target) =>
  corpora.map((folder) => fromRoot(folder, target)).find((folder) => existsSync(folder));

function folder(target, name) {
  const path = `${cacheDir}/fuzz/${target}/${name}`;
  mkdirSync(path, { recursive: true });
  return path;
}

if (import.meta.filename === process.argv[1]) {
  await main(async () => {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { seconds: { type: "string", default: "60" }, keep: { type: "boolean" } },
    });
    if (!/^[1-9]\d*$/.test(values.seconds)) {
      throw new Failure(`--seconds is "${values.seconds}": give a whole number of seconds`);
    }
    await fuzz({ targets: positionals, seconds: Number(values.seconds), keep: values.keep });
  });
}
