//! The form that confirms a clear: why it is made, and the button that makes it.

use desk::clears::Confirmation;
use domain::clears::REASON_CHARACTERS;
use domain::{Budget, Lang, Scope, Via};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Field, Form, LinkButton, TextArea};
use crate::context::Text;
use crate::forms::{ClearFault, TypedClearForm};
use crate::pages::clear_confirm::Words;
use crate::pages::clear_order::OrderClear;
use crate::pages::clear_words::is_at_most;
use crate::t;

/// Asks for the reason, and for what else is needed, and orders the clear.
#[component]
pub fn OrderForm(
    /// What is cleared.
    words: Words,
    /// What the page tells before it.
    asked: Confirmation,
    /// What was typed before.
    typed: TypedClearForm,
    /// What was wrong with it.
    fault: Option<ClearFault>,
) -> impl IntoView {
    let lang = words.lang;
    let back = back_to(&asked);
    let (overriding, naming) = (asked.asks_for_override(), asked.asks_for_name());
    let TypedClearForm { reason, name, override_reason } = typed;
    let errors = Errors::of(lang, fault);
    let by_secret = (words.scope == Scope::Account).then(|| button_words(&words, &asked.budget, Via::Secret));
    let limit = asked.budget.limit;
    let confirm = button_words(&words, &asked.budget, Via::Token);
    let account = asked.account.name.clone();
    view! {
        <div class="panel" id="confirm">
            <div class="panel-body" data-send-once="">
                <Form action=OrderClear::url()>
                    <WhatIsOrdered asked />
                    <TextArea
                        name="reason"
                        label=t!(lang, "confirm-reason")
                        value=reason
                        rows=2
                        hint=t!(lang, "confirm-reason-hint")
                        error=errors.reason
                    />
                    {overriding.then(|| view! { <GoingOn lang typed=override_reason error=errors.overriding /> })}
                    {naming.then(|| view! { <AccountName lang account typed=name error=errors.name /> })}
                    <div class="actions">
                        <Button kind=ButtonKind::Confirm>{confirm}</Button>
                        <Back href=back>{t!(lang, "cancel")}</Back>
                    </div>
                    {by_secret.map(|label| view! { <BySecret lang label limit /> })}
                </Form>
            </div>
        </div>
    }
}

/// What nobody types: of what the clear is, its key, and what was seen.
#[component]
fn WhatIsOrdered(asked: Confirmation) -> impl IntoView {
    let interface = asked.interface.as_ref().map(|row| row.id);
    view! {
        <input type="hidden" name="account" value=asked.account.id.to_string() />
        <input type="hidden" name="interface" value=interface.map(|id| id.to_string()).unwrap_or_default() />
        <input type="hidden" name="key" value=asked.key />
        <input type="hidden" name="seen" value=asked.seen />
    }
}

/// Why one goes on although something stands in the way.
#[component]
fn GoingOn(lang: Lang, typed: String, error: Option<Text>) -> impl IntoView {
    let (label, hint) = (t!(lang, "confirm-override"), t!(lang, "confirm-override-hint"));
    view! { <TextArea name="override_reason" label value=typed rows=2 hint error /> }
}

/// The account's name, typed where few are left.
#[component]
fn AccountName(lang: Lang, account: String, typed: String, error: Option<Text>) -> impl IntoView {
    let (label, hint) = (t!(lang, "confirm-name", name = account), t!(lang, "confirm-name-hint"));
    view! { <Field name="name" label value=typed hint error /> }
}

/// The page that what is cleared has.
pub(crate) fn back_to(asked: &Confirmation) -> String {
    match &asked.interface {
        Some(row) => format!("/accounts/{}/interfaces/{}", row.account, row.id),
        None => format!("/accounts/{}", asked.account.id),
    }
}

/// Leaves without clearing; closes the dialog where it stands in one.
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

/// The way for when no token can be had.
#[component]
fn BySecret(lang: Lang, label: Text, limit: i64) -> impl IntoView {
    view! {
        <details class="by-secret">
            <summary>{t!(lang, "confirm-secret")}</summary>
            <p class="secondary">{t!(lang, "confirm-secret-when", limit = limit)}</p>
            <div class="actions">
                <Button kind=ButtonKind::Danger name="via" value=Via::Secret.word()>
                    {label}
                </Button>
            </div>
        </details>
    }
}

/// What the confirming button says: what it does, and what that leaves.
fn button_words(words: &Words, budget: &Budget, via: Via) -> Text {
    let (lang, name) = (words.lang, words.name.clone());
    let what = match (words.scope, via) {
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

/// What is wrong with each field.
#[derive(Debug, Default)]
struct Errors {
    reason: Option<Text>,
    overriding: Option<Text>,
    name: Option<Text>,
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
            Some(ClearFault::NothingLeft | ClearFault::FactsChanged | ClearFault::GlassPhrase) | None => {}
        }
        errors
    }
}
