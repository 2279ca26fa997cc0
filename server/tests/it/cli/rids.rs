//! `wxquota rid`: a pasted text, on the command line or standard input.

use sandbox::{MALL_APPID, PlantedCall, Running};

use crate::support::program::{Program, SECRET, with_sandbox};

const OLD: &str = "617682e0-09059ac5-34a8e2ea";

/// A failed call of the mall with an escape sequence in its body, and its rid.
fn planted(sandbox: &Running) -> String {
    let call = PlantedCall {
        appid: Some(MALL_APPID.to_owned()),
        path: "/wxa/msg_sec_check".to_owned(),
        at_ms: None,
        query: "access_token=50_PlantedToken0001".to_owned(),
        request_body: "\u{1b}[31mhello".to_owned(),
        errcode: 45009,
        errmsg: None,
        response_body: None,
        cost_in_ms: Some(30),
        client_ip: None,
    };
    sandbox.sandbox.plant(call).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_answered_with_what_its_requests_were() {
    let (sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let rid = planted(&sandbox);
    let text = format!("45009 rid: {} and {OLD} hint: [nl1a!]", rid.to_uppercase());
    let told = program.run(&["rid", "--account", "商城", &text]).done();
    for part in [
        format!("rid         {rid}").as_str(),
        "ago, can be looked up until ",
        "2021-10-25 18:11 Asia/Shanghai",
        "expired 2021-11-01 18:11",
        "hint        nl1a!",
        "A call limit was reached: the daily quota or the per-minute limit (errcode 45009)",
        "clear it or wait for the reset",
        "access_token=‹masked›",
        "198.51.100.7",
        "30 ms",
        "WeChat shows requests of the last 7 days only",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains('\u{1b}') && !told.contains("50_Planted"), "{told}");

    let json = program.feed(&text, &["rid", "--json", "--lang", "zh-CN", "-"]).json();
    assert_eq!(json["found"][0]["rid"], rid.as_str());
    assert_eq!(json["found"][2], serde_json::json!({"kind": "hint", "text": "nl1a!", "platform": "wechat"}));
    assert_eq!((&json["rids"][0]["source"], &json["rids"][0]["errcode"]), (&"archive".into(), &45009.into()));
    assert_eq!(json["rids"][0]["explanation"]["title"], "达到调用上限：当天额度或每分钟限制");
    assert_eq!(json["rids"][1]["rid"], OLD);
    assert_eq!(json["rids"][1]["problem"]["type"], "urn:wxquota:problem:rid-expired");

    let archived = program.run(&["rid", "rid:", &rid]).done();
    assert!(archived.contains("archive, looked up"), "{archived}");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_some_of_many_are_looked_up() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let many: Vec<_> = (0..7).map(|n| format!("617682e0-09059ac5-0000000{n}")).collect();
    let told = program.run(&["rid", &many.join(" ")]).done();
    assert!(told.contains("Only the first 5 of 7 rids were looked up."), "{told}");
    let json = program.run(&["rid", "--json", &many.join(" ")]).json();
    let lengths = ["found", "rids"].map(|name| json[name].as_array().unwrap().len());
    assert_eq!(lengths, [7, 5]);
}

#[test]
fn a_text_without_a_rid_says_so() {
    let program = Program::with_desk();
    for (typed, line) in [
        (&["rid", "hello"][..], "the text contains no rid; a rid looks like 617682e0-09059ac5-34a8e2ea"),
        (&["rid"], "the text contains no rid; a rid looks like 617682e0-09059ac5-34a8e2ea"),
        (&["rid", "rid: 6176****"], "the text contains no complete rid; copy it again from its source"),
    ] {
        assert_eq!(program.run(typed).refused(1), line, "{typed:?}");
    }
    let ran = program.run(&["rid", "rid: 6176****"]);
    let flaws = "some digits of group 1 are hidden; group 2 is missing; group 3 is missing";
    assert_eq!(ran.out, format!("incomplete  6176****  not a complete rid: {flaws}\n"));
    let long = " ".repeat((1 << 20) + 1);
    assert_eq!(program.feed(&long, &["rid"]).refused(1), "the text is longer than 1 MiB");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_text_says_by_itself_needs_no_call() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let line = |n: u32| format!("Error code: 40029, message: invalid code, rid: 6479b6d{}-27a2f381-{n:08x}", 5 + n / 8);
    let many = (0..16).map(line).collect::<Vec<_>>().join("\n") + "\nrid: 6479b6d6-12c3f";
    let told = program.feed(&many, &["rid"]).done();
    for part in [
        "errcode     40029, 16 times in 2 s",
        "and 11 more with the same error",
        "incomplete  6479b6d6-12c3f",
        "sign-in",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert_eq!(told.matches("api_diagnosis").count(), 1, "once for all of them: {told}");
    for (text, parts) in [
        (
            "错误代码： 41002， 消息： appid 丢失 rid： 62f75e3b-42aed3d8-0d985230",
            &["errcode 41002", "a call that belongs to no account", "api_diagnosis"][..],
        ),
        ("Error code: 45009", &["errcode     45009", "Next time, also copy the rid"]),
        (
            "invalid credential, access_token is invalid or not latest rid:",
            &["errcode     40001", "Copy the complete line"],
        ),
        ("cURL error 28: Operation timed out", &["neither an errcode nor a rid"]),
        (
            "errcode=45009, hint: [1636945471_206_fe166e6c04a808758e674b37a38ab2db], from ip: 203.0.113.9",
            &["WeCom", "devtool/query?e=45009", "fe166e6c04a808758e674b37a38ab2db"],
        ),
        ("secret=431148e67c431cab5e37219878746769 errcode 40125", &["The text contains an AppSecret. Reset it"]),
        (
            r#"{"request":{"invoke_time":1635156703,"cost_in_ms":7,"response_body":"{\"errcode\":48001,\"errmsg\":\"x rid: 617682e0-09059ac5-34a8e2ea\"}"}}"#,
            &["from the pasted text, not confirmed by WeChat: errcode 48001, took 7 ms"],
        ),
    ] {
        let told = program.feed(text, &["rid"]).done();
        for part in parts {
            assert!(told.contains(part), "{part} in {told}");
        }
        assert!(!told.contains("431148") && !told.contains("could not"), "{told}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_could_not_be_asked_is_no_answer() {
    let (sandbox, _) = with_sandbox().await;
    let fresh = planted(&sandbox);
    let program = Program::with_desk();
    assert!(program.run(&["rid", &fresh]).refused(1).contains("there is no active account"));
    program.add_mall(SECRET).done();
    let ran = program.run(&["rid", &fresh]);
    assert!(ran.out.contains("WXQUOTA_WECHAT_BASE_URL"), "{}", ran.out);
    assert!(ran.refused(1).starts_with("the lookup failed: looked up with 商城: "));
    assert!(program.run(&["rid", "--account", "none", &fresh]).refused(1).contains("there is no account \"none\""));
    program.run(&["rid", OLD]).done();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_of_a_retired_account_is_told_by_its_name_too() {
    let (sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let (kept, missed) = (planted(&sandbox), planted(&sandbox));
    program.run(&["rid", &kept]).done();
    program.run(&["account", "retire", "商城"]).done();
    let of_the_retired = ["rid", "--account", "商城"];
    let told = program.run(&[&of_the_retired[..], &[&kept]].concat()).done();
    assert!(told.contains("archive, looked up"), "{told}");
    let both = format!("{missed} {kept}");
    let json = program.run(&[&of_the_retired[..], &["--json", &both]].concat()).json();
    assert_eq!(json["rids"][0]["problem"]["type"], "urn:wxquota:problem:unknown-account");
    assert_eq!(json["rids"][1]["source"], "archive");
    assert!(program.run(&[&of_the_retired[..], &[&missed]].concat()).refused(1).contains("is retired"));
}
