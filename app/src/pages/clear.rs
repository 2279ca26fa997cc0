//! One clear: what it was, what became of it, and what to do now.

use desk::clears::{Clear, ClearEvent, ClearPage as Loaded, INTERRUPTED, UsageBefore};
use domain::{Budget, ClearId, ClearState, Lang, QuotaZone, Scope, Via};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use super::{Visit, page, param};
use crate::components::{
    Again, Cell, ClearBadge, ColumnHeads, Crumb, Fact, Facts, Notice, NoticeKind, Page, Panel, Section, Table, Time,
};
use crate::context::{Text, Viewer};
use crate::format::{grouped, percent};
use crate::pages::clear_words::{
    actor_words, confirmation_of, cost_words, explained, month_day, path_name, scope_words, usage_of,
};
use crate::pages::failed::Failure;
use crate::pages::flash::FlashNotice;
use crate::pages::problem::failure_words;
use crate::t;

/// For how long the page of a clear whose call is under way looks again by itself: its token and its call are done with by
/// then; what keeps it from ending is something that people have to see to.
const LOOKS_AGAIN_FOR: SignedDuration = SignedDuration::from_mins(2);

/// WeChat's word that no clear is left.
const SPENT: i32 = 48006;

/// `/clears/{id}`
#[component]
pub fn ClearPage() -> impl IntoView {
    let id = param("id");
    page(move |Visit { desk, viewer, flash }| async move {
        let id = ClearId(id.parse().map_err(|_| Failure::NoSuchClear)?);
        let loaded = desk.clear_page(&viewer.actor, id).await?;
        let lang = viewer.lang;
        let Loaded { clear, events, before, after: _, verified_until: open_until } = loaded;
        let budgets = desk.budgets_of(&viewer.actor, clear.account_id).await?;
        let interface = clear.interface.as_ref().map(|(_, path)| path_name(&desk, lang, path));
        let of_interface = interface.clone().map(|name| t!(lang, "clear-of-interface", name = name));
        let what = of_interface.unwrap_or_else(|| t!(lang, "clear-of-account", name = clear.account_name.clone()));
        let evidence: Vec<_> =
            before.into_iter().map(|usage| (path_name(&desk, lang, &usage.cgi_path), usage)).collect();
        let zone = desk.settings().quota_zone.clone();
        let aside = view! { <ClearBadge state=clear.state /> }.into_any();
        let crumbs = vec![Crumb::new(t!(lang, "clears-title"), "/clears")];
        let budget = *budgets.of(clear.scope());
        Ok::<_, Failure>(
            view! {
                <Page title=headline(lang, clear.state, what) section=Section::Clears crumbs aside>
                    <FlashNotice flash />
                    <WhatNow clear=clear.clone() open_until budget zone />
                    <div class="beside">
                        <Panel title=t!(lang, "timeline-title")>
                            <Timeline events />
                        </Panel>
                        <Panel title=t!(lang, "clear-facts-title")>
                            <ClearFacts clear interface />
                        </Panel>
                    </div>
                    <Evidence evidence />
                </Page>
            }
            .into_any(),
        )
    })
}

fn headline(lang: Lang, state: ClearState, what: Text) -> Text {
    match state {
        ClearState::Intended | ClearState::Sent => t!(lang, "headline-under-way", what = what),
        ClearState::Accepted => t!(lang, "headline-accepted", what = what),
        ClearState::Verifying => t!(lang, "headline-verifying", what = what),
        ClearState::Effective => t!(lang, "headline-effective", what = what),
        ClearState::Ineffective => t!(lang, "headline-ineffective", what = what),
        ClearState::Refused => t!(lang, "headline-refused", what = what),
        ClearState::Failed => t!(lang, "headline-failed", what = what),
        ClearState::Unknown => t!(lang, "headline-unknown", what = what),
        ClearState::Elsewhere => t!(lang, "headline-elsewhere", what = what),
        ClearState::Dismissed => t!(lang, "headline-dismissed", what = what),
    }
}

