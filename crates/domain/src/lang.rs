//! The languages that pages, explanations and alerts are written in.

use crate::words::word_enum;

word_enum! {
    /// A language. Texts in both are originals, not translations of each other.
    pub enum Lang {
        /// Simplified Chinese as written in mainland China.
        ZhCn = "zh-CN",
        /// English.
        En = "en",
    }
}

impl Lang {
    /// The value of `<html lang>`, which is also [`Self::word`].
    pub fn html_tag(self) -> &'static str {
        self.word()
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
