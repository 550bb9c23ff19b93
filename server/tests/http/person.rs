//! What anybody may see of a user.

use reqwest::Method;
use serde_json::json;

use crate::support::{Client, NOBODY, PEOPLE, members};

#[tokio::test]
async fn a_public_profile_needs_no_token_and_tells_no_secret() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let change = json!({"bio": "Hi", "avatar_config": {"a": 1}, "study_interests": ["art"]});
    client.patch("/api/v1/users/me", &token, &change).await;
    let path = format!("/api/v1/users/{}", PEOPLE[0].to_uppercase());
    let answer = client.bare(Method::GET, &path).await;
    assert_eq!(answer.status, 200);
    let expected = json!({"id": PEOPLE[0], "username": "amara", "display_name": "Amara Okafor",
        "bio": "Hi", "avatar_config": {"a": 1}, "study_interests": ["art"],
        "reliability_score": "100.00", "total_focus_minutes": 0, "session_count": 0,
        "current_streak": 0, "longest_streak": 0});
    assert_eq!(members(&answer.body), members(&expected));
    assert_eq!(answer.body, expected);
}

#[tokio::test]
async fn nobody_and_who_is_gone_for_good_are_not_found() {
    let client = Client::start().await;
    let now = client.server.database().instant(focus_server::testing::START);
    client.sql(&format!("UPDATE users SET purged_at = {now} WHERE username = 'jonas'")).await;
    for id in [NOBODY, PEOPLE[1]] {
        let answer = client.bare(Method::GET, &format!("/api/v1/users/{id}")).await;
        assert_eq!(answer.told(), (404, "USER_NOT_FOUND"));
    }
}

#[tokio::test]
async fn what_is_no_uuid_is_no_users_id() {
    let client = Client::start().await;
    for id in ["x", "00000000-0000-0000-0000-000000000000", "%ff", "5eed000000004000800000000001"] {
        let answer = client.bare(Method::GET, &format!("/api/v1/users/{id}")).await;
        assert_eq!(answer.told(), (422, "INVALID_ID"), "{id}");
    }
    let answer = client.bare(Method::POST, &format!("/api/v1/users/{NOBODY}")).await;
    assert_eq!(answer.told(), (405, "METHOD_NOT_ALLOWED"));
}

#[tokio::test]
async fn a_streak_is_shown_until_a_whole_day_has_passed() {
    let client = Client::start().await;
    let day = focus_core::Timestamp::parse("2026-04-30T00:00:00Z").unwrap();
    let day = client.server.database().instant(day);
    let set = "current_streak = 4, longest_streak = 9, session_count = 12";
    let sql = format!("UPDATE users SET {set}, last_session_date = {day}");
    client.sql(&sql).await;
    let path = format!("/api/v1/users/{}", PEOPLE[0]);
    let shown = async |expected: u32| {
        let body = client.bare(Method::GET, &path).await.body;
        assert_eq!(
            (&body["current_streak"], &body["longest_streak"]),
            (&json!(expected), &json!(9))
        );
        let token = client.token(0).await;
        let me = client.get("/api/v1/users/me", &token).await.body;
        assert_eq!(me["current_streak"], expected);
        assert_eq!(me["last_session_date"], "2026-04-30");
        let stats = client.get("/api/v1/sessions/diary/stats", &token).await.body;
        assert_eq!(stats["current_streak"], expected);
        assert_eq!(stats["total_sessions"], 12);
    };
    shown(4).await;
    client.advance(15 * 3_600_000).await;
    shown(0).await;
}
