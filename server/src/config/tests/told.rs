//! Where settings come from, and what is told of them.

use super::*;

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
    assert_eq!(problems.len(), 9, "{problems:?}");
    assert!(!problems.concat().contains("s3cret"), "{problems:?}");
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
        let told = format!("{name} {NO_LOGIN}");
        assert_eq!(problems, [told]);
    }
    assert!(load(Command::Dev, &[("OIDC_ISSUERS", &oidc(plain, plain))]).is_ok());
}

#[test]
fn the_environment_wins_over_the_file_even_when_it_is_empty() {
    let file = "LOG_FORMAT=json\nDEBUG=yes\nINSTANCE_COUNT=3\nFRIEND=1";
    let variable = |name: &str| match name {
        "LOG_FORMAT" => Some("text".into()),
        "DEBUG" => Some("".into()),
        _ => None,
    };
    let settings = Settings::load(Command::Dev, &Source::of(variable).with_file(file)).unwrap();
    assert_eq!(settings.log.format, LogFormat::Text);
    assert!(!settings.log.debug);
    assert_eq!(settings.limits.instance_count, 3);
    assert_eq!(settings.warnings, [".env line 4 sets what is no setting of this server"]);
}

#[test]
fn problems_of_the_file_are_told_with_the_others() {
    let source = Source::of(|_| None).with_file("DEBUG=s3cret\ns3cret");
    let problems = told(Settings::load(Command::Dev, &source).unwrap_err());
    let line = ".env line 2 is not of the form NAME=value";
    assert_eq!(problems, [line, "DEBUG must be true or false"]);
}

