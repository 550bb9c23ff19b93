//! Tests of the strict reader.

use alloc::format;
use alloc::string::{String, ToString};

use proptest::prelude::*;

use super::*;
use crate::json::{Number, Shape};

fn kind(text: &str) -> Option<ErrorKind> {
    read(text).err().map(|error| error.kind)
}

fn number(text: &str) -> Number {
    let document = read(text).unwrap();
    match document.root().shape() {
        Shape::Number(number) => number,
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn every_kind_of_value_is_read() {
    let value =
        read(" { \"a\" : [ null , true , false , -1.5e1 , \"x\\u00e9\\n\" , { } , [ ] ] } ");
    let document = value.unwrap();
    let items = document.root().member("a").unwrap().as_array().unwrap();
    assert_eq!(items.len(), 7);
    let mut items = items.map(Value::shape);
    assert!(matches!(items.next(), Some(Shape::Null)));
    assert!(matches!(items.next(), Some(Shape::Bool(true))));
    assert!(matches!(items.next(), Some(Shape::Bool(false))));
    let number = Number { value: -15.0, exact: true };
    assert!(matches!(items.next(), Some(Shape::Number(found)) if found == number));
    assert!(matches!(items.next(), Some(Shape::Text("xé\n"))));
    assert!(matches!(items.next(), Some(Shape::Object(members)) if members.len() == 0));
    assert!(matches!(items.next(), Some(Shape::Array(items)) if items.len() == 0));
    assert!(items.next().is_none());
}

#[test]
fn what_is_not_json_is_refused() {
    for text in [
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"a\"}",
        "{\"a\":}",
        "{,}",
        "{\"a\":1,}",
        "[1 2]",
        "tru",
        "nul",
        "True",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\t\"",
        "01",
        "-",
        "+1",
        ".5",
        "1.",
        "1e",
        "1e+",
        "NaN",
        "Infinity",
        "//",
        "\u{feff}1",
        "[1}",
        "{\"a\":1]",
        "{a:1}",
        "\u{a0}1",
    ] {
        assert_eq!(kind(text), Some(ErrorKind::Syntax), "{text:?}");
    }
    assert_eq!(kind("1 1"), Some(ErrorKind::Trailing));
    assert_eq!(kind("{}x"), Some(ErrorKind::Trailing));
    assert_eq!(kind("0x10"), Some(ErrorKind::Trailing));
}

#[test]
fn sixteen_levels_are_read_and_seventeen_refused() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(read(&nested(16)).is_ok());
    assert_eq!(kind(&nested(17)), Some(ErrorKind::TooDeep));
    assert_eq!(kind(&"[".repeat(100_000)), Some(ErrorKind::TooDeep));
}

#[test]
fn a_member_that_stands_twice_is_refused_at_any_size() {
    assert_eq!(kind("{\"a\":1,\"a\":1}"), Some(ErrorKind::DuplicateMember));
    assert_eq!(kind("{\"a\":1,\"\\u0061\":2}"), Some(ErrorKind::DuplicateMember));
    let many: Vec<String> = (0..100).map(|n| format!("\"m{n}\":0")).collect();
    assert!(read(&format!("{{{}}}", many.join(","))).is_ok());
    assert_eq!(kind(&format!("{{{},\"m7\":1}}", many.join(","))), Some(ErrorKind::DuplicateMember));
}

#[test]
fn surrogates_count_in_pairs_only() {
    assert_eq!(read("\"\\ud83e\\udd8a\"").unwrap().root().as_text(), Some("🦊"));
    for text in ["\"\\ud83e\"", "\"\\udd8a\"", "\"\\ud83ex\"", "\"\\ud83e\\u0041\""] {
        assert_eq!(kind(text), Some(ErrorKind::LoneSurrogate), "{text}");
    }
}

#[test]
fn a_number_tells_whether_the_double_is_exact() {
    for (text, value, exact) in [
        ("0", 0.0, true),
        ("1700000000", 1.7e9, true),
        ("0.5", 0.5, true),
        ("0.1", 0.1, false),
        ("9007199254740992", 9_007_199_254_740_992.0, true),
        ("9007199254740993", 9_007_199_254_740_992.0, false),
        ("9007199254740994", 9_007_199_254_740_994.0, true),
        ("1e22", 1e22, true),
        ("1e23", 1e23, false),
        ("1.50e1", 15.0, true),
        ("1e-400", 0.0, false),
        ("5e-324", 5e-324, false),
        ("0e999999999999999999999", 0.0, true),
    ] {
        assert_eq!(number(text), Number { value, exact }, "{text}");
    }
    assert_eq!(number("123456789012345678901234567890").value, 1.234_567_890_123_456_8e29);
    // So small that reading it digit by digit would take for ever.
    assert_eq!(number("1e-999999999"), Number { value: 0.0, exact: false });
    assert_eq!(kind("1e309"), Some(ErrorKind::NumberRange));
    assert_eq!(kind("-1e999999999999"), Some(ErrorKind::NumberRange));
    assert_eq!(kind(&format!("1{}", "0".repeat(400))), Some(ErrorKind::NumberRange));
}

#[test]
fn halfway_cases_go_to_the_even_double() {
    for text in [
        "9007199254740993.0000000000000000000000000000000000000001",
        "2.2250738585072011e-308",
        "2.2250738585072014e-308",
        "4.9406564584124654e-324",
        "2.4703282292062327e-324",
        "2.4703282292062328e-324",
        "1.7976931348623157e308",
        "8.98846567431158e307",
        "0.000000000000000000000000000000000000000000000000001",
        // A mantissa that rounds up to one bit more.
        "9007199254740991.99999",
        "18014398509481983.9999",
        "1.99999999999999999999e-5",
        // Leading zeros count for nothing.
        "0.00001e312",
        "0.0000000000017976931348623157e320",
        // Around the shortcut for whole numbers.
        "999999999999999",
        "999999999999999e15",
        "9007199254740991",
        "900719925474099e1",
        "1e15",
        "1e16",
        // Of more limbs than are kept.
        "1234567890123456789012345678901234567890e60",
        "3e-200",
        "123456789012345678901234567890123456789e-170",
    ] {
        assert_eq!(number(text).value.to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
    }
    let long = format!("0.{}1", "123456789".repeat(120));
    assert_eq!(number(&long).value, long.parse::<f64>().unwrap());
}

proptest! {
    #[test]
    fn numbers_are_read_as_the_standard_library_reads_them(bits: u64, digits in 0_usize..25) {
        let value = f64::from_bits(bits);
        prop_assume!(value.is_finite());
        let shortest = format!("{value:e}");
        prop_assert_eq!(number(&shortest).value.to_bits(), value.to_bits());
        let text = format!("{value:.digits$e}");
        let parsed: f64 = text.parse().unwrap();
        prop_assume!(parsed.is_finite());
        prop_assert_eq!(number(&text).value.to_bits(), parsed.to_bits());
    }

    #[test]
    fn exactness_is_what_the_integers_say(whole: u64) {
        let number = number(&whole.to_string());
        prop_assert_eq!(number.exact, number.value as u128 == u128::from(whole));
    }

    #[test]
    fn a_number_is_exact_when_its_odd_part_fits_a_double(
        whole in 1_u64..1 << 40, shift in 0_u32..24, tens in -20_i32..20,
    ) {
        // Many that divide by powers of five, so that the fractions are exact now and then.
        let whole = u128::from(whole) * 5_u128.pow(shift);
        let power = 10_u128.pow(tens.unsigned_abs() % 10);
        let fives = 5_u128.pow(tens.unsigned_abs() % 10);
        let (text, odd) = if tens < 0 {
            let fraction = (whole % fives == 0).then(|| whole / fives);
            (format!("{whole}e-{}", tens.unsigned_abs() % 10), fraction)
        } else {
            (format!("{whole}e{}", tens % 10), Some(whole * power))
        };
        let fits = odd.is_some_and(|odd| odd >> odd.trailing_zeros() < 1 << 53);
        prop_assert_eq!(number(&text).exact, fits, "{}", text);
    }

    #[test]
    fn a_text_is_good_whether_its_numbers_are_read_or_not(
        text in "[\\[\\]{}\",:0-9eE.+-]{0,24}|[0-9.]{300,320}|1e30[0-9]"
    ) {
        prop_assert_eq!(scan(&text).err(), read(&text).err());
    }

    #[test]
    fn the_range_of_a_number_is_told_before_it_is_read(
        digits in "[1-9][0-9]{0,320}", fraction in "[0-9]{0,20}", exponent in -20_i32..320
    ) {
        let text = format!("{digits}.{fraction}0e{exponent}");
        let wanted: f64 = text.parse().unwrap();
        prop_assert_eq!(read(&text).is_ok(), wanted.is_finite(), "{}", text);
    }

    #[test]
    fn no_text_makes_the_reader_panic(text: String) {
        let _ = read(&text);
    }

    #[test]
    fn no_json_like_text_makes_the_reader_panic(text in "[\\[\\]{}\",:0-9eE.+\\\\ud8-]{0,64}") {
        let ours = read(&text);
        let theirs = serde_json::from_str::<serde_json::Value>(&text);
        if theirs.is_err() {
            prop_assert!(ours.is_err());
        }
    }

    #[test]
    fn what_is_read_is_what_serde_json_reads(value in any_json()) {
        let text = value.to_string();
        let document = read(&text).unwrap();
        prop_assert!(same(document.root(), &value), "{text}: {document:?}");
    }
}

fn any_json() -> impl Strategy<Value = serde_json::Value> {
    let scalar = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i32>().prop_map(Into::into),
        any::<String>().prop_map(Into::into),
    ];
    scalar.prop_recursive(6, 64, 24, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..24).prop_map(Into::into),
            proptest::collection::btree_map(any::<String>(), inner, 0..24)
                .prop_map(|members| members.into_iter().collect::<serde_json::Value>()),
        ]
    })
}

