//! Who may call each route: nobody, each role, each token. A route that is not in the table fails.

mod doors;

use desk::channels::TypedChannel;
use desk::incidents::Report;
use desk::policies::TypedPolicy;
use domain::clears::{ConfirmationRules, Limits};
use domain::{AccountId, ClearState, Clock, InterfaceId, NoticeContent, QuotaZone, Role, Via};
use http::{Method, StatusCode, header};
use jiff::SignedDuration;
use server::every_route;
use store::channels::{ChannelId, DeliveryAttempt, DeliveryEnd};
use store::clears::{ClearEnd, ClearQuery, Counting, NewClear, OrderedClear, SuspectedClear};
use store::notices::{Announcement, NewNotice};
use store::{AuditActor, StoredRid};

use self::doors::Door::{Open, Person, Program, Signed};
use self::doors::{CALLS, FORMS, PAGES, door};
use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::pages::hidden;
use crate::support::program::SECRET;

/// Fields of all forms together, such that each would do something for whoever may; those that differ are in
/// [`TestApp::fields`].
const FIELDS: &[(&str, &str)] = &[
    ("account", "1"),
    ("interface", "1"),
    ("session", ""),
    ("disabled", "yes"),
    ("secret", SECRET),
    ("name", "walked"),
    ("appid", "wx00000000000000f1"),
    ("kind", "other"),
    ("role", "lead"),
    ("path", "/wxa/getwxacode"),
    ("paths", "/wxa/getwxacode"),
    ("reason", "a walk"),
    ("override_reason", "a walk"),
    ("typed", "/wxa/business/getliveinfo"),
    ("text", "rid: 617682e0-2b6f31d4-5b0f4b2a"),
    ("paused", "yes"),
    ("expires", "90"),
    ("password", "a long enough one"),
    ("again", "a long enough one"),
    ("daily_readings", "2999"),
    ("settlement", "counted"),
    ("whose", "all"),
    ("trigger", "used"),
    ("percent", "90"),
    ("mode", "clear"),
    ("reserve_account", "3"),
    ("reserve_interface", "10"),
    ("a_day", "1"),
    ("a_month", "5"),
    ("cooldown", "60"),
    ("before_reset", "60"),
    ("version", "1"),
    ("stopped", "yes"),
    ("channel", "1"),
    ("url", "https://hooks.example.com/walked"),
    ("severity", "warning"),
    ("host", "10.0.0.8"),
    ("up_to", "1"),
    ("group", "lines"),
    ("new_groups", "walked"),
    ("warning_percent", "70"),
    ("warning", "60"),
    ("critical", "90"),
];

/// Forms that only lead on, to where it is read what they ask for; and one of which only whoever posts it sees anything.
const READING_FORMS: [&str; 7] = [
    "/form/accounts/import",
    // No file was uploaded before.
    "/form/accounts/import/commit",
    "/form/accounts/import/discard",
    "/form/audit/check",
    "/form/rids/look-up",
    "/form/policies/try",
    "/form/notices/read",
];

/// Somebody who is there for others to change, and signed in.
const ANOTHER: &str = "another";
/// The same, for who is kept out.
const THIRD: &str = "third";
/// A token that is there to be revoked.
const REVOCABLE: &str = "revocable";
const PASSWORD: &str = "long enough for one";
/// Channels that are there to be changed, removed and tried: none is ever called, since nobody allows their host.
const CHANNELS: [&str; 3] = ["first", "second", "third"];
/// A host that is there to be forbidden.
const ALLOWED: &str = "10.0.0.9:443";
/// Policies that are there to be paused, changed and removed.
const POLICIES: [&str; 3] = ["first", "second", "third"];

