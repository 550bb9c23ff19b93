//! Tests of the settings.

use std::collections::HashMap;

use super::*;

fn load(command: Command, variables: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let map: HashMap<&str, &str> = variables.iter().copied().collect();
    let settings = Settings::load(command, |name| map.get(name).map(Into::into));
    settings.map_err(|error| error.problems)
}

const PRODUCTION: [(&str, &str); 3] = [
    ("CORS_ORIGINS", "https://focus.example.com"),
    ("DATABASE_URL", "sqlite:////var/lib/focus/focus.db"),
    ("SUPABASE_URL", "https://x.supabase.co"),
];

#[test]
fn an_unset_environment_is_production_and_for_dev_development() {
    let serve = load(Command::Serve, &PRODUCTION).unwrap();
    assert_eq!(serve.environment, Environment::Production);
    assert_eq!(serve.log.format, LogFormat::Json);
    let dev = load(Command::Dev, &[]).unwrap();
    assert_eq!(dev.environment, Environment::Development);
    assert_eq!(dev.http.address.to_string(), "127.0.0.1:8080");
    assert_eq!(dev.database, DatabaseSettings::SqliteFile("./data/focus.sqlite3".into()));
}

#[test]
fn production_names_everything_that_is_missing_at_once() {
    let problems = load(Command::Serve, &[("CORS_ORIGINS", "  ")]).unwrap_err();
    let missing = "Missing required settings: CORS_ORIGINS, DATABASE_URL, SUPABASE_URL";
    assert_eq!(problems, [missing]);
}

#[test]
fn all_problems_come_at_once_and_without_values() {
    let problems = load(
        Command::Serve,
        &[
            ("ENVIRONMENT", "prod-s3cret"),
            ("FOCUS_ADDR", "s3cret"),
            ("CORS_ORIGINS", "https://ok.example,s3cret"),
            ("DATABASE_URL", "mysql://u:s3cret@h/db"),
            ("OIDC_ISSUERS", "[{\"s3cret\": 1}]"),
            ("AUTH_LEEWAY_SECONDS", "301"),
            ("LOG_FORMAT", " s3cret"),
            ("DEBUG", "s3cret"),
        ],
    )
    .unwrap_err();
    assert_eq!(problems.len(), 8, "{problems:?}");
    assert!(!problems.concat().contains("s3cret"), "{problems:?}");
}

#[test]
fn dev_refuses_production_and_the_network() {
    for environment in ["staging", "production"] {
        assert!(load(Command::Dev, &[("ENVIRONMENT", environment), PRODUCTION[0]]).is_err());
    }
    assert!(load(Command::Dev, &[("FOCUS_ADDR", "0.0.0.0:8080")]).is_err());
    assert!(load(Command::Dev, &[("FOCUS_ADDR", "[::1]:0")]).is_ok());
    assert!(load(Command::Dev, &[("FOCUS_ADDR", "localhost:0")]).is_ok());
}

#[test]
fn production_refuses_wildcards_and_origins_of_this_machine() {
    let with = |origins| {
        let rest = [PRODUCTION[1], PRODUCTION[2]];
        load(Command::Serve, &[&rest[..], &[("CORS_ORIGINS", origins)]].concat())
    };
    for origins in ["*", "http://localhost:3000", "[\"https://127.0.0.1\"]", "http://[::1]:1"] {
        assert!(with(origins).is_err(), "{origins}");
    }
    let cors = with("[\"https://localhost.example.com/\"]").unwrap().http.cors;
    assert!(cors.allow("https://localhost.example.com"));
    assert!(!cors.allow("https://example.com"));
}

#[test]
fn development_takes_loopback_origins_on_any_port() {
    let cors = CorsOrigins::Loopback;
    for origin in ["http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443"] {
        assert!(cors.allow(origin), "{origin}");
    }
    for origin in ["http://localhost.evil.com", "http://10.0.0.1", "null", "http://localhost/x"] {
        assert!(!cors.allow(origin), "{origin}");
    }
}

#[test]
fn the_database_url_names_a_file() {
    let file = |url| load(Command::Dev, &[("DATABASE_URL", url)]).map(|s| s.database);
    let at = |path: &str| Ok(DatabaseSettings::SqliteFile(path.into()));
    assert_eq!(file("sqlite"), at("./data/focus.sqlite3"));
    assert_eq!(file("sqlite:///x.db"), at("x.db"));
    assert_eq!(file("sqlite+aiosqlite:////x.db"), at("/x.db"));
    assert_eq!(file("sqlite:///:memory:"), Ok(DatabaseSettings::SqliteMemory));
    assert!(file("postgresql://h/db").is_err());
}

