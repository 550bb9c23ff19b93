//! What must be set outside development, and what is refused there.

use super::*;

#[test]
fn production_names_everything_that_is_missing_at_once() {
    let problems = load(Command::Serve, &[("CORS_ORIGINS", "  ")]).unwrap_err();
    let missing = "Missing required secrets: SUPABASE_URL, SUPABASE_ANON_KEY, \
        SUPABASE_SERVICE_ROLE_KEY, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, LIVEKIT_URL, DATABASE_URL, \
        REDIS_URL, CORS_ORIGINS. Set them in the environment or in .env before starting the server.";
    assert_eq!(problems, [missing]);
}

#[test]
fn production_refuses_wildcards_and_origins_of_this_machine() {
    let with = |origins| production(&[("CORS_ORIGINS", origins)]);
    for origins in ["*", "http://localhost:3000", "[\"https://127.0.0.1\"]", "http://[::1]:1"] {
        assert!(with(origins).is_err(), "{origins}");
    }
    let cors = with("[\"https://localhost.example.com/\"]").unwrap().http.cors;
    assert!(cors.allow("https://localhost.example.com"));
    assert!(!cors.allow("https://example.com"));
}

#[test]
fn production_keeps_its_rows_in_a_file() {
    let memory = ("DATABASE_URL", "sqlite:///:memory:");
    let problems = production(&[memory]).unwrap_err();
    assert_eq!(problems, ["DATABASE_URL must name a file where rows are to be kept"]);
}

#[test]
fn each_missing_setting_is_named_alone() {
    for (name, _) in PRODUCTION {
        let told = format!(
            "Missing required secrets: {name}. Set them in the environment or in .env before \
             starting the server."
        );
        assert_eq!(production(&[(name, " ")]).unwrap_err(), [told]);
        assert!(load(Command::Dev, &[(name, " ")]).is_ok(), "{name}");
    }
    assert!(production(&[("ENVIRONMENT", "test"), ("DATABASE_URL", "")]).is_ok());
}

#[test]
fn another_issuer_takes_supabases_place() {
    let none = [("SUPABASE_URL", ""), ("SUPABASE_ANON_KEY", ""), ("SUPABASE_SERVICE_ROLE_KEY", "")];
    let oidc = r#"[{"issuer": "https://id.example.com", "audiences": ["focus"]}]"#;
    let with = |more: &[(&'static str, &'static str)]| production(&[&none, more].concat());
    assert_eq!(with(&[("OIDC_ISSUERS", oidc)]).unwrap().auth.issuers.len(), 1);
    let clerk = [("CLERK_ISSUER", "https://clerk.example.com")];
    let problems = with(&clerk).unwrap_err();
    assert!(problems[0].starts_with("Missing required secrets: CLERK_AUTHORIZED_PARTIES."));
    let parties = ("CLERK_AUTHORIZED_PARTIES", "https://focus.example.com");
    let auth = with(&[clerk[0], parties]).unwrap().auth;
    let [issuer] = auth.issuers.as_slice() else { panic!("{auth:?}") };
    assert_eq!(issuer.algorithms, [Algorithm::Rs256]);
    assert_eq!(issuer.policy.parts().audiences, None);
    assert_eq!(issuer.jwks_url.as_str(), "https://clerk.example.com/.well-known/jwks.json");
    assert!(with(&[parties]).unwrap_err()[0].contains("CLERK_ISSUER"));
}

#[test]
fn what_is_of_use_together_is_set_together() {
    let oidc = r#"[{"issuer": "https://id.example.com", "audiences": ["focus"]}]"#;
    let half = production(&[("OIDC_ISSUERS", oidc), ("SUPABASE_ANON_KEY", "")]).unwrap_err();
    assert!(half[0].starts_with("Missing required secrets: SUPABASE_ANON_KEY."), "{half:?}");
    let half = load(Command::Dev, &[("LIVEKIT_API_KEY", "APIabc")]).unwrap_err();
    assert!(half[0].contains(": LIVEKIT_API_SECRET, LIVEKIT_URL."), "{half:?}");
    assert!(load(Command::Dev, &[("SUPABASE_URL", "https://x.supabase.co")]).is_ok());
}