impl TestApp {
    /// Adds what the forms of a walk are about.
    async fn made_ready(&self) {
        for name in [ANOTHER, THIRD] {
            self.desk.add_user(&tester(), name, Role::Viewer, PASSWORD.into()).await.unwrap();
        }
        let sign_in = Ask::post("/form/sign-in").nobody().form(&[("name", ANOTHER), ("password", PASSWORD)]);
        assert_eq!(self.ask(sign_in).await.headers[header::LOCATION], "/");
        self.desk.create_token(&tester(), REVOCABLE, Role::Viewer, None).await.unwrap();
        for name in ["first", "second"] {
            self.desk.add_group(&tester(), name).await.unwrap();
        }
        self.rids_made_ready().await;
        self.channels_made_ready().await;
        for name in POLICIES {
            let typed = TypedPolicy { name: name.to_owned(), ..TypedPolicy::usual() };
            self.desk.add_policy(&tester(), &typed).await.unwrap();
        }
        let report = Report { account: "1".to_owned(), errcode: 45009, ..Report::default() };
        self.desk.report_incident(&tester(), report).await.unwrap();
        let (now, counting) = (self.clock.now(), counting(-1));
        // Two of others, since one is approved and the other declined; each of another interface, or they would be one.
        let asking = ["cli:ann", "cli:bob"].into_iter().chain(Role::FOR_USERS.map(Role::word));
        for (who, interface) in asking.zip(2..) {
            let new = clear_of(1, Some(interface), "1");
            let asked = self.store.order_clear(new, &by(who), now, &self::counting(100)).await;
            assert!(matches!(asked, Ok(OrderedClear::Requested(_))), "{asked:?}");
        }
        let intended = self.store.order_clear(clear_of(2, None, "unknown"), &by(ANOTHER), now, &counting).await;
        let Ok(OrderedClear::New(clear)) = intended else { panic!("{intended:?}") };
        self.store.clear_sent(clear.id, now).await.unwrap();
        let end = ClearEnd { state: ClearState::Unknown, failure: None, errcode: None, errmsg: None, rid: None };
        self.store.end_clear(clear.id, end, now, &counting).await.unwrap();
        let suspicion = SuspectedClear { account: AccountId(2), seen_at: now, due_at: now, before: Vec::new() };
        self.store.add_suspected_clear(&suspicion).await.unwrap();
        self.store.resolve_suspected_clear(&suspicion, &[None], now, &counting).await.unwrap();
    }

    /// A request that is kept and not expired, and a list whose rid nobody has looked up.
    async fn rids_made_ready(&self) {
        let now = self.clock.now();
        let kept = StoredRid {
            rid: self.fresh_rid(),
            account_id: AccountId(1),
            at: now,
            cost_in_ms: None,
            request_url: String::new(),
            request_body: String::new(),
            response_body: String::new(),
            client_ip: None,
            errcode: None,
            looked_up_at: now,
            looked_up_by: "cli:ann".to_owned(),
            cgi_path: None,
            limit: None,
            ticket: None,
            details_set: None,
            newest_note: None,
        };
        self.store.save_rid(&kept).await.unwrap();
        let listed = self.fresh_rid().replace("2b6f31d4", "2b6f31d5");
        self.store
            .add_rid_list(
                &[store::rids::lookups::NewRidLine { rid: listed, near: "{}".to_owned() }],
                "null",
                &by("cli:ann"),
                now,
            )
            .await
            .unwrap();
    }

    /// A message of the first channel is given up.
    async fn channels_made_ready(&self) {
        for name in CHANNELS {
            let typed = TypedChannel {
                name: name.to_owned(),
                url: "http://192.0.2.1/hook".to_owned().into(),
                secret: SECRET.to_owned().into(),
                severity: "info".to_owned(),
                ..Default::default()
            };
            self.desk.add_channel(&tester(), &typed).await.unwrap();
        }
        self.desk.allow_host(&tester(), ALLOWED, true).await.unwrap();
        let news = NoticeContent::KillSwitch { on: true, by: "cli:ann".to_owned(), reason: None };
        let telling = Announcement { change: None, decision: None, notice: Some(NewNotice::of(news)) };
        let now = self.clock.now();
        self.store.tell(&telling, now).await.unwrap();
        let due = self.store.due_deliveries(now, 1).await.unwrap();
        let message = due.iter().find(|message| message.channel == ChannelId(1)).unwrap();
        let outcome = r#"{"outcome":"timed-out"}"#.to_owned();
        let attempt =
            DeliveryAttempt { at: now, took_ms: 10_000, delivered: false, outcome, delivery: Some(message.id) };
        self.store.deliveries_sent(&[(message, DeliveryEnd::Dead)], &attempt, now).await.unwrap();
    }

    fn fresh_rid(&self) -> String {
        format!("{:08x}-2b6f31d4-5b0f4b2a", self.clock.now().as_second())
    }

    /// A request of somebody's that waits, 0 where there is none.
    async fn request_of(&self, who: &str) -> String {
        let waiting = self.store.waiting_requests(self.clock.now()).await.unwrap();
        waiting.iter().find(|request| request.actor == who).map_or(0, |request| request.id.0).to_string()
    }

