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
