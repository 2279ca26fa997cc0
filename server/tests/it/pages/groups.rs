//! Groups of accounts on pages: adding, renaming and deleting them, choosing them for an account, and lists filtered by them.

use domain::Role;

use crate::support::app::{Ask, TestApp, tester};
use crate::support::pages::{post, read, seen};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// The names of an account's groups.
async fn groups_of(app: &TestApp, account: &str) -> Vec<String> {
    let account = app.desk.find_account(&tester(), account).await.unwrap();
    account.groups.into_iter().map(|group| group.name).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_are_added_renamed_and_deleted() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    assert!(read(&app, "/accounts/groups", &admin).await.contains("No groups yet"));
    let add = async |name: &str| {
        assert_eq!(post(&app, "/form/groups/add", &admin, &[("name", name)]).await, "/accounts/groups");
        read(&app, "/accounts/groups", &admin).await
    };
    assert!(add("华东").await.contains("Group added"));
    assert!(add("Shops").await.contains("Group added"));
    assert!(add("shops").await.contains("There is already a group named Shops"));
    assert!(add("a;b").await.contains("cannot contain a semicolon"));
    let refused = seen(&app, &post(&app, "/form/groups/add", &admin, &[("name", SECRET)]).await, &admin).await;
    assert!(refused.body.contains("looks like an AppSecret") && !refused.body.contains(SECRET), "{}", refused.body);

    let rename = async |id: &str, name: &str| {
        post(&app, "/form/groups/rename", &admin, &[("group", id), ("name", name)]).await;
        read(&app, "/accounts/groups", &admin).await
    };
    assert!(rename("2", "华东").await.contains("There is already a group named 华东"));
    let renamed = rename("2", "Stores").await;
    assert!(renamed.contains("Group renamed") && renamed.contains("Stores") && !renamed.contains("Shops"), "{renamed}");
    assert!(rename("77", "x").await.contains("This group does not exist"));

    post(&app, "/form/accounts/groups", &admin, &[("account", "1"), ("new_groups", "stores")]).await;
    post(&app, "/form/groups/delete", &admin, &[("group", "2")]).await;
    let deleted = read(&app, "/accounts/groups", &admin).await;
    assert!(deleted.contains("Group deleted") && !deleted.contains("Stores"), "{deleted}");
    assert!(groups_of(&app, "1").await.is_empty());
    let trail = read(&app, "/audit", &admin).await;
    for act in ["Group added", "Group renamed", "Group deleted", "Groups of an account changed"] {
        assert!(trail.contains(act), "{act}: {trail}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_of_an_account_are_chosen_on_its_settings() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let choose = async |fields: &[(&str, &str)]| {
        let fields = [&[("account", "1")], fields].concat();
        let to = post(&app, "/form/accounts/groups", &admin, &fields).await;
        assert_eq!(to, "/accounts/1/settings#groups");
        seen(&app, &to, &admin).await.body
    };
    let page = choose(&[("new_groups", "华东；Shops; shops")]).await;
    assert!(page.contains("Groups saved"), "{page}");
    assert_eq!(groups_of(&app, "1").await, ["Shops", "华东"]);
    choose(&[("groups[]", "shops"), ("new_groups", "")]).await;
    assert_eq!(groups_of(&app, "1").await, ["Shops"]);
    let wrong = choose(&[("groups[]", "Shops"), ("new_groups", "42")]).await;
    assert!(wrong.contains("would be read as an ID") && wrong.contains("value=\"42\""), "{wrong}");
    assert_eq!(groups_of(&app, "1").await, ["Shops"], "nothing was changed");
    choose(&[("new_groups", "")]).await;
    assert!(groups_of(&app, "1").await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn lists_and_their_files_are_filtered_by_group() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let lists = ["/", "/accounts", "/clears", "/incidents", "/notices", "/rid", "/budget", "/sampler"];
    for path in lists {
        assert!(!seen(&app, path, &admin).await.body.contains("id=\"f-group\""), "{path}: no group, no filter");
    }
    post(&app, "/form/accounts/groups", &admin, &[("account", "1"), ("new_groups", "华东")]).await;
    for path in ["/", "/accounts", "/clears", "/incidents", "/notices", "/sampler"] {
        let page = seen(&app, &format!("{path}?group=1"), &admin).await.body;
        assert!(page.contains("id=\"f-group\"") && page.contains("<option value=\"1\" selected"), "{path}: {page}");
        assert!(page.contains(&format!("href=\"{path}\"")), "{path} can be shown whole");
    }
    let only_first = read(&app, "/accounts?group=%E5%8D%8E%E4%B8%9C", &admin).await;
    assert!(only_first.contains("商城小程序") && !only_first.contains("会员服务号"), "{only_first}");
    let overview = read(&app, "/?group=1", &admin).await;
    assert!(overview.contains("Counts include only accounts in the group 华东"), "{overview}");
    let unknown = read(&app, "/clears?group=nobody", &admin).await;
    assert!(unknown.contains("No group has this ID or name"), "{unknown}");

    let file = async |path: &str| app.ask(Ask::get(path).session(&format!("lang=en; {admin}"))).await.body;
    for path in ["/export.csv", "/accounts/export.csv"] {
        let whole = file(path).await;
        let of_group = file(&format!("{path}?group=1")).await;
        assert!(whole.contains("会员服务号") && of_group.contains("商城小程序"), "{path}: {of_group}");
        assert!(!of_group.contains("会员服务号"), "{path}: {of_group}");
    }
    assert!(file("/accounts/export.csv").await.contains("华东"));
}

#[tokio::test(flavor = "multi_thread")]
async fn several_accounts_are_changed_at_once() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let bulk = async |fields: &[(&str, &str)]| {
        let to = post(&app, "/form/accounts/bulk", &admin, fields).await;
        read(&app, &to, &admin).await
    };
    let both = [("accounts[]", "1"), ("accounts[]", "2")];
    let joined = bulk(&[&both[..], &[("act", "join"), ("new_groups", "华东; Shops")]].concat()).await;
    assert!(joined.contains("2 accounts are in other groups now"), "{joined}");
    assert_eq!(
        (groups_of(&app, "1").await, groups_of(&app, "3").await),
        (vec!["Shops".to_owned(), "华东".to_owned()], vec![])
    );

    let of_group = bulk(&[("all", "yes"), ("group", "1"), ("act", "pause")]).await;
    assert!(of_group.contains("2 accounts are paused") && !of_group.contains("门店号"), "the filter stays: {of_group}");
    let paused = async |word: &str| app.desk.find_account(&tester(), word).await.unwrap().status;
    assert_eq!(paused("1").await, domain::AccountStatus::Paused);
    assert_eq!(paused("3").await, domain::AccountStatus::Active);
    assert!(bulk(&[("all", "yes"), ("act", "resume")]).await.contains("3 accounts are sampled"));

    let watch = async |path: &str| bulk(&[&both[..], &[("act", "watch"), ("watch", path)]].concat()).await;
    assert!(watch("/sns/userinfo").await.contains("/sns/ interfaces"));
    assert!(watch("").await.contains("Select an interface"));
    assert!(watch("/wxa/business/getliveinfo").await.contains("2 accounts watch more interfaces"));
    let left = bulk(&[("accounts[]", "1"), ("act", "leave"), ("leave", "1")]).await;
    assert!(left.contains("1 account is in other groups now"), "{left}");
    assert!(bulk(&[("act", "pause")]).await.contains("Select at least one account"));
    let viewer = app.sign_in(Role::Viewer).await;
    assert!(!seen(&app, "/accounts", &viewer).await.body.contains("selected-accounts"));
}
