//! Requests that are kept, as a table.

use desk::rids::LookedUp;
use domain::paths;
use leptos::prelude::*;

use crate::components::{Cell, ColumnHeads, Table, Time};
use crate::context::Viewer;
use crate::t;
use crate::words::rids::answer_words;

/// Requests, a row each, with notes where there are some.
#[component]
pub fn KeptTable(
    /// The requests, in their order.
    requests: Vec<LookedUp>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [
        t!(lang, "rid-col-rid"),
        t!(lang, "rid-col-answer"),
        t!(lang, "col-interface"),
        t!(lang, "col-account"),
        t!(lang, "rid-col-called"),
        t!(lang, "rid-fact-looked-up"),
    ];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let [_, answer, interface, account, called, looked_up_at] = names;
    let rows = requests
        .into_iter()
        .map(|request| {
            let words = answer_words(lang, &request);
            let errcode = request.kept.errcode;
            let path = request.kept.cgi_path.map(|path| path.to_string());
            let note = request.kept.note.and_then(|note| note.text);
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=paths::rid(&request.rid)>
                            <code>{request.rid.to_string()}</code>
                        </a>
                        {note.map(|note| view! { <span class="rid-note-line secondary">{note}</span> })}
                    </Cell>
                    <Cell label=answer.clone()>
                        <span>
                            {words}
                            {errcode.map(|errcode| view! { " " <span class="secondary">{format!("({errcode})")}</span> })}
                        </span>
                    </Cell>
                    <Cell label=interface.clone()>
                        {match path {
                            Some(path) => view! { <code class="path">{path}</code> }.into_any(),
                            None => view! { <span class="secondary">"–"</span> }.into_any(),
                        }}
                    </Cell>
                    <Cell label=account.clone()>{request.account_name}</Cell>
                    <Cell label=called.clone()>
                        <Time at=request.kept.at quiet=true />
                    </Cell>
                    <Cell label=looked_up_at.clone()>
                        <Time at=request.kept.looked_up_at quiet=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "rids-newest") head>
            {rows}
        </Table>
    }
}
