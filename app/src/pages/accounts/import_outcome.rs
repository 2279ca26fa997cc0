//! Outcomes of forms about an import of accounts.

use desk::account_import::{SheetError, UploadError};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::Outcome;
use crate::forms::refused::flash_from;
use crate::t;
use crate::words::account_import::sheet_words;

/// The outcome of a form about an import of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportOutcome {
    /// The accounts are being added, or were.
    Begun,
    /// The file is kept no longer, because nobody wanted it.
    Discarded,
    /// No file was chosen.
    NothingChosen,
    /// The file is too large.
    TooLarge,
    /// The file as a whole cannot be read.
    Sheet(SheetError),
    /// The file is no longer kept.
    KeptNoLonger,
    /// Another import is under way.
    Busy,
}

flash_from!(
    UploadError,
    UploadError::TooLarge => ImportOutcome::TooLarge,
    UploadError::Sheet(error) => ImportOutcome::Sheet(error),
    UploadError::KeptNoLonger => ImportOutcome::KeptNoLonger,
    UploadError::Busy => ImportOutcome::Busy
);

#[typetag::serde]
impl Outcome for ImportOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (kind, title) = match self {
            // The page itself shows how far it is.
            Self::Begun => return None,
            Self::Discarded => (NoticeKind::Success, t!(lang, "import-discarded")),
            Self::NothingChosen => (NoticeKind::Error, t!(lang, "import-nothing-chosen")),
            Self::TooLarge => (NoticeKind::Error, t!(lang, "import-too-large")),
            Self::Sheet(error) => (NoticeKind::Error, sheet_words(lang, error)),
            Self::KeptNoLonger => (NoticeKind::Error, t!(lang, "import-kept-no-longer")),
            Self::Busy => (NoticeKind::Warning, t!(lang, "import-busy")),
        };
        Some(view! { <Notice kind title /> }.into_any())
    }
}
