//! Tests of refusals.

use super::*;

#[test]
fn a_path_reads_like_the_expression_that_reaches_the_value() {
    let path = Path::of(Field::Ratings).at(1).member(Field::Reasons);
    assert_eq!(path.to_string(), "ratings[1].reasons");
    assert_eq!(path.item(0).to_string(), "ratings[1].reasons[0]");
    assert_eq!(Path::ROOT.to_string(), "");
    assert_eq!(Path::ROOT.at(2).member(Field::Exp).to_string(), "[2]exp");
    assert_eq!(alloc::format!("{path:?}"), "Path(ratings[1].reasons)");
}

#[test]
fn a_path_falls_into_the_pieces_that_made_it() {
    let [ratings, reasons] = [Field::Ratings, Field::Reasons].map(|field| field as u32);
    assert_eq!(Path::ROOT.pieces(), [None; 5]);
    let path = Path::of(Field::Ratings).at(258).member(Field::Reasons).item(4_094);
    assert_eq!(path.pieces(), [Some(ratings), Some(258), Some(reasons), Some(4_094), None]);
    let again = path.at(0).item(0);
    assert_eq!(again.pieces(), [Some(ratings), Some(0), Some(reasons), Some(0), None]);
    assert_eq!(Path::default(), Path::ROOT);
}

#[test]
fn a_path_grows_behind_what_is_there() {
    let path = Path::of(Field::Breaker).then(Field::Outcomes).nth(3).then(Field::At);
    assert_eq!(path.to_string(), "breaker.outcomes[3].at");
    let path = Path::of(Field::Seats).nth(3).then(Field::UserId);
    assert_eq!(path.to_string(), "seats[3].userId");
    assert_eq!(Path::of(Field::Seats).nth(3), Path::of(Field::Seats).at(3));
}

#[test]
fn the_values_of_a_message_come_back_as_they_went() {
    let every = [
        Params::None,
        Params::Min(1),
        Params::Max(65_536),
        Params::Expected(Expected::Boolean),
        Params::Allowed(Allowed::ParticipantTypes),
        Params::At { line: 70_000, column: 1 << 23 },
        Params::Phase(Phase::Break),
    ];
    for (kind, params) in (0..).zip(every) {
        let problem = Problem::at(Code::RulesTrapped, Path::of(Field::Exp)).with(params);
        assert_eq!((problem.params(), problem.code()), (params, Code::RulesTrapped));
        assert_eq!(problem.numbers()[..2], [Code::RulesTrapped as u32, kind]);
        assert_eq!(problem.with(Params::Min(7)).params(), Params::Min(7));
    }
    let problem = Problem::new(Code::MalformedJson).with(Params::At { line: 2, column: 3 });
    assert_eq!(problem.numbers()[2..], [2, 3]);
}

#[test]
fn numbers_that_are_too_large_are_told_as_the_largest() {
    let max = |max| Problem::new(Code::TooMany).with(Params::Max(max)).params();
    assert_eq!(max((1 << 24) - 2), Params::Max((1 << 24) - 2));
    assert_eq!(max((1 << 24) - 1), Params::Max((1 << 24) - 1));
    assert_eq!(max(u32::MAX), Params::Max((1 << 24) - 1));
    let at = Params::At { line: u32::MAX, column: 1 << 24 };
    let capped = Params::At { line: (1 << 24) - 1, column: (1 << 24) - 1 };
    assert_eq!(Problem::new(Code::MalformedJson).with(at).params(), capped);
}

#[test]
fn a_message_holds_its_numbers_and_words() {
    let long = Problem::at(Code::TooLong, Path::of(Field::Text)).with(Params::Max(500));
    assert_eq!(long.message(), "This must have at most 500 characters.");
    let value = Problem::unknown_value(Path::of(Field::Rating), Allowed::RatingValues);
    assert_eq!(value.message(), "This must be one of: green, red, skip.");
    assert_eq!(value.to_string(), value.message());
    assert_eq!(alloc::format!("{value:?}"), "UNKNOWN_VALUE at `rating`");
    let broken = Problem::new(Code::MalformedJson).with(Params::At { line: 2, column: 3 });
    assert_eq!(broken.message(), "The body is not valid JSON: see line 2, column 3.");
    let few = Problem::new(Code::TooFew).with(Params::Min(1));
    assert_eq!(few.message(), "At least 1 required.");
    let array = Problem::wrong_type(Path::ROOT, Expected::Array);
    assert_eq!(array.message(), "This must be an array.");
}

#[test]
fn problems_that_share_a_code_are_summed_up_by_it() {
    let red = Problem::new(Code::RedReasonRequired);
    let long = Problem::new(Code::TooLong);
    assert_eq!(summary_code(&[red, red]), Code::RedReasonRequired);
    assert_eq!(summary_code(&[red, long]), Code::ValidationError);
    assert_eq!(summary_code(&[]), Code::ValidationError);
}
