//! Outcomes of forms about rids, with typed values and their faults.

use desk::rids::{
    DetailsError, DetailsFaults, NoteError, NoteFault, PasteRemainder, RevealError, RidError, TypedRidDetails,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, missing_notice};
use crate::pages::rids::found::FoundBeside;
use crate::t;

/// The outcome of a form about rids.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RidOutcome {
    /// The text holds no whole rid, or was not searched.
    Text(TypedText),
    /// The text held more than the rids that the page shows.
    Beside(PasteRemainder),
    /// Interface or ticket have to be corrected.
    Details(TypedDetails),
    /// Interface and ticket are saved.
    DetailsSaved,
    /// The note has to be corrected.
    Note(TypedNote),
    /// The note is added.
    Noted,
    /// The note is removed.
    NoteRemoved,
    /// Nothing is stored about the rid.
    NoSuchRid,
    /// The account does not exist, or is retired.
    NoSuchAccount,
    /// A request was not revealed.
    NotRevealed(TypedReason),
}

/// A pasted text without a whole rid, as the form shows it again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedText {
    /// The text, redacted and of limited length.
    pub text: String,
    /// Whether that is only its beginning.
    pub shortened: bool,
    /// Id of the account that was chosen; empty for none.
    pub account: String,
    /// Findings in the text; `None` where it is too long to be searched.
    pub found: Option<PasteRemainder>,
}

/// Typed interface and ticket, as the form shows them again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedDetails {
    /// The fields, redacted.
    pub details: TypedRidDetails,
    /// Faults of the fields.
    pub faults: DetailsFaults,
    /// Whether somebody else changed them meanwhile.
    pub changed: bool,
}

/// A typed note, as the form shows it again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedNote {
    /// The text, redacted.
    pub text: String,
    /// Its fault.
    pub fault: Option<NoteFault>,
}

/// A typed reason to reveal a request, as the form shows it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedReason {
    /// The reason, redacted.
    pub reason: String,
    /// Why the request was not revealed.
    pub fault: RevealFault,
}

/// Faults for which a request is not revealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RevealFault {
    /// The reason is missing.
    ReasonMissing,
    /// The reason is too long.
    ReasonTooLong,
    /// WeChat tells the request no more.
    Expired,
    /// Nothing is stored about the rid, or its account is retired.
    NotKept,
    /// The account may look up no more rids today.
    Spent,
    /// The call failed: the answer or error, redacted.
    Call(String),
}

flash_from!(RidError, RidError::UnknownAccount => RidOutcome::NoSuchAccount; other);
flash_from!(DetailsError, DetailsError::NotFound => RidOutcome::NoSuchRid; other);
flash_from!(NoteError, NoteError::NotFound => RidOutcome::NoSuchRid; other);
flash_from!(RevealError; other);

#[typetag::serde]
impl Outcome for RidOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let done = |title: Text| Some(view! { <Notice kind=NoticeKind::Success title /> }.into_any());
        match self {
            Self::NoSuchRid => {
                let (title, next) = (t!(lang, "refused-no-rid"), t!(lang, "refused-no-rid-next"));
                Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any())
            }
            Self::NoSuchAccount => missing_notice(NO_ACCOUNT),
            Self::DetailsSaved => done(t!(lang, "rid-details-saved")),
            Self::Noted => done(t!(lang, "rid-noted")),
            Self::NoteRemoved => done(t!(lang, "rid-note-removed")),
            Self::Beside(found) => Some(view! { <FoundBeside found=found.clone() /> }.into_any()),
            // The forms of the page show these.
            Self::Text(_) | Self::Details(_) | Self::Note(_) | Self::NotRevealed(_) => None,
        }
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_ACCOUNT && *self == Self::NoSuchAccount
    }
}
