//! The file `.env`: a `NAME=value` a line, told by the number of the line and never by its text.
//!
//! Values are taken as they stand, so that JSON needs no quotes and a dollar sign in a password stays
//! one. Names are not filled in: `${NAME}` is a problem instead of an empty text.

use std::collections::BTreeMap;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

use super::source::ENV_FILE;

/// The largest file in bytes.
const MAX_LENGTH: u64 = 256 * 1024;

/// What a `.env` file says.
#[derive(Debug, Default)]
pub(super) struct EnvFile {
    /// By name: the number of the line, from 1, and the value.
    values: BTreeMap<String, (usize, String)>,
    /// What is wrong with it.
    pub(super) problems: Vec<String>,
}

impl EnvFile {
    /// Reads a file; one that is not there says nothing.
    pub(super) fn read(path: &Path) -> Self {
        let mut bytes = Vec::new();
        let read = std::fs::File::open(path)
            .and_then(|file| file.take(MAX_LENGTH + 1).read_to_end(&mut bytes));
        let problem = match read {
            Err(error) if error.kind() == ErrorKind::NotFound => return Self::default(),
            Err(error) => format!("{ENV_FILE} cannot be read: {error}"),
            Ok(_) if bytes.len() as u64 > MAX_LENGTH => {
                format!("{ENV_FILE} is longer than {MAX_LENGTH} bytes")
            }
            Ok(_) => match String::from_utf8(bytes) {
                Ok(text) => return Self::parse(&text),
                Err(error) => {
                    let valid = error.as_bytes().get(..error.utf8_error().valid_up_to());
                    let line =
                        1 + valid.unwrap_or_default().iter().filter(|b| **b == b'\n').count();
                    format!("{ENV_FILE} line {line} is not UTF-8")
                }
            },
        };
        Self { problems: vec![problem], ..Self::default() }
    }

    /// Reads the text of a file.
    pub(super) fn parse(text: &str) -> Self {
        let mut file = Self::default();
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (number, line) in (1..).zip(text.lines()) {
            let told = match parse_line(line) {
                Ok(None) => continue,
                Ok(Some((name, value))) => match file.values.get(name) {
                    None => {
                        file.values.insert(name.to_owned(), (number, value));
                        continue;
                    }
                    // Not by name: the tail of a text of many lines may look like one.
                    Some((first, _)) => format!("sets a name again, after line {first}"),
                },
                Err(problem) => problem.to_owned(),
            };
            file.problems.push(format!("{ENV_FILE} line {number} {told}"));
        }
        file
    }

    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.values.get(name).map(|(_, value)| value.as_str())
    }

    /// The names that it sets, and the lines where.
    pub(super) fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        self.values.iter().map(|(name, (line, _))| (*line, name.as_str()))
    }
}

/// A line's name and value, or nothing for a blank line and a comment.
fn parse_line(line: &str) -> Result<Option<(&str, String)>, &'static str> {
    let line = line.trim();
    if line.is_empty() || line.starts_with('#') {
        return Ok(None);
    }
    let line = line.strip_prefix("export ").unwrap_or(line);
    let (name, value) = line.split_once('=').ok_or("is not of the form NAME=value")?;
    let name = name.trim();
    let starts_well = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !starts_well || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
        return Err("has a name that is none: letters, digits and _ make one");
    }
    let value = value.trim_start();
    let value = if let Some(quoted) = value.strip_prefix('\'') {
        let (inner, rest) = quoted.split_once('\'').ok_or(UNCLOSED)?;
        ends(rest)?;
        inner.to_owned()
    } else if let Some(quoted) = value.strip_prefix('"') {
        unescape(quoted)?
    } else {
        plain(value)?
    };
    Ok(Some((name, value)))
}

const UNCLOSED: &str = "has a quote that is not closed in the line";

/// A value without quotes ends where a comment begins.
fn plain(value: &str) -> Result<String, &'static str> {
    let mut before = ' ';
    let mut end = value.len();
    for (at, c) in value.char_indices() {
        if c == '#' && before.is_whitespace() {
            end = at;
            break;
        }
        before = c;
    }
    let value = value.get(..end).unwrap_or_default().trim_end();
    if value.contains("${") {
        return Err(REFERENCE);
    }
    Ok(value.to_owned())
}

const REFERENCE: &str =
    "has ${, but names are not filled in: write the value, or put it in single quotes";

