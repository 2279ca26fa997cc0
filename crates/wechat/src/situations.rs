//! Explanations of answers by the facts around the call, where these say more than the errcode: `situations.toml`.

use std::sync::LazyLock;

use domain::Lang;
use serde::Deserialize;

use crate::errcodes::{ClearHelps, Explanation, Text, Who};

/// A situation that facts around a call prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Situation {
    /// A token was refused that somebody sent from an address that is not ours.
    StrangeToken,
    /// The IP list refused a call from an address that is not ours.
    StrangeAddress,
    /// A day's quota was used up, and that day is over.
    DayOver,
    /// The answer is no JSON, so it has no errcode.
    NoErrcode,
}

/// The file of all situations. The tests below check it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    situation: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    word: Situation,
    clear_helps: ClearHelps,
    who: Who,
    zh: Text,
    en: Text,
}

static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    let catalogue: Result<Catalogue, _> = toml::from_str(include_str!("situations.toml"));
    catalogue.map(|catalogue| catalogue.situation).unwrap_or_default()
});

/// The explanation of a situation; `None` only where the file has no entry for it.
pub fn explain_situation(situation: Situation, lang: Lang) -> Option<Explanation> {
    let entry = ENTRIES.iter().find(|entry| entry.word == situation)?;
    let text = match lang {
        Lang::ZhCn => &entry.zh,
        Lang::En => &entry.en,
    };
    Some(text.explanation(entry.clear_helps, entry.who, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_situation_is_explained() {
        let catalogue: Catalogue = toml::from_str(include_str!("situations.toml")).unwrap();
        assert_eq!(catalogue.situation.len(), 4);
        let all = [Situation::StrangeToken, Situation::StrangeAddress, Situation::DayOver, Situation::NoErrcode];
        for situation in all {
            for (lang, longest) in [(Lang::ZhCn, 120), (Lang::En, 240)] {
                let told = explain_situation(situation, lang).unwrap();
                for text in [&told.title, &told.meaning, &told.cause, &told.next_step, &told.customer] {
                    assert!(!text.is_empty() && text.chars().count() <= longest, "{situation:?}: {text}");
                    assert!(!text.contains(['!', '！']), "{situation:?}: {text}");
                }
            }
        }
    }
}
