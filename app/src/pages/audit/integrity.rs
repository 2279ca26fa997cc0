//! "Check the seals", on the audit trail.

use desk::audit::{AuditChain, AuditError};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

use crate::components::{Button, Form, Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::{self, Flash, Refused};
use crate::t;

/// Checks the whole trail, and goes back to it.
#[server(prefix = "/form", endpoint = "audit/check")]
pub async fn check_trail() -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let flash = match desk.audit_chain(&forms::actor()).await {
        Ok(chain) => Flash::Trail(chain.into()),
        Err(AuditError::Forbidden(forbidden)) => Flash::Refused(Refused::Forbidden(forbidden.role)),
        Err(AuditError::Internal(error)) => Flash::Refused(error.into()),
    };
    forms::finish(flash, "/audit").await
}

/// What came of checking the trail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum TrailOutcome {
    /// It is as it was written.
    Whole {
        /// How many lines it has.
        lines: i64,
    },
    /// This line is not the one that was written, or one before it is missing.
    Broken {
        /// Its number.
        line: i64,
    },
    /// Lines at the end are missing.
    Cut {
        /// How many are left.
        lines: i64,
    },
}

impl From<AuditChain> for TrailOutcome {
    fn from(chain: AuditChain) -> Self {
        match chain {
            AuditChain::Whole { lines } => Self::Whole { lines },
            AuditChain::Broken { line } => Self::Broken { line },
            AuditChain::Cut { lines } => Self::Cut { lines },
        }
    }
}

/// The button.
#[component]
pub fn CheckTrailButton() -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Form action=CheckTrail::url() inline=true>
            <Button>{t!(lang, "audit-check")}</Button>
        </Form>
    }
}

/// Whether the trail is as it was written.
#[component]
pub fn TrailNotice(
    /// What came of checking it.
    outcome: TrailOutcome,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    match outcome {
        TrailOutcome::Whole { lines } => {
            let title = t!(lang, "audit-whole", lines = lines);
            view! { <Notice kind=NoticeKind::Success title why=t!(lang, "audit-whole-why") /> }.into_any()
        }
        TrailOutcome::Broken { line } => {
            let title = t!(lang, "audit-broken", line = line);
            let next = t!(lang, "audit-tampered-next");
            view! { <Notice kind=NoticeKind::Error title why=t!(lang, "audit-broken-why") next /> }.into_any()
        }
        TrailOutcome::Cut { lines } => {
            let title = t!(lang, "audit-cut", lines = lines);
            let next = t!(lang, "audit-tampered-next");
            view! { <Notice kind=NoticeKind::Error title why=t!(lang, "audit-cut-why") next /> }.into_any()
        }
    }
}
