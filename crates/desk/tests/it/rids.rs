//! The rid desk: what stands in a text, what a request was, what is kept of it.

use std::sync::Arc;

use desk::rids::{
    FoundRid, LOOKUP_TIMEOUT, LookedUp, LookupFailure, MAX_ACCOUNTS_ASKED, Pasted, Rid, RidError, Search, Source,
};
use domain::{AccountId, Actor, Failure, Lang, Role};
use jiff::SignedDuration;
use sandbox::{AccountChange, AccountState, Fault, FaultKind, PlantedCall};
use serde_json::json;
use sqlx::ConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use tokio::task::JoinHandle;

use crate::test_desk::{SECRET, SEND, TestDesk, appid, tester};

const RID_GET: &str = "/cgi-bin/openapi/rid/get";
const WEEK: i64 = 7 * 24 * 60;

/// A failed call of the n-th account, or of nobody's.
pub(crate) fn call_of(n: Option<u32>) -> PlantedCall {
    PlantedCall {
        appid: n.map(appid),
        path: SEND.to_owned(),
        at_ms: None,
        query: "access_token=50_Im7xxxxThisIsAToken&lang=zh".to_owned(),
        request_body: r#"{"touser":"oOpEnId0123456789abcdefghij","msgtype":"text"}"#.to_owned(),
        errcode: 45009,
        errmsg: None,
        response_body: None,
        cost_in_ms: Some(30),
        client_ip: Some("203.0.113.9".parse().unwrap()),
    }
}

impl TestDesk {
    pub(crate) fn plant(&self, call: PlantedCall) -> Rid {
        self.wechat.sandbox.plant(call).unwrap().parse().unwrap()
    }

    pub(crate) async fn look_up(&self, account: Option<AccountId>, rid: &Rid) -> Result<LookedUp, RidError> {
        let actor = Actor::Cli { os_user: "alice".to_owned() };
        self.desk.look_up(&actor, account, rid).await
    }

    /// All requests that are kept, the newest first.
    pub(crate) async fn kept(&self) -> Vec<LookedUp> {
        let all = Search { limit: 100, ..Search::default() };
        self.desk.search_rids(&tester(), &all).await.unwrap().requests
    }

    pub(crate) fn asked_for_rids(&self) -> usize {
        self.received(RID_GET)
    }
}

pub(crate) fn settings(test: &TestDesk, change: serde_json::Value) {
    test.wechat.sandbox.change_settings(change).unwrap();
}

#[tokio::test]
async fn a_request_is_told_and_kept_with_who_asked() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    let told = test.look_up(Some(account), &rid).await.unwrap();
    assert_eq!((&told.rid, told.kept.account_id, told.account_name.as_str()), (&rid, account, "服务号 1"));
    assert_eq!(told.kept.at, rid.time());
    assert_eq!(
        (told.kept.cost_in_ms, told.kept.client_ip.as_deref(), told.kept.errcode),
        (Some(30), Some("203.0.113.9"), Some(45009))
    );
    assert_eq!(told.kept.request_url, "access_token=‹masked›&lang=zh");
    assert_eq!(told.kept.request_body, r#"{"touser":"‹masked›","msgtype":"text"}"#);
    assert!(told.kept.response_body.contains(&format!("reach max api daily quota limit rid: {rid}")), "{told:?}");
    assert_eq!((told.kept.looked_up_by.as_str(), told.source), ("cli:alice", Source::Wechat));
    assert_eq!(told.limit(), Some(domain::LimitHit::NotKnown), "its interface is not known");
    assert!(told.explanation(Lang::En).unwrap().title.contains("the daily quota or the per-minute limit"));

    let again = test.look_up(None, &rid).await.unwrap();
    assert_eq!(again, LookedUp { source: Source::Archive, ..told });
    assert_eq!(test.asked_for_rids(), 1, "the archive answers from now on");
    assert_eq!(test.desk.kept_rid(&tester(), &rid).await.unwrap(), Some(again.clone()));
    assert_eq!(test.kept().await, [again]);
}

