//! Open requests for a clear, and beside them those that were decided or expired within the last day: above the ledger, which
//! holds neither.

use desk::Desk;
use desk::clears::{ClearRequest, RequestError};
use domain::clears::RequestState;
use domain::{Permission, paths};
use jiff::{SignedDuration, Timestamp};
use leptos::prelude::*;

use crate::components::{Cell, Moment, Panel, Table};
use crate::context::{Text, Viewer};
use crate::failure::Failure;
use crate::parts::clear_requests::RequestBadge;
use crate::parts::ledger::{AccountCell, TargetCell, target_name};
use crate::t;
use crate::words::users::actor_words;

/// The number of newest requests among which those that are over are looked for.
const MOST: u32 = 50;
/// For so long what is over is still news.
const NEWS_FOR: SignedDuration = SignedDuration::from_hours(24);

/// The requests of the page.
#[derive(Debug, Clone)]
pub struct Requests {
    /// Those that wait for a decision, the oldest first.
    open: Vec<RequestRow>,
    /// Those that were decided or expired within the last day, the newest first.
    over: Vec<RequestRow>,
}

/// A row of a panel: a request with its target.
#[derive(Debug, Clone)]
pub struct RequestRow {
    /// The request.
    pub request: ClearRequest,
    /// The name of the interface that is to be reset, or that it is all of them.
    pub target: Text,
}

/// The requests that the page shows to whoever may see the ledger.
pub(crate) async fn requests(desk: &Desk, viewer: &Viewer) -> Result<Requests, Failure> {
    let failure = |error| match error {
        RequestError::Forbidden(_) => Failure::Forbidden(Permission::SeeLedger),
        RequestError::Internal(error) => error.into(),
        error => {
            tracing::error!(%error, "requests were refused like one of them");
            Failure::Internal
        }
    };
    let rows = |requests: Vec<ClearRequest>| {
        let row = |request: ClearRequest| {
            let target = target_name(desk, viewer.lang, request.interface.as_ref());
            RequestRow { request, target }
        };
        requests.into_iter().map(row).collect()
    };
    let open = desk.open_clear_requests(&viewer.actor).await.map_err(failure)?;
    let mut over = desk.clear_requests(&viewer.actor, MOST).await.map_err(failure)?;
    over.retain(|request| is_news(request, viewer.now));
    Ok(Requests { open: rows(open), over: rows(over) })
}

/// Whether a request was decided or expired within the last day.
fn is_news(request: &ClearRequest, now: Timestamp) -> bool {
    let over_at = request.decided_at.unwrap_or(request.expires_at);
    request.state(now) != RequestState::Waiting && now.duration_since(over_at) < NEWS_FOR
}

/// The panels of the requests; nothing where there are none.
#[component]
pub fn RequestPanels(
    /// The requests.
    requests: Requests,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let Requests { open, over } = requests;
    view! {
        <RequestPanel title=t!(lang, "ledger-requests") end=t!(lang, "col-open-until") rows=open />
        <RequestPanel title=t!(lang, "ledger-requests-over") end=t!(lang, "col-decided") rows=over />
    }
}

/// A panel of requests; nothing where there are none.
#[component]
fn RequestPanel(
    title: Text,
    /// The name of the last column.
    end: Text,
    rows: Vec<RequestRow>,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let [state, what, account, asked, who, why] =
        t!(lang, ["col-state", "col-what", "col-account", "col-asked", "col-who", "col-why"]);
    let names = [state, what, account, asked, who, why, end];
    (!rows.is_empty()).then(|| {
        let rows = rows.into_iter().map(|request| row(names.clone(), request)).collect_view();
        view! {
            <Panel title=title.clone() flush=true>
                <div class="ledger">
                    <Table caption=title columns=names.to_vec()>
                        {rows}
                    </Table>
                </div>
            </Panel>
        }
    })
}

fn row(names: [Text; 7], row: RequestRow) -> impl IntoView + use<> {
    let viewer = Viewer::current();
    let lang = viewer.lang;
    let [_, _, account, asked_at, who, why, decided] = names;
    let RequestRow { request, target } = row;
    let state = request.state(viewer.now);
    let became = became(&viewer, &request, state);
    let ClearRequest { id, account_id, account_name, interface, actor, reason, asked_at: at, .. } = request;
    view! {
        <tr>
            <Cell>
                <RequestBadge state />
            </Cell>
            <TargetCell target interface href=paths::clear_request(id) />
            <AccountCell label=account id=account_id name=account_name />
            <Cell label=asked_at>
                <Moment at />
            </Cell>
            <Cell label=who>
                <span class="nowrap">{actor_words(lang, Some(&actor))}</span>
            </Cell>
            <Cell label=why>
                <span class="why">{reason}</span>
            </Cell>
            <Cell label=decided>{became}</Cell>
        </tr>
    }
}

/// Until when it waits; or who decided it, and why.
fn became(viewer: &Viewer, request: &ClearRequest, state: RequestState) -> AnyView {
    let lang = viewer.lang;
    if state == RequestState::Waiting {
        let time = viewer.formats().clock(request.expires_at);
        return view! { <span class="num">{time}</span> }.into_any();
    }
    let by = actor_words(lang, request.decided_by.as_deref());
    let why = request.decision_reason.clone();
    view! {
        <span class="by">
            <span>{by}</span>
            {why.map(|why| view! { <span class="secondary small">{why}</span> })}
        </span>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::clears::{EXPIRES_AFTER, RequestId};
    use domain::{AccountId, Via};

    use super::*;

    #[test]
    fn what_is_over_is_news_for_a_day() {
        let asked_at: Timestamp = "2026-11-22T12:00:00Z".parse().unwrap();
        let request = |written, decided_at| ClearRequest {
            id: RequestId(1),
            account_id: AccountId(1),
            account_name: "商城".to_owned(),
            interface: None,
            via: Via::Token,
            actor: "lead".to_owned(),
            reason: "促销".to_owned(),
            override_reason: None,
            anyway_reason: None,
            asked_at,
            expires_at: asked_at + EXPIRES_AFTER,
            written,
            decided_at,
            decided_by: None,
            decision_reason: None,
            clear: None,
        };
        let after = |minutes| asked_at + SignedDuration::from_mins(minutes);
        let waiting = request(RequestState::Waiting, None);
        assert!(!is_news(&waiting, after(59)) && is_news(&waiting, after(60)), "expired just now");
        assert!(is_news(&waiting, after(60 + 1439)) && !is_news(&waiting, after(60 + 1440)));
        let declined = request(RequestState::Declined, Some(after(10)));
        assert!(is_news(&declined, after(10 + 1439)) && !is_news(&declined, after(10 + 1440)));
    }
}
