//! A user's own profile.

use crate::support::{Client, PEOPLE, members};

#[tokio::test]
async fn a_profile_has_every_member_of_the_contract() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let answer = client.get("/api/v1/users/me", &token).await;
    assert_eq!(answer.status, 200);
    let expected = [
        "activity_tracking_enabled",
        "auth_id",
        "avatar_config",
        "banned_until",
        "bio",
        "created_at",
        "credit_refresh_date",
        "credit_tier",
        "credits_remaining",
        "credits_used_this_week",
        "current_streak",
        "default_table_mode",
        "deleted_at",
        "deletion_scheduled_at",
        "display_name",
        "email",
        "email_notifications_enabled",
        "id",
        "is_onboarded",
        "last_session_date",
        "longest_streak",
        "pixel_avatar_id",
        "preferred_language",
        "push_notifications_enabled",
        "reliability_score",
        "session_count",
        "social_links",
        "study_interests",
        "total_focus_minutes",
        "updated_at",
        "username",
    ];
    assert_eq!(members(&answer.body), expected);
    assert_eq!(answer.body["id"], PEOPLE[0]);
    assert_eq!(answer.body["auth_id"], PEOPLE[0]);
    assert_eq!(answer.body["username"], "amara");
    assert_eq!(answer.body["reliability_score"], "100.00");
    assert_eq!(answer.body["credit_tier"], "free");
    assert_eq!(answer.body["credits_remaining"], 2);
    assert_eq!(answer.body["credit_refresh_date"], "2026-05-08T00:00:00Z");
    assert_eq!(answer.body["created_at"], "2026-05-01T09:30:00Z");
    assert_eq!(answer.body["is_onboarded"], true);
    assert_eq!(answer.body["study_interests"], serde_json::json!([]));
}

#[tokio::test]
async fn a_stored_reliability_of_zero_is_zero() {
    let client = Client::start().await;
    client.sql("UPDATE users SET reliability_score = 0 WHERE username = 'amara'").await;
    let token = client.token(0).await;
    let answer = client.get("/api/v1/users/me", &token).await;
    assert_eq!(answer.body["reliability_score"], "0.00");
}
