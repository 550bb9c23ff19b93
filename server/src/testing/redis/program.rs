//! Where Redis' program is.

use std::env;
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
        path: path()?,
        // Unlike PostgreSQL it may be run by anybody.
        user: |_| Ok(User::Same),
    })
}

fn path() -> Result<PathBuf, String> {
    if let Some(set) = env::var_os("FOCUS_REDIS_SERVER").filter(|set| !set.is_empty()) {
        let path = PathBuf::from(set);
        let missing = || format!("FOCUS_REDIS_SERVER is {}, which is no file", path.display());
        return if path.is_file() { Ok(path) } else { Err(missing()) };
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    // Where `npm test` links it on systems that have it under another name.
    let tools = concat!(env!("CARGO_MANIFEST_DIR"), "/../.tools/bin");
    let folders = env::split_paths(&folders).chain([PathBuf::from(tools)]);
    let found = folders.map(|folder| folder.join(NAME)).find(|it| it.is_file());
    found.ok_or_else(|| {
        "redis-server is missing: run sudo apt-get install redis-server (Debian) or brew install \
         redis (macOS), or set FOCUS_REDIS_SERVER to the program"
            .to_owned()
    })
}
