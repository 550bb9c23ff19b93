//! The diary: its list, its notes and its numbers.

use focus_core::Timestamp;
use serde_json::{Value, json};

use crate::crowd::Crowd;
use crate::support::{Answer, Client, MINUTE, NOBODY, PEOPLE, members};

const DIARY: &str = "/api/v1/sessions/diary";
const STATS: &str = "/api/v1/sessions/diary/stats";

impl Client {
    /// A session of one of the four that starts at this instant, with some seconds in the room.
    async fn session_at(&self, person: usize, n: u8, start: &str, seconds: i64) -> String {
        let id = format!("0190f4a0-0000-7000-8000-{n:012x}");
        let start = Timestamp::parse(start).unwrap();
        let end = self.server.database().instant(start.plus_millis(55 * MINUTE));
        let start = self.server.database().instant(start);
        self.sql(&format!(
            "INSERT INTO sessions (id, start_time, end_time, mode, topic, language,
                 livekit_room_name, created_at, updated_at)
             VALUES ('{id}', {start}, {end}, 'quiet', 'Topic {n}', 'en', 'room-{n}', {start},
                 {start})"
        ))
        .await;
        self.sql(&format!(
            "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                 seat_number, joined_at, active_ms, created_at, updated_at)
             VALUES ('{id}', '{id}', '{}', 'human', 1, {start}, {}, {start}, {start})",
            PEOPLE[person],
            seconds * 1_000,
        ))
        .await;
        id
    }

    async fn reflect(&self, person: usize, session: &str, phase: &str, content: &str) {
        let token = self.token(person).await;
        let body = json!({"phase": phase, "content": content});
        let path = format!("/api/v1/sessions/{session}/reflections");
        assert_eq!(self.post(&path, &token, &body).await.status, 201);
    }

    async fn note(&self, person: usize, session: &str, body: &Value) -> Answer {
        let token = self.token(person).await;
        self.post(&format!("{DIARY}/{session}/note"), &token, body).await
    }

    async fn diary(&self, query: &str) -> Answer {
        let token = self.token(0).await;
        self.get(&format!("{DIARY}?{query}"), &token).await
    }
}

/// The topics of a diary's items, in order, and the total.
fn told(answer: &Answer) -> (Vec<&str>, u64) {
    let items = answer.body["items"].as_array().unwrap();
    let topics = items.iter().map(|item| item["session_topic"].as_str().unwrap()).collect();
    (topics, answer.body["total"].as_u64().unwrap())
}

#[tokio::test]
async fn an_entry_has_the_reflections_by_phase_the_note_and_the_minutes() {
    let client = Client::start().await;
    let session = client.session_at(0, 1, "2026-04-30T10:00:00Z", 1_859).await;
    client.reflect(0, &session, "social", "Done").await;
    client.reflect(0, &session, "setup", "Plan").await;
    client.note(0, &session, &json!({"note": "Good", "tags": ["tired", "tired"]})).await;
    let alone = client.session_at(0, 2, "2026-04-30T12:00:00Z", 0).await;
    client.note(0, &alone, &json!({"note": "without a reflection"})).await;
    let answer = client.diary("").await;
    assert_eq!(
        (answer.status, members(&answer.body)),
        (200, vec!["items", "page", "per_page", "total"])
    );
    let at = "2026-05-01T09:30:00Z";
    let expected = json!([{"session_id": session, "session_date": "2026-04-30T10:00:00Z",
        "session_topic": "Topic 1", "focus_minutes": 30, "note": "Good",
        "tags": ["tired", "tired"], "reflections": [
            {"phase": "setup", "content": "Plan", "created_at": at},
            {"phase": "social", "content": "Done", "created_at": at}]}]);
    assert_eq!(answer.body["items"], expected);
    assert_eq!(told(&answer).1, 1);
    let other = client.get(DIARY, &client.token(1).await).await;
    assert_eq!(told(&other), (vec![], 0));
}

