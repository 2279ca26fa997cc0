//! The switch that stops every automatic clear at once.

use desk::policies::{KillSwitch, PolicyError};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, ButtonKind, Form, Notice, NoticeKind, Panel, TextArea, Time};
use crate::context::Viewer;
use crate::forms::reason::ReasonFault;
use crate::forms::{self, Flash};
use crate::pages::policies::outcome::PolicyOutcome;
use crate::t;
use crate::words::policies::POLICIES;
use crate::words::users::who_words;

/// Stops all automatic clears, or lets them go on.
#[server(prefix = "/form", endpoint = "policies/kill-switch")]
pub async fn set_kill_switch(
    #[server(default)] stopped: String,
    #[server(default)] reason: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let (stops, outcome) = match stopped.as_str() {
        "yes" => (true, PolicyOutcome::Stopped),
        "no" => (false, PolicyOutcome::Allowed),
        _ => return forms::finish(PolicyOutcome::Unchanged.flash(), POLICIES).await,
    };
    match desk.set_kill_switch(&forms::actor(), stops, &reason).await {
        Ok(switched) => forms::finish(outcome.or_unchanged(switched).flash(), POLICIES).await,
        Err(PolicyError::Reason(fault)) => {
            let (fault, typed) = (ReasonFault::of(fault, &reason), forms::text_shown_again(&reason));
            let correct = PolicyOutcome::StopReason { typed, fault };
            forms::finish(correct.flash(), &format!("{POLICIES}#kill-switch")).await
        }
        Err(error) => forms::finish(Flash::from(error), POLICIES).await,
    }
}

/// The switch: who put it on and the way back, or the way to stop everything.
#[component]
pub fn SwitchPanel(
    /// That all are stopped.
    stopped: Option<KillSwitch>,
    /// The reason that was typed before, and what is wrong with it.
    #[prop(optional_no_strip)]
    typed: Option<(String, ReasonFault)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let body = match stopped {
        Some(switch) => view! { <On switch /> }.into_any(),
        None => view! { <Off typed /> }.into_any(),
    };
    view! {
        <div id="kill-switch">
            <Panel title=t!(lang, "stop-title")>{body}</Panel>
        </div>
    }
}

#[component]
fn On(switch: KillSwitch) -> impl IntoView {
    let lang = Viewer::current().lang;
    let who = who_words(lang, &switch.stopped_by);
    view! {
        <Notice kind=NoticeKind::Warning title=t!(lang, "stop-on", who = who)>
            <p>
                <Time at=switch.stopped_at exact=true />
            </p>
            {switch.reason.map(|reason| view! { <p class="said">{reason}</p> })}
        </Notice>
        <p class="hint">{t!(lang, "stop-on-what")}</p>
        <Form action=SetKillSwitch::url() inline=true>
            <input type="hidden" name="stopped" value="no" />
            <div class="actions">
                <Button>{t!(lang, "stop-end")}</Button>
            </div>
        </Form>
    }
}

#[component]
fn Off(typed: Option<(String, ReasonFault)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (typed, fault) = typed.unzip();
    view! {
        <p>{t!(lang, "stop-what")}</p>
        <details class="confirming" open=fault.is_some()>
            <summary class="button danger">{t!(lang, "stop-open")}</summary>
            <Form action=SetKillSwitch::url()>
                <input type="hidden" name="stopped" value="yes" />
                <TextArea
                    name="reason"
                    label=t!(lang, "confirm-reason")
                    value=typed.unwrap_or_default()
                    rows=2
                    optional=true
                    hint=t!(lang, "stop-reason-hint")
                    error=fault.map(|fault| fault.words(lang))
                />
                <div class="actions">
                    <Button kind=ButtonKind::Confirm>{t!(lang, "stop-do")}</Button>
                </div>
            </Form>
        </details>
    }
}
