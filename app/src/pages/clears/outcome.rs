//! Outcomes of forms about clears: orders, requests for a second person, and settled clears.

use desk::clears::{ClearError, NotClearable, RequestError};
use domain::{ClearId, paths};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::failure::clears::{NO_CLEAR, NO_REQUEST};
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::confirm::ConfirmFault;
use crate::forms::reason::ReasonFault;
use crate::forms::{Flash, Outcome, Refused, missing_notice};
use crate::t;

/// The outcome of the form that orders a clear, where it is not the clear's own page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OrderOutcome {
    /// The same clear had been ordered before; nothing was sent now.
    Replayed,
    /// A request for the same clear waits already; nothing was added to it.
    RequestWaits,
    /// The page that was confirmed had made a clear before.
    Made,
    /// Another clear of the account is under way.
    UnderWay,
    /// The account or interface cannot be cleared at all.
    NotClearable(NotClearable),
    /// The account does not exist, or is retired.
    NoSuchAccount,
    /// The interface does not exist, or is not watched.
    NoSuchInterface,
    /// The form has to be corrected.
    Correct {
        /// The fields as typed.
        typed: TypedClearForm,
        /// Why nothing was sent.
        fault: ClearFault,
    },
}

/// Why an ordered clear was not made, where confirming it again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClearFault {
    /// No reason was given.
    ReasonMissing,
    /// The reason is too long.
    ReasonTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// Something stands in the way, and no reason to go on was given.
    OverrideMissing,
    /// The reason to go on is too long.
    OverrideTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// Every count is near 0, and no reason to clear anyway was given.
    AnywayMissing,
    /// The reason to clear anyway is too long.
    AnywayTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// The account's name is missing or another.
    Name,
    /// What was typed to go on without a second person is not the phrase.
    PhraseWrong,
    /// It was typed, but another button was pressed, or none: the Enter key presses the first.
    PhraseUnsent,
    /// The password that confirms going on without a second person is missing or another.
    Password(ConfirmFault),
    /// None is left, by WeChat's own word.
    NothingLeft,
    /// What was confirmed is not how things stand.
    FactsChanged,
}

/// The form that orders a clear, as typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedClearForm {
    /// Why.
    pub reason: String,
    /// The account's name.
    pub name: String,
    /// Why one goes on although something stands in the way.
    pub override_reason: String,
    /// Why one clears although every count is near 0.
    #[serde(default)]
    pub anyway_reason: String,
    /// What was typed to go on without a second person.
    pub glass: String,
}

#[typetag::serde]
impl Outcome for OrderOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (title, next) = match self {
            Self::Replayed => {
                let title = t!(lang, "done-clear-replayed");
                return Some(view! { <Notice kind=NoticeKind::Info title /> }.into_any());
            }
            Self::RequestWaits => {
                let [title, next] = t!(lang, ["request-waits-already", "request-waits-already-next"]);
                return Some(view! { <Notice kind=NoticeKind::Info title next /> }.into_any());
            }
            Self::Made => (t!(lang, "refused-clear-made"), t!(lang, "refused-clear-made-why")),
            Self::UnderWay => (t!(lang, "refused-clear-made"), t!(lang, "refused-clear-under-way-why")),
            Self::NotClearable(NotClearable::Platform) => {
                (t!(lang, "not-clearable-title"), t!(lang, "not-clearable-platform"))
            }
            Self::NotClearable(NotClearable::InterfaceBySecret) => {
                (t!(lang, "not-clearable-title"), t!(lang, "not-clearable-secret"))
            }
            Self::NotClearable(NotClearable::Total) => {
                (t!(lang, "not-clearable-title"), t!(lang, "not-clearable-total"))
            }
            // Why is told on the page.
            Self::NotClearable(NotClearable::RefusedBefore) => {
                (t!(lang, "confirm-nothing-sent"), t!(lang, "confirm-nothing-sent-why"))
            }
            Self::NoSuchAccount => return missing_notice(NO_ACCOUNT),
            Self::NoSuchInterface => return missing_notice(NO_INTERFACE),
            Self::Correct { .. } => return None,
        };
        Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        match self {
            Self::NoSuchAccount => failure == NO_ACCOUNT,
            Self::NoSuchInterface => failure == NO_INTERFACE,
            _ => false,
        }
    }
}

/// The outcome of a form about a request for a second person, where its page does not tell it by itself.
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
    /// Every count is near 0, and whoever agrees has to say why.
    Anyway {
        /// What was typed.
        typed: String,
        /// What is wrong with it.
        fault: ReasonFault,
    },
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
            RequestError::Forbidden(forbidden) => return Refused::forbidden(forbidden.role).into(),
            RequestError::Internal(error) => return error.into(),
            RequestError::NoSuchRequest => RequestOutcome::NoSuchRequest,
            RequestError::NotPending(_) => RequestOutcome::Over,
            RequestError::NotDecider => RequestOutcome::NotTheirs,
            RequestError::RequesterNotAllowed => RequestOutcome::AskerMayNot,
            RequestError::Clear(ClearError::Outdated) => RequestOutcome::FactsChanged,
            RequestError::Clear(ClearError::Conflict { id: clear, in_flight }) => {
                RequestOutcome::InTheWay { clear, in_flight }
            }
            RequestError::Clear(ClearError::BudgetSpent { only_guessed, .. }) => RequestOutcome::Spent { only_guessed },
            RequestError::Clear(
                ClearError::NoSuchAccount | ClearError::NoSuchInterface | ClearError::NotClearable(_),
            ) => RequestOutcome::Gone,
            error @ (RequestError::Reason(_) | RequestError::Clear(_)) => {
                tracing::error!(%error, "a request was refused for what it cannot be");
                return Refused::Internal.into();
            }
        };
        outcome.into()
    }
}