#[tokio::test]
async fn pages_are_cut_from_the_newest_on() {
    let client = Client::start().await;
    for n in 1..=5 {
        // Two of them start together: then the lower id is first.
        let start = format!("2026-04-{:02}T10:00:00Z", 10 + n.min(4));
        let session = client.session_at(0, n, &start, 60).await;
        client.reflect(0, &session, "break", "wanted").await;
    }
    let all = vec!["Topic 4", "Topic 5", "Topic 3", "Topic 2", "Topic 1"];
    for search in ["", "search=WANTED&"] {
        assert_eq!(told(&client.diary(search).await), (all.clone(), 5));
        let cut = async |page: u32, per_page: u32| {
            let query = format!("{search}page={page}&per_page={per_page}");
            let answer = client.diary(&query).await;
            assert_eq!(
                (&answer.body["page"], &answer.body["per_page"]),
                (&json!(page), &json!(per_page))
            );
            let (topics, total) = told(&answer);
            assert_eq!(total, 5);
            topics.into_iter().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(cut(1, 2).await, all[..2]);
        assert_eq!(cut(2, 2).await, all[2..4]);
        assert_eq!(cut(3, 2).await, all[4..]);
        assert!(cut(4, 2).await.is_empty());
        assert!(cut(u32::MAX, 100).await.is_empty());
    }
    for (query, code) in [
        ("page=0", "TOO_FEW"),
        ("per_page=101", "TOO_MANY"),
        ("per_page=x", "WRONG_TYPE"),
        ("page=-1&per_page=1.5", "VALIDATION_ERROR"),
    ] {
        assert_eq!(client.diary(query).await.told(), (422, code), "{query}");
    }
}

#[tokio::test]
async fn dates_are_instants_whatever_their_offset() {
    let client = Client::start().await;
    for (n, start) in [
        (1, "2026-04-10T23:59:59.999999Z"),
        (2, "2026-04-11T00:00:00Z"),
        (3, "2026-04-12T00:00:00Z"),
    ] {
        let session = client.session_at(0, n, start, 60).await;
        client.reflect(0, &session, "break", "x").await;
    }
    for (query, topics) in [
        ("date_from=2026-04-11", vec!["Topic 3", "Topic 2"]),
        ("date_to=2026-04-10", vec!["Topic 1"]),
        ("date_from=2026-04-11&date_to=2026-04-11", vec!["Topic 2"]),
        ("date_from=2026-04-11T05%3A45%3A00%2B05%3A45", vec!["Topic 3", "Topic 2"]),
        ("date_from=2026-04-11T05:45:00.000001%2B05:45", vec!["Topic 3"]),
        ("date_to=2026-04-10T20:29:59.999999-03:30", vec!["Topic 1"]),
        ("date_to=2026-04-10T20:30:00-03:30", vec!["Topic 2", "Topic 1"]),
        ("date_from=2026-04-11%2000:00:00Z&search=x", vec!["Topic 3", "Topic 2"]),
        ("date_from=&date_to=%20", vec!["Topic 3", "Topic 2", "Topic 1"]),
        ("date_from=0000-01-01T00:00:00%2B23:59", vec!["Topic 3", "Topic 2", "Topic 1"]),
        ("date_to=9999-12-31T23:59:59-23:59", vec!["Topic 3", "Topic 2", "Topic 1"]),
        ("date_from=2026-05-01&date_to=2026-04-01", vec![]),
    ] {
        let answer = client.diary(query).await;
        assert_eq!(answer.status, 200, "{query} {:?}", answer.body);
        assert_eq!(told(&answer), (topics.clone(), topics.len() as u64), "{query}");
    }
    for (query, expected) in [
        ("date_from=yesterday", (400, "INVALID_DATE_FROM")),
        ("date_to=2026-02-30", (400, "INVALID_DATE_TO")),
        ("date_from=2026-04-11T00:00:00", (400, "INVALID_DATE_FROM")),
        ("date_from=2026-04-11T00:00:00+02:00", (400, "INVALID_DATE_FROM")),
        ("date_from=%00", (400, "INVALID_DATE_FROM")),
        ("date_from=x&date_to=x", (422, "VALIDATION_ERROR")),
    ] {
        assert_eq!(client.diary(query).await.told(), expected, "{query}");
    }
    let detail = &client.diary("date_from=x").await.body["detail"];
    assert_eq!(detail, "Invalid date_from format");
}

#[tokio::test]
async fn a_search_looks_into_reflections_and_notes_in_any_case() {
    let client = Client::start().await;
    for (n, content, note, tag) in [
        (1, "Über den Wolken", "", "social"),
        (2, "x", "ÜBERLEGT 100%_", "tired"),
        (3, "y", "z", "distracted"),
    ] {
        let session = client.session_at(0, n, &format!("2026-04-1{n}T00:00:00Z"), 60).await;
        client.reflect(0, &session, "break", content).await;
        client.note(0, &session, &json!({"note": note, "tags": [tag]})).await;
    }
    for (query, topics) in [
        ("search=%C3%BCber", vec!["Topic 2", "Topic 1"]),
        ("search=WOLKEN", vec!["Topic 1"]),
        ("search=%25_", vec!["Topic 2"]),
        ("search=_", vec!["Topic 2"]),
        ("search=topic", vec![]),
        ("search=distracted", vec![]),
        ("search=%00", vec![]),
        ("search=%20", vec!["Topic 3", "Topic 2", "Topic 1"]),
        ("search=y&search=Wolken", vec!["Topic 3"]),
    ] {
        let answer = client.diary(query).await;
        assert_eq!(told(&answer), (topics.clone(), topics.len() as u64), "{query}");
    }
    let answer = client.diary(&format!("search={}", "x".repeat(2_001))).await;
    assert_eq!(answer.told(), (422, "TOO_LONG"));
}

#[tokio::test]
async fn more_sessions_than_are_looked_through_together_are_found() {
    let client = Client::start().await;
    for n in 1..=120_u8 {
        let start = format!("2026-03-{:02}T{:02}:00:00Z", 1 + n / 24, n % 24);
        let session = client.session_at(0, n, &start, 60).await;
        let at = client.server.database().instant(Timestamp::parse(&start).unwrap());
        client
            .sql(&format!(
                "INSERT INTO session_reflections (id, session_id, user_id, phase, content,
                     created_at, updated_at)
                 VALUES ('{session}', '{session}', '{}', 'setup', 'x{}', {at}, {at})",
                PEOPLE[0],
                n % 2
            ))
            .await;
    }
    let answer = client.diary("search=x1&page=2&per_page=50").await;
    let (topics, total) = told(&answer);
    assert_eq!((topics.first(), topics.len(), total), (Some(&"Topic 19"), 10, 60));
}

