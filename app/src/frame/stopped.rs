//! The band on every page while automatic clears are stopped.

use desk::policies::KillSwitch;
use domain::{Lang, Permission, paths};
use leptos::prelude::*;

use crate::components::icon::{Icon, STOP};
use crate::context::{Text, Viewer};
use crate::format::Formats;
use crate::t;
use crate::words::users::actor_words;

/// The band: since when automatic clears are stopped, by whom and why; nothing where they are not.
#[component]
pub fn StoppedBand() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    viewer.standing.kill_switch.as_ref().map(|switch| {
        let words = stopped_words(lang, &viewer.formats(), switch);
        view! {
            <aside class="band stopped" aria-label=t!(lang, "stop-label")>
                <ul>
                    <li>
                        <span>
                            <Icon outline=STOP />
                            {words}
                        </span>
                        {viewer.may(Permission::Automate).then(|| view! { <a href=paths::KILL_SWITCH>{t!(lang, "stop-see")}</a> })}
                    </li>
                </ul>
            </aside>
        }
    })
}

/// `Automatic clears have been off since 10:42, stopped by admin: a campaign`
pub(crate) fn stopped_words(lang: Lang, formats: &Formats<'_>, switch: &KillSwitch) -> Text {
    let (since, who) = (formats.clock(switch.stopped_at), actor_words(lang, Some(&switch.stopped_by)));
    if let Some(reason) = &switch.reason {
        return t!(lang, "stop-since-why", since = since, who = who, reason = reason.as_str());
    }
    t!(lang, "stop-since", since = since, who = who)
}
