//! Filters above a list: a form that reads the list anew with what was chosen in the address.

use leptos::prelude::*;

use crate::components::button::{ButtonKind, LinkButton};
use crate::components::empty::EmptyState;
use crate::context::{Text, Viewer};
use crate::t;

/// The form: its fields, the button that applies them, and a link that clears them where any is set.
#[component]
pub fn FilterForm(
    /// The path of the list.
    #[prop(into)]
    action: Text,
    /// Whether any filter is set.
    filtered: bool,
    /// The CSS classes, where the list has a layout of its own.
    #[prop(default = "filters")]
    class: &'static str,
    /// What the form is for, for those who listen, where the page has further searches.
    #[prop(optional, into)]
    label: Option<Text>,
    /// [`FilterField`]s and [`Select`](crate::components::Select)s.
    children: Children,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let clear = filtered.then(
        || view! { <LinkButton href=action.clone() kind=ButtonKind::Quiet>{t!(lang, "filter-clear")}</LinkButton> },
    );
    view! {
        <form method="get" action=action class=class role="search" aria-label=label>
            {children()}
            <button type="submit" class="button">
                {t!(lang, "filter-apply")}
            </button>
            {clear}
        </form>
    }
}

/// One field of the filters, which may all stay empty.
#[component]
pub fn FilterField(
    /// The parameter's name.
    name: &'static str,
    /// `search`, which takes the room there is, or another type of input.
    kind: &'static str,
    /// What is asked for.
    #[prop(into)]
    label: Text,
    /// The value that the list is filtered by.
    value: String,
    /// An example.
    #[prop(optional, into)]
    placeholder: Option<Text>,
) -> impl IntoView {
    let id = format!("f-{name}");
    view! {
        <div class=if kind == "search" { "field grow" } else { "field" }>
            <label for=id.clone()>{label}</label>
            <input id=id name=name type=kind value=value placeholder=placeholder />
        </div>
    }
}

/// The empty place of a list in which the filters leave nothing, with the way to the whole list.
#[component]
pub fn NoMatches(
    /// What is so.
    #[prop(into)]
    title: Text,
    /// The path of the list without filters.
    #[prop(into)]
    action: Text,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <EmptyState title>
            <LinkButton href=action>{t!(lang, "filter-clear")}</LinkButton>
        </EmptyState>
    }
}
