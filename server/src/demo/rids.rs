//! Failed calls that the demo's WeChat knows: some looked up before, the others in a log to try the rid desk with.

use app::context::DemoLog;
use desk::Desk;
use desk::rids::{PastedRid, RidError, Search, TypedRidDetails};
use domain::{Actor, OurAddresses, Role};
use jiff::SignedDuration;
use sandbox::{MALL_APPID, MEMBERS_APPID, PlantedCall, Sandbox};
use serde_json::json;
use store::Store;

use crate::failure::CommandError;

/// Who looked rids up before.
const SUPPORT: &str = "support";
/// Where the demo's services call from, and a stranger.
const OURS: &str = "203.0.113.24";
const STRANGER: &str = "198.51.100.77";
/// The networks that count as ours in the demo.
const OUR_NETWORK: &str = "203.0.113.0/24";

/// The addresses that count as ours: those that were set, else the demo's own.
pub(super) fn ours(set: OurAddresses) -> OurAddresses {
    if set == OurAddresses::default() { OUR_NETWORK.parse().unwrap_or(set) } else { set }
}

/// A failed call, so many minutes ago.
struct Call {
    appid: &'static str,
    path: &'static str,
    errcode: i64,
    minutes_ago: i64,
    cost_in_ms: u32,
    from: &'static str,
    body: serde_json::Value,
}

/// An interface whose day's quota is used up when a demo starts.
const USED_UP: &str = "/cgi-bin/message/subscribe/send";
/// An interface that answers 45009 to more calls than it takes in a minute, with most of the day's quota left.
const TOO_FAST: &str = "/wxa/getwxacodeunlimit";

/// Those that support looked up before; `used_up`: when the day's quota of [`USED_UP`] was, in minutes ago.
fn looked_up(used_up: i64) -> [Call; 4] {
    let send = "/cgi-bin/message/template/send";
    let to_member = json!({"touser": "oDemoMember00000000000000009", "template_id": "tpl-0815", "data": {}});
    [
        Call { body: json!({"scene": "store=17", "width": 430}), ..call(MALL_APPID, TOO_FAST, 45009, 26 * 60) },
        Call { body: to_member, ..call(MALL_APPID, USED_UP, 45009, used_up) },
        Call {
            cost_in_ms: 3_420,
            body: json!({"touser": "oDemoMember00000000000000001", "template_id": "tpl-4711", "data": {"thing1": {"value": "订单已发货"}}}),
            ..call(MEMBERS_APPID, send, -1, 5 * 60)
        },
        Call { from: STRANGER, ..call(MALL_APPID, "/wxa/msg_sec_check", 40001, 95) },
    ]
}

/// Those of the log.
fn logged(used_up_ago: i64) -> [Call; 5] {
    let to = |member: &str| json!({"touser": member, "template_id": "tpl-0815", "data": {}});
    let used_up = |member: &str, ago: i64| Call { body: to(member), ..call(MALL_APPID, USED_UP, 45009, ago) };
    [
        used_up("oDemoMember00000000000000010", used_up_ago),
        used_up("oDemoMember00000000000000011", used_up_ago),
        call(MALL_APPID, "/wxa/msg_sec_check", 45011, 31),
        Call { from: STRANGER, ..call(MEMBERS_APPID, "/cgi-bin/user/info", 40001, 12) },
        call(MEMBERS_APPID, "/cgi-bin/menu/create", 48001, 7),
    ]
}

fn call(appid: &'static str, path: &'static str, errcode: i64, minutes_ago: i64) -> Call {
    Call { appid, path, errcode, minutes_ago, cost_in_ms: 64, from: OURS, body: json!({}) }
}

/// Has WeChat know the calls, support have looked up some where nothing was looked up yet, and gives the log of the others.
pub(super) async fn fill(store: &dyn Store, desk: &Desk, sandbox: &Sandbox) -> Result<DemoLog, CommandError> {
    let used_up = used_up_minutes_ago(desk, sandbox);
    let support = store.user_by_key(SUPPORT).await?.map(|(user, _)| user.id);
    let support = support.map(|id| Actor::User { id, name: SUPPORT.to_owned(), role: Role::Support, address: None });
    if let Some(support) = support
        && desk.search_rids(&support, &Search { limit: 1, ..Search::default() }).await?.requests.is_empty()
    {
        for call in looked_up(used_up) {
            look_up(desk, &support, &line(desk, sandbox, &call)?).await?;
        }
    }
    let lines = logged(used_up).iter().map(|call| line(desk, sandbox, call)).collect::<Result<Vec<_>, _>>()?;
    let rest = [
        "GET /sns/jscode2session -> {\"errcode\":40029,\"errmsg\":\"invalid code, rid: 617682e0-09059ac5-34a8e2ea\"}",
        "retry gave up, rid: 617682e0-09059ac5-…",
    ];
    let log = lines.into_iter().chain(rest.map(str::to_owned)).collect::<Vec<_>>().join("\n");
    Ok(DemoLog(Some(log.into())))
}

/// A minute at which the day's quota of [`USED_UP`] was used up: a while ago where the day has had it so for long enough.
fn used_up_minutes_ago(desk: &Desk, sandbox: &Sandbox) -> i64 {
    let (traffic, now_ms) = (sandbox.traffic(), desk.clock().now().as_millisecond());
    let is_used_up = |minutes: &i64| {
        let figures = traffic.used_at(MALL_APPID, USED_UP, now_ms - minutes * 60_000);
        figures.is_some_and(|figures| figures.remain == 0)
    };
    (0..=20).rev().find(is_used_up).unwrap_or(0)
}

/// A call as a service logs it.
fn line(desk: &Desk, sandbox: &Sandbox, call: &Call) -> Result<String, CommandError> {
    let at = desk.clock().now() - SignedDuration::from_mins(call.minutes_ago);
    let planted = PlantedCall {
        appid: Some(call.appid.to_owned()),
        path: call.path.to_owned(),
        at_ms: Some(at.as_millisecond()),
        query: "access_token=97_DemoTokenDemoTokenDemoToken&lang=zh_CN".to_owned(),
        request_body: call.body.to_string(),
        errcode: call.errcode,
        errmsg: None,
        response_body: None,
        cost_in_ms: Some(call.cost_in_ms),
        client_ip: call.from.parse().ok(),
    };
    let rid = sandbox.plant(planted).map_err(|error| CommandError::Wanting(error.to_string()))?;
    let Call { appid, path, errcode, .. } = call;
    Ok(format!("{at:.0} {appid} POST {path} -> {{\"errcode\":{errcode},\"errmsg\":\"… rid: {rid}\"}}"))
}

async fn look_up(desk: &Desk, support: &Actor, line: &str) -> Result<(), CommandError> {
    let pasted = desk.parse_pasted_text(support, line.to_owned()).await?;
    let [rid @ PastedRid { dated, .. }] = &pasted.rids[..] else { return Ok(()) };
    match desk.look_up_pasted(support, rid, None).await {
        Ok(told) if told.kept.errcode == Some(-1) => {
            let account = told.kept.account_id;
            let typed = TypedRidDetails {
                instead_of: told.kept.version(),
                path: told.kept.cgi_path.map(|path| path.to_string()).unwrap_or_default(),
                ticket: "https://tickets.example/4711".to_owned(),
            };
            let _ = desk.set_rid_details(support, &dated.rid, account, &typed).await;
            let note = "Slow for ten minutes, then well again. / 慢了十分钟，之后恢复。";
            let _ = desk.add_rid_note(support, &dated.rid, account, note).await;
            Ok(())
        }
        Ok(_) | Err(RidError::Lookup(_)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
