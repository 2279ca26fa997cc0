//! Accounts in bulk out of a CSV file.

use std::time::Duration;

use desk::account_import::{
    CellFault, Doubt, ImportColumn, ImportCounts, ImportSheet, RowFault, RowOutcome, RowResult, SecretFiles,
};
use desk::accounts::{AccountError, AppIdFault};
use domain::{Actor, Failure, Role};
use sandbox::{Fault, FaultKind};

use crate::test_desk::{SECRET, SEND, TestDesk, USERS, appid, tester};

const TOKEN: &str = "/cgi-bin/stable_token";

fn sheet(text: &str) -> ImportSheet {
    ImportSheet::read(text.as_bytes()).unwrap()
}

async fn imported(test: &TestDesk, file: &str) -> (Vec<RowResult>, ImportCounts) {
    let mut rows = Vec::new();
    let counts = test.desk.import_accounts(&tester(), &sheet(file), SecretFiles::Refused, |row| rows.push(row)).await;
    (rows, counts.unwrap())
}

async fn previewed(test: &TestDesk, file: &str) -> (Vec<RowResult>, ImportCounts) {
    let mut rows = Vec::new();
    let counts = test.desk.preview_accounts(&tester(), &sheet(file), SecretFiles::Refused, |row| rows.push(row)).await;
    (rows, counts.unwrap())
}

