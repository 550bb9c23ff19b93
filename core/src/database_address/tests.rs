use alloc::string::ToString;
use alloc::vec::Vec;
use core::num::NonZeroU16;

use proptest::prelude::*;

use super::*;

fn postgres(text: &str) -> PostgresAddress {
    match DatabaseAddress::parse(text) {
        Ok(DatabaseAddress::Postgres(address)) => address,
        other => panic!("{text} is {other:?}"),
    }
}

fn refused(text: &str) -> AddressError {
    DatabaseAddress::parse(text).unwrap_err()
}

fn file(path: &str) -> Result<DatabaseAddress, AddressError> {
    Ok(DatabaseAddress::SqliteFile(path.to_string()))
}

fn port(number: u16) -> Option<NonZeroU16> {
    NonZeroU16::new(number)
}

#[test]
fn the_scheme_decides_the_engine_and_nothing_else_does() {
    assert_eq!(postgres("postgres://h/sqlite_archive").database, "sqlite_archive");
    assert_eq!(postgres("postgresql://sqlite/x").host, "sqlite");
    assert_eq!(file("postgres"), DatabaseAddress::parse("sqlite:///postgres"));
    let error = refused("mysql://u:hunter2@h/d");
    assert_eq!(error.to_string(), "mysql:// is not supported: postgresql and sqlite are");
    for text in ["", "h/d", "://h/d", "5432://h", "a b://h", "postgres:h/d", "hunter2@h:5432/d"] {
        assert_eq!(refused(text), AddressError::NoScheme, "{text}");
    }
}

#[test]
fn drivers_of_other_tools_are_dropped() {
    for scheme in [
        "postgresql+asyncpg",
        "postgresql+psycopg2",
        "postgres+asyncpg",
        "postgres+psycopg2",
        "PostgreSQL+AsyncPG",
        "POSTGRES",
    ] {
        assert_eq!(postgres(&alloc::format!("{scheme}://u@h/d")).to_string(), "postgresql://u@h/d");
    }
    assert_eq!(DatabaseAddress::parse("sqlite+aiosqlite:///x"), file("x"));
    for scheme in ["postgresql+aiosqlite", "sqlite+asyncpg", "sqlite+", "postgresql+other"] {
        let error = refused(&alloc::format!("{scheme}://h/d"));
        assert_eq!(error, AddressError::Unsupported { scheme: scheme.to_string() });
    }
}

#[test]
fn parts_are_percent_encoded_and_come_back() {
    let address = PostgresAddress {
        user: "amara".into(),
        password: "p@ss:word!".into(),
        host: "h".into(),
        port: port(5432),
        database: "a/b?c#d[e]%f g".into(),
        options: [("sslmode".to_string(), "require".to_string())].into(),
    };
    let url = DatabaseAddress::Postgres(address.clone()).to_secret_url();
    let wanted =
        "postgresql://amara:p%40ss%3Aword%21@h:5432/a%2Fb%3Fc%23d%5Be%5D%25f%20g?sslmode=require";
    assert_eq!(url, wanted);
    assert_eq!(postgres(&url), address);
}

#[test]
fn hosts_of_ipv6_stand_in_brackets() {
    let address = postgres("postgresql://[::1]:5433/d");
    assert_eq!((address.host.as_str(), address.port), ("::1", port(5433)));
    assert_eq!(address.to_string(), "postgresql://[::1]:5433/d");
    assert_eq!(postgres("postgresql://u@[fe80::1]").to_string(), "postgresql://u@[fe80::1]");
    for text in
        ["postgresql://[::1", "postgresql://::1]", "postgresql://[::1]x", "postgresql://h]:1"]
    {
        assert_eq!(refused(text), AddressError::BadHost, "{text}");
    }
}

#[test]
fn a_port_is_from_1_to_65535() {
    assert_eq!(postgres("postgresql://h:1").port, port(1));
    assert_eq!(postgres("postgresql://h:65535").port, port(65_535));
    assert_eq!(postgres("postgresql://h:").port, None);
    for text in ["0", "65536", "x", "+5432", "-1", "5432x", "1:2"] {
        assert_eq!(refused(&alloc::format!("postgresql://h:{text}/d")), AddressError::BadPort);
    }
}

#[test]
fn whoever_forgot_to_encode_an_at_sign_is_understood() {
    let address = postgres("postgresql://u:p@ss@h/d");
    assert_eq!((address.password.as_str(), address.host.as_str()), ("p@ss", "h"));
}

#[test]
fn what_is_not_named_is_empty() {
    assert_eq!(postgres("postgresql://"), PostgresAddress::default());
    assert_eq!(postgres("postgresql://:@/?&"), PostgresAddress::default());
    assert!(!postgres("postgresql://").is_complete());
    assert!(!postgres("postgresql://u@h").is_complete());
    assert!(!postgres("postgresql://h/d").is_complete());
    assert!(postgres("postgresql://u@h/d").is_complete());
    assert_eq!(postgres("postgresql:///d").database, "d");
    assert_eq!(postgres("postgresql://%2Frun%2Fpg/d").host, "/run/pg");
    assert_eq!(postgres("postgresql://:pw@h").to_string(), "postgresql://h");
}