/// What it means, and what to do about it.
#[component]
fn WhatNow(clear: Clear, open_until: Option<Timestamp>, budget: Budget, zone: QuotaZone) -> impl IntoView {
    let lang = Viewer::current().lang;
    let usage = usage_of(&clear);
    let look = move || view! { <a href=usage>{t!(lang, "look-at-usage")}</a> };
    match clear.state {
        ClearState::Intended | ClearState::Sent => view! { <UnderWay since=clear.at /> }.into_any(),
        ClearState::Accepted => view! { <Accepted open_until usage=usage_of(&clear) /> }.into_any(),
        ClearState::Refused => view! { <RefusedByWeChat clear budget zone /> }.into_any(),
        ClearState::Failed => view! { <NotCarriedOut clear /> }.into_any(),
        ClearState::Unknown => view! {
            <Notice
                kind=NoticeKind::Warning
                title=t!(lang, "now-unknown")
                why=t!(lang, "now-unknown-cost")
                next=t!(lang, "now-unknown-next")
            >
                <p>{look()}</p>
            </Notice>
        }
        .into_any(),
        ClearState::Verifying => view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "now-verifying") next=t!(lang, "now-verifying-next") />
        }
        .into_any(),
        ClearState::Effective => view! {
            <Notice kind=NoticeKind::Success title=t!(lang, "now-effective")>
                <p>{look()}</p>
            </Notice>
        }
        .into_any(),
        ClearState::Ineffective => view! {
            <Notice kind=NoticeKind::Warning title=t!(lang, "now-ineffective") next=t!(lang, "now-ineffective-next")>
                <p>{look()}</p>
            </Notice>
        }
        .into_any(),
        ClearState::Elsewhere => view! { <Notice kind=NoticeKind::Info title=t!(lang, "now-elsewhere") /> }.into_any(),
        ClearState::Dismissed => view! { <Notice kind=NoticeKind::Info title=t!(lang, "now-dismissed") /> }.into_any(),
    }
}

#[component]
fn UnderWay(since: Timestamp) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let look = view! {
        <p>
            <a href=viewer.here()>{t!(lang, "look-again")}</a>
        </p>
    };
    if viewer.now.duration_since(since) < LOOKS_AGAIN_FOR {
        view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "now-under-way") next=t!(lang, "now-under-way-next")>
                {look}
            </Notice>
            <Again seconds=3 />
        }
        .into_any()
    } else {
        view! {
            <Notice
                kind=NoticeKind::Warning
                title=t!(lang, "now-under-way-long")
                why=t!(lang, "now-under-way-long-why")
                next=t!(lang, "now-under-way-long-next")
            >
                {look}
            </Notice>
        }
        .into_any()
    }
}

#[component]
fn Accepted(open_until: Option<Timestamp>, usage: String) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let (title, why, next) = match open_until {
        Some(until) => (
            t!(lang, "now-accepted"),
            Some(t!(lang, "now-accepted-until", until = viewer.formats().clock(until))),
            Some(t!(lang, "now-accepted-look")),
        ),
        None => (t!(lang, "now-accepted-over"), None, None),
    };
    view! {
        <Notice kind=NoticeKind::Info title>
            {why.map(|why| view! { <p>{why}</p> })}
            <p>{next} " " <a href=usage>{t!(lang, "look-at-usage")}</a></p>
        </Notice>
    }
}

/// WeChat's no, explained, and what it says of the count.
#[component]
fn RefusedByWeChat(clear: Clear, budget: Budget, zone: QuotaZone) -> impl IntoView {
    let lang = Viewer::current().lang;
    let corrected = (clear.errcode == Some(SPENT) && budget.said_spent).then(|| {
        let date = month_day(lang, &zone, budget.resets_at);
        view! { <p>{t!(lang, "now-corrected", date = date, zone = zone.name())}</p> }
    });
    let (title, cause, next) = match explained(lang, &clear) {
        Some((errcode, explanation)) => {
            (format!("{} ({errcode})", explanation.title).into(), explanation.cause, explanation.next_step)
        }
        None => (t!(lang, "result-refused"), t!(lang, "now-refused-cost"), Text::default()),
    };
    view! {
        <Notice kind=NoticeKind::Error title why=cause next>
            <p>{t!(lang, "now-refused-cost")}</p>
            {corrected}
        </Notice>
    }
}

/// No call that WeChat could act on reached it.
#[component]
fn NotCarriedOut(clear: Clear) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let detail = clear.errmsg.as_deref();
    let why = match explained(lang, &clear) {
        Some((errcode, explanation)) => Some(format!("{} ({errcode})", explanation.title).into()),
        None => clear.failure.map(|failure| failure_words(lang, failure, detail)),
    };
    let next = explained(lang, &clear).map(|(_, explanation)| explanation.next_step);
    view! {
        <Notice kind=NoticeKind::Error title=t!(lang, "now-failed")>
            {why.map(|why: Text| view! { <p>{why}</p> })}
            {next.map(|next| view! { <p>{next}</p> })}
            <p>
                {t!(lang, "now-failed-next")} " "
                <a href=confirmation_of(&clear) data-dialog="">
                    {t!(lang, "try-again")}
                </a>
            </p>
        </Notice>
    }
}

