//! Who made a clear: by hand or by a policy, and who agreed to it.

use desk::clears::Clear;
use leptos::prelude::*;

use crate::context::Viewer;
use crate::t;
use crate::words::clears::policy;
use crate::words::users::actor_words;

/// Who, the second person who agreed or that there was none, and how: by a policy, or, where asked for, by hand.
#[component]
pub(crate) fn ClearActor(
    /// The clear.
    clear: Clear,
    /// Whether it is said that a person made it by hand.
    #[prop(optional)]
    how: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (who, how) = match (&clear.actor, policy(&clear)) {
        (_, Some(policy)) => (policy.to_owned().into(), Some(t!(lang, "who-by-policy"))),
        (Some(actor), None) => (actor_words(lang, Some(actor)), how.then(|| t!(lang, "who-by-hand"))),
        (None, None) => (actor_words(lang, None), None),
    };
    let agreed = clear.approved_by.map(|name| t!(lang, "who-agreed", name = name));
    let glass = clear.glass_broken.then(|| t!(lang, "who-broke-glass"));
    let more = [how, agreed, glass].into_iter().flatten();
    let more = more.map(|words| view! { <span class="secondary small">{words}</span> }).collect_view();
    view! {
        <span class="by">
            <span>{who}</span>
            {more}
        </span>
    }
}
