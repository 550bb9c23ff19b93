//! People: usernames, profiles, the deletion of an account, and how somebody is shown.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::{Answer, Asked, Outcome, Rule, object};
use crate::problem::{Allowed, Field};
use crate::user::{self, AccountAction, Deletion, DeletionEvent, Patch, ProfileUpdate};

pub(super) const RULES: &[Rule] = &[
    Rule {
        name: "user.checkUsername",
        export: "checkUsername",
        about: "A username in lower case, or all that is wrong with it.",
        ask: check_username,
    },
    Rule {
        name: "user.filterUsername",
        export: "filterUsername",
        about: "What is left of a username while it is typed, and whether it is long enough.",
        ask: filter_username,
    },
    Rule {
        name: "user.candidate",
        export: "usernameCandidate",
        about: "The username that is tried for a new account.",
        ask: candidate,
    },
    Rule {
        name: "user.update",
        export: "profileUpdate",
        about: "A change of a profile, trimmed: what is absent stays, null clears.",
        ask: update,
    },
    Rule {
        name: "user.trackDeletion",
        export: "trackDeletion",
        about: "The deletion of an account, asked for or taken back.",
        ask: track_deletion,
    },
    Rule {
        name: "user.checkAccess",
        export: "checkAccountAccess",
        about: "Whether an account that is going to be deleted may do something.",
        ask: check_access,
    },
    Rule {
        name: "user.purgeDue",
        export: "isPurgeDue",
        about: "Whether an account's rows are to be deleted now.",
        ask: purge_due,
    },
    Rule {
        name: "user.avatar",
        export: "nameAvatar",
        about: "Initials and colour of somebody who has no picture.",
        ask: avatar,
    },
];

fn check_username(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let username = user::read_username(&mut facts);
    facts.done()?;
    Ok(username.into())
}

fn filter_username(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let typed = facts.word(Field::Text);
    facts.done()?;
    let (username, is_long_enough) = user::filter(typed);
    Ok(object! { "username": username, "isLongEnough": is_long_enough })
}

fn candidate(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let email = facts.optional_word(Field::Email).unwrap_or_default();
    let attempt = facts.count(Field::Attempt, user::USERNAME_ATTEMPTS);
    let seed = facts.count(Field::Seed, u32::MAX);
    facts.done()?;
    Ok(user::candidate(email, attempt, seed).into())
}

fn update(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let update = ProfileUpdate::read(&mut facts);
    let current = facts.optional_word(Field::CurrentUsername);
    let is_taken = facts.truth_or(Field::IsUsernameTaken, false);
    facts.done()?;
    user::check_username_free(update.username.as_deref(), current, is_taken)?;
    let text = |patch: Patch<&str>| patched(patch, |text| String::from(text).into());
    let interests = |list: Vec<&str>| list.into_iter().map(String::from).collect::<Vec<_>>().into();
    let none = || Answer::List(Vec::new());
    let members = [
        (Field::Username, update.username.map(Answer::from)),
        (Field::DisplayName, text(update.display_name)),
        (Field::Bio, text(update.bio)),
        (
            Field::StudyInterests,
            match update.study_interests {
                Patch::Clear => Some(none()),
                patch => patched(patch, interests),
            },
        ),
        (Field::PreferredLanguage, update.preferred_language.map(Answer::from)),
        (Field::PixelAvatarId, patched(update.pixel_avatar_id, Answer::from)),
        (Field::IsOnboarded, update.is_onboarded.map(Answer::from)),
        (Field::DefaultTableMode, patched(update.default_table_mode, Answer::from)),
        (Field::ActivityTrackingEnabled, update.activity_tracking_enabled.map(Answer::from)),
        (Field::EmailNotificationsEnabled, update.email_notifications_enabled.map(Answer::from)),
        (Field::PushNotificationsEnabled, update.push_notifications_enabled.map(Answer::from)),
    ];
    let members = members.into_iter();
    let told = members.filter_map(|(field, answer)| Some((field.as_str(), answer?)));
    Ok(Answer::Object(told.collect()))
}

fn patched<T>(patch: Patch<T>, tell: impl FnOnce(T) -> Answer) -> Option<Answer> {
    match patch {
        Patch::Keep => None,
        Patch::Clear => Some(Answer::Null),
        Patch::Set(value) => Some(tell(value)),
    }
}

fn track_deletion(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let deleted_at = facts.optional_instant(Field::DeletedAt);
    let scheduled_at = facts.optional_instant(Field::DeletionScheduledAt);
    let event = facts.choice::<DeletionEvent>(Field::Event, Allowed::DeletionEvents);
    facts.done()?;
    let deletion = Deletion { deleted_at, deletion_scheduled_at: scheduled_at };
    let deletion = deletion.apply(event, asked.now()?);
    Ok(object! {
        "deletedAt": deletion.deleted_at,
        "deletionScheduledAt": deletion.deletion_scheduled_at,
    })
}

fn check_access(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let scheduled_at = facts.optional_instant(Field::DeletionScheduledAt);
    let action = facts.choice::<AccountAction>(Field::Action, Allowed::AccountActions);
    facts.done()?;
    Ok(user::check_access(scheduled_at, action)?.into())
}

fn purge_due(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let scheduled_at = facts.optional_instant(Field::DeletionScheduledAt);
    facts.done()?;
    Ok(user::is_purge_due(scheduled_at, asked.now()?).into())
}

fn avatar(asked: Asked<'_>) -> Outcome {
    let mut facts = asked.facts();
    let name = facts.word(Field::Name);
    facts.done()?;
    let hue = user::hue(name);
    Ok(object! {
        "initials": user::initials(name),
        "hue": hue,
        "color": format!("hsl({hue}, 35%, 55%)"),
    })
}