#[test]
fn the_report_tells_every_setting_and_no_secret() {
    let secrets = table::settings().filter(|setting| setting.is_secret);
    let values: HashMap<&str, &str> = secrets.map(|setting| (setting.name, "s3cret")).collect();
    let variable = |name: &str| match name {
        "LIVEKIT_URL" => Some("https://u:s3cret@h".into()),
        "SUPABASE_URL" => Some("https://s3cret@h".into()),
        "CLERK_ISSUER" => Some("a\u{1b}[31m".into()),
        name => values.get(name).map(Into::into),
    };
    let source = Source::of(variable).with_file("INSTANCE_COUNT=3");
    let report = Settings::check(Command::Serve, &source);
    let told = report.to_string();
    assert!(!report.is_usable());
    assert!(!told.contains("s3cret") && !told.contains('\u{1b}'), "{told}");
    for setting in table::settings() {
        assert!(told.lines().any(|line| line.split(' ').next() == Some(setting.name)), "{told}");
    }
    let line = |name: &str| {
        let line = told.lines().find(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(line("INSTANCE_COUNT"), "INSTANCE_COUNT .env 3");
    assert_eq!(line("SUPABASE_ANON_KEY"), "SUPABASE_ANON_KEY environment set");
    assert_eq!(line("LOG_FORMAT"), "LOG_FORMAT default json");
    assert_eq!(line("TRUSTED_PROXIES"), "TRUSTED_PROXIES - not set");
    assert_eq!(line("JWT_SECRET"), "JWT_SECRET environment not usable");
}

#[test]
fn what_nobody_judged_is_told_as_set_and_not_shown() {
    let shown = |variables: &[(&'static str, &'static str)], name: &str| {
        let map: HashMap<&str, &str> = variables.iter().copied().collect();
        let source = Source::of(|name| map.get(name).map(Into::into));
        let told = Settings::check(Command::Dev, &source).to_string();
        assert!(!told.contains("s3cret"), "{told}");
        let line = told.lines().find(|line| line.split(' ').next() == Some(name)).unwrap();
        line.split_whitespace().skip(2).collect::<Vec<_>>().join(" ")
    };
    let sqlite = ("DATABASE_URL", "sqlite");
    for (name, value) in [
        ("POSTGRES_SERVER", "h-s3cret"),
        ("POSTGRES_PORT", "s3cret"),
        ("POSTGRES_USER", "s3cret"),
        ("POSTGRES_PASSWORD", "s3cret"),
    ] {
        assert_eq!(shown(&[sqlite, (name, value)], name), "set, not used");
    }
    assert_eq!(shown(&[("POSTGRES_USER", "me@host")], "POSTGRES_USER"), "me@host");
    assert_eq!(shown(&[("POSTGRES_PASSWORD", "s3cret")], "POSTGRES_PASSWORD"), "set");
    assert_eq!(shown(&[("FOCUS_DATA_DIR", "/home/me@work")], "FOCUS_DATA_DIR"), "/home/me@work");
    for (name, value) in [
        ("POSTGRES_SERVER", "u:s3cret@h"),
        ("POSTGRES_SERVER", "postgresql://u:s3cret@h/db"),
        ("POSTGRES_DB", "postgresql://u:s3cret@h:x/db"),
        ("FOCUS_DATA_DIR", "file://u:s3cret@h/data"),
    ] {
        assert_eq!(shown(&[("POSTGRES_PASSWORD", "p"), (name, value)], name), "not usable");
    }
}

#[test]
fn lists_hold_no_passwords() {
    for (name, value) in [
        ("CORS_ORIGINS", "https://ok.example,https://u:s3cret@h"),
        ("CORS_ORIGINS", "[\"https://s3cret@h\"]"),
        ("TRUSTED_PROXIES", "10.0.0.1,s3cret@10.0.0.2"),
        ("CLERK_AUTHORIZED_PARTIES", "https://ok.example, https://u:s3cret@h"),
        ("CLERK_AUTHORIZED_PARTIES", "u:s3cret@h"),
    ] {
        let clerk = ("CLERK_ISSUER", "https://clerk.example.com");
        let problems = load(Command::Dev, &[clerk, (name, value)]).unwrap_err();
        let told = format!("{name} {NO_LOGIN}");
        assert_eq!(problems.last(), Some(&told), "{problems:?}");
    }
}

#[test]
fn no_setting_holds_nul() {
    for setting in table::settings() {
        let file = format!("{}=a\0b\n", setting.name);
        let source = Source::of(|name| match name {
            // So that the parts of an address are read, unless they are what is asked about.
            "POSTGRES_SERVER" if setting.name.starts_with("POSTGRES_") && setting.name != name => {
                Some("h".into())
            }
            _ => None,
        });
        let problems = told(Settings::load(Command::Dev, &source.with_file(&file)).unwrap_err());
        let nul = format!("{} holds a NUL character", setting.name);
        assert!(problems.contains(&nul), "{problems:?}");
    }
}

#[test]
fn the_example_file_can_be_copied_as_it_is_and_filled_in() {
    let example = documents::env_example();
    let load = |command, text: &str| Settings::load(command, &Source::of(|_| None).with_file(text));
    assert_eq!(load(Command::Dev, &example).unwrap().warnings, [""; 0]);
    assert!(load(Command::Serve, &example).unwrap_err().problems.is_empty());
    let filled: String = example.lines().map(|line| line.to_owned() + "\n").collect();
    let filled = PRODUCTION.iter().fold(filled, |text, (name, value)| {
        let (before, after) = text.split_once(&format!("# {name}=\n")).unwrap();
        format!("{before}{name}={value}\n{after}")
    });
    assert!(load(Command::Serve, &filled).is_ok());
    // Every default may be said.
    let said: String = example
        .lines()
        .map(|line| match line.strip_prefix("# ") {
            Some(rest)
                if rest.starts_with(|c: char| c.is_ascii_uppercase()) && rest.contains('=') =>
            {
                let (name, value) = rest.split_once('=').unwrap();
                let is_name = name.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
                if is_name && !value.is_empty() && name != "POSTGRES_PORT" {
                    format!("{rest}\n")
                } else {
                    String::new()
                }
            }
            _ => String::new(),
        })
        .collect();
    assert!(said.lines().count() > 8, "{said}");
    assert!(load(Command::Dev, &said).is_ok(), "{said}");
}
