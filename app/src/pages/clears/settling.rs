//! What people say of a clear that nobody could tell: how an unknown one is counted, and that a guess is wrong.

use desk::clears::{Clear, SettleError, Settlement};
use domain::{ClearId, ClearState, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use serde::{Deserialize, Serialize};

use crate::components::{Button, ButtonKind, Details, Form, Notice, NoticeKind, Radio, Radios, TextArea};
use crate::context::{Text, Viewer};
use crate::forms::reason::ReasonFault;
use crate::forms::{self, Flash, Refused};
use crate::pages::clears::order::page_of;
use crate::t;

/// What is sent for one that is counted as used.
const COUNTED: &str = "counted";
/// What is sent for one that is given back.
const GIVEN_BACK: &str = "given-back";

/// What came of such a form, where the clear's page does not tell it by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SettleOutcome {
    /// There is no such clear.
    NoSuchClear,
    /// Somebody was first, or readings told.
    Over,
    /// The form is to be corrected.
    Correct {
        /// The reason that was typed.
        typed: String,
        /// What was chosen, where there is a choice.
        choice: String,
        /// Nothing was.
        unchosen: bool,
        /// What is wrong with the reason.
        fault: Option<ReasonFault>,
    },
}

/// The id that a form names; one that there is not, where it names none.
fn named(clear: &str) -> ClearId {
    ClearId(clear.parse().unwrap_or_default())
}

/// Counts a clear of unknown outcome as used, or gives it back.
#[server(prefix = "/form", endpoint = "clears/settle")]
pub async fn settle_clear(
    #[server(default)] clear: String,
    #[server(default)] settlement: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&clear);
    let chosen = match settlement.as_str() {
        COUNTED => Settlement::Counted,
        GIVEN_BACK => Settlement::GivenBack,
        _ => {
            let fault = reason.trim().is_empty().then_some(ReasonFault::Missing);
            let typed = forms::text_shown_again(&reason);
            let correct = SettleOutcome::Correct { typed, choice: String::new(), unchosen: true, fault };
            return forms::finish(Flash::Settle(Box::new(correct)), &at_form(id)).await;
        }
    };
    match desk.settle_clear(&forms::actor(), id, chosen, &reason).await {
        Ok(_) => {
            forms::go(&page_of(id));
            Ok(())
        }
        Err(error) => refused(error, id, &settlement, &reason).await,
    }
}

/// Says that a guess is wrong.
#[server(prefix = "/form", endpoint = "clears/dismiss")]
pub async fn dismiss_guess(
    #[server(default)] clear: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let id = named(&clear);
    match desk.dismiss_guess(&forms::actor(), id, &reason).await {
        Ok(_) => {
            forms::go(&page_of(id));
            Ok(())
        }
        Err(error) => refused(error, id, "", &reason).await,
    }
}

/// The clear's page, at the form.
fn at_form(id: ClearId) -> String {
    format!("{}#settle", page_of(id))
}

async fn refused(error: SettleError, id: ClearId, choice: &str, reason: &str) -> Result<(), ServerFnError> {
    let outcome = match error {
        SettleError::Forbidden(forbidden) => {
            return forms::finish(Flash::Refused(Refused::Forbidden(forbidden.role)), &page_of(id)).await;
        }
        SettleError::Internal(error) => return forms::finish(Flash::Refused(error.into()), &page_of(id)).await,
        SettleError::NoSuchClear => SettleOutcome::NoSuchClear,
        SettleError::Over(_) => SettleOutcome::Over,
        SettleError::Reason(fault) => SettleOutcome::Correct {
            typed: forms::text_shown_again(reason),
            choice: choice.to_owned(),
            unchosen: false,
            fault: Some(ReasonFault::of(fault, reason)),
        },
    };
    let to = if matches!(outcome, SettleOutcome::Correct { .. }) { at_form(id) } else { page_of(id) };
    forms::finish(Flash::Settle(Box::new(outcome)), &to).await
}

/// Why it was not done; nothing where a form is to be corrected, which says so itself.
#[component]
pub fn SettleNotice(
    /// What came of it.
    outcome: SettleOutcome,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    match outcome {
        SettleOutcome::NoSuchClear => {
            let (title, next) = (t!(lang, "no-clear-title"), t!(lang, "no-clear-why"));
            Some(view! { <Notice kind=NoticeKind::Error title next /> })
        }
        SettleOutcome::Over => {
            let (title, next) = (t!(lang, "refused-settled"), t!(lang, "refused-settled-next"));
            Some(view! { <Notice kind=NoticeKind::Info title next /> })
        }
        SettleOutcome::Correct { .. } => None,
    }
}

