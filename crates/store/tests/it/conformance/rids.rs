use domain::AccountId;
use store::{KeptRid, Store};

use super::{account, at};

const ONE: &str = "617682e0-09059ac5-34a8e2ea";
const TWO: &str = "6aac005a-01bfdbee-79769285";

fn kept(rid: &str, account: AccountId, minute: i64) -> KeptRid {
    KeptRid {
        rid: rid.to_owned(),
        account_id: account,
        at: at(-60),
        cost_in_ms: Some(30),
        request_url: "access_token=‹masked›".to_owned(),
        request_body: String::new(),
        response_body: r#"{"errcode":45009}"#.to_owned(),
        client_ip: Some("113.xx.70.51".to_owned()),
        errcode: Some(45009),
        looked_up_at: at(minute),
        looked_up_by: "cli:alice".to_owned(),
    }
}

pub(crate) async fn looked_up_requests_are_kept_as_they_were(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), None);
    assert_eq!(store.kept_rids(10).await.unwrap(), []);

    let bare = KeptRid { cost_in_ms: None, client_ip: None, errcode: None, ..kept(ONE, first, 0) };
    store.keep_rid(&bare).await.unwrap();
    store.keep_rid(&kept(ONE, first, 1)).await.unwrap();
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), Some(bare.clone()), "the first look-up stays");

    store.keep_rid(&kept(ONE, second, 2)).await.unwrap();
    store.keep_rid(&kept(TWO, first, 3)).await.unwrap();
    assert_eq!(store.kept_rid(ONE, None).await.unwrap(), Some(kept(ONE, second, 2)), "the newest of several");
    assert_eq!(store.kept_rid(ONE, Some(first)).await.unwrap(), Some(bare.clone()));
    assert_eq!(store.kept_rid(TWO, Some(second)).await.unwrap(), None);
    assert_eq!(store.kept_rids(2).await.unwrap(), [kept(TWO, first, 3), kept(ONE, second, 2)]);
    assert_eq!(store.kept_rids(10).await.unwrap().last(), Some(&bare));

    assert!(store.keep_rid(&kept(TWO, AccountId(99), 4)).await.is_err(), "there is no such account");
}

pub(crate) async fn an_accounts_failed_requests_are_listed_newest_first(store: &dyn Store) {
    let (first, _) = account(store, 1).await;
    let (second, _) = account(store, 2).await;
    let call = |number: i64, made: i64, errcode| KeptRid {
        rid: format!("617682e0-09059ac5-{number:08x}"),
        at: at(made),
        errcode,
        ..kept(ONE, first, 0)
    };
    let (older, newer) = (call(1, -20, Some(45009)), call(2, -10, Some(45011)));
    let no_failures =
        [call(3, -5, Some(0)), call(4, -5, None), KeptRid { account_id: second, ..call(5, -5, Some(45009)) }];
    for kept in [&newer, &older].into_iter().chain(&no_failures) {
        store.keep_rid(kept).await.unwrap();
    }
    let failed = async |since| store.failed_rids(first, at(since)).await.unwrap();
    assert_eq!(failed(-60).await, [newer.clone(), older.clone()], "by when they were made, not looked up");
    assert_eq!(failed(-20).await.len(), 2, "from then on");
    assert_eq!(failed(-19).await, [newer]);
    assert!(failed(-9).await.is_empty());
}