#[tokio::test]
async fn what_was_looked_up_outlives_wechats_week() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let (kept, missed) = (test.plant(call_of(Some(1))), test.plant(call_of(Some(1))));
    test.look_up(Some(account), &kept).await.unwrap();
    test.advance(8 * 24 * 60);
    let told = test.look_up(Some(account), &kept).await.unwrap();
    assert_eq!((told.source, told.kept.errcode), (Source::Archive, Some(45009)));
    let expired = test.look_up(Some(account), &missed).await.unwrap_err();
    assert!(matches!(expired, RidError::Lookup(LookupFailure::Expired { at }) if at == missed.time()), "{expired}");
    assert_eq!(test.asked_for_rids(), 1, "the rid tells its age by itself");
    let RidError::Lookup(untold) = expired else { panic!("{expired}") };
    assert_eq!(untold.explanation(Lang::En).unwrap().title, "The rid has expired");

    let test = test.restarted().await;
    assert_eq!(test.look_up(None, &kept).await.unwrap().source, Source::Archive);
    test.desk.retire_account(&tester(), account).await.unwrap();
    assert_eq!(test.look_up(None, &kept).await.unwrap().account_name, "服务号 1", "a retired account's too");
}

#[tokio::test]
async fn an_account_that_cannot_ask_is_a_side_note() {
    let test = TestDesk::new().await;
    for n in 1..=3 {
        test.add(n).await;
    }
    let frozen = AccountChange { state: Some(AccountState::SecretFrozen), ..AccountChange::default() };
    test.wechat.sandbox.change_account(&appid(2), frozen).unwrap();
    let made_up: Rid = format!("{:08x}-12345678-0abcdef0", test.desk.clock().now().as_second()).parse().unwrap();
    let error = test.look_up(None, &made_up).await.unwrap_err();
    let RidError::Lookup(LookupFailure::NotFound(asked)) = &error else { panic!("{error}") };
    assert_eq!((asked.tried.join(" "), asked.unable.join(" ")), ("服务号 1 服务号 3".into(), "服务号 2".into()));
    assert!(error.to_string().contains("服务号 2 could not be used"), "{error}");
}

#[tokio::test]
async fn around_the_weeks_end_wechats_clock_decides() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    test.advance(WEEK);
    test.clock.advance(SignedDuration::from_mins(30));
    assert_eq!(test.look_up(Some(account), &rid).await.unwrap().source, Source::Wechat, "our clock was ahead");

    for says_not_found in [false, true] {
        settings(&test, json!({"expired_rid_is_76001": says_not_found}));
        let rid = test.plant(call_of(Some(1)));
        test.advance(WEEK + 1);
        let before = test.asked_for_rids();
        let error = test.look_up(Some(account), &rid).await.unwrap_err();
        assert!(matches!(error, RidError::Lookup(LookupFailure::Expired { .. })), "{says_not_found} {error}");
        assert_eq!(test.asked_for_rids(), before + 1);
    }
}

#[tokio::test]
async fn each_refusal_is_told_apart() {
    let test = TestDesk::new().await;
    let (first, _) = (test.add(1).await, test.add(2).await);
    let of_second = test.plant(call_of(Some(2)));
    let error = test.look_up(Some(first), &of_second).await.unwrap_err();
    assert!(
        matches!(&error, RidError::Lookup(LookupFailure::OtherAccount(asked)) if asked.tried == ["服务号 1"] && asked.unasked == 0),
        "{error}"
    );

    let nobodys = test.plant(call_of(None));
    let error = test.look_up(Some(first), &nobodys).await.unwrap_err();
    assert!(
        matches!(&error, RidError::Lookup(LookupFailure::NotFound(asked)) if asked.tried == ["服务号 1"] && asked.unasked == 0),
        "{error}"
    );
    let RidError::Lookup(untold) = error else { panic!("{error}") };
    assert_eq!(untold.explanation(Lang::En).unwrap().title, "The rid was not found");
    let error = test.look_up(None, &nobodys).await.unwrap_err();
    assert!(matches!(&error, RidError::Lookup(LookupFailure::NotFound(asked)) if asked.tried.len() == 2), "{error}");

    let sign_in = test.plant(PlantedCall { path: "/sns/jscode2session".to_owned(), ..call_of(Some(1)) });
    assert!(matches!(test.look_up(None, &sign_in).await, Err(RidError::Lookup(LookupFailure::NotFound(_)))));
    settings(&test, json!({"sns_rid_is_76022": true}));
    for account in [Some(first), None] {
        assert!(matches!(test.look_up(account, &sign_in).await, Err(RidError::Lookup(LookupFailure::SignIn))));
    }

    let refusal = |errcode| FaultKind::Errcode { errcode, errmsg: None };
    test.wechat.sandbox.add_fault(Fault::on(RID_GET, refusal(76002)).times(1));
    assert!(matches!(test.look_up(Some(first), &nobodys).await, Err(RidError::Lookup(LookupFailure::Malformed))));
    test.wechat.sandbox.add_fault(Fault::on(RID_GET, refusal(44993)).times(1));
    let error = test.look_up(Some(first), &of_second).await.unwrap_err();
    assert!(
        matches!(&error, RidError::Lookup(LookupFailure::Call { account, problem, .. })
            if account == "服务号 1" && problem.failure == Failure::Refused(44993)),
        "{error}"
    );
    assert!(test.kept().await.is_empty(), "nothing is kept of what failed");
}

