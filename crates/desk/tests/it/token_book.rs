//! What is written down of tokens, whoever wrote it before, and the secrets that no text may show.

use std::sync::Arc;

use desk::token_book::DatabaseTokenStore;
use domain::{AccountId, Clock, Failure, QuotaZone};
use jiff::{SignedDuration, Timestamp};
use secrecy::SecretString;
use store::TokenRecord;
use wechat::{ForcedRefresh, TokenStore};

use crate::test_desk::{SECRET, TestDesk, appid, tester, typed};

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
    test.store.set_token(account, &failed).await.unwrap();
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
    let book = || {
        let clock: Arc<dyn Clock> = test.clock.clone();
        DatabaseTokenStore::new(Arc::clone(&test.store), clock, QuotaZone::default())
    };
    let (serve, command) = (book(), book());
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
