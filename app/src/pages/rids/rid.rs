//! The page of a rid: its request with an explanation, or why there is no request.

use desk::rids::{
    DatedRid, LookedUp, LookupAllowance, LookupFailure, LookupState, RequestContext, Rid, RidLookup, RidNote, Verdict,
};
use domain::{AccountStatus, Lang, Permission, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    AutoReload, Button, ButtonKind, Copy, CopyButton, Form, LinkButton, Notice, NoticeKind, Panel, ParameterNotice,
    Select,
};
use crate::context::{DeskAddress, Text, Viewer};
use crate::failure::Failure;
use crate::failure::rids::NO_RID;
use crate::forms::{Flash, FlashNotice};
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::rids::bodies::{Bodies, Parameters};
use crate::pages::rids::details::RequestDetails;
use crate::pages::rids::facts::CallFacts;
use crate::pages::rids::forms::LookUpRid;
use crate::pages::rids::not_found::{NotFoundNotice, NotFoundText};
use crate::pages::rids::notes::Notes;
use crate::pages::rids::outcome::RidOutcome;
use crate::pages::rids::reveal::Reveal;
use crate::pages::rids::shared::{CallTime, Validity, account_choices};
use crate::pages::rids::ticket::TicketTexts;
use crate::pages::rids::usage::UsagePanel;
use crate::pages::rids::verdict::{UnknownVerdict, VerdictPanel};
use crate::parameters::{self, Instead, ParameterFault};
use crate::parts::term::Term;
use crate::t;
use crate::words::rids::{allowance_words, request_words};

/// How often the page of a rid that is looked up again looks for what came of it.
const LOOKS_EVERY: u32 = 2;

/// `/rid/{rid}`: only what is stored; WeChat is asked by forms, and by the desk itself.
#[component]
pub fn RidPage() -> impl IntoView {
    let word = param("rid");
    page(move |Visit { desk, viewer, flash }| async move {
        let list = ListLink::of(&viewer.query);
        if !viewer.may(Permission::LookUpRids) {
            return Err(Failure::Forbidden(Permission::LookUpRids));
        }
        let rid = Rid::parse_lenient(&word).map_err(|_| NO_RID)?;
        if rid.as_str() != word {
            leptos_axum::redirect(&paths::rid(rid));
            return Ok(().into_any());
        }
        let dated = DatedRid::of(rid.clone(), viewer.now);
        if let Some(request) = desk.kept_rid(&viewer.actor, &rid).await? {
            let around = desk.request_context(&viewer.actor, &request).await?;
            let named = |path| desk.interface_name(viewer.lang, path).into();
            let interface = request.kept.cgi_path.as_ref().map(named);
            let notes = desk.rid_notes(&viewer.actor, &request).await?;
            return Ok(view! { <RequestPage request around notes interface dated flash list /> }.into_any());
        }
        let accounts = desk.accounts(&viewer.actor).await?;
        let (state, lookup) = desk.rid_state(&viewer.actor, &rid).await?;
        let allowance = desk.lookup_allowance(&viewer.actor).await?;
        let zone = &desk.settings().quota_zone;
        let is_today = zone.day(dated.at) == zone.day(viewer.now);
        Ok(view! { <NotFoundPage accounts allowance dated state lookup is_today flash list /> }.into_any())
    })
}

/// The list of lookups that the page leads back to.
#[derive(Debug, Clone)]
struct ListLink {
    id: Option<i64>,
    faults: Vec<ParameterFault>,
}

impl ListLink {
    /// The list that the query of an address names.
    fn of(query: &str) -> Self {
        let mut asked = parameters::Parameters::new(query);
        let id = asked.number("list", 1..=i64::MAX, Instead::NoList);
        Self { id, faults: asked.faults() }
    }
}

fn crumbs(lang: Lang, list: &ListLink) -> Vec<Crumb> {
    let list = list.id.map(|list| Crumb::new(t!(lang, "rid-list-crumb"), paths::rid_list(list)));
    std::iter::once(Crumb::new(t!(lang, "nav-rids"), paths::RIDS)).chain(list).collect()
}

/// The rid, and until when WeChat tells its request; `timed` adds the time of the call, for a page without facts.
#[component]
fn Lead(
    dated: DatedRid,
    #[prop(optional)] timed: bool,
    /// Whether WeChat never gives details of the call, so that no time is left to ask for them.
    #[prop(optional)]
    never: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let address = use_context::<DeskAddress>().map(|DeskAddress(address)| address).unwrap_or_default();
    let page = format!("{address}{}", paths::rid(&dated.rid));
    view! {
        <div class="rid-lead">
            <Term word="rid">{t!(lang, "rid-col-rid")}</Term>
            <Copy text=dated.rid.to_string() />
            <CopyButton text=page label=t!(lang, "rid-copy-page") />
            {timed.then(|| view! { <CallTime at=dated.at /> })}
            {(!never).then(|| view! { <Validity dated /> })}
        </div>
    }
}

