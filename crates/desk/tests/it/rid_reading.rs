//! The rid desk before any call: rids that no account can answer, pasted replies, and how much a paste may use up.

use desk::rids::{LookupFailure, LookupState, Pasted, RidError, RidListPage, RidSettings};
use domain::{Actor, Role, UserId};
use sandbox::InterfaceConfig;

use crate::rids::call_of;
use crate::test_desk::{SEND, TestDesk, appid, tester};

impl TestDesk {
    async fn read(&self, text: &str) -> Pasted {
        self.desk.parse_pasted_text(&tester(), text.to_owned()).await.unwrap()
    }

    async fn listed(&self, text: &str) -> (i64, RidListPage) {
        let pasted = self.read(text).await;
        let list = self.desk.create_rid_list(&tester(), &pasted, None).await.unwrap();
        (list, self.page_of(list).await)
    }

    async fn page_of(&self, list: i64) -> RidListPage {
        self.desk.rid_list(&tester(), list).await.unwrap()
    }
}

/// How many rids of a list are waiting, and how many were not looked up.
fn counts(page: &RidListPage) -> (usize, usize) {
    let count = |wanted: fn(&LookupState) -> bool| page.lines.iter().filter(|line| wanted(&line.state)).count();
    (count(|state| matches!(state, LookupState::Waiting(_))), count(|state| matches!(state, LookupState::NotLookedUp)))
}

fn a_day(calls_a_day: i64) -> desk::Settings {
    desk::Settings { rids: RidSettings { calls_a_day, ..RidSettings::default() }, ..desk::Settings::default() }
}

/// Made-up rids of now, each with an errcode and a path.
fn unknown(test: &TestDesk, count: u32, errcode: i32) -> String {
    let at = test.desk.clock().now().as_second() - 3_600;
    let line = |n: u32| format!("POST {SEND} errcode: {errcode} rid: {at:08x}-0{errcode:07x}-{n:08x}");
    (0..count).map(line).collect::<Vec<_>>().join("\n")
}

#[tokio::test]
async fn a_rid_that_no_account_can_answer_is_not_asked_for() {
    let test = TestDesk::new().await;
    let account = test.add(1).await;
    for (text, expected) in [
        ("错误代码： 41002， 消息： appid 丢失 rid： {}", LookupFailure::NoOwner),
        ("/cgi-bin/stable_token {\"errcode\":40013,\"errmsg\":\"invalid appid rid: {}\"}", LookupFailure::NoOwner),
        ("Error code: 40029, message: invalid code, rid: {}", LookupFailure::SignIn),
        ("{\"errcode\":40163,\"errmsg\":\"code been used, rid: {}\"}", LookupFailure::SignIn),
    ] {
        let rid = test.plant(call_of(None));
        let pasted = test.read(&text.replace("{}", rid.as_str())).await;
        let error = test.desk.look_up_pasted(&tester(), &pasted.rids[0], None).await.unwrap_err();
        assert!(matches!(&error, RidError::Lookup(failure) if *failure == expected), "{error} {text}");
        let (state, lookup) = test.desk.rid_state(&tester(), &rid).await.unwrap();
        assert_eq!(state, LookupState::Failed(expected), "its page says so to everyone");
        assert!(lookup.unwrap().wanted.errcode.is_some());
    }
    assert_eq!(test.asked_for_rids(), 0);
    // A clear with a good token is answered 40013 where it names another account (official clearQuota page).
    for text in ["invalid appid rid: {} errcode 40013", "/cgi-bin/clear_quota errcode=40013 rid: {}"] {
        let rid = test.plant(call_of(Some(1)));
        let pasted = test.read(&text.replace("{}", rid.as_str())).await;
        let told = test.desk.look_up_pasted(&tester(), &pasted.rids[0], None).await.unwrap();
        assert_eq!(told.kept.account_id, account, "{text}");
    }
    // Whoever knows better may choose an account.
    let rid = test.plant(call_of(Some(1)));
    let pasted = test.read(&format!("41002 appid missing, errcode 41002 rid: {rid}")).await;
    assert!(pasted.rids[0].known_failure().is_some());
    let told = test.desk.look_up_pasted(&tester(), &pasted.rids[0], Some(account)).await.unwrap();
    assert_eq!(told.kept.account_id, account);
}

