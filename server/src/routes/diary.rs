//! The diary as a list, and its numbers.

use std::ops::RangeInclusive;

use axum::Json;
use axum::extract::State;
use focus_core::diary::{
    self, DIARY_SEARCH_MAX_LENGTH, DiaryEntry, DiaryFilter, DiaryNote, DiaryTag, Kept, Written,
    weekly_focus_minutes,
};
use focus_core::json::Document;
use focus_core::reflection::{Reflection, ReflectionPhase};
use focus_core::settlement::focus_minutes;
use focus_core::streak::week_start;
use focus_core::{Code, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE, Page, SessionId, Timestamp, UserId};
use schemars::JsonSchema;
use serde::Serialize;

use crate::error::ApiError;
use crate::extract::{AuthUser, QueryTexts, read_facts};
use crate::openapi::{About, instant_or_day};
use crate::state::AppState;
use crate::store::{DiarySession, Snapshot, StoreError};

/// Sessions that are looked through together.
const CHUNK: usize = 100;
/// Every instant that RFC 3339 can write.
const ALWAYS: RangeInclusive<Timestamp> = Timestamp::from_unix_millis(-62_167_219_200_000)
    ..=Timestamp::from_unix_millis(253_402_300_799_999);

pub(super) const DIARY: About = About {
    summary: "Your sessions with what you wrote in them, newest first",
    refusals: &[
        Code::InvalidDateFrom,
        Code::InvalidDateTo,
        Code::WrongType,
        Code::TooFew,
        Code::TooMany,
        Code::TooLong,
        Code::InvalidText,
        Code::ValidationError,
    ],
};
pub(super) const STATS: About =
    About { summary: "Days in a row, this week's minutes, sessions", refusals: &[] };