#[test]
fn bad_escapes_and_bare_fragments_are_refused() {
    for text in ["%", "%4", "%zz", "%C3", "%ff", "%+1"] {
        assert_eq!(refused(&alloc::format!("postgresql://{text}@h")), AddressError::BadEscape);
        assert_eq!(refused(&alloc::format!("sqlite:///{text}")), AddressError::BadEscape);
    }
    for text in ["postgresql://u:p#w@h/d", "sqlite:///a#b", "postgresql://h/d\n", "sqlite:///\u{0}"]
    {
        assert_eq!(refused(text), AddressError::BadCharacter, "{text}");
    }
}

#[test]
fn a_sqlite_file_is_relative_or_absolute_or_in_memory() {
    assert_eq!(DatabaseAddress::parse("sqlite:///x"), file("x"));
    assert_eq!(DatabaseAddress::parse("sqlite:////x"), file("/x"));
    assert_eq!(DatabaseAddress::parse("sqlite://x"), file("x"));
    assert_eq!(DatabaseAddress::parse("sqlite:x"), file("x"));
    assert_eq!(DatabaseAddress::parse("sqlite:///a%20b"), file("a b"));
    for text in ["sqlite:///:memory:", "sqlite://:memory:", "sqlite::memory:"] {
        assert_eq!(DatabaseAddress::parse(text), Ok(DatabaseAddress::SqliteMemory));
    }
    assert_eq!(DatabaseAddress::SqliteMemory.to_secret_url(), "sqlite:///:memory:");
    for text in ["sqlite:", "sqlite://", "sqlite:///"] {
        assert_eq!(refused(text), AddressError::NoFile);
    }
    assert_eq!(refused("sqlite:///x?mode=ro"), AddressError::SqliteOptions);
}

#[test]
fn nothing_that_is_shown_holds_a_password() {
    let text = "postgresql://u:hunter2@h/d?password=hunter2&SSLPassword=hunter2&sslmode=require";
    let address = DatabaseAddress::parse(text).unwrap();
    assert_eq!(address.to_string(), "postgresql://u@h/d?sslmode=require");
    assert_eq!(
        alloc::format!("{address:?}"),
        "DatabaseAddress(postgresql://u@h/d?sslmode=require)"
    );
    assert!(!alloc::format!("{:?}", postgres(text)).contains("hunter2"));
    assert_eq!(DatabaseAddress::parse(&address.to_secret_url()), Ok(address));
}

fn address() -> impl Strategy<Value = PostgresAddress> {
    let options = prop::collection::vec((any::<String>(), any::<String>()), 0..3);
    let port = any::<u16>().prop_map(NonZeroU16::new);
    let texts = any::<[String; 4]>();
    (texts, port, options).prop_map(|([user, password, host, database], port, options)| {
        PostgresAddress { user, password, host, port, database, options }
    })
}

proptest! {
    #[test]
    fn building_then_reading_changes_nothing(address in address()) {
        let address = DatabaseAddress::Postgres(address);
        prop_assert_eq!(DatabaseAddress::parse(&address.to_secret_url()), Ok(address));
    }

    #[test]
    fn a_file_of_any_name_comes_back(path in "(/|:memory:)?\\PC+") {
        let address = DatabaseAddress::SqliteFile(path);
        prop_assert_eq!(DatabaseAddress::parse(&address.to_secret_url()), Ok(address));
    }

    #[test]
    fn a_password_is_shown_in_no_form(mut address in address(), password in "[a-z]{12}") {
        address.password.clone_from(&password);
        address.options.push(("password".to_string(), password.clone()));
        let shown = alloc::format!("{address} {address:?}");
        prop_assert!(!shown.contains(&password));
    }

    #[test]
    fn no_text_breaks_the_reader_and_what_is_read_can_be_built(
        text in "(postgres|postgresql|sqlite)?(:|://|:///)?\\PC*",
    ) {
        if let Ok(address) = DatabaseAddress::parse(&text) {
            prop_assert_eq!(DatabaseAddress::parse(&address.to_secret_url()), Ok(address));
        }
    }

    #[test]
    fn no_error_repeats_what_stands_behind_the_scheme(text in "[a-z]{3}://u:hunter2[:@%#?/]{0,4}h") {
        if let Err(error) = DatabaseAddress::parse(&text) {
            prop_assert!(!error.to_string().contains("hunter2"));
        }
    }
}

#[test]
fn options_keep_their_order_and_a_name_may_stand_twice() {
    let options: Vec<_> = postgres("postgresql://h?b=1&a&b=%26").options;
    let told: Vec<_> =
        options.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(told, [("b", "1"), ("a", ""), ("b", "&")]);
}
