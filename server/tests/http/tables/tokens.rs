//! Tokens for the rooms, as LiveKit takes them.

use focus_server::config::{LiveKitSettings, Secret};
use focus_server::testing::{Options, START, TestServer};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde_json::{Value, json};

use super::{find, free};
use crate::support::{Client, PEOPLE};

const SECRET: &str = "a-secret-of-livekit-s-own-making-0";

async fn with_rooms() -> Client {
    let livekit = LiveKitSettings {
        url: "wss://rooms.example.com".parse().unwrap(),
        api_key: Secret::new("APIkey1".to_owned()),
        api_secret: Secret::new(SECRET.to_owned()),
    };
    let options = Options { livekit: Some(livekit), ..Options::default() };
    Client::of(TestServer::start_with(options).await)
}

fn read(token: &str, secret: &str) -> Option<Value> {
    let mut wanted = Validation::new(Algorithm::HS256);
    // The test's clock stands in the past.
    wanted.validate_exp = false;
    let key = DecodingKey::from_secret(secret.as_bytes());
    decode::<Value>(token, &key, &wanted).ok().map(|token| token.claims)
}

#[tokio::test]
async fn a_token_opens_the_room_of_the_table_to_who_sits_there() {
    let client = with_rooms().await;
    // Tokens live in the real time, whatever the development clock says.
    client.advance(60_000).await;
    let now = START.unix_millis() / 1_000;
    for (person, mode, is_heard) in [(0, "forced_audio", true), (1, "quiet", false)] {
        let answer = find(&client, person, &json!({"filters": {"mode": mode}})).await;
        let token = answer.body["livekit_token"].as_str().unwrap();
        let name = ["Amara Okafor", "Jonas Lindqvist"][person];
        let expected = json!({
            "iss": "APIkey1", "sub": PEOPLE[person], "name": name,
            "nbf": now, "exp": now + 7_200,
            "video": {
                "room": answer.body["session"]["livekit_room_name"],
                "roomJoin": true, "canPublish": is_heard, "canSubscribe": true,
                "canPublishData": true,
            },
        });
        assert_eq!(read(token, SECRET), Some(expected));
        assert_eq!(read(token, "another"), None);
    }
}

#[tokio::test]
async fn without_rooms_the_token_is_one_that_opens_none() {
    let client = free().await;
    let answer = find(&client, 0, &json!({})).await;
    assert_eq!(answer.body["livekit_token"], "dev-placeholder-token");
}