/// What a form of this page left, apart from what others left.
pub(crate) fn typed_before(flash: Option<Flash>) -> (Option<Flash>, Option<SettleOutcome>) {
    match flash {
        Some(Flash::Settle(outcome)) if matches!(*outcome, SettleOutcome::Correct { .. }) => (None, Some(*outcome)),
        flash => (flash, None),
    }
}

/// The form that fits a clear, folded, for whoever may; nothing for a clear of which readings or WeChat told.
#[component]
pub fn Settling(
    /// The clear.
    clear: Clear,
    /// What the form left when it was sent before.
    #[prop(optional_no_strip)]
    typed: Option<SettleOutcome>,
) -> impl IntoView {
    let viewer = Viewer::current();
    if !viewer.may(May::Clear) {
        return None;
    }
    match clear.state {
        ClearState::Unknown => Some(view! { <Settle id=clear.id typed /> }.into_any()),
        ClearState::Elsewhere => Some(view! { <Dismiss id=clear.id typed /> }.into_any()),
        _ => None,
    }
}

/// What was typed, chosen and wrong.
struct Before {
    typed: String,
    choice: String,
    unchosen: bool,
    fault: Option<ReasonFault>,
}

impl Before {
    fn of(outcome: Option<SettleOutcome>) -> Self {
        match outcome {
            Some(SettleOutcome::Correct { typed, choice, unchosen, fault }) => Self { typed, choice, unchosen, fault },
            _ => Self { typed: String::new(), choice: String::new(), unchosen: false, fault: None },
        }
    }

    fn is_wrong(&self) -> bool {
        self.unchosen || self.fault.is_some()
    }
}

/// Two ways to count it, neither of them chosen beforehand.
#[component]
fn Settle(id: ClearId, #[prop(optional_no_strip)] typed: Option<SettleOutcome>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let before = Before::of(typed);
    let (choice, unchosen) = (before.choice.clone(), before.unchosen);
    let choices = vec![
        Radio { value: COUNTED.into(), label: t!(lang, "settle-counted"), hint: t!(lang, "settle-counted-hint") },
        Radio {
            value: GIVEN_BACK.into(),
            label: t!(lang, "settle-given-back"),
            hint: t!(lang, "settle-given-back-hint"),
        },
    ];
    let (title, when, does) = (t!(lang, "settle-title"), t!(lang, "settle-when"), t!(lang, "settle-do"));
    view! {
        <Saying id before title when does action=SettleClear::url()>
            <Radios
                name="settlement"
                legend=t!(lang, "settle-how")
                choices
                selected=choice
                error=unchosen.then(|| t!(lang, "settle-unchosen"))
            />
        </Saying>
    }
}

/// That no clear was made elsewhere after all.
#[component]
fn Dismiss(id: ClearId, #[prop(optional_no_strip)] typed: Option<SettleOutcome>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, when, does) = (t!(lang, "dismiss-title"), t!(lang, "dismiss-when"), t!(lang, "dismiss-do"));
    view! {
        <Saying id before=Before::of(typed) title when does action=DismissGuess::url() />
    }
}

/// A folded form that asks for a reason; unfolded where what was typed into it is to be corrected.
#[component]
fn Saying(
    id: ClearId,
    before: Before,
    title: Text,
    /// When this is the right thing to say.
    when: Text,
    /// What the button says.
    does: Text,
    action: &'static str,
    /// What is asked for beside the reason.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (open, error) = (before.is_wrong(), before.fault.map(|fault| fault.words(lang)));
    view! {
        <div id="settle">
            <Details summary=title open>
                <p class="secondary">{when}</p>
                <Form action>
                    <input type="hidden" name="clear" value=id.to_string() />
                    {children.map(|children| children())}
                    <TextArea
                        name="reason"
                        label=t!(lang, "confirm-reason")
                        value=before.typed
                        rows=2
                        hint=t!(lang, "settle-reason-hint")
                        error
                    />
                    <div class="actions">
                        <Button kind=ButtonKind::Primary>{does}</Button>
                    </div>
                </Form>
            </Details>
        </div>
    }
}
