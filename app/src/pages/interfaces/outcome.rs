//! Outcomes of forms about one interface.

use desk::interfaces::ContactError;
use domain::{ContactFaults, LimitKind};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, missing_notice};
use crate::t;

/// The outcome of a form about one interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum InterfaceOutcome {
    /// The kind of its count was set; `None`: it is found automatically.
    LimitKindSet(Option<LimitKind>),
    /// The form named no kind.
    NoSuchKind,
    /// Its owner and note were set.
    ContactSet,
    /// The form that sets them has to be corrected.
    Contact {
        /// The owner as typed.
        owner: String,
        /// The note as typed.
        note: String,
        /// What is wrong with them.
        faults: ContactFaults,
    },
    /// The interface does not exist.
    NoSuchInterface,
}

flash_from!(
    ContactError,
    ContactError::NoSuchInterface | ContactError::Faults(_) => InterfaceOutcome::NoSuchInterface
);

#[typetag::serde]
impl Outcome for InterfaceOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (kind, title) = match self {
            Self::LimitKindSet(Some(LimitKind::Daily)) => (NoticeKind::Success, t!(lang, "done-limit-daily")),
            Self::LimitKindSet(Some(LimitKind::Total)) => (NoticeKind::Success, t!(lang, "done-limit-total")),
            Self::LimitKindSet(None) => (NoticeKind::Success, t!(lang, "done-limit-automatic")),
            Self::ContactSet => (NoticeKind::Success, t!(lang, "done-account-saved")),
            Self::Contact { .. } => return None,
            Self::NoSuchInterface => return missing_notice(NO_INTERFACE),
            Self::NoSuchKind => (NoticeKind::Error, t!(lang, "limit-kind-missing")),
        };
        Some(view! { <Notice kind title /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        *self == Self::NoSuchInterface && failure == NO_INTERFACE
    }
}