#[test]
fn production_refuses_what_only_trying_excuses() {
    for (name, value, told) in [
        ("DEBUG", "on", "DEBUG must be off where ENVIRONMENT is staging or production"),
        (
            "PUBLIC_BASE_URL",
            "http://focus.example.com",
            "PUBLIC_BASE_URL must be https where ENVIRONMENT is staging or production",
        ),
        ("REDIS_URL", "redis://:redis@h", "REDIS_URL has a password that Redis images come with"),
        ("REDIS_URL", "redis://me:me@h", "REDIS_URL has a password that Redis images come with"),
        ("LIVEKIT_API_KEY", "devkey", "LIVEKIT_API_KEY is one that LiveKit comes with"),
        ("LIVEKIT_API_SECRET", "secret", "LIVEKIT_API_SECRET is one that LiveKit comes with"),
        ("LIVEKIT_API_SECRET", "change-this", "LIVEKIT_API_SECRET holds a well-known placeholder"),
        ("LIVEKIT_API_KEY", "your-livekit-api-key", "LIVEKIT_API_KEY is a placeholder"),
        ("CORS_ORIGINS", "https://0.0.0.0", "CORS_ORIGINS has an origin of this machine (0.0.0.0)"),
        ("CORS_ORIGINS", "*", "CORS_ORIGINS must list origins: Wildcard (*) is not one"),
    ] {
        for environment in ["staging", "production"] {
            let changes = [("ENVIRONMENT", environment), (name, value)];
            assert_eq!(production(&changes).unwrap_err(), [told]);
        }
        if value != "*" {
            let changes = [("ENVIRONMENT", "test"), (name, value)];
            assert!(production(&changes).is_ok(), "{name}");
        }
    }
}

#[test]
fn a_server_that_nobody_watches_is_a_warning_in_production() {
    let told = "MONITORING_URL is not set: nobody watches this server";
    assert_eq!(production(&[]).unwrap().warnings, [told]);
    let watched = production(&[("MONITORING_URL", "https://watch.example.com")]).unwrap();
    assert!(watched.warnings.is_empty() && watched.log.monitoring_url.is_some());
    assert!(load(Command::Dev, &[]).unwrap().warnings.is_empty());
}

#[test]
fn an_address_of_postgresql_is_judged_and_shown_without_its_password() {
    let shown = |variables: &[(&'static str, &'static str)]| {
        production(variables).map(|settings| settings.database.to_string())
    };
    let url = |url| shown(&[("DATABASE_URL", url)]);
    assert_eq!(url("postgresql://u:p@h/db"), Ok("postgresql://u@h/db".to_owned()));
    assert_eq!(url("postgres+asyncpg://u:p@h/sqlite"), Ok("postgresql://u@h/sqlite".to_owned()));
    let missing = &url("postgresql://h").unwrap_err()[0];
    let names = "POSTGRES_SERVER, POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB";
    assert!(missing.starts_with(&format!("Missing required secrets: {names}.")), "{missing}");
    for (address, told) in [
        ("postgresql://u:postgres@h/db", "has a password that databases come with"),
        (
            "postgresql://u:p@h/db?sslmode=maybe",
            "has an option that is not known or not usable: sslmode",
        ),
        (
            "postgresql://u:p@h/db?options=-c",
            "has an option that is not known or not usable: options",
        ),
        ("mysql://u:p@h/db", "is not usable: mysql:// is not supported: postgresql and sqlite are"),
    ] {
        assert_eq!(url(address), Err(vec![format!("DATABASE_URL {told}")]), "{address}");
    }
    let parts = [
        ("DATABASE_URL", "postgresql://h?sslmode=require"),
        ("POSTGRES_SERVER", "db.example.com"),
        ("POSTGRES_USER", "u"),
        ("POSTGRES_PASSWORD", "p@ss:word!"),
        ("POSTGRES_DB", "d"),
    ];
    let built = "postgresql://u@db.example.com:5432/d";
    assert_eq!(shown(&parts), Ok(format!("{built}?sslmode=require")));
    assert_eq!(shown(&[&[("DATABASE_URL", "")], &parts[1..]].concat()), Ok(built.to_owned()));
    let missing = &production(&[("DATABASE_URL", ""), parts[1]]).unwrap_err()[0];
    let names = "POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB";
    assert!(missing.starts_with(&format!("Missing required secrets: {names}.")), "{missing}");
}

#[test]
fn links_begin_with_the_public_address_or_the_first_page() {
    let base = |settings: Settings| settings.http.public_base_url;
    let address = [("PUBLIC_BASE_URL", "https://focus.example.com/app")];
    assert_eq!(base(production(&address).unwrap()), "https://focus.example.com/app");
    let origins = [("CORS_ORIGINS", "https://a.example.com, https://b.example.com")];
    assert_eq!(base(production(&origins).unwrap()), "https://a.example.com");
    assert_eq!(base(load(Command::Dev, &[]).unwrap()), "http://localhost:3000");
}
