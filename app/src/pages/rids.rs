//! The rid desk: a text is pasted, its rids are found and looked up; and what was looked up is found again.

use desk::rids::{Beside, Found, RidError, Search};
use domain::{AccountId, May};
use jiff::civil::Date;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{Visit, page, query};
use crate::components::{
    Body, Button, ButtonKind, Details, EmptyState, Form, LinkButton, Narrow, Older, Page, Panel, Section, Select,
    TextArea,
};
use crate::context::{DemoLog, Viewer};
use crate::forms::{self, Flash, Refused};
use crate::pages::failed::Failure;
use crate::pages::flash::FlashNotice;
use crate::pages::rid_found::FoundNotice;
use crate::pages::rid_list::page_of_list;
use crate::pages::rid_outcome::RidOutcome;
use crate::pages::rid_rows::KeptTable;
use crate::pages::rid_words::{account_choices, page_of_rid};
use crate::t;

/// How many of the requests looked up before are listed.
const LISTED: usize = 20;
const RIDS: &str = "/rid";

/// Finds the rids in a text, and looks them up: a single one at once, which is shown on its own page; several together, on
/// a page where their answers come in. Where there is none, it is told what was found.
#[server(prefix = "/form", endpoint = "rids/look-up")]
pub async fn look_up_rid(
    #[server(default)] text: String,
    #[server(default)] account: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let chosen = chosen(&account);
    let pasted = match desk.understood_text(&actor, text.clone()).await {
        Ok(pasted) => Some(pasted),
        Err(RidError::TooLong) => None,
        Err(error) => return forms::finish(refusal(error), RIDS).await,
    };
    match pasted.as_ref().map(|pasted| (pasted, &pasted.rids[..])) {
        Some((pasted, [rid])) => {
            let own_page = page_of_rid(&rid.dated.rid);
            match desk.look_up_pasted(&actor, rid, chosen).await {
                // Why it was not told stands on its page.
                Ok(_) | Err(RidError::Untold(_)) => leave(desk.beside(pasted), &own_page).await,
                Err(error) => forms::finish(refusal(error), &own_page).await,
            }
        }
        Some((pasted, [_, _, ..])) => match desk.look_up_all(&actor, pasted, chosen).await {
            Ok(list) => {
                forms::go(&page_of_list(list));
                Ok(())
            }
            Err(error) => forms::finish(refusal(error), RIDS).await,
        },
        _ => {
            let (typed, shortened) = forms::pasted_shown_again(&text);
            let account = chosen.map(|id| id.to_string()).unwrap_or_default();
            let found = pasted.as_ref().map(|pasted| desk.beside(pasted));
            let outcome = RidOutcome::Text { typed, shortened, account, found };
            forms::finish(Flash::Rid(Box::new(outcome)), RIDS).await
        }
    }
}

/// Leaves for the rid's page what else its text held.
async fn leave(beside: Beside, to: &str) -> Result<(), ServerFnError> {
    if beside.has_others() {
        return forms::finish(Flash::Rid(Box::new(RidOutcome::Beside(beside))), to).await;
    }
    forms::go(to);
    Ok(())
}

/// The account that a form names; `None` where it leaves that to the desk. One that cannot be is nobody's.
fn chosen(account: &str) -> Option<AccountId> {
    (!account.is_empty()).then(|| AccountId(account.parse().unwrap_or_default()))
}

fn refusal(error: RidError) -> Flash {
    Flash::Refused(match error {
        RidError::Forbidden(forbidden) => Refused::Forbidden(forbidden.role),
        RidError::UnknownAccount => Refused::NoSuchAccount,
        RidError::Internal(error) => error.into(),
        error @ (RidError::TooLong | RidError::NoSuchList | RidError::Untold(_)) => {
            tracing::error!(%error, "a look-up was refused by what it cannot come to");
            Refused::Internal
        }
    })
}

