//! Tests of the settings.

mod production;
mod told;

use std::collections::HashMap;

use super::*;

fn load(command: Command, variables: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let map: HashMap<&str, &str> = variables.iter().copied().collect();
    let source = Source::of(|name| map.get(name).map(Into::into));
    Settings::load(command, &source).map_err(told)
}

const NO_LOGIN: &str = "must not have a user or a password in its addresses";

fn told(error: ConfigError) -> Vec<String> {
    error.missing_told().into_iter().chain(error.problems).collect()
}

const PRODUCTION: [(&str, &str); 9] = [
    ("CORS_ORIGINS", "https://focus.example.com"),
    ("DATABASE_URL", "sqlite:////var/lib/focus/focus.db"),
    ("SUPABASE_URL", "https://x.supabase.co"),
    ("SUPABASE_ANON_KEY", "anon"),
    ("SUPABASE_SERVICE_ROLE_KEY", "service"),
    ("LIVEKIT_API_KEY", "APIabc"),
    ("LIVEKIT_API_SECRET", "kLx0"),
    ("LIVEKIT_URL", "wss://x.livekit.cloud"),
    ("REDIS_URL", "rediss://redis.internal:6379"),
];

/// Production with some settings said otherwise; an empty text unsets one.
fn production(changes: &[(&str, &str)]) -> Result<Settings, Vec<String>> {
    let mut variables: HashMap<&str, &str> = PRODUCTION.into();
    variables.extend(changes.iter().copied());
    load(Command::Serve, &variables.into_iter().collect::<Vec<_>>())
}

#[test]
fn an_unset_environment_is_production_and_for_dev_development() {
    let serve = load(Command::Serve, &PRODUCTION).unwrap();
    assert_eq!(serve.environment, Environment::Production);
    assert_eq!(serve.log.format, LogFormat::Json);
    let dev = load(Command::Dev, &[]).unwrap();
    assert_eq!(dev.environment, Environment::Development);
    assert_eq!(dev.http.address.to_string(), "127.0.0.1:8080");
    assert_eq!(dev.database, sqlite("./data/focus.sqlite3"));
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
fn development_takes_loopback_origins_on_any_port() {
    let cors = CorsOrigins::Loopback;
    for origin in ["http://localhost:3000", "http://127.0.0.1", "https://[::1]:8443"] {
        assert!(cors.allow(origin), "{origin}");
    }
    for origin in ["http://localhost.evil.com", "http://10.0.0.1", "null", "http://localhost/x"] {
        assert!(!cors.allow(origin), "{origin}");
    }
}

fn sqlite(path: &str) -> DatabaseSettings {
    DatabaseSettings::Sqlite(SqliteSettings::File(path.into()))
}

#[test]
fn the_database_url_names_a_file() {
    let file = |url| load(Command::Dev, &[("DATABASE_URL", url)]).map(|s| s.database);
    let at = |path: &str| Ok(sqlite(path));
    assert_eq!(file("sqlite"), at("./data/focus.sqlite3"));
    assert_eq!(file("sqlite:///x.db"), at("x.db"));
    assert_eq!(file("sqlite+aiosqlite:////x.db"), at("/x.db"));
    assert_eq!(file("sqlite:///:memory:"), Ok(DatabaseSettings::Sqlite(SqliteSettings::Memory)));
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
fn everything_that_is_wrong_with_an_issuer_is_told_at_once() {
    let problems = load(
        Command::Dev,
        &[
            ("AUTH_LEEWAY_SECONDS", "10"),
            (
                "OIDC_ISSUERS",
                r#"[{"issuer": "ftp://i", "audiences": [], "algorithms": ["HS256"]}]"#,
            ),
        ],
    );
    let told = [
        "OIDC_ISSUERS needs https addresses, or http ones of this machine",
        "OIDC_ISSUERS has an algorithm that no foreign issuer may use",
        "OIDC_ISSUERS makes no usable policy: policy.audiences",
    ];
    assert_eq!(problems.unwrap_err(), told);
    let twice = r#"[{"issuer": "https://i", "audiences": ["a"]},
        {"issuer": "https://i", "audiences": ["a"], "algorithms": []}]"#;
    let told = [
        "OIDC_ISSUERS names an issuer that is named already",
        "OIDC_ISSUERS has an issuer without algorithms",
    ];
    assert_eq!(load(Command::Dev, &[("OIDC_ISSUERS", twice)]).unwrap_err(), told);
}

#[test]
fn clerks_issuer_is_judged_without_parties_too() {
    for (issuer, told) in [
        ("clerk.example.com", "must be an address that begins with https:// or http://"),
        ("https://u:s3cret@clerk.example.com", NO_LOGIN),
    ] {
        let problems = load(Command::Dev, &[("CLERK_ISSUER", issuer)]).unwrap_err();
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems[0].contains("secrets: CLERK_AUTHORIZED_PARTIES."), "{problems:?}");
        assert_eq!(problems[1], format!("CLERK_ISSUER {told}"));
    }
    // Tokens are compared with the text as it is written.
    let variables = [
        ("CLERK_ISSUER", "HTTPS://Clerk.example.com"),
        ("CLERK_AUTHORIZED_PARTIES", "https://focus.example.com"),
    ];
    let auth = load(Command::Dev, &variables).unwrap().auth;
    assert_eq!(auth.issuers[0].policy.parts().issuers, ["HTTPS://Clerk.example.com"]);
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
        assert_eq!(problems, ["CORS_ORIGINS lists nothing"], "{origins}");
    }
}

