//! Outcomes of forms about policies, and the policy form as it was typed.

use desk::policies::{ChangeOutcome, PolicyError, PolicyFaults, TypedPolicy};
use domain::policies::Mode;
use domain::{PolicyId, Repair};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::policies::NO_POLICY;
use crate::forms::reason::ReasonFault;
use crate::forms::refused::flash_from;
use crate::forms::{self, Outcome, missing_notice};
use crate::parts::repairs::Repairs;
use crate::t;

/// The most accounts whose ids are shown again; ids that are longer than [`LONGEST_ID`] are none.
const ACCOUNTS: usize = 500;
const LONGEST_ID: usize = 12;

/// The policy that a form changes, and the version of it that the form's page showed; `None` for a new policy.
pub type FormTarget = Option<(PolicyId, i64)>;

/// The outcome of a form about policies. It holds no secrets, since it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyOutcome {
    /// A policy was made or changed.
    Saved {
        /// Whether it was made.
        is_new: bool,
        /// Typed paths that were repaired: as they are kept, and how.
        repaired: Vec<(String, Vec<Repair>)>,
        /// Whether it waits for incidents that services report, not for a reading.
        reported: bool,
    },
    /// Nothing, since the policy or switch was in that state already.
    Unchanged,
    /// The policy has this mode from now on.
    Switched(Mode),
    /// The policy was paused.
    Paused,
    /// The policy was resumed.
    Resumed {
        /// Whether it waits for incidents that services report.
        reported: bool,
    },
    /// The policy was removed.
    Removed {
        /// Its name.
        name: String,
    },
    /// All automatic clears were stopped.
    Stopped,
    /// Automatic clears were allowed again.
    Allowed,
    /// The policy does not exist, or was removed.
    NoSuchPolicy,
    /// Somebody else changed the policy after the form's page was loaded.
    Outdated,
    /// The policy form has to be corrected.
    Correct(PolicyForm),
    /// Somebody else changed the policy while this was typed.
    Conflict(PolicyForm),
    /// The policy as typed is tried; nothing of it is saved.
    Try(PolicyForm),
    /// The reason for stopping all automatic clears is too long.
    StopReason {
        /// The typed reason.
        typed: String,
        /// Its fault.
        fault: ReasonFault,
    },
}

/// The policy form as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyForm {
    /// What it changes.
    pub target: FormTarget,
    /// The typed values.
    pub typed: TypedPolicy,
    /// Faults of the typed values.
    pub faults: PolicyFaults,
}

impl PolicyForm {
    /// The form as it can be shown again: without secrets that were pasted, and no longer than a flash can hold.
    pub(crate) fn shown_again(target: FormTarget, typed: &TypedPolicy, faults: PolicyFaults) -> Self {
        let again = |typed: &String| forms::shown_again(typed);
        let is_id = |id: &&String| id.len() <= LONGEST_ID && id.bytes().all(|byte| byte.is_ascii_digit());
        let typed = TypedPolicy {
            name: again(&typed.name),
            whose: again(&typed.whose),
            accounts: typed.accounts.iter().filter(is_id).take(ACCOUNTS).cloned().collect(),
            paths: forms::paths_shown_again(&typed.paths),
            excluded: forms::paths_shown_again(&typed.excluded),
            trigger: again(&typed.trigger),
            percent: again(&typed.percent),
            time: again(&typed.time),
            mode: again(&typed.mode),
            whole_account: again(&typed.whole_account),
            reserve_account: again(&typed.reserve_account),
            reserve_interface: again(&typed.reserve_interface),
            a_day: again(&typed.a_day),
            a_month: again(&typed.a_month),
            cooldown: again(&typed.cooldown),
            quiet_from: again(&typed.quiet_from),
            quiet_to: again(&typed.quiet_to),
            before_reset: again(&typed.before_reset),
        };
        let path = |fault: Option<(String, _)>| fault.map(|(path, error)| (forms::shown_again(&path), error));
        let faults = PolicyFaults { paths: path(faults.paths), excluded: path(faults.excluded), ..faults };
        Self { target, typed, faults }
    }
}

