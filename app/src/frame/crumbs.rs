//! Breadcrumbs: the way from a section to a page.

use leptos::prelude::*;

use crate::context::{Text, Viewer};
use crate::t;

/// One step of the way to a page.
#[derive(Debug, Clone)]
pub struct Crumb {
    /// What it is called.
    pub label: Text,
    /// Where it leads.
    pub href: String,
}

impl Crumb {
    /// A step called `label` that leads to `href`.
    pub fn new(label: impl Into<Text>, href: impl Into<String>) -> Self {
        Self { label: label.into(), href: href.into() }
    }
}

/// The steps as links.
#[component]
pub(crate) fn Breadcrumbs(crumbs: Vec<Crumb>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let items = crumbs
        .into_iter()
        .map(|crumb| {
            view! {
                <li>
                    <a href=crumb.href>{crumb.label}</a>
                </li>
            }
        })
        .collect_view();
    view! {
        <nav class="crumbs" aria-label=t!(lang, "crumbs-label")>
            <ol>{items}</ol>
        </nav>
    }
}
