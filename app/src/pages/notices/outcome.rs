//! Outcomes of forms about notices.

use desk::notices::NoticeError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::notices::NO_NOTICE;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, missing_notice};
use crate::t;

/// The outcome of a form about notices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NoticeOutcome {
    /// The notice is acknowledged.
    Acknowledged,
    /// The notice does not exist.
    NoSuchNotice,
}

flash_from!(NoticeError, NoticeError::NoSuchNotice => NoticeOutcome::NoSuchNotice);

#[typetag::serde]
impl Outcome for NoticeOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        match self {
            Self::NoSuchNotice => missing_notice(NO_NOTICE),
            Self::Acknowledged => {
                let title = t!(lang, "done-acknowledged");
                Some(view! { <Notice kind=NoticeKind::Success title /> }.into_any())
            }
        }
    }

    fn repeats(&self, failure: Failure) -> bool {
        *self == Self::NoSuchNotice && failure == NO_NOTICE
    }
}
