//! Changing a profile: what is absent stays, `null` clears.

use alloc::string::String;
use alloc::vec::Vec;

use super::username::read_username;
use crate::code::Code;
use crate::facts::Facts;
use crate::problem::{Allowed, Field, Path, Problem};
use crate::session::{Language, TableMode};
use crate::words::word_set;

/// The longest display name, in code points after trimming.
pub const DISPLAY_NAME_MAX_LENGTH: u32 = 50;
/// The longest bio, in code points after trimming.
pub const BIO_MAX_LENGTH: u32 = 160;
/// The longest study interest, in code points after trimming.
pub const STUDY_INTEREST_MAX_LENGTH: u32 = 100;

word_set! {
    /// A character that stands for somebody.
    PixelAvatar {
        /// The first, which stands for whoever chose none.
        Char1 "char-1",
        /// The second.
        Char2 "char-2",
        /// The third.
        Char3 "char-3",
        /// The fourth.
        Char4 "char-4",
        /// The fifth.
        Char5 "char-5",
        /// The sixth.
        Char6 "char-6",
        /// The seventh.
        Char7 "char-7",
        /// The eighth.
        Char8 "char-8",
    }
}

/// What a change does to something that may be empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Patch<T> {
    /// It stays.
    #[default]
    Keep,
    /// It is emptied.
    Clear,
    /// It becomes this.
    Set(T),
}

/// A change of a profile, every part of it good. What cannot be empty is kept when it is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileUpdate<'a> {
    /// In lower case.
    pub username: Option<String>,
    /// At most 50 code points; a blank one clears.
    pub display_name: Patch<&'a str>,
    /// At most 160 code points; a blank one clears.
    pub bio: Patch<&'a str>,
    /// An object that no rule looks into; the host has it.
    pub avatar_config: Patch<()>,
    /// An object that no rule looks into; the host has it.
    pub social_links: Patch<()>,
    /// Any words, none of them blank and each of at most 100 code points.
    pub study_interests: Patch<Vec<&'a str>>,
    /// What is spoken.
    pub preferred_language: Option<Language>,
    /// The character.
    pub pixel_avatar_id: Patch<PixelAvatar>,
    /// Whether the first steps are done.
    pub is_onboarded: Option<bool>,
    /// How they like to sit.
    pub default_table_mode: Patch<TableMode>,
    /// Whether keys and mouse may tell that somebody is there.
    pub activity_tracking_enabled: Option<bool>,
    /// Whether mails are sent.
    pub email_notifications_enabled: Option<bool>,
    /// Whether notifications are pushed.
    pub push_notifications_enabled: Option<bool>,
}

impl<'a> ProfileUpdate<'a> {
    /// Reads a body in the contract's spelling (`display_name`, …). Members that nobody knows are
    /// ignored. Texts are trimmed first, the username is not.
    ///
    /// Notes whatever is wrong, at its member; `null` for what cannot be empty is `WRONG_TYPE`.
    pub fn read(facts: &mut Facts<'a>) -> Self {
        let username = given(facts, Field::Username, read_username);
        let display_name = text(facts, Field::DisplayName, DISPLAY_NAME_MAX_LENGTH);
        let bio = text(facts, Field::Bio, BIO_MAX_LENGTH);
        let avatar_config = patch(facts, Field::AvatarConfig, object(Field::AvatarConfig));
        let social_links = patch(facts, Field::SocialLinks, object(Field::SocialLinks));
        let study_interests = patch(facts, Field::StudyInterests, |facts| {
            facts.texts(Field::StudyInterests, STUDY_INTEREST_MAX_LENGTH)
        });
        let preferred_language = given(facts, Field::PreferredLanguage, |facts| {
            facts.choice::<Language>(Field::PreferredLanguage, Allowed::Languages)
        });
        let pixel_avatar_id = patch(facts, Field::PixelAvatarId, |facts| {
            facts.choice::<PixelAvatar>(Field::PixelAvatarId, Allowed::PixelAvatars)
        });
        let is_onboarded = truth(facts, Field::IsOnboarded);
        let default_table_mode = patch(facts, Field::DefaultTableMode, |facts| {
            facts.choice::<TableMode>(Field::DefaultTableMode, Allowed::TableModes)
        });
        let activity_tracking_enabled = truth(facts, Field::ActivityTrackingEnabled);
        let email_notifications_enabled = truth(facts, Field::EmailNotificationsEnabled);
        let push_notifications_enabled = truth(facts, Field::PushNotificationsEnabled);
        Self {
            username,
            display_name,
            bio,
            avatar_config,
            social_links,
            study_interests,
            preferred_language,
            pixel_avatar_id,
            is_onboarded,
            default_table_mode,
            activity_tracking_enabled,
            email_notifications_enabled,
            push_notifications_enabled,
        }
    }
}

