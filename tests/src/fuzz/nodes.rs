//! Nodes as no honest host would write them, put to every rule that takes a value.

use focus_core::json::{Document, Kind, Node, Shape};
use focus_core::rating::eligibility::Facts;
use focus_core::rating::entry::{Entries, Entry, Event};
use focus_core::rating::pending::{PendingState, SessionSeats};
use focus_core::rating::{payload, shape};
use focus_core::token::{self, Claims, Policy, Principal, Wanted};
use focus_core::{Code, Timestamp};

use super::{number, text};

/// Most nodes of an input.
const NODES: usize = 64;
/// Bytes of a node: its kind with flags, and two numbers of 16 bits.
const NODE: usize = 5;
/// The most items that a list claims.
const MOST: u32 = 0x0fff;

/// Whatever a list of nodes claims, every rule answers, and what passes keeps its promises.
pub(super) fn nodes(bytes: &[u8]) {
    let count = usize::from(bytes.first().copied().unwrap_or_default()).min(NODES);
    let (table, rest) =
        bytes.get(1..).unwrap_or_default().split_at_checked(count * NODE).unwrap_or_default();
    let nodes: Vec<Node> = table.chunks_exact(NODE).map(node).collect();
    let text = text(rest);
    let document = Document::given(&text, &nodes);
    let root = document.root();
    let _ = shape::named_session(root);
    match shape::validate(root, None) {
        Ok(batch) => assert!((1..=3).contains(&batch.ratings().count())),
        Err(problems) => assert!(!problems.is_empty()),
    }
    if let Ok(form) = Entries::new(root) {
        assert!(
            form.as_slice().iter().all(|(id, entry)| !id.is_empty() && *entry == Entry::default())
        );
    }
    if let Ok(form) = Entries::restore(root) {
        assert!(payload::build(&form).len() <= form.as_slice().len());
        let _ = form.readiness(false);
    }
    for (kind, value) in root.as_array().into_iter().flatten().take(8).enumerate() {
        if let Ok((id, event)) = Event::read(kind, Shape::Text("u"), value.shape()) {
            assert!(Entries::default().apply(id, event).is_ok());
        }
    }
    let _ = (Facts::read(root), SessionSeats::read(root), PendingState::read(root));
    if let Ok(policy) = Policy::read(root) {
        assert!(Policy::new(policy.parts().clone()).is_ok());
    }
    let (Ok(claims), wanted) = (Claims::read(root), Wanted::read(root)) else { return };
    let now = Timestamp::from_unix_micros(number(&mut &*rest).cast_signed());
    let policy = Policy::try_from(r#"{"issuers":["us"],"audiences":["a"]}"#).ok();
    for wanted in wanted.iter().copied().chain(policy.iter().map(Policy::wanted)) {
        match token::check(&claims, &wanted, now) {
            Ok(()) => assert!(!Principal::of(&claims).subject.is_empty()),
            Err(problem) => assert_ne!(problem.code(), Code::TokenMalformed),
        }
    }
}

/// Kinds 0 to 15, of which the last are none; either number may be huge, but for counts, which a
/// host caps.
fn node(bytes: &[u8]) -> Node {
    let &[kind, first_low, first_high, second_low, second_high] = bytes else {
        return Node { kind: Kind::OTHER, first: 0, second: 0 };
    };
    let wide = |flag: u8, low, high| {
        let number = u32::from(u16::from_le_bytes([low, high]));
        if kind & flag == 0 { number } else { number | 0xffff_0000 }
    };
    let first = wide(0x40, first_low, first_high);
    let second = wide(0x80, second_low, second_high);
    let kind = Kind(u32::from(kind & 15));
    let counts = matches!(kind, Kind::ARRAY | Kind::OBJECT);
    Node { kind, first: if counts { first & MOST } else { first }, second }
}
