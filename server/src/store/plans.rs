//! Every statement of the store finds its rows by an index, on both engines. The statements are read
//! out of the sources, so that a new one is looked at too.

use std::path::Path;

use focus_core::Timestamp;

use super::Store;
use crate::clock::Clock;
use crate::testing::TestDatabase;

/// Statements over whole tables, by purpose or because the table has a row or two.
const WHOLE: [&str; 2] = ["audit.rs", "jobs.rs"];

/// A statement, and for which engines it is.
#[derive(Debug)]
struct Statement {
    file: String,
    text: String,
    is_for: [bool; 2],
}

fn statements() -> Vec<Statement> {
    let mut found = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut folders = vec![folder];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "engine" {
                folders.push(path);
            } else if name.ends_with(".rs") && name != "plans.rs" && name != "tests.rs" {
                found.extend(literals(&std::fs::read_to_string(&path).unwrap(), &name));
            }
        }
    }
    found
}

/// The texts of a source file that are statements.
fn literals(source: &str, file: &str) -> Vec<Statement> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n").replace("'\"'", "");
    // Outside and inside take turns; statements hold no quotation marks of their own.
    let parts: Vec<&str> = code.split('"').collect();
    let mut found = Vec::new();
    // The beginning that a macro puts before each of its conditions.
    let mut beginning: Option<(String, &str)> = None;
    for (place, text) in parts.iter().enumerate().skip(1).step_by(2) {
        let before = parts[place - 1];
        if let Some((call, start)) = &beginning
            && before.trim_end().ends_with(call)
        {
            found.push(Statement {
                file: file.to_owned(),
                text: format!("{start}{text}"),
                is_for: [true, true],
            });
            continue;
        }
        if text.ends_with(' ')
            && let Some((_, name)) = before.rsplit_once("macro_rules! ")
        {
            beginning = Some((format!("{}!(", name.split(' ').next().unwrap()), text));
            continue;
        }
        let verbs = ["SELECT ", "UPDATE ", "DELETE ", "WITH "];
        if !verbs.iter().any(|verb| text.starts_with(verb)) {
            continue;
        }
        let is_first = before.trim_end().ends_with("each(");
        let is_second = place >= 2
            && before.trim() == ","
            && parts.get(place - 3).is_some_and(|before| before.trim_end().ends_with("each("));
        found.push(Statement {
            file: file.to_owned(),
            text: (*text).to_owned(),
            is_for: [!is_second, !is_first],
        });
    }
    found
}

#[tokio::test]
async fn every_statement_finds_its_rows_by_an_index() {
    let statements = statements();
    assert!(statements.len() > 10, "{statements:?}");
    for (engine, database) in TestDatabase::each().await.into_iter().enumerate() {
        let clock = Clock::manual(Timestamp::from_unix_millis(0));
        Store::open(database.settings(), clock).await.unwrap();
        let whole = plan(&database, "SELECT id FROM users WHERE bio = $1").await;
        assert!(whole.iter().any(|line| is_scan(line)), "{whole:?}");
        for Statement { file, text, is_for } in &statements {
            if !is_for[engine] || WHOLE.contains(&file.as_str()) {
                continue;
            }
            let plan = plan(&database, text).await;
            let scans = plan.iter().filter(|line| is_scan(line)).collect::<Vec<_>>();
            assert!(scans.is_empty(), "{file}: {text}\n{plan:#?}");
        }
    }
}

async fn plan(database: &TestDatabase, statement: &str) -> Vec<String> {
    let rows = if database.is_sqlite() {
        let plan = format!("EXPLAIN QUERY PLAN {statement}");
        database.rows(&plan).await
    } else {
        let parameters = (1..=40).rev().find(|n| statement.contains(&format!("${n}"))).unwrap_or(0);
        let nulls = vec!["NULL"; parameters].join(", ");
        let values = if parameters == 0 { String::new() } else { format!("({nulls})") };
        // Without rows to count, only what no index can do is read whole.
        let prepared = format!(
            "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off;
             PREPARE looked AS {statement}; EXPLAIN EXECUTE looked{values}"
        );
        database.rows(&prepared).await
    };
    rows.into_iter().flatten().flatten().collect()
}

/// Whether a line of a plan tells that a whole table is read.
fn is_scan(line: &str) -> bool {
    let sqlite = line.starts_with("SCAN ")
        && !line.contains("json_each")
        && !line.contains("USING")
        && !line.contains("CONSTANT ROW")
        && !line.contains("SUBQUERY");
    sqlite || line.contains("Seq Scan")
}