#[tokio::test]
async fn without_an_account_each_is_asked_until_one_knows_it() {
    let test = TestDesk::new().await;
    let (first, second, third) = (test.add(1).await, test.add(2).await, test.add(3).await);
    let rid = test.plant(call_of(Some(3)));
    test.desk.pause_account(&tester(), first, true).await.unwrap();
    assert_eq!(test.look_up(None, &rid).await.unwrap().kept.account_id, third);
    assert_eq!(test.asked_for_rids(), 2, "a paused account is not asked");

    let rid = test.plant(call_of(Some(3)));
    let change = AccountChange { secret: Some("f".repeat(32)), ..AccountChange::default() };
    test.wechat.sandbox.change_account(&appid(2), change).unwrap();
    test.wechat.sandbox.revoke_tokens(&appid(2)).unwrap();
    assert_eq!(
        test.look_up(None, &rid).await.unwrap().kept.account_id,
        third,
        "whatever becomes of the others' tokens"
    );
    let missing = test.plant(call_of(Some(1)));
    let error = test.look_up(None, &missing).await.unwrap_err();
    assert!(
        matches!(&error, RidError::Lookup(LookupFailure::OtherAccount(asked)) if asked.unable == ["服务号 2"]),
        "it may be the one: {error}"
    );
    let asked_directly = test.look_up(Some(first), &missing).await.unwrap();
    assert_eq!(asked_directly.kept.account_id, first, "a paused account is asked by its name");

    for id in [second, third] {
        test.desk.pause_account(&tester(), id, true).await.unwrap();
    }
    assert!(matches!(
        test.look_up(None, &test.plant(call_of(Some(3)))).await,
        Err(RidError::Lookup(LookupFailure::NoAccount))
    ));
}

#[tokio::test]
async fn one_accounts_own_trouble_leaves_the_rid_to_the_next() {
    let test = TestDesk::new().await;
    let (first, second) = (test.add(1).await, test.add(2).await);
    for errcode in [44993, 48001, 50002, 61004, 45009, -1] {
        let rid = test.plant(call_of(Some(2)));
        let fault = Fault::on(RID_GET, FaultKind::Errcode { errcode, errmsg: None }).account(&appid(1));
        test.wechat.sandbox.add_fault(fault);
        assert_eq!(test.look_up(None, &rid).await.unwrap().kept.account_id, second, "{errcode}");
        let error = test.look_up(None, &test.plant(call_of(Some(1)))).await.unwrap_err();
        assert!(
            matches!(&error, RidError::Lookup(LookupFailure::OtherAccount(asked)) if asked.unable == ["服务号 1"]),
            "{errcode}: {error}"
        );
        test.wechat.sandbox.clear_faults();
    }
    for (kind, failure) in [(FaultKind::DropBefore, Failure::NoAnswer), (FaultKind::Html, Failure::BadAnswer)] {
        let (rid, before) = (test.plant(call_of(Some(2))), test.asked_for_rids());
        test.wechat.sandbox.add_fault(Fault::on(RID_GET, kind).times(1));
        let error = test.look_up(None, &rid).await.unwrap_err();
        assert!(
            matches!(&error, RidError::Lookup(LookupFailure::Call { problem, .. }) if problem.failure == failure),
            "{error}"
        );
        assert_eq!(test.asked_for_rids(), before + 1, "the way to WeChat is the same for the other");
    }

    // The master key does not open one account's secret.
    let mut database = SqliteConnectOptions::new().filename(test.database()).connect().await.unwrap();
    let query = "UPDATE accounts SET sealed_secret = (SELECT sealed_secret FROM accounts WHERE id = $1) WHERE id = $2";
    sqlx::query(query).bind(second.0).bind(first.0).execute(&mut database).await.unwrap();
    let rid = test.plant(call_of(Some(2)));
    assert_eq!(test.look_up(None, &rid).await.unwrap().kept.account_id, second);
    let error = test.look_up(Some(first), &test.plant(call_of(Some(1)))).await.unwrap_err();
    assert!(
        matches!(&error, RidError::Lookup(LookupFailure::Call { problem, .. }) if problem.failure == Failure::NoSecret),
        "{error}"
    );
}

