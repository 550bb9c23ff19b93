//! Settings through the executable: what stops a start, `.env`, `check-config` and `gen-secret`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::TcpListener;

use focus_server::config::{Needed, table};
use focus_server::testing::document;
use tempfile::TempDir;

use super::executable::command;

/// Settings with which a production server would start.
const COMPLETE: [(&str, &str); 9] = [
    ("SUPABASE_URL", "https://s3cret.supabase.co"),
    ("SUPABASE_ANON_KEY", "s3cret-anon"),
    ("SUPABASE_SERVICE_ROLE_KEY", "s3cret-service"),
    ("LIVEKIT_API_KEY", "APIs3cret"),
    ("LIVEKIT_API_SECRET", "s3cret-livekit"),
    ("LIVEKIT_URL", "wss://s3cret.livekit.cloud"),
    ("DATABASE_URL", "sqlite"),
    ("REDIS_URL", "rediss://:s3cret@redis.internal"),
    ("CORS_ORIGINS", "https://s3cret.example.com"),
];

const TITLE: &str =
    "| missing | exit code | listened | files made | told |\n|---|---|---|---|---|\n";

/// An empty folder to start in, and an address where somebody listens already: a server that got so
/// far as to listen would leave with 69 instead.
struct Place {
    folder: TempDir,
    taken: TcpListener,
}

struct Ran {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl Place {
    fn new() -> Self {
        let taken = TcpListener::bind("127.0.0.1:0").unwrap();
        Self { folder: TempDir::new().unwrap(), taken }
    }

    fn run(&self, arguments: &[&str], variables: &BTreeMap<&str, &str>) -> Ran {
        let mut command = command(arguments, &[]);
        command.envs(variables).env("FOCUS_ADDR", self.address()).current_dir(self.folder.path());
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        Ran { code: output.status.code(), stdout, stderr }
    }

    fn address(&self) -> String {
        self.taken.local_addr().unwrap().to_string()
    }

    fn files(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
    }
}

/// The settings that production needs, in the order of the table.
fn required() -> Vec<&'static str> {
    let is_needed = |needed: &Needed| {
        matches!(
            needed,
            Needed::OutsideDevelopment
                | Needed::OutsideDevelopmentUnless(_)
                | Needed::ProductionUnless(_)
        )
    };
    let needed = table::settings().filter(|setting| is_needed(&setting.needed));
    needed.map(|setting| setting.name).collect()
}

/// Starts a server without some settings: unset, then blank. A row of the table.
fn start_without(missing: &[&str]) -> String {
    let names = missing.join(", ");
    let told = format!(
        "Missing required secrets: {names}. Set them in the environment or in .env before starting \
         the server."
    );
    for blank in [None, Some(""), Some(" \t ")] {
        let mut variables = BTreeMap::from(COMPLETE);
        for name in missing {
            variables.remove(name);
            variables.extend(blank.map(|blank| (*name, blank)));
        }
        let place = Place::new();
        let ran = place.run(&[], &variables);
        assert_eq!(ran.code, Some(78), "{names}: {}", ran.stderr);
        assert_eq!(ran.stderr, format!("focus-server: {told}\n"));
        assert_eq!(ran.stdout, "");
        assert!(place.files().is_empty(), "{names}: {:?}", place.files());
    }
    format!("| {} | 78 | no | none | {told} |\n", missing.join(", "))
}

#[test]
fn a_start_with_a_secret_missing_names_it_and_starts_nothing() {
    let required = required();
    assert_eq!(required, COMPLETE.map(|(name, _)| name), "a required setting has no row here");
    let mut rows = String::from(TITLE);
    for name in &required {
        rows += &start_without(&[name]);
    }
    rows += &start_without(&required);
    // The very same start with nothing missing gets as far as listening.
    let place = Place::new();
    let ran = place.run(&[], &BTreeMap::from(COMPLETE));
    assert_eq!(ran.code, Some(69), "{}", ran.stderr);
    let cannot = format!("focus-server: cannot listen on {}: ", place.address());
    assert!(ran.stderr.starts_with(&cannot), "{}", ran.stderr);
    assert!(!ran.stdout.contains("s3cret") && !ran.stderr.contains("s3cret"), "{}", ran.stderr);
    rows += "| nothing | 69 | tried | none | cannot listen on the address, which is taken on purpose |\n";
    document::compare("starts", &rows);
}

#[test]
fn every_problem_is_told_in_one_line_and_no_value_is() {
    let place = Place::new();
    let variables = BTreeMap::from([
        ("ENVIRONMENT", "staging"),
        ("CORS_ORIGINS", "http://localhost:3000"),
        ("DEBUG", "s3cret"),
        ("JWT_SECRET", "s3cret"),
        ("INSTANCE_COUNT", "0"),
        ("REDIS_URL", " redis://s3cret "),
    ]);
    let ran = place.run(&[], &variables);
    assert_eq!((ran.code, ran.stderr.lines().count()), (Some(78), 1), "{}", ran.stderr);
    for told in [
        "focus-server: Missing required secrets: SUPABASE_URL, SUPABASE_ANON_KEY, ",
        "REDIS_URL has white space at its ends",
        "CORS_ORIGINS has an origin of this machine (localhost)",
        "JWT_SECRET is too weak: This must have at least 50 characters.",
        "INSTANCE_COUNT must be a whole number from 1 to 10000",
        "DEBUG must be true or false",
    ] {
        assert!(ran.stderr.contains(told), "{told}: {}", ran.stderr);
    }
    assert!(!ran.stderr.contains("s3cret"), "{}", ran.stderr);
    assert!(place.files().is_empty());
}