#[tokio::test]
async fn equal_sign_in_failures_cost_nothing() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let at = test.desk.clock().now().as_second();
    let line = |n: i64| format!("Error code: 40029, message: invalid code, rid: {:08x}-27a2f381-{n:08x}", at + n / 8);
    let pasted = (0..16).map(line).collect::<Vec<_>>().join("\n") + "\nrid: 6479b6d6-12c3f";
    let (list, page) = test.listed(&pasted).await;
    assert_eq!((page.lines.len(), page.beside.incomplete.len()), (16, 1));
    assert!(page.lines.iter().all(|line| line.state == LookupState::Failed(LookupFailure::SignIn)));
    assert!(page.lines.iter().all(|line| line.group() == "40029 "));
    test.desk.run_due_lookups().await.unwrap();
    test.desk.retry_rid_list(&tester(), list, None).await.unwrap();
    test.desk.run_due_lookups().await.unwrap();
    assert_eq!(test.asked_for_rids(), 0);
}

#[tokio::test]
async fn a_pasted_reply_is_read_without_a_call_and_is_no_answer() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let rid = test.plant(call_of(Some(1)));
    let pasted = format!(
        r#"{{"errcode":0,"errmsg":"ok","request":{{"invoke_time":{},"cost_in_ms":1462,"request_url":"access_token=75_x","request_body":"{{}}","response_body":"{{\"errcode\":268488001,\"errmsg\":\"system busy rid: {rid}\"}}","client_ip":"203.0.113.163"}}}}"#,
        rid.time().as_second() - 1
    );
    let (list, page) = test.listed(&pasted).await;
    let line = &page.lines[0];
    let reply = line.near.pasted.as_ref().unwrap();
    assert_eq!(
        (line.near.errcode, reply.errcode, reply.cost_in_ms, reply.client_ip.as_deref()),
        (Some(268_488_001), Some(268_488_001), Some(1_462), Some("203.0.113.163"))
    );
    assert_eq!(line.state, LookupState::NotLookedUp);
    assert_eq!((test.desk.run_due_lookups().await.unwrap(), test.asked_for_rids()), (0, 0));
    assert!(test.kept().await.is_empty(), "anybody could have typed it");
    assert_eq!(test.page_of(list).await, page);
    // By hand it is looked up.
    test.desk.retry_rid_list(&tester(), list, Some(&line.group())).await.unwrap();
    test.desk.run_due_lookups().await.unwrap();
    let page = test.page_of(list).await;
    let LookupState::Found(found) = &page.lines[0].state else { panic!("{page:?}") };
    assert_eq!(found.kept.errcode, Some(45009), "what WeChat says counts");
}

