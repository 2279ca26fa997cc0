use store::Store;

use super::at;

pub(crate) async fn a_flash_is_taken_once(store: &dyn Store) {
    let (mine, theirs) = ([1; 32], [2; 32]);
    assert_eq!(store.take_flash(&mine, at(0)).await.unwrap(), None);
    store.put_flash(&mine, "first", at(0), at(10)).await.unwrap();
    store.put_flash(&mine, "saved <b>", at(0), at(10)).await.unwrap();
    assert_eq!(store.take_flash(&theirs, at(1)).await.unwrap(), None);
    assert_eq!(store.take_flash(&mine, at(1)).await.unwrap().as_deref(), Some("saved <b>"));
    assert_eq!(store.take_flash(&mine, at(1)).await.unwrap(), None);

    store.put_flash(&mine, "too late", at(0), at(10)).await.unwrap();
    assert_eq!(store.take_flash(&mine, at(11)).await.unwrap(), None, "it ended");
    store.put_flash(&theirs, "theirs", at(11), at(20)).await.unwrap();
    assert_eq!(store.take_flash(&mine, at(5)).await.unwrap(), None, "it was removed");
}
