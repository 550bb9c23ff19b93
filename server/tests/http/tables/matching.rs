//! Quick match: which table, which seat, and what it costs.

use serde_json::{Value, json};

use super::{Made, TEN, act, assert_balanced, credits, find, free, id_of, ledger, make, seated};
use crate::support::{MINUTE, PEOPLE, members};

const LOW: &str = "0190f4a0-0000-7000-8000-000000000001";
const HIGH: &str = "0190f4a0-0000-7000-8000-000000000002";

#[tokio::test]
async fn the_first_comer_gets_a_new_table_and_pays_one_credit() {
    let client = free().await;
    let answer = find(&client, 0, &json!({})).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let body = &answer.body;
    let expected = [
        "credit_deducted",
        "is_immediate",
        "livekit_token",
        "seat_number",
        "session",
        "wait_minutes",
    ];
    assert_eq!(members(body), expected);
    assert_eq!(body["credit_deducted"], true);
    assert_eq!((&body["wait_minutes"], &body["is_immediate"]), (&json!(30), &json!(false)));
    assert_eq!(body["seat_number"], 1);
    let session = &body["session"];
    assert_eq!((&session["start_time"], &session["has_started"]), (&json!(TEN), &json!(false)));
    assert_eq!(session["end_time"], "2026-05-01T10:55:00Z");
    assert_eq!((&session["mode"], &session["language"]), (&json!("forced_audio"), &json!("en")));
    assert_eq!((&session["topic"], &session["available_seats"]), (&Value::Null, &json!(3)));
    let room = session["livekit_room_name"].as_str().unwrap();
    let digits = room.strip_prefix("focus-").unwrap();
    let is_hex = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    assert!(digits.len() == 12 && digits.chars().all(is_hex), "{room}");
    let looks = ["cozy-study", "coffee-shop", "library"];
    assert!(looks.contains(&session["room_type"].as_str().unwrap()));
    let seat = &session["participants"][0];
    assert_eq!((&seat["user_id"], &seat["is_active"]), (&json!(PEOPLE[0]), &json!(true)));
    assert_eq!(seat["pixel_avatar_id"], "char-1");
    assert_eq!(credits(&client, 0).await, 1);
    assert_eq!(ledger(&client, 0).await, [("session_join".to_owned(), "-1".to_owned())]);
    let paid = "SELECT COUNT(*) FROM session_participants WHERE credit_deducted_at IS NOT NULL";
    assert_eq!(client.count(paid).await, 1);
    assert_balanced(&client, 2).await;
}

#[tokio::test]
async fn others_sit_down_there_on_the_lowest_free_seat() {
    let client = free().await;
    let table = seated(&client, 0).await;
    for (person, seat) in [(1, 2), (2, 3)] {
        let answer = find(&client, person, &json!({})).await;
        assert_eq!((id_of(&answer), &answer.body["seat_number"]), (table.clone(), &json!(seat)));
    }
    assert_eq!(act(&client, 1, &table, "cancel").await.status, 200);
    let answer = find(&client, 3, &json!({})).await;
    assert_eq!((id_of(&answer), &answer.body["seat_number"]), (table, &json!(2)));
    assert_eq!(answer.body["session"]["available_seats"], 1);
}

#[tokio::test]
async fn filters_fit_to_the_letter_and_make_the_table() {
    let client = free().await;
    let wanted = json!({"filters": {"topic": " Rust ", "mode": "quiet", "language": "zh-TW"}});
    let first = find(&client, 0, &wanted).await;
    let session = &first.body["session"];
    assert_eq!((&session["topic"], &session["mode"]), (&json!("Rust"), &json!("quiet")));
    assert_eq!(session["language"], "zh-TW");
    let other = find(&client, 1, &json!({"filters": {"topic": "rust"}})).await;
    assert_ne!(id_of(&other), id_of(&first));
    let quiet = find(&client, 2, &json!({"filters": {"mode": "quiet"}})).await;
    assert_eq!(id_of(&quiet), id_of(&first));
    let same = find(&client, 3, &json!({"filters": {"topic": "Rust", "language": null}})).await;
    assert_eq!(id_of(&same), id_of(&first));
}

#[tokio::test]
async fn of_two_tables_the_older_is_taken_and_of_equally_old_ones_the_lower_id() {
    let client = free().await;
    let made = |id, created| Made { id, created, ..Made::default() };
    make(&client, made(LOW, "2026-05-01T08:00:01Z")).await;
    make(&client, made(HIGH, "2026-05-01T08:00:00Z")).await;
    assert_eq!(seated(&client, 0).await, HIGH);
    client.sql("UPDATE sessions SET created_at = updated_at").await;
    client.sql("UPDATE sessions SET created_at = (SELECT MAX(created_at) FROM sessions)").await;
    assert_eq!(seated(&client, 1).await, LOW);
}

