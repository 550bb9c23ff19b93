//! Where Redis' program is.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::testing::keeper::Program;
use crate::testing::keeper::user::User;

const NAME: &str = "redis-server";

/// Redis, as the keeper has to know it: the program that is set, or the one in the PATH
/// or among this project's tools.
///
/// # Errors
/// What is missing, and what to run.
pub(super) fn program() -> Result<Program, String> {
    Ok(Program {
        name: "Redis",
        prefix: "focus-squad-redis-",
        script: include_str!("redis.sh"),
        path: find(env::var_os("FOCUS_REDIS_SERVER"), folders())?,
        // Unlike PostgreSQL it may be run by anybody.
        user: |_| Ok(User::Same),
    })
}

/// The PATH, and behind it where `npm test` links programs that go by another name.
fn folders() -> Option<OsString> {
    let tools = concat!(env!("CARGO_MANIFEST_DIR"), "/../.tools/bin");
    let path = env::var_os("PATH").unwrap_or_default();
    env::join_paths(env::split_paths(&path).chain([tools.into()])).ok()
}

fn find(set: Option<OsString>, folders: Option<OsString>) -> Result<PathBuf, String> {
    if let Some(set) = set.filter(|set| !set.is_empty()) {
        let path = PathBuf::from(set);
        let missing = || format!("FOCUS_REDIS_SERVER is {}, which is no file", path.display());
        return if path.is_file() { Ok(path) } else { Err(missing()) };
    }
    let folders = folders.unwrap_or_default();
    let found = env::split_paths(&folders).map(|folder| folder.join(NAME)).find(|it| it.is_file());
    found.ok_or_else(|| {
        "redis-server is missing: run sudo apt-get install redis-server (Debian) or brew install \
         redis (macOS), or set FOCUS_REDIS_SERVER to the program"
            .to_owned()
    })
}

#[test]
fn the_program_that_is_set_is_taken_or_the_one_in_the_path() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join(NAME);
    let [set, path] = [&program, folder.path()].map(|it: &std::path::Path| Some(it.into()));
    let find = |set: &Option<OsString>, path: &Option<OsString>| find(set.clone(), path.clone());
    let missing = find(&None, &path).unwrap_err();
    assert!(missing.starts_with("redis-server is missing: run "), "{missing}");
    assert!(find(&set, &path).unwrap_err().starts_with("FOCUS_REDIS_SERVER is "));
    std::fs::write(&program, "").unwrap();
    for (set, path) in [(&set, &None), (&None, &path), (&Some("".into()), &path)] {
        assert_eq!(find(set, path).unwrap(), program);
    }
}
