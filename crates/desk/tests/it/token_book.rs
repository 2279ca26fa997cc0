//! What is written down of tokens, whoever wrote it before, and the secrets that no text may show.

use std::sync::Arc;

use desk::clears::confirming::LockOut;
use desk::incidents::Report;
use desk::token_book::DatabaseTokenStore;
use domain::{AccountId, Clock, Failure, QuotaZone, UsageState};
use jiff::{SignedDuration, Timestamp};
use sandbox::{Fault, FaultKind};
use secrecy::SecretString;
use store::{TokenRecord, TokenWriter};
use wechat::{ForcedRefresh, TokenStore};

use crate::test_desk::{SECRET, SEND, TestDesk, appid, tester, typed};

const TOKEN: &str = "/cgi-bin/stable_token";
const READ: &str = "/cgi-bin/openapi/quota/get";

fn errcode(errcode: i64) -> FaultKind {
    FaultKind::Errcode { errcode, errmsg: None }
}

fn not_listed(ip: &str) -> FaultKind {
    let errmsg = format!("invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist");
    FaultKind::Errcode { errcode: 40164, errmsg: Some(errmsg) }
}

async fn token(test: &TestDesk, account: AccountId) -> TokenRecord {
    test.store.account(account).await.unwrap().unwrap().token
}

#[tokio::test]
async fn what_another_process_wrote_is_set_right_by_a_good_call() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.beat().await;
    let good = token(&test, account).await;
    assert_eq!((good.state.as_str(), good.last_failure), ("valid", None));

    // A command met a failure that is over.
    let failed = TokenRecord {
        state: "refused".to_owned(),
        last_failure: Some(Failure::NoConnection),
        last_error: Some("no connection could be opened".to_owned()),
        ..good.clone()
    };
    test.store.set_token(account, &failed, TokenWriter::Command).await.unwrap();
    assert_eq!(token(&test, account).await.last_failure, Some(Failure::NoConnection));
    test.advance(60);
    test.beat().await;
    assert_eq!(TokenRecord { changed_at: good.changed_at, ..token(&test, account).await }, good);
}

#[tokio::test]
async fn what_was_learned_while_trying_is_known_of_the_account_added_then() {
    let test = TestDesk::new().await;
    assert!(test.desk.try_account(&tester(), &typed(1)).await.unwrap().works());
    let account = test.add(1).await;
    test.beat().await;
    assert_eq!(token(&test, account).await.state, "valid");
}

#[tokio::test]
async fn the_last_forced_refresh_counts_across_midnight_and_processes() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let book = |writer| {
        let clock: Arc<dyn Clock> = test.clock.clone();
        DatabaseTokenStore::new(Arc::clone(&test.store), clock, QuotaZone::default(), writer)
    };
    let (serve, command) = (book(TokenWriter::Service), book(TokenWriter::Command));
    let appid = appid(1).parse().unwrap();
    let midnight: Timestamp = "2026-11-23T00:00:00+08:00".parse().unwrap();
    let seconds = |count| midnight + SignedDuration::from_secs(count);
    assert_eq!(serve.claim_forced_refresh(&appid, seconds(-10)).await.unwrap(), ForcedRefresh::Granted);
    let too_soon = ForcedRefresh::TooSoon { until: seconds(20) };
    assert_eq!(command.claim_forced_refresh(&appid, seconds(5)).await.unwrap(), too_soon);
    for count in 1..=20 {
        assert_eq!(serve.claim_forced_refresh(&appid, seconds(30 * count)).await.unwrap(), ForcedRefresh::Granted);
    }
    assert_eq!(command.claim_forced_refresh(&appid, seconds(900)).await.unwrap(), ForcedRefresh::DailyLimit);
}

#[tokio::test]
async fn every_secret_that_is_kept_is_masked_by_value() {
    // Within a longer word, so that nothing but its value tells it.
    let masks = |test: &TestDesk, secret: &str| {
        let text = format!("x{secret}");
        test.desk.redactor().redact(&text) != text
    };
    let test = TestDesk::new().await;
    assert!(!masks(&test, SECRET));
    let account = test.add(1).await;
    assert!(masks(&test, SECRET), "added");
    let test = test.restarted().await;
    assert!(masks(&test, SECRET), "kept before the start");
    let other: SecretString = "ffffffffffffffffffffffffffffffff".to_owned().into();
    test.desk.replace_secret(&tester(), account, &other).await.unwrap();
    assert!(masks(&test, "ffffffffffffffffffffffffffffffff"), "replaced");
    test.desk.retire_account(&tester(), account).await.unwrap();
    assert!(!masks(&test, SECRET) && !masks(&test, "ffffffffffffffffffffffffffffffff"), "gone");
}

