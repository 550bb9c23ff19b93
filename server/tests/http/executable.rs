//! The executable: what it prints, and what it leaves with.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use crate::issuers::Key;
use crate::provider::Provider;

pub(crate) fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_focus-server"));
    command.args(arguments).env_clear().envs(variables.iter().copied());
    command
}

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command(arguments, variables).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

pub(crate) type Lines = std::io::Lines<BufReader<std::process::ChildStdout>>;

/// Laptop mode in a process of its own, once it listens.
fn dev(data: &TempDir) -> (Child, String) {
    let (child, base_url, lines) = dev_with_logs(data);
    // The rest is read so that the pipe never fills.
    std::thread::spawn(move || lines.for_each(drop));
    (child, base_url)
}

/// The same, with the lines that it logs from now on.
fn dev_with_logs(data: &TempDir) -> (Child, String, Lines) {
    let path = data.path().to_str().unwrap();
    let variables =
        [("FOCUS_ADDR", "127.0.0.1:0"), ("FOCUS_DATA_DIR", path), ("LOG_FORMAT", "json")];
    let mut child = command(&["dev"], &variables).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.find_map(|line| line.ok().filter(|line| line.contains("listening"))).unwrap();
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    let base_url = format!("http://{}", line["address"].as_str().unwrap());
    (child, base_url, lines)
}

/// A server that takes the tokens of an issuer whose keys are at this address, and what it logs.
fn serve(data: &TempDir, jwks_url: &str) -> (Child, Lines) {
    let issuers = format!(
        r#"[{{"issuer": "https://id.example.com", "audiences": ["a"], "jwks_url": "{jwks_url}"}}]"#
    );
    let variables = [
        ("ENVIRONMENT", "development"),
        ("FOCUS_ADDR", "127.0.0.1:0"),
        ("FOCUS_DATA_DIR", data.path().to_str().unwrap()),
        ("LOG_FORMAT", "json"),
        ("OIDC_ISSUERS", issuers.as_str()),
    ];
    let mut child = command(&["serve"], &variables).stdout(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, lines)
}

pub(crate) fn signal(child: &Child, name: &str) {
    let status = Command::new("kill").args([name, &child.id().to_string()]).status().unwrap();
    assert!(status.success());
}

#[test]
fn help_and_version_are_printed() {
    let (code, help, _) = run(&["--help"], &[]);
    assert_eq!(code, Some(0));
    assert!(help.contains("Usage: focus-server"), "{help}");
    let (code, version, _) = run(&["--version"], &[]);
    assert_eq!(
        (code, version.trim()),
        (Some(0), concat!("focus-server ", env!("CARGO_PKG_VERSION")))
    );
}

#[test]
fn an_unknown_command_is_one_clear_line() {
    let (code, _, line) = run(&["frobnicate"], &[]);
    assert_eq!(code, Some(64));
    assert_eq!(line, "focus-server: unknown command \"frobnicate\": see focus-server --help\n");
}

#[test]
fn unusable_settings_leave_with_78_and_one_line() {
    let (code, _, line) = run(&[], &[]);
    assert_eq!((code, line.lines().count()), (Some(78), 1), "{line}");
    assert!(line.contains("LIVEKIT_URL, DATABASE_URL, REDIS_URL, CORS_ORIGINS."), "{line}");
    for environment in ["staging", "production"] {
        let (code, _, line) = run(&["dev"], &[("ENVIRONMENT", environment)]);
        assert_eq!((code, line.lines().count()), (Some(78), 1), "{line}");
    }
}

