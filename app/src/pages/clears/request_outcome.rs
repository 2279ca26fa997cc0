//! What came of a form about a request for a second person, where its page does not tell it by itself.

use crate::forms::reason::ReasonFault;
use desk::clears::{ClearError, RequestError};
use domain::ClearId;
use domain::May;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::forms::{Flash, Refused};
use crate::frame::failed::Failure;
use crate::t;

/// What came of such a form. No secrets: it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequestOutcome {
    /// There is no such request.
    NoSuchRequest,
    /// It was decided before, or time ran out.
    Over,
    /// It is not theirs to decide.
    NotTheirs,
    /// Whoever asked may not clear any more.
    AskerMayNot,
    /// What was seen is not how things stand.
    FactsChanged,
    /// Another clear stands in the way.
    InTheWay {
        /// That clear.
        clear: ClearId,
        /// Its call is under way.
        in_flight: bool,
    },
    /// None is left.
    Spent {
        /// Only guesses say so.
        only_guessed: bool,
    },
    /// What was to be cleared is not there any more.
    Gone,
    /// The form that declines is to be corrected.
    Decline {
        /// What was typed.
        typed: String,
        /// What is wrong with it.
        fault: ReasonFault,
    },
}

/// All but a reason that is to be corrected, which its form tells.
impl From<RequestError> for Flash {
    fn from(error: RequestError) -> Self {
        let outcome = match error {
            RequestError::Forbidden(forbidden) => return Self::Refused(Refused::Forbidden(forbidden.role)),
            RequestError::Internal(error) => return Self::Refused(error.into()),
            RequestError::NoSuchRequest => RequestOutcome::NoSuchRequest,
            RequestError::Over(_) => RequestOutcome::Over,
            RequestError::NotTheirs => RequestOutcome::NotTheirs,
            RequestError::AskerMayNot => RequestOutcome::AskerMayNot,
            RequestError::Clear(ClearError::FactsChanged) => RequestOutcome::FactsChanged,
            RequestError::Clear(ClearError::ClearOpen { id: clear, in_flight }) => {
                RequestOutcome::InTheWay { clear, in_flight }
            }
            RequestError::Clear(ClearError::BudgetSpent { only_guessed, .. }) => RequestOutcome::Spent { only_guessed },
            RequestError::Clear(
                ClearError::NoSuchAccount | ClearError::NoSuchInterface | ClearError::NotClearable(_),
            ) => RequestOutcome::Gone,
            error @ (RequestError::Reason(_) | RequestError::Clear(_)) => {
                tracing::error!(%error, "a request was refused for what it cannot be");
                return Self::Refused(Refused::Internal);
            }
        };
        Self::Request(Box::new(outcome))
    }
}

impl From<RequestError> for Failure {
    fn from(error: RequestError) -> Self {
        match error {
            RequestError::Forbidden(_) => Self::Forbidden(May::SeeLedger),
            RequestError::NoSuchRequest => Self::NoSuchRequest,
            RequestError::Internal(error) => error.into(),
            // What keeps a request from being decided, and no page from being shown.
            error => {
                tracing::error!(%error, "a page was refused like a decision");
                Self::Internal
            }
        }
    }
}

/// Why it was not done; nothing where a form is to be corrected, which says so itself.
#[component]
pub fn RequestNotice(
    /// What came of it.
    outcome: RequestOutcome,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, next) = match outcome {
        RequestOutcome::NoSuchRequest => (t!(lang, "no-request-title"), t!(lang, "no-request-why")),
        RequestOutcome::Over => (t!(lang, "refused-request-over"), t!(lang, "refused-request-over-next")),
        RequestOutcome::AskerMayNot => (t!(lang, "refused-asker"), t!(lang, "refused-asker-next")),
        RequestOutcome::NotTheirs => (t!(lang, "refused-not-theirs"), t!(lang, "refused-not-theirs-next")),
        RequestOutcome::FactsChanged => (t!(lang, "confirm-changed"), t!(lang, "refused-changed-next")),
        RequestOutcome::InTheWay { in_flight: true, .. } => {
            (t!(lang, "refused-in-the-way"), t!(lang, "refused-in-flight-next"))
        }
        RequestOutcome::InTheWay { in_flight: false, .. } => {
            (t!(lang, "refused-in-the-way"), t!(lang, "refused-open-next"))
        }
        RequestOutcome::Spent { only_guessed: true } => {
            (t!(lang, "refused-spent"), t!(lang, "refused-spent-guessed-next"))
        }
        RequestOutcome::Spent { only_guessed: false } => (t!(lang, "refused-spent"), t!(lang, "refused-spent-next")),
        RequestOutcome::Gone => (t!(lang, "request-gone"), t!(lang, "request-gone-next")),
        RequestOutcome::Decline { .. } => return None,
    };
    let clear = match outcome {
        RequestOutcome::InTheWay { clear, .. } => Some(format!("/clears/{clear}")),
        _ => None,
    };
    let kind = if outcome == RequestOutcome::Over { NoticeKind::Info } else { NoticeKind::Error };
    Some(view! {
        <Notice kind title next>
            {clear
                .map(|href| {
                    view! {
                        <p>
                            <a href=href>{t!(lang, "confirm-see-it")}</a>
                        </p>
                    }
                })}
        </Notice>
    })
}