/// A look-up without an account that runs beside the test.
fn looking_up(test: &TestDesk, rid: &Rid) -> JoinHandle<Result<LookedUp, RidError>> {
    let (desk, rid) = (Arc::clone(&test.desk), rid.clone());
    tokio::spawn(async move { desk.look_up(&tester(), None, &rid).await })
}

#[tokio::test]
async fn an_account_that_is_retired_meanwhile_is_passed_over() {
    let test = TestDesk::new().await;
    let (_, second, third) = (test.add(1).await, test.add(2).await, test.add(3).await);
    let rid = test.plant(call_of(Some(3)));
    test.wechat.sandbox.add_fault(Fault::on(RID_GET, FaultKind::Hold).times(1));
    let running = looking_up(&test, &rid);
    test.wechat.sandbox.wait_until_held(1).await;
    test.desk.retire_account(&tester(), second).await.unwrap();
    test.wechat.sandbox.release();
    assert_eq!(running.await.unwrap().unwrap().kept.account_id, third);
    assert_eq!(test.asked_for_rids(), 2);
}

#[tokio::test]
async fn accounts_are_asked_only_so_long_and_what_was_tried_is_told() {
    let test = TestDesk::new().await;
    for n in 1..=3 {
        test.add(n).await;
    }
    let hold = |n| Fault::on(RID_GET, FaultKind::Hold).account(&appid(n)).times(1);
    let rid = test.plant(call_of(Some(3)));
    for (left_ms, held) in [(0, &[1][..]), (5, &[1, 2])] {
        for n in held {
            test.wechat.sandbox.add_fault(hold(*n));
        }
        let running = looking_up(&test, &rid);
        test.wechat.sandbox.wait_until_held(1).await;
        test.clock.advance(LOOKUP_TIMEOUT - SignedDuration::from_millis(left_ms));
        test.wechat.sandbox.release();
        let error = running.await.unwrap().unwrap_err();
        assert!(
            matches!(&error, RidError::Lookup(LookupFailure::OtherAccount(asked)) if asked.tried == ["服务号 1"] && asked.unasked == 2),
            "{left_ms}: {error}"
        );
        assert!(error.to_string().ends_with("looked up with 服务号 1; 2 more accounts were not tried"), "{error}");
        test.wechat.sandbox.clear_faults();
    }
    assert_eq!(test.look_up(None, &rid).await.unwrap().account_name, "服务号 3");
}

#[tokio::test]
async fn of_many_accounts_some_are_not_asked() {
    let test = TestDesk::on_wechat_with(12).await;
    for n in 1..=12 {
        test.add(n).await;
    }
    let error = test.look_up(None, &test.plant(call_of(None))).await.unwrap_err();
    assert!(
        matches!(&error, RidError::Lookup(LookupFailure::NotFound(asked)) if asked.tried.len() == MAX_ACCOUNTS_ASKED && asked.unasked == 2),
        "{error}"
    );
    assert_eq!(test.asked_for_rids(), MAX_ACCOUNTS_ASKED);
}

#[tokio::test]
async fn unknown_and_retired_accounts_are_not_asked() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let (kept, missed) = (test.plant(call_of(Some(1))), test.plant(call_of(Some(1))));
    test.look_up(Some(account), &kept).await.unwrap();
    test.desk.retire_account(&tester(), account).await.unwrap();
    assert_eq!(test.look_up(Some(account), &kept).await.unwrap().source, Source::Archive, "what is kept can be read");
    for (id, rid) in [(account, &missed), (AccountId(99), &kept), (AccountId(99), &missed)] {
        assert!(matches!(test.look_up(Some(id), rid).await, Err(RidError::UnknownAccount)), "{id} {rid}");
    }
    assert_eq!(test.asked_for_rids(), 1);
}

