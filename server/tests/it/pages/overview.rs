//! The overview, the accounts and what was watched on them: which interfaces are counted, and which are still reachable.

use domain::Role;

use crate::support::app::{TestApp, tester};
use crate::support::pages::{post, read, seen};

#[tokio::test(flavor = "multi_thread")]
async fn interfaces_of_paused_accounts_are_counted_apart() {
    let app = TestApp::with_demo().await;
    let admin = app.sign_in(Role::Admin).await;
    let before = app.desk.overview(&tester(), &desk::overview::OverviewQuery::default()).await.unwrap();
    let of_first = before.rows.iter().filter(|row| row.account.0 == 1).count();
    let to = post(&app, "/form/accounts/pause", &admin, &[("account", "1"), ("paused", "yes")]).await;
    read(&app, &to, &admin).await;

    let after = app.desk.overview(&tester(), &desk::overview::OverviewQuery::default()).await.unwrap();
    let counted = |counts: &[(domain::UsageState, usize)]| counts.iter().map(|(_, count)| count).sum::<usize>();
    assert_eq!((counted(&before.counts) - counted(&after.counts), after.paused), (of_first, of_first));
    assert_eq!(after.total, before.total, "they are still listed");
    let page = read(&app, "/", &admin).await;
    assert!(page.contains(&format!("{of_first} interfaces of paused accounts are not counted.")), "{page}");
    let list = read(&app, "/accounts", &admin).await;
    assert!(list.contains("not sampled while paused"), "{list}");
    let token = app.token(Role::Viewer).await;
    let reply = app.get("/api/v1/interfaces?account=1", &token).await.json();
    for row in reply["interfaces"].as_array().unwrap() {
        assert_eq!(row["reason"], "the account is paused", "{row}");
        assert_ne!(row["state"], "ok", "{row}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn counts_say_which_filters_apply() {
    let app = TestApp::with_demo().await;
    let viewer = app.sign_in(Role::Viewer).await;
    let name = app.store.accounts().await.unwrap().into_iter().find(|account| account.id.0 == 1).unwrap().name;
    assert!(!read(&app, "/", &viewer).await.contains("Counts include only"));
    let page = read(&app, "/?account=1", &viewer).await;
    assert!(page.contains(&format!("Counts include only {name}. Show all")), "{page}");
    let page = read(&app, "/?account=1&q=send", &viewer).await;
    assert!(page.contains(&format!("Counts include only interfaces of {name} that match “send”.")), "{page}");
    let page = seen(&app, "/?q=%3Cscript%3Ealert(1)%3C/script%3E", &viewer).await.body;
    assert!(!crate::support::pages::runs(&page), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_of_a_retired_account_stays_reachable() {
    let app = TestApp::with_demo().await;
    let viewer = app.sign_in(Role::Viewer).await;
    let watched = app.store.interfaces_of(domain::AccountId(1)).await.unwrap();
    app.desk.retire_account(&tester(), domain::AccountId(1)).await.unwrap();
    let page = seen(&app, "/accounts/1", &viewer).await.body;
    for interface in watched {
        let path = format!("/accounts/1/interfaces/{}", interface.id);
        assert!(page.contains(&format!("href=\"{path}\"")), "{path} in {page}");
        let history = read(&app, &path, &viewer).await;
        assert!(history.contains("This account is retired") && history.contains("Its history is kept."), "{history}");
        assert!(!history.contains("no longer watched"), "{history}");
    }
}