#[tokio::test]
async fn the_token_endpoints_own_limit_does_not_replace_a_token_that_holds() {
    for code in [45009, 45011] {
        let test = TestDesk::new().await;
        let account = test.add(1).await;
        test.beat().await;
        let valid = token(&test, account).await;
        test.wechat.sandbox.add_fault(Fault::on(TOKEN, errcode(code)));

        let command = test.beside().await;
        let report = command.sample_all(&tester(), None).await.unwrap();
        assert_eq!(report.readings.failure, Some(Failure::TokenRefused(i32::try_from(code).unwrap())));
        assert_eq!(token(&test, account).await, valid, "the server's token still holds");
        test.advance(60);
        test.beat().await;
        assert_eq!(test.row(account, SEND).await.failure, None);

        test.advance(61);
        test.beat().await;
        let limited = token(&test, account).await;
        assert_eq!(limited.state, "limited");
        test.wechat.sandbox.clear_faults();
        test.advance(60);
        test.beat().await;
        assert_eq!(token(&test, account).await.state, "valid");
    }
}

#[tokio::test]
async fn commands_one_after_the_other_force_no_refresh_again_and_again() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let day = test.clock.now() - SignedDuration::from_hours(12);
    test.wechat.sandbox.add_fault(Fault::on(READ, errcode(40001)));
    for _ in 0..8 {
        test.beside().await.sample_all(&tester(), None).await.unwrap();
        test.advance(3);
    }
    assert_eq!(test.store.forced_refreshes(account, day).await.unwrap().len(), 1);
    test.advance(10);
    test.beside().await.sample_all(&tester(), None).await.unwrap();
    assert_eq!(test.store.forced_refreshes(account, day).await.unwrap().len(), 2, "half an hour later once more");
}

#[tokio::test]
async fn a_token_that_another_program_has_just_renewed_is_asked_for_a_little_later() {
    for same in [false, true] {
        let test = TestDesk::new().await;
        let account = test.add(1).await;
        test.wechat.sandbox.change_settings(serde_json::json!({ "early_force_gives_same_token": same })).unwrap();
        // Another program forces a refresh; quota/get does not know its token yet.
        let transport =
            wechat::Transport::new(test.wechat.base_url.parse().unwrap(), wechat::Options::default()).unwrap();
        let credentials = wechat::Credentials { appid: appid(1).parse().unwrap(), secret: SECRET.into() };
        transport.stable_token(&credentials, wechat::StableTokenMode::Forced).await.unwrap();
        test.wechat.sandbox.add_fault(Fault::on(READ, errcode(40001)));
        test.desk.sample_all(&tester(), Some(account)).await.unwrap();
        let refused = token(&test, account).await;
        assert_eq!(refused.state, "refused");
        assert!(refused.last_error.unwrap().contains("a forced refresh returned no new token"));
        let asked = test.asked();
        test.desk.sample_all(&tester(), Some(account)).await.unwrap();
        assert_eq!(test.asked(), asked, "the refused token is not used again at once");

        test.wechat.sandbox.clear_faults();
        test.advance_by(SignedDuration::from_secs(29));
        assert_eq!(test.beat().await, 0);
        test.advance_by(SignedDuration::from_secs(1));
        assert_eq!(test.beat().await, 1, "half a minute later, without waiting for the hour");
        assert_eq!(test.row(account, SEND).await.state, UsageState::Ok);
        assert_eq!(token(&test, account).await.state, "valid");
    }
}

#[tokio::test]
async fn only_quota_gets_own_limit_stops_readings() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    test.wechat.sandbox.add_fault(Fault::on(TOKEN, errcode(44993)));
    test.beat().await;
    assert_eq!(test.row(account, SEND).await.failure, Some(Failure::TokenRefused(44993)));
    assert_eq!(test.store.account(account).await.unwrap().unwrap().starved_until, None);
}