    /// A clear in this state, 0 where there is none.
    async fn clear_in(&self, state: ClearState) -> String {
        let query = ClearQuery { state: Some(state), limit: 1, ..ClearQuery::default() };
        self.store.clears(&query).await.unwrap().first().map_or(0, |clear| clear.id.0).to_string()
    }

    /// What is sent with a form, or a call.
    async fn fields(&self, path: &str, who: &str) -> Vec<(&'static str, String)> {
        let own = match path {
            "/form/accounts/bulk" => {
                vec![("accounts[]", "1".to_owned()), ("act", "join".to_owned()), ("new_groups", "several".to_owned())]
            }
            "/form/accounts/edit" => vec![("name", self.name_of(1).await)],
            // What is retired, paused or unwatched is another than the others are about.
            "/form/accounts/pause" => vec![("account", "2".to_owned())],
            "/form/accounts/retire" => vec![("account", "3".to_owned()), ("name", self.name_of(3).await)],
            "/form/clears/order" => {
                let form = self.ask(Ask::get("/accounts/1/interfaces/1/clear")).await;
                let hidden = |name| (name, hidden(&form, name));
                vec![hidden("key"), hidden("seen"), ("name", self.name_of(1).await)]
            }
            "/form/groups/add" => vec![("name", "walked group".to_owned())],
            // What is deleted is another than what is renamed.
            "/form/groups/rename" => vec![("group", "1".to_owned()), ("name", "renamed".to_owned())],
            "/form/groups/delete" => vec![("group", "2".to_owned())],
            "/form/channels/forbid-host" => vec![("host", ALLOWED.to_owned())],
            "/form/channels/remove" => vec![("channel", "2".to_owned())],
            "/form/channels/test" => vec![("channel", "3".to_owned())],
            "/form/clears/dismiss" => vec![("clear", self.clear_in(ClearState::Elsewhere).await)],
            "/form/clears/settle" => vec![("clear", self.clear_in(ClearState::Unknown).await)],
            "/form/clears/requests/approve" => {
                let request = self.request_of("cli:ann").await;
                let page = self.ask(Ask::get(&format!("/clears/requests/{request}"))).await;
                vec![("request", request), ("seen", hidden(&page, "seen"))]
            }
            "/form/clears/requests/decline" => vec![("request", self.request_of("cli:bob").await)],
            "/form/clears/requests/withdraw" => vec![("request", self.request_of(who).await)],
            "/form/rids/note" => vec![("rid", self.fresh_rid()), ("note", "x".to_owned())],
            "/form/rids/note-remove" => vec![("rid", self.fresh_rid()), ("note", "1".to_owned())],
            "/form/rids/details" => {
                let kept = self.store.kept_rid(&self.fresh_rid(), None).await.unwrap();
                vec![("rid", self.fresh_rid()), ("instead_of", kept.map_or(String::new(), |kept| kept.version()))]
            }
            "/form/rids/reveal" => vec![("rid", self.fresh_rid())],
            // The group of a rid of which the text names neither errcode nor path.
            "/form/rids/look-up-again" => vec![("list", "1".to_owned()), ("group", " ".to_owned())],
            "/form/interfaces/limit-kind" => {
                vec![("interface", "1".to_owned()), ("limit_kind", "total".to_owned())]
            }
            "/form/interfaces/contact" => vec![("interface", "1".to_owned()), ("owner", "a team".to_owned())],
            "/form/interfaces/unwatch" => vec![("interface", "2".to_owned())],
            // What is paused, changed or removed is another each time.
            "/form/policies/pause" => vec![("policy", "1".to_owned())],
            "/form/policies/mode" => vec![("policy", "2".to_owned())],
            "/form/policies/remove" => vec![("policy", "3".to_owned())],
            "/form/tokens/revoke" => vec![("token", self.token_id(REVOCABLE).await)],
            // What ends their sessions is done to another than whose sessions are ended.
            "/form/users/access" | "/form/users/password" | "/form/users/role" => {
                vec![("user", self.user(THIRD).await)]
            }
            "/form/campaigns/add" => {
                let starts = self.clock.now() + SignedDuration::from_hours(24);
                let starts = starts.in_tz("Asia/Shanghai").unwrap().strftime("%Y-%m-%dT%H:%M").to_string();
                [("name", "sale"), ("calls", "5"), ("starts", &starts), ("minutes", "60")]
                    .map(|(name, value)| (name, value.to_owned()))
                    .to_vec()
            }
            "/form/notices/acknowledge" => vec![("notice", "1".to_owned())],
            "/form/campaigns/remove" => vec![("campaign", "1".to_owned())],
            "/form/channels/add" => vec![("name", "walked-too".to_owned()), ("kind", "webhook".to_owned())],
            "/form/users/add" => vec![("name", "walked-too".to_owned())],
            _ => vec![("user", self.user(ANOTHER).await)],
        };
        let others = FIELDS.iter().filter(|(name, _)| own.iter().all(|(other, _)| other != name));
        let others: Vec<_> = others.map(|(name, value)| (*name, (*value).to_owned())).collect();
        own.into_iter().chain(others).collect()
    }

