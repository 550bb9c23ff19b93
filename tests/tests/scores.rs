//! The scores of made-up histories, natively. The package's are in `tests/node/scores.test.mjs`.

use focus_conformance::scores;

#[test]
fn the_scores_of_made_up_histories_are_those_of_every_other_side() {
    let recorded = scores::recorded().unwrap();
    let short = recorded.runs.first().unwrap();
    assert_eq!(scores::hash(short.histories, recorded.seed), short.hash);
}
