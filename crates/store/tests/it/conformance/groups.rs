use domain::audit::AuditAction;
use domain::{AccountId, Group, GroupId, Severity};
use serde_json::{Value, json};
use store::clears::ClearQuery;
use store::incidents::IncidentQuery;
use store::notices::{NewNotice, NoticeQuery};
use store::rids::RidQuery;
use store::{AccountChange, GroupError, GroupSize, GroupsChange, NewAccount, Store};

use super::audit::Trail;
use super::clears::{intended, new};
use super::incidents::incident;
use super::notices::{news, told};
use super::rids::kept;
use super::{account, at, by, new_account};

fn names(groups: &[Group]) -> Vec<&str> {
    groups.iter().map(|group| group.name.as_str()).collect()
}

async fn groups_of(store: &dyn Store, id: AccountId) -> Vec<Group> {
    store.account(id).await.unwrap().unwrap().groups
}

/// Every group with the number of its accounts.
async fn sizes(store: &dyn Store) -> Vec<(String, i64)> {
    let all = store.groups().await.unwrap();
    all.into_iter().map(|GroupSize { group, accounts }| (group.name, accounts)).collect()
}

pub(crate) async fn groups_are_added_renamed_and_deleted(store: &dyn Store) {
    let mut trail = Trail::of(store).await;
    let shops = store.add_group("Shops", &by(), at(1)).await.unwrap();
    trail.says(1, AuditAction::GroupAdded, "Shops", Value::Null, Value::Null).await;
    let east = store.add_group("华东", &by(), at(2)).await.unwrap();
    trail.says(2, AuditAction::GroupAdded, "华东", Value::Null, Value::Null).await;
    assert_eq!(sizes(store).await, [("Shops".to_owned(), 0), ("华东".to_owned(), 0)], "by name");

    store.rename_group(shops, "Stores", &by(), at(3)).await.unwrap();
    trail.says(3, AuditAction::GroupRenamed, "Shops", json!({ "name": "Shops" }), json!({ "name": "Stores" })).await;
    store.rename_group(shops, "Stores", &by(), at(4)).await.unwrap();
    trail.is_as_it_was("the same name").await;
    store.rename_group(shops, "STORES", &by(), at(4)).await.unwrap();
    trail.says(4, AuditAction::GroupRenamed, "Stores", json!({ "name": "Stores" }), json!({ "name": "STORES" })).await;

    let (id, _) = account(store, 1).await;
    assert!(store.set_groups(id, &["stores".to_owned(), "华东".to_owned()], &by(), at(5)).await.unwrap());
    let mut trail = Trail::of(store).await;
    store.delete_group(shops, &by(), at(6)).await.unwrap();
    trail.says(6, AuditAction::GroupDeleted, "STORES", json!({ "members": 1 }), Value::Null).await;
    assert_eq!(names(&groups_of(store, id).await), ["华东"]);
    assert!(matches!(store.delete_group(shops, &by(), at(7)).await, Err(GroupError::NoSuchGroup)));
    assert!(matches!(store.rename_group(shops, "x", &by(), at(7)).await, Err(GroupError::NoSuchGroup)));
    trail.is_as_it_was("nothing was changed").await;
    let again = store.add_group("Stores", &by(), at(8)).await.unwrap();
    assert!(again > shops && again > east, "ids are never reused");
}

pub(crate) async fn names_of_groups_are_unique_whatever_the_capitals(store: &dyn Store) {
    let shops = store.add_group("Shops", &by(), at(1)).await.unwrap();
    let east = store.add_group("华东", &by(), at(2)).await.unwrap();
    let trail = Trail::of(store).await;
    for taken in ["Shops", "SHOPS", "ｓhops"] {
        let refused = store.add_group(taken, &by(), at(3)).await;
        assert!(matches!(&refused, Err(GroupError::NameTaken(other)) if other.id == shops), "{taken}: {refused:?}");
        let refused = store.rename_group(east, taken, &by(), at(3)).await;
        assert!(matches!(&refused, Err(GroupError::NameTaken(other)) if other.id == shops), "{taken}: {refused:?}");
    }
    trail.is_as_it_was("nothing was written").await;
    for word in [shops.to_string().as_str(), "shops", " Shops ", "ＳＨＯＰＳ"] {
        assert_eq!(store.find_group(word).await.unwrap().map(|group| group.id), Some(shops), "{word}");
    }
    for word in ["", "shop", "77", "99999999999999999999"] {
        assert_eq!(store.find_group(word).await.unwrap(), None, "{word}");
    }
}