#[tokio::test]
async fn private_tables_full_ones_and_those_of_another_slot_are_passed_by() {
    let client = free().await;
    let private = make(&client, Made { is_private: true, ..Made::default() }).await;
    let small = make(&client, Made { id: LOW, max_seats: 2, ..Made::default() }).await;
    let later = Made { id: HIGH, start: "2026-05-01T10:30:00Z", ..Made::default() };
    let later = make(&client, later).await;
    assert_eq!(seated(&client, 0).await, small);
    let second = find(&client, 1, &json!({})).await;
    assert_eq!(id_of(&second), small);
    assert_eq!(second.body["session"]["available_seats"], 0);
    let third = seated(&client, 2).await;
    assert!(![private, small, later].contains(&third.as_str()));
    let asked = json!({"target_slot_time": "2026-05-01T10:30:00Z"});
    assert_eq!(id_of(&find(&client, 3, &asked).await), later);
}

#[tokio::test]
async fn a_slot_is_an_instant_whatever_zone_it_is_written_in() {
    let client = free().await;
    for (person, slot) in [
        json!("2026-05-01T15:45:00+05:45"),
        json!("2026-05-01 18:00:00+08"),
        json!(1_777_629_600_000_i64),
    ]
    .into_iter()
    .enumerate()
    {
        let answer = find(&client, person, &json!({"target_slot_time": slot})).await;
        assert_eq!(answer.body["session"]["start_time"], TEN, "{answer:?}");
    }
    for slot in [
        json!("2026-05-01T16:00:00+05:45"),
        json!("2026-05-01T10:00:00.000001Z"),
        json!("2026-05-01T10:15:00Z"),
        json!("2026-05-01T09:30:00Z"),
        json!("2026-05-01T09:00:00Z"),
        json!("2026-05-08T10:00:00Z"),
        json!("9999-12-31T23:30:00Z"),
        json!(8.64e15),
        json!(-8.64e15),
    ] {
        let answer = find(&client, 3, &json!({"target_slot_time": slot})).await;
        assert_eq!(answer.told(), (400, "INVALID_SLOT"), "{slot}");
        assert_eq!(answer.body["errors"][0]["path"], "target_slot_time");
    }
    assert_eq!(credits(&client, 3).await, 2);
    let week = json!({"target_slot_time": "2026-05-08T09:30:00Z"});
    assert_eq!(find(&client, 3, &week).await.status, 200);
}

#[tokio::test]
async fn three_minutes_ahead_is_the_last_moment() {
    let client = free().await;
    client.advance(27 * MINUTE).await;
    let asked = json!({"target_slot_time": TEN});
    let answer = find(&client, 0, &asked).await;
    assert_eq!((&answer.body["wait_minutes"], answer.status), (&json!(3), 200));
    client.advance(1).await;
    assert_eq!(find(&client, 1, &asked).await.told(), (400, "INVALID_SLOT"));
    let next = find(&client, 1, &json!({})).await;
    assert_eq!(next.body["session"]["start_time"], "2026-05-01T10:30:00Z");
    assert_eq!(next.body["wait_minutes"], 32);
}

#[tokio::test]
async fn a_body_that_is_wrong_is_told_with_every_place() {
    let client = free().await;
    let wrong = json!({
        "filters": {"topic": "a\u{0}", "mode": "loud", "language": "fr"},
        "target_slot_time": "2026-05-01T10:00:00",
    });
    let answer = find(&client, 0, &wrong).await;
    assert_eq!(answer.told(), (422, "VALIDATION_ERROR"));
    let errors = answer.body["errors"].as_array().unwrap();
    let told: Vec<_> =
        errors.iter().map(|e| (e["path"].as_str().unwrap(), e["code"].as_str().unwrap())).collect();
    let expected = [
        ("filters.topic", "INVALID_TEXT"),
        ("filters.mode", "UNKNOWN_VALUE"),
        ("filters.language", "UNKNOWN_VALUE"),
        ("target_slot_time", "INVALID_TIMESTAMP"),
    ];
    assert_eq!(told, expected);
    let long = json!({"filters": {"topic": "é".repeat(101)}});
    assert_eq!(find(&client, 0, &long).await.told(), (422, "TOO_LONG"));
    let vague = json!({"target_slot_time": "2026-05-01T10:00:00"});
    assert_eq!(find(&client, 0, &vague).await.told(), (422, "INVALID_TIMESTAMP"));
    assert_eq!(find(&client, 0, &json!([])).await.told(), (422, "WRONG_TYPE"));
    assert_eq!(client.count("SELECT COUNT(*) FROM sessions").await, 0);
    let just = json!({"filters": {"topic": "é".repeat(100)}, "unknown": 1});
    assert_eq!(find(&client, 0, &just).await.status, 200);
}
