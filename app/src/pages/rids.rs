//! The rid desk: a text is pasted, its rids are found and looked up.

use desk::Desk;
use desk::rids::{DatedRid, FoundRid, LookedUp, RidError};
use domain::{AccountId, Actor, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use super::{Visit, page};
use crate::components::{
    Button, ButtonKind, Cell, EmptyState, Form, LinkButton, Notice, NoticeKind, Page, Panel, Section, Select, Table,
    TextArea, Time,
};
use crate::context::{Text, Viewer};
use crate::forms::{self, Flash};
use crate::pages::failed::Failure;
use crate::pages::flash::FlashNotice;
use crate::pages::rid_outcome::{FoundList, RidOutcome, Untold};
use crate::pages::rid_words::{Called, LookUpButton, Standing, account_choices, answer_words};
use crate::t;

/// How many of the requests looked up last are listed.
const NEWEST: u32 = 20;

/// Finds the rids in a text. A single one is looked up and shown on its own page; otherwise it is told what was found.
#[server(prefix = "/form", endpoint = "rids/look-up")]
pub async fn look_up_rid(
    #[server(default)] text: String,
    #[server(default)] account: String,
) -> Result<(), ServerFnError> {
    let desk = forms::use_desk()?;
    let actor = forms::actor();
    let found = match desk.understood_text(&actor, text.clone()).await {
        Ok(found) => Some(found),
        Err(RidError::TooLong) => None,
        Err(error) => return forms::finish(refusal(String::new(), error), "/rid").await,
    };
    let rids = found.iter().flatten().filter_map(|found| match found {
        FoundRid::Rid(dated) => Some(&dated.rid),
        FoundRid::Hint(_) | FoundRid::Incomplete(_) => None,
    });
    if let [rid] = rids.collect::<Vec<_>>()[..] {
        let own_page = format!("/rid/{rid}");
        return match desk.look_up(&actor, chosen(&account), rid).await {
            Ok(_) => {
                leptos_axum::redirect(&own_page);
                Ok(())
            }
            Err(error) => forms::finish(refusal(rid.to_string(), error), &own_page).await,
        };
    }
    let (typed, shortened) = forms::pasted_shown_again(&text);
    let account = chosen(&account).map(|id| id.to_string()).unwrap_or_default();
    let found = found.as_deref().map(|found| FoundList::of(found, forms::shown_again));
    let outcome = RidOutcome::Text { typed, shortened, account, found };
    forms::finish(Flash::Rid(Box::new(outcome)), "/rid").await
}

/// The account that a form names; `None` where it leaves that to the desk. One that cannot be is nobody's.
fn chosen(account: &str) -> Option<AccountId> {
    (!account.is_empty()).then(|| AccountId(account.parse().unwrap_or_default()))
}

fn refusal(rid: String, error: RidError) -> Flash {
    match Untold::of(error) {
        Ok(why) => Flash::Rid(Box::new(RidOutcome::Untold { rid, why })),
        Err(refused) => Flash::Refused(refused),
    }
}

/// What the last post to this page said, as it is shown.
struct Searched {
    typed: String,
    shortened: bool,
    account: String,
    found: Option<FoundList>,
}

/// `/rid`
#[component]
pub fn RidsPage() -> impl IntoView {
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let newest = desk.kept_rids(&viewer.actor, NEWEST).await?;
        let accounts = desk.accounts(&viewer.actor).await?;
        let (searched, flash) = match flash {
            Some(Flash::Rid(outcome)) => (searched(*outcome), None),
            other => (None, other),
        };
        let listed = match searched.as_ref().and_then(|searched| searched.found.as_ref()) {
            Some(found) => dated(&desk, &viewer.actor, viewer.now, &found.rids).await?,
            None => Vec::new(),
        };
        let choices = account_choices(lang, &accounts);
        let newest = if newest.is_empty() {
            view! {
                <EmptyState title=t!(lang, "rids-newest-empty")>
                    <p>{t!(lang, "rids-newest-empty-next")}</p>
                </EmptyState>
            }
            .into_any()
        } else {
            view! {
                <Panel title=t!(lang, "rids-newest") flush=true>
                    <NewestTable newest />
                </Panel>
            }
            .into_any()
        };
        let (typed, account) = searched.as_ref().map(|s| (s.typed.clone(), s.account.clone())).unwrap_or_default();
        let shortened = searched.as_ref().is_some_and(|searched| searched.shortened);
        Ok(view! {
            <Page
                title=t!(lang, "rids-title")
                section=Section::Rids
                lead=view! { <p>{t!(lang, "rids-lead")}</p> }.into_any()
            >
                <FlashNotice flash />
                <Panel>
                    <PasteForm typed shortened account=account choices />
                </Panel>
                {searched
                    .map(|searched| view! { <Found found=searched.found listed account=searched.account /> })}
                {newest}
            </Page>
        }
        .into_any())
    })
}

fn searched(outcome: RidOutcome) -> Option<Searched> {
    match outcome {
        RidOutcome::Text { typed, shortened, account, found } => Some(Searched { typed, shortened, account, found }),
        RidOutcome::Untold { .. } => None,
    }
}