/// The page of a rid of which no request is stored.
#[component]
fn NotFoundPage(
    accounts: Vec<desk::accounts::Account>,
    allowance: LookupAllowance,
    dated: DatedRid,
    state: LookupState,
    lookup: Option<RidLookup>,
    is_today: bool,
    flash: Flash,
    list: ListLink,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let waiting = matches!(state, LookupState::Waiting(_));
    let untold = match state {
        LookupState::Failed(untold) => Some(untold),
        _ => None,
    };
    // An expired rid needs no look-up.
    let expired =
        || if dated.implausible { LookupFailure::Implausible } else { LookupFailure::Expired { at: dated.at } };
    let untold = untold.or_else(|| (dated.expired && !waiting).then(expired));
    let tried = untold.as_ref().and_then(LookupFailure::asked).map(|asked| asked.tried.clone()).unwrap_or_default();
    let others = accounts.iter().any(|one| one.status != AccountStatus::Retired && !tried.contains(&one.name));
    let title = match &untold {
        _ if waiting => t!(lang, "rid-waiting-title"),
        Some(untold) => NotFoundText::new(lang, untold, others).title,
        None => t!(lang, "rid-unknown-title"),
    };
    let is_others = matches!(untold, Some(LookupFailure::OtherAccount(_)));
    let askable =
        !waiting && !dated.expired && untold.as_ref().is_none_or(LookupFailure::may_change) && (others || !is_others);
    let asked: Vec<_> = if is_others {
        // The accounts that were asked did not make the call; one of the others did.
        accounts.into_iter().filter(|one| !tried.contains(&one.name)).collect()
    } else {
        accounts
    };
    let form = askable.then(|| view! { <AskForm rid=dated.rid.clone() accounts=asked allowance /> });
    let is_titled = matches!(untold, Some(LookupFailure::Implausible));
    let implausible = (dated.implausible && !is_titled).then(|| {
        let (title, why) = (t!(lang, "rid-implausible-title"), t!(lang, "rid-implausible-why"));
        view! { <Notice kind=NoticeKind::Warning title why /> }
    });
    let never = matches!(untold, Some(LookupFailure::SignIn));
    // What the pasted text says is an answer, and opens the page.
    let is_answered = !waiting && lookup.as_ref().is_some_and(|lookup| lookup.wanted.errcode.is_some());
    let verdict = view! { <UnknownVerdict untold=untold.clone().filter(|_| !waiting) lookup is_today /> };
    let why = match untold {
        _ if waiting => view! { <WaitingNotice /> }.into_any(),
        Some(untold) => view! { <NotFoundNotice untold others headed=true /> }.into_any(),
        None => view! { <p>{t!(lang, "rid-unknown-why")}</p> }.into_any(),
    };
    let (first, second) = if is_answered { (verdict.into_any(), why) } else { (why, verdict.into_any()) };
    view! {
        <Page
            title
            section=Section::Rids
            crumbs=crumbs(lang, &list)
            lead=view! { <Lead dated=dated.clone() timed=true never /> }.into_any()
        >
            <FlashNotice flash />
            <ParameterNotice faults=list.faults.clone() />
            {implausible}
            {first}
            {second}
            {form}
            <div class="actions">
                <LinkButton href=paths::RIDS>{t!(lang, "rids-another")}</LinkButton>
            </div>
        </Page>
    }
}

/// The notice that WeChat may not know the rid yet, and is asked again.
#[component]
fn WaitingNotice() -> impl IntoView {
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

#[component]
fn AskForm(rid: Rid, accounts: Vec<desk::accounts::Account>, allowance: LookupAllowance) -> impl IntoView {
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
                <p class="secondary">{allowance_words(lang, &allowance)}</p>
            </Form>
        </Panel>
    }
}

/// The page of a request.
#[component]
fn RequestPage(
    request: LookedUp,
    around: RequestContext,
    notes: Vec<RidNote>,
    /// The interface's name, where it is known.
    interface: Option<Text>,
    dated: DatedRid,
    flash: Flash,
    list: ListLink,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let verdict = Verdict::of(&request, &around, lang);
    let title = request_words(lang, &verdict, interface.as_ref());
    let errcode = request.kept.errcode.map(|errcode| {
        view! {
            <a class="chip num" href=paths::glossary_term("errcode")>
                {format!("{} {errcode}", t!(lang, "rid-fact-errcode"))}
            </a>
        }
    });
    let whose = around.whose;
    let (details, note, reason) = match flash.read().cloned() {
        Some(RidOutcome::Details(typed)) => (Some(typed), None, None),
        Some(RidOutcome::Note(typed)) => (None, Some(typed), None),
        Some(RidOutcome::NotRevealed(typed)) => (None, None, Some(typed)),
        _ => (None, None, None),
    };
    let ticket = request.clone();
    view! {
        <Page
            title
            section=Section::Rids
            crumbs=crumbs(lang, &list)
            aside=errcode.into_any()
            lead=view! { <Lead dated=dated.clone() /> }.into_any()
        >
            <FlashNotice flash />
            <ParameterNotice faults=list.faults.clone() />
            <div class="rid-told">
                <VerdictPanel verdict=verdict.clone() request=request.clone() around=around.clone() />
                <CallFacts request=request.clone() interface=interface.clone() whose dated=dated.clone() />
            </div>
            <UsagePanel request=request.clone() around=around.clone() interface=interface.clone() />
            <Parameters url=request.kept.request_url.clone() />
            <Bodies sent=request.kept.request_body.clone() answer=request.kept.response_body.clone() />
            <RequestDetails request=request.clone() typed=details />
            <Notes request=request.clone() notes=notes.clone() typed=note />
            <TicketTexts request=ticket around verdict notes interface />
            <Reveal request dated typed=reason />
        </Page>
    }
}
