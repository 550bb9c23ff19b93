use alloc::string::ToString;
use alloc::vec::Vec;

use proptest::prelude::*;

use super::*;

const NOW: Timestamp = Timestamp::from_unix_millis(1_777_627_800_000);

fn rating(value: RatingValue, days: i64, reliability: Option<u32>) -> ReceivedRating {
    ReceivedRating {
        value,
        created_at: NOW.plus_millis(-days * DAY_MILLIS),
        rater_reliability: reliability.map(Hundredths),
    }
}

fn green(reliability: u32) -> ReceivedRating {
    rating(RatingValue::Green, 0, Some(reliability))
}

fn red(reliability: u32) -> ReceivedRating {
    rating(RatingValue::Red, 0, Some(reliability))
}

fn text(ratings: &[ReceivedRating]) -> alloc::string::String {
    score(ratings, NOW).score.to_string()
}

#[test]
fn few_ratings_are_filled_up_with_full_ones() {
    assert_eq!(text(&[]), "100.00");
    assert_eq!(text(&[red(10_000); 3]), "40.00");
    assert_eq!(text(&[red(10_000); 5]), "0.00");
    assert_eq!(text(&[green(10_000), red(5_000)]), "86.67");
}

#[test]
fn a_rater_whom_nothing_is_believed_weighs_nothing_but_is_counted() {
    assert_eq!(text(&[red(0); 5]), "100.00");
    assert_eq!(text(&[red(0), red(0), red(0), red(0), red(10_000)]), "0.00");
    assert_eq!(score(&[red(0); 5], NOW).count, 5);
    assert_eq!(text(&[rating(RatingValue::Red, 0, None); 5]), "0.00");
}

#[test]
fn a_weight_halves_in_thirty_days_to_the_last_digit() {
    let part = |days: i64| decay(NOW.plus_millis(-days * DAY_MILLIS), NOW);
    assert_eq!(part(0), 1_000_000_000_000_000);
    assert_eq!(part(30), 500_000_000_000_000);
    assert_eq!(part(60), 250_000_000_000_000);
    assert_eq!(part(180), 15_625_000_000_000);
    // The square root of a half, 0.7071067811865475244…
    assert_eq!(part(15), 707_106_781_186_548);
    assert_eq!(part(-1), 1_000_000_000_000_000);
}

#[test]
fn the_horizon_itself_counts() {
    let old = |micros: i64| ReceivedRating {
        created_at: Timestamp::from_unix_micros(
            NOW.unix_micros() - 180 * DAY_MILLIS * 1_000 + micros,
        ),
        ..red(10_000)
    };
    assert_eq!(score(&[old(0); 5], NOW), Score { score: Hundredths(0), count: 5 });
    assert_eq!(score(&[old(-1); 5], NOW), Score { score: Hundredths(10_000), count: 0 });
}

fn history() -> impl Strategy<Value = Vec<ReceivedRating>> {
    let value =
        prop_oneof![Just(RatingValue::Green), Just(RatingValue::Red), Just(RatingValue::Skip)];
    let rating = (value, -1_000_000_i64..200 * DAY_MILLIS, proptest::option::of(0_u32..=10_000));
    proptest::collection::vec(rating, 0..12).prop_map(|ratings| {
        let of = |(value, age, reliability): (_, i64, Option<u32>)| ReceivedRating {
            value,
            created_at: NOW.plus_millis(-age),
            rater_reliability: reliability.map(Hundredths),
        };
        ratings.into_iter().map(of).collect()
    })
}

proptest! {
    #[test]
    fn a_score_is_within_0_and_100_and_the_order_of_ratings_is_nothing(mut ratings in history()) {
        let first = score(&ratings, NOW);
        prop_assert!(first.score <= Hundredths::ONE_HUNDRED);
        prop_assert!(first.count as usize <= ratings.len());
        ratings.reverse();
        prop_assert_eq!(score(&ratings, NOW), first);
    }

    #[test]
    fn turning_a_rating_green_never_lowers_a_score(mut ratings in history(), at in 0_usize..12) {
        let before = score(&ratings, NOW);
        if let Some(rating) = ratings.get_mut(at)
            && rating.value == RatingValue::Red
        {
            rating.value = RatingValue::Green;
            prop_assert!(score(&ratings, NOW).score >= before.score);
        }
    }

    #[test]
    fn one_more_green_rating_never_lowers_the_score_of_who_has_five(mut ratings in history()) {
        let before = score(&ratings, NOW);
        prop_assume!(before.count >= NEW_USER_THRESHOLD);
        ratings.push(green(10_000));
        prop_assert!(score(&ratings, NOW).score >= before.score);
    }

    #[test]
    fn only_green_is_full_and_only_red_of_five_is_nothing(mut ratings in history()) {
        for rating in &mut ratings {
            rating.value = RatingValue::Green;
        }
        prop_assert_eq!(score(&ratings, NOW).score, Hundredths::ONE_HUNDRED);
        for rating in &mut ratings {
            (rating.value, rating.rater_reliability) = (RatingValue::Red, Some(Hundredths(1)));
        }
        let reds = score(&ratings, NOW);
        prop_assert_eq!(reds.score, Hundredths(2_000 * 5_u32.saturating_sub(reds.count)));
    }

    #[test]
    fn no_instants_and_no_reliability_overflow(created_at: i64, now: i64, reliability: u32) {
        let now = Timestamp::from_unix_micros(now);
        let created_at = Timestamp::from_unix_micros(created_at);
        let rater_reliability = Some(Hundredths(reliability));
        let ratings = [RatingValue::Green, RatingValue::Red].map(|value| {
            ReceivedRating { value, created_at, rater_reliability }
        });
        let wanted = if reliability == 0 || score(&ratings, now).count == 0 { 10_000 } else { 8_000 };
        prop_assert_eq!(score(&ratings, now).score, Hundredths(wanted));
    }
}
