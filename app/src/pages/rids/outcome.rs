//! What came of looking rids up, where the page that follows has to tell it.

use desk::rids::{Beside, NoteFaults, TypedRidNote};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::forms::{Outcome, missing_notice};
use crate::t;

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
        found: Option<Beside>,
    },
    /// Beside what the page shows, the text held this too.
    Beside(Beside),
    /// What somebody wrote beside a request has to be corrected.
    Note {
        /// What was typed, redacted.
        typed: TypedRidNote,
        /// What is wrong.
        faults: NoteFaults,
        /// Somebody else changed it meanwhile.
        changed: bool,
    },
    /// What was written beside a request is kept.
    Noted,
    /// Nothing is stored about the rid.
    NoSuchRid,
    /// The account does not exist, or is retired.
    NoSuchAccount,
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
    /// The account may look up no more rids today.
    Spent,
    /// WeChat, or the way there, failed; what it said, redacted.
    Call(String),
}

#[typetag::serde]
impl Outcome for RidOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        match self {
            Self::NoSuchRid => {
                let (title, next) = (t!(lang, "refused-no-rid"), t!(lang, "refused-no-rid-next"));
                Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any())
            }
            Self::NoSuchAccount => missing_notice(NO_ACCOUNT),
            Self::Text { .. } | Self::Beside(_) | Self::Note { .. } | Self::Noted | Self::NotRevealed { .. } => None,
        }
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_ACCOUNT && *self == Self::NoSuchAccount
    }
}
