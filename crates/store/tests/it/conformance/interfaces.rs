use domain::InterfaceId;
use store::{Store, WatchOutcome};

use super::{account, at, by, path};

pub(crate) async fn watched_paths_keep_their_ids(store: &dyn Store) {
    let (id, [known, _]) = account(store, 1).await;
    let send = path("/cgi-bin/message/custom/send");
    let new = path("/wxa/getwxacodeunlimit");
    let watched = store.watch(id, &[send.clone(), new.clone(), new.clone()], &by(), at(1)).await.unwrap();
    let [WatchOutcome::Already(first), WatchOutcome::Added(added), WatchOutcome::Already(twice)] = watched[..] else {
        panic!("{watched:?}")
    };
    assert_eq!((first, twice), (known, added));

    assert!(store.unwatch(known, &by(), at(2)).await.unwrap());
    assert!(!store.unwatch(known, &by(), at(3)).await.unwrap());
    assert!(!store.unwatch(InterfaceId(99), &by(), at(3)).await.unwrap());
    let removed = store.interface(known).await.unwrap().unwrap();
    assert_eq!((removed.account_id, &removed.cgi_path), (id, &send));
    assert_eq!((removed.added_at, removed.removed_at), (at(0), Some(at(2))));
    assert_eq!(store.interfaces_of(id).await.unwrap().len(), 3, "those watched no longer too");

    assert_eq!(store.watch(id, &[send], &by(), at(4)).await.unwrap(), [WatchOutcome::Added(known)]);
    assert_eq!(store.interface(known).await.unwrap().unwrap().removed_at, None);
    assert_eq!(store.interface(InterfaceId(99)).await.unwrap(), None);
    assert!(store.watch(domain::AccountId(99), &[new], &by(), at(5)).await.is_err(), "there is no such account");
}
