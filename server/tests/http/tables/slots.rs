//! The next slots and who waits there.

use focus_server::testing::START;
use serde_json::{Value, json};

use super::{Made, act, find, free, id_of, make, seated};
use crate::support::{Client, MINUTE, PEOPLE, members};

pub(super) async fn slots(client: &Client, person: usize, query: &str) -> Vec<Value> {
    let path = format!("/api/v1/sessions/upcoming-slots{query}");
    let answer = client.get(&path, &client.token(person).await).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body["slots"].as_array().unwrap().clone()
}

pub(super) fn counts(slots: &[Value]) -> Vec<i64> {
    slots.iter().map(|slot| slot["queue_count"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn there_are_six_half_an_hour_apart_with_what_is_likely() {
    let client = free().await;
    let told = slots(&client, 0, "").await;
    let expected = ["estimated_count", "has_user_session", "queue_count", "start_time"];
    assert_eq!(members(&told[0]), expected);
    let starts: Vec<_> = told.iter().map(|slot| slot["start_time"].as_str().unwrap()).collect();
    let expected = ["10:00", "10:30", "11:00", "11:30", "12:00", "12:30"]
        .map(|time| format!("2026-05-01T{time}:00Z"));
    assert_eq!(starts, expected);
    // Seven in the evening begins at 11:00, eight hours ahead.
    let likely: Vec<_> = told.iter().map(|slot| slot["estimated_count"].clone()).collect();
    assert_eq!(likely, [12, 12, 25, 25, 25, 25].map(Value::from));
    client.advance(27 * MINUTE).await;
    assert_eq!(slots(&client, 0, "").await[0]["start_time"], "2026-05-01T10:00:00Z");
    client.advance(1).await;
    assert_eq!(slots(&client, 0, "").await[0]["start_time"], "2026-05-01T10:30:00Z");
}

#[tokio::test]
async fn people_who_hold_seats_at_public_tables_are_counted_by_mode() {
    let client = free().await;
    let private = make(&client, Made { is_private: true, ..Made::default() }).await;
    client.sql(&format!("UPDATE sessions SET created_by = '{}'", PEOPLE[3])).await;
    assert_eq!(act(&client, 3, private, "join").await.status, 200);
    let loud = find(&client, 0, &json!({})).await;
    find(&client, 1, &json!({})).await;
    find(&client, 2, &json!({"filters": {"mode": "quiet"}})).await;
    find(&client, 3, &json!({"target_slot_time": "2026-05-01T12:30:00Z"})).await;
    assert_eq!(counts(&slots(&client, 0, "").await), [3, 0, 0, 0, 0, 1]);
    assert_eq!(counts(&slots(&client, 0, "?mode=quiet").await), [1, 0, 0, 0, 0, 0]);
    assert_eq!(counts(&slots(&client, 0, "?mode=forced_audio").await), [2, 0, 0, 0, 0, 1]);
    for query in ["?mode=loud", "?mode=%00", "?mode=%FF"] {
        assert_eq!(counts(&slots(&client, 0, query).await), [0; 6], "{query}");
    }
    assert_eq!(counts(&slots(&client, 0, "?mode=").await), [3, 0, 0, 0, 0, 1]);
    act(&client, 1, &id_of(&loud), "leave").await;
    assert_eq!(counts(&slots(&client, 0, "").await), [2, 0, 0, 0, 0, 1]);
    // What is private now was public before, and the other way round. What is done behind the
    // server's back is noticed when the counts have grown old.
    client.sql("UPDATE sessions SET is_private = NOT is_private").await;
    client.server.clock.set_real(START.plus_millis(15_000));
    assert_eq!(counts(&slots(&client, 0, "").await), [1, 0, 0, 0, 0, 0]);
}

#[tokio::test]
async fn a_slot_says_whether_one_sits_there() {
    let client = free().await;
    let session = seated(&client, 0).await;
    let mine = async |person| {
        let slots = slots(&client, person, "?mode=loud").await;
        slots.iter().map(|slot| slot["has_user_session"] == true).collect::<Vec<_>>()
    };
    assert_eq!(mine(0).await, [true, false, false, false, false, false]);
    assert_eq!(mine(1).await, [false; 6]);
    act(&client, 0, &session, "leave").await;
    assert_eq!(mine(0).await, [false; 6]);
}