#[test]
fn whether_a_server_is_ready_is_told_by_the_exit_code() {
    let data = TempDir::new().unwrap();
    let (mut child, base_url) = dev(&data);
    let address = base_url.trim_start_matches("http://");
    let variables = [("ENVIRONMENT", "development"), ("FOCUS_ADDR", address)];
    // It listens before everything is warm.
    while run(&["ready"], &variables).0 != Some(0) {
        assert!(child.try_wait().unwrap().is_none(), "the server lives");
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let (code, _, line) = run(&["ready"], &variables);
    assert_eq!((code, line.lines().count()), (Some(69), 1), "{line}");
    assert!(line.contains("/health/ready does not answer"), "{line}");
}

#[test]
fn a_job_is_run_from_the_command_line_and_tells_what_it_did() {
    let data = TempDir::new().unwrap();
    let (mut child, _) = dev(&data);
    // The table of the four begins now, and is over by then.
    child.kill().unwrap();
    child.wait().unwrap();
    let path = data.path().to_str().unwrap();
    let variables = [("ENVIRONMENT", "development"), ("FOCUS_DATA_DIR", path)];
    let jobs = |arguments: &[&str]| run(&[&["jobs"], arguments].concat(), &variables);
    let at = ["run", "forget_keys", "--at", "2199-01-01T00:00:00Z"];
    let (code, told, line) = jobs(&at);
    assert_eq!((code, told.as_str()), (Some(0), "forget_keys: 0 done\n"), "{line}");
    let (code, told, _) = jobs(&["list"]);
    assert_eq!((code, told.lines().count()), (Some(0), 6));
    let line = told.lines().find(|line| line.starts_with("forget_keys")).unwrap();
    assert!(line.contains("  every 3600 s  ") && line.ends_with(" 0 done"), "{line}");
    let (code, _, line) = jobs(&["run", "frobnicate"]);
    assert_eq!((code, line.lines().count()), (Some(64), 1), "{line}");
    std::fs::write(data.path().join("focus.sqlite3"), "no database at all, whatever it is called")
        .unwrap();
    for wal in ["focus.sqlite3-wal", "focus.sqlite3-shm"] {
        let _ = std::fs::remove_file(data.path().join(wal));
    }
    let (code, _, line) = jobs(&["list"]);
    assert_eq!((code, line.lines().count()), (Some(69), 1), "{line}");
}

#[cfg(unix)]
#[test]
fn what_is_not_utf_8_is_a_problem_and_never_unset() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let broken = OsStr::from_bytes(b"\xff");
    let output = command(&["dev"], &[]).env("CORS_ORIGINS", broken).output().unwrap();
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), line.lines().count()), (Some(78), 1), "{line}");
    assert!(line.contains("CORS_ORIGINS is not UTF-8"), "{line}");
    let output = command(&[], &[]).arg(broken).output().unwrap();
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(64));
    assert_eq!(line, "focus-server: an argument is not UTF-8: see focus-server --help\n");
}

#[test]
fn a_taken_port_leaves_with_69_and_one_line() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let data = TempDir::new().unwrap();
    let path = data.path().to_str().unwrap();
    let (code, _, line) = run(&["dev"], &[("FOCUS_ADDR", &address), ("FOCUS_DATA_DIR", path)]);
    assert_eq!((code, line.lines().count()), (Some(69), 1), "{line}");
    assert!(line.contains(&format!("cannot listen on {address}")), "{line}");
}

#[test]
fn a_database_of_somebody_else_leaves_with_69_and_one_line_that_names_it() {
    let data = TempDir::new().unwrap();
    let file = data.path().join("focus.sqlite3");
    std::fs::write(&file, "this is no database, whatever its name may be").unwrap();
    let path = data.path().to_str().unwrap();
    let (code, _, line) = run(&["dev"], &[("FOCUS_ADDR", "127.0.0.1:0"), ("FOCUS_DATA_DIR", path)]);
    assert_eq!((code, line.lines().count()), (Some(69), 1), "{line}");
    assert!(line.contains(file.to_str().unwrap()), "{line}");
    assert!(line.contains("file is not a database"), "{line}");
}

#[test]
fn a_data_directory_that_cannot_be_made_leaves_with_69_and_one_line_that_names_it() {
    let data = TempDir::new().unwrap();
    let file = data.path().join("file");
    std::fs::write(&file, "").unwrap();
    let below = file.join("below").to_str().unwrap().to_owned();
    let variables = [("FOCUS_ADDR", "127.0.0.1:0"), ("FOCUS_DATA_DIR", below.as_str())];
    let (code, _, line) = run(&["dev"], &variables);
    assert_eq!((code, line.lines().count()), (Some(69), 1), "{line}");
    assert!(line.contains(&below), "{line}");
}