#[tokio::test]
async fn no_secret_of_a_request_reaches_the_disk() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let secrets = [
        "50_PlantedTokenOfTheQuery",
        "PlantedAppSecretOfTheBody0000001",
        "oPlantedOpenidOfTheBody000001",
        "13800001234",
        "50_PlantedTokenOfNestedJson",
        "50_PlantedTokenPercentEncoded",
        "PlantedSessionKeyOfTheAnswer==",
    ];
    let nested = json!({"inner": json!({"access_token": secrets[4], "again": json!({"openid": secrets[2]}).to_string()}).to_string()});
    let call = PlantedCall {
        query: format!("access_token={}&url=https%3A%2F%2Fa.example%2F%3Faccess_token%3D{}", secrets[0], secrets[5]),
        request_body: json!({"appsecret": secrets[1], "openid": secrets[2], "nested": nested, "ours": SECRET})
            .to_string(),
        response_body: Some(
            json!({"errcode": 40029, "phone_info": {"phoneNumber": secrets[3]}, "session_key": secrets[6]}).to_string(),
        ),
        ..call_of(Some(1))
    };
    let rid = test.plant(call);
    let told = test.look_up(Some(account), &rid).await.unwrap();
    assert_eq!(told.kept.errcode, Some(40029));
    let (answer, disk) = (format!("{told:?}"), test.bytes_on_disk());
    assert!(disk.windows(rid.as_str().len()).any(|window| window == rid.as_str().as_bytes()), "the rid is there");
    for secret in secrets.into_iter().chain([SECRET]) {
        assert!(!answer.contains(secret), "{secret} in {answer}");
        assert!(!disk.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} on disk");
    }
}

#[tokio::test]
async fn texts_are_read_with_what_the_rids_tell() {
    let test = TestDesk::new().await;
    let now = |seconds: i64| u32::try_from(test.desk.clock().now().as_second() + seconds).unwrap();
    let rid = |time: u32| format!("{time:08x}-09059ac5-34a8e2ea");
    let (fresh, old) = (rid(now(0)), rid(now(-7 * 86_400 - 1)));
    let (ahead, soon, ancient) = (rid(now(3_601)), rid(now(3_600)), rid(1_577_836_799));
    let pasted = format!("rid: {fresh} {old} hint: [abc!] {ahead} rid: 6176**** {soon} {ancient}");
    let found = test.desk.parse_pasted_text(&tester(), pasted.clone()).await.unwrap();
    let told: Vec<_> = found
        .found
        .iter()
        .map(|found| match found {
            FoundRid::Rid(dated) => format!(
                "{}{}{}",
                dated.rid,
                if dated.expired { " expired" } else { "" },
                if dated.implausible { " implausible" } else { "" }
            ),
            FoundRid::Hint(said) => format!("hint {said}"),
            FoundRid::Incomplete(part) => format!("incomplete {part}"),
        })
        .collect();
    let expected = [
        fresh.clone(),
        format!("{old} expired"),
        "hint abc!".to_owned(),
        format!("{ahead} implausible"),
        "incomplete 6176****".to_owned(),
        soon,
        format!("{ancient} expired implausible"),
    ];
    assert_eq!(told, expected);
    let FoundRid::Rid(dated) = &found.found[0] else { panic!("{found:?}") };
    assert_eq!(dated.expires_at.duration_since(dated.at), SignedDuration::from_hours(7 * 24));

    assert_eq!(test.desk.parse_pasted_text(&tester(), " \n".to_owned()).await.unwrap(), Pasted::default());
    let long = " ".repeat(1 << 20);
    assert!(test.desk.parse_pasted_text(&tester(), long.clone()).await.is_ok());
    assert!(matches!(test.desk.parse_pasted_text(&tester(), format!("{long} ")).await, Err(RidError::TooLong)));
    assert_eq!(test.asked_for_rids(), 0);
}

#[tokio::test]
async fn viewers_and_reporters_look_nothing_up() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    for role in [Role::Viewer, Role::Reporter] {
        let bearer = test.desk.create_token(&tester(), role.word(), role, None).await.unwrap();
        let actor = test.desk.authenticate(&bearer, None).await.unwrap();
        assert!(matches!(test.desk.look_up(&actor, None, &rid).await, Err(RidError::Forbidden(_))));
        assert!(matches!(test.desk.parse_pasted_text(&actor, String::new()).await, Err(RidError::Forbidden(_))));
        assert!(matches!(test.desk.kept_rid(&actor, &rid).await, Err(RidError::Forbidden(_))));
        assert!(matches!(test.desk.search_rids(&actor, &Search::default()).await, Err(RidError::Forbidden(_))));
    }
    assert_eq!(test.asked_for_rids(), 0);
}
