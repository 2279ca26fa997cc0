//! Where somebody is signed in.

use desk::users::{Session, WhichSessions};
use domain::{Lang, UserId};
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

/// Sessions, each with a form that ends it.
#[component]
pub(crate) fn SessionsTable(
    /// What the table lists, for those who listen.
    caption: Text,
    sessions: Vec<Session>,
    /// The one that is used now, which signing out ends.
    own: Option<i64>,
    /// Where the forms post.
    action: &'static str,
    /// Whose they are, where the forms have to say so.
    #[prop(optional)]
    user: Option<UserId>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names =
        [t!(lang, "col-browser"), t!(lang, "col-address"), t!(lang, "col-signed-in"), t!(lang, "col-last-used")];
    let head = view! {
        <ColumnHeads names=names.to_vec() />
        <th scope="col">
            <span class="unseen">{t!(lang, "session-end")}</span>
        </th>
    }
    .into_any();
    let row = |session: Session| {
        let end = if own == Some(session.id) {
            view! { <span class="chip">{t!(lang, "session-this")}</span> }.into_any()
        } else {
            view! { <EndForm action user session=session.clone() /> }.into_any()
        };
        session_row(lang, names.clone(), session, end)
    };
    let rows = sessions.into_iter().map(row).collect_view();
    view! {
        <Table caption head>
            {rows}
        </Table>
    }
}

fn session_row(lang: Lang, names: [Text; 4], session: Session, end: AnyView) -> impl IntoView + use<> {
    let [_, address, signed_in, last_used] = names;
    let browser = browser_words(lang, session.user_agent.as_deref().unwrap_or_default());
    view! {
        <tr>
            <Cell main=true>
                <span title=session.user_agent>{browser}</span>
            </Cell>
            <Cell label=address>
                <code>{session.address.map_or_else(|| "–".to_owned(), |address| address.to_string())}</code>
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

/// Ends one session; for those who listen, its button names the browser.
#[component]
fn EndForm(action: &'static str, user: Option<UserId>, session: Session) -> impl IntoView {
    let lang = Viewer::current().lang;
    let browser = browser_words(lang, session.user_agent.as_deref().unwrap_or_default());
    view! {
        <Form action inline=true>
            {user.map(|user| view! { <input type="hidden" name="user" value=user.to_string() /> })}
            <input type="hidden" name="session" value=session.id.to_string() />
            <Button kind=ButtonKind::Quiet>
                {t!(lang, "session-end")} <span class="unseen">{browser}</span>
            </Button>
        </Form>
    }
}
