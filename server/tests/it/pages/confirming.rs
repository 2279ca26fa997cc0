//! Acts that take the password again where it was typed more than ten minutes ago.

use desk::channels::TypedChannel;
use desk::clears::ClearSettings;
use domain::audit::AuditAction;
use domain::clears::ConfirmationRules;
use domain::{Role, UserId};
use http::header;
use jiff::SignedDuration;
use sandbox::{MALL_APPID, PlantedCall};
use serde_json::json;
use store::AuditQuery;

use super::signing_in::{NEXT_PASSWORD, PASSWORD, WRONG, session, sign_in};
use crate::support::app::{Ask, TestApp, tester};
use crate::support::clears::{ONE, mall};
use crate::support::pages::{hidden, post, seen, words};

const PHONE: &str = "/wxa/business/getuserphonenumber";

/// The session of an admin who typed the password eleven minutes ago.
async fn eleven_minutes_ago(app: &TestApp) -> String {
    app.desk.add_user(&tester(), "Alice", Role::Admin, PASSWORD.to_owned().into()).await.unwrap();
    let cookie = session(app, &sign_in(app, "alice", PASSWORD, "", "").await).unwrap();
    app.clock.advance(SignedDuration::from_mins(11));
    cookie
}

async fn done(app: &TestApp, what: AuditAction) -> usize {
    let query = AuditQuery { what: Some(what), limit: 100, ..AuditQuery::default() };
    app.desk.audit(&tester(), &query).await.unwrap().len()
}

/// A request with a telephone number in it, which is kept; its rid.
async fn looked_up(app: &TestApp) -> String {
    let call = PlantedCall {
        appid: Some(MALL_APPID.to_owned()),
        path: PHONE.to_owned(),
        at_ms: None,
        query: String::new(),
        request_body: json!({"phone": "13800138000"}).to_string(),
        errcode: 45009,
        errmsg: None,
        response_body: None,
        cost_in_ms: None,
        client_ip: None,
    };
    let rid = app.sandbox.sandbox.plant(call).unwrap();
    let support = app.sign_in(Role::Support).await;
    post(app, "/form/rids/look-up", &support, &[("text", &rid)]).await;
    rid
}

/// Somebody to be changed, and a channel.
async fn others(app: &TestApp) -> UserId {
    let channel = TypedChannel {
        name: "ops".to_owned(),
        url: "https://hooks.example.com/first".to_owned().into(),
        secret: "whsec_0123456789abcdef".to_owned().into(),
        severity: "info".to_owned(),
        ..Default::default()
    };
    app.desk.add_channel(&tester(), &channel).await.unwrap();
    app.desk.add_user(&tester(), "bob", Role::Viewer, PASSWORD.to_owned().into()).await.unwrap()
}