/// Whether both are the same value, members in the same order.
fn same(ours: Value<'_>, theirs: &serde_json::Value) -> bool {
    match ours.shape() {
        Shape::Null => theirs.is_null(),
        Shape::Bool(value) => theirs.as_bool() == Some(value),
        Shape::Number(number) => theirs.as_f64() == Some(number.value),
        Shape::Text(text) => theirs.as_str() == Some(text),
        Shape::Array(items) => theirs.as_array().is_some_and(|theirs| {
            items.len() == theirs.len() && items.zip(theirs).all(|(one, other)| same(one, other))
        }),
        Shape::Absent | Shape::IllFormed | Shape::Oversize | Shape::Other => false,
        Shape::Object(members) => theirs.as_object().is_some_and(|theirs| {
            members.len() == theirs.len()
                && members
                    .zip(theirs)
                    .all(|((name, one), (known, other))| name == known && same(one, other))
        }),
    }
}

#[test]
fn a_document_prints_for_debugging() {
    let document = read(r#"{"a": [1.5, null]}"#).unwrap();
    let items = document.root().member("a").unwrap().as_array().unwrap();
    let printed = "[Number(Number { value: 1.5, exact: true }), Null]";
    assert_eq!(format!("{items:?}"), printed);
    assert_eq!(format!("{document:?}"), format!("Object({{\"a\": Array({printed})}})"));
    assert_eq!(format!("{:?}", document.root()), format!("{document:?}"));
}
