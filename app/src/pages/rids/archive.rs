//! What was looked up before, and the way to find it again.

use desk::rids::{Found, Search};
use domain::paths;
use jiff::civil::Date;
use leptos::prelude::*;

use crate::components::{ButtonKind, EmptyState, FilterField, LinkButton, Older, Panel};
use crate::context::Viewer;
use crate::pages::rids::table::KeptTable;
use crate::t;

/// How many requests stand on a page.
const LISTED: usize = 20;
/// What an address asks of the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArchiveAsked {
    words: String,
    from: Option<Date>,
    to: Option<Date>,
    before: Option<i64>,
}

impl ArchiveAsked {
    /// What a query asks for, which `read` looks parameters up in.
    pub fn of(read: impl Fn(&str) -> String) -> Self {
        let day = |name| read(name).trim().parse().ok();
        Self {
            words: read("q").trim().chars().take(200).collect(),
            from: day("from"),
            to: day("to"),
            before: read("before").parse().ok(),
        }
    }

    fn is_narrowed(&self) -> bool {
        !self.words.is_empty() || self.from.is_some() || self.to.is_some()
    }

    /// Days are those of `zone`, the last one whole.
    pub fn search(&self, zone: &jiff::tz::TimeZone) -> Search {
        let start = |day: Date| day.to_zoned(zone.clone()).ok().map(|start| start.timestamp());
        let from = self.from.and_then(start);
        let to = self.to.and_then(|day| start(day.tomorrow().ok()?));
        let made = (from.is_some() || to.is_some())
            .then(|| (from.unwrap_or(jiff::Timestamp::MIN), to.unwrap_or(jiff::Timestamp::MAX)));
        Search { words: self.words.clone(), made, before: self.before, limit: LISTED }
    }
}

/// What was looked up before, and the way to find it again.
#[component]
pub fn Archive(
    /// What was asked for.
    asked: ArchiveAsked,
    /// What fits.
    found: Found,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Found { requests, next_before } = found;
    let is_new = requests.is_empty() && !asked.is_narrowed() && asked.before.is_none();
    if is_new {
        return view! {
            <EmptyState title=t!(lang, "rids-newest-empty")>
                <p>{t!(lang, "rids-newest-empty-next")}</p>
            </EmptyState>
        }
        .into_any();
    }
    let paged = asked.before.is_some();
    let list = if requests.is_empty() {
        view! {
            <EmptyState title=t!(lang, "rids-none-fit")>
                <LinkButton href=paths::RIDS>{t!(lang, "filter-clear")}</LinkButton>
            </EmptyState>
        }
        .into_any()
    } else {
        view! { <KeptTable requests /> }.into_any()
    };
    let title = if asked.is_narrowed() { t!(lang, "rids-fit") } else { t!(lang, "rids-newest") };
    view! {
        <Narrowing asked />
        <Panel title flush=true>
            {list}
        </Panel>
        <Older older=next_before paged />
    }
    .into_any()
}

#[component]
fn Narrowing(asked: ArchiveAsked) -> impl IntoView {
    let lang = Viewer::current().lang;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let narrowed = asked.is_narrowed();
    view! {
        <form method="get" action=paths::RIDS class="filters" role="search" aria-label=t!(lang, "rids-search")>
            <FilterField
                name="q"
                kind="search"
                label=t!(lang, "rids-search")
                value=asked.words
                placeholder=t!(lang, "rids-search-hint")
            />
            <FilterField name="from" kind="date" label=t!(lang, "filter-from") value=day(asked.from) />
            <FilterField name="to" kind="date" label=t!(lang, "filter-to") value=day(asked.to) />
            <button type="submit" class="button">
                {t!(lang, "filter-apply")}
            </button>
            {narrowed
                .then(|| view! { <LinkButton href=paths::RIDS kind=ButtonKind::Quiet>{t!(lang, "filter-clear")}</LinkButton> })}
        </form>
    }
}