#[typetag::serde]
impl Outcome for RequestOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let (title, next) = match self {
            Self::NoSuchRequest => (t!(lang, "no-request-title"), t!(lang, "no-request-why")),
            Self::Over => (t!(lang, "refused-request-over"), t!(lang, "refused-request-over-next")),
            Self::AskerMayNot => (t!(lang, "refused-asker"), t!(lang, "refused-asker-next")),
            Self::NotTheirs => (t!(lang, "refused-not-theirs"), t!(lang, "refused-not-theirs-next")),
            Self::FactsChanged => (t!(lang, "confirm-changed"), t!(lang, "refused-changed-next")),
            Self::InTheWay { in_flight: true, .. } => {
                (t!(lang, "refused-in-the-way"), t!(lang, "refused-in-flight-next"))
            }
            Self::InTheWay { in_flight: false, .. } => (t!(lang, "refused-in-the-way"), t!(lang, "refused-open-next")),
            Self::Spent { only_guessed: true } => (t!(lang, "refused-spent"), t!(lang, "refused-spent-guessed-next")),
            Self::Spent { only_guessed: false } => (t!(lang, "refused-spent"), t!(lang, "refused-spent-next")),
            Self::Gone => (t!(lang, "request-gone"), t!(lang, "request-gone-next")),
            Self::Anyway { .. } | Self::Decline { .. } => return None,
        };
        let clear = match self {
            Self::InTheWay { clear, .. } => Some(paths::clear(*clear)),
            _ => None,
        };
        let kind = if *self == Self::Over { NoticeKind::Info } else { NoticeKind::Error };
        let notice = view! {
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
        };
        Some(notice.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_REQUEST && *self == Self::NoSuchRequest
    }
}

/// The outcome of a form that settles an unknown clear or dismisses a guess, where the clear's page does not tell it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettleOutcome {
    /// There is no such clear.
    NoSuchClear,
    /// Somebody was first, or readings told.
    Over,
    /// The form is to be corrected.
    Correct(TypedSettlement),
}

/// The form that settles a clear or dismisses a guess, as typed, with what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedSettlement {
    /// The reason.
    pub reason: String,
    /// What was chosen, where there is a choice.
    pub choice: String,
    /// Whether nothing was chosen where something has to be.
    pub unchosen: bool,
    /// What is wrong with the reason.
    pub fault: Option<ReasonFault>,
}

impl TypedSettlement {
    /// Whether anything is to be corrected.
    pub(crate) fn is_wrong(&self) -> bool {
        self.unchosen || self.fault.is_some()
    }
}

#[typetag::serde]
impl Outcome for SettleOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        match self {
            Self::NoSuchClear => missing_notice(NO_CLEAR),
            Self::Over => {
                let (title, next) = (t!(lang, "refused-settled"), t!(lang, "refused-settled-next"));
                Some(view! { <Notice kind=NoticeKind::Info title next /> }.into_any())
            }
            Self::Correct(_) => None,
        }
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_CLEAR && *self == Self::NoSuchClear
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms;

    #[test]
    fn endless_values_fit_into_a_flash() {
        let endless = "\u{1}🛒\n".repeat(1_000_000);
        let typed = TypedClearForm {
            reason: forms::text_shown_again(&endless),
            name: forms::shown_again(&endless),
            override_reason: forms::text_shown_again(&endless),
            anyway_reason: forms::text_shown_again(&endless),
            glass: forms::shown_again(&endless),
        };
        assert!(typed.reason.starts_with("🛒\n🛒") && typed.name.starts_with("🛒🛒"));
        let flash = Flash::from(OrderOutcome::Correct { typed, fault: ClearFault::Name });
        assert!(serde_json::to_string(&flash).unwrap().len() < 100_000, "what is too long could not be kept");
    }

    #[test]
    fn an_outcome_is_read_back_as_its_own_type() {
        let left = serde_json::to_string(&Flash::from(SettleOutcome::Over)).unwrap();
        let mut flash: Flash = serde_json::from_str(&left).unwrap();
        assert_eq!(flash.read(), Some(&SettleOutcome::Over));
        assert_eq!(flash.read::<OrderOutcome>(), None);
        assert_eq!(flash.take(|outcome: &SettleOutcome| *outcome == SettleOutcome::NoSuchClear), None);
        assert_eq!(flash.take(|_: &SettleOutcome| true), Some(SettleOutcome::Over));
        assert!(flash.is_empty());
    }
}
