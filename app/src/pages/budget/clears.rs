//! Every clear of a month, the oldest first, as in a book.

use desk::clears::Clear;
use domain::{Lang, paths};
use leptos::prelude::*;

use crate::components::{Cell, Moment, Panel, Table};
use crate::context::{Text, Viewer};
use crate::parts::clear_actor::ClearActor;
use crate::parts::ledger::{AccountCell, ClearResult, ClearRow, TargetCell, given_back_words};
use crate::t;
use crate::words::clears::why_words;

/// A month's clears with who and why.
#[component]
pub fn ClearsPanel(
    /// The clears.
    rows: Vec<ClearRow>,
    /// How many there are without filters.
    of_month: usize,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(lang, ["col-when", "col-what", "col-account", "col-who", "col-why", "col-given-back", "col-result"]);
    let given_back = names.len() - 2;
    let title = if rows.len() == of_month {
        t!(lang, "month-clears", count = of_month)
    } else {
        t!(lang, "month-clears-filtered", count = rows.len(), all = of_month)
    };
    let rows = rows.into_iter().map(|clear| row(lang, names.clone(), clear)).collect_view();
    view! {
        <Panel title=title.clone() flush=true>
            <div class="ledger month-clears">
                <Table caption=title columns=names.to_vec() figures=given_back..given_back + 1>
                    {rows}
                </Table>
            </div>
        </Panel>
    }
}

fn row(lang: Lang, names: [Text; 7], row: ClearRow) -> impl IntoView + use<> {
    let [when, _, account, who, why, given_back, _] = names;
    let ClearRow { clear, target } = row;
    let made = clear.clone();
    let interface = clear.interface.clone();
    let calls = given_back_words(&clear);
    let Clear { id, account_id, .. } = clear;
    let (at, account_name) = (clear.counted_at(), clear.account_name.clone());
    let (reason, override_reason) = (why_words(lang, &clear), clear.override_reason.clone());
    view! {
        <tr>
            <Cell label=when>
                <Moment at />
            </Cell>
            <TargetCell target interface href=paths::clear(id) />
            <AccountCell label=account id=account_id name=account_name />
            <Cell label=who>
                <ClearActor clear=made how=true />
            </Cell>
            <Cell label=why>
                <Why reason override_reason />
            </Cell>
            <Cell label=given_back number=true>
                {calls}
            </Cell>
            <Cell>
                <ClearResult clear />
            </Cell>
        </tr>
    }
}

/// Why, and why one went on although something stood in the way.
#[component]
fn Why(reason: Option<Text>, override_reason: Option<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let more = override_reason.map(|reason| t!(lang, "month-override", reason = reason));
    view! {
        <span class="stacked">
            <span class="why">{reason}</span>
            {more.map(|words| view! { <span class="why secondary small">{words}</span> })}
        </span>
    }
}
