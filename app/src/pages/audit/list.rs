//! The audit trail: who did what, on what, from where, newest first.

use desk::audit::AuditLine;
use domain::audit::AuditAction;
use domain::paths;
use jiff::Timestamp;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    Cell, Choice, EmptyState, FilterField, FilterForm, NoMatches, Older, PER_PAGE, ParameterNotice, PostButton, Select,
    Table, split_page,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::format::grouped;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page};
use crate::pages::audit::filters::AuditFilters;
use crate::pages::audit::forms::CheckTrail;
use crate::parameters::Parameters;
use crate::parts::filters::{DayFilters, PersonFilter, people};
use crate::t;
use crate::words::audit::{FieldChange, act_words, changes, subject_words};
use crate::words::users::who_words;

/// `/audit`
#[component]
pub fn AuditPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let mut asked = Parameters::new(&viewer.query);
        let (filters, before) = (AuditFilters::of(&mut asked), asked.before());
        // One more than is shown tells whether there are older ones.
        let wanted = filters.query(&viewer.display_zone, before, PER_PAGE + 1);
        let lines = desk.audit(&viewer.actor, &wanted).await?;
        let actors = desk.audit_actors(&viewer.actor).await?;
        let (lines, older) = split_page(lines, |line| line.id);
        let list = if lines.is_empty() {
            view! { <NoLines narrowed={filters.is_any() || before.is_some()} /> }.into_any()
        } else {
            view! { <Lines lines /> }.into_any()
        };
        let actions = view! {
            <PostButton action=CheckTrail::url()>
                {t!(lang, "audit-check")}
            </PostButton>
            <a class="button" href=filters.link(paths::AUDIT_CSV) download="">
                {t!(lang, "export-csv")}
            </a>
            <a class="button" href=filters.link(paths::AUDIT_JSON) download="">
                {t!(lang, "export-json")}
            </a>
        };
        Ok::<_, Failure>(view! {
            <Page
                title=t!(lang, "audit-title")
                section=Section::Audit
                actions=actions.into_any()
                lead=view! { <p>{t!(lang, "audit-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                <ParameterNotice faults=asked.faults() />
                <Filters filters=filters.clone() actors />
                {list}
                <Older older paged=before.is_some() />
            </Page>
        })
    })
}

#[component]
fn Filters(filters: AuditFilters, actors: Vec<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let actors = people(lang, actors, filters.who.as_deref());
    let acts = AuditAction::ALL.map(|what| Choice::new(what.word(), act_words(lang, what.word()))).to_vec();
    let filtered = filters.is_any();
    view! {
        <FilterForm action=paths::AUDIT class="filters audit-filters" filtered>
            <PersonFilter name="who" choices=actors selected=filters.who.unwrap_or_default() />
            <Select
                name="what"
                label=t!(lang, "col-act")
                any=t!(lang, "filter-all-acts")
                choices=acts
                selected=filters.what.map_or("", AuditAction::word)
            />
            <DayFilters from=filters.from to=filters.to />
            <FilterField
                name="text"
                kind="search"
                label=t!(lang, "filter-text")
                value=filters.text.unwrap_or_default()
                placeholder=t!(lang, "filter-text-hint")
            />
        </FilterForm>
    }
}

#[component]
fn NoLines(narrowed: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    if !narrowed {
        return view! { <EmptyState title=t!(lang, "audit-none")>{t!(lang, "audit-none-next")}</EmptyState> }
            .into_any();
    }
    view! { <NoMatches title=t!(lang, "audit-none-filtered") action=paths::AUDIT /> }.into_any()
}

#[component]
fn Lines(lines: Vec<AuditLine>) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let names = t!(lang, ["col-when", "col-act", "col-who", "col-on-what", "col-changes", "col-why"]);
    let rows = lines.into_iter().map(|line| audit_row(&viewer, names.clone(), line)).collect_view();
    view! {
        <div class="audit">
            <Table caption=t!(lang, "audit-title") columns=names.to_vec()>
                {rows}
            </Table>
        </div>
    }
}

fn audit_row(viewer: &Viewer, names: [Text; 6], line: AuditLine) -> impl IntoView + use<> {
    let lang = viewer.lang;
    let [when, _, who, on_what, changed, why] = names;
    let fields = changes(viewer, line.before.as_ref(), line.after.as_ref());
    let subject = subject_words(lang, &line);
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
            {optional_cell(on_what, subject.map(|subject| view! { <span class="said">{subject}</span> }.into_any()))}
            {optional_cell(changed, (!fields.is_empty()).then(|| view! { <Changes fields /> }.into_any()))}
            {optional_cell(why, line.reason.map(|reason| view! { <span class="said">{reason}</span> }.into_any()))}
        </tr>
    }
}

/// A cell that may be empty; on a phone an empty one is not shown.
fn optional_cell(label: Text, content: Option<AnyView>) -> AnyView {
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
fn Changes(fields: Vec<FieldChange>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let lines = fields
        .into_iter()
        .map(|FieldChange { name, before, after }| {
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
