//! What a person is told before they confirm a clear: what helps, and why it may be pointless.

use desk::clears::Confirmation;
use desk::clears::confirming::{LockOut, UnknownReason, UnknownUse};
use domain::AccountId;
use domain::clears::advice::{FailedCall, NoPlanReason, Plan, ResetEffect, Warning};
use sandbox::{Fault, FaultKind, InterfaceConfig, PlantedCall};

use super::{order, order_one};
use crate::test_desk::{SEND, TestDesk, USERS, appid, tester, typed};

/// The catalogue doubts that clears reset this one.
const TOKEN: &str = "/cgi-bin/token";

impl TestDesk {
    pub(crate) async fn told(&self, account: AccountId, interface: Option<&str>) -> Confirmation {
        self.desk.confirmation(&tester(), &account.to_string(), interface).await.unwrap()
    }

    /// A call of the first account failed just now, and somebody looked it up.
    async fn failed(&self, account: AccountId, errcode: i64) -> FailedCall {
        let call = PlantedCall {
            appid: Some(appid(1)),
            path: SEND.to_owned(),
            at_ms: None,
            query: String::new(),
            request_body: String::new(),
            errcode,
            errmsg: None,
            response_body: None,
            cost_in_ms: None,
            client_ip: None,
        };
        let rid: desk::rids::Rid = self.wechat.sandbox.plant(call).unwrap().parse().unwrap();
        let pasted = self.desk.parse_pasted_text(&tester(), format!("{SEND} {rid}")).await.unwrap();
        let told = self.desk.look_up_pasted(&tester(), &pasted.rids[0], Some(account)).await.unwrap().kept;
        FailedCall {
            errcode: i32::try_from(errcode).unwrap(),
            rid: told.rid,
            at: told.at,
            cgi_path: told.cgi_path,
            interface: Some(self.row(account, SEND).await.id),
            limit: told.limit.map(|verdict| verdict.limit),
        }
    }
}

#[tokio::test]
async fn the_cheapest_clears_that_help_are_advised() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let nothing = test.told(account, None).await;
    assert_eq!((&nothing.plan, nothing.warnings), (&Plan::None(NoPlanReason::UseUnknown), vec![Warning::NoFigures]));
    assert_eq!(nothing.unknown, Some(UnknownUse { interfaces: 2, of: 2, why: UnknownReason::NeverRead }));
    test.uses(SEND, 990);
    test.uses(USERS, 100);
    test.beat().await;
    let send = test.row(account, SEND).await.id;
    let one = test.told(account, None).await;
    assert_eq!((one.plan, one.warnings), (Plan::Interfaces(vec![send]), vec![]));
    assert_eq!(one.planned.iter().map(|row| row.cgi_path.as_str()).collect::<Vec<_>>(), [SEND]);
    let helps = |told: &Confirmation| told.helps.iter().map(|row| row.cgi_path.to_string()).collect::<Vec<_>>();
    let whole = test.told(account, None).await;
    assert_eq!((helps(&whole), whole.lifts(send)), (vec![SEND.to_owned(), USERS.to_owned()], ResetEffect::Expected));
    let users = test.told(account, Some(USERS)).await;
    assert_eq!((helps(&users), users.warnings), (vec![USERS.to_owned()], vec![Warning::LowUse { permille: 200 }]));
    assert_eq!(users.plan, Plan::Interfaces(vec![send]), "which would help more");

    test.cleared(order_one(account, SEND, "k")).await;
    test.advance(1);
    test.watch().await;
    assert_eq!(test.told(account, None).await.plan, Plan::None(NoPlanReason::NothingPressing), "it helped");
    test.advance(24 * 60);
    let tomorrow = test.told(account, None).await;
    assert!(
        tomorrow.warnings.contains(&Warning::NoFigures) && tomorrow.helps.is_empty(),
        "figures of yesterday are none"
    );
}

#[tokio::test]
async fn the_whole_account_is_advised_where_many_are_pressing() {
    let paths: Vec<_> = (0..6).map(|n| format!("/cgi-bin/test/{n}")).collect();
    let interfaces: Vec<_> = paths.iter().map(|path| InterfaceConfig::new(path, 100)).collect();
    let test = TestDesk::on(1, &interfaces, desk::Settings::default()).await;
    let typed = desk::accounts::TypedAccount { watch: paths.clone(), ..typed(1) };
    let account = test.desk.add_account(&tester(), typed).await.unwrap().id;
    for path in &paths {
        test.uses(path, 96);
    }
    test.beat().await;
    assert_eq!(test.told(account, None).await.plan, Plan::Account, "6 of 50 are more than 1 of 10");
    test.has_left(account, 0).await;
    let told = test.told(account, None).await;
    assert!(matches!(&told.plan, Plan::Interfaces(ids) if ids.len() == 6), "{:?}", told.plan);
    assert_eq!((told.planned.len(), told.asks_for_override()), (6, true), "only what was told says that none is left");
}