    async fn token_id(&self, name: &str) -> String {
        let tokens = self.store.tokens().await.unwrap();
        tokens.into_iter().find(|token| token.name == name).unwrap().id.to_string()
    }

    async fn name_of(&self, account: i64) -> String {
        self.store.account(AccountId(account)).await.unwrap().unwrap().name
    }

    /// The number of a user, 0 where there is none of the name.
    async fn user(&self, key: &str) -> String {
        self.store.user_by_key(key).await.unwrap().map_or(0, |(user, _)| user.id.0).to_string()
    }

    async fn walking(&self, method: &Method, path: &str, who: &str) -> Ask {
        if *method == Method::GET {
            return Ask::get(&address(path)).nobody();
        }
        let fields = self.fields(path, who).await;
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Ask::post(&address(path)).form(&fields).nobody()
    }

    /// How much was done so far: lines in the trail, and requests that reached WeChat.
    async fn done(&self) -> (usize, u64) {
        let asked = self.sandbox.sandbox.counts().received.iter().map(|received| received.count).sum();
        (lines(self).await, asked)
    }
}

/// Where a second person has to agree with so many left.
fn counting(second_from: i64) -> Counting {
    let friction = ConfirmationRules { name_from: -1, second_from };
    Counting { quota_zone: QuotaZone::default(), limits: Limits::default(), friction }
}

fn clear_of(account: i64, interface: Option<i64>, key: &str) -> NewClear {
    NewClear {
        account: AccountId(account),
        interface: interface.map(InterfaceId),
        via: Via::Token,
        reason: "a walk".to_owned(),
        override_reason: None,
        warnings: Vec::new(),
        anyway_reason: None,
        name_typed: true,
        break_glass: false,
        key: key.to_owned(),
        request_hash: [0; 32],
        usage_before: Vec::new(),
    }
}

fn by(who: &str) -> AuditActor {
    AuditActor { actor: who.to_owned(), user: None, token: None, address: None }
}

/// An address of this route, of something that is there where the demo has it.
fn address(path: &str) -> String {
    path.replace("{account}", "1")
        .replace("{channel}", "1")
        .replace("{incident}", "1")
        .replace("{user}", "2")
        .replace("{month}", "2026-03")
        .replace("{policy}", "1")
        .replace("{id}", "1")
        .replace("{list}", "1")
        .replace("{rid}", "617682e0-2b6f31d4-5b0f4b2a")
        .replace("{*name}", "nothing.js")
}

/// Whether whoever asked was sent to sign in.
fn sent_to_sign_in(reply: &Reply) -> bool {
    let to = reply.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap());
    reply.status == StatusCode::SEE_OTHER && to.starts_with("/login")
}

/// Whether a page, or the page after a form, says that the role is not enough.
async fn is_refused(app: &TestApp, method: &Method, session: &str, reply: &Reply) -> bool {
    if *method == Method::GET {
        return reply.status == StatusCode::FORBIDDEN;
    }
    assert_eq!(reply.status, StatusCode::FOUND, "{}", reply.body);
    let to = reply.headers[header::LOCATION].to_str().unwrap();
    let read = app.ask(Ask::get(to).session(&format!("lang=en; {session}"))).await;
    read.status == StatusCode::FORBIDDEN || read.body.contains("does not allow this")
}

