//! The foot of every page: the zone of its times, and the version.

use leptos::prelude::*;

use crate::context::Viewer;
use crate::format::age_words;
use crate::t;

/// The foot; it also carries what the browser needs to keep ages true.
#[component]
pub(crate) fn Foot() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    view! {
        <footer class="foot" data-now=viewer.now.as_second() data-age-words=age_words(lang).to_attribute()>
            <span>{t!(lang, "footer-zone", zone = viewer.formats().zone_name())}</span>
            <span>{t!(lang, "app-name")} " " {env!("CARGO_PKG_VERSION")}</span>
        </footer>
    }
}
