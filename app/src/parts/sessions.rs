//! Sessions as a table, each with a form that ends it.

use desk::users::Session;
use domain::{Lang, UserId};
use leptos::prelude::*;

use crate::components::{Button, ButtonKind, Cell, Form, Table, Time};
use crate::context::{Text, Viewer};
use crate::t;
use crate::words::browsers::browser_words;

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
    let names = t!(lang, ["col-browser", "col-address", "col-signed-in", "col-last-used"]);
    let head = view! {
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
        <Table caption columns=names.to_vec() head>
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
