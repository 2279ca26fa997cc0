//! Kinds of limits as words.

use domain::{Lang, LimitKind};

use crate::context::Text;
use crate::t;

/// The kind of a count in a word or two.
pub(crate) fn limit_kind_words(lang: Lang, kind: LimitKind) -> Text {
    match kind {
        LimitKind::Daily => t!(lang, "limit-kind-daily"),
        LimitKind::Total => t!(lang, "limit-kind-total"),
    }
}

/// The same of what an admin set, where nothing set means that it is found automatically.
pub(crate) fn set_limit_kind_words(lang: Lang, kind: Option<LimitKind>) -> Text {
    match kind {
        Some(kind) => limit_kind_words(lang, kind),
        None => t!(lang, "limit-kind-automatic"),
    }
}
