//! What is read and written with serde, where no golden case looks.

use focus_core::{Timestamp, UserId};
use serde_json::{Value, from_value, json};

fn instant(value: Value) -> Result<i64, String> {
    from_value(value).map(Timestamp::unix_micros).map_err(|error| error.to_string())
}

#[test]
fn an_instant_is_read_from_text_and_from_milliseconds() {
    assert_eq!(instant(json!("1970-01-01T00:00:01Z")), Ok(1_000_000));
    assert_eq!(instant(json!(1_500)), Ok(1_500_000));
    assert_eq!(instant(json!(-1)), Ok(-1_000));
    assert_eq!(instant(json!(0.5)), Ok(500));
    assert_eq!(instant(json!("1970-01-01")), Err("not an instant".into()));
    assert_eq!(instant(json!(1e16)), Err("not an instant".into()));
    let wanted = "RFC 3339 text with a zone, or milliseconds since the epoch";
    assert_eq!(
        instant(json!(true)),
        Err(format!("invalid type: boolean `true`, expected {wanted}"))
    );
}

#[test]
fn an_id_is_read_from_its_text_and_written_in_lower_case() {
    let id: UserId = from_value(json!("0190F4A0-0000-7000-8000-00000000000A")).unwrap();
    assert_eq!(json!(id), json!("0190f4a0-0000-7000-8000-00000000000a"));
    let error = from_value::<UserId>(json!("table-1")).unwrap_err();
    assert_eq!(error.to_string(), "not a well-formed id");
}
