//! The audit trail: who did what, on what, from where, newest first.

use desk::audit::AuditLine;
use domain::audit::What;
use domain::paths;
use jiff::Timestamp;
use leptos::prelude::*;

use crate::components::{
    ButtonKind, Cell, Choice, ColumnHeads, EmptyState, FilterField, LinkButton, Older, Select, Table,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page, query};
use crate::pages::audit::filters::AuditAsked;
use crate::pages::audit::integrity::CheckTrailButton;
use crate::t;
use crate::words::audit::{Changed, act_words, changes, subject_words, what_words};
use crate::words::users::who_words;

/// Lines on a page.
const PER_PAGE: i64 = 50;
/// `/audit`
#[component]
pub fn AuditPage() -> impl IntoView {
    let asked = AuditAsked::of(|name| Some(query(name)));
    let before: Option<i64> = query("before").parse().ok();
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        // One more than is shown tells whether there are older ones.
        let wanted = asked.query(&viewer.display_zone, before, PER_PAGE + 1);
        let mut lines = desk.audit(&viewer.actor, &wanted).await?;
        let actors = desk.audit_actors(&viewer.actor).await?;
        let shown = usize::try_from(PER_PAGE).unwrap_or(usize::MAX);
        let older = (lines.len() > shown).then(|| lines.get(shown - 1).map(|line| line.id)).flatten();
        lines.truncate(shown);
        let list = if lines.is_empty() {
            view! { <NoLines narrowed={asked.is_any() || before.is_some()} /> }.into_any()
        } else {
            view! { <Lines lines /> }.into_any()
        };
        let actions = view! {
            <CheckTrailButton />
            <a class="button" href=asked.link(paths::AUDIT_CSV) download="">
                {t!(lang, "audit-export-csv")}
            </a>
            <a class="button" href=asked.link(paths::AUDIT_JSON) download="">
                {t!(lang, "audit-export-json")}
            </a>
        };
        Ok::<_, Failure>(
            view! {
                <Page
                    title=t!(lang, "audit-title")
                    section=Section::Audit
                    actions=actions.into_any()
                    lead=view! { <p>{t!(lang, "audit-lead")}</p> }.into_any()
                >
                    <FlashNotice flash />
                    <Filters asked=asked.clone() actors />
                    {list}
                    <Older older paged=before.is_some() />
                </Page>
            }
            .into_any(),
        )
    })
}

#[component]
fn Filters(asked: AuditAsked, actors: Vec<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let with_all =
        |all: Text, choices: Vec<Choice>| std::iter::once(Choice::new("", all)).chain(choices).collect::<Vec<_>>();
    let actors = actors.into_iter().map(|actor| {
        let words = who_words(lang, &actor);
        Choice::new(actor, words)
    });
    let acts = What::ALL.map(|what| Choice::new(what.word(), what_words(lang, what))).to_vec();
    let filtered = asked.is_any();
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <form method="get" action=paths::AUDIT class="filters audit-filters" role="search">
            <Select
                name="who"
                label=t!(lang, "col-who")
                choices=with_all(t!(lang, "filter-everyone"), actors.collect())
                selected=asked.who.unwrap_or_default()
            />
            <Select
                name="what"
                label=t!(lang, "col-act")
                choices=with_all(t!(lang, "filter-all-acts"), acts)
                selected=asked.what.map_or("", What::word)
            />
            <FilterField name="from" kind="date" label=t!(lang, "filter-from") value=day(asked.from) />
            <FilterField name="to" kind="date" label=t!(lang, "filter-to") value=day(asked.to) />
            <FilterField
                name="text"
                kind="search"
                label=t!(lang, "filter-text")
                value=asked.text.unwrap_or_default()
                placeholder=t!(lang, "filter-text-hint")
            />
            <button type="submit" class="button">
                {t!(lang, "filter-apply")}
            </button>
            {filtered
                .then(|| view! { <LinkButton href=paths::AUDIT kind=ButtonKind::Quiet>{t!(lang, "filter-clear")}</LinkButton> })}
        </form>
    }
}

#[component]
fn NoLines(narrowed: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if narrowed {
        view! {
            <EmptyState title=t!(lang, "audit-none-filtered")>
                <LinkButton href=paths::AUDIT>{t!(lang, "filter-clear")}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <EmptyState title=t!(lang, "audit-none")>{t!(lang, "audit-none-next")}</EmptyState> }.into_any()
    }
}

#[component]
fn Lines(lines: Vec<AuditLine>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let names = [
        t!(lang, "col-when"),
        t!(lang, "col-act"),
        t!(lang, "col-who"),
        t!(lang, "col-on-what"),
        t!(lang, "col-changes"),
        t!(lang, "col-why"),
    ];
    let head = view! { <ColumnHeads names=names.to_vec() /> }.into_any();
    let rows = lines.into_iter().map(|line| audit_row(&viewer, names.clone(), line)).collect_view();
    view! {
        <div class="audit">
            <Table caption=t!(lang, "audit-title") head>
                {rows}
            </Table>
        </div>
    }
}

fn audit_row(viewer: &Viewer, names: [Text; 6], line: AuditLine) -> impl IntoView + use<> {
    let lang = viewer.lang;
    let [when, _, who, on_what, changed, why] = names;
    let fields = changes(viewer, line.before.as_ref(), line.after.as_ref());
    let subject = subject_words(&line).map(str::to_owned);
    view! {
        <tr>
            <Cell label=when>
                <Moment at=line.at id=line.id />
            </Cell>
            <Cell main=true>
                <span class="act">{act_words(lang, &line.what)}</span>
            </Cell>
            <Cell label=who>
                <span class="by">
                    {who_words(lang, &line.actor)}
                    {line.token.map(|token| view! { <span class="secondary">{t!(lang, "audit-via", token = token)}</span> })}
                    {line.address.map(|address| view! { <code class="secondary">{address.to_string()}</code> })}
                </span>
            </Cell>
            {told(on_what, subject.map(|subject| view! { <span class="said">{subject}</span> }.into_any()))}
            {told(changed, (!fields.is_empty()).then(|| view! { <Changes fields /> }.into_any()))}
            {told(why, line.reason.map(|reason| view! { <span class="said">{reason}</span> }.into_any()))}
        </tr>
    }
}

/// A cell; on a phone nothing is seen of an empty one.
fn told(label: Text, content: Option<AnyView>) -> AnyView {
    match content {
        Some(content) => view! { <Cell label>{content}</Cell> }.into_any(),
        None => view! { <td></td> }.into_any(),
    }
}

/// When exactly, with the line's number and how long ago that was as its title.
#[component]
fn Moment(at: Timestamp, id: i64) -> impl IntoView {
    let viewer = Viewer::current();
    let formats = viewer.formats();
    let title = t!(viewer.lang, "audit-moment", ago = formats.relative(at), line = grouped(id));
    view! {
        <time datetime=at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string() title=title>
            {formats.exact(at)}
        </time>
    }
}

/// `role: viewer → lead`, one field a line.
#[component]
fn Changes(fields: Vec<Changed>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let lines = fields
        .into_iter()
        .map(|Changed { name, before, after }| {
            let label = (!name.is_empty()).then(|| format!("{name}{}", t!(lang, "colon")));
            let old = before.map(|text| view! { <del>{text}</del> });
            let new = after.map(|text| view! { <ins>{text}</ins> });
            let arrow = (old.is_some() && new.is_some()).then_some(" → ");
            view! {
                <li>
                    <span class="secondary">{label}</span>
                    {old}
                    {arrow}
                    {new}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="changes">{lines}</ul> }
}