/// The rids with their times, and whether they were looked up before.
async fn dated(
    desk: &Desk,
    actor: &Actor,
    now: jiff::Timestamp,
    rids: &[String],
) -> Result<Vec<(DatedRid, bool)>, RidError> {
    let mut all = Vec::with_capacity(rids.len());
    for rid in rids {
        let Ok(rid) = rid.parse() else { continue };
        let kept = desk.kept_rid(actor, &rid).await?.is_some();
        all.push((DatedRid::of(rid, now), kept));
    }
    Ok(all)
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

/// What a text holds, where that is not one rid alone.
#[component]
fn Found(found: Option<FoundList>, listed: Vec<(DatedRid, bool)>, account: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Some(found) = found else {
        let (title, next) = (t!(lang, "rids-too-long"), t!(lang, "rids-too-long-next"));
        return view! { <Notice kind=NoticeKind::Error title next /> }.into_any();
    };
    if found.is_empty() {
        let (title, next) = (t!(lang, "rids-nothing"), t!(lang, "rids-nothing-next"));
        return view! { <Notice kind=NoticeKind::Warning title next /> }.into_any();
    }
    let title =
        if found.count == 0 { t!(lang, "rids-found-none-whole") } else { t!(lang, "rids-found", count = found.count) };
    let shown = listed.len();
    let more = (shown < found.count).then(|| t!(lang, "rids-found-more", shown = shown));
    view! {
        <Panel title flush=true>
            {(shown > 0).then(|| view! { <FoundTable listed account /> })}
            {more.map(|more| view! { <p class="found-note secondary">{more}</p> })}
            <Others title=t!(lang, "rids-incomplete") why=t!(lang, "rids-incomplete-why") texts=found.incomplete />
            <Others title=t!(lang, "rids-hints") why=t!(lang, "rids-hints-why") texts=found.hints />
        </Panel>
    }
    .into_any()
}

#[component]
fn FoundTable(listed: Vec<(DatedRid, bool)>, account: String) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [t!(lang, "rid-col-rid"), t!(lang, "rid-col-called"), t!(lang, "rid-col-standing")];
    let head = view! {
        {names.clone().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view()}
        <th scope="col">
            <span class="unseen">{t!(lang, "rids-submit")}</span>
        </th>
    }
    .into_any();
    let [_, called, standing] = names;
    let rows = listed
        .into_iter()
        .map(|(dated, kept)| {
            let rid = dated.rid.clone();
            let href = format!("/rid/{rid}");
            let act = if kept {
                view! { <LinkButton href=href.clone()>{t!(lang, "rid-open")}</LinkButton> }.into_any()
            } else if dated.expired {
                ().into_any()
            } else {
                view! { <LookUpButton rid=rid.clone() account=account.clone() /> }.into_any()
            };
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=href>
                            <code>{rid.to_string()}</code>
                        </a>
                        {kept.then(|| view! { <span class="chip">{t!(lang, "rid-kept")}</span> })}
                    </Cell>
                    <Cell label=called.clone()>
                        <Called at=dated.at />
                    </Cell>
                    <Cell label=standing.clone()>
                        <Standing dated />
                    </Cell>
                    <Cell number=true>{act}</Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "rid-col-rid") head>
            {rows}
        </Table>
    }
}

/// What was found and cannot be looked up.
#[component]
fn Others(title: Text, why: Text, texts: Vec<String>) -> impl IntoView {
    (!texts.is_empty()).then(|| {
        let texts = texts.into_iter().map(|text| view! { <li><code>{text}</code></li> }).collect_view();
        view! {
            <div class="found-note">
                <h3>{title}</h3>
                <ul>{texts}</ul>
                <p class="secondary">{why}</p>
            </div>
        }
    })
}

#[component]
fn NewestTable(newest: Vec<LookedUp>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let names = [
        t!(lang, "rid-col-rid"),
        t!(lang, "rid-col-answer"),
        t!(lang, "col-account"),
        t!(lang, "rid-col-called"),
        t!(lang, "rid-fact-looked-up"),
    ];
    let head = names.clone().into_iter().map(|name| view! { <th scope="col">{name}</th> }).collect_view().into_any();
    let [_, answer, account, called, looked_up_at] = names;
    let rows = newest
        .into_iter()
        .map(|looked_up| {
            let words = answer_words(lang, &looked_up);
            let errcode = looked_up.errcode;
            view! {
                <tr>
                    <Cell main=true>
                        <a class="row-link" href=format!("/rid/{}", looked_up.rid)>
                            <code>{looked_up.rid.to_string()}</code>
                        </a>
                    </Cell>
                    <Cell label=answer.clone()>
                        <span>
                            {words}
                            {errcode.map(|errcode| view! { " " <span class="secondary">{format!("({errcode})")}</span> })}
                        </span>
                    </Cell>
                    <Cell label=account.clone()>{looked_up.account_name}</Cell>
                    <Cell label=called.clone()>
                        <Time at=looked_up.at quiet=true />
                    </Cell>
                    <Cell label=looked_up_at.clone()>
                        <Time at=looked_up.looked_up_at quiet=true />
                    </Cell>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table caption=t!(lang, "rids-newest") head>
            {rows}
        </Table>
    }
}

impl From<RidError> for Failure {
    fn from(error: RidError) -> Self {
        match error {
            RidError::Forbidden(_) => Self::Forbidden(May::LookUpRids),
            RidError::Internal(error) => error.into(),
            // What keeps a rid from being told, and no page from being shown.
            error => {
                tracing::error!(%error, "a page was refused like a look-up");
                Self::Internal
            }
        }
    }
}
