//! Changing one's own profile.

use reqwest::Method;
use serde_json::{Value, json};

use crate::crowd::Crowd;
use crate::documented::body_schema;
use crate::support::{Client, MINUTE, send};

const ME: &str = "/api/v1/users/me";

#[tokio::test]
async fn what_is_given_changes_and_what_is_absent_stays() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let before = client.get(ME, &token).await.body;
    client.advance(MINUTE).await;
    let change = json!({"username": "Amara_2", "display_name": " \u{feff}Amara 🦊 ", "bio": "Hi",
        "avatar_config": {"hat": {"color": ["red", 1.5, null]}}, "social_links": {"x": "@amara"},
        "study_interests": [" art ", "art"], "preferred_language": "zh-TW",
        "pixel_avatar_id": "char-8", "is_onboarded": false, "default_table_mode": "quiet",
        "activity_tracking_enabled": true, "email_notifications_enabled": false,
        "push_notifications_enabled": false, "credits_remaining": 99, "whatever": [1]});
    let answer = client.patch(ME, &token, &change).await;
    assert_eq!(answer.status, 200, "{:?}", answer.body);
    let mut expected = before.clone();
    for (name, value) in change.as_object().unwrap() {
        expected[name] = value.clone();
    }
    expected["username"] = "amara_2".into();
    expected["display_name"] = "Amara 🦊".into();
    expected["study_interests"] = json!(["art", "art"]);
    expected["credits_remaining"] = 2.into();
    expected["updated_at"] = "2026-05-01T09:31:00Z".into();
    expected.as_object_mut().unwrap().remove("whatever");
    assert_eq!(answer.body, expected);
    assert_eq!(client.get(ME, &token).await.body, expected);
    client.advance(MINUTE).await;
    assert_eq!(client.patch(ME, &token, &json!({})).await.body, expected);
    let answer = client.patch(ME, &token, &json!({"bio": "Ho"})).await;
    expected["bio"] = "Ho".into();
    expected["updated_at"] = "2026-05-01T09:32:00Z".into();
    assert_eq!(answer.body, expected);
}

#[tokio::test]
async fn null_clears_what_may_be_empty() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let full = json!({"display_name": "A", "bio": "B", "avatar_config": {"a": 1},
        "social_links": {"b": 2}, "study_interests": ["art"], "pixel_avatar_id": "char-2",
        "default_table_mode": "quiet"});
    client.patch(ME, &token, &full).await;
    let null: Value =
        full.as_object().unwrap().keys().map(|name| (name.clone(), Value::Null)).collect();
    let body = client.patch(ME, &token, &null).await.body;
    let empty = json!({"display_name": null, "bio": null, "avatar_config": {}, "social_links": {},
        "study_interests": [], "pixel_avatar_id": null, "default_table_mode": "forced_audio"});
    for (name, value) in empty.as_object().unwrap() {
        assert_eq!(&body[name], value, "{name}");
    }
    client.patch(ME, &token, &full).await;
    let body = client.patch(ME, &token, &json!({"bio": " \u{3000} "})).await.body;
    assert_eq!((&body["bio"], &body["display_name"]), (&Value::Null, &json!("A")));
    for name in ["username", "preferred_language", "is_onboarded", "activity_tracking_enabled"] {
        let answer = client.patch(ME, &token, &json!({name: null})).await;
        assert_eq!(answer.told(), (422, "WRONG_TYPE"), "{name}");
        assert_eq!(answer.body["errors"][0]["path"], name);
    }
}

