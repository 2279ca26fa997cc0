//! Channels by their pages and forms: what is typed, what is sent, what is told of it, and what never is.

use desk::channels::{ChannelId, DeliveryState, TypedChannel};
use domain::audit::AuditAction;
use domain::{Clock, NoticeContent, Role};
use http::StatusCode;
use jiff::SignedDuration;
use server::{Outbound, Settings};
use store::notices::{Announcement, NewNotice};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::support::app::{TestApp, tester};
use crate::support::pages::{post, read, runs, seen, words};

const CHANNELS: &str = "/channels";
const FIRST: &str = "/channels/1";
const SCRIPT: &str = "<script>alert(1)</script>";
/// What of an address and of a message nobody but the receiver knows.
const HOOK: &str = "Kd93-vL82-a1b2";
const SIGNED_WITH: &str = "whsec_0123456789abcdef";

/// Host and port of an address, as admins allow them.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").unwrap().1;
    rest.split('/').next().unwrap()
}

/// A receiver that answers everything so; its address.
async fn answering(status: u16, body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut read = [0; 16_384];
            // A message is small and comes in one or two pieces; its head ends before its body begins.
            let Ok(1..) = stream.read(&mut read).await else { continue };
            let reply = format!("HTTP/1.1 {status} x\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            stream.write_all(reply.as_bytes()).await.ok();
            stream.shutdown().await.ok();
            while stream.read(&mut read).await.is_ok_and(|count| count > 0) {}
        }
    });
    format!("http://{address}/services/{HOOK}")
}

async fn add(app: &TestApp, name: &str, url: &str) -> ChannelId {
    let typed = TypedChannel {
        name: name.to_owned(),
        url: url.to_owned().into(),
        secret: SIGNED_WITH.to_owned().into(),
        severity: "info".to_owned(),
        ..Default::default()
    };
    app.desk.add_channel(&tester(), &typed).await.unwrap()
}

async fn tell_something(app: &TestApp) {
    let news = NoticeContent::KillSwitch { on: true, by: SCRIPT.to_owned(), reason: None };
    let telling = Announcement { change: None, decision: None, notice: Some(NewNotice::of(news)) };
    app.store.tell(&telling, app.clock.now()).await.unwrap();
}

/// A page, which holds nothing that only the receiver may know.
async fn page(app: &TestApp, path: &str, session: &str) -> String {
    let body = seen(app, path, session).await.body;
    for secret in [HOOK, "/services", SIGNED_WITH] {
        assert!(!body.contains(secret), "{path} holds {secret}: {body}");
    }
    assert!(!runs(&body), "{path}: {body}");
    body
}

