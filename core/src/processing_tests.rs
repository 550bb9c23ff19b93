use proptest::prelude::*;

use super::ProcessingStatus::{Completed, Failed, Pending, Processing};
use super::*;

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_777_627_800_000 + seconds * 1_000)
}

fn report<'a>(stage: &'a str, status: ProcessingStatus, error: Option<&'a str>) -> Report<'a> {
    Report { stage, status, error_message: error }
}

#[test]
fn a_record_grows_in_the_order_of_the_stages() {
    let mut known = None;
    for stage in ["graph", "embedding", "ingestion", "taxonomy", "quality"] {
        known = record(known, report(stage, Completed, None), STAGES, at(0)).ok();
    }
    let known = known.unwrap();
    assert!(known.stages.iter().map(|stage| stage.name.as_str()).eq(STAGES.iter().copied()));
    assert_eq!(status(Some(&known), STAGES, true, at(0)), Completed);
}

#[test]
fn a_stage_of_another_set_is_refused() {
    let problem = record(None, report("Quality", Completed, None), STAGES, at(0)).unwrap_err();
    assert_eq!(problem, Problem::at(Code::UnknownStage, Path::of(Field::Stage)));
    assert!(record(None, report("Quality", Completed, None), &["Quality"], at(0)).is_ok());
}

#[test]
fn an_error_message_stays_until_it_is_overwritten() {
    let first = record(None, report("graph", Failed, Some("away")), STAGES, at(0)).unwrap();
    let second = record(Some(first), report("graph", Completed, None), STAGES, at(1)).unwrap();
    let told = |record: &Record| record.error.as_ref().map(|error| error.message.clone());
    assert_eq!(told(&second).as_deref(), Some("away"));
    let third = record(Some(second), report("graph", Failed, Some("full")), STAGES, at(1)).unwrap();
    assert_eq!(told(&third).as_deref(), Some("full"));
    // A report that was held up does not undo a later one.
    let late = record(Some(third), report("quality", Failed, Some("late")), STAGES, at(0)).unwrap();
    assert_eq!(told(&late).as_deref(), Some("full"));
    assert_eq!(late.updated_at, at(1));
}

#[test]
fn a_day_after_its_last_report_a_record_is_gone() {
    let before = record(None, report("graph", Completed, Some("x")), STAGES, at(0)).unwrap();
    let next = |seconds: i64| {
        record(Some(before.clone()), report("quality", Completed, None), STAGES, at(seconds))
            .unwrap()
    };
    assert_eq!(next(86_399).stages.len(), 2);
    assert_eq!((next(86_400).stages.len(), next(86_400).error), (1, None));
    assert_eq!(status(Some(&before), STAGES, false, at(86_399)), Completed);
    assert_eq!(status(Some(&before), STAGES, false, at(86_400)), Pending);
}

#[test]
fn the_whole_is_what_its_stages_make_of_it() {
    assert_eq!(overall([]), Pending);
    assert_eq!(overall([Completed, Pending]), Pending);
    assert_eq!(overall([Completed, Completed]), Completed);
    assert_eq!(overall([Completed, Processing, Pending]), Processing);
    assert_eq!(overall([Processing, Failed, Completed]), Failed);
}

fn reports() -> impl Strategy<Value = (usize, ProcessingStatus, Option<String>, i64)> {
    let status = (0..ProcessingStatus::ALL.len()).prop_map(|at| ProcessingStatus::ALL[at]);
    (0..STAGES.len(), status, prop::option::of("[a-c]"), 0_i64..80_000)
}

fn after(
    before: Option<Record>,
    (stage, status, error, seconds): &(usize, ProcessingStatus, Option<String>, i64),
) -> Option<Record> {
    let report = report(STAGES[*stage], *status, error.as_deref());
    record(before, report, STAGES, at(*seconds)).ok()
}

proptest! {
    #[test]
    fn reports_on_different_stages_may_come_in_any_order(
        base in prop::collection::vec(reports(), 0..4), one in reports(), other in reports(),
    ) {
        prop_assume!(one.0 != other.0);
        // Of two messages of one instant the last that came stands.
        prop_assume!(one.3 != other.3 || one.2.is_none() || other.2.is_none());
        let base = base.iter().fold(None, after);
        let here = after(after(base.clone(), &one), &other);
        let there = after(after(base, &other), &one);
        prop_assert_eq!(here, there);
    }

    #[test]
    fn a_report_told_twice_is_told_once(base in prop::collection::vec(reports(), 0..4), one in reports()) {
        let once = after(base.iter().fold(None, after), &one);
        prop_assert_eq!(after(once.clone(), &one), once);
    }

    #[test]
    fn no_report_is_lost(all in prop::collection::vec(reports(), 1..12)) {
        let known = all.iter().fold(None, after).unwrap();
        for (stage, name) in STAGES.iter().enumerate() {
            let last = all.iter().rev().find(|report| report.0 == stage).map(|report| report.1);
            let kept = known.stages.iter().find(|kept| kept.name == *name);
            prop_assert_eq!(kept.map(|kept| kept.status), last);
        }
    }

    #[test]
    fn being_strict_only_ever_turns_completed_into_pending(
        all in prop::collection::vec(reports(), 0..8),
    ) {
        let known = all.iter().fold(None, after);
        let [lax, strict] = [false, true].map(|is_strict| status(known.as_ref(), STAGES, is_strict, at(80_000)));
        let is_whole = known.is_some_and(|known| known.stages.len() == STAGES.len());
        let wanted = if lax == Completed && !is_whole { Pending } else { lax };
        prop_assert_eq!(strict, wanted);
    }
}
