use domain::{Contact, InterfaceId};
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

pub(crate) async fn the_kind_of_a_count_is_kept(store: &dyn Store) {
    use domain::LimitKind::{Daily, Total};
    let (_, [id, other]) = account(store, 1).await;
    let kept = async |id| {
        let (interface, now) =
            (store.interface(id).await.unwrap().unwrap(), store.interface_now(id).await.unwrap().unwrap());
        assert_eq!((interface.limit_kind_seen, interface.limit_kind_set), (now.limit_kind_seen, now.limit_kind_set));
        (interface.limit_kind_seen, interface.limit_kind_set, interface.limit_kind_set_by, interface.limit_kind_set_at)
    };
    assert_eq!(kept(id).await, (None, None, None, None));

    assert!(store.keep_seen_limit_kind(id, Some(Total)).await.unwrap());
    assert!(!store.keep_seen_limit_kind(id, Some(Total)).await.unwrap(), "nothing changed");
    assert!(store.set_limit_kind(id, Some(Daily), &by(), at(5)).await.unwrap());
    assert!(!store.set_limit_kind(id, Some(Daily), &by(), at(6)).await.unwrap(), "nothing changed");
    assert_eq!(kept(id).await, (Some(Total), Some(Daily), Some("cli:alice".to_owned()), Some(at(5))));
    assert_eq!(kept(other).await, (None, None, None, None));

    assert!(store.set_limit_kind(id, None, &by(), at(7)).await.unwrap());
    assert!(store.keep_seen_limit_kind(id, None).await.unwrap());
    assert_eq!(kept(id).await, (None, None, None, None));
    assert!(!store.set_limit_kind(InterfaceId(99), Some(Total), &by(), at(8)).await.unwrap());
}

pub(crate) async fn an_interface_has_an_owner_and_a_note(store: &dyn Store) {
    let (_, [id, other]) = account(store, 1).await;
    let kept = async |id| store.interface(id).await.unwrap().unwrap().contact;
    assert_eq!(kept(id).await, Contact::default());
    let contact =
        Contact { owner: Some("支付组 🛒".to_owned()), note: Some("call 8001\nused by the shop".to_owned()) };
    assert!(store.set_contact(id, &contact, &by(), at(1)).await.unwrap());
    assert!(!store.set_contact(id, &contact, &by(), at(2)).await.unwrap(), "nothing changed");
    assert!(store.unwatch(id, &by(), at(3)).await.unwrap());
    assert_eq!(kept(id).await, contact, "it stays with the history");
    assert_eq!(kept(other).await, Contact::default());
    assert!(store.set_contact(id, &Contact::default(), &by(), at(4)).await.unwrap());
    assert_eq!(kept(id).await, Contact::default());
    assert!(!store.set_contact(InterfaceId(99), &contact, &by(), at(5)).await.unwrap());
}
