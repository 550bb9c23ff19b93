//! What a companion does when it is told how a session was.

use super::DiaryTag;

/// A companion that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reaction<'a> {
    /// Which companion it is.
    pub companion_type: &'a str,
    /// What it does.
    pub animation: &'static str,
    /// Why.
    pub tag: DiaryTag,
}

/// What the companion at somebody's side does about the tags of a note: it moves by the first of
/// them. Without a companion, or without tags, nothing.
#[must_use]
pub fn reaction<'a>(companion: Option<&'a str>, tags: &[DiaryTag]) -> Option<Reaction<'a>> {
    let (companion_type, tag) = (companion?, *tags.first()?);
    let animation = match tag {
        DiaryTag::Productive => "reaction-purr",
        DiaryTag::Breakthrough => "reaction-jump",
        DiaryTag::DeepFocus => "reaction-nod",
        DiaryTag::Energized => "reaction-run",
        DiaryTag::Social => "reaction-approach",
        DiaryTag::Tired => "reaction-nap",
        DiaryTag::Distracted => "reaction-wobble",
        DiaryTag::Struggled => "reaction-nudge",
    };
    Some(Reaction { companion_type, animation, tag })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_companion_moves_by_the_first_tag() {
        let told = reaction(Some("cat"), &[DiaryTag::Tired, DiaryTag::Social]).unwrap();
        assert_eq!((told.companion_type, told.animation), ("cat", "reaction-nap"));
        assert_eq!(told.tag, DiaryTag::Tired);
    }

    #[test]
    fn every_tag_moves_it_in_a_way_of_its_own() {
        let moves = |tag: &DiaryTag| reaction(Some("cat"), &[*tag]).unwrap().animation;
        for (place, tag) in DiaryTag::ALL.iter().enumerate() {
            assert!(DiaryTag::ALL[..place].iter().all(|other| moves(other) != moves(tag)));
        }
    }

    #[test]
    fn nobody_moves_without_a_companion_or_tags() {
        assert_eq!(reaction(None, &[DiaryTag::Tired]), None);
        assert_eq!(reaction(Some("cat"), &[]), None);
    }
}
