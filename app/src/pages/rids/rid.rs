//! One request by its rid: what it was and what it means, or what is known of a rid that WeChat has not told.

use crate::failure::rids::NO_RID;
use desk::explain::explain;
use desk::rids::{DatedRid, LineState, LookedUp, Rid, RidLookup, Surroundings, Untold};
use domain::paths;
use domain::{AccountStatus, Lang, May};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{AutoReload, Button, ButtonKind, Copy, Form, LinkButton, Notice, NoticeKind, Panel, Select};
use crate::context::{Text, Viewer, interface_name};
use crate::failure::Failure;
use crate::forms::Flash;
use crate::forms::FlashNotice;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param, query};
use crate::pages::rids::bodies::{Bodies, Parameters};
use crate::pages::rids::facts::{Advice, CallFacts};
use crate::pages::rids::forms::LookUpRid;
use crate::pages::rids::found::FoundBeside;
use crate::pages::rids::not_found::{UntoldNotice, UntoldWords};
use crate::pages::rids::notes::{Notes, Typed};
use crate::pages::rids::outcome::{NotRevealed, RidOutcome};
use crate::pages::rids::reveal::Reveal;
use crate::pages::rids::shared::{Called, Standing, account_choices};
use crate::pages::rids::ticket::ForTicket;
use crate::pages::rids::usage::UseAround;
use crate::t;
use crate::words::rids::request_words;

/// How often the page of a rid that is looked up again looks for what came of it.
const LOOKS_EVERY: u32 = 2;

/// `/rid/{rid}`: only what is kept; WeChat is asked by forms, and by the desk itself.
#[component]
pub fn RidPage() -> impl IntoView {
    let word = param("rid");
    let list: Option<i64> = query("list").parse().ok();
    page(move |Visit { desk, viewer, flash }| async move {
        if !viewer.may(May::LookUpRids) {
            return Err(Failure::Forbidden(May::LookUpRids));
        }
        let rid = Rid::understood(&word).map_err(|_| NO_RID)?;
        if rid.as_str() != word {
            leptos_axum::redirect(&paths::rid(rid));
            return Ok(().into_any());
        }
        let left = Left { list, ..Left::of(flash) };
        let dated = DatedRid::of(rid.clone(), viewer.now);
        if let Some(request) = desk.kept_rid(&viewer.actor, &rid).await? {
            let around = desk.surroundings(&viewer.actor, &request).await?;
            let named = |path| interface_name(&desk, viewer.lang, path).into();
            let interface = request.kept.cgi_path.as_ref().map(named);
            let whose = request.kept.client_ip.as_deref().and_then(|ip| desk.settings().rids.ours.whose(ip));
            return Ok(view! { <Told request around interface whose dated left /> }.into_any());
        }
        let accounts = desk.accounts(&viewer.actor).await?;
        let (state, lookup) = desk.rid_state(&viewer.actor, &rid).await?;
        Ok(view! { <NotTold accounts dated state lookup left /> }.into_any())
    })
}

/// What was before this page: a form that left something, a list that one comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Left {
    flash: Flash,
    outcome: Option<RidOutcome>,
    list: Option<i64>,
}

impl Left {
    fn of(flash: Flash) -> Self {
        let outcome = flash.read::<RidOutcome>().cloned();
        Self { flash, outcome, list: None }
    }

    /// What was typed into the notes, and what is wrong with it.
    fn note(&self) -> Option<Typed> {
        match &self.outcome {
            Some(RidOutcome::Note { typed, faults, changed }) => {
                Some(Typed { typed: typed.clone(), faults: *faults, changed: *changed })
            }
            _ => None,
        }
    }

    /// The reason that was typed to reveal the request, and why it was not.
    fn reveal(&self) -> Option<(String, NotRevealed)> {
        match &self.outcome {
            Some(RidOutcome::NotRevealed { typed, why }) => Some((typed.clone(), why.clone())),
            _ => None,
        }
    }
}

/// What a form left that stands at the page's head.
#[component]
fn LeftNotice(left: Left) -> impl IntoView {
    let lang = Viewer::current().lang;
    let told = match left.outcome {
        Some(RidOutcome::Beside(found)) => Some(view! { <FoundBeside found /> }.into_any()),
        Some(RidOutcome::Noted) => {
            Some(view! { <Notice kind=NoticeKind::Success title=t!(lang, "rid-noted") /> }.into_any())
        }
        _ => None,
    };
    view! {
        <FlashNotice flash=left.flash />
        {told}
    }
}

fn crumbs(lang: Lang, list: Option<i64>) -> Vec<Crumb> {
    let list = list.map(|list| Crumb::new(t!(lang, "rid-list-crumb"), paths::rid_list(list)));
    std::iter::once(Crumb::new(t!(lang, "nav-rids"), paths::RIDS)).chain(list).collect()
}

/// The rid, and until when WeChat tells it; its time too, where no facts tell that.
#[component]
fn Lead(dated: DatedRid, #[prop(optional)] timed: bool) -> impl IntoView {
    view! {
        <div class="rid-lead">
            <Copy text=dated.rid.to_string() />
            {timed.then(|| view! { <Called at=dated.at /> })}
            <Standing dated />
        </div>
    }
}