/// Which entries are wanted.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "the core reads the query")]
pub(super) struct Parameters {
    /// Which page, counted from 1.
    #[schemars(range(min = 1, max = u32::MAX), extend("default" = 1))]
    page: Option<u32>,
    /// Items of a page.
    #[schemars(range(min = 1, max = MAX_PAGE_SIZE), extend("default" = DEFAULT_PAGE_SIZE))]
    per_page: Option<u32>,
    /// Text that stands in a note or a reflection, in any case.
    #[schemars(length(max = DIARY_SEARCH_MAX_LENGTH))]
    search: Option<String>,
    /// The first instant, or the first day.
    #[schemars(schema_with = "instant_or_day", default)]
    date_from: Option<String>,
    /// The last instant, or the last day.
    #[schemars(schema_with = "instant_or_day", default)]
    date_to: Option<String>,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct Diary {
    items: Vec<Item>,
    total: u64,
    page: u32,
    per_page: u32,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiaryItem")]
struct Item {
    session_id: SessionId,
    session_date: Timestamp,
    session_topic: Option<String>,
    focus_minutes: u32,
    reflections: Vec<ItemReflection>,
    note: Option<String>,
    tags: Vec<DiaryTag>,
}

#[derive(Serialize, JsonSchema)]
#[schemars(rename = "DiaryReflection")]
struct ItemReflection {
    phase: ReflectionPhase,
    content: String,
    created_at: Timestamp,
}

#[derive(Serialize, JsonSchema)]
pub(super) struct DiaryStats {
    current_streak: u32,
    weekly_focus_minutes: u32,
    total_sessions: i64,
}

pub(super) async fn diary(
    State(state): State<AppState>,
    user: AuthUser,
    query: QueryTexts<Parameters>,
) -> Result<Json<Diary>, ApiError> {
    let document = Document::of(query.object());
    let (page, filter) = match (query.page(), read_facts(&document, DiaryFilter::read)) {
        (Ok(page), Ok(filter)) => (page, filter),
        (page, filter) => {
            let problems = [page.err(), filter.err()];
            return Err(problems.into_iter().flatten().flatten().collect::<Vec<_>>().into());
        }
    };
    let mut snapshot = state.store.read().await?;
    let (mut items, total) = match filter.search {
        Some(_) => found(&mut snapshot, user.id, &filter, page).await?,
        None => listed(&mut snapshot, user.id, &filter, page).await?,
    };
    add_minutes(&mut snapshot, user.id, &mut items).await?;
    Ok(Json(Diary { items, total, page: page.page, per_page: page.per_page }))
}

pub(super) async fn diary_stats(
    State(state): State<AppState>,
    user: AuthUser,
) -> Result<Json<DiaryStats>, ApiError> {
    let now = state.clock.now();
    let mut snapshot = state.store.read().await?;
    let profile = snapshot.profile(user.id).await?.ok_or(Code::UserNotFound)?;
    let seats = snapshot.attended_since(user.id, week_start(now)).await?;
    Ok(Json(DiaryStats {
        current_streak: profile.streak.shown(now),
        weekly_focus_minutes: weekly_focus_minutes(&seats, now),
        total_sessions: profile.session_count,
    }))
}

/// One page of all entries: no other is read.
async fn listed(
    snapshot: &mut Snapshot,
    user: UserId,
    filter: &DiaryFilter<'_>,
    page: Page,
) -> Result<(Vec<Item>, u64), StoreError> {
    let starts = starts(filter);
    let total = snapshot.diary_count(user, &starts).await?;
    let sessions = snapshot.diary_sessions(user, &starts, Some(page)).await?;
    Ok((entries(snapshot, user, filter, &sessions).await?, total))
}

/// One page of the entries that hold what is looked for: all of the time in question are read, a
/// few at once.
async fn found(
    snapshot: &mut Snapshot,
    user: UserId,
    filter: &DiaryFilter<'_>,
    page: Page,
) -> Result<(Vec<Item>, u64), StoreError> {
    let sessions = snapshot.diary_sessions(user, &starts(filter), None).await?;
    let wanted = page.offset()..page.offset().saturating_add(page.per_page.into());
    let (mut items, mut total) = (Vec::new(), 0);
    for chunk in sessions.chunks(CHUNK) {
        for item in entries(snapshot, user, filter, chunk).await? {
            if wanted.contains(&total) {
                items.push(item);
            }
            total += 1;
        }
    }
    Ok((items, total))
}

fn starts(filter: &DiaryFilter<'_>) -> RangeInclusive<Timestamp> {
    let (first, last) = ALWAYS.into_inner();
    filter.since.unwrap_or(first)..=filter.until.unwrap_or(last)
}

/// The entries of these sessions that the filter takes, in order.
async fn entries(
    snapshot: &mut Snapshot,
    user: UserId,
    filter: &DiaryFilter<'_>,
    sessions: &[DiarySession],
) -> Result<Vec<Item>, StoreError> {
    let ids: Vec<_> = sessions.iter().map(|session| session.id).collect();
    let reflections = snapshot.own_reflections(user, &ids).await?;
    let notes = snapshot.own_notes(user, &ids).await?;
    let starts: Vec<_> = sessions.iter().map(|session| (session.id, session.start_time)).collect();
    let written: Vec<_> = reflections
        .iter()
        .map(|own| Written {
            session_id: own.session_id,
            reflection: Reflection { phase: own.phase, content: &own.content },
            created_at: own.created_at,
        })
        .collect();
    let kept: Vec<_> = notes
        .iter()
        .map(|own| Kept {
            session_id: own.session_id,
            note: DiaryNote { note: own.note.as_deref(), tags: own.tags.clone() },
        })
        .collect();
    let topic = |id| sessions.iter().find(|session| session.id == id)?.topic.clone();
    let entries = diary::list(&starts, &written, &kept, filter).into_iter();
    Ok(entries.map(|entry| Item::of(topic(entry.session_id), entry)).collect())
}

async fn add_minutes(
    snapshot: &mut Snapshot,
    user: UserId,
    items: &mut [Item],
) -> Result<(), StoreError> {
    let ids: Vec<_> = items.iter().map(|item| item.session_id).collect();
    let presences = snapshot.presences(user, &ids).await?;
    for item in items {
        let presence = presences.iter().find(|(session, _)| *session == item.session_id);
        item.focus_minutes = presence.map_or(0, |(_, presence)| focus_minutes(presence));
    }
    Ok(())
}

impl Item {
    fn of(topic: Option<String>, entry: DiaryEntry<'_>) -> Self {
        let reflection = |written: Written<'_>| ItemReflection {
            phase: written.reflection.phase,
            content: written.reflection.content.to_owned(),
            created_at: written.created_at,
        };
        Self {
            session_id: entry.session_id,
            session_date: entry.start_time,
            session_topic: topic,
            focus_minutes: 0,
            reflections: entry.reflections.into_iter().map(reflection).collect(),
            note: entry.note.note.map(str::to_owned),
            tags: entry.note.tags,
        }
    }
}