#[tokio::test]
async fn many_unknown_rids_do_not_use_up_the_accounts() {
    let test = TestDesk::on(2, &[InterfaceConfig::new(SEND, 1_000)], a_day(80)).await;
    test.add(1).await;
    test.add(2).await;
    let pasted = format!("{}\n{}", unknown(&test, 195, 45009), unknown(&test, 5, 48001));
    let allowance = test.desk.lookup_allowance(&tester()).await.unwrap();
    assert_eq!((allowance.accounts, allowance.least, allowance.most, allowance.a_paste), (2, 60, 60, 10));
    let (list, page) = test.listed(&pasted).await;
    assert_eq!(counts(&page), (10, 190));
    let waiting = |page: &RidListPage, group: &str| {
        let of_group =
            |line: &&desk::rids::RidListEntry| line.group() == group && matches!(line.state, LookupState::Waiting(_));
        page.lines.iter().filter(of_group).count()
    };
    let (daily, unauthorized) = (format!("45009 {SEND}"), format!("48001 {SEND}"));
    assert_eq!((waiting(&page, &daily), waiting(&page, &unauthorized)), (5, 5), "some of each kind");
    assert_eq!(test.desk.run_due_lookups().await.unwrap(), 10);
    assert_eq!(test.asked_for_rids(), 20);
    assert_eq!(test.desk.lookup_allowance(&tester()).await.unwrap().least, 50);

    // The rest by hand, a group at a time, until the person's share is used up.
    for _ in 0..8 {
        test.desk.retry_rid_list(&tester(), list, Some(&daily)).await.unwrap();
        while test.desk.run_due_lookups().await.unwrap() > 0 {}
    }
    assert_eq!(test.asked_for_rids(), 120, "three quarters of each account's");
    assert_eq!(test.desk.lookup_allowance(&tester()).await.unwrap().most, 0);
    let page = test.page_of(list).await;
    let spent = page.lines.iter().find_map(|line| match &line.state {
        LookupState::Failed(LookupFailure::QuotaUsedUp(asked)) => Some(asked.clone()),
        _ => None,
    });
    assert_eq!(spent.unwrap().own_spent, ["服务号 1", "服务号 2"]);
    let other = Actor::User { id: UserId(7), name: "bob".to_owned(), role: Role::Support, address: None };
    assert_eq!(test.desk.lookup_allowance(&other).await.unwrap().least, 20, "the others have the rest");
    let rid = test.plant(call_of(Some(2)));
    let told = test.desk.look_up(&other, None, &rid).await.unwrap();
    assert_eq!(told.account_name, "服务号 2");
}

#[tokio::test]
async fn what_a_text_names_stays_with_its_list() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let secret = "50_abcdefghijklmnopqrstuvwxyzAB";
    let pasted = format!(
        "{}\nPOST /cgi-bin/{secret}/x {} errcode 45011 rid: 617682e0-09059ac5-34a8e2ea",
        unknown(&test, 1, 48001),
        appid(1)
    );
    let (_, page) = test.listed(&pasted).await;
    let near: Vec<_> = page.lines.iter().map(|line| (line.near.errcode, line.near.path.as_deref())).collect();
    assert_eq!(near, [(Some(48001), Some(SEND)), (Some(45011), None)], "a path that holds a secret is left out");
    assert_eq!(page.lines[1].near.appid.as_deref(), Some(&*appid(1)));
    assert!(!format!("{page:?}").contains(secret));
}

#[tokio::test]
async fn no_part_of_a_secret_stays_with_a_list() {
    let test = TestDesk::new().await;
    test.add(1).await;
    let at = test.desk.clock().now().as_second() - 3_600;
    let token = format!("75_{}", "AbCdEfGhIjKlMnOpQrStUvWxYz0123".repeat(5));
    let secrets = [
        ("access_token", token.as_str()),
        ("access_token", "75_AbCdEfGhIjKlMnOpQrStUv"),
        ("secret", "431148e67c431cab5e37219878746769"),
        ("js_code", "0a3bXK000Yxy6T1nVe200QhD4S2bXK0f"),
    ];
    let line = |(n, (name, secret)): (usize, &(&str, &str))| {
        format!("GET https://api.weixin.qq.com/cgi-bin/user/get?{name}={secret} rid: {at:08x}-0000bc8f-{n:08x}")
    };
    let pasted: Vec<_> = secrets.iter().enumerate().map(line).collect();
    let (_, page) = test.listed(&pasted.join("\n")).await;
    assert_eq!(page.lines.len(), secrets.len());
    let shown = format!("{page:?}");
    for (_, secret) in secrets {
        for part in secret.as_bytes().windows(8).filter_map(|part| str::from_utf8(part).ok()) {
            assert!(!shown.contains(part), "{part} in {shown}");
        }
    }
    let stored = test.bytes_on_disk();
    for part in ["StUvWxYz", "xYz0123A", "e67c431c", "Yxy6T1nV"] {
        assert!(!stored.windows(part.len()).any(|bytes| bytes == part.as_bytes()), "{part}");
    }
}
