//! Changing one's own profile.

use async_trait::async_trait;
use axum::extract::State;
use focus_core::facts::Facts;
use focus_core::json::Document;
use focus_core::session::{Language, TableMode};
use focus_core::user::{
    self, BIO_MAX_LENGTH, DISPLAY_NAME_MAX_LENGTH, Patch, PixelAvatar, ProfileUpdate,
    STUDY_INTEREST_MAX_LENGTH, USERNAME_MAX_LENGTH, USERNAME_MIN_LENGTH,
};
use focus_core::{Code, Field, Path, UserId};
use schemars::JsonSchema;
use serde_json::{Map, Value, json};

use super::me::UserProfile;
use super::{Fresh, fresh};
use crate::error::ApiError;
use crate::extract::{AuthUser, JsonBody, read_facts};
use crate::openapi::{About, AnyObject, SAYS_SOMETHING, STORABLE};
use crate::state::AppState;
use crate::store::{Lock, Profile, StoreError, Transaction, Work, WriteError};

pub(super) const ABOUT: About = About {
    summary: "Changes your profile: what is absent stays, null clears",
    refusals: &[Code::UsernameConflict, Code::InvalidUsername],
};

/// What is to be changed.
#[derive(JsonSchema)]
#[schemars(rename = "ProfileUpdate")]
#[expect(dead_code, reason = "the core reads the body")]
pub(super) struct Body {
    /// Letters, digits and underscores; null is refused.
    #[schemars(with = "String", length(min = USERNAME_MIN_LENGTH, max = USERNAME_MAX_LENGTH))]
    #[schemars(default, regex(pattern = "^[A-Za-z0-9_]*$"))]
    username: Option<String>,
    #[schemars(length(max = DISPLAY_NAME_MAX_LENGTH), regex(pattern = STORABLE))]
    display_name: Option<String>,
    #[schemars(length(max = BIO_MAX_LENGTH), regex(pattern = STORABLE))]
    bio: Option<String>,
    avatar_config: Option<AnyObject>,
    social_links: Option<AnyObject>,
    #[schemars(inner(length(max = STUDY_INTEREST_MAX_LENGTH), regex(pattern = SAYS_SOMETHING)))]
    study_interests: Option<Vec<String>>,
    /// Null is refused, as it is for every flag.
    #[schemars(with = "Language", default)]
    preferred_language: Option<Language>,
    pixel_avatar_id: Option<PixelAvatar>,
    #[schemars(with = "bool", default)]
    is_onboarded: Option<bool>,
    default_table_mode: Option<TableMode>,
    #[schemars(with = "bool", default)]
    activity_tracking_enabled: Option<bool>,
    #[schemars(with = "bool", default)]
    email_notifications_enabled: Option<bool>,
    #[schemars(with = "bool", default)]
    push_notifications_enabled: Option<bool>,
}

pub(super) async fn update_me(
    State(state): State<AppState>,
    user: AuthUser,
    JsonBody(body, _): JsonBody<Body>,
) -> Result<Fresh<UserProfile>, ApiError> {
    let document = Document::of(&body);
    let update = read_facts(&document, |facts| {
        let update = ProfileUpdate::read(facts);
        check_objects(facts, &update, &document);
        update
    })?;
    let profile =
        state.store.write(&Update { user: user.id, update: &update, body: &body }).await?;
    Ok(fresh(UserProfile::of(profile, state.clock.now())))
}

/// Notes what is wrong with the objects that the update takes as they are.
fn check_objects(facts: &mut Facts<'_>, update: &ProfileUpdate<'_>, document: &Document<'_>) {
    let objects =
        [(Field::AvatarConfig, update.avatar_config), (Field::SocialLinks, update.social_links)];
    for (field, patch) in objects {
        let object = document.root().member_of(field).filter(|object| object.as_object().is_some());
        if let (Patch::Set(()), Some(object)) = (patch, object)
            && let Err(problem) = user::check_object(object, Path::of(field))
        {
            facts.note_with(field, problem.code(), problem.params());
        }
    }
}

struct Update<'a> {
    user: UserId,
    update: &'a ProfileUpdate<'a>,
    /// Where the objects are that no rule looks into.
    body: &'a Value,
}

#[async_trait]
impl Work for Update<'_> {
    type Output = Profile;

    async fn run(&self, transaction: &mut Transaction) -> Result<Profile, WriteError> {
        transaction.lock([Lock::User(self.user)]).await?;
        let profile = transaction.profile(self.user).await?;
        let mut profile = profile.ok_or(Code::UserNotFound)?;
        if *self.update == ProfileUpdate::default() {
            return Ok(profile);
        }
        let wanted = self.update.username.as_deref();
        let current = profile.username.clone();
        let check = |is_taken| {
            let free = user::check_username_free(wanted, Some(&current), is_taken);
            let taken = user::username_taken(wanted.unwrap_or_default());
            free.map_err(|problem| ApiError::from(problem).saying(taken))
        };
        if let Some(username) = wanted {
            check(transaction.is_username_taken(username).await?)?;
        }
        self.apply(&mut profile);
        let set = transaction.set_profile(&profile).await;
        set.map_err(|error| match (error, check(true)) {
            // Somebody else took the name meanwhile.
            (StoreError::Conflict, Err(problem)) => problem.into(),
            (error, _) => WriteError::from(error),
        })?;
        Ok(transaction.profile(self.user).await?.ok_or(Code::UserNotFound)?)
    }
}

impl Update<'_> {
    fn apply(&self, profile: &mut Profile) {
        let update = self.update;
        if let Some(username) = &update.username {
            profile.username.clone_from(username);
        }
        set(&mut profile.display_name, update.display_name, str::to_owned);
        set(&mut profile.bio, update.bio, str::to_owned);
        self.set_object(&mut profile.avatar_config, update.avatar_config, Field::AvatarConfig);
        self.set_object(&mut profile.social_links, update.social_links, Field::SocialLinks);
        match &update.study_interests {
            Patch::Keep => {}
            Patch::Clear => profile.study_interests = json!([]),
            Patch::Set(interests) => profile.study_interests = json!(interests),
        }
        if let Some(language) = update.preferred_language {
            profile.preferred_language = language.as_str().to_owned();
        }
        set(&mut profile.pixel_avatar_id, update.pixel_avatar_id, |id| id.as_str().to_owned());
        profile.is_onboarded = update.is_onboarded.unwrap_or(profile.is_onboarded);
        match update.default_table_mode {
            Patch::Keep => {}
            // Whoever prefers none has the one of new accounts.
            Patch::Clear => profile.default_table_mode = TableMode::ForcedAudio.as_str().to_owned(),
            Patch::Set(mode) => profile.default_table_mode = mode.as_str().to_owned(),
        }
        let flags = [
            (&mut profile.activity_tracking_enabled, update.activity_tracking_enabled),
            (&mut profile.email_notifications_enabled, update.email_notifications_enabled),
            (&mut profile.push_notifications_enabled, update.push_notifications_enabled),
        ];
        for (flag, wanted) in flags {
            *flag = wanted.unwrap_or(*flag);
        }
    }

    fn set_object(&self, object: &mut Value, patch: Patch<()>, field: Field) {
        match patch {
            Patch::Keep => {}
            Patch::Clear => *object = Map::new().into(),
            Patch::Set(()) => {
                *object = self.body.get(field.as_str()).cloned().unwrap_or_else(|| json!({}));
            }
        }
    }
}

fn set<T: Copy>(value: &mut Option<String>, patch: Patch<T>, told: impl FnOnce(T) -> String) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *value = None,
        Patch::Set(wanted) => *value = Some(told(wanted)),
    }
}
