//! Where somebody is signed in.

use crate::parts::sessions::SessionsTable;
use desk::users::{Session, WhichSessions};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Button, Form, Panel};
use crate::context::Viewer;
use crate::forms::{self, Done, Flash};
use crate::t;

/// Ends one of the sessions of whoever asks.
#[server(prefix = "/form", endpoint = "settings/end-session")]
pub async fn end_own_session(#[server(default)] session: String) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Some(who) = Viewer::current().signed_in.clone() else {
        forms::go("/login");
        return Ok(());
    };
    let which = WhichSessions::One(session.parse().unwrap_or_default());
    let flash = match desk.end_sessions(&forms::actor(), who.user.id, which).await {
        // None is left of one that had ended by itself, which is as well.
        Ok(_) => Flash::Done(Done::SessionEnded),
        Err(error) => error.into(),
    };
    forms::finish(flash, "/settings").await
}

/// Ends every session of whoever asks, this one too.
#[server(prefix = "/form", endpoint = "settings/sign-out-everywhere")]
pub async fn sign_out_everywhere() -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let Some(who) = Viewer::current().signed_in.clone() else {
        forms::go("/login");
        return Ok(());
    };
    if let Err(error) = desk.end_sessions(&forms::actor(), who.user.id, WhichSessions::AllBut(None)).await {
        return forms::finish(error.into(), "/settings").await;
    }
    forms::forget_session();
    forms::go("/login?because=everywhere");
    Ok(())
}

#[component]
pub(super) fn SessionsPanel(
    sessions: Vec<Session>,
    /// The one that is used now.
    own: i64,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "settings-sessions");
    view! {
        <div id="sessions">
            <Panel title=title.clone() flush=true>
                <SessionsTable caption=title sessions own=Some(own) action=EndOwnSession::url() />
                <div class="panel-foot">
                    <Form action=SignOutEverywhere::url()>
                        <p class="hint">{t!(lang, "sign-out-everywhere-hint")}</p>
                        <div class="actions">
                            <Button>{t!(lang, "sign-out-everywhere")}</Button>
                        </div>
                    </Form>
                </div>
            </Panel>
        </div>
    }
}