#[tokio::test]
async fn a_note_is_replaced_and_keeps_when_it_was_first_written() {
    let client = Client::start().await;
    let table = client.table().await;
    let first = client.note(0, &table, &json!({"note": " Good 🦊 ", "tags": ["tired"]})).await;
    assert_eq!(first.status, 201, "{:?}", first.body);
    let expected = json!({"session_id": table, "note": "Good 🦊", "tags": ["tired"],
        "created_at": "2026-05-01T09:30:00Z", "updated_at": "2026-05-01T09:30:00Z",
        "companion_reaction": null, "mood": {"mood": "tired", "score": -1.0, "positive_count": 0,
            "negative_count": 1, "total_count": 1}});
    assert_eq!(first.body, expected);
    client.advance(MINUTE).await;
    let second = client.note(0, &table, &json!({"note": null, "unknown": 1})).await;
    let expected = json!({"session_id": table, "note": null, "tags": [],
        "created_at": "2026-05-01T09:30:00Z", "updated_at": "2026-05-01T09:31:00Z",
        "companion_reaction": null, "mood": null});
    assert_eq!((second.status, second.body), (201, expected));
    assert_eq!(client.count("SELECT COUNT(*) FROM diary_notes").await, 1);
}

#[tokio::test]
async fn the_mood_is_that_of_the_notes_of_seven_days() {
    let client = Client::start().await;
    let mut sessions = Vec::new();
    for n in 1..=3 {
        sessions.push(client.session_at(0, n, &format!("2026-04-1{n}T00:00:00Z"), 60).await);
    }
    let all = json!(["productive", "breakthrough", "deep-focus"]);
    let answer = client.note(0, &sessions[0], &json!({"tags": all})).await;
    assert_eq!(answer.body["mood"]["mood"], "positive");
    client.advance(7 * 24 * 60 * MINUTE).await;
    let answer = client.note(0, &sessions[1], &json!({"tags": ["struggled"]})).await;
    let expected = json!({"mood": "positive", "score": 0.5, "positive_count": 3,
        "negative_count": 1, "total_count": 4});
    assert_eq!(answer.body["mood"], expected);
    client.advance(1).await;
    let answer = client.note(0, &sessions[2], &json!({"tags": ["social"]})).await;
    let expected = json!({"mood": "neutral", "score": 0.0, "positive_count": 1,
        "negative_count": 1, "total_count": 2});
    assert_eq!(answer.body["mood"], expected);
}

