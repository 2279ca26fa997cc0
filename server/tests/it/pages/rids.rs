//! The rid desk's forms, right and wrong: where each leads, and what stands there.

use axum::http::header;
use domain::{Role, UsageState};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID, PlantedCall};
use serde_json::json;

use crate::support::app::{Ask, TestApp};
use crate::support::pages::words;

const PHONE: &str = "/wxa/business/getuserphonenumber";

fn planted(app: &TestApp) -> String {
    let call = PlantedCall {
        appid: Some(MALL_APPID.to_owned()),
        path: PHONE.to_owned(),
        at_ms: None,
        query: "access_token=50_PlantedToken0001".to_owned(),
        request_body: json!({"openid": "oPlantedOpenid00000000000001", "phone": "13800138000"}).to_string(),
        errcode: 45009,
        errmsg: None,
        response_body: None,
        cost_in_ms: Some(1_200),
        client_ip: Some("203.0.113.9".parse().unwrap()),
    };
    app.sandbox.sandbox.plant(call).unwrap()
}

/// Where a form leads, and the page there.
async fn post(app: &TestApp, role: Role, path: &str, fields: &[(&str, &str)]) -> (String, String) {
    let session = app.sign_in(role).await;
    let session = format!("lang=en; {session}");
    let sent = app.ask(Ask::post(path).form(fields).session(&session)).await;
    assert_eq!(sent.status, 302, "{}", sent.body);
    let to = sent.headers[header::LOCATION].to_str().unwrap().to_owned();
    let page = app.ask(Ask::get(&to).session(&session)).await;
    (to, page.body)
}

async fn paste(app: &TestApp, text: &str) -> (String, String) {
    post(app, Role::Support, "/form/rids/look-up", &[("text", text)]).await
}

