//! What the documents say of the settings: the README's table and `.env.example`.

use std::fmt::Write as _;

use super::setting::{Fallback, Setting};
use super::table::{PAGE, SECTIONS};

/// The line before the README's table.
pub const BEGIN: &str = "<!-- settings: begin -->";
/// The line behind it.
pub const END: &str = "<!-- settings: end -->";

/// The table of the README, without the lines around it.
#[must_use]
pub fn readme_table() -> String {
    let mut out = String::from("| setting | default | needed | |\n|---|---|---|---|\n");
    let sections = SECTIONS.iter().chain([&PAGE]);
    for setting in sections.flat_map(|section| section.settings) {
        let default = match setting.default {
            Fallback::Nothing => "–".to_owned(),
            Fallback::Value(text) => format!("`{text}`"),
            Fallback::ByEnvironment { development, elsewhere } => {
                format!("`{elsewhere}` (development: `{development}`)")
            }
            Fallback::Words(words) => words.to_owned(),
        };
        let needed = setting.needed.told().unwrap_or_default();
        let _ = writeln!(out, "| `{}` | {default} | {needed} | {} |", setting.name, about(setting));
    }
    out
}

/// What a setting is for, with what it takes.
fn about(setting: &Setting) -> String {
    match setting.kind.told() {
        Some(kind) => format!("{} ({kind})", setting.about),
        None => setting.about.to_owned(),
    }
}

/// Puts the table into the text of the README, between its marks.
///
/// # Errors
/// When the marks are not there.
pub fn with_table(readme: &str) -> Result<String, &'static str> {
    let marks = "the marks of the table of settings are missing";
    let (before, rest) = readme.split_once(BEGIN).ok_or(marks)?;
    let (_, after) = rest.split_once(END).ok_or(marks)?;
    Ok(format!("{before}{BEGIN}\n\n{}\n{END}{after}", readme_table()))
}

/// The text of `.env.example`. Copied as it is, it sets nothing.
#[must_use]
pub fn env_example() -> String {
    let mut out = String::from(
        "# Settings of focus-server. Copy this file to .env and fill in what you need; the environment\n\
         # wins. A value is taken as it stands: quotes are for blanks at its ends and for \" #\".\n\
         # Made by cargo run -p focus-server --example settings\n",
    );
    for section in &SECTIONS {
        let _ = writeln!(out, "\n# --- {} ---", section.title);
        for setting in section.settings {
            out.push('\n');
            comment(&mut out, &about(setting));
            if let Some(needed) = setting.needed.told() {
                comment(&mut out, &format!("Needed {needed}."));
            }
            if let Fallback::Words(words) = setting.default {
                comment(&mut out, &format!("Not set: {words}."));
            }
            let _ = match setting.default {
                Fallback::Nothing | Fallback::Words(_) => writeln!(out, "# {}=", setting.name),
                Fallback::Value(text) => writeln!(out, "# {}={text}", setting.name),
                Fallback::ByEnvironment { development, elsewhere } => {
                    writeln!(out, "# In development {development}.\n# {}={elsewhere}", setting.name)
                }
            };
        }
    }
    out
}

/// Writes a comment in lines of a hundred characters.
fn comment(out: &mut String, text: &str) {
    const WIDTH: usize = 100;
    let mut width = WIDTH;
    for word in text.replace('`', "").split(' ') {
        if width + 1 + word.chars().count() > WIDTH {
            out.push_str(if out.ends_with('\n') { "#" } else { "\n#" });
            width = 1;
        }
        out.push(' ');
        out.push_str(word);
        width += 1 + word.chars().count();
    }
    out.push('\n');
}
