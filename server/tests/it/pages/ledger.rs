//! The ledger of clears, and the requests above it.

use domain::{Clock, Role};
use jiff::SignedDuration;
use sqlx::Executor;

use crate::support::month::full_month;
use crate::support::pages::{read, seen, words};

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_tells_who_agreed_and_what_was_given_back() {
    let (app, lead) = full_month().await;
    let ledger = seen(&app, "/clears", &lead).await.body;
    let told = words(&ledger);
    for said in [
        "effective All interfaces 商城小程序 2026-03-02 10:00:00 14 d ago lead 大促",
        "9,345",
        "lead approved by 王经理 手机号快用完",
        "night by policy",
        "admin break glass",
        "everyone admin lead night (policy)",
    ] {
        assert!(told.contains(said), "{said:?} in {told}");
    }
    assert!(ledger.contains("href=\"/budget\""), "{ledger}");
    assert!(!told.contains("Open requests") && !told.contains("Requests decided"), "{told}");
    let of_policy = read(&app, "/clears?actor=policy%3Anight&month=2026-03", &lead).await;
    assert!(of_policy.contains("95 %") && !of_policy.contains("大促"), "{of_policy}");
    assert!(of_policy.contains("Reset filters"), "{of_policy}");
    let page = seen(&app, "/clears?actor=policy%3Anight&month=2026-03", &lead).await.body;
    assert!(page.contains("href=\"/budget/2026-03\""), "to that month's budget: {page}");
    assert!(read(&app, "/clears?actor=nobody", &lead).await.contains("No clears match these filters"));
}

#[tokio::test(flavor = "multi_thread")]
async fn requests_stand_above_the_ledger_while_they_are_news() {
    let (app, lead) = full_month().await;
    let now = app.clock.now().as_millisecond();
    let hour = 3_600_000;
    let insert = format!(
        "INSERT INTO clear_requests (account_id, interface_id, via, actor, reason, idempotency_key, request_hash, asked_at, expires_at,
                                     state, decided_at, decided_by, decision_reason)
         VALUES (1, NULL, 'token', 'admin', '最后一次', 'a', zeroblob(32), {now}, {now} + {hour}, 'waiting', NULL, NULL, NULL),
                (1, 1, 'token', 'lead', '试试', 'b', zeroblob(32), {now} - 5 * {hour}, {now} - 4 * {hour}, 'declined', {now} - 4 * {hour}, 'admin', '先查来源'),
                (1, 2, 'token', 'lead', '很久以前', 'c', zeroblob(32), {now} - 30 * {hour}, {now} - 29 * {hour}, 'waiting', NULL, NULL, NULL)"
    );
    app.database().await.execute(sqlx::AssertSqlSafe(insert)).await.unwrap();
    let page = seen(&app, "/clears", &lead).await.body;
    let told = words(&page);
    let (open, over) = told.split_once("Requests decided or expired in the last 24 hours").unwrap();
    assert!(open.contains("Open requests") && open.contains("Open until"), "{open}");
    assert!(
        open.contains("waiting for approval All interfaces 商城小程序 2026-03-17 09:30:00 admin 最后一次 10:30"),
        "{open}"
    );
    assert!(!open.contains("declined Get phone number"), "the list of open ones has no other: {open}");
    assert!(over.contains("declined Get phone number") && over.contains("admin 先查来源"), "{over}");
    assert!(!over.contains("最后一次"), "{over}");
    assert!(!told.contains("很久以前"), "{told}");
    assert!(page.contains("href=\"/clears/requests/1\""), "{page}");
    app.clock.advance(SignedDuration::from_hours(1));
    let lead = app.sign_in_again(Role::Lead).await;
    let told = read(&app, "/clears", &lead).await;
    assert!(told.contains("expired All interfaces") && !told.contains("Open requests"), "{told}");
    app.clock.advance(SignedDuration::from_hours(25));
    let lead = app.sign_in_again(Role::Lead).await;
    assert!(!read(&app, "/clears", &lead).await.contains("Requests decided"));
}
