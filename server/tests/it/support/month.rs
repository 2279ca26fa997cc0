//! A month of clears that are put into the ledger.

use desk::audit::AuditQuery;
use desk::clears::ClearSettings;
use domain::Role;
use domain::audit::AuditAction;
use jiff::{SignedDuration, Timestamp};
use sqlx::Executor;

use crate::support::app::{Ask, Reply, TestApp, tester};
use crate::support::clears::mall_with_token;

pub(crate) const SCRIPT: &str = "<script>alert(1)</script>";

/// A clear of the mall to be put into the ledger; who and why only of what is no guess.
#[derive(Clone, Copy)]
pub(crate) struct Planted {
    pub(crate) at: &'static str,
    pub(crate) interface: Option<i64>,
    pub(crate) state: &'static str,
    pub(crate) who_why: Option<(&'static str, &'static str)>,
    /// Further columns, each after a comma, and their values.
    pub(crate) more: [&'static str; 2],
}

pub(crate) const LEDGER: [Planted; 6] = [
    Planted {
        at: "2026-03-02T10:00:00",
        interface: None,
        state: "effective",
        who_why: Some(("lead", "大促")),
        more: ["", ""],
    },
    Planted {
        at: "2026-03-05T11:00:00",
        interface: Some(1),
        state: "ineffective",
        who_why: Some(("lead", "手机号快用完")),
        more: [", approved_by, override_reason, errcode", ", '王经理', '等不了', 0"],
    },
    Planted {
        at: "2026-03-10T12:00:00",
        interface: Some(2),
        state: "accepted",
        who_why: Some(("policy:night", "95 %")),
        more: [", errcode", ", 0"],
    },
    Planted {
        at: "2026-03-12T13:00:00",
        interface: None,
        state: "unknown",
        who_why: Some(("admin", SCRIPT)),
        more: [", glass_broken, errcode", ", 1, -1"],
    },
    Planted { at: "2026-03-13T14:00:00", interface: None, state: "elsewhere", who_why: None, more: ["", ""] },
    Planted {
        at: "2026-03-31T23:59:59",
        interface: Some(1),
        state: "refused",
        who_why: Some(("lead", "=HYPERLINK(\"http://evil.example\")")),
        more: [", errcode, rid", ", 45009, '617682e0-2b6f31d4-5b0f4b2a'"],
    },
];

pub(crate) async fn plant(app: &TestApp, ledger: &[Planted]) {
    let mut database = app.database().await;
    for Planted { at, interface, state, who_why, more } in ledger {
        let at = format!("{at}+08:00").parse::<Timestamp>().unwrap().as_millisecond();
        let interface = interface.map_or("NULL".to_owned(), |id| id.to_string());
        let text = |text: &str| format!("'{text}'");
        let (via, who, why) = match who_why {
            Some((who, why)) => (text("token"), text(who), text(why)),
            None => ("NULL".to_owned(), "NULL".to_owned(), "NULL".to_owned()),
        };
        let [columns, values] = more;
        let insert = format!(
            "INSERT INTO clears (account_id, interface_id, state, at, sent_at, ended_at, via, actor, reason, usage_before{columns})
             VALUES (1, {interface}, '{state}', {at}, {at}, {at}, {via}, {who}, {why}, '[]'{values})"
        );
        database.execute(sqlx::AssertSqlSafe(insert)).await.unwrap();
    }
}

/// The mall's month with all sorts of clears, looked at on the 17th.
pub(crate) async fn full_month() -> (TestApp, String) {
    let (app, _) = mall_with_token(ClearSettings::default()).await;
    plant(&app, &LEDGER[..5]).await;
    let effect =
        "INSERT INTO clear_effects (clear_id, interface_id, read_at, daily_limit, used, remain, fell, given_back)
                  VALUES (1, 1, 0, 50000, 0, 50000, 1, 9000), (1, 2, 0, 50000, 0, 50000, 1, 345)";
    app.database().await.execute(effect).await.unwrap();
    app.clock.advance(SignedDuration::from_hours(72));
    let lead = app.sign_in(Role::Lead).await;
    (app, lead)
}

/// The names of the exported files that the audit trail has.
pub(crate) async fn exports(app: &TestApp) -> Vec<String> {
    let query = AuditQuery { what: Some(AuditAction::Exported), limit: 100, ..AuditQuery::default() };
    let lines = app.desk.audit(&tester(), &query).await.unwrap();
    lines.into_iter().filter_map(|line| line.subject).collect()
}

pub(crate) async fn file(app: &TestApp, path: &str, cookie: &str) -> Reply {
    app.ask(Ask::get(path).session(&format!("lang=en; {cookie}"))).await
}
