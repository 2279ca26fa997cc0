//! The archive of requests that were looked up, with its filters.

use desk::rids::{LookedUp, Search, SearchResults};
use domain::{Group, LimitHit, paths};
use jiff::civil::Date;
use leptos::prelude::*;

use crate::components::{
    Cell, Choice, EmptyState, ExportCsv, FilterField, FilterForm, NoMatches, Older, Panel, Select, Table, Time,
};
use crate::context::Viewer;
use crate::parameters::{Instead, Parameters, bounds};
use crate::parts::filters::{DayFilters, GroupFilter};
use crate::t;
use crate::words::rids::{answer_words, limit_word};

/// Requests on a page.
const LISTED: usize = 20;
/// The longest text to search for, in characters.
const SEARCHED: usize = 200;

/// The filters of the archive, in the query of its page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ArchiveFilters {
    words: String,
    hit: Option<LimitHit>,
    group: Option<Group>,
    from: Option<Date>,
    to: Option<Date>,
    before: Option<i64>,
}

impl ArchiveFilters {
    /// The filters of an address for requests of accounts in `group`, or of all accounts.
    pub fn of(asked: &mut Parameters, group: Option<Group>) -> Self {
        let (from, to) = asked.days();
        Self {
            words: asked.short_text("q", SEARCHED).unwrap_or_default(),
            hit: asked.word("limit", Instead::Unfiltered),
            group,
            from,
            to,
            before: asked.before(),
        }
    }

    fn is_any(&self) -> bool {
        let Self { words, hit, group, from, to, .. } = self;
        !words.is_empty() || hit.is_some() || group.is_some() || from.is_some() || to.is_some()
    }

    /// The search with these filters: days are those of `zone`, the last one whole.
    pub fn search(&self, zone: &jiff::tz::TimeZone) -> Search {
        let (from, to) = bounds((self.from, self.to), zone);
        let made = (from.is_some() || to.is_some())
            .then(|| (from.unwrap_or(jiff::Timestamp::MIN), to.unwrap_or(jiff::Timestamp::MAX)));
        let group = self.group.as_ref().map(|group| group.id);
        Search { words: self.words.clone(), hit: self.hit, group, made, before: self.before, limit: LISTED }
    }
}

/// The archive of requests that were looked up, with its filters.
#[component]
pub fn Archive(
    /// The filters.
    filters: ArchiveFilters,
    /// The requests that match.
    found: SearchResults,
    /// The groups to choose from.
    groups: Vec<Choice>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let SearchResults { requests, next_before } = found;
    let is_new = requests.is_empty() && !filters.is_any() && filters.before.is_none();
    if is_new {
        return view! {
            <EmptyState title=t!(lang, "rids-newest-empty")>
                <p>{t!(lang, "rids-newest-empty-next")}</p>
            </EmptyState>
        }
        .into_any();
    }
    let paged = filters.before.is_some();
    let list = if requests.is_empty() {
        view! { <NoMatches title=t!(lang, "rids-none-fit") action=paths::RIDS /> }.into_any()
    } else {
        view! { <RequestTable requests /> }.into_any()
    };
    let title = if filters.is_any() { t!(lang, "rids-fit") } else { t!(lang, "rids-newest") };
    view! {
        <ArchiveFilterForm filters groups />
        <Panel title actions=view! { <ExportCsv path=paths::RIDS_CSV /> }.into_any() flush=true>
            {list}
        </Panel>
        <Older older=next_before paged />
    }
    .into_any()
}

#[component]
fn ArchiveFilterForm(filters: ArchiveFilters, groups: Vec<Choice>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let narrowed = filters.is_any();
    let limits = LimitHit::ALL.map(|limit| Choice::new(limit.word(), limit_word(lang, limit)));
    view! {
        <FilterForm action=paths::RIDS filtered=narrowed label=t!(lang, "rids-search")>
            <FilterField
                name="q"
                kind="search"
                label=t!(lang, "rids-search")
                value=filters.words
                placeholder=t!(lang, "rids-search-hint")
            />
            <GroupFilter choices=groups selected=filters.group />
            <Select
                name="limit"
                label=t!(lang, "rids-filter-limit")
                any=t!(lang, "rids-filter-limit-any")
                choices=limits.to_vec()
                selected=filters.hit.map_or("", LimitHit::word)
            />
            <DayFilters from=filters.from to=filters.to />
        </FilterForm>
    }
}

/// A table of requests, with their notes.
#[component]
fn RequestTable(
    /// The requests, in their order.
    requests: Vec<LookedUp>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = t!(
        lang,
        ["rid-col-rid", "rid-col-answer", "col-interface", "col-account", "rid-col-called", "rid-fact-looked-up"]
    );
    let [_, answer, interface, account, called, looked_up_at] = names.clone();
    let rows = requests
        .into_iter()
        .map(|request| {
            let words = answer_words(lang, &request);
            let errcode = request.kept.errcode;
            let path = request.kept.cgi_path.map(|path| path.to_string());
            let note = request.kept.newest_note;
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=paths::rid(&request.rid)>
                            <code>{request.rid.to_string()}</code>
                        </a>
                        {note.map(|note| view! { <span class="rid-note-line secondary">{note}</span> })}
                    </Cell>
                    <Cell label=answer.clone()>
                        <span>
                            {match errcode {
                                Some(errcode) => t!(lang, "with-aside", words = words, aside = errcode.to_string()),
                                None => words,
                            }}
                        </span>
                    </Cell>
                    <Cell label=interface.clone()>
                        {match path {
                            Some(path) => view! { <code class="path">{path}</code> }.into_any(),
                            None => view! { <span class="secondary">"–"</span> }.into_any(),
                        }}
                    </Cell>
                    <Cell label=account.clone()>{request.account_name}</Cell>
                    <Cell label=called.clone()>
                        <Time at=request.kept.at quiet=true />
                    </Cell>
                    <Cell label=looked_up_at.clone()>
                        <Time at=request.kept.looked_up_at quiet=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "rids-newest") columns=names>
            {rows}
        </Table>
    }
}
