//! Dates as HTTP writes them: `Sun, 06 Nov 1994 08:49:37 GMT` and two older forms.

use alloc::format;
use alloc::vec::Vec;

use crate::time::Timestamp;

const MONTHS: &[&str] =
    &["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const WEEKDAYS: &[&str] =
    &["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
/// What a year comes to on average, in milliseconds.
const YEAR_MILLIS: i64 = 31_556_952_000;

/// Reads a date in any of the forms of RFC 9110: the preferred one, that of RFC 850
/// (`Sunday, 06-Nov-94 08:49:37 GMT`, at most 50 years ahead) and that of C's `asctime`
/// (`Sun Nov  6 08:49:37 1994`). The weekday must be one, but nobody asks which.
pub(super) fn parse(text: &str, now: Timestamp) -> Option<Timestamp> {
    let parts: Vec<_> = text.split(' ').collect();
    match *parts.as_slice() {
        [weekday, day, month, year, time, "GMT"] if is_short(weekday.strip_suffix(',')?) => {
            instant(year, month, day, time)
        }
        [weekday, date, time, "GMT"] if WEEKDAYS.contains(&weekday.strip_suffix(',')?) => {
            let parts: Vec<_> = date.split('-').collect();
            let [day, month, year] = *parts.as_slice() else { return None };
            let latest = now.plus_millis(50 * YEAR_MILLIS);
            (0..100)
                .rev()
                .filter_map(|century| instant(&format!("{century:02}{year}"), month, day, time))
                .find(|at| *at <= latest)
        }
        [weekday, month, "", day, time, year] if is_short(weekday) => {
            instant(year, month, &format!("0{day}"), time)
        }
        [weekday, month, day, time, year] if is_short(weekday) => instant(year, month, day, time),
        _ => None,
    }
}

fn is_short(weekday: &str) -> bool {
    WEEKDAYS.iter().any(|known| known.get(..3) == Some(weekday))
}

fn instant(year: &str, month: &str, day: &str, time: &str) -> Option<Timestamp> {
    const TIME_LENGTH: usize = 8;
    let month = MONTHS.iter().position(|known| *known == month)? + 1;
    let text = format!("{year}-{month:02}-{day}T{time}Z");
    (time.len() == TIME_LENGTH).then(|| Timestamp::parse(&text)).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<Timestamp> {
        parse(text, Timestamp::parse("2026-05-01T00:00:00Z").unwrap())
    }

    proptest! {
        #[test]
        fn every_month_and_weekday_reads_as_its_instant(
            (year, month, day) in (1_000_u32..10_000, 0_usize..12, 1_u32..29),
            (hour, minute, second) in (0_u32..24, 0_u32..60, 0_u32..60),
            weekday in 0_usize..7,
        ) {
            let (name, month_name) = (WEEKDAYS[weekday], MONTHS[month]);
            let short = name.get(..3).unwrap();
            let time = format!("{hour:02}:{minute:02}:{second:02}");
            let iso = format!("{year}-{:02}-{day:02}T{time}Z", month + 1);
            let wanted = Timestamp::parse(&iso);
            let preferred = format!("{short}, {day:02} {month_name} {year} {time} GMT");
            prop_assert_eq!(read(&preferred), wanted);
            let c = format!("{short} {month_name} {day:>2} {time} {year}");
            prop_assert_eq!(read(&c), wanted);
            if (1_977..2_076).contains(&year) {
                let old = format!("{name}, {day:02}-{month_name}-{:02} {time} GMT", year % 100);
                prop_assert_eq!(read(&old), wanted);
            }
        }

        #[test]
        fn no_text_stops_the_reader(text in "[A-Za-z0-9:, -]{0,40}") {
            let _ = read(&text);
        }
    }

    #[test]
    fn the_three_forms_of_the_standard_are_one_instant() {
        let wanted = Timestamp::parse("1994-11-06T08:49:37Z");
        for text in [
            "Sun, 06 Nov 1994 08:49:37 GMT",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn what_is_nearly_a_date_is_none() {
        for text in [
            "",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37.5 GMT",
            "Sun, 31 Nov 1994 08:49:37 GMT",
            "Son, 06 Nov 1994 08:49:37 GMT",
            "Sun 06 Nov 1994 08:49:37 GMT",
            "sun, 06 Nov 1994 08:49:37 GMT",
            "Sun, 06 nov 1994 08:49:37 GMT",
            "Sun, 06-Nov-94 08:49:37 GMT",
            "Sunday 06-Nov-94 08:49:37 GMT",
            "Sunday, 06-Nov 08:49:37 GMT",
            "Sunday, 06-Nov-1994 08:49:37 GMT",
            "Sunday Nov  6 08:49:37 1994",
            "Sunday Nov 16 08:49:37 1994",
            "Sun Nov 6 08:49:37 1994",
            "Sun Nov  16 08:49:37 1994",
            "Sun, 06 Nov 94 08:49:37 GMT",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
