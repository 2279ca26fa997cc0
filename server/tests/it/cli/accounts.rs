//! `wxquota account`: adding, checking, changing.

use sandbox::{Fault, FaultKind, MALL_APPID};

use crate::support::program::{Program, SECRET, with_sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn an_account_from_its_first_day_to_its_last() {
    let (_sandbox, program) = with_sandbox().await;
    let added = program.add_mall(SECRET).done();
    assert!(
        added.contains("Added 商城 (wx5a0d0000000000a1) as account 1") && added.contains("/wxa/msg_sec_check"),
        "{added}"
    );
    assert!(!added.contains(SECRET));
    let key = program.folder().join("data/master.key");
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(key).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);

    let listed = program.run(&["account", "list", "--json"]).json();
    assert_eq!(listed["accounts"][0]["token"]["state"], "none");
    let works = program.run(&["account", "check", "商城"]).done();
    assert!(works.starts_with("商城 works: /wxa/"), "{works}");
    let listed = program.run(&["account", "list"]).done();
    assert!(listed.lines().nth(1).unwrap().contains("mini-program  active  valid"), "{listed}");

    program.run(&["account", "pause", "1"]).done();
    assert!(program.run(&["sample", "--account", "1"]).refused(1).contains("paused"));
    program.run(&["account", "resume", MALL_APPID]).done();
    assert!(program.run(&["account", "retire", "商城"]).done().contains("AppSecret is deleted"));
    assert!(program.run(&["account", "check", "商城"]).refused(1).contains("retired"));
    let again = program.add_mall(SECRET).done();
    assert!(again.contains("as account 1"), "added again, it goes on: {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_is_explained_and_replaced() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall("0123456789abcdef0123456789abcdef").done();
    let ran = program.run(&["account", "check", "商城"]);
    assert!(ran.out.contains("AppSecret"), "{}", ran.out);
    assert!(ran.refused(1).contains("40125"));
    let json = program.run(&["account", "check", "1", "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!((&shape["works"], &shape["problem"]["failure"]), (&false.into(), &"token-errcode-40125".into()));
    let chinese = program.run(&["account", "check", "1", "--lang", "zh-CN"]).out;
    assert!(chinese.contains("密钥") || chinese.contains("AppSecret"), "{chinese}");

    let sampled = program.run(&["sample", "--json"]).json();
    assert_eq!((&sampled["good"], &sampled["failed"]), (&0.into(), &2.into()), "failures are readings too");
    let status = program.run(&["status", "--json"]).json();
    assert_eq!(
        (&status["interfaces"][0]["state"], &status["interfaces"][0]["used"]),
        (&"failed".into(), &serde_json::Value::Null)
    );

    program.write("secret", &format!("{SECRET}\n"));
    program.run(&["account", "secret", "商城", "--secret-file", "secret"]).done();
    program.run(&["account", "check", "商城"]).done();
    assert!(
        program.run(&["account", "secret", "商城", "--secret-file", "none"]).refused(1).contains("none cannot be read")
    );
}

#[test]
fn platforms_are_refused_with_the_reason() {
    let program = Program::alone();
    let add = ["account", "add", "--name", "P", "--appid", "wx0000000000000001", "--secret-file", "-", "--kind"];
    let refused = program.feed("x", &[&add[..], &["platform"]].concat()).refused(2);
    assert!(
        refused.contains("third-party platforms are not supported; add the accounts that the platform serves"),
        "{refused}"
    );
    assert_eq!(program.entries(), 0, "nothing was made");
    let kinds = program.feed("x", &[&add[..], &["robot"]].concat()).refused(2);
    assert!(kinds.contains("mini-program") && !kinds.contains("platform"), "{kinds}");
    assert!(!program.run(&["account", "add", "--help"]).done().contains("platform"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_added_says_why() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    assert!(program.add_mall(SECRET).refused(1).contains("this AppID has already been added as \"商城\" (account 1)"));
    let add = |name: &str, appid: &str, watch: &str| {
        program.feed("x", &["account", "add", "--name", name, "--appid", appid, "--secret-file", "-", "--watch", watch])
    };
    let all = add("42", "gh_1", "/a/b").refused(1);
    assert!(all.contains("must not be a number") && all.contains("wx followed by 16"), "all at once: {all}");
    assert!(add("小店", "wx0000000000000001", "/sns/userinfo").refused(1).contains("/sns/ interfaces"));
    assert!(add("商城", "wx0000000000000001", "/a/b").refused(1).contains("another account has this name"));
    let unknown = program.feed(
        SECRET,
        &[
            "account",
            "add",
            "--name",
            "<b>🛒</b>",
            "--appid",
            "wx00000000000000ff",
            "--secret-file",
            "-",
            "--kind",
            "shop",
        ],
    );
    assert!(unknown.done().contains("<b>🛒</b>"));
    assert!(program.run(&["account", "check", "<b>🛒</b>"]).refused(1).contains("40013"), "unknown appid");
    assert!(program.run(&["account", "check", "nobody"]).refused(1).contains("there is no account \"nobody\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_endpoint_that_is_used_up_is_named_so() {
    let (sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    for (code, way_out) in [(45009, "clear with the AppSecret"), (45011, "Wait a minute")] {
        sandbox.sandbox.clear_faults();
        let used_up = FaultKind::Errcode { errcode: code, errmsg: None };
        sandbox.sandbox.add_fault(Fault::on("/cgi-bin/stable_token", used_up));
        let checked = program.run(&["account", "check", "商城", "--lang", "en"]);
        assert!(checked.out.contains("quota for fetching tokens is used up"), "{}", checked.out);
        assert!(checked.out.contains(way_out), "{}", checked.out);
        assert!(checked.refused(1).contains(&code.to_string()));
        let chinese = program.run(&["account", "check", "商城", "--lang", "zh-CN"]).out;
        assert!(chinese.contains("获取 access_token 的次数已用完"), "{chinese}");
        let sampled = program.run(&["sample"]).done();
        assert!(
            sampled.contains("quota for fetching tokens is used up") || sampled.contains("access_token 的次数已用完"),
            "{sampled}"
        );
        let failure = program.run(&["sample", "--json"]).json()["last_failure"].clone();
        assert_eq!(failure, format!("token-errcode-{code}"));
        let listed = program.run(&["account", "list", "--json"]).json();
        assert_eq!(listed["accounts"][0]["token"]["state"], "limited");
    }
    sandbox.sandbox.clear_faults();
    program.run(&["account", "check", "商城"]).done();
    sandbox.sandbox.add_fault(Fault::on("/cgi-bin/stable_token", FaultKind::Errcode { errcode: 45009, errmsg: None }));
    program.run(&["sample"]).done();
    let listed = program.run(&["account", "list", "--json"]).json();
    assert_eq!(listed["accounts"][0]["token"]["state"], "valid", "the token that was fetched before still holds");
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_that_are_not_on_the_list_are_all_named() {
    let (sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let mut told = String::new();
    for ip in ["203.0.113.9", "203.0.113.10", "203.0.113.11"] {
        sandbox.sandbox.clear_faults();
        let errmsg = Some(format!("invalid ip {ip} ipv6 ::ffff:{ip}, not in whitelist"));
        sandbox.sandbox.add_fault(Fault::on("/cgi-bin/stable_token", FaultKind::Errcode { errcode: 40164, errmsg }));
        told = program.run(&["account", "check", "商城", "--lang", "en"]).out;
        assert!(told.contains(ip), "{told}");
    }
    assert!(
        told.contains("outbound address of this server changes: 203.0.113.11, 203.0.113.10, 203.0.113.9."),
        "{told}"
    );
}