/// Refuses a username that another account has. Who keeps their own takes it from nobody.
///
/// # Errors
/// `USERNAME_CONFLICT` at `username`.
pub fn check_username_free(
    wanted: Option<&str>,
    current: Option<&str>,
    is_taken: bool,
) -> Result<(), Problem> {
    if is_taken && wanted.is_some() && wanted != current {
        return Err(Problem::at(Code::UsernameConflict, Path::of(Field::Username)));
    }
    Ok(())
}

/// What somebody is told whose username is taken, with the name: messages of refusals hold numbers
/// and no texts.
#[must_use]
pub fn username_taken(username: &str) -> String {
    let mut text = String::from("Username '");
    text.push_str(username);
    text.push_str("' is already taken");
    text
}

fn given<'a, T>(
    facts: &mut Facts<'a>,
    field: Field,
    read: impl FnOnce(&mut Facts<'a>) -> T,
) -> Option<T> {
    facts.has(field).then(|| read(facts))
}

fn truth(facts: &mut Facts<'_>, field: Field) -> Option<bool> {
    given(facts, field, |facts| facts.truth(field))
}

fn patch<'a, T>(
    facts: &mut Facts<'a>,
    field: Field,
    read: impl FnOnce(&mut Facts<'a>) -> T,
) -> Patch<T> {
    match (facts.has(field), facts.is_null(field)) {
        (false, _) => Patch::Keep,
        (true, true) => Patch::Clear,
        (true, false) => Patch::Set(read(facts)),
    }
}

fn object<'a>(field: Field) -> impl FnOnce(&mut Facts<'a>) {
    move |facts| {
        facts.object(field, |_| ());
    }
}

fn text<'a>(facts: &mut Facts<'a>, field: Field, most: u32) -> Patch<&'a str> {
    if !facts.has(field) {
        return Patch::Keep;
    }
    facts.storable_text(field, most).map_or(Patch::Clear, Patch::Set)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn what_is_absent_stays_and_null_or_blank_clears() {
        let read = |text: &str| {
            let document = json::read(text).unwrap();
            let mut facts = Facts::of(document.root());
            let update = ProfileUpdate::read(&mut facts);
            facts.done().map(|()| format!("{:?}", update.bio))
        };
        assert_eq!(read("{}").unwrap(), "Keep");
        assert_eq!(read(r#"{"bio": null}"#).unwrap(), "Clear");
        assert_eq!(read(r#"{"bio": " "}"#).unwrap(), "Clear");
        assert_eq!(read(r#"{"bio": " me "}"#).unwrap(), "Set(\"me\")");
        assert!(read(r#"{"is_onboarded": null}"#).is_err());
    }

    #[test]
    fn only_another_ones_username_is_taken() {
        let refused = Err(Problem::at(Code::UsernameConflict, Path::of(Field::Username)));
        assert_eq!(check_username_free(Some("ann"), Some("bob"), true), refused);
        assert_eq!(check_username_free(Some("ann"), None, true), refused);
        assert_eq!(check_username_free(Some("ann"), Some("ann"), true), Ok(()));
        assert_eq!(check_username_free(Some("ann"), Some("bob"), false), Ok(()));
        assert_eq!(check_username_free(None, Some("bob"), true), Ok(()));
    }
}
