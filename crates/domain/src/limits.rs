//! Kinds of limits: whether a count begins again each quota day or goes on for good, and how that is known.

pub mod evidence;
pub mod pace;

use serde::{Deserialize, Serialize};

use crate::words::word_enum;

word_enum! {
    /// The kind of the count that quota/get reports for an interface.
    pub enum LimitKind {
        /// It begins again at 0 with each quota day, and clears may reset it.
        Daily = "daily",
        /// It goes on for good: no reset and no clear lowers it, as for `/wxa/getwxacode` (fact sheet, sections 8.3 and 13).
        Total = "total",
    }
}

word_enum! {
    /// The source of an interface's [`LimitKind`], the strongest first.
    pub enum LimitKindSource {
        /// An admin set it.
        Admin = "admin",
        /// The catalogue of interfaces says it.
        Catalogue = "catalogue",
        /// Readings around quota midnights show it.
        Evidence = "evidence",
        /// Nothing is known: a count is daily unless something says otherwise.
        Default = "default",
    }
}

/// The kind of an interface's count, and its source.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownLimitKind {
    /// The kind.
    pub kind: LimitKind,
    /// The source.
    pub source: LimitKindSource,
}

impl KnownLimitKind {
    /// The kind by what an admin set, what the catalogue says and what readings show; the first that says anything decides.
    pub fn decide(set: Option<LimitKind>, catalogue: Option<LimitKind>, seen: Option<LimitKind>) -> Self {
        let known = |kind: Option<LimitKind>, source| kind.map(|kind| Self { kind, source });
        known(set, LimitKindSource::Admin)
            .or(known(catalogue, LimitKindSource::Catalogue))
            .or(known(seen, LimitKindSource::Evidence))
            .unwrap_or(Self { kind: LimitKind::Daily, source: LimitKindSource::Default })
    }

    /// Whether the count goes on for good.
    pub fn is_total(self) -> bool {
        self.kind == LimitKind::Total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_admin_before_the_catalogue_before_readings() {
        use LimitKind::{Daily, Total};
        for (set, catalogue, seen, kind, source) in [
            (None, None, None, Daily, LimitKindSource::Default),
            (None, None, Some(Total), Total, LimitKindSource::Evidence),
            (None, Some(Daily), Some(Total), Daily, LimitKindSource::Catalogue),
            (None, Some(Total), None, Total, LimitKindSource::Catalogue),
            (Some(Daily), Some(Total), Some(Total), Daily, LimitKindSource::Admin),
            (Some(Total), Some(Daily), None, Total, LimitKindSource::Admin),
        ] {
            assert_eq!(KnownLimitKind::decide(set, catalogue, seen), KnownLimitKind { kind, source });
        }
    }
}
