//! Confirming a clear: what it costs, what it helps, why it may be pointless, what stands in its way, and why it is made.

use desk::clears::{ClearRequest, Confirmation};
use domain::clears::advice::Warning;
use domain::{Budget, paths};
use leptos::prelude::*;

use crate::components::{Notice, NoticeKind, Panel, Time};
use crate::context::Viewer;
use crate::failure::Failure;
use crate::failure::interfaces::NO_INTERFACE;
use crate::forms::FlashNotice;
use crate::frame::page::{Page, Section};
use crate::frame::visit::{Visit, page, param};
use crate::pages::clears::advice::{Advice, Cautions};
use crate::pages::clears::consequences::{ClearTarget, Consequences, Obstacles, back_to};
use crate::pages::clears::friction::LockOutNotice;
use crate::pages::clears::order_form::{Back, FORM, OrderForm, PointlessNotice, anyway_error};
use crate::pages::clears::outcome::{ClearFault, OrderOutcome, TypedClearForm};
use crate::parts::problem::ProblemNotice;
use crate::parts::term::Term;
use crate::t;
use crate::words::clears::is_at_most;
use crate::words::users::actor_words;

/// `/accounts/{account}/clear`
#[component]
pub fn ClearAccountPage() -> impl IntoView {
    let account = param("account");
    page(move |visit| show(visit, account, None))
}

/// `/accounts/{account}/interfaces/{id}/clear`
#[component]
pub fn ClearInterfacePage() -> impl IntoView {
    let (account, interface) = (param("account"), param("id"));
    page(move |visit| show(visit, account, Some(interface)))
}

async fn show(visit: Visit, account: String, interface: Option<String>) -> Result<AnyView, Failure> {
    let Visit { desk, viewer, flash } = visit;
    let lang = viewer.lang;
    let asked = desk.confirmation(&viewer.actor, &account, interface.as_deref()).await?;
    if interface.is_some() && asked.interface.is_none() {
        // Removed just now: nothing is said of the whole account in its place.
        return Err(NO_INTERFACE);
    }
    let (typed, fault) = match flash.read() {
        Some(OrderOutcome::Correct { typed, fault }) => (typed.clone(), Some(*fault)),
        _ => (TypedClearForm::default(), None),
    };
    let target = ClearTarget::of(&desk, lang, &asked);
    let (title, crumbs) = (target.title(), target.crumbs(&asked));
    let identity = asked.interface.as_ref().map_or(asked.account.appid.to_string(), |row| row.cgi_path.to_string());
    let aside = view! { <code>{identity}</code> }.into_any();
    let (budget, overriding) = (asked.budget, asked.asks_for_override());
    let (next, waiting) = (t!(lang, "confirm-open-next"), asked.waiting.clone());
    let anyway = typed.anyway_reason.clone();
    let pointless = view! { <PointlessNotice target=target.clone() asked=asked.clone() typed=anyway error=anyway_error(lang, fault) form=FORM /> };
    let in_the_way = view! { <Obstacles target=target.clone() asked=asked.clone() next /> };
    let tokens = view! { <TokenNotice asked=asked.clone() /> };
    let cautions = view! { <Cautions asked=without_pointless(asked.clone()) /> };
    let consequences = view! { <Consequences target=target.clone() asked=asked.clone() /> };
    let advice = view! { <Advice target=target.clone() asked=asked.clone() /> };
    let form = if asked.is_impossible() {
        view! { <Back href=back_to(&asked)>{t!(lang, "confirm-back")}</Back> }.into_any()
    } else {
        view! { <OrderForm target asked typed fault /> }.into_any()
    };
    Ok(view! {
        <Page title section=Section::Accounts crumbs aside>
            <FlashNotice flash />
            <FaultNotice fault budget overriding />
            <div class="confirmation" data-dialog-part="">
                {pointless}
                {in_the_way}
                <WaitingRequests waiting />
                {tokens}
                {cautions}
                <Panel>
                    {consequences} <p class="small">
                        <Term word="clear">{t!(lang, "term-what-clear")}</Term>
                    </p>
                </Panel>
                {advice}
                {form}
            </div>
        </Page>
    }
    .into_any())
}

/// The same without what the notice above everything else says already.
pub(crate) fn without_pointless(mut asked: Confirmation) -> Confirmation {
    asked.warnings.retain(|warning| !matches!(warning, Warning::Pointless { .. }));
    asked
}

/// The notice about a fault that is shown at no field.
#[component]
fn FaultNotice(
    fault: Option<ClearFault>,
    budget: Budget,
    /// Whether there is a field for the reason to go on.
    overriding: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let (title, why, next) = match fault? {
        ClearFault::FactsChanged => (
            t!(lang, "confirm-changed"),
            if is_at_most(&budget) {
                t!(lang, "confirm-changed-why-at-most", left = budget.left, limit = budget.limit)
            } else {
                t!(lang, "confirm-changed-why", left = budget.left, limit = budget.limit)
            },
            Some(t!(lang, "confirm-changed-next")),
        ),
        ClearFault::NothingLeft => (t!(lang, "confirm-nothing-sent"), t!(lang, "confirm-nothing-sent-why"), None),
        ClearFault::OverrideMissing if !overriding => {
            (t!(lang, "confirm-nothing-sent"), t!(lang, "confirm-nothing-sent-why"), None)
        }
        _ => return None,
    };
    Some(view! {
        <Notice kind=NoticeKind::Error title why>
            {next.map(|next| view! { <p>{next}</p> })}
        </Notice>
    })
}

/// Requests for the same that wait for a second person.
#[component]
fn WaitingRequests(waiting: Vec<ClearRequest>) -> impl IntoView {
    let lang = Viewer::current().lang;
    (!waiting.is_empty()).then(|| {
        let lines = waiting
            .into_iter()
            .map(|request| {
                view! {
                    <p>
                        {t!(lang, "confirm-waits-who", who = actor_words(lang, Some(&request.actor)))} " "
                        <Time at=request.asked_at /> " · "
                        <a href=paths::clear_request(request.id)>{t!(lang, "request-see")}</a>
                    </p>
                }
            })
            .collect_view();
        view! {
            <Notice kind=NoticeKind::Info title=t!(lang, "confirm-waits")>
                {lines}
            </Notice>
        }
    })
}

/// The notice about a problem with the account's token.
#[component]
pub fn TokenNotice(
    /// How things stand.
    asked: Confirmation,
) -> impl IntoView {
    // The AppSecret clears the whole account only.
    let rescue = asked.interface.as_ref().map(|_| paths::clear_confirmation(asked.account.id, None));
    let token = asked.account.token;
    let (failure, detail, account_kind) = (token.last_failure, token.last_error, Some(asked.account.kind));
    match (asked.lock_out, failure) {
        (Some(lock_out), failure) => Some(view! { <LockOutNotice lock_out failure detail rescue /> }.into_any()),
        (None, Some(failure)) => Some(view! { <ProblemNotice failure detail account_kind /> }.into_any()),
        (None, None) => None,
    }
}
