//! Outcomes of forms about one interface.

use domain::LimitKind;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::Outcome;
use crate::t;

/// The outcome of a form about one interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum InterfaceOutcome {
    /// The kind of its count was set; `None`: it is found automatically.
    LimitKindSet(Option<LimitKind>),
    /// The form named no kind.
    NoSuchKind,
}

#[typetag::serde]
impl Outcome for InterfaceOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (kind, title) = match self {
            Self::LimitKindSet(Some(LimitKind::Daily)) => (NoticeKind::Success, t!(lang, "done-limit-daily")),
            Self::LimitKindSet(Some(LimitKind::Total)) => (NoticeKind::Success, t!(lang, "done-limit-total")),
            Self::LimitKindSet(None) => (NoticeKind::Success, t!(lang, "done-limit-automatic")),
            Self::NoSuchKind => (NoticeKind::Error, t!(lang, "limit-kind-missing")),
        };
        Some(view! { <Notice kind title /> }.into_any())
    }
}