#[tokio::test]
async fn a_note_must_make_sense() {
    let client = Client::start().await;
    let table = client.table().await;
    let longest = "🦊".repeat(2_000);
    for (body, told) in [
        (json!({}), (201, "")),
        (json!({"note": format!(" {longest}\n"), "tags": null}), (201, "")),
        (json!({"note": format!("{longest}x")}), (422, "TOO_LONG")),
        (json!({"note": "a\u{0}"}), (422, "INVALID_TEXT")),
        (json!({"note": 1}), (422, "WRONG_TYPE")),
        (json!({"tags": ["happy"]}), (422, "UNKNOWN_VALUE")),
        (json!({"tags": ["tired\u{0}"]}), (422, "UNKNOWN_VALUE")),
        (json!({"tags": [1]}), (422, "WRONG_TYPE")),
        (json!({"tags": "tired"}), (422, "WRONG_TYPE")),
        (json!({"tags": vec!["tired"; 257]}), (422, "TOO_MANY")),
        (json!("x"), (422, "WRONG_TYPE")),
    ] {
        assert_eq!(client.note(0, &table, &body).await.told(), told, "{body}");
    }
    let answer = client.note(0, &table, &json!({"tags": ["tired", "happy"]})).await;
    assert_eq!(answer.body["errors"][0]["path"], "tags[1]");
    let blank = client.note(0, &table, &json!({"note": " \u{feff}"})).await;
    assert_eq!((blank.status, &blank.body["note"]), (201, &Value::Null));
}

#[tokio::test]
async fn notes_are_for_sessions_that_one_sat_in() {
    let crowd = Crowd::start().await;
    let client = &crowd.client;
    let table = client.table().await;
    let stranger = crowd.token("stranger");
    crowd.me(&stranger).await;
    for (id, told) in [
        (table.as_str(), (403, "NOT_PARTICIPANT")),
        (NOBODY, (404, "SESSION_NOT_FOUND")),
        ("x", (422, "INVALID_SESSION_ID")),
    ] {
        let answer = client.post(&format!("{DIARY}/{id}/note"), &stranger, &json!({})).await;
        assert_eq!(answer.told(), told, "{id}");
    }
    client.leave(0, focus_server::testing::START).await;
    assert_eq!(client.note(0, &table, &json!({})).await.status, 201);
}

#[tokio::test]
async fn the_numbers_are_those_of_the_week_and_each_session_counts_for_45_minutes_at_most() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let stats = client.get(STATS, &token).await;
    let none = json!({"current_streak": 0, "weekly_focus_minutes": 0, "total_sessions": 0});
    assert_eq!((stats.status, stats.body), (200, none));
    // The week began on Monday, 27 April.
    client.session_at(0, 1, "2026-04-26T23:59:59Z", 600).await;
    client.session_at(0, 2, "2026-04-27T00:00:00Z", 3_300).await;
    let twice = client.session_at(0, 3, "2026-04-28T00:00:00Z", 90).await;
    client.session_at(1, 4, "2026-04-28T00:00:00Z", 600).await;
    assert_eq!(client.get(STATS, &token).await.body["weekly_focus_minutes"], 46);
    // Who left and sat down again was there as long as both times together.
    let at = client.server.database().instant(Timestamp::parse("2026-04-28T00:10:00Z").unwrap());
    client
        .sql(&format!("UPDATE session_participants SET left_at = {at} WHERE id = '{twice}'"))
        .await;
    client
        .sql(&format!(
            "INSERT INTO session_participants (id, session_id, user_id, participant_type,
                 seat_number, joined_at, active_ms, created_at, updated_at)
             VALUES ('{NOBODY}', '{twice}', '{}', 'human', 2, {at}, 90000, {at}, {at})",
            PEOPLE[0],
        ))
        .await;
    assert_eq!(client.get(STATS, &token).await.body["weekly_focus_minutes"], 48);
    client.reflect(0, &twice, "break", "x").await;
    assert_eq!(client.diary("").await.body["items"][0]["focus_minutes"], 3);
}
