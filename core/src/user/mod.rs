//! People: usernames, profiles, the deletion of an account, and how somebody is shown.

mod avatar;
mod deletion;
mod identity;
mod object;
mod profile;
mod username;

pub use avatar::{hue, initials, shown_name};
pub use deletion::{
    AccountAction, DELETION_GRACE_DAYS, Deletion, DeletionEvent, anonymous_username, check_access,
    is_purge_due,
};
pub use identity::{check_subject, kept_email};
pub use object::{OBJECT_MAX_DEPTH, OBJECT_MAX_TEXT, OBJECT_MAX_VALUES, check_object};
pub use profile::{
    BIO_MAX_LENGTH, DISPLAY_NAME_MAX_LENGTH, Patch, PixelAvatar, ProfileUpdate,
    STUDY_INTEREST_MAX_LENGTH, check_username_free, username_taken,
};
pub use username::{
    USERNAME_ATTEMPTS, USERNAME_MAX_LENGTH, USERNAME_MIN_LENGTH, candidate, filter, read_username,
};
