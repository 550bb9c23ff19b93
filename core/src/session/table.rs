//! What a table is like: how people sit there, in which language, and in which room.

use crate::words::word_set;

/// The longest topic of a table, in code points after trimming.
pub const TOPIC_MAX_LENGTH: u32 = 100;

word_set! {
    /// How people sit at a table.
    TableMode {
        /// Everybody is heard.
        ForcedAudio "forced_audio",
        /// Nobody is.
        Quiet "quiet",
    }
}

word_set! {
    /// What is spoken at a table.
    Language {
        /// English.
        English "en",
        /// Traditional Chinese.
        TraditionalChinese "zh-TW",
    }
}

word_set! {
    /// What the room of a table looks like.
    RoomType {
        /// A study.
        CozyStudy "cozy-study",
        /// A coffee shop.
        CoffeeShop "coffee-shop",
        /// A library.
        Library "library",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_stands_for_what_it_came_from() {
        for language in Language::ALL {
            assert_eq!(Language::parse(language.as_str()), Some(*language));
        }
        assert_eq!(Language::parse("zh-tw"), None);
        assert_eq!(TableMode::WORDS, ["forced_audio", "quiet"]);
        assert_eq!(RoomType::WORDS, ["cozy-study", "coffee-shop", "library"]);
    }
}
