//! The warning and critical lines of one interface: those that apply, and the form that sets its own.

use desk::settings::LinesView;
use domain::{AccountId, InterfaceId, LinesFrom, Permission, Thresholds, paths};
use leptos::prelude::*;

use crate::components::{Details, Fact, has_kept};
use crate::context::Viewer;
use crate::parts::usage_lines::{LinesForm, TypedLines};
use crate::t;
use crate::words::settings::{lines_from_words, lines_words};

/// The lines that apply, where they come from, and for admins the way to the form.
#[component]
pub fn LinesFact(
    /// The account.
    account: AccountId,
    /// The interface.
    interface: InterfaceId,
    /// The lines.
    lines: Thresholds,
    /// Where they come from.
    from: LinesFrom,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let change = viewer.may(Permission::Administer).then(|| {
        view! { " " <a href=paths::interface_lines(account, interface)>{t!(lang, "lines-change")}</a> }
    });
    view! {
        <Fact label=t!(lang, "lines-title")>
            {lines_words(lang, lines)} " " <span class="secondary">{lines_from_words(lang, from)}</span> {change}
        </Fact>
    }
}

/// The form that sets the interface's own lines, for admins.
#[component]
pub(crate) fn InterfaceLines(
    /// The account.
    account: AccountId,
    /// The interface.
    interface: InterfaceId,
    /// Its lines.
    lines: LinesView,
    /// What has to be corrected.
    correct: Option<TypedLines>,
) -> impl IntoView {
    let viewer = Viewer::current();
    viewer.may(Permission::Administer).then(|| {
        let open = correct.is_some() || has_kept("warning") || has_kept("critical");
        view! {
            <div id="lines">
                <Details summary=t!(viewer.lang, "lines-title") open>
                    <LinesForm account interface=Some(interface) lines correct />
                </Details>
            </div>
        }
    })
}
