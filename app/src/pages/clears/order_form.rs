//! The form that confirms a clear: why it is made, and the button that makes it, or that asks a second person.

use desk::clears::Confirmation;
use domain::clears::REASON_CHARACTERS;
use domain::{Budget, Lang, Scope, Via};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Field, Form, LinkButton, Notice, NoticeKind, TextArea};
use crate::context::{Text, Viewer};
use crate::forms::confirm::ConfirmFault;
use crate::pages::clears::consequences::{ClearTarget, back_to};
use crate::pages::clears::forms::OrderClear;
use crate::pages::clears::friction::{BreakGlassForm, SecondPersonNotice, SecretClear};
use crate::pages::clears::outcome::{ClearFault, TypedClearForm};
use crate::t;
use crate::words::clears::is_at_most;

/// The form's id: one of its fields is above everything else on the page.
pub(crate) const FORM: &str = "order";

/// The notice about a clear that would give nothing back, with the field for why one clears anyway; nothing where it makes
/// sense, or where no clear can be ordered.
#[component]
pub fn PointlessNotice(
    /// What is cleared.
    target: ClearTarget,
    /// How things stand.
    asked: Confirmation,
    /// The id of the form that the field belongs to.
    form: &'static str,
    /// What was typed before.
    typed: String,
    /// What was wrong with it.
    error: Option<Text>,
) -> impl IntoView {
    let ClearTarget { lang, name, scope, .. } = target;
    let viewer = Viewer::current();
    let read_at = asked.interface.as_ref().and_then(|row| row.sampled_at);
    let ago = read_at.map(|at| viewer.formats().relative(at)).unwrap_or_default();
    let permille = asked.is_pointless().filter(|_| !asked.is_impossible())?;
    let why = match (scope, permille) {
        (Scope::Interface, 0) => t!(lang, "pointless-unused-interface", name = name, ago = ago),
        (Scope::Interface, _) => t!(lang, "pointless-low-interface", name = name, ago = ago),
        (Scope::Account, 0) => t!(lang, "pointless-unused-account", name = name),
        (Scope::Account, _) => t!(lang, "pointless-low-account", name = name),
    };
    let (title, label, hint) = (t!(lang, "pointless-title"), t!(lang, "anyway-label"), t!(lang, "anyway-hint"));
    Some(view! {
        <Notice kind=NoticeKind::Warning title why>
            <TextArea name="anyway_reason" label value=typed rows=2 hint error form />
        </Notice>
    })
}

/// Asks for the reason, and for what else is needed, and orders the clear.
#[component]
pub fn OrderForm(
    /// What is cleared.
    target: ClearTarget,
    /// What the page tells before it.
    asked: Confirmation,
    /// What was typed before.
    typed: TypedClearForm,
    /// What was wrong with it.
    fault: Option<ClearFault>,
) -> impl IntoView {
    let lang = target.lang;
    let (overriding, naming) = (asked.asks_for_override(), asked.asks_for_name());
    let TypedClearForm { reason, name, override_reason, glass, .. } = typed;
    let errors = Errors::of(lang, fault);
    let (account, name_from) = (asked.account.name.clone(), asked.friction.name_from);
    let second =
        asked.second.clone().map(|second| view! { <SecondPersonNotice second from=asked.friction.second_from /> });
    view! {
        <div class="panel" id="confirm">
            <div class="panel-body" data-send-once="">
                <Form action=OrderClear::url() id=FORM>
                    <HiddenFields asked=asked.clone() />
                    <TextArea
                        name="reason"
                        label=t!(lang, "confirm-reason")
                        value=reason
                        rows=2
                        hint=t!(lang, "confirm-reason-hint")
                        error=errors.reason
                    />
                    {overriding.then(|| view! { <OverrideReason lang typed=override_reason error=errors.overriding /> })}
                    {naming
                        .then(|| view! { <AccountName lang account from=name_from typed=name error=errors.name /> })}
                    {second}
                    <SubmitButtons target asked glass error=errors.glass password=errors.password />
                </Form>
            </div>
        </div>
    }
}

