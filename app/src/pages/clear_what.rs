//! What a clear resets, or a request asks to reset, as tables and lists of facts show it.

use domain::{AccountId, CgiPath, InterfaceId};
use leptos::prelude::*;

use crate::components::{Cell, Fact};
use crate::context::{Text, Viewer};
use crate::t;

/// The cell by which a row of a ledger is known, which leads to the page of what the row is about.
#[component]
pub fn WhatCell(
    /// An interface's name, or that it is all of them.
    what: Text,
    /// The one interface.
    interface: Option<(InterfaceId, CgiPath)>,
    /// The page.
    href: String,
) -> impl IntoView {
    view! {
        <Cell main=true>
            <a class="row-link" href=href>
                {what}
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
            <a href=format!("/accounts/{id}")>{name}</a>
        </Cell>
    }
}

/// The facts of what is reset: the one interface, or that it is the whole account.
#[component]
pub fn WhatFact(
    /// The account.
    account: AccountId,
    /// The one interface, and what it is called.
    interface: Option<((InterfaceId, CgiPath), String)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    match interface {
        Some(((id, path), name)) => view! {
            <Fact label=t!(lang, "col-interface")>
                <a href=format!("/accounts/{account}/interfaces/{id}")>{name}</a>
                <code class="path">{path.to_string()}</code>
            </Fact>
        }
        .into_any(),
        None => view! { <Fact label=t!(lang, "col-scope")>{t!(lang, "scope-account")}</Fact> }.into_any(),
    }
}
