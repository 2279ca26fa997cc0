//! One's own settings: password, look, sessions.

use domain::Role;

use super::signing_in::{
    NEXT_PASSWORD, PASSWORD, WRONG, alice, cookies, lives, post, read, seen, session, sign_in, to, with_alice, words,
};
use server::{Outbound, Settings};

use crate::support::app::{Ask, TestApp};

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_password_is_changed_by_whoever_knows_the_present_one() {
    let app = with_alice(Role::Support).await;
    let (here, elsewhere) = (alice(&app).await, alice(&app).await);
    let change = async |present, new, again| {
        post(&app, "/form/settings/password", &here, &[("present", present), ("new", new), ("again", again)]).await
    };
    for (present, new, again, told) in [
        (WRONG, NEXT_PASSWORD, NEXT_PASSWORD, "This is not your current password."),
        (PASSWORD, NEXT_PASSWORD, PASSWORD, "The passwords do not match."),
        (PASSWORD, "aaaaaaaaaa", "aaaaaaaaaa", "A single repeated character"),
    ] {
        let reply = change(present, new, again).await;
        assert_eq!(to(&reply), "/settings#password");
        assert!(session(&app, &reply).is_none());
        let page = read(&app, to(&reply), &here).await;
        assert!(page.contains(told), "{told}: {page}");
    }
    assert!(lives(&app, &elsewhere).await);

    let reply = change(PASSWORD, NEXT_PASSWORD, NEXT_PASSWORD).await;
    assert_eq!(to(&reply), "/settings");
    let renewed = session(&app, &reply).unwrap();
    assert!(renewed != here && !lives(&app, &here).await && !lives(&app, &elsewhere).await);
    let page = read(&app, "/settings", &renewed).await;
    assert!(page.contains("Your password is changed."), "{page}");
    assert_eq!(to(&sign_in(&app, "alice", PASSWORD, "", "").await), "/login");
    assert_eq!(to(&sign_in(&app, "alice", NEXT_PASSWORD, "", "").await), "/");
    for password in [PASSWORD, WRONG, NEXT_PASSWORD, "aaaaaaaaaa"] {
        assert!(!app.is_kept(password), "{password}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_look_as_somebody_likes_them_from_the_sign_in_on() {
    let app = with_alice(Role::Viewer).await;
    let cookie = alice(&app).await;
    let save = async |lang, theme, zone| {
        post(&app, "/form/settings/look", &cookie, &[("lang", lang), ("theme", theme), ("zone", zone)]).await
    };
    let reply = save("zh-CN", "dark", "Nowhere/\"><b>Land").await;
    assert_eq!((to(&reply), cookies(&reply).len()), ("/settings", 0));
    let page = seen(&app, "/settings", &cookie).await;
    assert!(words(&page.body).contains("Unknown time zone."), "{}", page.body);
    assert!(page.body.contains("Nowhere/&quot;&gt;") && !page.body.contains("<b>Land"), "{}", page.body);

    let reply = save("zh-CN", "dark", " america/new_york ").await;
    assert_eq!(to(&reply), "/settings");
    let kept: Vec<_> = cookies(&reply).into_iter().map(|cookie| cookie.split(';').next().unwrap()).collect();
    assert_eq!(kept, ["lang=zh-CN", "theme=dark"]);
    // No cookie says so to this browser.
    let page = app.ask(Ask::get("/settings").session(&cookie)).await;
    assert!(page.body.contains("<html lang=\"zh-CN\" data-theme=\"dark\">"), "{}", page.body);
    assert!(page.body.contains("America/New_York"), "the foot names the zone");

    let again = sign_in(&app, "alice", PASSWORD, "", "").await;
    assert!(cookies(&again).iter().any(|cookie| cookie.starts_with("lang=zh-CN; Max-Age=31536000; Path=/")));
    assert!(cookies(&again).iter().any(|cookie| cookie.starts_with("theme=dark; Max-Age=31536000; Path=/")));

    let reply = save("", "", "").await;
    assert!(cookies(&reply).iter().any(|cookie| cookie.starts_with("lang=; Max-Age=0")));
    let page = read(&app, "/settings", &cookie).await;
    assert!(page.contains("Saved.") && page.contains("(Asia/Shanghai)"), "{page}");
    let plain = sign_in(&app, "alice", PASSWORD, "", "").await;
    assert!(!cookies(&plain).iter().any(|cookie| cookie.starts_with("lang=") || cookie.starts_with("theme=")));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_sees_where_one_is_signed_in_and_ends_it_there() {
    let app = with_alice(Role::Viewer).await;
    let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
    let fields = [("name", "alice"), ("password", PASSWORD)];
    let reply = app.ask(Ask::post("/form/sign-in").nobody().form(&fields).header("user-agent", firefox)).await;
    let elsewhere = session(&app, &reply).unwrap();
    app.clock.advance(jiff::SignedDuration::from_mins(90));
    let here = alice(&app).await;
    let page = seen(&app, "/settings", &here).await;
    let read = words(&page.body);
    assert!(read.contains("Firefox on Linux") && read.contains("1 h ago") && read.contains("this device"), "{read}");
    assert_eq!(
        page.body.matches("action=\"/form/settings/end-session\"").count(),
        1,
        "this one is left by signing out"
    );
    let (_, field) = page.body.split_once("name=\"session\" value=\"").unwrap();
    let id = field.split_once('"').unwrap().0.to_owned();

    // Another's session is not theirs to end.
    let viewer = app.sign_in(Role::Viewer).await;
    post(&app, "/form/settings/end-session", &viewer, &[("session", &id)]).await;
    assert!(lives(&app, &elsewhere).await);
    let reply = post(&app, "/form/settings/end-session", &here, &[("session", &id)]).await;
    assert_eq!(to(&reply), "/settings");
    assert!(!lives(&app, &elsewhere).await && lives(&app, &here).await);

    let other = alice(&app).await;
    let reply = post(&app, "/form/settings/sign-out-everywhere", &here, &[]).await;
    assert_eq!(to(&reply), "/login?because=everywhere");
    assert!(!lives(&app, &other).await && !lives(&app, &here).await && lives(&app, &viewer).await);
}

#[tokio::test(flavor = "multi_thread")]
async fn admins_read_which_proxy_calls_go_through() {
    let page = async |app: &TestApp, role| {
        let cookie = app.sign_in(role).await;
        read(app, "/settings", &cookie).await
    };
    let app = TestApp::new().await;
    let admin = page(&app, Role::Admin).await;
    assert!(admin.contains("None. Calls to WeChat and to channels are made directly."), "{admin}");
    let lead = page(&app, Role::Lead).await;
    assert!(!lead.contains("Outgoing calls"), "{lead}");

    let proxy = "http://ann:hunter22@proxy.example:3128".parse().map(wechat::OutboundProxy::all);
    let outbound = Outbound { proxy: proxy.unwrap(), set_by: Some("HTTPS_PROXY".to_owned()) };
    for (wechat, told) in [
        ("https://api.weixin.qq.com", "WeChat sees the address of the proxy"),
        ("http://127.0.0.1:1", "Calls to WeChat do not use the proxy"),
    ] {
        let outbound = outbound.clone();
        let app = TestApp::with_settings(|settings| Settings {
            outbound,
            wechat_base_url: wechat.parse().unwrap(),
            ..settings
        });
        let page = page(&app.await, Role::Admin).await;
        for part in ["http://‹masked›@proxy.example:3128", "HTTPS_PROXY", told] {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert!(!page.contains("hunter22"), "{page}");
    }
}