/// A rid of which nothing is kept.
#[component]
fn NotTold(
    accounts: Vec<desk::accounts::Account>,
    dated: DatedRid,
    state: LineState,
    lookup: Option<RidLookup>,
    left: Left,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let waiting = matches!(state, LineState::Waiting(_));
    let untold = match state {
        LineState::Untold(untold) => Some(untold),
        _ => None,
    };
    // What is long expired is known to be so before anyone asks.
    let known = || if dated.implausible { Untold::Implausible } else { Untold::Expired { at: dated.at } };
    let untold = untold.or_else(|| (dated.expired && !waiting).then(known));
    let tried = untold.as_ref().and_then(Untold::asked).map(|asked| asked.tried.clone()).unwrap_or_default();
    let others = accounts.iter().any(|one| one.status != AccountStatus::Retired && !tried.contains(&one.name));
    let title = match &untold {
        _ if waiting => t!(lang, "rid-waiting-title"),
        Some(untold) => UntoldWords::of(lang, untold, others).title,
        None => t!(lang, "rid-unknown-title"),
    };
    let is_others = matches!(untold, Some(Untold::OtherAccount(_)));
    let askable =
        !waiting && !dated.expired && untold.as_ref().is_none_or(Untold::may_change) && (others || !is_others);
    let asked: Vec<_> = if is_others {
        // Of the other accounts one made the call; those that were asked did not.
        accounts.into_iter().filter(|one| !tried.contains(&one.name)).collect()
    } else {
        accounts
    };
    let form = askable.then(|| view! { <AskForm rid=dated.rid.clone() accounts=asked /> });
    let told = matches!(untold, Some(Untold::Implausible));
    let implausible = (dated.implausible && !told).then(|| {
        let (title, why) = (t!(lang, "rid-implausible-title"), t!(lang, "rid-implausible-why"));
        view! { <Notice kind=NoticeKind::Warning title why /> }
    });
    let why = match untold {
        _ if waiting => view! { <Waits /> }.into_any(),
        Some(untold) => view! { <UntoldNotice untold others headed=true /> }.into_any(),
        None => view! { <p>{t!(lang, "rid-unknown-why")}</p> }.into_any(),
    };
    view! {
        <Page
            title
            section=Section::Rids
            crumbs=crumbs(lang, left.list)
            lead=view! { <Lead dated=dated.clone() timed=true /> }.into_any()
        >
            <LeftNotice left />
            {implausible}
            {why}
            {lookup.map(|lookup| view! { <FromText lookup /> })}
            {form}
            <div class="actions">
                <LinkButton href=paths::RIDS>{t!(lang, "rids-another")}</LinkButton>
            </div>
        </Page>
    }
}

/// WeChat may not know it yet, and is asked again.
#[component]
fn Waits() -> impl IntoView {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    view! {
        <Notice kind=NoticeKind::Info title=t!(lang, "rid-waiting-why")>
            <p>
                <a href=viewer.here()>{t!(lang, "look-again")}</a>
            </p>
        </Notice>
        <AutoReload seconds=LOOKS_EVERY />
    }
}

/// What the text told of the call that the rid came in: better than nothing, where WeChat tells nothing.
#[component]
fn FromText(lookup: RidLookup) -> impl IntoView {
    let lang = Viewer::current().lang;
    let path = lookup.wanted.cgi_path.clone();
    let errcode = lookup.wanted.errcode;
    let explained = errcode.map(|errcode| {
        let told = explain(errcode, path.as_deref(), lang);
        view! {
            <p>
                <strong>{format!("{} ({errcode})", told.title)}</strong>
            </p>
            <p>{told.cause}</p>
            <p class="rid-next">{told.next_step}</p>
        }
    });
    (path.is_some() || errcode.is_some()).then(|| {
        view! {
            <Panel title=t!(lang, "rid-from-text")>
                <div class="rid-advice">
                    {path.map(|path| view! { <p><code class="path">{path}</code></p> })}
                    {explained}
                </div>
            </Panel>
        }
    })
}

#[component]
fn AskForm(rid: Rid, accounts: Vec<desk::accounts::Account>) -> impl IntoView {
    let lang = Viewer::current().lang;
    view! {
        <Panel title=t!(lang, "rid-look-up-panel")>
            <Form action=LookUpRid::url()>
                <input type="hidden" name="text" value=rid.to_string() />
                <div class="rid-ask">
                    <Select
                        name="account"
                        label=t!(lang, "rids-account")
                        choices=account_choices(lang, &accounts)
                    />
                    <Button kind=ButtonKind::Primary>{t!(lang, "rids-submit")}</Button>
                </div>
            </Form>
        </Panel>
    }
}

/// What a request was.
#[component]
fn Told(
    request: LookedUp,
    around: Surroundings,
    /// The interface's name, where it is known.
    interface: Option<Text>,
    whose: Option<domain::Whose>,
    dated: DatedRid,
    left: Left,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let title = request_words(lang, &request, &around, interface.as_ref());
    let errcode = request.kept.errcode.map(|errcode| {
        view! { <span class="chip num">{format!("{} {errcode}", t!(lang, "rid-fact-errcode"))}</span> }
    });
    let (typed, not_revealed) = (left.note(), left.reveal());
    let ticket = request.clone();
    view! {
        <Page
            title
            section=Section::Rids
            crumbs=crumbs(lang, left.list)
            aside=errcode.into_any()
            lead=view! { <Lead dated=dated.clone() /> }.into_any()
        >
            <LeftNotice left />
            <div class="rid-told">
                <Advice request=request.clone() around=around.clone() />
                <CallFacts request=request.clone() interface=interface.clone() whose dated=dated.clone() />
            </div>
            <UseAround request=request.clone() around=around.clone() interface=interface.clone() />
            <Parameters url=request.kept.request_url.clone() />
            <Bodies sent=request.kept.request_body.clone() answer=request.kept.response_body.clone() />
            <Notes request=request.clone() typed />
            <ForTicket request=ticket around interface whose />
            <Reveal request dated left=not_revealed />
        </Page>
    }
}
