//! Tables that tests print, as `docs/reliability.md` has them.

use std::path::Path;

/// Set, a table is written into the document instead of being compared with it.
const WRITE: &str = "FOCUS_WRITE_DOCS";

/// Prints a table and compares it with what the document has between the marks of this name.
///
/// # Panics
/// When the document tells something else, or has no such marks.
pub fn compare(name: &str, table: &str) {
    println!("{table}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/reliability.md");
    let text = std::fs::read_to_string(&path).expect("the document is there");
    let (begin, end) = (format!("<!-- {name}: begin -->"), format!("<!-- {name}: end -->"));
    let marked = text.split_once(&begin).and_then(|(before, rest)| {
        let (kept, after) = rest.split_once(&end)?;
        Some((before, kept, after))
    });
    let (before, kept, after) = marked.expect("the document has marks of this name");
    let wanted = format!("\n\n{}\n\n", table.trim_end());
    if std::env::var_os(WRITE).is_some() {
        let text = format!("{before}{begin}{wanted}{end}{after}");
        std::fs::write(&path, text).expect("the document is written");
    } else {
        assert_eq!(
            kept, wanted,
            "docs/reliability.md tells something else: run this with {WRITE}=1"
        );
    }
}
