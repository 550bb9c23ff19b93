//! One instance: a process of its own.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::{Method, Response};
use serde_json::Value;

use crate::world::{World, until};

const PATIENCE: Duration = Duration::from_secs(30);

/// The program to test.
pub(crate) fn program() -> PathBuf {
    let built = || env!("CARGO_BIN_EXE_focus-server").into();
    std::env::var_os("FOCUS_SERVER_BIN")
        .filter(|set| !set.is_empty())
        .map_or_else(built, Into::into)
}

/// A running instance. Dropping it kills it.
pub(crate) struct Instance {
    child: Mutex<Child>,
    base_url: String,
    http: reqwest::Client,
    log: Arc<Mutex<Vec<Value>>>,
}

/// What an instance answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: Value,
}

impl Instance {
    /// Starts one and waits until it is ready.
    pub(crate) async fn start(world: &World) -> Self {
        let mut command = Command::new(program());
        command.env_clear().envs(world.settings()).current_dir(world.data.path());
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let log = Arc::new(Mutex::new(Vec::new()));
        let (heard, listens) = (Arc::clone(&log), std::sync::mpsc::sync_channel(1));
        let (tell, told) = listens;
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let line: Value = serde_json::from_str(&line).unwrap_or(Value::String(line));
                if let Some(address) = line["address"].as_str() {
                    // Whoever started it may have given up.
                    let _ = tell.try_send(address.to_owned());
                }
                heard.lock().unwrap().push(line);
            }
        });
        let address = tokio::task::spawn_blocking(move || told.recv_timeout(PATIENCE)).await;
        let address = address.unwrap().unwrap_or_else(|_| panic!("{:?}", log.lock().unwrap()));
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build().unwrap();
        let base_url = format!("http://{address}");
        let instance = Self { child: Mutex::new(child), base_url, http, log };
        let is_ready = |answer: Option<Answer>| answer.is_some_and(|answer| answer.status == 200);
        until(async || is_ready(instance.get("/health/ready", "").await)).await;
        instance
    }

    /// None when nobody answered, or not all of it.
    pub(crate) async fn get(&self, path: &str, token: &str) -> Option<Answer> {
        let request = self.http.get(format!("{}{path}", self.base_url)).bearer_auth(token);
        read(request.send().await).await
    }

    /// The same; with a key it is done once however often it is asked.
    pub(crate) async fn post(
        &self,
        path: &str,
        token: &str,
        key: Option<&str>,
        body: &Value,
    ) -> Option<Answer> {
        let request = self.http.request(Method::POST, format!("{}{path}", self.base_url));
        let request = request.bearer_auth(token).header("content-type", "application/json");
        let request = key.into_iter().fold(request, |it, key| it.header("x-idempotency-key", key));
        read(request.body(body.to_string()).send().await).await
    }

    /// The code that somebody is refused with; empty for who is let in.
    pub(crate) async fn me(&self, token: &str) -> String {
        let answer = self.get("/api/v1/users/me", token).await.unwrap();
        answer.body["code"].as_str().unwrap_or_default().to_owned()
    }

    pub(crate) async fn wait_until_refused(&self, token: &str) {
        until(async || self.me(token).await == "TOKEN_REVOKED").await;
    }

    /// The events of a live table.
    pub(crate) async fn stream(&self, path: &str, token: &str) -> Stream {
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let response = http.get(format!("{}{path}", self.base_url)).bearer_auth(token).send();
        let response = response.await.unwrap();
        assert_eq!(response.status(), 200);
        Stream { response, text: String::new() }
    }

    /// What it logged of a job's runs that did something.
    pub(crate) fn logged(&self, job: &str) -> Vec<String> {
        let log = self.log.lock().unwrap();
        let runs = log.iter().filter(|line| line["job"] == job);
        runs.map(|line| line["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// Ends it as the machine does when it has had enough of it.
    pub(crate) fn kill(&self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// Ends it as an operator does; gives what it leaves with.
    pub(crate) fn stop(&self) -> Option<i32> {
        let mut child = self.child.lock().unwrap();
        let kill = Command::new("kill").args(["-TERM", &child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        child.wait().unwrap().code()
    }
}

impl Drop for Instance {
    fn drop(&mut self) {
        // One that is gone already is no failure.
        if let Ok(child) = self.child.get_mut() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

async fn read(response: Result<Response, reqwest::Error>) -> Option<Answer> {
    let response = response.ok()?;
    let status = response.status().as_u16();
    let text = response.text().await.ok()?;
    Some(Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) })
}

/// Server-sent events.
pub(crate) struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    /// The data of the next event of this name.
    pub(crate) async fn wait(&mut self, name: &str) -> Value {
        let head = format!("event: {name}\ndata: ");
        loop {
            while let Some((event, rest)) = self.text.split_once("\n\n") {
                let data =
                    event.strip_prefix(&head).map(|data| serde_json::from_str(data).unwrap());
                self.text = rest.to_owned();
                if let Some(data) = data {
                    return data;
                }
            }
            let chunk = self.response.chunk().await.unwrap().expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }
}
