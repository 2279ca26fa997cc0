//! `wxquota clears` and `wxquota budget`, beside a server that clears.

use domain::Role;
use insta::assert_snapshot;
use sandbox::{Fault, FaultKind, MALL_APPID};
use serde_json::{Value, json};

use crate::support::app::{TestApp, tester};
use crate::support::program::{Program, Ran, SECRET};

/// A desk that has cleared, and the program on its database.
struct Beside {
    app: TestApp,
    token: String,
    program: Program,
}

impl Beside {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let watch = ["/wxa/msg_sec_check".to_owned()];
        app.add("商城小程序", MALL_APPID, "mini-program", SECRET, &watch).await;
        let token = app.token(Role::Lead).await;
        let beside = Self { app, token, program: Program::alone() };
        beside
            .order("k1", &json!({"account": 1, "scope": "interface", "interface": 1, "reason": "评论抽奖活动"}))
            .await;
        beside.app.verified().await;
        let fault = Fault::on("/cgi-bin/clear_quota/v2", FaultKind::Errcode { errcode: 48006, errmsg: None });
        beside.app.sandbox.sandbox.add_fault(fault);
        beside
            .order("k2", &json!({"account": 1, "scope": "account", "reason": "订阅消息发完\n急", "via": "secret"}))
            .await;
        beside
    }

    async fn order(&self, key: &str, body: &Value) {
        assert_eq!(self.app.order(&self.token, key, body).await.status, 201);
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let folder = self.app.folder().display().to_string();
        let (database, key) = (format!("sqlite://{folder}/wxquota.db"), format!("{folder}/master.key"));
        let on = ["--database-url", &database, "--master-key-file", &key];
        self.program.run(&[arguments, &on].concat())
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_ledger_is_a_table_or_the_json_of_the_api() {
    let beside = Beside::new().await;
    assert_snapshot!(beside.run(&["clears"]).done(), @r"
    ID  AT                STATE     ACCOUNT     CLEARED                         LEFT  WHO         ERRCODE  REASON
     2  2026-03-14 10:07  refused   商城小程序  all interfaces, with AppSecret     0  cli:tester    48006  订阅消息发完 急
     1  2026-03-14 09:30  accepted  商城小程序  /wxa/msg_sec_check                49  cli:tester        -  评论抽奖活动
    Times are in Asia/Shanghai.
    ");
    assert_eq!(beside.run(&["clears", "--json"]).json(), beside.app.get("/api/v1/clears", &beside.token).await.json());
    let ids = |filters: &[&str]| {
        let listed = beside.run(&[&["clears", "--json"], filters].concat()).json();
        listed["clears"].as_array().unwrap().iter().map(|clear| clear["id"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["--scope", "interface"]), [1]);
    assert_eq!(ids(&["--state", "refused", "--account", "商城小程序"]), [2]);
    assert_eq!(ids(&["--month", "2026-02"]), Vec::<i64>::new());
    assert!(beside.run(&["clears", "--month", "2026-02"]).done().starts_with("No clears found"));
    let newest = beside.run(&["clears", "--limit", "1"]).done();
    let next = beside.run(&["clears", "--limit", "1", "--json"]).json()["next"].as_str().unwrap().to_owned();
    assert!(newest.contains(&format!("with --cursor {next}")) && !newest.contains("msg_sec_check"), "{newest}");
    assert_eq!(ids(&["--limit", "1", "--cursor", &next]), [1]);
    assert_eq!(ids(&["--cursor", &next, "--scope", "account"]), Vec::<i64>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn budgets_are_a_table_or_the_json_of_the_api() {
    let beside = Beside::new().await;
    assert_snapshot!(beside.run(&["budget", "--month", "2026-03"]).done(), @r"
    Clears of 2026-03
    ACCOUNT     SCOPE            LEFT  LIMIT  SPENT  UNKNOWN  ELSEWHERE  COUNTED FROM      RESETS
    商城小程序  account             0     10      0        0         10  2026-03-14 09:30  2026-04-01 00:00
    商城小程序  interface  at most 49     50      1        0          0  2026-03-14 09:30  2026-04-01 00:00
    Times are in Asia/Shanghai.
    ");
    let told = beside.app.get("/api/v1/budget?month=2026-03", &beside.token).await.json();
    assert_eq!(beside.run(&["budget", "--month", "2026-03", "--json"]).json(), told);
    assert!(beside.run(&["budget"]).done().starts_with("Clears of 2026-03"), "the month that is now");
    beside.app.desk.retire_account(&tester(), domain::AccountId(1)).await.unwrap();
    assert!(beside.run(&["budget", "--month", "2026-02"]).done().starts_with("No accounts"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_listed_is_one_line() {
    let beside = Beside::new().await;
    assert!(beside.run(&["clears", "--account", "nobody"]).refused(1).contains("there is no account \"nobody\""));
    for (typed, told) in [
        (&["clears", "--month", "2026-13"][..], "write a month such as 2026-11"),
        (&["clears", "--state", "done"], "done"),
        (&["clears", "--scope", "all"], "all"),
        (&["clears", "--limit", "0"], "0"),
        (&["clears", "--limit", "1001"], "1001"),
        (&["clears", "--cursor", "2"], "use the value of next"),
        (&["budget", "--month", "now"], "write a month such as 2026-11"),
        (&["clear", "1"], "clear"),
    ] {
        let line = beside.run(typed).refused(2);
        assert!(line.contains(told), "{typed:?}: {line}");
    }
    for typed in [&["clears"][..], &["budget"]] {
        assert!(Program::alone().run(typed).refused(1).starts_with("there is no database at"), "{typed:?}");
    }
}
