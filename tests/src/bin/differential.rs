//! Native code against WebAssembly: made-up inputs, answers compared byte by byte.
//!
//! `cargo run -p focus-conformance --bin differential -- --count 2000 [--seed 1]`, the count being
//! inputs a verb. The package is asked by `tests/node/answer.mjs`.

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::process::{Command, ExitCode};

use fastrand::Rng;
use focus_conformance::{canonical, counts, inputs, native};
use serde_json::{Value, json};

/// Differences that are shown; there may be more.
const SHOWN: usize = 5;

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(differences) => {
            eprintln!("differential: {differences} answers differ");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("differential: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<usize, Box<dyn Error>> {
    let count: usize = option("--count")?.unwrap_or(2_000);
    let seed: u64 = option("--seed")?.unwrap_or(1);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.cache/differential");
    fs::create_dir_all(&folder)?;
    let (mut asked, mut refused, mut differences) = (0, 0, 0);
    for rule in native::verbs() {
        let answers = ask_package(&folder, rule, count, seed)?;
        let mut rng = Rng::with_seed(seed);
        for theirs in BufReader::new(answers).lines() {
            let theirs = theirs?;
            let input = inputs::make(rule, &mut rng);
            let ours = native::answer(rule, &input).map(|answer| canonical(&answer));
            let ours = ours.unwrap_or_default();
            asked += 1;
            refused += usize::from(ours.starts_with("{\"error\""));
            if ours != theirs {
                differences += 1;
                if differences <= SHOWN {
                    eprintln!("{rule} {input}\n  native  {ours}\n  package {theirs}");
                }
            }
        }
    }
    fs::remove_dir_all(&folder)?;
    println!("differential: {asked} inputs, {refused} of them refused, {differences} differ");
    if asked != count * native::verbs().count() {
        return Err(format!("only {asked} answers came back").into());
    }
    counts::leave("differential", asked)?;
    Ok(differences)
}

/// Writes the inputs of a verb, lets the package answer, and opens its answers.
fn ask_package(folder: &Path, rule: &str, count: usize, seed: u64) -> Result<File, Box<dyn Error>> {
    let (questions, answers) = (folder.join("questions.jsonl"), folder.join("answers.jsonl"));
    let mut file = BufWriter::new(File::create(&questions)?);
    let mut rng = Rng::with_seed(seed);
    for _ in 0..count {
        let question: Value = json!({ "rule": rule, "input": inputs::make(rule, &mut rng) });
        writeln!(file, "{question}")?;
    }
    file.flush()?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("node/answer.mjs");
    let status = Command::new("node").arg(script).arg(&questions).arg(&answers).status()?;
    if !status.success() {
        return Err(format!("tests/node/answer.mjs failed on {rule}").into());
    }
    Ok(File::open(answers)?)
}

fn option<T: std::str::FromStr>(name: &str) -> Result<Option<T>, String> {
    let mut arguments = std::env::args().skip_while(|argument| argument != name).skip(1);
    let Some(text) = arguments.next() else { return Ok(None) };
    text.parse().map(Some).map_err(|_| format!("{name} takes a number, not `{text}`"))
}