/// `/rid`
#[component]
pub fn RidsPage() -> impl IntoView {
    let asked = Asked::of(query);
    let demo = use_context::<DemoLog>().unwrap_or_default();
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let search = asked.search(&viewer.display_zone);
        let found = desk.search_rids(&viewer.actor, &search).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (left, flash) = match flash {
            Some(Flash::Rid(outcome)) => (Some(*outcome), None),
            other => (None, other),
        };
        let (typed, shortened, account, notice) = match left {
            Some(RidOutcome::Text { typed, shortened, account, found }) => {
                (typed, shortened, account, Some(view! { <FoundNotice found /> }.into_any()))
            }
            _ => (String::new(), false, String::new(), None),
        };
        let choices = account_choices(lang, &accounts);
        Ok(view! {
            <Page
                title=t!(lang, "rids-title")
                section=Section::Rids
                lead=view! { <p>{t!(lang, "rids-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                <Panel>
                    <PasteForm typed shortened account choices />
                </Panel>
                {notice}
                {demo.0.map(|log| view! { <TryIt log=log.to_string() /> })}
                <Archive asked found />
            </Page>
        }
        .into_any())
    })
}

/// What an address asks of the archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Asked {
    words: String,
    from: Option<Date>,
    to: Option<Date>,
    before: Option<i64>,
}

impl Asked {
    fn of(read: impl Fn(&str) -> String) -> Self {
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
    fn search(&self, zone: &jiff::tz::TimeZone) -> Search {
        let start = |day: Date| day.to_zoned(zone.clone()).ok().map(|start| start.timestamp());
        let from = self.from.and_then(start);
        let to = self.to.and_then(|day| start(day.tomorrow().ok()?));
        let made = (from.is_some() || to.is_some())
            .then(|| (from.unwrap_or(jiff::Timestamp::MIN), to.unwrap_or(jiff::Timestamp::MAX)));
        Search { words: self.words.clone(), made, before: self.before, limit: LISTED }
    }
}

#[component]
fn PasteForm(
    typed: String,
    shortened: bool,
    account: String,
    choices: Vec<crate::components::Choice>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <div class="rid-paste">
            <Form action=LookUpRid::url()>
                <TextArea
                    name="text"
                    label=t!(lang, "rids-field")
                    value=typed
                    rows=6
                    code=true
                    placeholder=t!(lang, "rids-placeholder")
                    hint=if shortened { t!(lang, "rids-typed-shortened") } else { t!(lang, "rids-hint") }
                />
                <div class="rid-ask">
                    <Select name="account" label=t!(lang, "rids-account") choices selected=account />
                    <Button kind=ButtonKind::Primary>{t!(lang, "rids-submit")}</Button>
                </div>
            </Form>
        </div>
    }
}

/// A log to try the desk with, in the demo.
#[component]
fn TryIt(log: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Details summary=t!(lang, "rids-try")>
            <Body label=t!(lang, "rids-try") text=log.clone() />
            <Form action=LookUpRid::url() inline=true>
                <input type="hidden" name="text" value=log />
                <Button kind=ButtonKind::Secondary>{t!(lang, "rids-try-do")}</Button>
            </Form>
        </Details>
    }
}

/// What was looked up before, and the way to find it again.
#[component]
fn Archive(asked: Asked, found: Found) -> impl IntoView {
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
                <LinkButton href=RIDS>{t!(lang, "filter-clear")}</LinkButton>
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
fn Narrowing(asked: Asked) -> impl IntoView {
    let lang = Viewer::current().lang;
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    let narrowed = asked.is_narrowed();
    view! {
        <form method="get" action=RIDS class="filters" role="search" aria-label=t!(lang, "rids-search")>
            <Narrow
                name="q"
                kind="search"
                label=t!(lang, "rids-search")
                value=asked.words
                placeholder=t!(lang, "rids-search-hint")
            />
            <Narrow name="from" kind="date" label=t!(lang, "filter-from") value=day(asked.from) />
            <Narrow name="to" kind="date" label=t!(lang, "filter-to") value=day(asked.to) />
            <button type="submit" class="button">
                {t!(lang, "filter-apply")}
            </button>
            {narrowed
                .then(|| view! { <LinkButton href=RIDS kind=ButtonKind::Quiet>{t!(lang, "filter-clear")}</LinkButton> })}
        </form>
    }
}

impl From<RidError> for Failure {
    fn from(error: RidError) -> Self {
        match error {
            RidError::Forbidden(_) => Self::Forbidden(May::LookUpRids),
            RidError::NoSuchList => Self::NoSuchRidList,
            RidError::Internal(error) => error.into(),
            // What keeps a rid from being told, and no page from being shown.
            error => {
                tracing::error!(%error, "a page was refused like a look-up");
                Self::Internal
            }
        }
    }
}
