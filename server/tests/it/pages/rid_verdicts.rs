//! The verdict that opens a rid's page: who has to act, whether a clear helps, what to tell the customer, and the evidence.

use domain::{Clock, Role};
use jiff::SignedDuration;
use sandbox::{MALL_APPID, PlantedCall};

use super::signing_in::words;
use crate::support::app::{Ask, TestApp};

const PHONE: &str = "/wxa/business/getuserphonenumber";
const OURS: &str = "203.0.113.9";
const STRANGER: &str = "198.51.100.77";

const DEVELOPERS: &str = "Our developers";
const ADMINISTRATOR: &str = "Our account administrator";
const CUSTOMER: &str = "The customer";
const NOT_KNOWN: &str = "Not known yet";

/// A call of the first account's own servers a moment ago.
fn call(path: &str, errcode: i64) -> PlantedCall {
    PlantedCall {
        appid: Some(MALL_APPID.to_owned()),
        path: path.to_owned(),
        at_ms: None,
        query: String::new(),
        request_body: String::new(),
        errcode,
        errmsg: None,
        response_body: None,
        cost_in_ms: Some(30),
        client_ip: OURS.parse().ok(),
    }
}

fn from(ip: &str, call: PlantedCall) -> PlantedCall {
    PlantedCall { client_ip: ip.parse().ok(), ..call }
}

/// The first screen of a rid's page, in words.
#[derive(Debug)]
struct FirstScreen {
    headline: String,
    verdict: String,
}

impl FirstScreen {
    fn of(page: &str) -> Self {
        let between = |from: &str, to: &str| {
            let rest = page.split(from).nth(1).unwrap_or_else(|| panic!("no {from}: {}", words(page)));
            words(&format!("<p>{}", rest.split(to).next().unwrap_or_default()))
        };
        let (headline, verdict) = (between("<h1>", "</h1>"), between("class=\"panel verdict\"", "</section>"));
        Self { headline, verdict: verdict.split_once('>').map_or(verdict.clone(), |(_, rest)| rest.trim().to_owned()) }
    }

    /// What stands behind a question.
    fn answer(&self, question: &str) -> &str {
        self.verdict.split(question).nth(1).unwrap_or_else(|| panic!("no {question}: {self:?}")).trim()
    }

    fn check(&self, who: &str, helps: &str) {
        assert!(self.answer("Who has to act").starts_with(who), "{who}: {self:?}");
        assert!(self.answer("Does a clear help?").starts_with(helps), "{helps}: {self:?}");
        let customer = self.answer("Reply to the customer");
        assert!(!customer.is_empty() && customer.contains("Copy reply"), "{self:?}");
    }
}

async fn page(app: &TestApp, path: &str, role: Role, lang: &str) -> String {
    let session = app.sign_in(role).await;
    app.ask(Ask::get(path).session(&format!("lang={lang}; {session}"))).await.body
}

/// The first screen of the page that a pasted text leads to.
async fn pasted(app: &TestApp, text: &str) -> FirstScreen {
    let session = app.sign_in(Role::Support).await;
    let session = format!("lang=en; {session}");
    let sent = app.ask(Ask::post("/form/rids/look-up").form(&[("text", text)]).session(&session)).await;
    let to = sent.headers["location"].to_str().unwrap();
    FirstScreen::of(&app.ask(Ask::get(to).session(&session)).await.body)
}

/// The first screen of a call's page.
async fn told(app: &TestApp, call: PlantedCall) -> FirstScreen {
    let path = call.path.clone();
    let rid = app.sandbox.sandbox.plant(call).unwrap();
    pasted(app, &format!("POST {path} rid: {rid}")).await
}

