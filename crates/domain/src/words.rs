//! Enums whose values have words: the text that names a value in the API, the database, addresses and on the command line.

/// A text that is none of the words of an enum.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{found:?} is not one of: {expected}")]
pub struct UnknownWord {
    /// The text, cut to 40 characters.
    pub found: String,
    /// Every word of the enum, separated by spaces.
    pub expected: String,
}

/// The value among `all` that has the word `word`.
///
/// # Errors
/// [`UnknownWord`] lists the words of `all`.
pub fn from_word<T: Copy>(word: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, UnknownWord> {
    all.iter().copied().find(|item| name(*item) == word).ok_or_else(|| UnknownWord {
        found: word.chars().take(40).collect(),
        expected: all.iter().map(|item| name(*item)).collect::<Vec<_>>().join(" "),
    })
}

/// Defines an enum without data in which each value has a word.
///
/// The enum gets `ALL` (every value, in the order of declaration), `word`, [`Display`](std::fmt::Display),
/// [`FromStr`](std::str::FromStr) and serde's traits; all of them read and write the word. Values after `unlisted` have a
/// word, but are neither in `ALL` nor parsed by `FromStr`.
#[macro_export]
macro_rules! word_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $($(#[$value_meta:meta])* $value:ident = $word:literal,)+
        }
        $(unlisted {
            $($(#[$unlisted_meta:meta])* $unlisted:ident = $unlisted_word:literal,)+
        })?
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, ::serde::Serialize, ::serde::Deserialize)]
        pub enum $name {
            $($(#[$value_meta])* #[serde(rename = $word)] $value,)+
            $($($(#[$unlisted_meta])* #[serde(rename = $unlisted_word)] $unlisted,)+)?
        }

        impl $name {
            /// Every value, in the order of declaration.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$value),+];

            /// The word that names the value in the API, the database, addresses and on the command line.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$value => $word,)+
                    $($(Self::$unlisted => $unlisted_word,)+)?
                }
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                $crate::words::from_word(word, &Self::ALL, Self::word)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.word())
            }
        }
    };
}
pub use word_enum;