#[tokio::test]
async fn every_address_from_which_wechat_refused_us_is_named() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let sandbox = &test.wechat.sandbox;
    sandbox.add_fault(Fault::on(TOKEN, not_listed("203.0.113.9")));
    let first = test.desk.check_account(&tester(), account).await.unwrap();
    assert_eq!(first.addresses.len(), 1);
    sandbox.clear_faults();
    // With a good token, a reading may be refused as well.
    sandbox.add_fault(Fault::on(READ, not_listed("198.51.100.7")));
    let second = test.desk.check_account(&tester(), account).await.unwrap();
    assert_eq!(second.problem().unwrap().failure, Failure::Refused(40164));
    let all = second.addresses.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(all.len(), 2);
    assert!(all.contains(&"203.0.113.9".to_owned()) && all.contains(&"198.51.100.7".to_owned()), "{all:?}");
    let page = test.desk.account_page(&tester(), &account.to_string()).await.unwrap();
    assert_eq!((page.addresses, page.account.token.state.as_str()), (second.addresses, "ip-refused"));
}

#[tokio::test]
async fn an_address_that_cannot_be_ours_is_told_from_one_that_is() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    let whose = async |errcode, errmsg: &str| {
        let report = Report { account: appid(1), errcode, errmsg: errmsg.to_owned(), cgi_path: None };
        let id = test.desk.report_incident(&tester(), report).await.unwrap().id;
        test.advance(11);
        let incident = test.desk.incident_page(&tester(), id).await.unwrap().incident;
        test.desk
            .refused_address(&incident)
            .await
            .unwrap()
            .map(|refused| (refused.address.to_string(), refused.is_ours))
    };
    let errmsg = "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist";
    let told = |is_ours| Some(("203.0.113.9".to_owned(), is_ours));
    assert_eq!(whose(40164, errmsg).await, told(None), "nothing is known yet");
    assert_eq!(whose(45009, errmsg).await, None, "this code tells no address");
    assert_eq!(whose(40164, "not in whitelist").await, None);

    test.beat().await;
    assert_eq!(
        whose(40164, errmsg).await,
        told(None),
        "a token from before outlives a change of the address or the list"
    );
    let fetched = async |errcode, errmsg: &str| {
        let report = Report { account: appid(1), errcode, errmsg: errmsg.to_owned(), cgi_path: None };
        let id = test.desk.report_incident(&tester(), report).await.unwrap().id;
        test.advance(11);
        test.desk.check_account(&tester(), account).await.unwrap();
        let incident = test.desk.incident_page(&tester(), id).await.unwrap().incident;
        test.desk.refused_address(&incident).await.unwrap().unwrap().is_ours
    };
    assert_eq!(fetched(40164, errmsg).await, Some(false), "our own fetch was let through since");
    let other = "access clientip is not registered requestIP: 203.0.113.9";
    assert_eq!(fetched(61004, other).await, Some(false));

    test.wechat.sandbox.add_fault(Fault::on(READ, not_listed("203.0.113.9")));
    test.desk.sample_all(&tester(), Some(account)).await.unwrap();
    assert_eq!(whose(40164, errmsg).await, told(Some(true)), "our own call was refused from there");
    let elsewhere = "invalid ip 198.51.100.7 ipv6 ::ffff:198.51.100.7, not in whitelist";
    let unknown = Some(("198.51.100.7".to_owned(), None));
    assert_eq!(whose(40164, elsewhere).await, unknown, "this machine may leave by it too");
}

#[tokio::test]
async fn a_used_up_token_endpoint_is_seen_at_once_and_offers_the_clear_by_secret() {
    for code in [45009, 45011] {
        let used_up = Failure::TokenRefused(code);
        let is_limited = async |test: &TestDesk, account: AccountId| {
            let record = token(test, account).await;
            assert_eq!((record.state.as_str(), record.last_failure), ("limited", Some(used_up)), "{code}");
            assert_eq!(test.told(account, None).await.lock_out, Some(LockOut::TokensUsedUp), "{code}");
        };
        // The token is refused long before its end, and there is no other.
        let test = TestDesk::new().await;
        let account = test.add(1).await;
        test.beat().await;
        let sandbox = &test.wechat.sandbox;
        sandbox.add_fault(Fault::on(READ, errcode(40001)));
        sandbox.add_fault(Fault::on(TOKEN, errcode(code.into())));
        test.advance(60);
        test.beat().await;
        is_limited(&test, account).await;

        // A process that has just started has no token, whatever the one before it had.
        let test = TestDesk::new().await;
        let account = test.add(1).await;
        test.beat().await;
        assert_eq!(token(&test, account).await.state, "valid");
        let test = test.restarted().await;
        test.wechat.sandbox.add_fault(Fault::on(TOKEN, errcode(code.into())));
        test.advance(60);
        test.beat().await;
        is_limited(&test, account).await;
    }
}
