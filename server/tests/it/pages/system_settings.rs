//! The system settings, and the warning and critical lines of accounts and interfaces.

use desk::settings::{GivenSetting, Layer, Origin};
use domain::{Role, SettingKey, Thresholds};
use http::StatusCode;
use server::Settings;

use super::signing_in::{PASSWORD, WRONG, alice, post, read, seen, to, with_alice, words};
use crate::support::app::{TestApp, tester};

const PAGE: &str = "/settings/system";
const FORM: &str = "/form/settings/system";
const LINES: &str = "/form/usage-lines/set";

fn given(name: &str, value: &str, layer: Layer, origin: &str) -> GivenSetting {
    let origin = Origin { layer, name: origin.to_owned() };
    GivenSetting { name: name.to_owned(), value: Some(value.to_owned()), origin }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_setting_is_changed_on_the_page_and_reset() {
    let app = with_alice(Role::Admin).await;
    let cookie = alice(&app).await;
    let page = read(&app, PAGE, &cookie).await;
    assert!(page.contains("Warning threshold (%)") && page.contains("Default value."), "{page}");
    let fields = [("group", "lines"), ("warning_percent", "70"), ("critical_percent", "90")];
    let reply = post(&app, FORM, &cookie, &fields).await;
    assert_eq!(to(&reply), "/settings/system#lines");
    let page = seen(&app, PAGE, &cookie).await;
    let text = words(&page.body);
    assert!(text.contains("Saved: Warning and critical thresholds."), "{text}");
    assert!(text.contains("Set on this page by Alice") && text.contains("the default is 80"), "{text}");
    assert!(page.body.contains("value=\"70\"") && text.contains("Reset “Critical threshold (%)” to 95"), "{text}");

    let reset = [("group", "lines"), ("reset", "warning_percent"), ("warning_percent", "70"), ("critical_percent", "")];
    post(&app, FORM, &cookie, &reset).await;
    let page = seen(&app, PAGE, &cookie).await;
    assert!(words(&page.body).contains("is back to its default"), "{}", page.body);
    assert!(page.body.contains("value=\"80\"") && page.body.contains("value=\"90\""), "{}", page.body);
    let audit = read(&app, "/audit", &cookie).await;
    assert!(audit.contains("System settings changed") && audit.contains("System settings reset"), "{audit}");
    assert!(audit.contains("Warning threshold (%)"), "{audit}");
}

#[tokio::test(flavor = "multi_thread")]
async fn how_long_records_are_kept_is_set_here() {
    let app = with_alice(Role::Admin).await;
    let cookie = alice(&app).await;
    let text = read(&app, PAGE, &cookie).await;
    assert!(text.contains("Data retention Older records are deleted for good"), "{text}");
    let fields = [("group", "retention"), ("incidents_kept_days", "0"), ("lists_kept_days", "7")];
    assert_eq!(to(&post(&app, FORM, &cookie, &fields).await), "/settings/system#retention");
    let kept = app.desk.live().values.retention;
    assert_eq!((kept.incidents, kept.lists, kept.rids), (0, 7, 365));
    let page = seen(&app, PAGE, &cookie).await;
    assert!(words(&page.body).contains("Reset “Days to keep pasted lists” to 30"), "{}", words(&page.body));
    post(&app, FORM, &cookie, &[("group", "retention"), ("rids_kept_days", "36501")]).await;
    let text = read(&app, PAGE, &cookie).await;
    assert!(text.contains("Enter a whole number from 0 to 36"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_value_is_said_beside_its_field_and_kept() {
    let app = with_alice(Role::Admin).await;
    let cookie = alice(&app).await;
    for (fields, told, kept) in [
        (
            vec![("group", "lines"), ("warning_percent", "120"), ("critical_percent", "90")],
            "Enter a whole number from 1 to 100.",
            "value=\"120\"",
        ),
        (
            vec![("group", "lines"), ("warning_percent", "95"), ("critical_percent", "90")],
            "must be below the critical threshold",
            "value=\"95\"",
        ),
        (vec![("group", "display"), ("time_zone", "Nowhere/\"><b>Land")], "Unknown time zone.", "Nowhere/&quot;&gt;"),
        (
            vec![("group", "addresses"), ("our_addresses", "203.0.113.0/24\n10.0.0.<b>")],
            "is neither an IP address",
            "10.0.0.&lt;b",
        ),
        (
            vec![("group", "calls"), ("reading_interval_hours", ""), ("rid_calls_a_day", "500")],
            "from 1 to 24",
            "value=\"500\"",
        ),
    ] {
        let reply = post(&app, FORM, &cookie, &fields).await;
        assert!(to(&reply).starts_with("/settings/system#"));
        let page = seen(&app, PAGE, &cookie).await;
        assert!(words(&page.body).contains(told), "{told}: {}", words(&page.body));
        assert!(page.body.contains(kept) && !page.body.contains("<b>Land"), "{kept}: {}", page.body);
    }
    assert_eq!(app.desk.live().values, app.desk.settings().values(), "nothing was changed");
    // Nonsense in place of a group changes nothing either.
    let reply = post(&app, FORM, &cookie, &[("group", "everything"), ("warning_percent", "70")]).await;
    assert_eq!(to(&reply), PAGE);
}

#[tokio::test(flavor = "multi_thread")]
async fn lower_friction_takes_the_password_and_leads_are_told() {
    let app = with_alice(Role::Admin).await;
    let cookie = alice(&app).await;
    assert!(!seen(&app, PAGE, &cookie).await.body.contains("password_friction"), "the password was typed a moment ago");
    app.clock.advance(jiff::SignedDuration::from_mins(11));
    assert!(seen(&app, PAGE, &cookie).await.body.contains("password_friction"));
    let change = async |password| {
        let fields = [
            ("group", "friction"),
            ("name_asked_from", "3"),
            ("second_person_from", "0"),
            ("password_friction", password),
        ];
        post(&app, FORM, &cookie, &fields).await;
        seen(&app, PAGE, &cookie).await.body
    };
    for (password, told) in [("", "Enter your password to continue."), (WRONG, "This is not your current password.")] {
        let page = change(password).await;
        assert!(words(&page).contains(told), "{told}: {}", words(&page));
        assert!(page.contains("value=\"0\"") && !page.contains(WRONG), "what was typed is kept, the password is not");
    }
    assert_eq!(app.desk.live().clears.friction.second_from, 1);
    let page = change(PASSWORD).await;
    assert!(words(&page).contains("Saved: Confirmation of clears."), "{page}");
    let lead = app.sign_in(Role::Lead).await;
    let notices = read(&app, "/notices", &lead).await;
    assert!(notices.contains("Alice changed settings that protect clears: Require approval when this many clears or fewer are left: 1 → 0"), "{notices}");
    for password in [PASSWORD, WRONG] {
        assert!(!app.is_kept(password), "{password}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_set_more_strongly_is_locked() {
    let app = TestApp::with_settings(|settings| Settings {
        thresholds: Thresholds { warning_percent: 60, critical_percent: 95 },
        given: vec![
            given("warning_percent", "60", Layer::Environment, "WXQUOTA_WARNING_PERCENT"),
            given("listen", "127.0.0.1:8686", Layer::Flag, "--listen"),
            given(
                "outbound_proxy",
                "http://‹masked›@proxy.example:3128",
                Layer::File,
                "outbound_proxy in wxquota.toml",
            ),
        ],
        ..settings
    })
    .await;
    app.desk.add_user(&tester(), "Alice", Role::Admin, PASSWORD.to_owned().into()).await.unwrap();
    let cookie = alice(&app).await;
    let page = seen(&app, PAGE, &cookie).await;
    let text = words(&page.body);
    assert!(text.contains("Set by the environment variable WXQUOTA_WARNING_PERCENT. Change it there"), "{text}");
    assert!(!page.body.contains("name=\"warning_percent\"") && page.body.contains("name=\"critical_percent\""));
    assert!(text.contains("WXQUOTA_LISTEN") && text.contains("Command-line flag --listen"), "{text}");
    assert!(text.contains("Configuration file (outbound_proxy in wxquota.toml)"), "{text}");
    let fields = [("group", "lines"), ("warning_percent", "70"), ("critical_percent", "90")];
    post(&app, FORM, &cookie, &fields).await;
    let text = read(&app, PAGE, &cookie).await;
    assert!(text.contains("is set by WXQUOTA_WARNING_PERCENT, which overrides this page"), "{text}");
    assert_eq!(app.desk.live().values.thresholds.critical_percent, 95);
}

#[tokio::test(flavor = "multi_thread")]
async fn leads_read_the_settings_and_others_do_not() {
    let app = TestApp::new().await;
    for role in Role::FOR_USERS {
        let cookie = app.sign_in(role).await;
        let page = seen(&app, PAGE, &cookie).await;
        let may = matches!(role, Role::Lead | Role::Admin);
        assert_eq!(page.status, if may { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{role}");
        assert_eq!(page.body.contains("action=\"/form/settings/system\""), role == Role::Admin, "{role}");
        let own = seen(&app, "/settings", &cookie).await;
        assert_eq!(own.body.contains("href=\"/settings/system\""), may, "{role}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_interface_has_lines_of_its_own() {
    let app = TestApp::with_demo().await;
    let cookie = app.sign_in(Role::Admin).await;
    let page = "/accounts/1/interfaces/1";
    let text = read(&app, page, &cookie).await;
    assert!(text.contains("from the system settings"), "{text}");
    let own = [("account", "1"), ("interface", "1"), ("warning", "11"), ("critical", "22")];
    let reply = post(&app, LINES, &cookie, &own).await;
    assert_eq!(to(&reply), "/accounts/1/interfaces/1#lines");
    let shown = seen(&app, page, &cookie).await;
    let text = words(&shown.body);
    assert!(text.contains("The thresholds are saved.") && text.contains("set for this interface"), "{text}");
    assert!(shown.body.contains("M110 0V8") && shown.body.contains("M220 0V8"), "the meter has them: {}", shown.body);
    assert!(text.contains("warning, 11") && text.contains("critical, 22"), "the chart has them: {text}");

    let account = [("account", "1"), ("warning", "33"), ("critical", "44")];
    assert_eq!(to(&post(&app, LINES, &cookie, &account).await), "/accounts/1/settings#lines");
    let text = read(&app, "/accounts/1/settings", &cookie).await;
    assert!(text.contains("set for the account") && text.contains("Use those of the system settings"), "{text}");
    let text = read(&app, PAGE, &cookie).await;
    assert!(text.contains("Own thresholds:"), "{text}");

    let reset = [("account", "1"), ("interface", "1"), ("reset", "yes")];
    post(&app, LINES, &cookie, &reset).await;
    let shown = seen(&app, page, &cookie).await;
    assert!(shown.body.contains("M330 0V8") && words(&shown.body).contains("set for the account"), "{}", shown.body);

    let wrong = [("account", "1"), ("interface", "1"), ("warning", "50"), ("critical", "50")];
    post(&app, LINES, &cookie, &wrong).await;
    let text = read(&app, page, &cookie).await;
    assert!(text.contains("must be below the critical threshold"), "{text}");
    assert_eq!(
        to(&post(&app, LINES, &cookie, &[("account", "99"), ("warning", "1"), ("critical", "2")]).await),
        "/accounts"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_display_zone_changes_at_once() {
    let app = with_alice(Role::Admin).await;
    let cookie = alice(&app).await;
    post(&app, FORM, &cookie, &[("group", "display"), ("time_zone", "America/New_York")]).await;
    let text = read(&app, "/", &cookie).await;
    assert!(text.contains("(America/New_York)"), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_that_is_out_of_date_names_what_was_changed() {
    let app = with_alice(Role::Admin).await;
    let cookie = alice(&app).await;
    let page = seen(&app, PAGE, &cookie).await;
    assert!(page.body.contains("name=\"seen_warning_percent\" value=\"80\""), "{}", page.body);
    let other = [(SettingKey::WarningPercent, "70".to_owned()).into()];
    app.desk.change_settings(&tester(), &other, None).await.unwrap();
    let shown = [("group", "lines"), ("seen_warning_percent", "80"), ("seen_critical_percent", "95")];
    // What was not touched stays as the other admin made it.
    let fields = [&shown[..], &[("warning_percent", "80"), ("critical_percent", "90")]].concat();
    post(&app, FORM, &cookie, &fields).await;
    let page = seen(&app, PAGE, &cookie).await;
    assert!(words(&page.body).contains("Saved: Warning and critical thresholds."), "{}", page.body);
    assert!(page.body.contains("value=\"70\"") && page.body.contains("value=\"90\""), "{}", page.body);

    let fields = [&shown[..], &[("warning_percent", "60"), ("critical_percent", "95")]].concat();
    post(&app, FORM, &cookie, &fields).await;
    let page = seen(&app, PAGE, &cookie).await;
    let text = words(&page.body);
    assert!(text.contains("Somebody else changed these settings in the meantime"), "{text}");
    assert!(text.contains("“Warning threshold (%)” is now 70. Nothing was saved."), "{text}");
    // What was typed is in the form; what was not touched is as it is now.
    assert!(page.body.contains("value=\"60\"") && page.body.contains("value=\"90\""), "{}", page.body);
    assert!(page.body.contains("name=\"seen_warning_percent\" value=\"70\""), "{}", page.body);
    assert_eq!(app.desk.live().values.thresholds.warning_percent, 70);
}

#[tokio::test(flavor = "multi_thread")]
async fn thresholds_that_somebody_else_set_meanwhile_are_not_replaced() {
    let app = with_alice(Role::Admin).await;
    app.add("小店", sandbox::SHOP_APPID, "shop", "fa4e0000000000000000000000000f6f", &[]).await;
    let cookie = alice(&app).await;
    let page = seen(&app, "/accounts/1/settings", &cookie).await;
    assert!(page.body.contains("name=\"seen\" value=\"none\""), "{}", page.body);
    let other = desk::settings::SeenLines::Any;
    app.desk.set_lines(&tester(), domain::AccountId(1), None, Some(("60", "70")), other).await.unwrap();
    let late = [("account", "1"), ("seen", "none"), ("warning", "80"), ("critical", "99")];
    post(&app, LINES, &cookie, &late).await;
    let page = seen(&app, "/accounts/1/settings", &cookie).await;
    let text = words(&page.body);
    assert!(text.contains("They are now: warning 60%, critical 70%. Nothing was saved."), "{text}");
    assert!(page.body.contains("value=\"99\"") && page.body.contains("name=\"seen\" value=\"60-70\""), "{}", page.body);
    let again = [("account", "1"), ("seen", "60-70"), ("warning", "80"), ("critical", "99")];
    post(&app, LINES, &cookie, &again).await;
    assert_eq!(app.desk.lines_of(domain::AccountId(1), None).lines.critical_percent, 99);
}