impl PolicyOutcome {
    /// This outcome, or [`Self::Unchanged`] where there was nothing to change.
    pub(crate) fn or_unchanged(self, switched: ChangeOutcome) -> Self {
        match switched {
            ChangeOutcome::Done => self,
            ChangeOutcome::Unchanged => Self::Unchanged,
        }
    }
}

flash_from!(
    PolicyError,
    PolicyError::NoSuchPolicy => PolicyOutcome::NoSuchPolicy,
    PolicyError::Conflict => PolicyOutcome::Outdated;
    other
);

#[typetag::serde]
impl Outcome for PolicyOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let title = match self {
            Self::NoSuchPolicy => return missing_notice(NO_POLICY),
            Self::Outdated => {
                let (title, next) = (t!(lang, "policy-outdated"), t!(lang, "policy-outdated-next"));
                return Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any());
            }
            Self::Correct(_) | Self::Conflict(_) | Self::Try(_) | Self::StopReason { .. } => return None,
            Self::Saved { is_new: true, reported: false, .. } => t!(lang, "done-policy-added"),
            Self::Saved { is_new: true, reported: true, .. } => t!(lang, "done-policy-added-report"),
            Self::Saved { is_new: false, reported: false, .. } => t!(lang, "done-policy-saved"),
            Self::Saved { is_new: false, reported: true, .. } => t!(lang, "done-policy-saved-report"),
            Self::Switched(Mode::Notify) => t!(lang, "done-policy-notifies"),
            Self::Switched(Mode::Clear) => t!(lang, "done-policy-clears"),
            Self::Paused => t!(lang, "done-policy-paused"),
            Self::Resumed { reported: false } => t!(lang, "done-policy-resumed"),
            Self::Resumed { reported: true } => t!(lang, "done-policy-resumed-report"),
            Self::Removed { name } => t!(lang, "done-policy-removed", name = name.as_str()),
            Self::Stopped => t!(lang, "done-stopped"),
            Self::Allowed => t!(lang, "done-allowed"),
            Self::Unchanged => t!(lang, "done-unchanged"),
        };
        let kind = if *self == Self::Unchanged { NoticeKind::Info } else { NoticeKind::Success };
        let repairs = if let Self::Saved { repaired, .. } = self { repaired.clone() } else { Vec::new() };
        let notice = view! {
            <Notice kind title>
                <Repairs repairs />
            </Notice>
        };
        Some(notice.into_any())
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_POLICY && *self == Self::NoSuchPolicy
    }
}

#[cfg(test)]
mod tests {
    use domain::PathError;

    use super::*;
    use crate::forms::Flash;

    #[test]
    fn whatever_was_typed_can_be_left_for_the_next_page() {
        let endless = "\u{1}\"".repeat(100_000);
        let field = || endless.clone();
        let typed = TypedPolicy {
            name: field(),
            whose: field(),
            accounts: (0..10_000).map(|id| format!("{id:012}")).chain([field(), "x".to_owned()]).collect(),
            paths: field(),
            excluded: field(),
            trigger: field(),
            percent: field(),
            time: field(),
            mode: field(),
            whole_account: field(),
            reserve_account: field(),
            reserve_interface: field(),
            a_day: field(),
            a_month: field(),
            cooldown: field(),
            quiet_from: field(),
            quiet_to: field(),
            before_reset: field(),
        };
        let faults = PolicyFaults { paths: Some((field(), PathError::TooLong)), ..PolicyFaults::default() };
        let form = PolicyForm::shown_again(None, &typed, faults);
        assert!(form.typed.accounts.len() == ACCOUNTS && !form.typed.accounts.contains(&"x".to_owned()));
        let left = serde_json::to_string(&Flash::from(PolicyOutcome::Correct(form))).unwrap();
        assert!(left.chars().count() < 100_000, "{} could not be left", left.chars().count());
        let pasted = TypedPolicy { name: "access_token=50_secret".to_owned(), ..TypedPolicy::usual() };
        let form = PolicyForm::shown_again(None, &pasted, PolicyFaults::default());
        assert_eq!(form.typed.name, "access_token=‹masked›");
        assert_eq!(form.typed, TypedPolicy { name: form.typed.name.clone(), ..TypedPolicy::usual() });
    }
}
