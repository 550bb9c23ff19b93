//! Reports to the moderators.

use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule};
use crate::id::UserId;
use crate::problem::Field;
use crate::report::{REPORT_STATUS, Report};

pub(super) const RULES: &[Rule] = &[Rule {
    name: "report.submit",
    export: "submitReport",
    about: "A report to be stored, or what stands against it.",
    ask: submit,
}];

fn submit(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let report = Report::read(&mut facts);
    let reporter_id = facts.id(Field::ReporterId).map(UserId::new);
    let reported = facts.ids(Field::ReportedUserIds);
    let read = || Some((report?, reporter_id?, reported?));
    let (report, reporter_id, reported) = facts.done(read())?;
    let reported: alloc::vec::Vec<_> = reported.into_iter().map(UserId::new).collect();
    report.check(reporter_id, &reported).map_err(|problem| [problem])?;
    Ok(Answer::object([
        ("reportedUserId", report.reported_user_id.into()),
        ("sessionId", report.session_id.into()),
        ("category", String::from(report.category).into()),
        ("description", report.description.map(String::from).into()),
        ("status", REPORT_STATUS.into()),
    ]))
}