#[cfg(unix)]
#[test]
fn a_data_directory_is_made_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let parent = TempDir::new().unwrap();
    let path = parent.path().join("data");
    let variables = [("FOCUS_ADDR", "127.0.0.1:0"), ("FOCUS_DATA_DIR", path.to_str().unwrap())];
    let mut child = command(&["dev"], &variables).stdout(Stdio::null()).spawn().unwrap();
    while !path.join("dev-key.p8").exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "-TERM");
    child.wait().unwrap();
    let mode = std::fs::metadata(&path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o700);
    let mut names: Vec<_> = std::fs::read_dir(&path)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("dev-key"))
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["dev-key.p8"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failing_database_is_logged_with_its_cause() {
    let data = TempDir::new().unwrap();
    let (mut child, base_url, mut lines) = dev_with_logs(&data);
    let options = sqlx::sqlite::SqliteConnectOptions::new();
    let options = options.filename(data.path().join("focus.sqlite3"));
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    sqlx::query("ALTER TABLE sessions RENAME TO gone").execute(&pool).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http.post(format!("{base_url}/dev/table")).send().await.unwrap();
    assert_eq!(answer.status(), 500);
    // Jobs fail too, and tell so without a request.
    let is_told = |line: &String| line.contains("ERROR") && line.contains("request_id");
    let line = lines.find_map(|line| line.ok().filter(is_told)).unwrap();
    assert!(line.contains("no such table: sessions"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn a_failed_fetch_of_keys_is_logged_with_its_cause_and_without_the_query() {
    let away = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let data = TempDir::new().unwrap();
    let (mut child, mut lines) = serve(&data, &format!("http://{away}/path?key=s3cret"));
    let is_told = |line: &String| line.contains("the key set could not be fetched");
    let line = lines.find_map(|line| line.ok().filter(is_told)).unwrap();
    assert!(line.contains("WARN"), "{line}");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.contains("Connection refused"), "{line}");
    assert!(line.contains(&format!("http://{away}\"")), "{line}");
    assert!(!line.contains("s3cret") && !line.contains("path"), "{line}");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn a_hang_up_fetches_every_key_set_anew_and_nothing_stops() {
    let (provider, key) = (Provider::default(), Key::ec(Some("one")));
    provider.publish_keys(&[&key]);
    let address = provider.serve().await;
    let data = TempDir::new().unwrap();
    let (mut child, mut lines) = serve(&data, &format!("http://{address}/jwks"));
    lines.find(|line| line.as_ref().is_ok_and(|line| line.contains("listening"))).unwrap().unwrap();
    let fetched = async |count: usize| {
        while provider.fetches() < count {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    fetched(1).await;
    signal(&child, "-HUP");
    fetched(2).await;
    assert_eq!(child.try_wait().unwrap(), None);
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn laptop_mode_signs_people_in_and_stops_when_asked() {
    let data = TempDir::new().unwrap();
    let (mut child, base_url) = dev(&data);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let body = r#"{"user": "5eed0000-0000-4000-8000-000000000001"}"#;
    let request = http.post(format!("{base_url}/dev/token"));
    let request = request.header("content-type", "application/json").body(body);
    let answer: serde_json::Value =
        serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap();
    let token = answer["access_token"].as_str().unwrap();
    let me = http.get(format!("{base_url}/api/v1/users/me")).bearer_auth(token);
    assert_eq!(me.send().await.unwrap().status(), 200);
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_waits_for_whoever_reads_the_log() {
    let data = TempDir::new().unwrap();
    let (mut child, base_url, _unread) = dev_with_logs(&data);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answered = async {
        // More lines than the pipe and the queue hold together.
        for _ in 0..10_000 {
            let live = http.get(format!("{base_url}/health/live"));
            assert_eq!(live.send().await.unwrap().status(), 200);
        }
    };
    tokio::time::timeout(Duration::from_secs(60), answered).await.unwrap();
    signal(&child, "-TERM");
    let left = async {
        while child.try_wait().unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), left).await.unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
