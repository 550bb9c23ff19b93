//! Which caches a statement makes stale. The statement itself tells, so that no new one forgets it;
//! one that says more than it must costs a look into the database.

use super::engine::Sql;
use crate::shared::Family;

/// The caches that a statement makes stale once it is true.
pub(super) fn made_stale(sql: Sql) -> Option<Family> {
    sql.texts().into_iter().find_map(|text| {
        let (verb, table) = written(text)?;
        match (verb, table) {
            // A new session has no seats yet.
            (_, "session_participants") | ("UPDATE" | "DELETE", "sessions") => {
                Some(Family::SlotCounts)
            }
            _ => None,
        }
    })
}

/// What a statement does to which table, if it writes.
fn written(sql: &str) -> Option<(&str, &str)> {
    let mut words = sql.split([' ', '\n', '(']).filter(|word| !word.is_empty());
    let verb = words.next()?;
    let table = match verb {
        "UPDATE" => words.next()?,
        // INTO, FROM
        "INSERT" | "DELETE" => words.nth(1)?,
        _ => return None,
    };
    Some((verb, table))
}
