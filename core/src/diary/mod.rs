//! The diary: notes to oneself, one's own reflections, and how it has been going.

mod fold;
mod list;
mod mood;
mod note;
mod reaction;
mod stats;

pub use list::{DIARY_SEARCH_MAX_LENGTH, DiaryEntry, DiaryFilter, Kept, Written, list};
pub(crate) use mood::read_tagged;
pub use mood::{MOOD_WINDOW_DAYS, Mood, MoodCount, mood};
pub use note::{DIARY_NOTE_MAX_LENGTH, DiaryNote, DiaryTag};
pub use reaction::{Reaction, reaction};
pub use stats::{Attended, weekly_focus_minutes};
