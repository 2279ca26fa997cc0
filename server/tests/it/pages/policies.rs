//! The pages of policies, by the pages and their forms: rules, dry runs, decisions, and the switch that stops them.

use desk::clears::ClearSettings;
use desk::policies::{Policy, TypedPolicy};
use domain::policies::Mode;
use domain::{PolicyId, Role};
use http::{StatusCode, header};
use jiff::SignedDuration;
use sandbox::{Fault, FaultKind, MALL_APPID};
use sqlx::Executor;

use crate::support::app::{Ask, TestApp, tester};
use crate::support::clears::mall;
use crate::support::pages::hidden;
use crate::support::pages::{post, read, runs, seen, words};

const POLICIES: &str = "/policies";
const NEW: &str = "/policies/new";
const TRY: &str = "/policies/try";
const PHONE: &str = "/wxa/business/getuserphonenumber";
const SCRIPT: &str = "<script>alert(1)</script>";

/// The usual form with another name, and whatever else differs.
fn typed<'a>(name: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let whose = if other.iter().any(|(of, _)| *of == "accounts[]") { "these" } else { "all" };
    let usual = [
        ("name", name),
        ("whose", whose),
        ("trigger", "used"),
        ("percent", "95"),
        ("time", "18:00"),
        ("mode", "notify"),
        ("reserve_account", "3"),
        ("reserve_interface", "10"),
        ("a_day", "1"),
        ("a_month", "5"),
        ("cooldown", "120"),
        ("before_reset", "60"),
    ];
    let kept = usual.into_iter().filter(|(field, _)| other.iter().all(|(of, _)| of != field));
    kept.chain(other.iter().copied()).collect()
}

/// Posts a form of policies; the address that follows carries nothing of anybody's.
async fn send(app: &TestApp, form: &str, cookie: &str, fields: &[(&str, &str)]) -> String {
    let to = post(app, &format!("/form/policies/{form}"), cookie, fields).await;
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"/#-".contains(&byte);
    assert!(to.bytes().all(plain), "no text in {to}");
    to
}

impl TestApp {
    /// A policy that clears from 90 % on.
    async fn clearing(&self, name: &str) -> PolicyId {
        let mode = Mode::Clear.word().to_owned();
        let typed = TypedPolicy { name: name.to_owned(), percent: "90".to_owned(), mode, ..TypedPolicy::usual() };
        self.desk.add_policy(&tester(), &typed).await.unwrap()
    }

    async fn kept(&self) -> Vec<Policy> {
        self.store.policies().await.unwrap()
    }

