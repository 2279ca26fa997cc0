//! Outcomes of forms about accounts and the interfaces they watch.

use desk::accounts::{AccountError, AccountFaults, CheckReport};
use desk::drafts::DraftMarker;
use desk::interfaces::WatchError;
use domain::{PathError, Repair};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::confirm::ConfirmFault;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, Refused, missing_notice};
use crate::pages::accounts::check_notice::CheckNotice;
use crate::parts::repairs::Repairs;
use crate::t;

/// The outcome of a form about accounts or the interfaces they watch.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum AccountOutcome {
    /// An account was added.
    Added {
        /// The number of interfaces it watches.
        watching: usize,
        /// Paths that were repaired: as they are watched, and how.
        repaired: Vec<(String, Vec<Repair>)>,
    },
    /// What an account's settings say was changed: its name, kind, allowance, clears used before, owner or note.
    Saved,
    /// Its secret was replaced.
    SecretReplaced,
    /// It is paused.
    Paused,
    /// It is read again.
    Resumed,
    /// It is retired.
    Retired,
    /// Interfaces are watched.
    Watching {
        /// The number of newly watched paths.
        added: usize,
        /// The number of paths that were watched already.
        already: usize,
        /// Paths that were repaired: as they are watched, and how.
        repaired: Vec<(String, Vec<Repair>)>,
    },
    /// An interface is watched no longer.
    Unwatched {
        /// Its path.
        path: String,
    },
    /// The account was checked with WeChat.
    Checked(Box<CheckReport>),
    /// The account does not exist, or is retired.
    NoSuchAccount,
    /// The interface does not exist, or is not watched.
    NoSuchInterface,
    /// The form that adds an account has to be corrected.
    Add {
        /// The fields as typed, without the secret.
        typed: TypedAccountForm,
        /// What is wrong with them.
        faults: AccountFaults,
        /// WeChat's answer, where it was asked.
        check: Option<Box<CheckReport>>,
        /// The marker of the secret, where it is kept.
        kept: Option<DraftMarker>,
    },
    /// The form that edits an account has to be corrected.
    Edit {
        /// The fields as typed.
        typed: EditAccountForm,
        /// What is wrong with them.
        faults: AccountFaults,
    },
    /// The form that replaces the secret has to be corrected.
    Secret {
        /// What is wrong with it.
        faults: AccountFaults,
        /// The marker of the secret, where it is kept.
        kept: Option<DraftMarker>,
        /// What is wrong with the password that confirms the change.
        password: Option<ConfirmFault>,
    },
    /// The form that adds paths has to be corrected.
    Watch {
        /// What was chosen and typed.
        typed: TypedChoice,
        /// The path that cannot be watched.
        path: String,
        /// Why not.
        error: PathError,
    },
    /// The list of interfaces to choose from was searched.
    Search(TypedChoice),
    /// The form that retires an account has to be corrected: the name did not match.
    Retire,
}

/// The form that chooses interfaces, as it was filled in.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedChoice {
    /// The text that was searched for.
    pub search: String,
    /// The paths that were ticked.
    pub chosen: Vec<String>,
    /// The paths that were typed, one a line.
    pub paths: String,
}

/// The form that adds an account, as typed; the secret is left out: at most, it is kept sealed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedAccountForm {
    /// Name.
    pub name: String,
    /// Appid.
    pub appid: String,
    /// Kind's word.
    pub kind: String,
    /// Paths, one a line.
    pub paths: String,
    /// Clears used this month.
    pub cleared_before: String,
}

/// The form that edits an account, as typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EditAccountForm {
    /// Name.
    pub name: String,
    /// Kind's word.
    pub kind: String,
    /// Readings a day.
    pub daily_readings: String,
    /// Clears used before.
    pub cleared_before: String,
    /// Owner.
    pub owner: String,
    /// Note.
    pub note: String,
}

flash_from!(
    AccountError,
    AccountError::NoSuchAccount | AccountError::Faults(_) => AccountOutcome::NoSuchAccount
);
flash_from!(
    WatchError,
    WatchError::NoSuchAccount | WatchError::Path { .. } => AccountOutcome::NoSuchAccount,
    WatchError::NoSuchInterface => AccountOutcome::NoSuchInterface
);

#[typetag::serde]
impl Outcome for AccountOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let mut repairs = Vec::new();
        let title = match self {
            Self::Added { watching, repaired } => {
                repairs.clone_from(repaired);
                t!(lang, "done-account-added", count = *watching)
            }
            Self::Saved => t!(lang, "done-account-saved"),
            Self::SecretReplaced => t!(lang, "done-secret-replaced"),
            Self::Paused => t!(lang, "done-paused"),
            Self::Resumed => t!(lang, "done-resumed"),
            Self::Retired => t!(lang, "done-retired"),
            Self::Watching { added, already, repaired } => {
                repairs.clone_from(repaired);
                match (*added, *already) {
                    (0, already) => t!(lang, "done-watching-already", count = already),
                    (added, 0) => t!(lang, "done-watching", count = added),
                    (added, already) => t!(lang, "done-watching-some", added = added, already = already),
                }
            }
            Self::Unwatched { path } => t!(lang, "done-unwatched", path = path.as_str()),
            Self::Checked(report) => return Some(view! { <CheckNotice report=(**report).clone() /> }.into_any()),
            Self::NoSuchAccount => return missing_notice(NO_ACCOUNT),
            Self::NoSuchInterface => return missing_notice(NO_INTERFACE),
            // Nothing was wrong with what was typed: it could not be carried out.
            Self::Add { faults, check: None, .. } | Self::Secret { faults, .. }
                if *faults == AccountFaults::default() =>
            {
                return Refused::Internal.notice();
            }
            Self::Add { .. }
            | Self::Edit { .. }
            | Self::Secret { .. }
            | Self::Watch { .. }
            | Self::Search(_)
            | Self::Retire => return None,
        };
        Some(
            view! {
                <Notice kind=NoticeKind::Success title>
                    <Repairs repairs />
                </Notice>
            }
            .into_any(),
        )
    }

    fn repeats(&self, failure: Failure) -> bool {
        match self {
            Self::NoSuchAccount => failure == NO_ACCOUNT,
            Self::NoSuchInterface => failure == NO_INTERFACE,
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::{self, Flash};

    #[test]
    fn endless_values_fit_into_a_flash() {
        let endless = "\u{1}\"".repeat(1_000_000);
        let typed = TypedAccountForm {
            name: forms::shown_again(&endless),
            appid: forms::shown_again(&endless),
            kind: forms::shown_again(&endless),
            paths: forms::paths_shown_again(&endless),
            cleared_before: forms::shown_again(&endless),
        };
        let faults = AccountFaults { path: Some((endless, PathError::TooLong)), ..AccountFaults::default() };
        let faults = forms::faults_shown_again(faults);
        let flash = Flash::from(AccountOutcome::Add { typed, faults, check: None, kept: None });
        assert!(serde_json::to_string(&flash).unwrap().len() < 50_000, "what is too long could not be kept");
    }
}
