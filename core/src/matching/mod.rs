//! Quick match: who may be seated at a slot, at which table, and what a new table is like.

mod choose;
mod eligibility;
mod new_session;
mod request;

pub use choose::{Table, choose};
pub use eligibility::{Applicant, Profile, reasons, reasons_at_seat, reasons_at_table};
pub use new_session::{NewSession, ROOM_NAME_BYTES, new_session};
pub use request::QuickMatch;

use crate::facts::Facts;
use crate::problem::{Allowed, Field};
use crate::session::{Language, TOPIC_MAX_LENGTH, TableMode};

/// What somebody wants of a table; nothing said, any table will do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filters<'a> {
    /// What is worked on: trimmed, 1 to 100 code points.
    pub topic: Option<&'a str>,
    /// How people sit.
    pub mode: Option<TableMode>,
    /// What is spoken.
    pub language: Option<Language>,
}

impl<'a> Filters<'a> {
    /// Reads `topic`, `mode` and `language`, each of which may be absent or `null`. A topic is
    /// trimmed, and a blank one is none.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let topic = facts.storable_text(Field::Topic, TOPIC_MAX_LENGTH);
        let mode = facts.optional_choice::<TableMode>(Field::Mode, Allowed::TableModes);
        let language = facts.optional_choice::<Language>(Field::Language, Allowed::Languages);
        Self { topic, mode, language }
    }
}
