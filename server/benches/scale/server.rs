//! The executable in laptop mode, on a database of its own.

use std::net::{SocketAddr, TcpListener};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64ct::{Base64UrlUnpadded, Encoding as _};
use focus_server::testing::TestDatabase;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::json;
use tempfile::TempDir;

use crate::fill::Fill;

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    child: Child,
    key: EncodingKey,
    kid: String,
    _database: TestDatabase,
    _data: TempDir,
}

impl Server {
    /// Starts once to make the tables, fills them, and starts again.
    pub(crate) async fn start(engine: &str, fill: &Fill) -> Self {
        let database = match engine {
            "sqlite" => TestDatabase::sqlite(),
            _ => TestDatabase::postgres().await,
        };
        let data = TempDir::new().unwrap();
        let (mut child, _) = run(&data, &database).await;
        stop(&mut child);
        for statement in fill.statements(engine) {
            database.execute(&statement).await;
        }
        let (child, address) = run(&data, &database).await;
        let pkcs8 = std::fs::read(data.path().join("dev-key.p8")).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8).unwrap();
        let kid = digest(&SHA256, &pair.public_key().as_ref()[1..]);
        let kid = Base64UrlUnpadded::encode_string(kid.as_ref());
        let key = EncodingKey::from_ec_der(&pkcs8);
        Self { address, child, key, kid, _database: database, _data: data }
    }

    /// A token of a user.
    pub(crate) fn token(&self, user: usize) -> String {
        let mut header = Header::new(Algorithm::ES256);
        header.kid = Some(self.kid.clone());
        let now = jsonwebtoken::get_current_timestamp();
        let claims = json!({"iss": "http://localhost/dev", "aud": "authenticated",
            "sub": Fill::user_id(user), "role": "authenticated", "iat": now, "exp": now + 7_200});
        encode(&header, &claims, &self.key).unwrap()
    }

    /// What the process holds in memory now.
    pub(crate) fn memory_mb(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() / 1_024
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        stop(&mut self.child);
    }
}

async fn run(data: &TempDir, database: &TestDatabase) -> (Child, SocketAddr) {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_focus-server"))
        .arg("dev")
        .env_clear()
        .env("FOCUS_ADDR", address.to_string())
        .env("FOCUS_DATA_DIR", data.path())
        .env("DATABASE_URL", database.url())
        .env("MAX_CONCURRENT_REQUESTS", "2048")
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    answers(address).await;
    (child, address)
}

/// Waits until the server is ready.
async fn answers(address: SocketAddr) {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    loop {
        let ready = http.get(format!("http://{address}/health/ready")).send().await;
        if ready.is_ok_and(|ready| ready.status() == 200) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn stop(child: &mut Child) {
    let _ = Command::new("kill").arg(child.id().to_string()).status();
    child.wait().unwrap();
}