pub(crate) async fn an_account_is_in_any_number_of_groups(store: &dyn Store) {
    let (one, _) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    store.add_group("华东", &by(), at(1)).await.unwrap();
    let mut trail = Trail::of(store).await;
    assert!(store.set_groups(one, &["华东".to_owned()], &by(), at(2)).await.unwrap());
    let subject = "account 1 (wx0000000000000001)";
    let none: [&str; 0] = [];
    let groups = |names: &[&str]| json!({ "groups": names });
    trail.says(2, AuditAction::GroupsChanged, subject, groups(&none), groups(&["华东"])).await;
    assert!(store.set_groups(one, &["华东".to_owned()], &by(), at(3)).await.unwrap());
    trail.is_as_it_was("the same groups").await;

    let both = ["b".to_owned(), "A".to_owned()];
    assert!(store.set_groups(one, &both, &by(), at(4)).await.unwrap());
    assert_eq!(names(&groups_of(store, one).await), ["A", "b"], "by name");
    assert!(store.set_groups(two, &["a".to_owned()], &by(), at(5)).await.unwrap());
    assert_eq!(names(&groups_of(store, two).await), ["A"], "the group that is there");
    let size = |name: &str, count| (name.to_owned(), count);
    assert_eq!(sizes(store).await, [size("A", 2), size("b", 1), size("华东", 0)]);

    let all = store.accounts().await.unwrap();
    assert_eq!(all.iter().map(|account| account.groups.len()).collect::<Vec<_>>(), [2, 1]);
    let named = AccountChange { name: Some("renamed".to_owned()), ..AccountChange::default() };
    store.change_account(one, named, &by(), at(6)).await.unwrap();
    assert!(store.retire_account(one, &by(), at(6)).await.unwrap());
    assert_eq!(names(&groups_of(store, one).await), ["A", "b"], "its history stays under them");
    assert_eq!(sizes(store).await, [size("A", 1), size("b", 0), size("华东", 0)]);

    assert!(store.set_groups(two, &[], &by(), at(7)).await.unwrap());
    assert!(groups_of(store, two).await.is_empty());
    assert!(!store.set_groups(AccountId(77), &["c".to_owned()], &by(), at(8)).await.unwrap());
    assert_eq!(store.find_group("c").await.unwrap(), None, "nothing was written");
}

pub(crate) async fn groups_of_several_accounts_change_together(store: &dyn Store) {
    let (one, _) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    store.set_groups(one, &["a".to_owned(), "b".to_owned()], &by(), at(1)).await.unwrap();
    let a = store.find_group("a").await.unwrap().unwrap().id;
    let change = GroupsChange { add: vec!["c".to_owned(), "B".to_owned()], remove: vec![a] };
    assert_eq!(store.change_groups(&[one, two, AccountId(77)], &change, &by(), at(2)).await.unwrap(), 2);
    assert_eq!(names(&groups_of(store, one).await), ["b", "c"]);
    assert_eq!(names(&groups_of(store, two).await), ["b", "c"]);
    let trail = Trail::of(store).await;
    assert_eq!(store.change_groups(&[one, two], &change, &by(), at(3)).await.unwrap(), 0);
    trail.is_as_it_was("they were so already").await;
}

pub(crate) async fn lists_are_filtered_by_group(store: &dyn Store) {
    let (one, _) = account(store, 1).await;
    let (two, _) = account(store, 2).await;
    store.set_groups(one, &["a".to_owned(), "both".to_owned()], &by(), at(1)).await.unwrap();
    store.set_groups(two, &["both".to_owned()], &by(), at(1)).await.unwrap();
    let a = store.find_group("a").await.unwrap().unwrap().id;
    let both = store.find_group("both").await.unwrap().unwrap().id;
    for account in [one, two] {
        intended(store, new(account, None, &account.to_string()), at(2)).await;
        incident(store, account, 2).await;
        let news = NewNotice::of(news(Severity::Critical)).on(account, None);
        told(store, news, 2).await;
        store.save_rid(&kept("617682e0-09059ac5-34a8e2ea", account, 2)).await.unwrap();
    }
    for (group, expected) in [(a, 1), (both, 2), (GroupId(77), 0)] {
        let group = Some(group);
        let clears = store.clears(&ClearQuery { group, limit: 10, ..Default::default() }).await.unwrap();
        assert_eq!(clears.len(), expected);
        let incidents = store.incidents(&IncidentQuery { group, limit: 10, ..Default::default() }).await.unwrap();
        assert_eq!(incidents.len(), expected);
        let notices = store.notices(&NoticeQuery { group, limit: 10, ..Default::default() }).await.unwrap();
        assert_eq!(notices.len(), expected);
        let rids = store.search_rids(&RidQuery { group, limit: 10, ..Default::default() }).await.unwrap();
        assert_eq!(rids.len(), expected);
    }
}

pub(crate) async fn a_new_account_is_put_in_groups(store: &dyn Store) {
    store.add_group("Shops", &by(), at(0)).await.unwrap();
    let added = |groups: &[&str]| NewAccount {
        groups: groups.iter().map(|name| (*name).to_owned()).collect(),
        ..new_account(1)
    };
    let id = store.add_account(added(&["shops", "new"]), &by(), at(1)).await.unwrap();
    assert_eq!(names(&groups_of(store, id).await), ["new", "Shops"]);
    assert!(store.retire_account(id, &by(), at(2)).await.unwrap());
    assert_eq!(store.add_account(added(&["new", "later"]), &by(), at(3)).await.unwrap(), id);
    assert_eq!(names(&groups_of(store, id).await), ["later", "new", "Shops"], "beside those it was in");
}