/// What stands between double quotes, the first of which is gone.
fn unescape(quoted: &str) -> Result<String, &'static str> {
    let mut value = String::new();
    let mut chars = quoted.chars();
    loop {
        match chars.next().ok_or(UNCLOSED)? {
            '"' => break,
            '\\' => value.push(match chars.next().ok_or(UNCLOSED)? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                c @ ('"' | '\\' | '$') => c,
                _ => return Err("has a backslash before something else than n, r, t, \", \\ or $"),
            }),
            '$' if chars.as_str().starts_with('{') => return Err(REFERENCE),
            c => value.push(c),
        }
    }
    ends(chars.as_str())?;
    Ok(value)
}

/// Behind a closing quote stands nothing but a comment.
fn ends(rest: &str) -> Result<(), &'static str> {
    let told = rest.trim_start();
    let is_comment = told.starts_with('#') && told.len() < rest.len();
    if told.is_empty() || is_comment { Ok(()) } else { Err("has text behind a closing quote") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(line: &str) -> Result<String, String> {
        let mut file = EnvFile::parse(line);
        file.problems.pop().map_or_else(|| Ok(file.value("A").unwrap().to_owned()), Err)
    }

    #[test]
    fn values_are_taken_as_they_stand() {
        for (line, wanted) in [
            ("A=b", "b"),
            ("export A = b c # told", "b c"),
            ("A=", ""),
            ("A= # nothing", ""),
            ("A=b#c$d", "b#c$d"),
            ("A=[\"https://a\", 'b']", "[\"https://a\", 'b']"),
            ("A='b # \"${c}\" \\n'", "b # \"${c}\" \\n"),
            ("A=\"b # \\\"c\\\" \\\\ \\$ $d\\n\" # told", "b # \"c\" \\ $ $d\n"),
            ("A=postgresql://u:p=q@h/d?x=y", "postgresql://u:p=q@h/d?x=y"),
            ("\u{feff}A=b\r\n", "b"),
            ("A=' b '", " b "),
        ] {
            assert_eq!(value(line), Ok(wanted.to_owned()), "{line}");
        }
    }

    #[test]
    fn malformed_lines_are_told_by_their_number_and_never_by_their_text() {
        for (line, wanted) in [
            ("s3cret", "is not of the form NAME=value"),
            ("=s3cret", "has a name that is none"),
            ("1A=s3cret", "has a name that is none"),
            ("A-B=s3cret", "has a name that is none"),
            ("A='s3cret", "not closed"),
            ("A=\"s3cret\\", "not closed"),
            ("A=\"s3cret\\x\"", "a backslash before"),
            ("A='a's3cret", "text behind a closing quote"),
            ("A='a'#s3cret", "text behind a closing quote"),
            ("A=${s3cret}", "names are not filled in"),
            ("A=\"${s3cret}\"", "names are not filled in"),
        ] {
            let file = EnvFile::parse(&format!("# told\n\n{line}\nB=1"));
            let [problem] = file.problems.as_slice() else { panic!("{line}: {file:?}") };
            assert!(problem.starts_with(".env line 3 "), "{problem}");
            assert!(problem.contains(wanted) && !problem.contains("s3cret"), "{problem}");
            assert_eq!(file.value("B"), Some("1"));
        }
    }

    #[test]
    fn a_name_is_set_once() {
        let file = EnvFile::parse("A=1\nA=2");
        assert_eq!(file.problems, [".env line 2 sets a name again, after line 1"]);
    }

    #[test]
    fn a_file_that_is_not_there_says_nothing_and_one_that_is_no_text_is_a_problem() {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join(ENV_FILE);
        assert!(EnvFile::read(&path).problems.is_empty());
        std::fs::write(&path, b"A=1\nB=\xff").unwrap();
        assert_eq!(EnvFile::read(&path).problems, [".env line 2 is not UTF-8"]);
        std::fs::write(&path, "#".repeat(300 * 1024)).unwrap();
        assert_eq!(EnvFile::read(&path).problems, [".env is longer than 262144 bytes"]);
        std::fs::remove_file(&path).unwrap();
        std::fs::create_dir(&path).unwrap();
        let told = EnvFile::read(&path).problems;
        assert!(told[0].starts_with(".env cannot be read: "), "{told:?}");
    }
}
