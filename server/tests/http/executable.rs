//! The executable: what it prints, and what it leaves with.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

fn command(arguments: &[&str], variables: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_focus-server"));
    command.args(arguments).env_clear().envs(variables.iter().copied());
    command
}

fn run(arguments: &[&str], variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = command(arguments, variables).output().unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// Laptop mode in a process of its own, once it listens.
fn dev(data: &TempDir) -> (Child, String) {
    let path = data.path().to_str().unwrap();
    let variables =
        [("FOCUS_ADDR", "127.0.0.1:0"), ("FOCUS_DATA_DIR", path), ("LOG_FORMAT", "json")];
    let mut child = command(&["dev"], &variables).stdout(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let line = lines.find_map(|line| line.ok().filter(|line| line.contains("listening"))).unwrap();
    // The rest is read so that the pipe never fills.
    std::thread::spawn(move || lines.for_each(drop));
    let line: serde_json::Value = serde_json::from_str(&line).unwrap();
    (child, format!("http://{}", line["address"].as_str().unwrap()))
}

fn signal(child: &Child, name: &str) {
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
    assert!(line.contains("CORS_ORIGINS, DATABASE_URL, SUPABASE_URL"), "{line}");
    for environment in ["staging", "production"] {
        let (code, _, line) = run(&["dev"], &[("ENVIRONMENT", environment)]);
        assert_eq!((code, line.lines().count()), (Some(78), 1), "{line}");
    }
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

#[test]
fn a_second_signal_leaves_at_once_although_a_request_runs() {
    let data = TempDir::new().unwrap();
    let (mut child, base_url) = dev(&data);
    let address = base_url.trim_start_matches("http://");
    let mut running = TcpStream::connect(address).unwrap();
    // `100 Continue` says that a handler waits for the body, which never comes.
    let head = "POST /dev/clock HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\
        Content-Type: application/json\r\nContent-Length: 9\r\n\r\n";
    running.write_all(head.as_bytes()).unwrap();
    assert!(running.read(&mut [0; 64]).unwrap() > 0);
    signal(&child, "-TERM");
    // The first signal has arrived once nobody accepts any more.
    while TcpStream::connect(address).is_ok() {}
    assert_eq!(child.try_wait().unwrap(), None);
    signal(&child, "-TERM");
    assert_eq!(child.wait().unwrap().code(), Some(1));
}
