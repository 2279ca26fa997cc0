//! Accounts out of a file in the browser: upload, preview, commit.

use domain::Role;
use http::{StatusCode, header};
use jiff::SignedDuration;
use sandbox::MALL_APPID;

use crate::support::app::{Ask, TestApp, tester};
use crate::support::pages::{hidden, post, read, seen};

const SECRET: &str = "0123456789abcdef0123456789abcdef";

/// Uploads a file as a browser does; the page that follows, as it is read.
async fn upload(app: &TestApp, cookie: &str, file: &[u8]) -> String {
    let head =
        b"--X\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\ncontent-type: text/csv\r\n\r\n";
    let body = [head.as_slice(), file, b"\r\n--X--\r\n"].concat();
    let ask = Ask::post("/form/accounts/import").session(cookie).body(body);
    let ask = ask.header("content-type", "multipart/form-data; boundary=X").header("origin", "http://localhost:8686");
    let reply = app.ask(ask).await;
    assert_eq!(reply.status, StatusCode::FOUND, "{}", reply.body);
    assert_eq!(reply.headers[header::LOCATION], "/accounts/import");
    read(app, "/accounts/import", cookie).await
}

fn mall_secret(app: &TestApp) -> String {
    let accounts = app.sandbox.sandbox.seeded_accounts();
    accounts.into_iter().find(|account| account.appid == MALL_APPID).unwrap().secret
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_previewed_and_then_added() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let secret = mall_secret(&app);
    let file = format!(
        "name,appid,secret,secret_file,groups\n\
         商城,{MALL_APPID},{secret},,华东\n\
         wrong,wx00000000000000ff,{SECRET},,\n\
         file,wx00000000000000fe,,/etc/passwd,\n\
         {SECRET},wx00000000000000fd,x,,\n"
    );
    let preview = upload(&app, &admin, file.as_bytes()).await;
    assert!(preview.contains("2 accounts can be added, 2 rows cannot"), "{preview}");
    assert!(preview.contains("secret_file works on the command line only"), "{preview}");
    assert!(preview.contains("holds what looks like an AppSecret"), "{preview}");
    assert!(!preview.contains(SECRET) && !preview.contains(&secret));
    assert!(app.desk.accounts(&tester()).await.unwrap().is_empty(), "nothing is added before");

    let page = seen(&app, "/accounts/import", &admin).await;
    let kept = hidden(&page, "kept");
    let other = app.sign_in_again(Role::Admin).await;
    assert!(!read(&app, "/accounts/import", &other).await.contains("can be added"), "another session has its own");
    post(&app, "/form/accounts/import/commit", &other, &[("kept", &kept)]).await;
    assert!(read(&app, "/accounts/import", &other).await.contains("no longer stored"));

    post(&app, "/form/accounts/import/commit", &admin, &[("kept", &kept)]).await;
    app.desk.wait_for_import().await;
    let results = read(&app, "/accounts/import", &admin).await;
    assert!(results.contains("1 account added, 3 rows were not"), "{results}");
    assert!(results.contains("The AppID is wrong") && !results.contains(SECRET), "{results}");
    let accounts = app.desk.accounts(&tester()).await.unwrap();
    assert_eq!(accounts.iter().map(|account| account.name.as_str()).collect::<Vec<_>>(), ["商城"]);
    assert_eq!(accounts[0].groups[0].name, "华东");
    post(&app, "/form/accounts/import/commit", &admin, &[("kept", &kept)]).await;
    assert!(read(&app, "/accounts/import", &admin).await.contains("no longer stored"), "once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_kept_sealed_for_ten_minutes() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let file = format!("name,appid,secret\none,wx00000000000000ff,{SECRET}\n");
    assert!(upload(&app, &admin, file.as_bytes()).await.contains("1 account can be added"));
    let files = std::fs::read_dir(app.folder()).unwrap().map(|file| std::fs::read(file.unwrap().path()));
    let on_disk: Vec<u8> = files.filter_map(Result::ok).flatten().collect();
    assert!(!on_disk.windows(SECRET.len()).any(|bytes| bytes == SECRET.as_bytes()), "it is sealed");
    let kept = hidden(&seen(&app, "/accounts/import", &admin).await, "kept");
    app.clock.advance(SignedDuration::from_mins(10));
    assert!(!read(&app, "/accounts/import", &admin).await.contains("can be added"));
    post(&app, "/form/accounts/import/commit", &admin, &[("kept", &kept)]).await;
    assert!(read(&app, "/accounts/import", &admin).await.contains("no longer stored"));

    assert!(upload(&app, &admin, file.as_bytes()).await.contains("1 account can be added"));
    post(&app, "/form/accounts/import/discard", &admin, &[]).await;
    let discarded = read(&app, "/accounts/import", &admin).await;
    assert!(discarded.contains("File discarded") && !discarded.contains("can be added"), "{discarded}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_cannot_be_read_says_why() {
    let app = TestApp::new().await;
    let admin = app.sign_in(Role::Admin).await;
    let gb18030 = [b"name,appid,secret\n".as_slice(), &[0xC9, 0xCC, 0xB3, 0xC7], b",wx1,x\n"].concat();
    assert!(upload(&app, &admin, &gb18030).await.contains("GB18030"));
    assert!(upload(&app, &admin, b"").await.contains("Choose a CSV file"));
    assert!(upload(&app, &admin, b"name,appid,secret,owner\n").await.contains("Unknown columns: \"owner\""));
    let large = [b"name,appid,secret\n".as_slice(), &vec![b'\n'; 1 << 20]].concat();
    assert!(upload(&app, &admin, &large).await.contains("wxquota account import FILE"));
    let lead = app.sign_in(Role::Lead).await;
    assert_eq!(seen(&app, "/accounts/import", &lead).await.status, StatusCode::FORBIDDEN);
}
