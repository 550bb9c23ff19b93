//! Closed sets of words: an enum whose variants stand on the wire as one word each.

/// What a closed set of words has, for those who read one.
pub(crate) trait Words: Copy + 'static {
    /// The words on the wire, in order.
    const WORDS: &'static [&'static str];

    /// What the word of a place stands for: one of them for every number.
    fn at(place: usize) -> Self;
}

/// Reads what stands for a place in a list, or its first.
macro_rules! words_of {
    ($name:ident $first:ident) => {
        impl crate::words::Words for $name {
            const WORDS: &'static [&'static str] = $name::WORDS;

            fn at(place: usize) -> Self {
                $name::ALL.get(place).copied().unwrap_or(Self::$first)
            }
        }
    };
}

macro_rules! word_set {
    ($(#[$doc:meta])* $name:ident {
        $(#[$about_first:meta])* $first:ident $first_word:literal,
        $($(#[$about:meta])* $variant:ident $word:literal,)*
    }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $(#[$about_first])* #[doc = concat!("`", $first_word, "`")] $first,
            $($(#[$about])* #[doc = concat!("`", $word, "`")] $variant,)*
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[Self::$first, $(Self::$variant,)*];
            /// The words on the wire, in order.
            pub const WORDS: &'static [&'static str] = &[$first_word, $($word,)*];

            /// The word on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$first => $first_word,
                    $(Self::$variant => $word,)*
                }
            }

            /// What a wire word stands for.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|known| known.as_str() == word)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "schemars")]
        crate::schema::words_schema!($name: $name::WORDS);

        crate::words::words_of!($name $first);

        impl From<$name> for crate::ask::Answer {
            fn from(word: $name) -> Self {
                word.as_str().into()
            }
        }
    };
}

pub(crate) use {word_set, words_of};
