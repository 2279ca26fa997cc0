//! Cells and facts about the target and the result of a clear, as ledgers and lists of facts show them.

use desk::Desk;
use desk::clears::Clear;
use domain::{AccountId, CgiPath, InterfaceId, paths};
use domain::{ClearState, Lang};
use leptos::prelude::*;

use crate::components::{Cell, Fact};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::parts::clear_badge::ClearBadge;
use crate::t;
use crate::words::clears::result_words;

/// The cell by which a row of a ledger is known, which leads to the page of what the row is about.
#[component]
pub fn TargetCell(
    /// The interface's name, or that it is all of them.
    target: Text,
    /// The one interface.
    interface: Option<(InterfaceId, CgiPath)>,
    /// The page.
    href: String,
) -> impl IntoView {
    view! {
        <Cell main=true>
            <a class="row-link" href=href>
                {target}
            </a>
            {interface.map(|(_, path)| view! { <code class="path">{path.to_string()}</code> })}
        </Cell>
    }
}

/// The cell with the account, which leads to it.
#[component]
pub fn AccountCell(
    /// The column's name.
    label: Text,
    /// The account.
    id: AccountId,
    /// What it is called.
    name: String,
) -> impl IntoView {
    view! {
        <Cell label=label>
            <a href=paths::account(id)>{name}</a>
        </Cell>
    }
}

/// The fact that names the target of a clear: the one interface, or that it is the whole account.
#[component]
pub fn TargetFact(
    /// The account.
    account: AccountId,
    /// The one interface, and what it is called.
    interface: Option<((InterfaceId, CgiPath), String)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    match interface {
        Some(((id, path), name)) => view! {
            <Fact label=t!(lang, "col-interface")>
                <a href=paths::interface(account, id)>{name}</a>
                <code class="path">{path.to_string()}</code>
            </Fact>
        }
        .into_any(),
        None => view! { <Fact label=t!(lang, "col-scope")>{t!(lang, "scope-account")}</Fact> }.into_any(),
    }
}

/// The target of a clear or of a request, as a ledger names it: the interface's name, or that it is all of them.
pub(crate) fn target_name(desk: &Desk, lang: Lang, interface: Option<&(InterfaceId, CgiPath)>) -> Text {
    interface.map_or_else(|| t!(lang, "clears-all-interfaces"), |(_, path)| desk.interface_name(lang, path).into())
}

/// A row of a ledger: a clear with its target.
#[derive(Debug, Clone)]
pub struct ClearRow {
    /// The clear.
    pub clear: Clear,
    /// The name of the interface that was reset, or that it was all of them.
    pub target: Text,
}

impl ClearRow {
    /// The row of a clear in `lang`.
    pub(crate) fn new(desk: &Desk, lang: Lang, clear: Clear) -> Self {
        let target = target_name(desk, lang, clear.interface.as_ref());
        Self { clear, target }
    }
}

/// What came of a clear: its state, and in words what that does not say.
#[component]
pub fn ClearResult(
    /// The clear.
    clear: Clear,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let words = match clear.state {
        ClearState::Refused | ClearState::Failed | ClearState::Unknown => Some(result_words(lang, &clear)),
        ClearState::Accepted if clear.nothing_to_reset => Some(result_words(lang, &clear)),
        // A person settled it so.
        ClearState::Ineffective if !clear.did_nothing() => Some(t!(lang, "result-counted")),
        _ => None,
    };
    view! {
        <ClearBadge state=clear.state />
        {words.map(|words| view! { <span class="result">{words}</span> })}
    }
}

/// How many calls readings showed to be given back: `12,345`, or `–`.
pub(crate) fn given_back_words(clear: &Clear) -> String {
    clear.gave_back().map_or_else(|| "–".to_owned(), grouped)
}
