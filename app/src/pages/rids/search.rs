//! The rid desk: a text is pasted, its rids are found and looked up.

use desk::rids::{Beside, RidError};
use domain::{AccountId, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{Body, Button, ButtonKind, Details, Form, Panel, Select, TextArea};
use crate::context::{DemoLog, Viewer};
use crate::forms::notice::FlashNotice;
use crate::forms::{self, Flash, Refused};
use crate::frame::failed::Failure;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page, query};
use crate::pages::rids::archive::{Archive, ArchiveAsked, RIDS};
use crate::pages::rids::found::FoundNotice;
use crate::pages::rids::list::page_of_list;
use crate::pages::rids::outcome::RidOutcome;
use crate::pages::rids::shared::account_choices;
use crate::t;
use crate::words::rids::page_of_rid;

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
    let asked = ArchiveAsked::of(query);
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
            <div class="actions">
                <Form action=LookUpRid::url() inline=true>
                    <input type="hidden" name="text" value=log />
                    <Button kind=ButtonKind::Secondary>{t!(lang, "rids-try-do")}</Button>
                </Form>
            </div>
        </Details>
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