#[test]
fn names_of_other_tools_are_told_and_not_ignored() {
    let problems = load(Command::Dev, &[("POSTGRES_HOST", "s3cret")]);
    assert_eq!(problems.unwrap_err(), ["POSTGRES_HOST is not read here: POSTGRES_SERVER is"]);
}

#[test]
fn yes_and_no_are_written_in_four_ways_and_any_case() {
    for (text, wanted) in [
        ("true", true),
        ("1", true),
        ("YES", true),
        ("On", true),
        ("False", false),
        ("0", false),
        ("no", false),
        ("OFF", false),
        ("  ", false),
    ] {
        assert_eq!(load(Command::Dev, &[("DEBUG", text)]).unwrap().log.debug, wanted, "{text}");
    }
    for text in ["2", "y", "truee", "-1"] {
        let problems = load(Command::Dev, &[("DEBUG", text)]).unwrap_err();
        assert_eq!(problems, ["DEBUG must be true or false"]);
    }
}

#[test]
fn numbers_have_their_ranges() {
    for (name, good, bad) in [
        ("POSTGRES_PORT", &[][..], &["0", "65536", "-1", "+1", "1.0", "0x1", "tcp://h:1"][..]),
        ("AUTH_LEEWAY_SECONDS", &["0", "300"], &["301", "-1", "99999999999"]),
        ("AUTH_NOT_BEFORE_LEEWAY_SECONDS", &["0", "300"], &["301"]),
        ("JWKS_MAX_STALE_SECONDS", &["0", "2592000"], &["2592001", "1e3"]),
        ("INSTANCE_COUNT", &["1", "10000"], &["0", "10001"]),
    ] {
        let told = |text: &&str| {
            let problems = load(Command::Dev, &[(name, text)]).err().unwrap_or_default();
            let begin = format!("{name} must be a whole number from ");
            problems.iter().any(|problem| problem.starts_with(&begin))
        };
        assert!(good.iter().all(|text| load(Command::Dev, &[(name, text)]).is_ok()), "{name}");
        assert!(bad.iter().all(told), "{name}");
    }
    let auth = load(Command::Dev, &[("REVOCATION_STALE_READS", "allow")]).unwrap().auth;
    assert_eq!((auth.jwks_max_stale_seconds, auth.stale_reads), (86_400, StaleReads::Allow));
    assert!(load(Command::Dev, &[("REVOCATION_STALE_READS", "maybe")]).is_err());
    for address in ["127.0.0.1", "127.0.0.1:65536", "127.0.0.1:-1", ":80", "example.com:80"] {
        assert!(
            load(Command::Serve, &[("FOCUS_ADDR", address)]).unwrap_err()[1].contains("FOCUS_ADDR")
        );
    }
}

#[test]
fn a_weak_secret_to_sign_with_is_refused_wherever_it_runs() {
    let judged = |secret: &str| load(Command::Dev, &[("JWT_SECRET", secret)]).map(|s| s.warnings);
    let good = "k7Qz9vX2mN4pL8rT1wY6sB3dF5gH0jC_k7Qz9vX2mN4pL8rT1w";
    assert_eq!(judged(good), Ok(vec![]));
    assert_eq!(judged(good.get(1..).unwrap()).unwrap_err().len(), 1);
    assert_eq!(judged(&"é".repeat(49)).unwrap_err().len(), 1);
    let odd = "JWT_SECRET is one character again and again";
    assert_eq!(judged(&"é".repeat(50)), Ok(vec![odd.to_owned()]));
    for placeholder in ["Django-Insecure", "CHANGEME", "your-secret-key", "Test_Secret"] {
        let problems = judged(&format!("{good}{placeholder}")).unwrap_err();
        let told = "JWT_SECRET is too weak: The secret holds a well-known placeholder. \
            focus-server gen-secret makes one";
        assert_eq!(problems, [told]);
    }
    assert_eq!(judged("secret").unwrap_err().len(), 1);
}

#[test]
fn proxies_are_addresses_and_networks() {
    let proxies = |text| load(Command::Dev, &[("TRUSTED_PROXIES", text)]);
    let http = proxies("10.1.2.3/8, ::1,192.168.0.1").unwrap().http;
    let told: Vec<_> = http.trusted_proxies.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["10.0.0.0/8", "::1/128", "192.168.0.1/32"]);
    assert_eq!(proxies("[\"0.0.0.0/0\"]").unwrap().warnings.len(), 1);
    for text in ["10.0.0.0/33", "proxy.internal", "10.0.0", "[1]"] {
        assert!(proxies(text).is_err(), "{text}");
    }
}
