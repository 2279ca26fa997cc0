//! Forms for a clear that readings and WeChat could not decide: how an unknown one is counted, and that a guess is wrong.

use desk::clears::Clear;
use domain::{ClearId, ClearState, Permission};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Details, Form, Radio, Radios, Submit, TextArea, has_kept};
use crate::context::{Text, Viewer};
use crate::pages::clears::forms::{COUNTED, DismissGuess, GIVEN_BACK, SettleClear};
use crate::pages::clears::outcome::TypedSettlement;
use crate::t;

/// The form that fits a clear, folded, for whoever may; nothing for a clear of which readings or WeChat told.
#[component]
pub fn Settling(
    /// The clear.
    clear: Clear,
    /// The form as it was typed before, with what is wrong with it.
    typed: TypedSettlement,
) -> impl IntoView {
    let viewer = Viewer::current();
    if !viewer.may(Permission::Clear) {
        return None;
    }
    match clear.state {
        ClearState::Unknown => Some(view! { <SettleForm id=clear.id typed /> }.into_any()),
        ClearState::Elsewhere => Some(view! { <DismissForm id=clear.id typed /> }.into_any()),
        _ => None,
    }
}

/// The form that settles an unknown clear: two ways to count it, neither of them chosen beforehand.
#[component]
fn SettleForm(id: ClearId, typed: TypedSettlement) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (choice, unchosen) = (typed.choice.clone(), typed.unchosen);
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
        <FoldedForm id typed title when does action=SettleClear::url()>
            <Radios
                name="settlement"
                legend=t!(lang, "settle-how")
                choices
                selected=choice
                error=unchosen.then(|| t!(lang, "settle-unchosen"))
            />
        </FoldedForm>
    }
}

/// The form that dismisses a guess: no clear was made elsewhere after all.
#[component]
fn DismissForm(id: ClearId, typed: TypedSettlement) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, when, does) = (t!(lang, "dismiss-title"), t!(lang, "dismiss-when"), t!(lang, "dismiss-do"));
    view! { <FoldedForm id typed title when does action=DismissGuess::url() /> }
}

/// A folded form that asks for a reason; unfolded where what was typed into it is to be corrected.
#[component]
fn FoldedForm(
    id: ClearId,
    typed: TypedSettlement,
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
    let (open, error) = (typed.is_wrong() || has_kept("reason"), typed.fault.map(|fault| fault.words(lang)));
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
                        value=typed.reason
                        rows=2
                        hint=t!(lang, "settle-reason-hint")
                        error
                    />
                    <Submit kind=ButtonKind::Primary>{does}</Submit>
                </Form>
            </Details>
        </div>
    }
}