#[test]
fn issuers_come_from_supabase_and_from_the_list() {
    let oidc = r#"[{"issuer": "https://id.example.com/", "audiences": ["focus"],
        "algorithms": ["ES256"]}]"#;
    let variables = [&PRODUCTION[..], &[("OIDC_ISSUERS", oidc)]].concat();
    let auth = load(Command::Serve, &variables).unwrap().auth;
    let urls: Vec<_> = auth.issuers.iter().map(|issuer| issuer.jwks_url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://x.supabase.co/auth/v1/.well-known/jwks.json",
            "https://id.example.com/.well-known/jwks.json"
        ]
    );
    assert_eq!(auth.issuers[0].policy.parts().issuers, ["https://x.supabase.co/auth/v1"]);
    assert_eq!(auth.issuers[0].policy.parts().not_before_leeway_seconds, 30);
    assert_eq!(auth.issuers[1].algorithms, [Algorithm::Es256]);
}

#[test]
fn keys_over_an_open_line_and_empty_audiences_are_refused() {
    for oidc in [
        r#"[{"issuer": "http://id.example.com", "audiences": ["a"]}]"#,
        r#"[{"issuer": "https://id.example.com", "audiences": []}]"#,
        r#"[{"issuer": "https://id.example.com", "audiences": ["a"], "algorithms": ["HS256"]}]"#,
        r#"[{"issuer": "https://i", "audiences": ["a"]}, {"issuer": "https://i", "audiences": ["a"]}]"#,
    ] {
        assert!(load(Command::Dev, &[("OIDC_ISSUERS", oidc)]).is_err(), "{oidc}");
    }
}

#[test]
fn secrets_in_addresses_are_refused_and_never_shown() {
    let oidc = |issuer: &str, jwks: &str| {
        format!(r#"[{{"issuer": "{issuer}", "jwks_url": "{jwks}", "audiences": ["a"]}}]"#)
    };
    let (plain, secret) = ("https://id.example.com", "https://user:s3cret@id.example.com");
    for (name, value) in [
        ("SUPABASE_URL", secret.to_owned()),
        ("SUPABASE_URL", "https://s3cret@id.example.com".to_owned()),
        ("OIDC_ISSUERS", oidc(secret, plain)),
        ("OIDC_ISSUERS", oidc(plain, secret)),
    ] {
        let problems = load(Command::Dev, &[(name, &value)]).unwrap_err();
        let told = format!("{name} must not have a user or a password in its addresses");
        assert_eq!(problems, [told]);
    }
    assert!(load(Command::Dev, &[("OIDC_ISSUERS", &oidc(plain, plain))]).is_ok());
}

#[test]
fn laptop_mode_has_the_rules_of_a_laptop_under_tests_too() {
    let dev = load(Command::Dev, &[("ENVIRONMENT", "test")]).unwrap();
    assert_eq!(dev.environment, Environment::Development);
    assert_eq!(dev.http.cors, CorsOrigins::Loopback);
    assert_eq!(dev.log.format, LogFormat::Text);
    for environment in ["staging", "production"] {
        let problems = load(Command::Dev, &[("ENVIRONMENT", environment), ("DEBUG", "x")]);
        let told = "dev does not run where ENVIRONMENT is staging or production";
        assert_eq!(problems.unwrap_err(), [told]);
    }
}

#[test]
fn a_list_of_no_origins_is_a_problem() {
    for origins in [",", " [] ".trim(), ", ,"] {
        let problems = load(Command::Dev, &[("CORS_ORIGINS", origins)]).unwrap_err();
        assert_eq!(problems, ["CORS_ORIGINS lists no origin"], "{origins}");
    }
}

#[test]
fn production_keeps_its_rows_in_a_file() {
    let memory = ("DATABASE_URL", "sqlite:///:memory:");
    let problems = load(Command::Serve, &[PRODUCTION[0], memory, PRODUCTION[2]]).unwrap_err();
    assert_eq!(problems, ["DATABASE_URL must name a file where rows are to be kept"]);
}

#[test]
fn what_is_not_supported_yet_is_told_so() {
    let problems = load(Command::Dev, &[("CLERK_ISSUER", "s3cret"), ("POSTGRES_HOST", "s3cret")]);
    let told = ["CLERK_ISSUER is not supported yet", "POSTGRES_HOST is not supported yet"];
    assert_eq!(problems.unwrap_err(), told);
}
