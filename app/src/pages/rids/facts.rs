//! The panels about what to do about a request, and about its facts.

use desk::explain::{ClearHelps, Explanation, official_page};
use desk::rids::{DatedRid, LookedUp, RequestContext};
use domain::{AddressOwner, Lang, Permission, paths};
use leptos::prelude::*;

use crate::components::{ButtonKind, Fact, Facts, LinkButton, Panel, TimeFact};
use crate::context::{Text, Viewer};
use crate::format::{grouped, percent};
use crate::pages::rids::shared::CallTime;
use crate::t;
use crate::words::rids::{answered_well, explained, pace_words, whose_words};
use crate::words::users::actor_words;

/// The panel about the cause of the answer, what to do, and whether a clear helps.
#[component]
pub fn Advice(
    /// The request.
    request: LookedUp,
    /// What was going on around it.
    around: RequestContext,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let watched = around.watched.as_ref().map(|watched| watched.interface);
    let advice = match explained(lang, &request, &around) {
        Some(Explanation { cause, next_step, clear_helps, .. }) => {
            let clear = clear_words(lang, clear_helps, &request, &around);
            let left = around.left_permille(&request);
            let helps = clear_helps == ClearHelps::Yes && left.is_none() && around.is_today;
            let order = (helps && viewer.may(Permission::Clear)).then(|| {
                let href = paths::clear_confirmation(request.kept.account_id, watched);
                let label = if watched.is_some() { t!(lang, "rid-clear-this") } else { t!(lang, "rid-clear-account") };
                view! {
                    <div>
                        <LinkButton href kind=ButtonKind::Secondary attr:data-dialog="">
                            {label}
                        </LinkButton>
                    </div>
                }
            });
            view! {
                <p>{cause}</p>
                <p class="rid-next">{next_step}</p>
                <p class="secondary">{clear}</p>
                {order}
                <p class="small">
                    <a href=official_page(request.kept.errcode) rel="noreferrer noopener" target="_blank">
                        {t!(lang, "rid-official")}
                    </a>
                </p>
            }
            .into_any()
        }
        None if answered_well(&request.kept.response_body) => {
            view! { <p>{t!(lang, "rid-succeeded-why")}</p> }.into_any()
        }
        None => view! { <p>{t!(lang, "rid-no-errcode-why")}</p> }.into_any(),
    };
    view! {
        <Panel title=t!(lang, "rid-what-to-do")>
            <div class="rid-advice">{advice}</div>
        </Panel>
    }
}

/// Whether clearing the call count helps, by the errcode and by the figures around the call.
pub(crate) fn clear_words(lang: Lang, helps: ClearHelps, request: &LookedUp, around: &RequestContext) -> Text {
    match (helps, around.left_permille(request)) {
        (_, Some(left)) => t!(lang, "rid-clear-minute", share = percent(left)),
        (ClearHelps::Yes, None) if !around.is_today => t!(lang, "rid-clear-over"),
        (ClearHelps::Yes, None) if request.kept.cgi_path.is_none() => t!(lang, "rid-clear-untold"),
        (ClearHelps::Yes, None) => t!(lang, "rid-clear-yes"),
        (ClearHelps::No, _) => t!(lang, "rid-clear-no"),
        (ClearHelps::Maybe, _) => t!(lang, "rid-clear-maybe"),
    }
}

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
        None => view! { <a href="#notes">{t!(lang, "rid-interface-untold")}</a> }.into_any(),
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
