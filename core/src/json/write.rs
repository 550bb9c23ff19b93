//! Writing text as JSON.

use alloc::string::String;

/// Appends a text as a JSON string of ASCII characters only.
pub fn push_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            ' '..='~' => out.push(c),
            _ => push_escaped(out, c),
        }
    }
    out.push('"');
}

/// Appends a character as one or two `\uXXXX` escapes.
pub fn push_escaped(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        push_unit(out, *unit);
    }
}

fn push_unit(out: &mut String, unit: u16) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.extend(char::from_digit(u32::from(unit >> shift & 15), 16));
    }
}