#[tokio::test(flavor = "multi_thread")]
async fn each_answer_says_who_has_to_act_and_whether_a_clear_helps() {
    let app = TestApp::with_demo().await;
    let html = Some("<html>502 Bad Gateway</html>".to_owned());
    let good = Some(r#"{"errcode":0,"errmsg":"ok","total":3}"#.to_owned());
    let table = [
        (call(PHONE, 45011), DEVELOPERS, "No.", "Too many calls per minute"),
        (call(PHONE, 40001), DEVELOPERS, "No.", "The token is not valid"),
        (call(PHONE, 40003), DEVELOPERS, "No.", "The openid is wrong"),
        (call(PHONE, 43101), DEVELOPERS, "No.", "The person has not allowed this message"),
        (call(PHONE, 87014), CUSTOMER, "No.", "The content is risky"),
        (call(PHONE, 48001), ADMINISTRATOR, "No.", "The interface is not granted"),
        (call(PHONE, -1), "WeChat", "No.", "WeChat is busy"),
        (call(PHONE, 40164), ADMINISTRATOR, "No.", "The IP is not on the white list"),
        (call(PHONE, 61007), ADMINISTRATOR, "No.", "The interface is not granted to the platform"),
        (call(PHONE, 1007), DEVELOPERS, "No.", "errcode 1007: not in the catalogue"),
        (PlantedCall { response_body: good, ..call(PHONE, 0) }, "Nobody", "No.", "The call succeeded"),
        (PlantedCall { response_body: html, ..call(PHONE, 0) }, DEVELOPERS, "No.", "The answer contains no errcode"),
    ];
    for (call, who, helps, headline) in table {
        let screen = told(&app, call).await;
        assert!(screen.headline.contains(headline), "{headline}: {screen:?}");
        screen.check(who, helps);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_from_an_address_that_is_not_ours_is_the_answer() {
    let app = TestApp::with_demo().await;
    for errcode in [40001, 40014, 42001] {
        let screen = told(&app, from(STRANGER, call(PHONE, errcode))).await;
        assert!(screen.headline.contains("The call did not come from one of our servers"), "{screen:?}");
        screen.check(DEVELOPERS, "No.");
        let proof = format!("The call came from {STRANGER}, which is not one of our IP addresses.");
        assert!(screen.answer("Evidence").contains(&proof), "{screen:?}");
        assert!(screen.answer("What to do").contains("whose address this is"), "{screen:?}");
    }
    let blocked = told(&app, from(STRANGER, call(PHONE, 40164))).await;
    assert!(blocked.headline.contains("WeChat refused a call"), "{blocked:?}");
    assert!(blocked.answer("What to do").contains("before you add it to the list"), "{blocked:?}");

    let ours = told(&app, call(PHONE, 40001)).await;
    assert!(ours.answer("Evidence").contains(&format!("{OURS}, which is one of our IP addresses")), "{ours:?}");
    let other = told(&app, from(STRANGER, call(PHONE, 40003))).await;
    assert!(other.headline.contains("The openid is wrong"), "the address explains no openid: {other:?}");
    assert!(other.answer("Evidence").contains("not one of our IP addresses"), "{other:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_quota_of_a_day_that_is_over_needs_nobody() {
    let app = TestApp::with_demo().await;
    let at_ms = Some((app.clock.now() - SignedDuration::from_hours(30)).as_millisecond());
    let rid = app.sandbox.sandbox.plant(PlantedCall { at_ms, ..call("/wxa/msg_sec_check", 45009) }).unwrap();
    let screen = pasted(&app, &format!("POST /wxa/msg_sec_check rid: {rid}")).await;
    screen.check("Nobody", "No.");
    assert!(screen.answer("Reply to the customer").contains("should work again now"), "{screen:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_told_has_a_verdict_too() {
    let app = TestApp::with_demo().await;
    let sign_in =
        "GET /sns/jscode2session {\"errcode\":40029,\"errmsg\":\"invalid code, rid: 617682e0-09059ac5-34a8e2ea\"}";
    let screen = pasted(&app, sign_in).await;
    screen.check(CUSTOMER, "No.");
    assert!(screen.answer("What happened").starts_with("The login code is not valid"), "{screen:?}");
    assert!(screen.answer("Evidence").contains("Errcode 40029 comes from the pasted text"), "{screen:?}");
    assert!(screen.answer("Reply to the customer").contains("sign in once more"), "{screen:?}");

    let expired = pasted(&app, "rid: 617682e0-09059ac5-34a8e2eb").await;
    assert_eq!(expired.headline, "This rid has expired");
    expired.check(NOT_KNOWN, NOT_KNOWN);
    assert!(expired.answer("Reply to the customer").contains("try again"), "{expired:?}");

    let text = r#"{"errcode":45009,"errmsg":"reach max api daily quota limit rid: 617682e1-09059ac5-34a8e2eb"}"#;
    pasted(&app, text).await.check("Nobody", "No.");

    let made_up = format!("{:08x}-12345678-0abcdef0", (app.clock.now() - SignedDuration::from_mins(9)).as_second());
    let unknown = pasted(&app, &made_up).await;
    assert_eq!(unknown.headline, "WeChat did not find this rid");
    unknown.check(NOT_KNOWN, NOT_KNOWN);
    assert!(unknown.answer("Reply to the customer").contains("the complete error message"), "{unknown:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_offers_its_address_and_folds_what_was_sent() {
    let app = TestApp::with_demo().await;
    let secret = PlantedCall {
        query: "access_token=50_PlantedToken0001".to_owned(),
        request_body: r#"{"phone":"13800138000"}"#.to_owned(),
        ..call(PHONE, 40003)
    };
    let rid = app.sandbox.sandbox.plant(secret).unwrap();
    pasted(&app, &rid).await;
    for (lang, mask) in [("en", "‹masked›"), ("zh-CN", "‹已脱敏›")] {
        let html = page(&app, &format!("/rid/{rid}"), Role::Support, lang).await;
        let address =
            html.split("data-copy=\"").find(|rest| rest.split('"').next().unwrap().ends_with(&format!("/rid/{rid}")));
        assert!(address.is_some_and(|rest| rest.starts_with("http")), "{lang}");
        let body = html.split("<details").find(|part| part.contains(mask) && part.contains("phone")).unwrap();
        assert!(!body.split('>').next().unwrap().contains("open"), "{lang}: {body}");
        assert!(!html.contains("PlantedToken") && !html.contains("13800138000"), "{lang}");
        assert!(html.contains("href=\"/glossary#errcode\"") && html.contains("href=\"/glossary#clear\""), "{lang}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_to_the_glossary_finds_its_word() {
    let app = TestApp::with_demo().await;
    let rid = app.sandbox.sandbox.plant(call(PHONE, 40001)).unwrap();
    pasted(&app, &rid).await;
    for lang in ["en", "zh-CN"] {
        let glossary = page(&app, "/glossary", Role::Viewer, lang).await;
        let mut links = 0;
        for path in ["/rid", &format!("/rid/{rid}"), "/accounts/1", "/accounts/1/clear"] {
            let html = page(&app, path, Role::Admin, lang).await;
            for word in html.split("href=\"/glossary#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
                assert!(glossary.contains(&format!("id=\"{word}\"")), "{path}: {word}");
                links += 1;
            }
        }
        assert!(links >= 6, "{links}");
        assert!(words(&glossary).contains("617682e0-09059ac5-34a8e2ea"), "{lang}");
    }
}