/// The fields that nobody types: the target of the clear, its key, and the facts that were seen.
#[component]
fn HiddenFields(asked: Confirmation) -> impl IntoView {
    let interface = asked.interface.as_ref().map(|row| row.id);
    view! {
        <input type="hidden" name="account" value=asked.account.id.to_string() />
        <input type="hidden" name="interface" value=interface.map(|id| id.to_string()).unwrap_or_default() />
        <input type="hidden" name="key" value=asked.key />
        <input type="hidden" name="seen" value=asked.seen />
    }
}

/// The field for the reason to go on although something stands in the way.
#[component]
fn OverrideReason(lang: Lang, typed: String, error: Option<Text>) -> impl IntoView {
    let (label, hint) = (t!(lang, "confirm-override"), t!(lang, "confirm-override-hint"));
    view! { <TextArea name="override_reason" label value=typed rows=2 hint error /> }
}

/// The field for the account's name, typed where few clears are left.
#[component]
fn AccountName(lang: Lang, account: String, from: i64, typed: String, error: Option<Text>) -> impl IntoView {
    let (label, hint) = (t!(lang, "confirm-name", name = account), t!(lang, "confirm-name-hint", from = from));
    view! { <Field name="name" label value=typed hint error /> }
}

/// The buttons, the one that fits first: the account's token or, where none can be had, its AppSecret; with a second
/// person, or without.
#[component]
fn SubmitButtons(
    target: ClearTarget,
    asked: Confirmation,
    /// The phrase as typed, and what is wrong with it.
    glass: String,
    error: Option<Text>,
    /// What is wrong with the password.
    password: Option<ConfirmFault>,
) -> impl IntoView {
    let lang = target.lang;
    let back = back_to(&asked);
    let limit = asked.budget.limit;
    let (fitting, other) = match (target.scope, asked.lock_out) {
        (Scope::Interface, _) => (Via::Token, None),
        (Scope::Account, None) => (Via::Token, Some(Via::Secret)),
        (Scope::Account, Some(_)) => (Via::Secret, Some(Via::Token)),
    };
    // Whoever asks for a second person where there is none would wait in vain.
    let nobody = asked.second.as_ref().is_some_and(|second| second.deciders.is_empty());
    let asks = asked.second.is_some();
    let says = |via| button_words(&target, &asked.budget, via);
    let breaking = asked.second.as_ref().filter(|second| second.may_break_glass).map(|_| {
        let ways = std::iter::once(fitting).chain(other).map(|via| (via, t!(lang, "glass-do", what = says(via))));
        let open = nobody || error.is_some() || password.is_some();
        view! { <BreakGlassForm typed=glass error password open ways=ways.collect() /> }
    });
    let label = |via: Via| match (asks, via) {
        (false, _) => says(via),
        (true, Via::Token) => t!(lang, "second-ask"),
        (true, Via::Secret) => t!(lang, "second-ask-secret"),
    };
    let sent = (!nobody).then(|| label(fitting));
    let folded = other.filter(|_| !nobody).map(|via| (via, label(via)));
    let kind = if asks { ButtonKind::Primary } else { ButtonKind::Confirm };
    let send = sent.map(|label| view! { <Send via=fitting kind>{label}</Send> });
    let leave = view! { <Back href=back>{t!(lang, "cancel")}</Back> };
    let actions = view! { <div class="actions">{send} {leave}</div> };
    let actions = if fitting == Via::Secret {
        view! { <SecretClear limit>{actions}</SecretClear> }.into_any()
    } else {
        actions.into_any()
    };
    let folded = folded.map(|(via, label)| {
        let kind = if asks { ButtonKind::Secondary } else { ButtonKind::Danger };
        view! { <OtherMethod via kind limit label /> }
    });
    // Where it is all that is left, the glass comes first.
    let (first, last) = if nobody { (breaking, None) } else { (None, breaking) };
    view! {
        {first}
        {actions}
        {last}
        {folded}
    }
}

/// A button that orders the clear.
#[component]
fn Send(via: Via, kind: ButtonKind, children: Children) -> impl IntoView {
    match via {
        Via::Token => view! { <Button kind>{children()}</Button> }.into_any(),
        Via::Secret => view! {
            <Button kind name="via" value=Via::Secret.word()>
                {children()}
            </Button>
        }
        .into_any(),
    }
}