fn fault(row: &RowResult) -> &RowFault {
    match &row.outcome {
        RowOutcome::Bad(fault) => fault,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn good_rows_are_added_and_bad_ones_reported() {
    let test = TestDesk::new().await;
    let (one, two, three) = (appid(1), appid(2), appid(3));
    let file = format!(
        "appid,name,groups,secret,kind,watch\n\
         {one},商城,华东; Shops,{SECRET},mini-program,{SEND};{USERS}\n\
         gh_1,no appid,,{SECRET},,\n\
         {two},wrong secret,,ffffffffffffffffffffffffffffffff,,\n\
         {three},{SECRET},,x,,\n\
         {three},three,shops,{SECRET},shop,\n\
         {one},again,,{SECRET},,\n\
         wxffffffffffffffff,unknown,,{SECRET},,\n"
    );
    let (preview, counts) = previewed(&test, &file).await;
    assert_eq!(counts, ImportCounts { good: 4, bad: 3 }, "WeChat is not asked: {preview:?}");
    assert_eq!(test.received(TOKEN), 0);
    assert_eq!(test.desk.accounts(&tester()).await.unwrap(), [], "nothing is written");

    let (rows, counts) = imported(&test, &file).await;
    assert_eq!(counts, ImportCounts { good: 2, bad: 5 });
    assert_eq!(rows.iter().map(|row| row.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6, 7, 8], "in their order");
    assert!(matches!(&rows[0].outcome, RowOutcome::Added { watching: 2, doubt: None, .. }), "{:?}", rows[0]);
    assert!(matches!(fault(&rows[1]), RowFault::Account(faults) if faults.appid == Some(AppIdFault::Malformed)));
    assert!(matches!(fault(&rows[2]), RowFault::Credentials(problem) if problem.failure.errcode() == Some(40125)));
    assert_eq!(fault(&rows[3]), &RowFault::Cells(CellFault::Secret(ImportColumn::Name)));
    assert!(matches!(&rows[4].outcome, RowOutcome::Added { doubt: None, .. }));
    assert_eq!(fault(&rows[5]), &RowFault::AppIdTwice(2));
    assert!(matches!(fault(&rows[6]), RowFault::Credentials(problem) if problem.failure.errcode() == Some(40013)));
    assert!(!format!("{rows:?} {preview:?}").contains(SECRET), "no secret is repeated");

    let accounts = test.desk.accounts(&tester()).await.unwrap();
    let groups = |name: &str| {
        let account = accounts.iter().find(|account| account.name == name).unwrap();
        account.groups.iter().map(|group| group.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(accounts.len(), 2);
    assert_eq!(
        (groups("商城"), groups("three")),
        (vec!["Shops".to_owned(), "华东".to_owned()], vec!["Shops".to_owned()])
    );
    test.beat().await;
    assert_eq!(
        test.row(accounts.iter().find(|account| account.name == "商城").unwrap().id, SEND).await.recent.len(),
        1
    );

    let (rows, counts) = imported(&test, &file).await;
    assert_eq!(counts.good, 0);
    assert!(
        matches!(fault(&rows[0]), RowFault::Account(faults) if matches!(faults.appid, Some(AppIdFault::Taken { .. })))
    );
}

#[tokio::test]
async fn an_account_whose_check_fails_for_another_reason_is_added() {
    let test = TestDesk::new().await;
    let file = format!("name,appid,secret\none,{},{SECRET}\n", appid(1));
    let errmsg = Some("invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist".to_owned());
    test.wechat.sandbox.add_fault(Fault::on(TOKEN, FaultKind::Errcode { errcode: 40164, errmsg }));
    let (rows, _) = imported(&test, &file).await;
    let RowOutcome::Added { doubt: Some(Doubt::Failed(problem)), .. } = &rows[0].outcome else { panic!("{rows:?}") };
    assert_eq!(problem.failure, Failure::TokenRefused(40164));
}

#[tokio::test]
async fn where_wechat_cannot_be_reached_the_rest_is_not_checked() {
    let test = TestDesk::new().await;
    let rows: Vec<_> = (1..=40).map(|n| format!("account {n},{},{SECRET}\n", appid(n))).collect();
    let (desk, _folder) = test.without_wechat().await;
    let mut unchecked = 0;
    let count = |row: RowResult| match row.outcome {
        RowOutcome::Added { doubt: Some(Doubt::Unchecked), .. } => unchecked += 1,
        RowOutcome::Added { doubt: Some(Doubt::Failed(_)), .. } => {}
        other => panic!("{other:?}"),
    };
    let sheet = sheet(&format!("name,appid,secret\n{}", rows.concat()));
    let counts = desk.import_accounts(&tester(), &sheet, SecretFiles::Refused, count).await.unwrap();
    assert_eq!(counts, ImportCounts { good: 40, bad: 0 });
    assert!(unchecked >= 30, "{unchecked}");
}

#[tokio::test]
async fn checks_are_paced() {
    let test = TestDesk::on_wechat_with(30).await;
    let rows: Vec<_> = (1..=30).map(|n| format!("account {n},{},{SECRET},{SEND}\n", appid(n))).collect();
    let began = std::time::Instant::now();
    let (_, counts) = imported(&test, &format!("name,appid,secret,watch\n{}", rows.concat())).await;
    assert_eq!(counts, ImportCounts { good: 30, bad: 0 });
    assert_eq!(test.received(TOKEN), 30);
    assert!(began.elapsed() >= Duration::from_millis(29 * 50), "{:?}", began.elapsed());
}

#[tokio::test]
async fn secrets_come_from_files_on_the_command_line_only() {
    let test = TestDesk::new().await;
    let file = format!(
        "name,appid,secret,secret_file\none,{},,good\ntwo,{},,none\nthree,{},{SECRET},good\nfour,{},,\n",
        appid(1),
        appid(2),
        appid(3),
        appid(4)
    );
    let (rows, _) = previewed(&test, &file).await;
    for row in &rows[..3] {
        assert_eq!(fault(row), &RowFault::SecretFileRefused);
    }
    assert_eq!(fault(&rows[3]), &RowFault::NoSecret);
    let files = |path: &str| if path == "good" { Ok(SECRET.into()) } else { Err("no such file".to_owned()) };
    let mut rows = Vec::new();
    let read = SecretFiles::Read(&files);
    test.desk.import_accounts(&tester(), &sheet(&file), read, |row| rows.push(row)).await.unwrap();
    assert!(matches!(&rows[0].outcome, RowOutcome::Added { doubt: None, .. }));
    assert_eq!(fault(&rows[1]), &RowFault::SecretFile("no such file".to_owned()));
    assert_eq!((fault(&rows[2]), fault(&rows[3])), (&RowFault::TwoSecrets, &RowFault::NoSecret));
}

#[tokio::test]
async fn ten_thousand_rows_are_previewed() {
    let test = TestDesk::new().await;
    let rows: Vec<_> = (1..=10_000).map(|n| format!("account {n},{},{n:032x},g{}\n", appid(n), n % 7)).collect();
    let (rows, counts) = previewed(&test, &format!("name,appid,secret,groups\n{}", rows.concat())).await;
    assert_eq!((rows.len(), counts), (10_000, ImportCounts { good: 10_000, bad: 0 }));
}

#[tokio::test]
async fn only_admins_import() {
    let test = TestDesk::new().await;
    let lead = Actor::User { id: domain::UserId(7), name: "lead".to_owned(), role: Role::Lead, address: None };
    let sheet = sheet("name,appid,secret\na,b,c\n");
    for refused in [
        test.desk.import_accounts(&lead, &sheet, SecretFiles::Refused, drop).await,
        test.desk.preview_accounts(&lead, &sheet, SecretFiles::Refused, drop).await,
    ] {
        assert!(matches!(refused, Err(AccountError::Forbidden(_))), "{refused:?}");
    }
}