    /// Reads everything, and lets policies act.
    async fn read_and_act(&self) {
        self.desk.sample_all(&tester(), None).await.unwrap();
        self.desk.run_due_policies().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_leads_and_admins_see_them_or_change_anything() {
    let app = TestApp::new().await;
    let id = app.clearing("night watch").await;
    let own = format!("{POLICIES}/{id}");
    let before = app.kept().await;
    for role in [Role::Viewer, Role::Support] {
        let cookie = app.sign_in(role).await;
        for path in [POLICIES, NEW, TRY, &own, &format!("{own}/edit"), &format!("{own}/try"), "/policies/99"] {
            let page = seen(&app, path, &cookie).await;
            assert_eq!(page.status, StatusCode::FORBIDDEN, "{path}");
            assert!(!page.body.contains("night watch") && !page.body.contains("/form/policies"), "{path}");
            assert!(!page.body.contains("href=\"/policies\""), "the header leads nowhere: {path}");
        }
        let policy = id.to_string();
        for (form, fields) in [
            ("save", typed("eve", &[])),
            ("save", typed("eve", &[("policy", &policy), ("version", "1")])),
            ("try", typed("eve", &[])),
            ("mode", vec![("policy", &policy), ("version", "1"), ("mode", "notify")]),
            ("pause", vec![("policy", &policy), ("paused", "yes")]),
            ("remove", vec![("policy", &policy)]),
            ("kill-switch", vec![("stopped", "yes"), ("reason", "eve")]),
        ] {
            let to = send(&app, form, &cookie, &fields).await;
            assert_eq!(seen(&app, &to, &cookie).await.status, StatusCode::FORBIDDEN, "{form}");
        }
    }
    assert_eq!(app.kept().await, before);
    assert_eq!(app.store.kill_switch().await.unwrap(), None);
    let lead = app.sign_in(Role::Lead).await;
    let list = read(&app, POLICIES, &lead).await;
    assert!(list.contains("night watch Every watched interface of all accounts: when 90% or more"), "{list}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_stands_at_its_field_with_everything_that_was_typed() {
    let app = mall(ClearSettings::default()).await;
    let lead = app.sign_in(Role::Lead).await;
    let empty = read(&app, POLICIES, &lead).await;
    for told in ["No policies yet", "A policy says what to do when a share of a quota is used", "New policy"] {
        assert!(empty.contains(told), "{told}: {empty}");
    }
    app.clearing("taken").await;
    for (other, told) in [
        ([("name", " ")], "Enter a name."),
        ([("name", "taken")], "Another policy has this name. Choose another name."),
        ([("whose", "")], "Choose all accounts, or select at least one."),
        ([("whose", "these")], "Choose all accounts, or select at least one."),
        ([("accounts[]", "77")], "One of these accounts is retired or no longer exists."),
        ([("paths", "/cgi-bin/x\n/sns/userinfo")], "/sns/userinfo"),
        ([("excluded", "a b")], "a path can contain only letters"),
        ([("trigger", "moon")], "Choose one of the options."),
        ([("percent", "101")], "Enter a whole number from 1 to 100."),
        ([("mode", "")], "Choose one of the options."),
        ([("reserve_account", "-1")], "Enter a whole number from 0 to 1,000."),
        ([("reserve_interface", "x")], "Enter a whole number from 0 to 1,000."),
        ([("a_day", "0")], "Enter a whole number from 1 to 1,000."),
        ([("a_month", "")], "Enter a whole number from 1 to 1,000."),
        ([("cooldown", "44641")], "Enter a whole number of minutes from 0 to 44,640"),
        ([("quiet_from", "22:00")], "Enter two different times"),
        ([("before_reset", "1440")], "Enter a whole number of minutes from 5 to 1,439"),
    ] {
        for form in ["save", "try"] {
            // Whether a name is free is only known when it is kept.
            if form == "try" && other == [("name", "taken")] {
                continue;
            }
            let to = send(&app, form, &lead, &typed("夜班 🛒", &other)).await;
            assert_eq!(to, NEW, "{form} {other:?}");
            let page = seen(&app, &to, &lead).await;
            let read = words(&page.body);
            let told = if told.starts_with("a path") { "letters, digits" } else { told };
            assert!(read.contains(told), "{form} {told}: {read}");
            let [(field, value)] = other;
            assert!(read.contains("Nothing was saved. Correct the marked fields."), "{form} {other:?}: {read}");
            let marked = format!("f-{}", field.trim_end_matches("[]"));
            assert!(page.body.contains(&format!("href=\"#{marked}\"")), "{form} {other:?}");
            assert!(page.body.contains(&format!("id=\"{marked}\"")), "{form} {other:?}");
            // What is chosen has no field of its own to be marked.
            let chosen = ["trigger", "mode", "whose", "accounts[]"].contains(&field);
            assert!(page.body.contains("class=\"error\""), "{form} {other:?}");
            assert!(chosen || page.body.contains("aria-invalid"), "{form} {other:?}");
            if !chosen {
                let kept =
                    value.lines().all(|line| page.body.contains(&format!("{line}\"")) || read.contains(line.trim()));
                assert!(kept, "{form} {field}: {}", page.body);
            }
            if field != "name" {
                assert!(page.body.contains("value=\"夜班 🛒\""), "{form} {field}");
            }
        }
    }
    let time = typed("late", &[("trigger", "runs-out-before"), ("time", "25:00")]);
    let page = seen(&app, &send(&app, "save", &lead, &time).await, &lead).await;
    assert!(words(&page.body).contains("Enter a time from 00:01 to 23:59, such as 18:00."), "{}", words(&page.body));
    assert!(page.body.contains("value=\"25:00\""), "{}", page.body);
    let never = typed("never", &[("trigger", "runs-out-before"), ("time", "00:00")]);
    let page = seen(&app, &send(&app, "save", &lead, &never).await, &lead).await;
    assert!(words(&page.body).contains("Enter a time from 00:01 to 23:59"), "nothing runs out before the day begins");
    let host = typed("host", &[("excluded", "https://api.weixin.qq.com/")]);
    let page = seen(&app, &send(&app, "save", &lead, &host).await, &lead).await;
    assert!(words(&page.body).contains("Enter a path such as") && !words(&page.body).contains("Select an interface"));
    assert_eq!(app.kept().await.len(), 1);
    let chinese = app.ask(Ask::get(NEW).session(&format!("lang=zh-CN; {lead}"))).await.body;
    assert!(!chinese.contains('⟦') && words(&chinese).contains("自动清零的限制"), "{chinese}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_is_made_and_told_in_words() {
    let app = mall(ClearSettings::default()).await;
    let admin = app.sign_in(Role::Admin).await;
    let fields = typed(
        SCRIPT,
        &[
            ("accounts[]", "1"),
            ("paths", "https://api.weixin.qq.com/wxa/business/getuserphonenumber?access_token=50_secret"),
            ("excluded", "/wxa/msg_sec_check"),
            ("trigger", "runs-out-before"),
            ("whole_account", "yes"),
            ("quiet_from", "22:00"),
            ("quiet_to", "6:00"),
        ],
    );
    let to = send(&app, "save", &admin, &fields).await;
    assert_eq!(to, "/policies/1");
    let page = seen(&app, &to, &admin).await;
    let told = words(&page.body);
    for part in [
        "The policy is saved. It acts from the next reading on.",
        "host removed",
        "Get phone number of 商城小程序, except 1: when it is predicted to run out before 18:00",
        "Applies now to 1 interface",
        "Action Notify people",
        "single interfaces, and all interfaces of an account if that is cheaper",
        "10 single-interface, 3 account-wide",
        "1 per day and 5 per month on each account",
        "Cooldown 2 h",
        "22:00–06:00 (Asia/Shanghai)",
        "no clears in the last 1 h before 00:00 (Asia/Shanghai)",
        "No decisions yet",
        "This policy only notifies people and makes no clears.",
        "Limits on each account: 1 per day, 5 per month.",
        "never uses the last 10 and the last 3 of an account",
    ] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    assert!(!runs(&page.body) && !page.body.contains("50_secret"), "{}", page.body);
    assert!(!read(&app, &to, &admin).await.contains("is kept"), "it is told once");
    let chinese = app.ask(Ask::get(&to).session(&format!("lang=zh-CN; {admin}"))).await.body;
    assert!(!chinese.contains('⟦') && words(&chinese).contains("按当前速度将在 18:00 前用尽时"), "{chinese}");
    let trail = read(&app, "/audit?what=policy-added", &admin).await;
    for part in
        ["Accounts: 商城小程序", "Condition: it is predicted to run out before 18:00", "Quiet hours: 22:00–06:00"]
    {
        assert!(trail.contains(part), "{part:?} in {trail}");
    }
    for none in ["/policies/99", "/policies/x", "/policies/99/edit", "/policies/99/try"] {
        let page = seen(&app, none, &admin).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND, "{none}");
        assert!(words(&page.body).contains("Policy not found"), "{none}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_was_overtaken_sees_the_newer_rules_beside_their_own() {
    let app = mall(ClearSettings::default()).await;
    let (admin, lead) = (app.sign_in(Role::Admin).await, app.sign_in(Role::Lead).await);
    app.clearing("night watch").await;
    let edit = "/policies/1/edit";
    let form = seen(&app, edit, &lead).await;
    let (policy, version) = (hidden(&form, "policy"), hidden(&form, "version"));
    let of = [("policy", policy.as_str()), ("version", version.as_str())];
    let by = |percent: &'static str| typed("night watch", &[of[0], of[1], ("percent", percent), ("mode", "clear")]);
    assert_eq!(send(&app, "save", &admin, &by("80")).await, "/policies/1");
    assert!(read(&app, "/policies/1", &admin).await.contains("Saved. The new rules apply"), "the first one is kept");

    let to = send(&app, "save", &lead, &by("70")).await;
    assert_eq!(to, edit);
    let page = seen(&app, &to, &lead).await;
    let told = words(&page.body);
    for part in ["Somebody else changed this policy in the meantime", "Your changes were not saved.", "80% or more"] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    assert!(page.body.contains("value=\"70\""), "what was typed stays");
    assert_eq!(app.kept().await[0].version, 2);
    let newer = hidden(&page, "version");
    assert_eq!(newer, "2", "to be put in place of the newer one knowingly");
    let again = typed("night watch", &[of[0], ("version", &newer), ("percent", "70"), ("mode", "clear")]);
    send(&app, "save", &lead, &again).await;
    assert!(read(&app, "/policies/1", &lead).await.contains("70% or more"));

    let outdated = [("policy", "1"), ("version", "1"), ("mode", "notify")];
    let to = send(&app, "mode", &lead, &outdated).await;
    let told = read(&app, &to, &lead).await;
    assert!(told.contains("Nothing was changed. Check the current rules, then try again."), "{told}");
    assert_eq!(app.kept().await[0].rules.mode, Mode::Clear);
    let unchanged = typed("night watch", &[of[0], ("version", "3"), ("percent", "70"), ("mode", "clear")]);
    let told = read(&app, &send(&app, "save", &lead, &unchanged).await, &lead).await;
    assert!(told.contains("Nothing changed."), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_typed_is_tried_without_being_kept() {
    let app = mall(ClearSettings::default()).await;
    app.clock.advance(SignedDuration::from_hours(1));
    app.sandbox.sandbox.consume(MALL_APPID, PHONE, 100_000).unwrap();
    app.desk.sample_all(&tester(), None).await.unwrap();
    let lead = app.sign_in(Role::Lead).await;
    let gone = read(&app, TRY, &lead).await;
    assert!(gone.contains("The rules of this trial are no longer available") && gone.contains("New policy"), "{gone}");
    let fields = typed("夜班", &[("mode", "clear"), ("paths", PHONE), ("quiet_from", "01:00"), ("quiet_to", "05:00")]);
    assert_eq!(send(&app, "try", &lead, &fields).await, TRY);
    for _ in 0..2 {
        let page = seen(&app, TRY, &lead).await;
        let told = words(&page.body);
        for part in [
            "Dry run of 夜班, last 30 days",
            "This is only a trial. Nothing was saved or cleared.",
            "2 successful readings of 1 interface",
            "Single-interface clears 1 at least",
            "Readings do not show calls that services tried after a limit was reached.",
            "would have cleared this interface",
            "Change or save",
        ] {
            assert!(told.contains(part), "{part:?} in {told}");
        }
        assert!(page.body.contains("value=\"夜班\"") && page.body.contains("value=\"05:00\""), "all of it is kept");
        assert!(told.contains(PHONE), "{told}");
    }
    assert!(app.kept().await.is_empty());
    let chinese = app.ask(Ask::get(TRY).session(&format!("lang=zh-CN; {lead}"))).await.body;
    assert!(!chinese.contains('⟦') && words(&chinese).contains("会清零此接口"), "in the other language too: {chinese}");
    let back = seen(&app, NEW, &lead).await.body;
    assert!(back.contains("value=\"夜班\""), "and back at the form");

    let incident = typed("夜班", &[("trigger", "incident")]);
    let told = read(&app, &send(&app, "try", &lead, &incident).await, &lead).await;
    assert!(told.contains("You cannot try a policy whose condition is a report of a service"), "{told}");

    app.clearing("kept").await;
    let told = read(&app, "/policies/1/try", &lead).await;
    assert!(told.contains("Dry run of kept") && told.contains("would have cleared this interface"), "{told}");
    let told = read(&app, "/policies/1/try?mode=notify", &lead).await;
    assert!(told.contains("Notices it would have sent 1") && told.contains("would have notified people"), "{told}");
    let of = typed("kept", &[("policy", "1"), ("version", "1"), ("percent", "50")]);
    let page = seen(&app, &send(&app, "try", &lead, &of).await, &lead).await;
    assert_eq!((hidden(&page, "policy"), hidden(&page, "version")), ("1".to_owned(), "1".to_owned()));
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_policy_is_paused_resumed_switched_and_removed() {
    let app = mall(ClearSettings::default()).await;
    let lead = app.sign_in(Role::Lead).await;
    let to = send(&app, "save", &lead, &typed("night watch", &[])).await;
    let told = async |form: &str, fields: &[(&str, &str)]| {
        let to = send(&app, form, &lead, fields).await;
        read(&app, &to, &lead).await
    };
    let page = told("pause", &[("policy", "1"), ("paused", "yes")]).await;
    assert!(page.contains("Paused. The policy does nothing until") && page.contains("paused Edit"), "{page}");
    assert!(page.contains("Resume") && !page.contains(" Pause "), "{page}");
    let page = told("pause", &[("policy", "1"), ("paused", "yes")]).await;
    assert!(page.contains("Nothing changed."), "{page}");
    let page = told("pause", &[("policy", "1"), ("paused", "no")]).await;
    assert!(page.contains("Resumed. The policy acts from the next reading on."), "{page}");
    let version = hidden(&seen(&app, &to, &lead).await, "version");
    let page = told("mode", &[("policy", "1"), ("version", &version), ("mode", "clear")]).await;
    assert!(
        page.contains("This policy now makes clears automatically") && page.contains("Switch to notify only"),
        "{page}"
    );
    for odd in [("pause", ("paused", "maybe")), ("mode", ("mode", "moon")), ("kill-switch", ("stopped", ""))] {
        let page = told(odd.0, &[("policy", "1"), odd.1]).await;
        assert!(page.contains("Nothing changed"), "{odd:?}: {page}");
    }

    app.desk.retire_account(&tester(), domain::AccountId(1)).await.unwrap();
    let page = read(&app, &to, &lead).await;
    assert!(page.contains("No watched interface matches these rules"), "{page}");

    let page = told("remove", &[("policy", "1")]).await;
    assert!(
        page.contains("night watch was removed. Its decisions are kept.") && page.contains("No policies yet"),
        "{page}"
    );
    let page = seen(&app, &to, &lead).await;
    assert!(words(&page.body).contains("lead removed this policy. Its decisions are kept."), "{}", words(&page.body));
    assert!(!page.body.contains("/form/policies"), "nothing can be done with it: {}", page.body);
    for form in ["remove", "pause", "mode", "save"] {
        let fields = typed("x", &[("policy", "1"), ("version", "1"), ("paused", "no")]);
        let to = send(&app, form, &lead, &fields).await;
        assert!(read(&app, &to, &lead).await.contains("Policy not found"), "{form}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_was_retired_is_unticked_knowingly() {
    let app = mall(ClearSettings::default()).await;
    let lead = app.sign_in(Role::Lead).await;
    send(&app, "save", &lead, &typed("mall only", &[("accounts[]", "1")])).await;
    app.desk.retire_account(&tester(), domain::AccountId(1)).await.unwrap();
    let page = seen(&app, "/policies/1/edit", &lead).await;
    assert!(words(&page.body).contains("商城小程序 (retired)"), "{}", words(&page.body));
    let to = send(&app, "mode", &lead, &[("policy", "1"), ("version", "1"), ("mode", "clear")]).await;
    assert_eq!(to, "/policies/1/edit", "it has to be corrected first");
    let page = seen(&app, &to, &lead).await;
    assert!(words(&page.body).contains("Remove it from the selection."), "{}", words(&page.body));
    assert_eq!(app.kept().await[0].rules.mode, Mode::Notify);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_decision_is_told_where_it_is_looked_for() {
    let app = mall(ClearSettings::default()).await;
    app.clearing("night watch").await;
    let (lead, viewer) = (app.sign_in(Role::Lead).await, app.sign_in(Role::Viewer).await);
    let interface = "/accounts/1/interfaces/1";
    assert!(!read(&app, interface, &lead).await.contains("Automation"), "nothing was decided yet");
    app.sandbox.sandbox.consume(MALL_APPID, PHONE, 100_000).unwrap();
    app.read_and_act().await;
    for _ in 0..3 {
        app.sandbox.sandbox.consume(MALL_APPID, PHONE, 100_000).unwrap();
        app.clock.advance(SignedDuration::from_mins(2));
        app.read_and_act().await;
    }
    let page = seen(&app, "/policies/1", &lead).await;
    let told = words(&page.body);
    for part in ["started a clear of this interface", "did not clear: cooldown until", "×3, last 09:36", "商城小程序"]
    {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    assert!(page.body.contains("href=\"/clears/1\"") && page.body.contains(&format!("href=\"{interface}\"")));
    let list = read(&app, POLICIES, &lead).await;
    assert!(list.contains("clears") && list.contains("did not clear: cooldown until"), "{list}");

    let page = seen(&app, interface, &lead).await.body;
    assert!(words(&page).contains("Automation") && page.contains("href=\"/policies/1\""), "{}", words(&page));
    let page = seen(&app, interface, &viewer).await.body;
    assert!(words(&page).contains("Automation") && words(&page).contains("night watch"), "{}", words(&page));
    assert!(!page.contains("href=\"/policies") && !page.contains("href=\"/clears"), "links that would be refused");

    for (path, who) in [
        ("/clears", "night watch by policy"),
        ("/clears/1", "night watch (policy)"),
        ("/budget", "night watch by policy"),
        ("/audit", "night watch (policy)"),
        ("/clears?actor=policy%3Anight%20watch", "night watch by policy"),
        ("/audit?who=policy%3Anight%20watch", "Clear started night watch (policy)"),
    ] {
        let told = read(&app, path, &lead).await;
        assert!(told.contains(who), "{path}: {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspended_policy_says_by_what_and_is_resumed() {
    let app = mall(ClearSettings::default()).await;
    app.clearing("night watch").await;
    let lead = app.sign_in(Role::Lead).await;
    app.clock.advance(SignedDuration::from_mins(1));
    app.sandbox.sandbox.consume(MALL_APPID, PHONE, 100_000).unwrap();
    app.sandbox.sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/clear", FaultKind::Html));
    app.read_and_act().await;
    let told = read(&app, "/policies/1", &lead).await;
    for part in [
        "suspended Edit",
        "Clear #1 of this policy could not be confirmed as effective, so the policy makes no more clears",
        "select Resume",
        "Action Clear and notify people suspended",
        "This policy can make clears automatically, within the limits above. It makes none at the moment: suspended",
    ] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    let page = seen(&app, "/policies/1", &lead).await.body;
    assert!(page.contains("href=\"/clears/1\""));
    app.database().await.execute("UPDATE clears SET state = 'effective' WHERE id = 1").await.unwrap();
    let told = read(&app, "/policies/1", &lead).await;
    assert!(told.contains("The clear has since been confirmed as effective."), "{told}");
    app.clock.advance(SignedDuration::from_mins(1));
    let to = send(&app, "pause", &lead, &[("policy", "1"), ("paused", "no")]).await;
    let told = read(&app, &to, &lead).await;
    assert!(told.contains("auto-clear Edit") && !told.contains("could not be confirmed as effective"), "{told}");
    assert!(read(&app, "/audit", &lead).await.contains("Suspended by clear: #1"));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_that_waits_for_reports_is_told_so() {
    let app = mall(ClearSettings::default()).await;
    let lead = app.sign_in(Role::Lead).await;
    let to = send(&app, "save", &lead, &typed("reports", &[("trigger", "incident"), ("percent", "９５％")])).await;
    let told = read(&app, &to, &lead).await;
    assert!(told.contains("It acts from the next report on."), "{told}");
    assert!(
        told.contains("Switch to auto-clear…") && !told.contains("Try auto-clear on stored readings first"),
        "it cannot be tried: {told}"
    );
    let wide = [
        ("trigger", "runs-out-before"),
        ("time", "１８：００"),
        ("a_day", "２"),
        ("quiet_from", "２２:00"),
        ("quiet_to", "6：00"),
    ];
    let to = send(&app, "save", &lead, &typed("wide", &wide)).await;
    let told = read(&app, &to, &lead).await;
    for part in ["run out before 18:00", "2 per day", "22:00–06:00", "Try auto-clear on stored readings first"] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_switch_stops_all_and_every_page_says_so() {
    let app = mall(ClearSettings::default()).await;
    app.clearing("night watch").await;
    let (lead, viewer) = (app.sign_in(Role::Lead).await, app.sign_in(Role::Viewer).await);
    let band = async |cookie: &str, path: &str| {
        let page = seen(&app, path, cookie).await.body;
        let band = page.split_once("class=\"band stopped\"").map(|(_, rest)| rest.split("</aside>").next().unwrap());
        band.map(|band| (words(&format!("<main {band}")), band.contains("href=\"/policies#kill-switch\"")))
    };
    assert_eq!(band(&viewer, "/").await, None);
    let long = "长".repeat(501);
    let to = send(&app, "kill-switch", &lead, &[("stopped", "yes"), ("reason", &long)]).await;
    assert_eq!(to, "/policies#kill-switch");
    let page = seen(&app, &to, &lead).await.body;
    assert!(words(&page).contains("At most 500 characters; you entered 501.") && page.contains(&long), "{page}");
    assert_eq!(band(&viewer, "/").await, None);

    let to = send(&app, "kill-switch", &lead, &[("stopped", "yes"), ("reason", SCRIPT)]).await;
    assert_eq!(to, POLICIES);
    let page = seen(&app, &to, &lead).await.body;
    let told = words(&page);
    for part in ["All automatic clears are stopped.", "lead stopped all automatic clears", "Resume automatic clears"] {
        assert!(told.contains(part), "{part:?} in {told}");
    }
    assert!(!runs(&page) && !told.contains("Stop all automatic clears…"), "{told}");
    let words_of = format!("Automatic clears have been off since 09:30, stopped by lead: {SCRIPT}");
    for path in ["/", "/accounts", "/accounts/1", "/sampler", "/settings", "/nowhere"] {
        let (told, leads_on) = band(&viewer, path).await.unwrap_or_else(|| panic!("{path}"));
        assert!(told.contains(&words_of), "{path}: {told}");
        assert!(!leads_on, "a viewer could not change it: {path}");
    }
    for path in [POLICIES, "/policies/1"] {
        let page = read(&app, path, &lead).await;
        assert!(page.contains("clears stopped"), "{path}: {page}");
    }
    let (told, leads_on) = band(&lead, "/policies/1").await.unwrap();
    assert!(told.contains(&words_of) && leads_on, "{told}");

    app.sandbox.sandbox.consume(MALL_APPID, PHONE, 100_000).unwrap();
    app.read_and_act().await;
    assert_eq!(app.sandbox.sandbox.counts().clears.len(), 0);
    let told = read(&app, "/policies/1", &lead).await;
    assert!(told.contains("did not clear: all automatic clears are stopped"), "{told}");

    let told = read(&app, &send(&app, "kill-switch", &lead, &[("stopped", "yes")]).await, &lead).await;
    assert!(told.contains("Nothing changed."), "{told}");
    let told = read(&app, &send(&app, "kill-switch", &lead, &[("stopped", "no")]).await, &lead).await;
    assert!(told.contains("Automatic clears are resumed.") && told.contains("Stop all automatic clears…"), "{told}");
    assert_eq!(band(&viewer, "/").await, None);
    let reply = app.ask(Ask::get("/login").nobody()).await;
    assert!(!reply.body.contains("band stopped") && reply.headers.get(header::LOCATION).is_none());
}