/// A form, its field for the password, the other fields, the act, and what of the fields is shown again.
type Row<'a> = (&'a str, &'a str, &'a [(&'a str, &'a str)], AuditAction, &'a str);

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sensitive_takes_the_password_again() {
    let app = TestApp::with_demo().await;
    let rid = looked_up(&app).await;
    let bob = others(&app).await.to_string();
    let cookie = eleven_minutes_ago(&app).await;
    let secret = "0".repeat(32);
    let user = ("user", bob.as_str());
    let reveal = [("rid", rid.as_str()), ("account", "1"), ("reason", "ticket 4711")];
    let channel = [("channel", "1"), ("name", "on-call"), ("url", "https://hooks.example.com/2"), ("severity", "info")];
    let rows: [Row<'_>; 8] = [
        (
            "users/add",
            "confirm",
            &[("name", "carol"), ("role", "lead"), ("password", NEXT_PASSWORD), ("again", NEXT_PASSWORD)],
            AuditAction::UserAdded,
            "carol",
        ),
        ("users/role", "confirm_role", &[user, ("role", "support")], AuditAction::RoleChanged, ""),
        (
            "users/password",
            "confirm",
            &[user, ("password", NEXT_PASSWORD), ("again", NEXT_PASSWORD)],
            AuditAction::PasswordSet,
            "",
        ),
        (
            "tokens/create",
            "confirm",
            &[("name", "ci"), ("role", "viewer"), ("expires", "30")],
            AuditAction::TokenMade,
            "ci",
        ),
        ("channels/allow-host", "confirm", &[("host", "10.0.0.8")], AuditAction::HostAllowed, "10.0.0.8"),
        ("channels/edit", "confirm", &channel, AuditAction::ChannelChanged, "on-call"),
        ("rids/reveal", "confirm", &reveal, AuditAction::RidRevealed, "ticket 4711"),
        ("accounts/secret", "confirm", &[("account", "1"), ("secret", &secret)], AuditAction::SecretReplaced, ""),
    ];
    for (form, field, fields, act, kept) in rows {
        let send =
            async |typed| post(&app, &format!("/form/{form}"), &cookie, &[fields, &[(field, typed)]].concat()).await;
        let before = done(&app, act).await;
        for (typed, told) in [("", "Enter your password to continue."), (WRONG, "This is not your current password.")] {
            let page = seen(&app, &send(typed).await, &cookie).await.body;
            assert!(words(&page).contains(told), "{form}: {told}: {}", words(&page));
            assert!(page.contains(kept) && page.contains(&format!("name=\"{field}\"")), "{form}: {page}");
            assert!(!page.contains(WRONG) && !page.contains(NEXT_PASSWORD) && !page.contains(&secret), "{form}");
            assert_eq!(done(&app, act).await, before, "{form} was carried out");
        }
        let page = seen(&app, &send(PASSWORD).await, &cookie).await.body;
        assert_eq!(done(&app, act).await, before + 1, "{form}: {}", words(&page));
        assert!(!page.contains(&format!("name=\"{field}\"")), "{form} asks although it was typed a moment ago");
        app.clock.advance(SignedDuration::from_mins(11));
    }
    for password in [PASSWORD, WRONG, NEXT_PASSWORD] {
        assert!(!app.is_kept(password), "{password}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_channel_is_renamed_without_it() {
    let app = TestApp::new().await;
    others(&app).await;
    let cookie = eleven_minutes_ago(&app).await;
    let fields = [("channel", "1"), ("name", "on-call"), ("url", " "), ("secret", ""), ("severity", "info")];
    post(&app, "/form/channels/edit", &cookie, &fields).await;
    assert_eq!(done(&app, AuditAction::ChannelChanged).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn breaking_the_glass_takes_it_and_keeps_what_was_typed() {
    let friction = ConfirmationRules { name_from: -1, second_from: 100 };
    let app = mall(ClearSettings { friction, ..ClearSettings::default() }).await;
    let cookie = eleven_minutes_ago(&app).await;
    let send = async |typed: &[(&str, &str)]| {
        let page = seen(&app, ONE, &cookie).await;
        let kept = ["account", "interface", "key", "seen"].map(|name| (name, hidden(&page, name)));
        let mut fields: Vec<(&str, &str)> = kept.iter().map(|(name, value)| (*name, value.as_str())).collect();
        fields.extend_from_slice(typed);
        let reply = app.ask(Ask::post("/form/clears/order").session(&cookie).form(&fields)).await;
        reply.headers[header::LOCATION].to_str().unwrap().to_owned()
    };
    let glass = [("reason", "the sale begins"), ("glass", "break glass"), ("break_glass", "token")];
    for (typed, told) in [("", "Enter your password to continue."), (WRONG, "This is not your current password.")] {
        let to = send(&[&glass[..], &[("confirm", typed)]].concat()).await;
        assert_eq!(to, format!("{ONE}#confirm"));
        let page = seen(&app, &to, &cookie).await.body;
        assert!(words(&page).contains(told) && page.contains("<details open class=\"glass\""), "{page}");
        assert!(page.contains("the sale begins") && page.contains("value=\"break glass\""), "{page}");
    }
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 0);
    assert_eq!(send(&[&glass[..], &[("confirm", PASSWORD)]].concat()).await, "/clears/1");
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 1);
}
