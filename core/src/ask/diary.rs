//! The diary: notes, the list of entries, the numbers, the mood.

use alloc::string::String;

use super::{Answer, Asked, Outcome, Rule, reflections};
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
    let DiaryNote { note, tags } = facts.done(note)?;
    Ok(Answer::object([("note", note.map(String::from).into()), ("tags", tags.into())]))
}

fn list(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let sessions = facts.list(Field::Sessions, |facts| {
        let session_id = facts.id(Field::SessionFact).map(SessionId::new);
        let start_time = facts.instant(Field::StartTime);
        Some((session_id?, start_time?))
    });
    let reflections = facts.list(Field::Reflections, Written::read);
    let notes = facts.list(Field::Notes, Kept::read);
    let filter = DiaryFilter::read(&mut facts);
    let read = || Some((sessions?, reflections?, notes?, filter?));
    let (sessions, reflections, notes, filter) = facts.done(read())?;
    let entries = diary::list(&sessions, &reflections, &notes, &filter);
    Ok(Answer::List(entries.into_iter().map(entry).collect()))
}

fn entry(entry: DiaryEntry<'_>) -> Answer {
    let written = entry.reflections.into_iter();
    let told = |one: Written<'_>| reflections::told(one.reflection, Some(one.created_at.into()));
    Answer::object([
        ("sessionId", entry.session_id.into()),
        ("startTime", entry.start_time.into()),
        ("reflections", Answer::List(written.map(told).collect())),
        ("note", entry.note.note.map(String::from).into()),
        ("tags", entry.note.tags.into()),
    ])
}

fn stats(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let streak = DailyStreak::read(&mut facts);
    let session_count = facts.count(Field::SessionCount, u32::MAX);
    let seats = facts.list(Field::Seats, Attended::read);
    let read = || Some((streak?, session_count?, seats?));
    let (streak, session_count, seats) = facts.done(read())?;
    let now = asked.now()?;
    Ok(Answer::object([
        ("currentStreak", streak.shown(now).into()),
        ("weeklyFocusMinutes", diary::weekly_focus_minutes(&seats, now).into()),
        ("totalSessions", session_count.into()),
    ]))
}

fn mood(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let notes = facts.list(Field::Notes, diary::read_tagged);
    let notes = facts.done(notes)?;
    let count = diary::mood(&notes, asked.now()?);
    Ok(Answer::object([
        ("mood", count.mood().into()),
        ("score", count.score().into()),
        ("positiveCount", count.positive.into()),
        ("negativeCount", count.negative.into()),
        ("totalCount", count.total().into()),
    ]))
}
