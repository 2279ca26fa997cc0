//! Policies to look at, and incidents that services reported before. None of them asks WeChat anything or clears.

use desk::Desk;
use desk::policies::{PolicyChange, TypedPolicy};
use domain::incidents::ReactionReason;
use domain::{Actor, CgiPath, Figures, IncidentState, LimitHit, NoticeContent, Reaction};
use jiff::SignedDuration;
use sandbox::{MALL_APPID, MEMBERS_APPID, Traffic};
use store::Store;
use store::incidents::{IncidentEnd, IncidentQuery, NewIncident};
use store::notices::NewNotice;

use super::history::of_wechat;
use super::users::ADMIN;
use crate::failure::CommandError;

/// An interface that was called too fast, and how many minutes ago: its day's quota was not used up.
const TOO_FAST: &str = "/wxa/msg_sec_check";
const TOO_FAST_AGO: i64 = 96;
/// Who reported them.
const SERVICE: &str = "shop-service";

/// An error that was reported, so many minutes ago and so often.
struct Reported {
    appid: &'static str,
    errcode: i32,
    errmsg: &'static str,
    path: &'static str,
    minutes_ago: i64,
    count: usize,
    reaction: Reaction,
    because: ReactionReason,
}

/// `left`: what the account's traffic had left of the limit of [`TOO_FAST`] when it was reported.
fn reported(left: Figures) -> [Reported; 3] {
    [
        Reported {
            appid: MEMBERS_APPID,
            errcode: 40001,
            errmsg: "invalid credential, access_token is invalid or not latest",
            path: "/cgi-bin/user/info",
            minutes_ago: 190,
            count: 4,
            reaction: Reaction::RefetchToken,
            because: ReactionReason::OwnTokenWorks { again: false },
        },
        Reported {
            appid: MALL_APPID,
            errcode: 45009,
            errmsg: "reach max api daily quota limit",
            path: TOO_FAST,
            minutes_ago: TOO_FAST_AGO,
            count: 27,
            reaction: Reaction::PerMinute,
            because: ReactionReason::QuotaLeft { figures: left },
        },
        Reported {
            appid: MALL_APPID,
            errcode: 40164,
            errmsg: "invalid ip 198.51.100.77, not in whitelist",
            path: "/wxa/business/getuserphonenumber",
            minutes_ago: 41,
            count: 1,
            reaction: Reaction::Explained,
            because: ReactionReason::Known,
        },
    ]
}

/// Makes both where there are none yet.
pub(super) async fn fill(store: &dyn Store, desk: &Desk, traffic: &Traffic) -> Result<(), CommandError> {
    let Some((admin, _)) = store.user_by_key(ADMIN).await? else { return Ok(()) };
    let actor = Actor::User { id: admin.id, name: admin.name, role: admin.role, address: None };
    if store.policies().await?.is_empty() {
        for (typed, paused) in policies() {
            let Ok(id) = desk.add_policy(&actor, &typed).await else { continue };
            if paused {
                let _ = desk.change_policy_state(&actor, id, PolicyChange::Paused).await;
            }
        }
    }
    let any = IncidentQuery { limit: 1, ..IncidentQuery::default() };
    if store.incidents(&any).await?.is_empty() {
        report(store, desk, traffic).await?;
    }
    Ok(())
}

/// One that tells people, and one that would clear and is paused.
fn policies() -> [(TypedPolicy, bool); 2] {
    let telling =
        TypedPolicy { name: "提前预警 early warning".to_owned(), percent: "90".to_owned(), ..TypedPolicy::usual() };
    let clearing = TypedPolicy {
        name: "夜间值守 night watch".to_owned(),
        trigger: "exhausted".to_owned(),
        mode: "clear".to_owned(),
        paths: "/cgi-bin/message/subscribe/send\n/wxa/business/getuserphonenumber".to_owned(),
        ..TypedPolicy::usual()
    };
    [(telling, false), (clearing, true)]
}

async fn report(store: &dyn Store, desk: &Desk, traffic: &Traffic) -> Result<(), CommandError> {
    let now = desk.clock().now();
    let too_fast_at = now - SignedDuration::from_mins(TOO_FAST_AGO);
    let Some(left) = traffic.used_at(MALL_APPID, TOO_FAST, too_fast_at.as_millisecond()) else { return Ok(()) };
    for one in reported(of_wechat(left)) {
        let Some(account) = store.find_account(one.appid).await? else { continue };
        let at = now - SignedDuration::from_mins(one.minutes_ago);
        let path = CgiPath::from_stored(one.path.to_owned());
        let report = NewIncident {
            account: account.id,
            errcode: one.errcode,
            errmsg: one.errmsg.to_owned(),
            cgi_path: Some(path.clone()),
            rid: None,
            by: SERVICE.to_owned(),
            at,
        };
        let reports = vec![&report; one.count];
        store.report_incidents(&reports, domain::incidents::MERGE_WINDOW, &mut |_| true).await?;
        let end = IncidentEnd {
            state: IncidentState::Done,
            reaction: one.reaction,
            because: one.because.clone(),
            limit: (one.reaction == Reaction::PerMinute).then_some(LimitHit::PerMinute),
            clear: None,
            again_at: None,
        };
        let watched = store.interfaces_of(account.id).await?;
        let interface = watched.into_iter().find(|interface| interface.cgi_path == path).map(|interface| interface.id);
        for incident in store.take_incidents(1, now).await? {
            let news = NoticeContent::Incident {
                errcode: one.errcode,
                reaction: one.reaction,
                because: one.because.clone(),
                after: None,
            };
            let notice = NewNotice::of(news).on(account.id, interface);
            let notice = NewNotice { incident: Some(incident.id), ..notice };
            store.end_incident(incident.id, &end, Some(&notice), at).await?;
        }
    }
    Ok(())
}
