//! A note to oneself about a session.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::diary::{
    self, DIARY_NOTE_MAX_LENGTH, DiaryNote, DiaryTag, MOOD_WINDOW_DAYS, Mood, MoodCount,
};
use focus_core::json::Document;
use focus_core::{Code, SessionId, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use super::created::Created;
use super::reflections::check_access;
use crate::error::ApiError;
use crate::extract::{AuthUser, JsonBody, SessionPath, read_facts};
use crate::openapi::{About, STORABLE};
use crate::state::AppState;
use crate::store::{Lock, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Keeps a note to yourself about a session, in the place of the one before",
    refusals: &[Code::SessionNotFound, Code::NotParticipant],
};

/// What is to be kept.
#[derive(JsonSchema)]
#[schemars(rename = "DiaryNoteInput")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    #[schemars(length(max = DIARY_NOTE_MAX_LENGTH), regex(pattern = STORABLE))]
    note: Option<String>,
    tags: Option<Vec<DiaryTag>>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiaryNote")]
pub(super) struct NoteInfo {
    session_id: SessionId,
    note: Option<String>,
    tags: Vec<DiaryTag>,
    created_at: Timestamp,
    updated_at: Timestamp,
    companion_reaction: Option<CompanionReaction>,
    mood: Option<MoodInfo>,
}

#[derive(Serialize, JsonSchema)]
struct CompanionReaction {
    companion_type: String,
    animation: &'static str,
    tag: DiaryTag,
}

#[derive(Serialize, JsonSchema)]
struct MoodInfo {
    mood: Mood,
    score: f64,
    positive_count: u32,
    negative_count: u32,
    total_count: u32,
}

pub(super) async fn add_note(
    State(state): State<AppState>,
    user: AuthUser,
    SessionPath(session): SessionPath,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Created<NoteInfo>, ApiError> {
    let document = Document::of(&body);
    let note = read_facts(&document, DiaryNote::read)?;
    let kept = state.store.write(&AddNote { user: user.id, session, note: &note }).await?;
    // There is no way to have a companion at one's side yet.
    let reaction = diary::reaction(None, &note.tags);
    let info = NoteInfo {
        session_id: session,
        note: note.note.map(str::to_owned),
        created_at: kept.created_at,
        updated_at: kept.updated_at,
        companion_reaction: reaction.map(|reaction| CompanionReaction {
            companion_type: reaction.companion_type.to_owned(),
            animation: reaction.animation,
            tag: reaction.tag,
        }),
        mood: kept.mood.map(MoodInfo::from),
        tags: note.tags,
    };
    Ok(Created(info))
}

struct AddNote<'a> {
    user: UserId,
    session: SessionId,
    note: &'a DiaryNote<'a>,
}

struct Kept {
    created_at: Timestamp,
    updated_at: Timestamp,
    /// Of the week, when the note has tags.
    mood: Option<MoodCount>,
}

#[async_trait]
impl Work for AddNote<'_> {
    type Output = Kept;

    async fn run(&self, transaction: &mut Transaction) -> Result<Kept, WriteError> {
        let Self { user, session, note } = *self;
        transaction.lock([Lock::User(user)]).await?;
        check_access(transaction, session, user).await?;
        let now = transaction.now();
        let created_at = transaction.set_note(session, user, note).await?;
        let mood = if note.tags.is_empty() {
            None
        } else {
            let since = now.plus_millis(-MOOD_WINDOW_DAYS * 86_400_000);
            Some(diary::mood(&transaction.tags_since(user, since).await?, now))
        };
        Ok(Kept { created_at, updated_at: now, mood })
    }
}

impl From<MoodCount> for MoodInfo {
    fn from(count: MoodCount) -> Self {
        Self {
            mood: count.mood(),
            score: count.score(),
            positive_count: count.positive,
            negative_count: count.negative,
            total_count: count.total(),
        }
    }
}