async fn lines(app: &TestApp) -> usize {
    let all = store::AuditQuery { limit: 10_000, ..Default::default() };
    app.desk.audit(&tester(), &all).await.unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_has_every_route_and_no_other() {
    let app = TestApp::new().await;
    let routes = every_route(&app.state);
    let unknown: Vec<_> = routes.iter().filter(|(method, path)| door(method, path).is_none()).collect();
    assert!(unknown.is_empty(), "who comes in here is not said: {unknown:?}");
    let pages = PAGES.iter().map(|(path, _)| (Method::GET, *path));
    let forms = FORMS.iter().map(|(path, _)| (Method::POST, *path));
    let calls = CALLS.iter().map(|(method, path, _)| (method.clone(), *path));
    for (method, path) in pages.chain(forms).chain(calls) {
        let is_there = routes.iter().any(|(routed, known)| (routed, known.as_str()) == (&method, path));
        assert!(is_there, "{method} {path} is not routed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_sent_to_sign_in() {
    let app = TestApp::with_demo().await;
    app.made_ready().await;
    // The form of a clear is read as an admin.
    app.sign_in(Role::Admin).await;
    let before = app.done().await;
    for (method, path) in every_route(&app.state) {
        let reply = app.ask(app.walking(&method, &path, "nobody").await).await;
        match door(&method, &path).unwrap() {
            Open => assert!(!sent_to_sign_in(&reply), "{method} {path}: {}", reply.status),
            Signed | Person(_) => {
                assert!(sent_to_sign_in(&reply), "{method} {path}: {} {}", reply.status, reply.body);
                assert!(reply.body.is_empty(), "{method} {path} shows something");
            }
            Program(_) => assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{method} {path}"),
        }
    }
    // The wrong password of the sign-in form is an act of its own.
    let failed =
        store::AuditQuery { what: Some(domain::audit::AuditAction::SignInFailed), limit: 9, ..Default::default() };
    let failed = app.desk.audit(&tester(), &failed).await.unwrap().len();
    let (lines, asked) = app.done().await;
    assert_eq!((lines - before.0, asked), (failed, before.1), "something was done for nobody");
}

#[tokio::test(flavor = "multi_thread")]
async fn each_role_comes_in_where_the_table_says() {
    for role in Role::FOR_USERS {
        let app = TestApp::with_demo().await;
        let mut session = app.sign_in(role).await;
        app.made_ready().await;
        for (method, path) in every_route(&app.state) {
            let door = door(&method, &path).unwrap();
            if ["/form/sign-in", "/form/set-up"].contains(&path.as_str()) {
                continue;
            }
            let ask = app.walking(&method, &path, role.word()).await;
            let before = app.done().await;
            let reply = app.ask(ask.and_header("cookie", session.as_bytes())).await;
            let after = app.done().await;
            let told = format!("{role}: {method} {path}: {}", reply.status);
            match door {
                Open => assert!(!sent_to_sign_in(&reply), "{told}"),
                Program(_) => assert_eq!(reply.status, StatusCode::UNAUTHORIZED, "{told}"),
                Signed => {
                    assert!(reply.status != StatusCode::FORBIDDEN, "{told}");
                    // To sign out is among what everybody may.
                    assert!(!sent_to_sign_in(&reply) || path.contains("sign-out"), "{told}");
                    session = app.sign_in_again(role).await;
                }
                Person(what) => {
                    assert!(!sent_to_sign_in(&reply), "{told}");
                    let refused = is_refused(&app, &method, &session, &reply).await;
                    assert_eq!(refused, !role.may(what), "{told}");
                    assert!(!refused || after == before, "{told}: something was done");
                    // Or its refusal would show nothing.
                    let does = method != Method::GET && !READING_FORMS.contains(&path.as_str());
                    assert!(refused || !does || after != before, "{told}: nothing was done");
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_token_comes_in_where_the_table_says() {
    let app = TestApp::with_demo().await;
    app.made_ready().await;
    for role in Role::ALL {
        let token = app.token(role).await;
        for (method, path) in every_route(&app.state) {
            let reply = app.ask(app.walking(&method, &path, role.word()).await.token(&token)).await;
            let told = format!("token of {role}: {method} {path}: {}", reply.status);
            let came_in = !matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
            match door(&method, &path).unwrap() {
                Open => assert!(!sent_to_sign_in(&reply), "{told}"),
                // A token opens no page.
                Signed | Person(_) => assert!(sent_to_sign_in(&reply), "{told}"),
                Program(what) => assert_eq!(came_in, role.may(what), "{told}"),
            }
        }
    }
}
