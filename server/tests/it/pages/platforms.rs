//! Third-party platforms, which are not supported, by their pages and forms.

use domain::{Kind, Role};

use crate::support::app::TestApp;
use crate::support::pages::{post, read, seen};

const PLATFORM: &str = "wx5a0d0000000000ff";

#[tokio::test(flavor = "multi_thread")]
async fn platforms_are_not_offered_and_are_refused_with_the_reason() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let form = seen(&app, "/accounts/new", &admin).await.body;
    assert!(form.contains("value=\"shop\"") && !form.contains("value=\"platform\""), "{form}");
    let fields = [("name", "P"), ("appid", PLATFORM), ("kind", "platform"), ("secret", "0123456789abcdef")];
    for anyway in ["", "yes"] {
        let to = post(&app, "/form/accounts/add", &admin, &[&fields[..], &[("anyway", anyway)]].concat()).await;
        assert_eq!(to, "/accounts/new");
        let page = read(&app, &to, &admin).await;
        assert!(page.contains("Third-party platforms are not supported. Add the accounts that"), "{page}");
    }
    assert!(app.store.accounts().await.unwrap().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_of_an_older_release_stays_readable_and_says_that_it_is_not_supported() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let id = app.add_old_platform("服务商平台", PLATFORM).await;
    let page = read(&app, "/accounts/1", &admin).await;
    assert!(page.contains("Third-party platforms are not supported"), "{page}");
    assert!(seen(&app, "/accounts/1/settings", &admin).await.body.contains("value=\"platform\""));
    let edit = async |name: &str, kind: &str| {
        let fields = [("account", "1"), ("name", name), ("kind", kind), ("daily_readings", "3000")];
        let to = post(&app, "/form/accounts/edit", &admin, &fields).await;
        read(&app, &to, &admin).await
    };
    edit("平台", "platform").await;
    let account = app.store.account(id).await.unwrap().unwrap();
    assert_eq!((account.name.as_str(), account.kind), ("平台", Kind::Platform), "its other settings can be changed");
    edit("平台", "other").await;
    let refused = edit("平台", "platform").await;
    assert!(refused.contains("Third-party platforms are not supported."), "{refused}");
    assert_eq!(app.store.account(id).await.unwrap().unwrap().kind, Kind::Other);
}