#[tokio::test]
async fn lengths_are_code_points_behind_the_trimming() {
    let client = Client::start().await;
    let token = client.token(0).await;
    for (name, most) in [("display_name", 50), ("bio", 160)] {
        let longest = "🦊".repeat(most);
        let answer = client.patch(ME, &token, &json!({name: format!(" {longest}\t")})).await;
        assert_eq!((answer.status, &answer.body[name]), (200, &json!(longest)), "{name}");
        let answer = client.patch(ME, &token, &json!({name: "🦊".repeat(most + 1)})).await;
        assert_eq!(answer.told(), (422, "TOO_LONG"), "{name}");
    }
    for (username, told) in [
        ("ab", (422, "TOO_SHORT")),
        ("abc", (200, "")),
        (&"a".repeat(30), (200, "")),
        (&"a".repeat(31), (422, "TOO_LONG")),
        ("abc\n", (422, "INVALID_USERNAME")),
        (" abc", (422, "INVALID_USERNAME")),
        ("ab-c", (422, "INVALID_USERNAME")),
        ("zoé", (422, "INVALID_USERNAME")),
        ("  ", (422, "MISSING")),
    ] {
        let answer = client.patch(ME, &token, &json!({"username": username})).await;
        assert_eq!(answer.told(), told, "{username:?}");
    }
    let interest = json!({"study_interests": ["x".repeat(100)]});
    assert_eq!(client.patch(ME, &token, &interest).await.status, 200);
    for (interests, told) in [
        (json!(["x".repeat(101)]), (422, "TOO_LONG")),
        (json!([" "]), (422, "MISSING")),
        (json!([1]), (422, "WRONG_TYPE")),
        (json!("art"), (422, "WRONG_TYPE")),
        (json!(vec!["x"; 257]), (422, "TOO_MANY")),
    ] {
        let answer = client.patch(ME, &token, &json!({"study_interests": interests})).await;
        assert_eq!(answer.told(), told, "{interests}");
    }
}

#[tokio::test]
async fn words_are_of_closed_sets() {
    let client = Client::start().await;
    let token = client.token(0).await;
    for (name, value) in [
        ("preferred_language", "de"),
        ("pixel_avatar_id", "char-9"),
        ("default_table_mode", "loud"),
    ] {
        let answer = client.patch(ME, &token, &json!({name: value})).await;
        assert_eq!(answer.told(), (422, "UNKNOWN_VALUE"), "{name}");
    }
    let answer = client.patch(ME, &token, &json!({"bio": 1, "is_onboarded": "yes"})).await;
    assert_eq!(answer.told(), (422, "WRONG_TYPE"));
    let paths: Vec<_> =
        answer.body["errors"].as_array().unwrap().iter().map(|error| &error["path"]).collect();
    assert_eq!(paths, ["bio", "is_onboarded"]);
    let answer = client.patch(ME, &token, &json!([])).await;
    assert_eq!(
        (answer.told(), &answer.body["errors"][0]["path"]),
        ((422, "WRONG_TYPE"), &json!(""))
    );
}

#[tokio::test]
async fn a_nul_is_refused_in_every_text() {
    let client = Client::start().await;
    let token = client.token(0).await;
    for change in [
        json!({"display_name": "a\u{0}b"}),
        json!({"bio": "\u{0}"}),
        json!({"study_interests": ["a\u{0}"]}),
        json!({"avatar_config": {"a\u{0}": 1}}),
        json!({"avatar_config": {"a": ["b\u{0}"]}}),
        json!({"social_links": {"a": {"b": "\u{0}"}}}),
    ] {
        let answer = client.patch(ME, &token, &change).await;
        assert_eq!(answer.told(), (422, "INVALID_TEXT"), "{change}");
    }
    let answer = client.patch(ME, &token, &json!({"username": "abc\u{0}"})).await;
    assert_eq!(answer.told(), (422, "INVALID_USERNAME"));
    let answer = client.patch(ME, &token, &json!({"pixel_avatar_id": "\u{0}"})).await;
    assert_eq!(answer.told(), (422, "UNKNOWN_VALUE"));
}

