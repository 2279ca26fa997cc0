//! The panel of the facts of a request.

use desk::rids::{DatedRid, LookedUp};
use domain::{AddressOwner, paths};
use leptos::prelude::*;

use crate::components::{Fact, Facts, Panel, TimeFact};
use crate::context::{Text, Viewer};
use crate::format::grouped;
use crate::pages::rids::shared::CallTime;
use crate::t;
use crate::words::rids::{pace_words, whose_words};
use crate::words::users::actor_words;

/// The panel of the facts of a request.
#[component]
pub fn CallFacts(
    /// The request.
    request: LookedUp,
    /// Its interface's name, where that is known.
    #[prop(optional_no_strip)]
    interface: Option<Text>,
    /// Whose the address is that it came from.
    #[prop(optional_no_strip)]
    whose: Option<AddressOwner>,
    /// Its rid.
    dated: DatedRid,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let kept = request.kept;
    let account = paths::account(kept.account_id);
    let by = actor_words(lang, Some(&kept.looked_up_by));
    let source = if dated.expired {
        t!(lang, "rid-from-archive-alone")
    } else {
        let span = viewer.formats().span(dated.expires_at.duration_since(viewer.now));
        t!(lang, "rid-from-archive", span = span)
    };
    let or_dash = |text: Option<String>| text.unwrap_or_else(|| "–".to_owned());
    let path = match kept.cgi_path {
        Some(path) => view! {
            {interface}
            <code class="path">{path.to_string()}</code>
        }
        .into_any(),
        None => view! { <a href="#details">{t!(lang, "rid-interface-untold")}</a> }.into_any(),
    };
    view! {
        <Panel title=t!(lang, "rid-facts")>
            <Facts>
                <Fact label=t!(lang, "rid-called-at")>
                    <CallTime at=kept.at />
                </Fact>
                <Fact label=t!(lang, "rid-fact-took")>
                    <span class="num">
                        {or_dash(kept.cost_in_ms.map(|ms| t!(lang, "rid-fact-took-ms", ms = grouped(ms)).into()))}
                    </span>
                    {kept.cost_in_ms.map(|ms| view! { " " <span class="secondary">{pace_words(lang, ms)}</span> })}
                </Fact>
                <Fact label=t!(lang, "col-interface")>{path}</Fact>
                <Fact label=t!(lang, "col-account")>
                    <a href=account>{request.account_name}</a>
                </Fact>
                <Fact label=t!(lang, "rid-fact-client-ip")>
                    <code>{or_dash(kept.client_ip)}</code>
                    {whose.map(|whose| view! { " " <span class="chip">{whose_words(lang, whose)}</span> })}
                </Fact>
                <Fact label=t!(lang, "rid-fact-errcode")>
                    <span>{or_dash(kept.errcode.map(|errcode| errcode.to_string()))}</span>
                </Fact>
                <TimeFact label=t!(lang, "rid-fact-looked-up") at=kept.looked_up_at />
                <Fact label=t!(lang, "rid-fact-looked-up-by")>{by}</Fact>
                <Fact label=t!(lang, "rid-fact-kept")>{source}</Fact>
            </Facts>
        </Panel>
    }
}
