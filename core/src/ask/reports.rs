//! Reports to the moderators.

use alloc::string::String;

use super::{Asked, Outcome, Rule, object};
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
    let reporter_id = UserId::new(facts.id(Field::ReporterId));
    let reported = facts.ids(Field::ReportedUserIds);
    facts.done()?;
    let reported: alloc::vec::Vec<_> = reported.into_iter().map(UserId::new).collect();
    report.check(reporter_id, &reported)?;
    Ok(object! {
        "reportedUserId": report.reported_user_id,
        "sessionId": report.session_id,
        "category": String::from(report.category),
        "description": report.description.map(String::from),
        "status": REPORT_STATUS,
    })
}
