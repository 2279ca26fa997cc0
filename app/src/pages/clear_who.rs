//! Who made a clear: by hand or by a policy, and who agreed to it.

use desk::clears::Clear;
use leptos::prelude::*;

use crate::context::Viewer;
use crate::pages::clear_words::actor_words;
use crate::t;

/// What stands before a policy's name where records say who acted.
const POLICY: &str = "policy:";

/// Whether a policy made it, not a person.
pub fn is_by_policy(clear: &Clear) -> bool {
    clear.actor.as_deref().is_some_and(|actor| actor.starts_with(POLICY))
}

/// Who, the second person who agreed or that there was none, and, where asked for, whether by hand or by a policy.
#[component]
pub(crate) fn ClearWho(
    /// The clear.
    clear: Clear,
    /// Whether it is said how it was made.
    #[prop(optional)]
    how: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (by_policy, is_guess) = (is_by_policy(&clear), clear.actor.is_none());
    let how = (how && !is_guess).then(|| if by_policy { t!(lang, "who-by-policy") } else { t!(lang, "who-by-hand") });
    let agreed = clear.approved_by.map(|name| t!(lang, "who-agreed", name = name));
    let glass = clear.glass_broken.then(|| t!(lang, "who-broke-glass"));
    let more = [how, agreed, glass].into_iter().flatten();
    let more = more.map(|words| view! { <span class="secondary small">{words}</span> }).collect_view();
    view! {
        <span class="by">
            <span>{actor_words(lang, clear.actor.as_deref())}</span>
            {more}
        </span>
    }
}