#[tokio::test]
async fn objects_of_pages_are_bounded() {
    let client = Client::start().await;
    let token = client.token(0).await;
    for name in ["avatar_config", "social_links"] {
        for (object, told) in [
            (json!({"a": {"b": {"c": 1}}}), (200, "")),
            (json!({"a": {"b": {"c": {}}}}), (200, "")),
            (json!({"a": {"b": {"c": {"d": {}}}}}), (422, "TOO_MANY")),
            (json!({"a": vec![1; 99]}), (200, "")),
            (json!({"a": vec![1; 100]}), (422, "TOO_MANY")),
            (json!({"a": "🦊".repeat(3_999)}), (200, "")),
            (json!({"a": "🦊".repeat(4_000)}), (422, "TOO_LONG")),
            (json!([]), (422, "WRONG_TYPE")),
            (json!("x"), (422, "WRONG_TYPE")),
        ] {
            let answer = client.patch(ME, &token, &json!({name: object})).await;
            assert_eq!(answer.told(), told, "{name}");
            if answer.status == 200 {
                assert_eq!(client.get(ME, &token).await.body[name], object);
            } else {
                assert_eq!(answer.body["errors"][0]["path"], name);
            }
        }
    }
}

#[tokio::test]
async fn a_username_belongs_to_one() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let answer = client.patch(ME, &token, &json!({"username": "JONAS", "bio": "x"})).await;
    assert_eq!(answer.told(), (409, "USERNAME_CONFLICT"));
    let detail = answer.body["detail"].as_str().unwrap();
    assert!(detail.starts_with("Username '") && detail.ends_with("' is already taken"), "{detail}");
    assert_eq!(answer.body["errors"][0]["path"], "username");
    assert_eq!(client.get(ME, &token).await.body["bio"], Value::Null);
    let answer = client.patch(ME, &token, &json!({"username": "Amara"})).await;
    assert_eq!((answer.status, &answer.body["username"]), (200, &json!("amara")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_many_who_want_a_username_at_once_one_gets_it() {
    let crowd = Crowd::start().await;
    let mut tokens = Vec::new();
    for person in 0..12 {
        let token = crowd.token(&format!("person_{person}"));
        crowd.me(&token).await;
        tokens.push(token);
    }
    let mut tasks = tokio::task::JoinSet::new();
    for token in tokens {
        let request = crowd.client.request(Method::PATCH, ME).bearer_auth(token);
        let request = request.header("content-type", "application/json");
        tasks.spawn(send(request.body(json!({"username": "wanted"}).to_string())));
    }
    let answers = tasks.join_all().await;
    let won = answers.iter().filter(|answer| answer.status == 200).count();
    let lost = answers.iter().filter(|a| a.told() == (409, "USERNAME_CONFLICT")).count();
    assert_eq!((won, lost), (1, 11));
}

#[tokio::test]
async fn the_document_allows_the_bodies_that_are_taken() {
    let client = Client::start().await;
    let token = client.token(0).await;
    let schema = body_schema("ProfileUpdate");
    let long = "é".repeat(100);
    let deep = json!({"a": {"b": [[1]]}});
    for (body, is_good) in [
        (json!({"study_interests": [long]}), true),
        (json!({"study_interests": [format!("{long}é")]}), false),
        (json!({"study_interests": ["\u{85}\u{3000} \t\r"]}), false),
        (json!({"study_interests": ["\u{200b}"]}), true),
        (json!({"study_interests": ["a\u{0}"]}), false),
        (json!({"bio": " \n"}), true),
        (json!({"bio": "\u{0}"}), false),
        (json!({"display_name": "a\u{0}b\n"}), false),
        (json!({"avatar_config": deep}), true),
        (json!({"avatar_config": {"c": deep}}), false),
        (json!({"social_links": {"a\u{0}": 1}}), false),
        (json!({"social_links": {"a": ["\u{0}"]}}), false),
        (json!({"social_links": {"a": vec![0; 99]}}), true),
    ] {
        assert_eq!(schema.is_valid(&body), is_good, "{body}");
        let status = client.patch(ME, &token, &body).await.status;
        assert_eq!(status, if is_good { 200 } else { 422 }, "{body}");
    }
}
