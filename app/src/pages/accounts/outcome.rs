//! Outcomes of forms about accounts and the interfaces they watch.

use desk::accounts::{Account, AccountError, AccountFaults, AccountField, CheckReport, SeenAccount};
use desk::drafts::DraftMarker;
use desk::interfaces::WatchError;
use domain::{Contact, Kind, Lang, PathError, Repair};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::accounts::NO_ACCOUNT;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::confirm::ConfirmFault;
use crate::forms::refused::flash_from;
use crate::forms::{self, Outcome, Refused, missing_notice};
use crate::pages::accounts::check_notice::CheckNotice;
use crate::parts::repairs::Repairs;
use crate::t;
use crate::words::accounts::kind_words;
use crate::words::settings::value_words;

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
        /// What the form showed before it was filled in.
        #[serde(default)]
        seen: Option<Box<EditAccountForm>>,
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

/// The most bytes of the hidden field; what an account's fields may hold is shorter.
const LONGEST_SEEN: usize = 8_000;

impl EditAccountForm {
    /// The values of an account, as the form shows them.
    pub fn of(account: &Account) -> Self {
        let (owner, note) = (account.contact.owner.clone(), account.contact.note.clone());
        Self {
            name: account.name.clone(),
            kind: account.kind.word().to_owned(),
            daily_readings: account.daily_readings.to_string(),
            cleared_before: account.cleared_before.map(|count| count.to_string()).unwrap_or_default(),
            owner: owner.unwrap_or_default(),
            note: note.unwrap_or_default(),
        }
    }

    /// The text of the hidden field that says what the form shows.
    pub fn text(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Reads that field; `None` where it is not one of ours.
    pub fn parse(text: &str) -> Option<Self> {
        let form: Self = serde_json::from_str(text).ok().filter(|_| text.len() <= LONGEST_SEEN)?;
        form.values()?;
        Some(form)
    }

    /// The same as values of an account; `None` where they cannot be those of one.
    pub fn values(&self) -> Option<SeenAccount> {
        Some(SeenAccount {
            name: self.name.clone(),
            kind: self.kind.parse().ok()?,
            daily_readings: self.daily_readings.parse().ok()?,
            cleared_before: forms::number(&self.cleared_before),
            contact: Contact::parse(&self.owner, &self.note).ok()?,
        })
    }

    /// The form with the values of `now` in the fields that were left as they were `seen`.
    #[must_use]
    pub fn beside(self, seen: &Self, now: &Self) -> Self {
        let field = |typed: String, seen: &String, now: &String| if typed == *seen { now.clone() } else { typed };
        Self {
            name: field(self.name, &seen.name, &now.name),
            kind: field(self.kind, &seen.kind, &now.kind),
            daily_readings: field(self.daily_readings, &seen.daily_readings, &now.daily_readings),
            cleared_before: field(self.cleared_before, &seen.cleared_before, &now.cleared_before),
            owner: field(self.owner, &seen.owner, &now.owner),
            note: field(self.note, &seen.note, &now.note),
        }
    }
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
            Self::Edit { faults, .. } if !faults.overtaken.is_empty() => {
                return Some(overtaken_notice(lang, &faults.overtaken));
            }
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

/// The notice that somebody else changed fields since the form was shown: which ones, to what, and what to do.
fn overtaken_notice(lang: Lang, fields: &[(AccountField, String)]) -> AnyView {
    let values = fields.iter().map(|(field, value)| {
        let name = match field {
            AccountField::Name => t!(lang, "field-name"),
            AccountField::Kind => t!(lang, "col-kind"),
            AccountField::DailyReadings => t!(lang, "field-readings"),
            AccountField::ClearedBefore => t!(lang, "field-cleared"),
            AccountField::Owner => t!(lang, "contact-owner"),
            AccountField::Note => t!(lang, "contact-note"),
        };
        let value = match value.parse::<Kind>() {
            Ok(kind) if *field == AccountField::Kind => kind_words(lang, kind),
            _ => value_words(lang, Some(value)),
        };
        t!(lang, "setting-overtaken-value", name = name, value = value).into_owned()
    });
    let values = values.collect::<Vec<_>>().join(&t!(lang, "semicolon"));
    let (title, why) = (t!(lang, "setting-overtaken"), t!(lang, "setting-overtaken-why", values = values));
    view! { <Notice kind=NoticeKind::Warning title why next=t!(lang, "setting-overtaken-next") /> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Flash;

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