/// The folded button for the other method: the AppSecret where tokens can be had, the token where none can.
#[component]
fn OtherMethod(via: Via, kind: ButtonKind, limit: i64, label: Text) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (summary, when) = match via {
        Via::Secret => (t!(lang, "confirm-secret"), t!(lang, "confirm-secret-when", limit = limit)),
        Via::Token => (t!(lang, "confirm-token"), t!(lang, "confirm-token-when")),
    };
    view! {
        <details class="by-secret">
            <summary>{summary}</summary>
            <p class="secondary">{when}</p>
            <div class="actions">
                <Send via kind>
                    {label}
                </Send>
            </div>
        </details>
    }
}

/// The link that leaves without clearing; closes the dialog where it stands in one.
#[component]
pub fn Back(
    /// Where it leads.
    href: String,
    /// What it says.
    children: Children,
) -> impl IntoView {
    view! {
        <div>
            <LinkButton href attr:data-dialog-close="">
                {children()}
            </LinkButton>
        </div>
    }
}

/// The label of the confirming button: what it does, and what that leaves.
fn button_words(target: &ClearTarget, budget: &Budget, via: Via) -> Text {
    let (lang, name) = (target.lang, target.name.clone());
    let what = match (target.scope, via) {
        (Scope::Interface, _) => t!(lang, "confirm-do-interface", name = name),
        (Scope::Account, Via::Token) => t!(lang, "confirm-do-account", name = name),
        (Scope::Account, Via::Secret) => t!(lang, "confirm-do-secret", name = name),
    };
    let (left, after) = (budget.left, budget.left - 1);
    match (left, is_at_most(budget)) {
        (0, _) => t!(lang, "confirm-anyway", what = what),
        (_, true) => t!(lang, "confirm-left-at-most", what = what, left = left, after = after),
        (_, false) => t!(lang, "confirm-left", what = what, left = left, after = after),
    }
}

/// The errors of the form, each for its field.
#[derive(Debug, Default)]
struct Errors {
    reason: Option<Text>,
    overriding: Option<Text>,
    name: Option<Text>,
    glass: Option<Text>,
    password: Option<ConfirmFault>,
}

/// The error of the reason to clear anyway, if that is what was wrong.
pub(crate) fn anyway_error(lang: Lang, fault: Option<ClearFault>) -> Option<Text> {
    match fault? {
        ClearFault::AnywayMissing => Some(t!(lang, "anyway-missing")),
        ClearFault::AnywayTooLong { characters } => {
            Some(t!(lang, "confirm-reason-long", most = REASON_CHARACTERS, count = characters))
        }
        _ => None,
    }
}

impl Errors {
    fn of(lang: Lang, fault: Option<ClearFault>) -> Self {
        let too_long = |count| Some(t!(lang, "confirm-reason-long", most = REASON_CHARACTERS, count = count));
        let mut errors = Self::default();
        match fault {
            Some(ClearFault::ReasonMissing) => errors.reason = Some(t!(lang, "confirm-reason-missing")),
            Some(ClearFault::ReasonTooLong { characters }) => errors.reason = too_long(characters),
            Some(ClearFault::OverrideMissing) => errors.overriding = Some(t!(lang, "confirm-override-missing")),
            Some(ClearFault::OverrideTooLong { characters }) => errors.overriding = too_long(characters),
            Some(ClearFault::Name) => errors.name = Some(t!(lang, "confirm-name-wrong")),
            Some(ClearFault::PhraseWrong) => {
                errors.glass = Some(t!(lang, "glass-wrong", phrase = t!(lang, "glass-phrase")));
            }
            Some(ClearFault::PhraseUnsent) => errors.glass = Some(t!(lang, "glass-which")),
            Some(ClearFault::Password(fault)) => errors.password = Some(fault),
            Some(
                ClearFault::NothingLeft
                | ClearFault::FactsChanged
                // The notice above shows them.
                | ClearFault::AnywayMissing
                | ClearFault::AnywayTooLong { .. },
            )
            | None => {}
        }
        errors
    }
}
