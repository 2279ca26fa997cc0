//! The band on every page while nothing can be saved.

use leptos::prelude::*;

use crate::components::icon::{Icon, STOP};
use crate::context::Viewer;
use crate::t;
use crate::words::writing::{meanwhile_words, write_fault_words};

/// The band: why nothing can be saved, and what works in the meantime; nothing while everything can.
#[component]
pub fn UnwritableBand() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    viewer.write_fault.map(|fault| {
        view! {
            <aside class="band stopped unwritable" aria-label=t!(lang, "unwritable-title")>
                <ul>
                    <li>
                        <span>
                            <Icon outline=STOP />
                            {write_fault_words(lang, fault)}
                            " "
                            {meanwhile_words(lang)}
                        </span>
                    </li>
                </ul>
            </aside>
        }
    })
}
