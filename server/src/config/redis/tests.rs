//! Addresses of Redis.

use super::*;

fn told(text: &str) -> String {
    match RedisSettings::parse(text) {
        Ok(settings) => format!("{settings} {}", settings.database),
        Err(bad) => format!("{bad:?}"),
    }
}

#[test]
fn one_server_sentinels_and_clusters_are_told_apart() {
    for (text, wanted) in [
        ("redis://localhost", "localhost:6379 0"),
        ("rediss://u:p%40@[::1]:6380/3", "[::1]:6380 3"),
        ("redis+cluster://a:1,b,[::1]:3", "cluster a:1,b:6379,[::1]:3 0"),
        ("redis+sentinel://:p@a:1,b/2?master=mine", "mine of Sentinel a:1,b:26379 2"),
        ("redis+sentinel://a:1", "Master"),
        ("redis+sentinel://a:1?master=", "Master"),
        ("redis+sentinel://a:1?sentinel_password=x", "Master"),
        ("redis://a?master=b", "Option"),
        ("redis://a?tls=true", "Option"),
        ("redis+cluster://a?tls=yes", "Option"),
        ("redis+cluster://a?sentinel_user=b", "Option"),
        ("redis://a?protocol=3", "Option"),
    ] {
        assert_eq!(told(text), wanted, "{text}");
    }
}

#[test]
fn logins_are_decoded_once_and_never_shown() {
    let text = "redis+sentinel://me:p%40s%2525@a/0?master=m&sentinel_user=s&sentinel_password=q%26&tls=true";
    let settings = RedisSettings::parse(text).unwrap();
    let login = |user: &str, password: &str| RedisLogin {
        user: Some(user.to_owned()),
        password: Some(Secret::new(password.to_owned())),
    };
    assert_eq!(settings.login, login("me", "p@s%25"));
    let sentinels = RedisLayout::Sentinel { master: "m".to_owned(), login: login("s", "q&") };
    assert_eq!(settings.layout, sentinels);
    assert!(settings.is_tls);
    for shown in [format!("{settings}"), format!("{settings:?}")] {
        assert!(!shown.contains("p@s") && !shown.contains("q&"), "{shown}");
    }
    let nobody = RedisSettings::parse("redis://:@a").unwrap().login;
    assert_eq!(nobody, RedisLogin::default());
}

#[test]
fn anything_else_is_no_address() {
    for text in [
        "",
        "localhost:6379",
        "http://localhost",
        "redis://",
        "redis://a:0",
        "redis://a:65536",
        "redis://a,b",
        "redis://a/x",
        "redis://a/4294967296",
        "redis+cluster://a,,b",
        "redis://a#b",
        "redis://%ff@a",
    ] {
        assert_eq!(told(text), "Form", "{text}");
    }
}
