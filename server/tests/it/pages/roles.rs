//! What each role is offered on the pages, and what it is refused.

use std::collections::BTreeSet;

use domain::{Permission, Role};
use http::StatusCode;

use super::signing_in::{seen, words};
use crate::support::app::TestApp;

/// What one must be allowed to do for a form's address.
fn is_for(action: &str) -> Permission {
    let parts: Vec<_> = action.trim_start_matches('/').split('/').collect();
    match parts[..] {
        ["preferences"]
        | ["form", "sign-out"]
        | ["form", "settings", "look" | "password" | "end-session" | "sign-out-everywhere"]
        | ["form", "notices", "read"] => Permission::SeeUsage,
        ["form", "notices", "acknowledge"] => Permission::Acknowledge,
        ["form", "audit", ..] => Permission::SeeLedger,
        ["form", "rids", ..] => Permission::LookUpRids,
        ["form", "sample-now"] => Permission::SampleNow,
        ["form", "clears" | "campaigns", ..] => Permission::Clear,
        ["form", "channels", "allow-host" | "forbid-host"]
        | ["form", "accounts" | "groups" | "interfaces" | "settings" | "tokens" | "usage-lines" | "users", ..] => {
            Permission::Administer
        }
        ["form", "policies" | "channels", ..] => Permission::Automate,
        _ => panic!("whose form is {action}?"),
    }
}

/// The values of an attribute of ours, without query and fragment.
fn addresses(html: &str, attribute: &str) -> BTreeSet<String> {
    let before = format!(" {attribute}=\"/");
    let values = html.split(before.as_str()).skip(1).filter_map(|rest| rest.split_once('"'));
    values.map(|(value, _)| format!("/{}", value.split(['?', '#']).next().unwrap_or_default())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_offers_what_its_reader_may_not() {
    for (app, least) in [(TestApp::with_demo().await, 10), (TestApp::new().await, 4)] {
        every_role_follows_every_link(&app, least).await;
    }
}

async fn every_role_follows_every_link(app: &TestApp, least: usize) {
    for role in Role::FOR_USERS {
        let cookie = app.sign_in(role).await;
        let mut to_see = vec!["/".to_owned()];
        let mut known: BTreeSet<String> = to_see.iter().cloned().collect();
        let mut pages = 0;
        while let Some(path) = to_see.pop() {
            let page = seen(app, &path, &cookie).await;
            assert_ne!(page.status, StatusCode::FORBIDDEN, "the {role} is offered {path}");
            if !page.headers.get("content-type").is_some_and(|kind| kind.to_str().unwrap().starts_with("text/html")) {
                continue;
            }
            pages += 1;
            for action in addresses(&page.body, "action").into_iter().chain(addresses(&page.body, "formaction")) {
                let is_get =
                    ["/", "/clears", "/incidents", "/notices", "/audit", "/campaigns/new"].contains(&action.as_str());
                assert!(is_get || role.may(is_for(&action)), "the {role} is offered {action} on {path}");
            }
            let new = addresses(&page.body, "href").into_iter().filter(|href| !href.starts_with("/pkg/"));
            to_see.extend(new.filter(|href| known.insert(href.clone())));
        }
        assert!(pages >= least, "the {role} saw {pages} pages only");
        let settings = known.contains("/settings/users");
        assert_eq!(settings, role == Role::Admin, "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_role_may_not_see_names_those_that_may() {
    let app = TestApp::new().await;
    let viewer = app.sign_in(Role::Viewer).await;
    for (path, roles) in
        [("/clears", "Team lead, Admin"), ("/rid", "Support, Team lead, Admin"), ("/accounts/new", "Admin")]
    {
        let page = seen(&app, path, &viewer).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
        let told = format!("Your role is Viewer. This page requires one of these roles: {roles}.");
        assert!(words(&page.body).contains(&told), "{path}: {}", words(&page.body));
    }
}
