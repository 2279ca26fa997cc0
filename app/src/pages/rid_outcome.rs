//! What came of looking rids up, where the page that follows has to tell it.

use desk::rids::{FoundRid, NoteFaults, Pasted, TypedRidNote};
use serde::{Deserialize, Serialize};

/// The most things found in a text that are listed.
const LISTED: usize = 50;

/// What the form left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RidOutcome {
    /// The text holds no whole rid, or was not searched.
    Text {
        /// What was pasted, redacted and in bounds.
        typed: String,
        /// Whether that is only its beginning.
        shortened: bool,
        /// The account that was chosen; empty for none.
        account: String,
        /// What is in it; `None` where it is too long to be searched.
        found: Option<FoundList>,
    },
    /// Beside what the page shows, the text held this too.
    Beside(FoundList),
    /// What somebody wrote beside a request has to be corrected.
    Note {
        /// What was typed, redacted.
        typed: TypedRidNote,
        /// What is wrong.
        faults: NoteFaults,
    },
    /// What was written beside a request is kept.
    Noted,
    /// A request was not revealed.
    NotRevealed {
        /// The reason that was typed, redacted.
        typed: String,
        /// Why not.
        why: NotRevealed,
    },
}

/// Why a request was not revealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NotRevealed {
    /// A reason is needed.
    ReasonMissing,
    /// It is too long.
    ReasonTooLong,
    /// WeChat has forgotten it.
    Expired,
    /// Nothing is kept of it, or its account is retired.
    NotKept,
    /// WeChat, or the way there, failed; what it said, redacted.
    Call(String),
}

/// What stands in a text beside whole rids.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundList {
    /// How many rids there are.
    pub count: usize,
    /// What stood in hints of the old kind.
    pub hints: Vec<String>,
    /// What was meant as a rid and is not whole.
    pub incomplete: Vec<String>,
    /// The first errcode in it.
    pub errcode: Option<i32>,
}

impl FoundList {
    /// What is told of all that was found, in bounds; what is no rid is `masked`. That takes longer than finding it, so
    /// only what is listed is.
    pub fn of(pasted: &Pasted, masked: impl Fn(&str) -> String) -> Self {
        let mut list = Self { errcode: pasted.errcode, count: pasted.rids.len(), ..Self::default() };
        for one in &pasted.found {
            match one {
                FoundRid::Rid(_) => {}
                FoundRid::Hint(text) => listed(&mut list.hints, || masked(text)),
                FoundRid::Incomplete(text) => listed(&mut list.incomplete, || masked(text)),
            }
        }
        list
    }

    /// Whether there is nothing to tell beside rids.
    pub fn has_only_rids(&self) -> bool {
        self.hints.is_empty() && self.incomplete.is_empty()
    }
}

/// Adds a text to a list that is not full.
fn listed(list: &mut Vec<String>, text: impl FnOnce() -> String) {
    if list.len() < LISTED {
        list.push(text());
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use desk::rids::Rid;

    use super::*;

    #[test]
    fn no_more_is_masked_than_is_listed() {
        let rid = "617682e0-09059ac5-34a8e2ea".parse::<Rid>().unwrap();
        let dated = desk::rids::DatedRid::of(rid, jiff::Timestamp::UNIX_EPOCH);
        let found = (0..1_000).flat_map(|n| {
            [FoundRid::Rid(dated.clone()), FoundRid::Hint(n.to_string()), FoundRid::Incomplete(n.to_string())]
        });
        let pasted = Pasted { found: found.collect(), ..Pasted::default() };
        let masked = Cell::new(0);
        let list = FoundList::of(&pasted, |text| {
            masked.set(masked.get() + 1);
            format!("<{text}>")
        });
        assert_eq!((list.hints.len(), list.incomplete.len()), (50, 50));
        assert_eq!((masked.get(), list.hints[49].as_str()), (100, "<49>"));
    }
}
