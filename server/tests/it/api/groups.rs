//! Groups of accounts in the API: their names, and `?group=` on every list that takes an account.

use desk::groups::TypedGroups;
use domain::{AccountId, Role};
use serde_json::json;

use crate::support::app::{Ask, TestApp, tester};

/// The demo with its first two accounts in a group, the first in another one too.
async fn grouped() -> TestApp {
    let app = TestApp::with_demo().await;
    for (account, groups) in [(1, "华东; Shops"), (2, "shops")] {
        let typed = TypedGroups { chosen: Vec::new(), typed: groups.to_owned() };
        app.desk.set_groups(&tester(), AccountId(account), &typed).await.unwrap();
    }
    app
}

#[tokio::test(flavor = "multi_thread")]
async fn accounts_tell_their_groups_and_are_filtered_by_them() {
    let app = grouped().await;
    let token = app.token(Role::Viewer).await;
    let told = async |path: &str| {
        let accounts = app.get(path, &token).await.json();
        let accounts = accounts["accounts"].as_array().unwrap().clone();
        accounts.iter().map(|account| (account["id"].clone(), account["groups"].clone())).collect::<Vec<_>>()
    };
    let (first, second) = ((json!(1), json!(["Shops", "华东"])), (json!(2), json!(["Shops"])));
    let all = [(json!(3), json!([])), second.clone(), first.clone()];
    assert_eq!(told("/api/v1/accounts").await, all);
    assert_eq!(told("/api/v1/accounts?group=SHOPS").await, [second, first.clone()]);
    assert_eq!(told("/api/v1/accounts?group=%E5%8D%8E%E4%B8%9C").await, [first]);

    let csv = app.ask(Ask::get("/api/v1/accounts?group=1").nobody().header("accept", "text/csv").token(&token)).await;
    assert!(csv.body.starts_with("id,name,appid,kind,status,groups,owner"), "{}", csv.body);
    assert_eq!(csv.body.lines().count(), 2, "{}", csv.body);
    assert!(csv.body.contains(",active,Shops;华东,"), "{}", csv.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_list_that_takes_an_account_takes_a_group() {
    let app = grouped().await;
    let token = app.token(Role::Lead).await;
    let reporter = app.token(Role::Reporter).await;
    for account in [1, 3] {
        let order = json!({"account": account, "scope": "account", "reason": "促销"});
        app.order(&token, &format!("k{account}"), &order).await;
        app.report(&reporter, &json!({"account": account.to_string(), "errcode": 40001})).await;
    }
    for (list, path) in [("interfaces", "interfaces"), ("clears", "clears"), ("incidents", "incidents")] {
        let accounts = async |query: &str| {
            let rows = app.get(&format!("/api/v1/{path}{query}"), &token).await.json();
            let rows = rows[list].as_array().unwrap_or_else(|| panic!("{path}: {rows}")).clone();
            let mut accounts: Vec<_> = rows.iter().map(|row| row["account"].as_i64().unwrap()).collect();
            accounts.sort_unstable();
            accounts.dedup();
            accounts
        };
        assert!(accounts("").await.contains(&3), "{list}");
        let of_group = accounts("?group=shops").await;
        assert!(of_group.contains(&1) && !of_group.contains(&3), "{list}: {of_group:?}");
        assert_eq!(accounts("?group=1").await, [1], "{list}: by id");
        assert!(accounts("?group=1&account=3").await.is_empty(), "{list}: both filters hold");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_is_none_is_a_problem_of_the_parameter() {
    let app = grouped().await;
    let token = app.token(Role::Lead).await;
    for list in ["accounts", "interfaces", "clears", "incidents", "notices"] {
        for word in ["77", "nobody"] {
            let refused = app.get(&format!("/api/v1/{list}?group={word}"), &token).await;
            assert_eq!(refused.status, 422, "{list}");
            let problem = refused.json();
            assert!(problem["type"].as_str().unwrap().ends_with("unknown-group"), "{problem}");
            assert_eq!(problem["errors"][0]["pointer"], "/group", "{problem}");
        }
    }
}