#[test]
fn a_database_that_is_not_supported_leaves_with_78_and_one_line() {
    let mut variables = BTreeMap::from(COMPLETE);
    variables.insert("DATABASE_URL", "mysql://u:s3cret@h/db");
    let ran = Place::new().run(&[], &variables);
    assert_eq!((ran.code, ran.stderr.lines().count()), (Some(78), 1), "{}", ran.stderr);
    assert!(ran.stderr.contains("not supported") && !ran.stderr.contains("s3cret"));
}

#[test]
fn the_file_in_the_working_directory_is_read_and_the_environment_wins() {
    let place = Place::new();
    let lines = COMPLETE.iter().fold(String::new(), |mut lines, (name, value)| {
        let _ = writeln!(lines, "{name}={value}");
        lines
    });
    std::fs::write(place.folder.path().join(".env"), lines).unwrap();
    assert_eq!(place.run(&[], &BTreeMap::new()).code, Some(69));
    let unset = place.run(&[], &BTreeMap::from([("LIVEKIT_URL", "")]));
    assert_eq!(unset.code, Some(78));
    assert!(unset.stderr.contains("Missing required secrets: LIVEKIT_URL."), "{}", unset.stderr);
    std::fs::write(place.folder.path().join(".env"), "# a\ns3cret").unwrap();
    let malformed = place.run(&["dev"], &BTreeMap::new());
    let told =
        "focus-server: the settings are not usable: .env line 2 is not of the form NAME=value\n";
    assert_eq!((malformed.code, malformed.stderr.as_str()), (Some(78), told));
}

#[test]
fn settings_are_checked_and_nothing_is_started() {
    let place = Place::new();
    let usable = place.run(&["check-config"], &BTreeMap::from(COMPLETE));
    assert_eq!((usable.code, usable.stderr.as_str()), (Some(0), ""), "{}", usable.stdout);
    assert!(usable.stdout.starts_with("Settings of focus-server serve in production\n"));
    assert!(usable.stdout.contains("Problems: 0"), "{}", usable.stdout);
    assert!(usable.stdout.contains("- MONITORING_URL is not set"), "{}", usable.stdout);
    let row = usable.stdout.lines().find(|line| line.starts_with("LIVEKIT_API_SECRET")).unwrap();
    assert_eq!(
        row.split_whitespace().collect::<Vec<_>>(),
        ["LIVEKIT_API_SECRET", "environment", "set"]
    );
    let missing = place.run(&["check-config"], &BTreeMap::new());
    assert_eq!(missing.code, Some(78));
    let told = "- Missing required secrets: SUPABASE_URL, ";
    assert!(missing.stdout.contains(told), "{}", missing.stdout);
    assert_eq!(place.run(&["check-config", "dev"], &BTreeMap::new()).code, Some(0));
    assert!(place.files().is_empty(), "{:?}", place.files());
}

#[test]
fn what_cannot_name_a_folder_is_told_and_what_is_not_used_is_not_shown() {
    let place = Place::new();
    let file = "FOCUS_DATA_DIR=a\0b\nPOSTGRES_USER=s3cret\nDATABASE_URL=sqlite\n";
    std::fs::write(place.folder.path().join(".env"), file).unwrap();
    let ran = place.run(&["check-config", "dev"], &BTreeMap::new());
    assert_eq!(ran.code, Some(78), "{}", ran.stdout);
    assert!(ran.stdout.contains("- FOCUS_DATA_DIR holds a NUL character\n"), "{}", ran.stdout);
    let row = ran.stdout.lines().find(|line| line.starts_with("POSTGRES_USER")).unwrap();
    assert_eq!(row.split_whitespace().skip(1).collect::<Vec<_>>().join(" "), ".env set, not used");
    assert!(!ran.stdout.contains("s3cret"), "{}", ran.stdout);
}

#[test]
fn a_new_secret_is_one_line_that_a_server_takes() {
    let place = Place::new();
    let secret = || {
        let ran = place.run(&["gen-secret"], &BTreeMap::new());
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
        ran.stdout
    };
    let (one, other) = (secret(), secret());
    assert_ne!(one, other);
    let text = one.strip_suffix('\n').unwrap();
    assert_eq!(text.len(), 64);
    assert!(
        text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte)),
        "{one}"
    );
    let taken = place.run(&["check-config", "dev"], &BTreeMap::from([("JWT_SECRET", text)]));
    assert_eq!(taken.code, Some(0), "{}", taken.stdout);
    assert!(!taken.stdout.contains(text));
    assert!(place.files().is_empty());
}
