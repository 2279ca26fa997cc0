//! A clear that waits for a second person, or what became of it.

use desk::clears::{ClearRequest, Confirmation, RequestPage};
use domain::clears::{EXPIRES_AFTER, RequestId, RequestState};
use domain::{Lang, Via, paths};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

use crate::components::{
    AutoReload, ButtonKind, Fact, Facts, Form, Notice, NoticeKind, Panel, Submit, TextArea, Time, has_kept,
};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::failure::clears::NO_REQUEST;
use crate::forms::FlashNotice;
use crate::forms::reason::ReasonFault;
use crate::frame::page::{Crumb, Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::clears::advice::Cautions;
use crate::pages::clears::confirmation::{TokenNotice, without_pointless};
use crate::pages::clears::consequences::{ClearTarget, Consequences, Obstacles};
use crate::pages::clears::forms::{ApproveRequest, DeclineRequest, WithdrawRequest};
use crate::pages::clears::friction::names_words;
use crate::pages::clears::order_form::PointlessNotice;
use crate::pages::clears::outcome::RequestOutcome;
use crate::parts::clear_requests::RequestBadge;
use crate::parts::clear_requests::{CopyLink, TimeLeft};
use crate::parts::ledger::TargetFact;
use crate::t;
use crate::words::clears::{is_at_most, target_words};
use crate::words::users::actor_words;

/// The interval, in seconds, at which the page of whoever asked reloads itself until somebody has decided.
const RELOAD_SECONDS: u32 = 20;

/// The id of the form that agrees: one of its fields may be above everything else on the page.
const AGREE_FORM: &str = "agree";

/// `/clears/requests/{id}`
#[component]
pub fn ClearRequestPage() -> impl IntoView {
    let id = param("id");
    page(move |Visit { desk, viewer, flash }| async move {
        let lang = viewer.lang;
        let id = RequestId(id.parse().map_err(|_| NO_REQUEST)?);
        let RequestPage { request, state, is_own, facts, deciders } = desk.request_page(&viewer.actor, id).await?;
        let interface = request.interface.as_ref().map(|(_, path)| desk.interface_name(lang, path));
        let title = headline(lang, state, target_words(lang, &request, interface.clone()));
        let declined = match flash.read() {
            Some(RequestOutcome::Decline { typed, fault }) => Some((typed.clone(), *fault)),
            _ => None,
        };
        let anyway = match flash.read() {
            Some(RequestOutcome::Anyway { typed, fault }) => Some((typed.clone(), *fault)),
            _ => None,
        };
        let waits = state == RequestState::Waiting;
        // Whoever asked was asked why, where it was pointless then.
        let asks_why = waits && !is_own && request.anyway_reason.is_none();
        let facts = facts.map(|asked| (ClearTarget::of(&desk, lang, &asked), asked));
        let stakes = facts.clone().map(|(target, asked)| {
            view! {
                <Panel title=t!(lang, "request-stakes")>
                    <Consequences target asked />
                </Panel>
            }
        });
        let in_the_way = facts.clone().map(|(target, asked)| {
            let next = override_words(lang, &request);
            view! {
                <Obstacles target asked=asked.clone() next />
                <TokenNotice asked />
            }
        });
        let gone = (waits && facts.is_none()).then(|| {
            let (title, next) = (t!(lang, "request-gone"), t!(lang, "request-gone-next"));
            view! { <Notice kind=NoticeKind::Warning title next /> }
        });
        let pointless =
            facts.clone().filter(|(_, asked)| asks_why && is_agreeable(&request, asked)).map(|(target, asked)| {
                let (typed, fault) = anyway.unzip();
                let error = fault.map(|fault| anyway_words(lang, fault));
                view! { <PointlessNotice target asked form=AGREE_FORM typed=typed.unwrap_or_default() error /> }
            });
        let cautions = facts.clone().map(|(_, asked)| {
            let asked = if asks_why { without_pointless(asked) } else { asked };
            view! { <Cautions asked /> }
        });
        let asked = facts.map(|(_, asked)| asked);
        let actions = waits.then(|| view! { <CopyLink request=request.clone() /> }.into_any());
        let decide = waits.then(|| {
            if is_own {
                view! { <OwnRequest request=request.clone() deciders /> }.into_any()
            } else {
                view! { <DecideForms request=request.clone() asked declined /> }.into_any()
            }
        });
        Ok::<_, Failure>(view! {
            <Page
                title
                section=Section::Clears
                crumbs=vec![Crumb::new(t!(lang, "clears-title"), paths::CLEARS)]
                aside=view! { <RequestBadge state /> }.into_any()
                actions=actions.into_any()
            >
                <FlashNotice flash />
                <DecisionNotice request=request.clone() state is_own />
                {pointless}
                {gone}
                {in_the_way}
                {cautions}
                <div class=if waits { "beside" } else { "request-over" }>
                    <Panel title=t!(lang, "request-title")>
                        <RequestFacts request interface state />
                    </Panel>
                    {stakes}
                </div>
                {decide}
            </Page>
        })
    })
}

/// The page's title.
fn headline(lang: Lang, state: RequestState, what: Text) -> Text {
    match state {
        RequestState::Waiting => t!(lang, "headline-request-waiting", what = what),
        RequestState::Approved => t!(lang, "headline-request-approved", what = what),
        RequestState::Declined => t!(lang, "headline-request-declined", what = what),
        RequestState::Expired => t!(lang, "headline-request-expired", what = what),
        RequestState::Withdrawn => t!(lang, "headline-request-withdrawn", what = what),
    }
}

/// The meaning of an obstacle for a request: it was asked for all the same, or it cannot be agreed to.
fn override_words(lang: Lang, request: &ClearRequest) -> Text {
    match request.override_reason {
        Some(_) => t!(lang, "request-overrides"),
        None => t!(lang, "request-no-override"),
    }
}

/// The notice about the decision on a request, and what to do now; nothing while it waits.
#[component]
fn DecisionNotice(request: ClearRequest, state: RequestState, is_own: bool) -> impl IntoView {
    let lang = Viewer::current().lang;
    let by = actor_words(lang, request.decided_by.as_deref());
    let at = request.decided_at.map(|at| view! { <Time at /> });
    let anew = is_own.then(|| {
        let href = paths::clear_confirmation(request.account_id, request.interface.as_ref().map(|(id, _)| *id));
        view! {
            <p>
                <a href=href data-dialog="">
                    {t!(lang, "request-anew")}
                </a>
            </p>
        }
    });
    let (kind, title, body) = match state {
        RequestState::Waiting => return None,
        RequestState::Approved => {
            let clear = request.clear.map(|clear| {
                view! { " · " <a href=paths::clear(clear)>{t!(lang, "request-see-clear")}</a> }
            });
            let body = view! { <p>{at} {clear}</p> }.into_any();
            (NoticeKind::Success, t!(lang, "request-agreed-by", who = by), body)
        }
        RequestState::Declined => {
            let body = view! {
                <p>{request.decision_reason}</p>
                <p class="secondary">{at}</p>
                {anew}
            };
            (NoticeKind::Warning, t!(lang, "request-declined-by", who = by), body.into_any())
        }
        RequestState::Expired => {
            let why = t!(lang, "request-expired-why", minutes = EXPIRES_AFTER.as_mins());
            let body = view! {
                <p>{why}</p>
                {anew}
            };
            (NoticeKind::Warning, t!(lang, "request-expired-title"), body.into_any())
        }
        RequestState::Withdrawn => {
            let body = view! {
                <p>{at}</p>
                {anew}
            };
            (NoticeKind::Info, t!(lang, "request-withdrawn-by", who = by), body.into_any())
        }
    };
    Some(view! {
        <Notice kind title>
            {body}
        </Notice>
    })
}

/// The facts of a request, with the time that is left while it waits.
#[component]
fn RequestFacts(request: ClearRequest, interface: Option<String>, state: RequestState) -> impl IntoView {
    let lang = Viewer::current().lang;
    let waiting = (state == RequestState::Waiting).then(|| request.clone());
    let until = waiting.map(|request| {
        view! {
            <Fact label=t!(lang, "request-until")>
                <Time at=request.expires_at clock=true /> " · " <TimeLeft request />
            </Fact>
        }
    });
    let fact = |label: Text, value: Option<Text>| value.map(|value| view! { <Fact label>{value}</Fact> });
    let by_secret = (request.via == Via::Secret).then(|| t!(lang, "via-secret"));
    view! {
        <Facts>
            {until}
            <Fact label=t!(lang, "request-by")>
                {actor_words(lang, Some(&request.actor))} " · " <Time at=request.asked_at />
            </Fact>
            {fact(t!(lang, "col-why"), Some(request.reason.into()))}
            {fact(t!(lang, "fact-override"), request.override_reason.map(Text::from))}
            {fact(t!(lang, "fact-anyway"), request.anyway_reason.map(Text::from))}
            <Fact label=t!(lang, "col-account")>
                <a href=paths::account(request.account_id)>{request.account_name}</a>
            </Fact>
            <TargetFact account=request.account_id interface=request.interface.zip(interface) />
            {fact(t!(lang, "fact-via"), by_secret)}
        </Facts>
    }
}

/// The panel for whoever asked: who may agree, and a form that withdraws the request.
#[component]
fn OwnRequest(request: ClearRequest, deciders: Vec<String>) -> impl IntoView {
    let lang = Viewer::current().lang;
    let who = if deciders.is_empty() {
        t!(lang, "second-nobody")
    } else {
        t!(lang, "request-own-who", names = names_words(lang, &deciders))
    };
    view! {
        <div class="panel" id="decide">
            <div class="panel-body" data-send-once="">
                <div>
                    <p>{who}</p>
                    <p>{t!(lang, "request-own-next")}</p>
                </div>
                <Form action=WithdrawRequest::url()>
                    <input type="hidden" name="request" value=request.id.to_string() />
                    <Submit>{t!(lang, "request-withdraw")}</Submit>
                </Form>
            </div>
        </div>
        <AutoReload seconds=RELOAD_SECONDS />
    }
}

/// The forms for everybody else who may decide: to agree, or to decline.
#[component]
fn DecideForms(
    request: ClearRequest,
    #[prop(optional_no_strip)] asked: Option<Confirmation>,
    /// What was typed into the form that declines, and what is wrong with it.
    #[prop(optional_no_strip)]
    declined: Option<(String, ReasonFault)>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let id = request.id;
    let agreeable = asked.filter(|asked| is_agreeable(&request, asked));
    let agree = agreeable.map(|asked| {
        view! {
            <Form action=ApproveRequest::url() id=AGREE_FORM>
                <input type="hidden" name="request" value=id.to_string() />
                <input type="hidden" name="seen" value=asked.seen.clone() />
                <p>{t!(lang, "request-agree-why")}</p>
                <Submit kind=ButtonKind::Confirm>{agree_words(lang, &asked)}</Submit>
            </Form>
        }
    });
    let (typed, fault) = declined.unzip();
    let (open, error) = (fault.is_some() || has_kept("reason"), fault.map(|fault| fault.words(lang)));
    view! {
        <div class="panel" id="decide">
            <div class="panel-body" data-send-once="">
                {agree} <details class="decline" open=open>
                    <summary>{t!(lang, "request-decline-open")}</summary>
                    <Form action=DeclineRequest::url()>
                        <input type="hidden" name="request" value=id.to_string() />
                        <TextArea
                            name="reason"
                            label=t!(lang, "request-decline-why")
                            value=typed.unwrap_or_default()
                            rows=2
                            hint=t!(lang, "request-decline-hint")
                            error
                        />
                        <Submit>{t!(lang, "request-decline")}</Submit>
                    </Form>
                </details>
            </div>
        </div>
    }
}

/// Whether a request can be agreed to as things are now.
fn is_agreeable(request: &ClearRequest, asked: &Confirmation) -> bool {
    let overridden = request.override_reason.is_some() || !asked.asks_for_override();
    !asked.is_impossible() && overridden
}

/// What is wrong with the reason to clear anyway.
fn anyway_words(lang: Lang, fault: ReasonFault) -> Text {
    match fault {
        ReasonFault::Missing => t!(lang, "anyway-missing"),
        ReasonFault::TooLong { .. } => fault.words(lang),
    }
}

/// The label of the button that agrees: what it does, and what that leaves.
fn agree_words(lang: Lang, asked: &Confirmation) -> Text {
    let (left, after) = (asked.budget.left, asked.budget.left - 1);
    match (left, is_at_most(&asked.budget)) {
        (0, _) => t!(lang, "request-agree-anyway"),
        (_, true) => t!(lang, "request-agree-at-most", after = after),
        (_, false) => t!(lang, "request-agree", after = after),
    }
}
