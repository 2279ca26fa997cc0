//! The foot of every page: the zone of its times, a demo's time, and the version.

use domain::{Permission, paths};
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
            <DemoTime />
            {viewer
                .may(Permission::SeeUsage)
                .then(|| view! { <a href=paths::GLOSSARY>{t!(lang, "glossary-title")}</a> })}
            <span>{t!(lang, "app-name")} " " {env!("CARGO_PKG_VERSION")}</span>
        </footer>
    }
}

/// The time of a demo's world; nothing elsewhere.
#[component]
fn DemoTime() -> impl IntoView {
    let viewer = Viewer::current();
    viewer.demo_time.then(|| {
        let now = viewer.now.to_zoned(viewer.display_zone.clone()).strftime("%Y-%m-%d %H:%M").to_string();
        view! { <span class="demo-time num">{t!(viewer.lang, "footer-demo-time", now = now)}</span> }
    })
}
