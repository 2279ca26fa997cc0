//! Where somebody is signed in.

use crate::components::{Button, Form, Panel};
use crate::context::Viewer;
use crate::pages::settings::forms::{EndOwnSession, SignOutEverywhere};
use crate::parts::sessions::SessionsTable;
use crate::t;
use desk::users::Session;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

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
