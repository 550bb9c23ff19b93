//! The diary: notes, the list of entries, the numbers, the mood.

use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule, object, reflections};
use crate::diary::{self, Attended, DiaryEntry, DiaryFilter, DiaryNote, Kept, Written};
use crate::id::SessionId;
use crate::problem::Field;
use crate::streak::DailyStreak;

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "diary.checkNote",
        export: "checkDiaryNote",
        about: "A note and its tags, trimmed, or all that is wrong with them.",
        ask: check_note,
    },
    Rule {
        name: "diary.list",
        export: "diaryList",
        about: "Own reflections by session, newest first, as far as a filter takes them.",
        ask: list,
    },
    Rule {
        name: "diary.stats",
        export: "diaryStats",
        about: "Days in a row, focus minutes of the week, and sessions.",
        ask: stats,
    },
    Rule {
        name: "diary.mood",
        export: "diaryMood",
        about: "The mood of the last seven days, from the tags of their notes.",
        ask: mood,
    },
];

fn check_note(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let note = DiaryNote::read(&mut facts);
    facts.done()?;
    let DiaryNote { note, tags } = note;
    Ok(object! { "note": note.map(String::from), "tags": tags })
}

fn list(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let sessions = facts.list(Field::Sessions, |facts| {
        let session_id = SessionId::new(facts.id(Field::SessionFact));
        let start_time = facts.instant(Field::StartTime);
        (session_id, start_time)
    });
    let reflections = facts.list(Field::Reflections, Written::read);
    let notes = facts.list(Field::Notes, Kept::read);
    let filter = DiaryFilter::read(&mut facts);
    facts.done()?;
    let entries = diary::list(&sessions, &reflections, &notes, &filter);
    Ok(Answer::list(entries.into_iter().map(entry)))
}

fn entry(entry: DiaryEntry<'_>) -> Answer {
    let written = entry.reflections.into_iter();
    let told = |one: Written<'_>| reflections::told(one.reflection, Some(one.created_at.into()));
    object! {
        "sessionId": entry.session_id,
        "startTime": entry.start_time,
        "reflections": Answer::list(written.map(told)),
        "note": entry.note.note.map(String::from),
        "tags": entry.note.tags,
    }
}

fn stats(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let streak = DailyStreak::read(&mut facts);
    let session_count = facts.count(Field::SessionCount, u32::MAX);
    let seats = facts.list(Field::Seats, Attended::read);
    facts.done()?;
    let now = asked.now()?;
    Ok(object! {
        "currentStreak": streak.shown(now),
        "weeklyFocusMinutes": diary::weekly_focus_minutes(&seats, now),
        "totalSessions": session_count,
    })
}

fn mood(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let notes = facts.list(Field::Notes, diary::read_tagged);
    facts.done()?;
    let count = diary::mood(&notes, asked.now()?);
    Ok(object! {
        "mood": count.mood(),
        "score": count.score(),
        "positiveCount": count.positive,
        "negativeCount": count.negative,
        "totalCount": count.total(),
    })
}
