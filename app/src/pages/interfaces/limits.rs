//! The limits of one interface: the kind of its count, how that is known, how to correct it, and its limits per period.

use desk::history::InterfacePage as Loaded;
use desk::overview::Row;
use domain::{Lang, LimitKind, LimitKindSource, Permission, RateLimit, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Details, Fact, Form, Radio, Radios, Submit, Time};
use crate::context::{Text, Viewer};
use crate::pages::interfaces::forms::{AUTOMATIC, SetLimitKind};
use crate::t;
use crate::words::limits::{limit_kind_words, source_words};

/// The kind of the count, how it is known, and for admins the way to the form that corrects it.
#[component]
pub fn LimitKindFact(
    /// The interface.
    loaded: Loaded,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let row = loaded.row;
    let source = source_words(lang, row.limit_kind.source, loaded.set_limit_kind.as_ref());
    let kind = limit_kind_words(lang, row.limit_kind.kind);
    let href = paths::interface_limit_kind(row.account, row.id);
    let change = viewer.may(Permission::Administer).then(|| {
        view! { " " <a href=href>{t!(lang, "limit-kind-change")}</a> }
    });
    view! {
        <Fact label=t!(lang, "field-limit-kind")>
            {kind} " " <span class="secondary">{source}</span> {change}
        </Fact>
    }
}

/// The limits per period that WeChat told beside the count.
#[component]
pub fn RateLimitFacts(
    /// The interface.
    row: Row,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        {row.rate_limit.map(|limit| view! { <Fact label=t!(lang, "fact-rate-limit")>{rate_words(lang, limit)}</Fact> })}
        {row
            .component_rate_limit
            .map(|limit| view! { <Fact label=t!(lang, "fact-component-rate-limit")>{rate_words(lang, limit)}</Fact> })}
    }
}

fn rate_words(lang: Lang, limit: RateLimit) -> Text {
    t!(lang, "rate-limit", count = limit.call_count, seconds = limit.refresh_second)
}

/// The form that sets the kind of the count, for admins.
#[component]
pub fn LimitKindForm(
    /// The interface.
    loaded: Loaded,
) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    viewer.may(Permission::Administer).then(|| {
        let (row, set) = (loaded.row, loaded.set_limit_kind);
        let selected = set.as_ref().map_or(AUTOMATIC, |set| set.kind.word());
        let choice = |value: &'static str, label, hint| Radio { value: value.into(), label, hint };
        let choices = vec![
            choice(AUTOMATIC, t!(lang, "limit-kind-automatic"), t!(lang, "limit-kind-automatic-hint")),
            choice(
                LimitKind::Daily.word(),
                limit_kind_words(lang, LimitKind::Daily),
                t!(lang, "limit-kind-daily-hint"),
            ),
            choice(
                LimitKind::Total.word(),
                limit_kind_words(lang, LimitKind::Total),
                t!(lang, "limit-kind-total-hint"),
            ),
        ];
        let source = source_words(lang, row.limit_kind.source, set.as_ref());
        let set_at = set.filter(|_| row.limit_kind.source == LimitKindSource::Admin).and_then(|set| set.at);
        view! {
            <div id="limit-kind">
                <Details summary=t!(lang, "limit-kind-title")>
                    <p>
                        {t!(lang, "limit-kind-now", kind = limit_kind_words(lang, row.limit_kind.kind))} " "
                        <span class="secondary">{source} {set_at.map(|at| view! { " · " <Time at exact=true /> })}</span>
                    </p>
                    <Form action=SetLimitKind::url()>
                        <input type="hidden" name="account" value=row.account.to_string() />
                        <input type="hidden" name="interface" value=row.id.to_string() />
                        <Radios name="limit_kind" legend=t!(lang, "field-limit-kind") choices selected />
                        <Submit>{t!(lang, "limit-kind-save")}</Submit>
                    </Form>
                </Details>
            </div>
        }
    })
}