/// Posts a form and reads the page after it, as [`page`].
async fn told(app: &TestApp, form: &str, session: &str, fields: &[(&str, &str)]) -> String {
    let to = post(app, &format!("/form/channels/{form}"), session, fields).await;
    assert!(to.starts_with(CHANNELS) && !to.contains(['?', '%', '<', ' ']), "{to}");
    words(&page(app, &to, session).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn leads_and_admins_have_channels_and_others_do_not() {
    let app = TestApp::new().await;
    let id = add(&app, "ops", "https://hooks.example.com/services/Kd93-vL82-a1b2").await;
    let before = app.desk.channels(&tester()).await.unwrap();
    for role in [Role::Viewer, Role::Support] {
        let session = app.sign_in(role).await;
        for path in [CHANNELS, FIRST, "/channels/99"] {
            let page = seen(&app, path, &session).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{role}: {path}");
            assert!(!page.body.contains("hooks.example.com") && !page.body.contains("/form/channels"), "{path}");
        }
        let channel = id.to_string();
        for form in ["add", "edit", "pause", "remove", "test", "resend", "allow-host", "forbid-host"] {
            let fields = [
                ("channel", channel.as_str()),
                ("name", "eve"),
                ("url", "https://evil.example/x"),
                ("secret", SIGNED_WITH),
                ("severity", "info"),
                ("paused", "yes"),
                ("host", "10.0.0.7"),
            ];
            let to = post(&app, &format!("/form/channels/{form}"), &session, &fields).await;
            assert_eq!(seen(&app, &to, &session).await.status, StatusCode::FORBIDDEN, "{role}: {form}");
        }
    }
    assert_eq!(app.desk.channels(&tester()).await.unwrap(), before);
    assert!(app.desk.hosts(&tester()).await.unwrap().is_empty());
    for role in [Role::Lead, Role::Admin] {
        let session = app.sign_in(role).await;
        let told = words(&page(&app, CHANNELS, &session).await);
        assert!(
            told.contains("ops Signed webhook https://hooks.example.com/…a1b2 all severities not tried yet"),
            "{told}"
        );
        let html = page(&app, CHANNELS, &session).await;
        assert_eq!(html.contains("/form/channels/allow-host"), role == Role::Admin, "{role}");
        assert_eq!(told.contains("Only admins can allow a host."), role == Role::Lead, "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_added_once_all_is_right() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    let url = format!("https://hooks.example.com/services/{HOOK}");
    let fields =
        |name, url, secret, severity| [("name", name), ("url", url), ("secret", secret), ("severity", severity)];
    let user_name = format!("https://ann:word@hooks.example.com/services/{HOOK}");
    for (name, url, secret, severity, wrong) in [
        ("", url.as_str(), SIGNED_WITH, "info", "Enter a name."),
        (SCRIPT, "", SIGNED_WITH, "info", "Enter the address."),
        (
            "ops",
            "hooks.example.com/services/Kd93-vL82-a1b2",
            SIGNED_WITH,
            "critical",
            "This is not a complete address.",
        ),
        ("ops", &user_name, SIGNED_WITH, "critical", "must not contain a user name or password"),
        ("ops", &url, "short", "warning", "Use 16 to 200 visible characters."),
        ("ops", &url, SIGNED_WITH, "", "Choose one of the options."),
    ] {
        let to = post(&app, "/form/channels/add", &lead, &fields(name, url, secret, severity)).await;
        assert_eq!(to, "/channels#add");
        assert!(!app.is_kept(HOOK) && !app.is_kept(SIGNED_WITH), "in what the form left");
        let html = page(&app, &to, &lead).await;
        assert!(words(&html).contains(wrong), "{wrong}: {}", words(&html));
        let again = format!("value=\"{}\"", name.replace('<', "&lt;").replace('>', "&gt;"));
        assert!(html.contains(&again) || html.contains(&format!("value=\"{name}\"")), "{name}: {html}");
        assert!(severity.is_empty() || html.contains(&format!("<option value=\"{severity}\" selected")), "{html}");
    }
    assert!(app.desk.channels(&tester()).await.unwrap().is_empty());
    let told = self::told(&app, "add", &lead, &fields("ops", &url, SIGNED_WITH, "critical")).await;
    assert!(told.contains("ops was added. Send a test to check that it accepts messages."), "{told}");
    assert!(told.contains("https://hooks.example.com/…a1b2 Minimum severity critical only"), "{told}");
    assert!(!app.is_kept(HOOK) && !app.is_kept(SIGNED_WITH));
    assert!(app.is_kept("channel-added"), "this looks into the right files");
    let told = self::told(&app, "add", &lead, &fields("ops", &url, SIGNED_WITH, "critical")).await;
    assert!(told.contains("Another channel has this name. Choose another name."), "{told}");
    assert_eq!(told.matches("Enter it again. It was not saved.").count(), 2, "address and secret: {told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_left_empty_stays() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    add(&app, "ops", &format!("https://hooks.example.com/services/{HOOK}")).await;
    add(&app, "other", "https://other.example/x").await;
    let named = |name| [("channel", "1"), ("name", name), ("url", ""), ("secret", ""), ("severity", "warning")];
    let read = told(&app, "edit", &lead, &named("on duty")).await;
    assert!(read.contains("Saved.") && read.contains("/…a1b2 Minimum severity warning and above"), "{read}");
    let read = told(&app, "edit", &lead, &named("other")).await;
    assert!(read.contains("Another channel has this name") && !read.contains("Saved."), "{read}");
    assert_eq!(read.matches("Your entry was not saved.").count(), 2, "{read}");
    let wrong = [("channel", "1"), ("name", "on duty"), ("url", "nowhere"), ("secret", "x"), ("severity", "warning")];
    let read = told(&app, "edit", &lead, &wrong).await;
    assert!(read.contains("This is not a complete address.") && read.contains("Use 16 to 200"), "{read}");
    let moved = [("channel", "1"), ("name", "on duty"), ("url", "https://new.example/hook-9z9z"), ("severity", "info")];
    let read = told(&app, "edit", &lead, &moved).await;
    assert!(read.contains("https://new.example/…9z9z Minimum severity all severities"), "{read}");
    let lines = app.desk.audit(&tester(), &desk::audit::AuditQuery { limit: 50, ..Default::default() }).await.unwrap();
    let changed = lines.iter().filter(|line| line.what == AuditAction::ChannelChanged.word()).count();
    assert_eq!(changed, 2);
    let read = words(&page(&app, "/audit", &lead).await);
    assert!(read.contains("Address: https://hooks.example.com/…a1b2 → https://new.example/…9z9z"), "{read}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_test_tells_exactly_what_came() {
    let app = TestApp::new().await;
    let (lead, admin) = (app.sign_in(Role::Lead).await, app.sign_in(Role::Admin).await);
    let good = answering(204, "").await;
    add(&app, "good", &good).await;
    add(&app, "bad", &answering(500, "no such hook: Kd93-vL82-a1b2").await).await;
    add(&app, "moved", &answering(302, "").await).await;
    add(&app, "nobody", "http://127.0.0.1:1/services/Kd93-vL82-a1b2").await;
    add(&app, "inside", "https://10.0.0.7/services/Kd93-vL82-a1b2").await;
    // One may be tried again after ten seconds.
    let test = async |session: &str, id: &str| {
        app.clock.advance(SignedDuration::from_secs(10));
        told(&app, "test", session, &[("channel", id)]).await
    };

    let read = test(&lead, "1").await;
    assert!(read.contains("The channel did not accept the test message"), "{read}");
    let host = host_of(&good);
    assert!(read.contains(&format!("http:// to {host} is unencrypted · took")), "{read}");
    assert!(read.contains("or ask an admin to allow this host. Who can allow it"), "{read}");
    let read = test(&admin, "5").await;
    assert!(
        read.contains("Not sent: 10.0.0.7:443 is in a private network") && read.contains("Allow this host"),
        "{read}"
    );
    let html = page(&app, "/channels/5", &admin).await;
    assert!(html.contains("/channels?host=10.0.0.7%3A443#hosts"), "the log says so too: {html}");
    assert!(page(&app, "/channels?host=10.0.0.7:443", &admin).await.contains("value=\"10.0.0.7:443\""));

    let list = words(&page(&app, CHANNELS, &lead).await);
    let plain = format!("call not allowed http:// to {host}");
    for told in [&plain as &str, "call not allowed 10.0.0.7:443 is in a private network"] {
        assert!(list.contains(told), "{told}: {list}");
    }
    let read = words(&page(&app, FIRST, &lead).await);
    let blocked = format!("Calls to this channel are not allowed http:// to {host} is unencrypted");
    assert!(read.contains(&blocked), "{read}");

    for channel in app.desk.channels(&tester()).await.unwrap() {
        app.desk.allow_host(&tester(), host_of(&channel.masked_url), true).await.unwrap();
    }
    let read = test(&lead, "1").await;
    let list = words(&page(&app, CHANNELS, &lead).await);
    assert!(list.contains("all severities works"), "{list}");
    assert!(
        read.contains(
            "The channel accepted the test message The receiver accepted the message (HTTP status 204) · took"
        ),
        "{read}"
    );
    assert!(read.contains("delivered The receiver accepted the message (HTTP status 204) channel test"), "{read}");
    let read = test(&lead, "2").await;
    assert!(read.contains("The receiver did not accept the message (HTTP status 500) · took"), "{read}");
    assert!(read.contains("Answer: no such hook: ‹masked›"), "what it echoes is masked: {read}");
    let read = test(&lead, "3").await;
    assert!(read.contains("HTTP status 302") && read.contains("Redirects are not followed."), "{read}");
    let read = test(&lead, "4").await;
    assert!(read.contains("Not sent: no connection could be opened"), "{read}");
    let again = words(&page(&app, FIRST, &lead).await);
    assert!(!again.contains("The channel accepted the test message"), "told once: {again}");
    assert!(again.contains("No notices for this channel yet."), "a test is no message: {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_log_tells_what_became_of_each_message() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    let busy = answering(503, "busy").await;
    add(&app, "ops", &busy).await;
    app.desk.allow_host(&tester(), host_of(&busy), true).await.unwrap();
    tell_something(&app).await;
    let read = words(&page(&app, FIRST, &lead).await);
    assert!(read.contains("1 waiting") && read.contains("waiting <script>alert(1)</script> stopped all"), "{read}");
    tell_something(&app).await;
    for minutes in [0, 1, 5, 30, 120] {
        app.clock.advance(SignedDuration::from_mins(minutes));
        app.desk.send_due().await.unwrap();
        if minutes == 5 {
            let read = words(&page(&app, FIRST, &lead).await);
            assert!(read.contains("3 in 30 min"), "how often, and when again: {read}");
            assert!(read.contains("2 messages are waiting: the last attempt failed"), "and why: {read}");
            assert!(read.contains("Send all 2 now") && read.contains("last attempt failed 2 waiting"), "{read}");
        }
    }
    let html = page(&app, FIRST, &lead).await;
    let read = words(&html);
    assert!(read.contains("2 undeliverable") && read.contains("Send 2 undeliverable messages again"), "{read}");
    assert_eq!(read.matches("HTTP status 503) busy automatic clears stopped").count(), 10, "{read}");
    let notices = self::read(&app, "/notices?kind=channel.undelivered", &lead).await;
    assert!(notices.contains("Messages to the channel ops could not be delivered"), "{notices}");
    let list = words(&page(&app, CHANNELS, &lead).await);
    assert!(list.contains("2 undeliverable"), "{list}");

    let delivery = app.desk.channel_page(&tester(), ChannelId(1)).await.unwrap().deliveries[0].0.id.to_string();
    let one = [("channel", "1"), ("delivery", delivery.as_str())];
    let read = told(&app, "resend", &lead, &one).await;
    assert!(read.contains("1 message is being sent again."), "{read}");
    assert!(told(&app, "resend", &lead, &one).await.contains("There are no messages to send again."));
    let garbled = [("channel", "1"), ("delivery", SCRIPT)];
    assert!(told(&app, "resend", &lead, &garbled).await.contains("There are no messages to send again."));
    assert!(told(&app, "resend", &lead, &[("channel", "1")]).await.contains("1 message is being sent again."));
    let states = app.desk.channel_page(&tester(), ChannelId(1)).await.unwrap().deliveries;
    assert!(states.iter().all(|(delivery, _)| delivery.state == DeliveryState::Waiting));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_address_is_not_tried_yet() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    let old = answering(200, "ok").await;
    add(&app, "ops", &old).await;
    app.desk.allow_host(&tester(), host_of(&old), true).await.unwrap();
    assert!(told(&app, "test", &lead, &[("channel", "1")]).await.contains("works"));
    app.clock.advance(SignedDuration::from_mins(1));
    let (new, kept) = (answering(500, "no").await, [("channel", "1"), ("name", "renamed"), ("severity", "info")]);
    app.desk.allow_host(&tester(), host_of(&new), true).await.unwrap();
    let read = told(&app, "edit", &lead, &kept).await;
    assert!(read.contains("works") && !read.contains("not tried yet"), "its address stays: {read}");
    let read = told(&app, "edit", &lead, &[&kept[..], &[("url", &new)]].concat()).await;
    assert!(read.contains("not tried yet"), "{read}");
    assert!(words(&page(&app, CHANNELS, &lead).await).contains("not tried yet"));
    let read = told(&app, "test", &lead, &[("channel", "1")]).await;
    assert!(read.contains("last attempt failed") && !read.contains("not tried yet"), "{read}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_paused_and_removed() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    add(&app, SCRIPT, "https://hooks.example.com/x").await;
    tell_something(&app).await;
    let read = told(&app, "pause", &lead, &[("channel", "1"), ("paused", "yes")]).await;
    assert!(read.contains("Paused. Nothing is sent until you resume.") && read.contains("after resuming"), "{read}");
    let read = told(&app, "pause", &lead, &[("channel", "1"), ("paused", "no")]).await;
    assert!(read.contains("Resumed. Waiting messages are being sent."), "{read}");
    assert!(read.contains("1 waiting message is not sent."), "what removing costs: {read}");
    let read = told(&app, "remove", &lead, &[("channel", "1")]).await;
    assert!(read.contains("The channel was removed") && read.contains("No channels yet"), "{read}");
    let gone = seen(&app, FIRST, &lead).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(words(&gone.body).contains("Channel not found It may have been removed"), "{}", words(&gone.body));
    for form in ["edit", "pause", "test"] {
        let fields = [("channel", "1"), ("name", "x"), ("severity", "info"), ("paused", "yes")];
        let to = post(&app, &format!("/form/channels/{form}"), &lead, &fields).await;
        let page = seen(&app, &to, &lead).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{form}");
        assert_eq!(words(&page.body).matches("Channel not found").count(), 1, "{form}");
    }
    let read = told(&app, "remove", &lead, &[("channel", "1")]).await;
    assert!(read.contains("Channel not found It may have been removed. Nothing was changed."), "{read}");
    for path in ["/channels/0", "/channels/x", "/channels/-1"] {
        assert_eq!(seen(&app, path, &lead).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn hosts_are_allowed_and_forbidden_by_admins() {
    let app = TestApp::new().await;
    let (lead, admin) = (app.sign_in(Role::Lead).await, app.sign_in(Role::Admin).await);
    let allow = async |session: &str, host: &str| told(&app, "allow-host", session, &[("host", host)]).await;
    for wrong in ["", "https://hooks.internal", "hooks.internal/x", "a b", "user@hooks.internal", "*.example.com"] {
        let read = allow(&admin, wrong).await;
        assert!(
            read.contains("This is not a host name. Enter one such as hooks.internal:8443 or 10.0.0.7:443."),
            "{wrong}: {read}"
        );
    }
    let read = allow(&admin, "Hooks.Internal").await;
    assert!(read.contains("Calls to hooks.internal:443 are now allowed."), "{read}");
    assert!(read.contains("hooks.internal:443 admin just now Remove"), "{read}");
    assert!(allow(&admin, "hooks.internal:443").await.contains("Nothing changed."));
    let read = allow(&lead, "10.0.0.7").await;
    assert!(read.contains("Your role, Team lead, does not allow this") && !read.contains("10.0.0.7"), "{read}");
    let read = told(&app, "forbid-host", &lead, &[("host", "hooks.internal")]).await;
    assert!(read.contains("does not allow this") && read.contains("hooks.internal:443 admin just now"), "{read}");
    let read = told(&app, "forbid-host", &admin, &[("host", "hooks.internal")]).await;
    assert!(
        read.contains("Calls to hooks.internal:443 are no longer allowed") && read.contains("No hosts are allowed."),
        "{read}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn receivers_are_told_how_to_check_a_signature() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    let read = words(&seen(&app, CHANNELS, &lead).await.body).replace("&quot;", "\"");
    for told in [
        "X-Quota-Event",
        "X-Quota-Delivery",
        "X-Quota-Timestamp",
        "X-Quota-Signature",
        r#""v1=" + hex(HMAC_SHA256(secret, timestamp + "." + raw_body))"#,
        "more than 5 minutes old",
        "incident.reported error reported",
        "after 1 min, 5 min, 30 min and 2 h",
    ] {
        assert!(read.contains(told), "{told}: {read}");
    }
    let body = r#"{"event":"quota.threshold","appid":"wx0000000000000001"}"#;
    let signature = wechat::webhook::signature(&"whsec_test0123".into(), 1_635_156_704, body.as_bytes());
    for vector in ["whsec_test0123", "1635156704", body, &signature] {
        assert!(read.contains(vector), "{vector}: {read}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_proxy_a_host_that_is_not_found_here_has_to_be_allowed() {
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://ann:hunter22@{}", proxy.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = proxy.accept().await {
            let _ = stream.read(&mut [0; 4_096]).await;
            stream.write_all(b"HTTP/1.1 403 Forbidden\r\n\r\n").await.ok();
        }
    });
    let outbound = Outbound { proxy: wechat::OutboundProxy::all(url), set_by: Some("HTTPS_PROXY".to_owned()) };
    let app = TestApp::with_settings(|settings| Settings { outbound, ..settings }).await;
    let admin = app.sign_in(Role::Admin).await;
    // A name too long to be one, so that no name server needs to be asked.
    let host = format!("{}.invalid", "x".repeat(64));
    let channel = add(&app, "ops", &format!("https://{host}/services/{HOOK}")).await;
    app.desk.test_channel(&tester(), channel).await.unwrap();
    let told = words(&page(&app, FIRST, &admin).await);
    for part in [
        &format!("Not sent: this server cannot resolve {host}:443, and calls go through a proxy") as &str,
        "Ask an admin to allow this host, or make its name resolvable on this server.",
        "Allow this host",
        "Calls to this channel are not allowed",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    app.desk.allow_host(&tester(), &host, true).await.unwrap();
    app.clock.advance(SignedDuration::from_secs(10));
    app.desk.test_channel(&tester(), channel).await.unwrap();
    let told = words(&page(&app, FIRST, &admin).await);
    assert!(told.contains("refused to open the connection") && !told.contains("hunter22"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_robots_own_code_is_shown_and_what_to_do() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    let url = answering(200, r#"{"errcode":310000,"errmsg":"keywords not in content, more: [no-word]"}"#).await;
    app.desk.allow_host(&tester(), host_of(&url), true).await.unwrap();
    let dingtalk = "https://oapi.dingtalk.com/robot/send?access_token=Kd93-vL82-a1b2";
    let named =
        |kind, url| [("name", "值班群"), ("kind", kind), ("url", url), ("severity", "critical"), ("lang", "zh-CN")];
    let read = told(&app, "add", &lead, &named("wecom", dingtalk)).await;
    assert!(read.contains("This is the address of another kind: DingTalk robot."), "{read}");
    let html = page(&app, "/channels", &lead).await;
    assert!(!html.contains("Kd93"), "what was typed is not shown again");
    let read = told(&app, "add", &lead, &named("wecom", "not a key!")).await;
    assert!(read.contains("This is neither the address nor the key of a robot of this kind."), "{read}");
    let read = told(&app, "add", &lead, &named("dingtalk", &url)).await;
    assert!(read.contains("Kind DingTalk robot Address http://127.0.0.1:"), "{read}");
    let read = told(&app, "test", &lead, &[("channel", "1")]).await;
    assert!(read.contains("The robot refused the message, code 310000"), "HTTP status 200 is no delivery: {read}");
    assert!(read.contains("Enter one of its keywords in this channel's settings."), "{read}");
    assert!(read.contains("keywords not in content, more: [no-word]"), "{read}");
    let edit = [("channel", "1"), ("name", "值班群"), ("keyword", "额度"), ("lang", "en"), ("severity", "warning")];
    assert!(told(&app, "edit", &lead, &edit).await.contains("Saved."));
    let audit = words(&page(&app, "/audit", &lead).await);
    assert!(audit.contains("Keyword of the robot: – → 额度") || audit.contains("Keyword of the robot:"), "{audit}");
    assert!(audit.contains("简体中文 → English"), "{audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_a_robot_has_the_words_of_the_pages_in_the_channels_language() {
    let app = TestApp::new().await;
    let (address, got) = receiving().await;
    app.desk.allow_host(&tester(), &address, true).await.unwrap();
    let url = format!("http://{address}/cgi-bin/webhook/send?key={HOOK}");
    for (name, lang) in [("一", "zh-CN"), ("two", "en")] {
        let typed = TypedChannel {
            name: name.to_owned(),
            kind: "wecom".to_owned(),
            url: url.clone().into(),
            lang: lang.to_owned(),
            severity: "info".to_owned(),
            ..Default::default()
        };
        app.desk.add_channel(&tester(), &typed).await.unwrap();
    }
    tell_something(&app).await;
    app.desk.send_due().await.unwrap();
    let mut texts: Vec<String> = got.lock().unwrap().clone();
    texts.sort();
    let [en, zh] = &texts[..] else { panic!("{texts:?}") };
    assert!(en.contains("[warning] wxquota") || en.contains("[info] wxquota") || en.contains("wxquota\n\n["), "{en}");
    assert!(en.contains("stopped all automatic clears") && en.contains("Time: "), "{en}");
    assert!(zh.contains("停止了所有自动清零") || zh.contains("自动清零"), "{zh}");
    assert!(zh.contains("时间：") && zh.contains("UTC+8"), "times are those of the display zone, which is named: {zh}");
}

/// A robot that takes all messages; the texts that came, and its host and port.
async fn receiving() -> (String, std::sync::Arc<std::sync::Mutex<Vec<String>>>) {
    let got: std::sync::Arc<std::sync::Mutex<Vec<String>>> = std::sync::Arc::default();
    let kept = std::sync::Arc::clone(&got);
    let take = async move |body: axum::Json<serde_json::Value>| {
        kept.lock().unwrap().push(body["text"]["content"].as_str().unwrap().to_owned());
        axum::Json(serde_json::json!({ "errcode": 0, "errmsg": "ok" }))
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let app = axum::Router::new().route("/cgi-bin/webhook/send", axum::routing::post(take));
    tokio::spawn(async move { axum::serve(listener, app).await });
    (address, got)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mail_channel_is_added_by_its_form_and_shows_no_address() {
    let app = TestApp::new().await;
    let lead = app.sign_in(Role::Lead).await;
    let right = [
        ("kind", "email"),
        ("name", "mail"),
        ("url", "smtp://ops@from.example@mail.example:587"),
        ("secret", "Mail-Pa55-word"),
        ("from", "额度 <ops@from.example>"),
        ("to", "ann@to.example, bob@to.example"),
        ("severity", "info"),
        ("lang", "en"),
    ];
    let with =
        |name: &str, value: &'static str| right.map(|(at, typed)| if at == name { (at, value) } else { (at, typed) });
    for (name, value, said) in [
        ("url", "https://mail.example/x", "Enter the mail server with the user"),
        ("url", "smtp://ops:pass@mail.example", "must not contain the password"),
        ("secret", "", "Enter the password or authorisation code"),
        ("from", "ops", "Enter one mail address"),
        ("to", "", "Enter 1 to 20 mail addresses"),
    ] {
        let told = told(&app, "add", &lead, &with(name, value)).await;
        assert!(told.contains(said) && !told.contains("to.example"), "{name}: {told}");
    }
    let told = told(&app, "add", &lead, &right).await;
    assert!(told.contains("mail was added") && told.contains("smtp://…@mail.example:587"), "{told}");
    let shown = page(&app, FIRST, &lead).await;
    for secret in ["from.example", "to.example", "Mail-Pa55-word"] {
        assert!(!shown.contains(secret), "{secret}");
    }
    assert!(shown.contains("name=\"to\"") && shown.contains("name=\"from\""), "{shown}");
}