/// What happened, from top to bottom.
#[component]
fn Timeline(events: Vec<ClearEvent>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let steps = events
        .into_iter()
        .map(|event| {
            let detail = event.detail.map(|detail| match detail.as_str() {
                INTERRUPTED => view! { <p>{t!(lang, "clear-interrupted")}</p> }.into_any(),
                "ok" => view! { <p class="secondary">{t!(lang, "clear-said-ok")}</p> }.into_any(),
                _ => view! { <p><code class="said">{detail}</code></p> }.into_any(),
            });
            view! {
                <li>
                    <ClearBadge state=event.state />
                    <Time at=event.at exact=true />
                    {detail}
                </li>
            }
        })
        .collect_view();
    view! { <ol class="timeline">{steps}</ol> }
}

#[component]
fn ClearFacts(clear: Clear, interface: Option<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let costs = cost_words(lang, &clear);
    let errcode = clear.errcode.filter(|errcode| *errcode != 0);
    let via = clear.via.map(|via| match via {
        Via::Token => t!(lang, "via-token"),
        Via::Secret => t!(lang, "via-secret"),
    });
    let scope = clear.scope();
    let fact = |label: Text, value: Option<Text>| value.map(|value| view! { <Fact label>{value}</Fact> });
    let cleared = interface.zip(clear.interface.as_ref()).map(|(name, (id, path))| {
        let href = format!("/accounts/{}/interfaces/{id}", clear.account_id);
        let path = path.to_string();
        view! {
            <Fact label=t!(lang, "col-interface")>
                <a href=href>{name}</a>
                <code class="path">{path}</code>
            </Fact>
        }
    });
    let rid = clear.rid.map(|rid| {
        view! {
            <Fact label=t!(lang, "fact-rid")>
                <a href=format!("/rid/{rid}")>
                    <code>{rid.clone()}</code>
                </a>
            </Fact>
        }
    });
    view! {
        <Facts>
            <Fact label=t!(lang, "col-account")>
                <a href=format!("/accounts/{}", clear.account_id)>{clear.account_name}</a>
            </Fact>
            {cleared}
            {(scope == Scope::Account).then(|| fact(t!(lang, "col-scope"), Some(scope_words(lang, scope))))}
            {fact(t!(lang, "col-who"), Some(actor_words(lang, clear.actor.as_deref())))}
            {fact(t!(lang, "col-why"), clear.reason.map(Text::from))}
            {fact(t!(lang, "fact-override"), clear.override_reason.map(Text::from))}
            {fact(t!(lang, "fact-via"), via)}
            {fact(t!(lang, "fact-cost"), Some(costs))}
            {fact(t!(lang, "fact-errcode"), errcode.map(|errcode| errcode.to_string().into()))}
            {rid}
        </Facts>
    }
}

/// What was used when it was written down.
#[component]
fn Evidence(evidence: Vec<(String, UsageBefore)>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = t!(lang, "evidence-title");
    if evidence.is_empty() {
        return view! {
            <Panel title>
                <p class="secondary">{t!(lang, "evidence-none")}</p>
            </Panel>
        }
        .into_any();
    }
    let names = [t!(lang, "col-interface"), t!(lang, "col-usage"), t!(lang, "col-share"), t!(lang, "col-read")];
    let head = view! { <ColumnHeads names=names.to_vec() figures=1..names.len() /> }.into_any();
    let [_, used, share, read] = names;
    let rows = evidence
        .into_iter()
        .map(|(name, UsageBefore { cgi_path, sampled_at, figures, .. })| {
            let path = cgi_path.to_string();
            let named = name != path;
            view! {
                <tr>
                    <Cell main=true>
                        {named.then_some(name)}
                        <code class="path">{path}</code>
                    </Cell>
                    <Cell label=used.clone() number=true>
                        {grouped(figures.used)} " / " {grouped(figures.daily_limit)}
                    </Cell>
                    <Cell label=share.clone() number=true>{percent(figures.used_permille())}</Cell>
                    <Cell label=read.clone() number=true>
                        <Time at=sampled_at exact=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Panel title=title.clone() flush=true>
            <Table caption=title head>
                {rows}
            </Table>
        </Panel>
    }
    .into_any()
}
