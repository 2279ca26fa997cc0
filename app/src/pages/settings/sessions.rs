//! Where somebody is signed in.

use desk::users::{Session, WhichSessions};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::browser::browser_words;
use crate::components::{Button, ButtonKind, Cell, ColumnHeads, Form, Panel, Table, Time};
use crate::context::{Text, Viewer};
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
    let names =
        vec![t!(lang, "col-browser"), t!(lang, "col-address"), t!(lang, "col-signed-in"), t!(lang, "col-last-used")];
    let head = view! {
        <ColumnHeads names=names.clone() />
        <th scope="col">
            <span class="unseen">{t!(lang, "session-end")}</span>
        </th>
    }
    .into_any();
    let rows = sessions
        .into_iter()
        .map(|session| view! { <SessionRow is_own={session.id == own} session names=names.clone() /> })
        .collect_view();
    view! {
        <div id="sessions">
            <Panel title=t!(lang, "settings-sessions") flush=true>
                <Table caption=t!(lang, "settings-sessions") head>
                    {rows}
                </Table>
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

#[component]
fn SessionRow(session: Session, is_own: bool, names: Vec<Text>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let agent = session.user_agent.unwrap_or_default();
    let browser = browser_words(lang, &agent);
    let mut names = names.into_iter().skip(1);
    let mut label = move || names.next().unwrap_or_default();
    let (address, signed_in, last_used) = (label(), label(), label());
    let end = if is_own {
        view! { <span class="chip">{t!(lang, "session-this")}</span> }.into_any()
    } else {
        view! {
            <Form action=EndOwnSession::url() inline=true>
                <input type="hidden" name="session" value=session.id.to_string() />
                <Button kind=ButtonKind::Quiet>{t!(lang, "session-end")}</Button>
            </Form>
        }
        .into_any()
    };
    view! {
        <tr>
            <Cell main=true>
                <span title=agent>{browser}</span>
            </Cell>
            <Cell label=address>
                {session.address.map_or_else(|| "–".to_owned(), |address| address.to_string())}
            </Cell>
            <Cell label=signed_in>
                <Time at=session.created_at />
            </Cell>
            <Cell label=last_used>
                <Time at=session.last_seen_at />
            </Cell>
            <Cell number=true>{end}</Cell>
        </tr>
    }
}
