//! Tests of instants.

use alloc::string::ToString;

use proptest::prelude::*;

use super::*;

fn micros(text: &str) -> Option<i64> {
    Timestamp::parse(text).map(Timestamp::unix_micros)
}

#[test]
fn every_accepted_form_names_the_same_instant() {
    let expected = Some(1_777_627_800_000_000);
    for text in [
        "2026-05-01T09:30:00Z",
        "2026-05-01 09:30:00Z",
        "2026-05-01T09:30:00.000Z",
        "2026-05-01T17:30:00+08:00",
        "2026-05-01T17:30:00+08",
        "2026-05-01T04:00:00-05:30",
        "2026-05-01T09:30:00.0000009Z",
    ] {
        assert_eq!(micros(text), expected, "{text}");
    }
}

#[test]
fn a_fraction_finer_than_a_microsecond_is_cut_towards_the_past() {
    assert_eq!(micros("1970-01-01T00:00:00.1234569Z"), Some(123_456));
    assert_eq!(micros("1969-12-31T23:59:59.9999999Z"), Some(-1));
}

#[test]
fn text_outside_the_accepted_forms_is_refused() {
    for text in [
        "",
        "2026-05-01",
        "2026-05-01T09:30:00",
        "2026-05-01T09:30Z",
        "2026-05-01T09:30:60Z",
        "2026-05-01T24:00:00Z",
        "2026-05-01T09:60:00Z",
        "2026-02-29T09:30:00Z",
        "2100-02-29T00:00:00Z",
        "2026-13-01T09:30:00Z",
        "2026-00-01T09:30:00Z",
        "2026-05-00T09:30:00Z",
        "2026-05-01T09:30:00.Z",
        "2026-05-01T09:30:00,5Z",
        "2026-05-01t09:30:00z",
        "2026-05-01T09:30:00+0800",
        "2026-05-01T09:30:00+24:00",
        "2026-05-01T09:30:00+08:60",
        "2026-05-01T09:30:00+8",
        "2026-05-01T09:30:00Z ",
        " 2026-05-01T09:30:00Z",
        "12026-05-01T09:30:00Z",
        "-2026-05-01T09:30:00Z",
        "２026-05-01T09:30:00Z",
    ] {
        assert_eq!(micros(text), None, "{text:?}");
    }
}

#[test]
fn the_first_and_the_last_year_are_read_and_printed() {
    for text in ["0000-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "2000-02-29T12:00:00Z"] {
        assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn numbers_are_milliseconds_within_the_range_of_a_date() {
    let at = |ms: f64| Timestamp::from_unix_ms_number(ms).map(Timestamp::unix_micros);
    assert_eq!(at(0.0), Some(0));
    assert_eq!(at(-0.5), Some(-500));
    assert_eq!(at(1.2345), Some(1_234));
    assert_eq!(at(-1.2345), Some(-1_235));
    // So little before the epoch that a double of the whole way is a whole one.
    assert_eq!(at(-1e-20), Some(-1));
    assert_eq!(at(8.64e15), Some(8_640_000_000_000_000_000));
    assert_eq!(at(-8.64e15), Some(-8_640_000_000_000_000_000));
    for bad in [8.64e15 + 1.0, -8.64e15 - 1.0, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(at(bad), None, "{bad}");
    }
}

#[test]
fn every_day_of_400_years_follows_the_day_before() {
    // The calendar repeats after as many; the year 1601 begins such a cycle.
    let mut days = -134_774;
    for year in 1601_i64..2001 {
        let leap = year % 4 == 0 && (year % 100 != 0 || year == 2000);
        let lengths = [31, if leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        for (month, length) in (1..).zip(lengths) {
            for day in 1..=length {
                let text = alloc::format!("{year}-{month:02}-{day:02}T00:00:00Z");
                assert_eq!(micros(&text), Some(days * 86_400 * SECOND_MICROS), "{text}");
                assert_eq!(Timestamp(days * 86_400 * SECOND_MICROS).to_string(), text);
                days += 1;
            }
            let text = alloc::format!("{year}-{month:02}-{:02}T00:00:00Z", length + 1);
            assert_eq!(micros(&text), None, "{text}");
        }
    }
    assert_eq!(days, 11_323);
}

#[test]
fn whole_milliseconds_are_cut_towards_the_past() {
    assert_eq!(Timestamp::from_unix_micros(1_999).unix_millis(), 1);
    assert_eq!(Timestamp::from_unix_micros(-1).unix_millis(), -1);
}

proptest! {
    #[test]
    fn printing_then_parsing_is_the_identity(
        micros in -62_167_219_200_000_000_i64..=253_402_300_799_999_999,
    ) {
        let instant = Timestamp::from_unix_micros(micros);
        prop_assert_eq!(Timestamp::parse(&instant.to_string()), Some(instant));
    }

    #[test]
    fn any_instant_prints_without_panic(micros: i64) {
        let _ = Timestamp::from_unix_micros(micros).to_string();
    }

    #[test]
    fn no_text_makes_the_parser_panic(text: String) {
        let _ = Timestamp::parse(&text);
    }

    #[test]
    fn an_offset_moves_the_instant_and_nothing_else(
        micros in 0_i64..4_000_000_000_000_000, hours in 0_i64..24, minutes in 0_i64..60,
    ) {
        let utc = Timestamp::from_unix_micros(micros);
        let local = utc.plus_millis((hours * 60 + minutes) * 60_000).to_string();
        let text = alloc::format!("{}+{hours:02}:{minutes:02}", local.trim_end_matches('Z'));
        prop_assert_eq!(Timestamp::parse(&text), Some(utc));
    }
}

#[test]
fn a_date_is_its_first_instant_in_utc() {
    let date = |text| Timestamp::parse_date(text).map(|instant| instant.to_string());
    assert_eq!(date("2026-05-01"), Some("2026-05-01T00:00:00Z".into()));
    assert_eq!(date("2024-02-29"), Some("2024-02-29T00:00:00Z".into()));
    for text in
        ["", "2026-02-29", "2026-5-01", "2026-05-01 ", "2026-05-1T", "20260-05-1", "2026-05-0é"]
    {
        assert_eq!(date(text), None, "{text:?}");
    }
    for instant in ["2026-05-01T00:00:00Z", "2026-05-01T23:59:59.999999Z"] {
        assert_eq!(Timestamp::parse(instant).unwrap().date(), "2026-05-01");
    }
}