/// A request that is kept, and what its page says that it is.
async fn kept(app: &TestApp) -> (String, String) {
    let rid = planted(app);
    let (to, page) = paste(app, &format!("POST {PHONE} rid: {rid}")).await;
    assert_eq!(to, format!("/rid/{rid}"));
    let version = page.split("name=\"instead_of\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    (rid, version)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_leads_where_its_rids_are_told() {
    let app = TestApp::with_demo().await;
    let (rid, _) = kept(&app).await;
    let (to, page) = paste(&app, &format!("{rid} and rid: 617682e0-09059ac5")).await;
    assert!(to == format!("/rid/{rid}") && page.contains("Group 3 is missing."), "what stood beside it: {page}");
    assert!(page.contains("slow") && page.contains("203.0.113.9") && page.contains(">ours<"), "{page}");

    let (to, page) = paste(&app, &format!("{rid} 617682e0-09059ac5-34a8e2ea hint: [abc!]")).await;
    assert_eq!(to, "/rid/lists/1");
    let told = words(&page);
    assert!(told.contains("2 rids") && told.contains("1 of 2 found at WeChat") && told.contains("abc!"), "{told}");
    let (to, page) = post(&app, Role::Support, "/form/rids/look-up-again", &[("list", "1")]).await;
    assert!(to == "/rid/lists/1" && words(&page).contains("1 of 2 found at WeChat"), "{page}");
    for nothing in ["2", "x", ""] {
        let (_, page) = post(&app, Role::Support, "/form/rids/look-up-again", &[("list", nothing)]).await;
        assert!(page.contains("List not found"), "{nothing}: {page}");
    }

    let (to, page) = paste(&app, "errcode: 45009, rid: 6176****").await;
    assert!(to == "/rid" && page.contains("Some digits of group 1 are hidden."), "{page}");
    assert!(page.contains("A call limit was reached: the daily"), "{page}");
    let old = "{\"errcode\":45009,\"errmsg\":\"x rid: 617682e1-09059ac5-34a8e2ea\"}";
    let (to, page) = paste(&app, old).await;
    assert_eq!(to, "/rid/617682e1-09059ac5-34a8e2ea");
    assert!(
        page.contains("This rid has expired") && page.contains("Errcode 45009 comes from the pasted text."),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn up_to_a_mebibyte_is_read_however_long_its_form_is() {
    let app = TestApp::new().await;
    let rid = "617682e0-09059ac5-34a8e2ea";
    let long = |filler: &str, bytes: usize| filler.repeat((bytes - 100) / filler.len()) + " " + rid;
    for filler in ["字", "{\"a\":1}", "a long line\n"] {
        let (to, _) = paste(&app, &long(filler, 1 << 20)).await;
        assert_eq!(to, format!("/rid/{rid}"), "{filler}");
    }
    let (to, page) = paste(&app, &long("a ", (1 << 20) + 200)).await;
    assert!(to == "/rid" && page.contains("The text is longer than 1 MiB"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn interface_and_ticket_of_a_request_are_saved_or_come_back() {
    let app = TestApp::with_demo().await;
    let (rid, version) = kept(&app).await;
    let own = format!("/rid/{rid}");
    let details = async |more: &[(&str, &str)]| {
        let fields = [&[("rid", rid.as_str()), ("account", "1")], more].concat();
        post(&app, Role::Lead, "/form/rids/details", &fields).await
    };
    let (to, page) = details(&[("ticket", "ftp://x"), ("instead_of", &version)]).await;
    assert!(to == format!("{own}#details") && page.contains("Enter an address that starts with"), "{page}");
    let (to, page) = details(&[("ticket", "https://t.example/0"), ("path", PHONE), ("instead_of", &version)]).await;
    assert!(to == own && page.contains("Interface and ticket were saved"), "{page}");
    // Another page that was open meanwhile.
    let (to, page) = details(&[("ticket", "https://t.example/1"), ("instead_of", &version)]).await;
    assert!(to == format!("{own}#details") && page.contains("Somebody else changed this"), "{page}");
    assert!(page.contains("https://t.example/0") && page.contains("https://t.example/1"), "both are there: {page}");
    assert!(page.contains("Replace the saved values"), "{page}");
    for (name, value) in [("rid", "x"), ("account", "99")] {
        let fields =
            [("rid", rid.as_str()), ("account", "1")].map(|(key, was)| (key, if key == name { value } else { was }));
        let (_, page) = post(&app, Role::Lead, "/form/rids/details", &fields).await;
        assert!(page.contains("This rid has not been looked up"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn notes_are_a_thread_with_author_and_time() {
    let app = TestApp::with_demo().await;
    let (rid, _) = kept(&app).await;
    let own = format!("/rid/{rid}#notes");
    let add = async |role, note: &str| {
        post(&app, role, "/form/rids/note", &[("rid", &rid), ("account", "1"), ("note", note)]).await
    };
    let (to, page) = add(Role::Support, "促销当天，电话 13800138000").await;
    assert!(to == own && page.contains("The note was added"), "{page}");
    assert!(page.contains("促销当天，电话 ‹masked›") && !page.contains("13800138000"), "{page}");
    let (_, page) = add(Role::Lead, "<b>fixed</b>").await;
    let thread = page.split("class=\"rid-thread\"").nth(1).unwrap().split("</ol>").next().unwrap();
    assert!(thread.find("促销当天").unwrap() < thread.find("&lt;b&gt;fixed").unwrap(), "the oldest first: {thread}");
    for shown in ["support", "lead", "<time"] {
        assert!(thread.contains(shown), "{shown}: {thread}");
    }
    assert_eq!(thread.matches(">Remove<").count(), 1, "a lead removes their own: {thread}");

    let (_, page) = add(Role::Support, "  ").await;
    assert!(page.contains("Enter a note."), "{page}");
    let long = "字".repeat(2_001);
    let (to, page) = add(Role::Support, &long).await;
    assert!(to == own && page.contains(&long) && page.contains("2,000"), "nothing of it is lost: {page}");

    let remove = async |role, note: &str| {
        post(&app, role, "/form/rids/note-remove", &[("rid", &rid), ("account", "1"), ("note", note)]).await.1
    };
    let page = remove(Role::Lead, "1").await;
    assert!(!page.contains("The note was removed") && page.contains("促销当天"), "it is another's: {page}");
    let page = remove(Role::Lead, "2").await;
    assert!(page.contains("The note was removed") && !page.contains("fixed"), "{page}");
    let page = remove(Role::Admin, "1").await;
    assert!(page.contains("The note was removed") && !page.contains("促销当天"), "an admin removes any: {page}");
    assert!(remove(Role::Admin, "1").await.contains("This rid has not been looked up"));
}

#[tokio::test(flavor = "multi_thread")]
async fn personal_data_is_shown_once_to_an_admin_who_says_why() {
    let app = TestApp::with_demo().await;
    let (rid, _) = kept(&app).await;
    let reveal = async |reason: &str| {
        let fields = [("rid", rid.as_str()), ("account", "1"), ("reason", reason)];
        post(&app, Role::Admin, "/form/rids/reveal", &fields).await
    };
    let (to, page) = reveal(" ").await;
    assert!(to == format!("/rid/{rid}#reveal") && page.contains("Enter a reason. Nothing was shown."), "{page}");
    let (to, page) = reveal("ticket 4711").await;
    assert_eq!(to, format!("/rid/{rid}/revealed"));
    assert!(page.contains("13800138000") && page.contains("ticket 4711") && !page.contains("PlantedToken"), "{page}");
    let session = app.sign_in(Role::Admin).await;
    let again = app.ask(Ask::get(&to).session(&format!("lang=en; {session}"))).await.body;
    assert!(again.contains("The original is no longer available") && !again.contains("13800138000"), "{again}");
    app.clock.advance(SignedDuration::from_hours(8 * 24));
    let session = format!("lang=en; {}", app.sign_in_again(Role::Admin).await);
    let page = app.ask(Ask::get(&format!("/rid/{rid}")).session(&session)).await.body;
    assert!(page.contains("The original can no longer be shown") && !page.contains("Show once"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_figures_say_counts_more_than_the_errcode() {
    let app = TestApp::with_demo().await;
    let (rid, _) = kept(&app).await;
    app.clock.advance(SignedDuration::from_mins(10));
    app.desk.sample_all(&crate::support::app::tester(), None).await.unwrap();
    let query = desk::overview::OverviewQuery { limit: 100, ..Default::default() };
    let rows = app.desk.overview(&crate::support::app::tester(), &query).await.unwrap().rows;
    let row = rows.iter().find(|row| row.cgi_path.as_str() == PHONE).unwrap();
    assert!(row.state != UsageState::Exhausted, "some is left");
    let session = app.sign_in(Role::Lead).await;
    let page = app.ask(Ask::get(&format!("/rid/{rid}")).session(&format!("lang=en; {session}"))).await.body;
    assert!(page.contains("The per-minute limit was reached"), "{page}");
    assert!(!page.contains("Clear this interface"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rid_of_a_refused_look_up_is_small_print() {
    let app = TestApp::with_demo().await;
    let rid = planted(&app);
    let refused = FaultKind::Errcode { errcode: 48001, errmsg: None };
    app.sandbox.sandbox.add_fault(Fault::on("/cgi-bin/openapi/rid/get", refused));
    let (to, page) = paste(&app, &format!("rid: {rid}")).await;
    assert_eq!(to, format!("/rid/{rid}"));
    let of_refusal = page.split("api unauthorized rid: ").nth(1).unwrap().split('<').next().unwrap();
    assert!(of_refusal.len() == 26 && of_refusal != rid, "{of_refusal}");
    assert!(
        !page.contains(&format!("/rid/{of_refusal}")) && !page.contains(&format!("value=\"{of_refusal}")),
        "{page}"
    );
}

/// The ids of a page's forms that look a group up: the value of their field.
fn groups_of(page: &str) -> Vec<String> {
    let after = page.split("name=\"group\" value=\"").skip(1);
    after.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_no_account_can_answer_is_said_before_any_call() {
    let app = TestApp::with_demo().await;
    let (to, page) = paste(&app, "错误代码： 41002， 消息： appid 丢失 rid： 62f75e3b-42aed3d8-0d985230").await;
    assert_eq!(to, "/rid/62f75e3b-42aed3d8-0d985230");
    assert!(page.contains("This rid belongs to no account") && page.contains("api_diagnosis"), "{page}");

    let line = |n: u32| format!("Error code: 40029, message: invalid code, rid: 6479b6d{}-27a2f381-{n:08x}", 5 + n / 8);
    let many = (0..16).map(line).collect::<Vec<_>>().join("\n") + "\nrid: 6479b6d6-12c3f";
    let (to, page) = paste(&app, &many).await;
    assert!(to.starts_with("/rid/lists/"), "{to}");
    for part in ["(40029)", "16 times in 2 s", "Show all 16 rids", "sign-in calls", "api_diagnosis", "6479b6d6-12c3f"] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert_eq!(page.matches("class=\"group\"").count(), 1, "{page}");
    assert!(!page.contains("look-up-again"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pasted_reply_is_shown_as_what_it_is() {
    let app = TestApp::with_demo().await;
    let rid = planted(&app);
    let at = rid[..8].to_owned();
    let at = i64::from_str_radix(&at, 16).unwrap();
    let reply = format!(
        r#"{{"errcode":0,"request":{{"invoke_time":{at},"cost_in_ms":1462,"request_url":"access_token=75_SecretSecretSecretSecret","request_body":"{{}}","response_body":"{{\"errcode\":268488001,\"errmsg\":\"system busy rid: {rid}\"}}","client_ip":"203.0.113.163"}}}}"#
    );
    let (to, page) = paste(&app, &reply).await;
    assert!(to.starts_with("/rid/lists/"), "{to}");
    for part in
        ["From the pasted text, not confirmed by WeChat", "268488001", "1,462 ms", "203.0.113.163", "system busy"]
    {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("SecretSecret") && page.contains("0 of 1 found at WeChat"), "{page}");
    let (_, page) = post(&app, Role::Support, "/form/rids/look-up-again", &[("list", &to[11..])]).await;
    assert!(page.contains("1 rid is being looked up"), "a person may ask: {page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn texts_without_a_rid_are_explained() {
    let app = TestApp::with_demo().await;
    for (text, parts, missing) in [
        (
            "errcode=45009, errmsg=api freq out of limit, hint: [1636945471_206_fe166e6c04a808758e674b37a38ab2db], from ip: 203.0.113.254",
            &["errcode 45009 of 企业微信", "devtool/query?e=45009", "fe166e6c04a808758e674b37a38ab2db"][..],
            "clear it",
        ),
        ("Error code: 45009", &["A call limit was reached", "an errcode but no rid", "after “rid:”"], "was not copied"),
        (
            "invalid credential, access_token is invalid or not latest rid:",
            &["The token is not valid", "Our developers", "Copy the complete line"],
            "contains no rid",
        ),
        (
            "cURL error 28: Operation timed out /wxa/x?access_token=56_x {(code: 0)",
            &["neither an errcode nor a rid"],
            "56_x",
        ),
        (
            "'secret' => '431148e67c431cab5e37219878746769'",
            &["The text contains an AppSecret", "Reset it in WeChat's console"],
            "431148",
        ),
        ("hello", &["The text contains no rid"], "errcode but no rid"),
    ] {
        let (to, page) = paste(&app, text).await;
        assert_eq!(to, "/rid");
        for part in parts {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(!page.contains(missing), "{missing} in {page}");
    }
    let secret = format!("'secret' => '431148e67c431cab5e37219878746769' rid: {}", planted(&app));
    let (_, page) = paste(&app, &secret).await;
    assert!(page.contains("The text contains an AppSecret") && !page.contains("431148"), "{page}");
}

/// The number of lookups that a page says are left, of the account that has the fewest.
fn left(page: &str) -> i64 {
    let told = words(page);
    let said = told.split("You have ").nth(1).and_then(|said| said.split(' ').next()?.parse().ok());
    said.unwrap_or_else(|| panic!("{told}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn look_ups_left_are_shown_and_a_paste_uses_some() {
    let app = TestApp::with_demo().await;
    let session = format!("lang=en; {}", app.sign_in(Role::Support).await);
    let page = app.ask(Ask::get("/rid").session(&session)).await.body;
    assert!(words(&page).contains("each account has 500 a day, each person at most 375"), "{page}");
    assert_eq!(left(&page), 375);
    let at = app.desk.clock().now().as_second() - 60;
    let line = |n: i64| format!("errcode {} rid: {at:08x}-00000001-{n:08x}", if n < 150 { 45009 } else { 48001 });
    let many = (0..200).map(line).collect::<Vec<_>>().join("\n");
    let (to, page) = paste(&app, &many).await;
    assert!(page.contains("50 rids are being looked up") && page.contains("Not looked up yet"), "{page}");
    assert_eq!(left(&app.ask(Ask::get("/rid").session(&session)).await.body), 375, "none was asked for yet");
    while app.desk.run_due_lookups().await.unwrap() > 0 {
        app.clock.advance(SignedDuration::from_secs(60));
    }
    let used = 375 - left(&app.ask(Ask::get("/rid").session(&session)).await.body);
    assert!(used >= 50, "one at least for each that was looked up: {used}");
    let page = app.ask(Ask::get(&to).session(&session)).await.body;
    let groups = groups_of(&page);
    assert!(groups.contains(&"48001 ".to_owned()) && page.contains("At most 50 rids"), "{groups:?} {page}");
    let fields = [("list", &to[11..]), ("group", "48001 ")];
    let (_, page) = post(&app, Role::Support, "/form/rids/look-up-again", &fields).await;
    assert!(page.contains("50 rids are being looked up"), "{page}");
}
