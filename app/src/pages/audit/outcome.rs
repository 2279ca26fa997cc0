//! The result of checking the audit trail.

use desk::audit::{AuditChain, AuditError, Recorded};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::Outcome;
use crate::forms::refused::flash_from;
use crate::t;
use crate::words::audit::recorded_words;

/// The result of checking the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrailOutcome {
    /// The trail is complete and unchanged; the number of its lines.
    Whole(i64),
    /// A line was changed, or one before it is missing; the number of that line.
    Broken(i64),
    /// Lines at the end are missing; the number of lines left.
    Cut(i64),
    /// A record of this kind, with this id, has no line.
    Unrecorded(Recorded, i64),
}

impl From<AuditChain> for TrailOutcome {
    fn from(chain: AuditChain) -> Self {
        match chain {
            AuditChain::Whole { lines } => Self::Whole(lines),
            AuditChain::Broken { line } => Self::Broken(line),
            AuditChain::Cut { lines } => Self::Cut(lines),
            AuditChain::Unrecorded { record, id } => Self::Unrecorded(record, id),
        }
    }
}

flash_from!(AuditError);

#[typetag::serde]
impl Outcome for TrailOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let next = t!(lang, "audit-tampered-next");
        let notice = match *self {
            Self::Whole(lines) => {
                let title = t!(lang, "audit-whole", lines = lines);
                view! { <Notice kind=NoticeKind::Success title why=t!(lang, "audit-whole-why") /> }.into_any()
            }
            Self::Broken(line) => {
                let title = t!(lang, "audit-broken", line = line);
                view! { <Notice kind=NoticeKind::Error title why=t!(lang, "audit-broken-why") next /> }.into_any()
            }
            Self::Cut(lines) => {
                let title = t!(lang, "audit-cut", lines = lines);
                view! { <Notice kind=NoticeKind::Error title why=t!(lang, "audit-cut-why") next /> }.into_any()
            }
            Self::Unrecorded(record, id) => {
                let title = t!(lang, "audit-unrecorded", record = recorded_words(lang, record, id));
                view! { <Notice kind=NoticeKind::Error title why=t!(lang, "audit-unrecorded-why") next /> }.into_any()
            }
        };
        Some(notice)
    }
}
