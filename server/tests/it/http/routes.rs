//! The pages' own routes, as far as the router makes them.

use http::Method;

use crate::support::app::TestApp;

#[tokio::test(flavor = "multi_thread")]
async fn every_route_is_listed_once() {
    let app = TestApp::new().await;
    let routes = server::every_route(&app.state);
    let mut once = routes.clone();
    once.dedup();
    assert_eq!(routes, once);
    assert!(routes.contains(&(Method::GET, "/".into())), "{routes:?}");
    // Forms have stable addresses, whichever folder they were built in, and none changes anything on a GET.
    for (method, path) in routes.iter().filter(|(_, path)| path.starts_with("/form") || path == "/preferences") {
        assert_eq!(method, Method::POST, "{path}");
        assert!(!path.chars().any(|c| c.is_ascii_digit()), "{path}");
    }
    let posted = routes.iter().filter(|(method, _)| method == Method::POST);
    let other = posted.filter(|(_, path)| !path.starts_with("/form/") && !path.starts_with("/api/"));
    assert_eq!(other.map(|(_, path)| path.as_str()).collect::<Vec<_>>(), ["/preferences"]);
}
