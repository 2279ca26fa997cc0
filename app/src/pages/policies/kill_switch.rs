//! The kill switch: it stops all automatic clears at once.

use desk::policies::KillSwitch;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{ButtonKind, Form, Notice, NoticeKind, Panel, Submit, TextArea, Time, has_kept};
use crate::context::Viewer;
use crate::forms::reason::ReasonFault;
use crate::pages::policies::forms::SetKillSwitch;
use crate::t;
use crate::words::users::who_words;

/// Panel of the kill switch: who stopped all automatic clears and the form that allows them again, or the form that stops
/// them.
#[component]
pub fn KillSwitchPanel(
    /// The kill switch, where it is on.
    stopped: Option<KillSwitch>,
    /// The reason that was typed before, and its fault.
    #[prop(optional_no_strip)]
    typed: Option<(String, ReasonFault)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let body = match stopped {
        Some(switch) => view! { <StoppedBody switch /> }.into_any(),
        None => view! { <RunningBody typed /> }.into_any(),
    };
    view! {
        <div id="kill-switch">
            <Panel title=t!(lang, "stop-title")>{body}</Panel>
        </div>
    }
}

#[component]
fn StoppedBody(switch: KillSwitch) -> impl IntoView {
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
            <Submit>{t!(lang, "stop-end")}</Submit>
        </Form>
    }
}

#[component]
fn RunningBody(typed: Option<(String, ReasonFault)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (typed, fault) = typed.unzip();
    view! {
        <p>{t!(lang, "stop-what")}</p>
        <details class="confirming" open={fault.is_some() || has_kept("reason")}>
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
                <Submit kind=ButtonKind::Confirm>{t!(lang, "stop-do")}</Submit>
            </Form>
        </details>
    }
}
