//! The page of rids that were pasted together, a table that fills as their answers come.

use desk::rids::{LookupAllowance, LookupState, RidListEntry, RidListPage};
use domain::{Lang, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{AutoReload, LinkButton, Notice, NoticeKind, PostButton, Time};
use crate::context::{Text, Viewer};
use crate::failure::rids::NO_RID_LIST;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::rids::forms::LookUpAgain;
use crate::pages::rids::found::FoundBeside;
use crate::pages::rids::list_groups::Groups;
use crate::t;
use crate::words::rids::allowance_words;
use crate::words::users::actor_words;

/// How often the page looks again while rids are being looked up.
const LOOKS_EVERY: u32 = 2;

/// `/rid/lists/{list}`
#[component]
pub fn RidListPage() -> impl IntoView {
    let word = param("list");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let id: i64 = word.parse().map_err(|_| NO_RID_LIST)?;
        let list = desk.rid_list(&viewer.actor, id).await?;
        let allowance = desk.lookup_allowance(&viewer.actor).await?;
        let beside = list.beside.clone();
        let counts = Counts::new(&list);
        let lead = view! {
            <p>
                {actor_words(lang, Some(&list.made_by))} " · " <Time at=list.made_at exact=true /> " · "
                {counts.words(lang)}
            </p>
        };
        Ok(view! {
            <Page
                title=t!(lang, "rid-list-title", count = counts.all)
                section=Section::Rids
                crumbs=vec![Crumb::new(t!(lang, "nav-rids"), paths::RIDS)]
                lead=lead.into_any()
            >
                <FlashNotice flash />
                <Progress counts id allowance />
                {(!beside.is_empty()).then(|| view! { <FoundBeside found=beside /> })}
                <Groups list id />
                <div class="actions">
                    <LinkButton href=paths::RIDS>{t!(lang, "rids-another")}</LinkButton>
                </div>
            </Page>
        }
        .into_any())
    })
}

/// The progress of a list, in numbers of rids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counts {
    all: usize,
    answered: usize,
    waiting: usize,
    /// Without an answer, and worth another look-up.
    again: usize,
    /// Without an answer, and no account can get one: sign-in calls, expired rids.
    unanswerable: usize,
}

impl Counts {
    fn new(list: &RidListPage) -> Self {
        let count = |wanted: fn(&RidListEntry) -> bool| list.lines.iter().filter(|line| wanted(line)).count();
        Self {
            all: list.lines.len(),
            answered: count(|line| matches!(line.state, LookupState::Found(_))),
            waiting: count(|line| matches!(line.state, LookupState::Waiting(_))),
            again: count(RidListEntry::may_be_looked_up),
            unanswerable: count(RidListEntry::cannot_be_answered),
        }
    }

    /// How many were found, of those that can be; and how many cannot.
    fn words(&self, lang: Lang) -> Text {
        let (told, all) = (self.answered, self.all - self.unanswerable);
        if self.unanswerable == 0 {
            return t!(lang, "rid-list-told", told = told, all = all);
        }
        t!(lang, "rid-list-told-without", told = told, all = all, without = self.unanswerable)
    }
}

/// The notice that rids are being looked up, or the form that looks up again those without an answer.
#[component]
fn Progress(counts: Counts, id: i64, allowance: LookupAllowance) -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    if counts.waiting > 0 {
        return Some(
            view! {
                <Notice kind=NoticeKind::Info title=t!(lang, "rid-list-waiting", count = counts.waiting)>
                    <p>
                        {t!(lang, "rid-list-waiting-next")} " " <a href=viewer.here()>{t!(lang, "look-again")}</a>
                    </p>
                </Notice>
                <AutoReload seconds=LOOKS_EVERY />
            }
            .into_any(),
        );
    }
    (counts.again > 0).then(|| {
        view! {
            <div class="actions">
                <PostButton action=LookUpAgain::url() fields=[("list", id.to_string())]>
                    {t!(lang, "rid-list-again", count = counts.again)}
                </PostButton>
            </div>
            <p class="secondary">
                {allowance_words(lang, &allowance)}
                {(counts.again > allowance.a_paste)
                    .then(|| view! { " " {t!(lang, "rid-list-at-a-time", count = allowance.a_paste)} })}
            </p>
        }
        .into_any()
    })
}