#[tokio::test]
async fn what_clears_do_not_reset_is_said() {
    let interfaces = [InterfaceConfig::new(TOKEN, 100), InterfaceConfig::new(SEND, 100)];
    let test = TestDesk::on(1, &interfaces, desk::Settings::default()).await;
    let typed = desk::accounts::TypedAccount { watch: vec![TOKEN.to_owned(), SEND.to_owned()], ..typed(1) };
    let account = test.desk.add_account(&tester(), typed).await.unwrap().id;
    test.uses(TOKEN, 99);
    test.beat().await;
    for (interface, pointless) in [(Some(TOKEN), true), (None, true), (Some(SEND), false)] {
        let told = test.told(account, interface).await;
        assert_eq!(told.plan, Plan::None(NoPlanReason::NotLifted), "{interface:?}");
        let said = told.warnings.contains(&Warning::NotLifted { proved: false });
        assert_eq!((said, told.does_not_help.len()), (pointless, usize::from(pointless)), "{interface:?}");
    }
    test.uses(SEND, 90);
    test.advance(60);
    test.beat().await;
    let told = test.told(account, None).await;
    assert!(!told.warnings.iter().any(|warning| matches!(warning, Warning::NotLifted { .. })), "it helps the other");
    assert_eq!((told.helps.len(), told.does_not_help.len()), (1, 1));
}

#[tokio::test]
async fn the_reset_that_comes_soon_is_said() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.advance(10 * 60 + 59);
    test.uses(SEND, 990);
    test.beat().await;
    let resets_at = test.desk.settings().quota_zone.next_reset(test.desk.clock().now());
    let told = test.told(account, Some(SEND)).await;
    assert_eq!((told.warnings, told.resets_at), (vec![], resets_at), "61 minutes before midnight");
    test.advance(1);
    assert_eq!(test.told(account, Some(SEND)).await.warnings, [Warning::ResetsSoon { at: resets_at }]);
}

#[tokio::test]
async fn a_limit_a_minute_is_told_from_the_days_by_calls_that_were_looked_up() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.uses(SEND, 900);
    test.beat().await;
    test.failed(account, 40003).await;
    assert_eq!(test.told(account, Some(SEND)).await.warnings, [], "that is no limit");
    let by_day = test.failed(account, 45009).await;
    assert_eq!(test.told(account, Some(SEND)).await.warnings, [Warning::PerMinute(by_day)], "with 100 left of the day");
    test.advance(1);
    let by_minute = test.failed(account, 45011).await;
    assert_eq!(test.told(account, None).await.warnings, [Warning::PerMinute(by_minute.clone())], "the newest");
    test.uses(SEND, 100);
    test.advance(59);
    test.beat().await;
    assert_eq!(test.told(account, None).await.warnings, [Warning::PerMinute(by_minute)], "no clear lifts that");
    test.advance(2);
    assert_eq!(test.told(account, None).await.warnings, [], "an hour later it says nothing any more");
}

#[tokio::test]
async fn the_secret_is_offered_where_no_token_can_be_had() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    assert_eq!(test.told(account, None).await.lock_out, None);
    let errcode = |errcode| FaultKind::Errcode { errcode, errmsg: None };
    test.wechat.sandbox.add_fault(Fault::on("/cgi-bin/stable_token", errcode(45009)));
    test.advance(3 * 60);
    test.beat().await;
    assert_eq!(test.told(account, None).await.lock_out, Some(LockOut::TokensUsedUp));
    assert_eq!(test.told(account, Some(SEND)).await.lock_out, Some(LockOut::TokensUsedUp));
    test.wechat.sandbox.clear_faults();
    test.advance(60);
    test.beat().await;
    assert_eq!(test.told(account, None).await.lock_out, None);

    // Every token is refused, new ones too.
    test.wechat.sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/get", errcode(40001)));
    test.advance(60);
    test.beat().await;
    assert_eq!(test.told(account, None).await.lock_out, Some(LockOut::TokenDead));
    // A secret that is refused is no reason to clear by it.
    test.wechat.sandbox.clear_faults();
    test.wechat.sandbox.add_fault(Fault::on("/cgi-bin/stable_token", errcode(40125)));
    test.advance(3 * 60);
    test.beat().await;
    assert_eq!(test.told(account, None).await.lock_out, None);
}

#[tokio::test]
async fn what_it_costs_is_said_with_whom_and_when_it_turns() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.has_left(account, 3).await;
    let told = test.told(account, None).await;
    let december: jiff::Timestamp = "2026-12-01T00:00:00+08:00".parse().unwrap();
    assert_eq!((told.budget.left, told.budget.limit, told.budget.resets_at), (3, 10, december));
    assert!(told.asks_for_name() && told.second.is_none() && !told.asks_for_override());
    test.has_left(account, 4).await;
    assert!(!test.told(account, None).await.asks_for_name());
    let single = test.told(account, Some(SEND)).await;
    assert_eq!((single.budget.left, single.budgets.account.left), (50, 4));
    assert!(single.budget.at_most, "how many single ones were made before nobody can tell");

    let mut clear = order(account, "k");
    clear.confirm = Some("服务号 1".to_owned());
    let clear = test.cleared(clear).await;
    let told = test.told(account, Some(SEND)).await;
    assert_eq!(told.in_the_way.as_ref().map(|open| (open.id, open.being_verified)), Some((clear.id, true)));
    assert!(told.asks_for_override() && !told.is_impossible());
}
