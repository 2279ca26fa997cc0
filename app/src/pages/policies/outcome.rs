//! What came of a form about policies, and what is wrong with what was typed.

use crate::failure::policies::NO_POLICY;
use crate::forms::refused::flash_from;
use crate::forms::{Outcome, missing_notice};
use desk::policies::{PolicyError, PolicyFaults, Switched, TypedPolicy};
use domain::policies::Mode;
use domain::{Lang, PolicyId, Repair};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::forms::reason::ReasonFault;
use crate::forms::{self};
use crate::parts::repairs::Repairs;
use crate::t;

/// The most accounts whose ids are shown again; ids that are longer than [`LONGEST_ID`] are none.
const ACCOUNTS: usize = 500;
const LONGEST_ID: usize = 12;

/// What came of such a form. No secrets: it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum PolicyOutcome {
    /// A policy was made.
    Added {
        /// Typed paths that were repaired: as they are kept, and how.
        repaired: Vec<(String, Vec<Repair>)>,
        /// Whether it waits for what services report, and not for a reading.
        reported: bool,
    },
    /// A policy was changed.
    Saved {
        /// Typed paths that were repaired.
        repaired: Vec<(String, Vec<Repair>)>,
        /// Whether it waits for what services report.
        reported: bool,
    },
    /// It was so already.
    Unchanged,
    /// It tells people from now on, or clears.
    Switched(Mode),
    /// It does nothing for now.
    Paused,
    /// It goes on.
    Resumed {
        /// Whether it waits for what services report.
        reported: bool,
    },
    /// It is no more.
    Removed {
        /// What it was called.
        name: String,
    },
    /// All automatic clears are stopped.
    Stopped,
    /// They go on.
    Allowed,
    /// There is no such policy, or no more.
    NoSuchPolicy,
    /// Somebody else changed it after the page that the form stood on.
    Outdated,
    /// The form of a policy is to be corrected.
    Correct(PolicyForm),
    /// Somebody else changed the policy while this was typed.
    Overtaken(PolicyForm),
    /// What was typed is to be tried; nothing is kept of it.
    Try(PolicyForm),
    /// The reason to stop is too long.
    StopReason {
        /// What was typed.
        typed: String,
        /// What is wrong with it.
        fault: ReasonFault,
    },
}

/// The form of a policy as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyForm {
    /// The policy that is changed, and the version of it that was seen; `None` for a new one.
    pub of: Option<(PolicyId, i64)>,
    /// What was typed.
    pub typed: TypedPolicy,
    /// What is wrong with it.
    pub faults: PolicyFaults,
}

impl PolicyForm {
    /// As it can be shown again: without secrets that were pasted, and no longer than a flash can hold.
    pub(crate) fn shown_again(of: Option<(PolicyId, i64)>, typed: &TypedPolicy, faults: PolicyFaults) -> Self {
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
        Self { of, typed, faults }
    }
}

impl PolicyOutcome {
    /// What came of a change that may have been made before.
    pub(crate) fn or_unchanged(self, switched: Switched) -> Self {
        match switched {
            Switched::Done => self,
            Switched::Already => Self::Unchanged,
        }
    }
}

flash_from!(
    PolicyError,
    PolicyError::NoSuchPolicy => PolicyOutcome::NoSuchPolicy,
    PolicyError::Outdated => PolicyOutcome::Outdated;
    other
);

#[typetag::serde]
impl Outcome for PolicyOutcome {
    fn notice(&self) -> Option<AnyView> {
        let lang = Viewer::current().lang;
        let refused = |title, next: Text| Some(view! { <Notice kind=NoticeKind::Error title next /> }.into_any());
        match self {
            Self::NoSuchPolicy => missing_notice(NO_POLICY),
            Self::Outdated => refused(t!(lang, "policy-outdated"), t!(lang, "policy-outdated-next")),
            Self::Correct(_) | Self::Overtaken(_) | Self::Try(_) | Self::StopReason { .. } => None,
            done => {
                let (kind, title, repairs) = done_words(lang, done.clone());
                Some(
                    view! {
                        <Notice kind title>
                            <Repairs repairs />
                        </Notice>
                    }
                    .into_any(),
                )
            }
        }
    }

    fn repeats(&self, failure: Failure) -> bool {
        failure == NO_POLICY && *self == Self::NoSuchPolicy
    }
}

fn done_words(lang: Lang, outcome: PolicyOutcome) -> (NoticeKind, Text, Vec<(String, Vec<Repair>)>) {
    let done = |title| (NoticeKind::Success, title, Vec::new());
    match outcome {
        PolicyOutcome::Added { repaired, reported: false } => {
            (NoticeKind::Success, t!(lang, "done-policy-added"), repaired)
        }
        PolicyOutcome::Added { repaired, reported: true } => {
            (NoticeKind::Success, t!(lang, "done-policy-added-report"), repaired)
        }
        PolicyOutcome::Saved { repaired, reported: false } => {
            (NoticeKind::Success, t!(lang, "done-policy-saved"), repaired)
        }
        PolicyOutcome::Saved { repaired, reported: true } => {
            (NoticeKind::Success, t!(lang, "done-policy-saved-report"), repaired)
        }
        PolicyOutcome::Switched(Mode::Notify) => done(t!(lang, "done-policy-notifies")),
        PolicyOutcome::Switched(Mode::Clear) => done(t!(lang, "done-policy-clears")),
        PolicyOutcome::Paused => done(t!(lang, "done-policy-paused")),
        PolicyOutcome::Resumed { reported: false } => done(t!(lang, "done-policy-resumed")),
        PolicyOutcome::Resumed { reported: true } => done(t!(lang, "done-policy-resumed-report")),
        PolicyOutcome::Removed { name } => done(t!(lang, "done-policy-removed", name = name)),
        PolicyOutcome::Stopped => done(t!(lang, "done-stopped")),
        PolicyOutcome::Allowed => done(t!(lang, "done-allowed")),
        _ => (NoticeKind::Info, t!(lang, "done-unchanged"), Vec::new()),
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
