//! Writes the list of routes, `docs/routes.md`, and tells what the tests reached of them.
//!
//! `cargo run -p focus-server --example routes` writes the list, with `-- --check` it only tells
//! whether it is current. With `-- --reached FILE`, the file that tests wrote to because
//! `FOCUS_REACHED` named it, it prints what was reached, and fails when a code of the document was
//! reached nowhere.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use focus_server::openapi::{Listed, listed, markdown};

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    let done = match arguments.as_slice() {
        [] => list(false),
        ["--check"] => list(true),
        ["--reached", file] => reached(Path::new(file)),
        _ => Err("nothing, --check or --reached FILE".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the list, or looks whether it is current.
fn list(check: bool) -> Result<(), Box<dyn Error>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/routes.md");
    if !check {
        std::fs::write(&path, markdown())?;
    } else if std::fs::read_to_string(&path).is_ok_and(|found| found == markdown()) {
        println!("docs/routes.md is current");
    } else {
        return Err(
            "docs/routes.md is stale: run `cargo run -p focus-server --example routes`".into()
        );
    }
    Ok(())
}

/// Statuses and codes by route.
type Reached = BTreeMap<(String, String), BTreeSet<(u16, String)>>;

/// Prints what tests reached, and looks whether every code was.
fn reached(file: &Path) -> Result<(), Box<dyn Error>> {
    let lines = std::fs::read_to_string(file);
    let lines = lines.map_err(|error| format!("{}: {error}", file.display()))?;
    let mut reached = Reached::new();
    for line in lines.lines() {
        let [method, path, status, code] = line.split(' ').collect::<Vec<_>>()[..] else {
            return Err(format!("{} holds something else: {line}", file.display()).into());
        };
        let of_route = reached.entry((path.to_owned(), method.to_owned())).or_default();
        of_route.insert((status.parse()?, code.to_owned()));
    }
    let routes = listed();
    let nothing = BTreeSet::new();
    for route in &routes {
        let place = (route.path.clone(), route.method.clone());
        print(route, reached.get(&place).unwrap_or(&nothing));
    }
    let everywhere: BTreeSet<_> = reached.values().flatten().map(|(_, code)| code).collect();
    let codes: BTreeSet<_> = routes.iter().flat_map(|route| route.codes.keys()).collect();
    let unreached: Vec<_> = codes.difference(&everywhere).map(|code| code.as_str()).collect();
    if !unreached.is_empty() {
        return Err(format!("no test got {} over HTTP", unreached.join(", ")).into());
    }
    println!("each of the {} codes of {} routes was reached", codes.len(), routes.len());
    Ok(())
}

fn print(route: &Listed, reached: &BTreeSet<(u16, String)>) {
    println!("{} {}", route.method, route.path);
    let mut statuses = BTreeMap::<_, Vec<_>>::new();
    for (status, code) in reached {
        statuses.entry(status).or_default().push(code.as_str());
    }
    for (status, codes) in statuses {
        println!("    {status} {}", codes.join(" "));
    }
    let is_missing = |code: &&String| !reached.iter().any(|(_, other)| other == *code);
    let missing: Vec<_> = route.codes.keys().filter(is_missing).map(String::as_str).collect();
    if !missing.is_empty() {
        println!("    elsewhere: {}", missing.join(" "));
    }
}
