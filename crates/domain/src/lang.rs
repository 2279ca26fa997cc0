//! The languages that pages, explanations and alerts are written in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::{UnknownWord, from_word};

/// A language. Texts in both are originals, not translations of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// Simplified Chinese as written in mainland China.
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// Every language, in the order in which choosers offer them.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The BCP 47 tag: the word for it in cookies, settings, the API and `<html lang>`.
    pub fn word(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The value of `<html lang>`, which is also [`Self::word`].
    pub fn html_tag(self) -> &'static str {
        self.word()
    }
}

impl FromStr for Lang {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        from_word(word, &Self::ALL, Self::word)
    }
}

impl fmt::Display for Lang {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_round_trip_and_are_what_serde_writes() {
        for lang in Lang::ALL {
            assert_eq!(lang.word().parse::<Lang>(), Ok(lang));
            assert_eq!(serde_json::to_value(lang).unwrap(), lang.word());
        }
        assert!("zh".parse::<Lang>().is_err());
    }
}
