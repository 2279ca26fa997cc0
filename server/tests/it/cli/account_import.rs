//! `wxquota account import`: accounts in bulk.

use std::fs;

use sandbox::MALL_APPID;
use serde_json::json;

use crate::support::program::{Program, SECRET, with_sandbox};

const OTHER: &str = "0123456789abcdef0123456789abcdef";

/// A desk without a network, beside which nothing answers.
fn alone(file: &str) -> Program {
    let program = Program::with_desk();
    program.write("accounts.csv", file);
    program
}

#[tokio::test(flavor = "multi_thread")]
async fn good_rows_are_added_and_bad_ones_reported() {
    let (_sandbox, program) = with_sandbox().await;
    program.write("mall.secret", &format!("{SECRET}\n"));
    program.write(
        "accounts.csv",
        &format!(
            "\u{feff}name,appid,secret_file,secret,kind,groups,watch\r\n\
             商城,{MALL_APPID},mall.secret,,mini-program,华东;Shops,/wxa/msg_sec_check /wxa/servicemarket\r\n\
             wrong,wx00000000000000ff,,{OTHER},,,\r\n\
             {OTHER},wx00000000000000fe,,x,,,\r\n\
             =1+1,wx00000000000000fd,,{OTHER},,,\r\n\
             none,wx00000000000000fc,none.secret,,,,\r\n"
        ),
    );
    let dry = program.run(&["account", "import", "accounts.csv", "--dry-run"]);
    let lines: Vec<_> = dry.out.lines().collect();
    assert_eq!(lines[0], format!("line 2: 商城 ({MALL_APPID}) can be added, watching 2 interfaces"));
    assert!(lines[1].starts_with("line 3: wrong (wx00000000000000ff) can be added"), "{}", dry.out);
    assert!(dry.refused(1).contains("3 rows would not be added"));
    assert!(program.run(&["account", "list"]).done().contains("No accounts yet"), "nothing was added");

    let ran = program.run(&["account", "import", "accounts.csv"]);
    let lines: Vec<_> = ran.out.lines().collect();
    assert_eq!(lines[0], format!("line 2: 商城 ({MALL_APPID}) added as account 1, watching 2 interfaces"));
    assert!(
        lines[1].starts_with("line 3: wrong (wx00000000000000ff) not added: WeChat refuses the cred"),
        "{}",
        ran.out
    );
    assert_eq!(
        lines[2],
        "line 4: wx00000000000000fe not added: the column name holds what looks like an AppSecret; put it in the column secret"
    );
    assert!(lines[3].contains("not added: the name begins like a formula"), "{}", ran.out);
    assert!(lines[4].contains("none.secret") && lines[4].contains("cannot be read"), "{}", ran.out);
    assert!(!ran.out.contains(OTHER) && !ran.err.contains(OTHER) && !ran.out.contains(SECRET));
    assert!(lines[5].starts_with("1 account added, 4 not"), "{}", ran.out);
    assert!(ran.refused(1).contains("4 rows were not added"));
    let listed = program.run(&["account", "list", "--json"]).json();
    assert_eq!(listed["accounts"][0]["groups"], json!(["Shops", "华东"]));
    assert_eq!(listed["accounts"].as_array().unwrap().len(), 1);

    let again = program.run(&["account", "import", "accounts.csv", "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((&shape["good"], &shape["bad"], &shape["rows"][0]["result"]), (&json!(0), &json!(5), &json!("bad")));
    assert!(shape["rows"][0]["detail"].as_str().unwrap().contains("already been added"), "{shape}");
}

#[test]
fn a_file_that_cannot_be_read_is_refused_as_a_whole() {
    let import = |file: &[u8]| {
        let program = alone("");
        fs::write(program.folder().join("accounts.csv"), file).unwrap();
        let refused = program.run(&["account", "import", "accounts.csv"]).refused(1);
        assert!(!refused.contains(OTHER), "{refused}");
        refused
    };
    let gb18030 = [b"name,appid,secret\n".as_slice(), &[0xC9, 0xCC, 0xB3, 0xC7], b",wx1,x\n"].concat();
    assert!(import(&gb18030).contains("not in UTF-8") && import(&gb18030).contains("CSV UTF-8"));
    let unknown = import(format!("name,appid,secret,owner\na,b,{OTHER},d\n").as_bytes());
    assert!(unknown.contains("unknown columns: \"owner\""), "{unknown}");
    assert!(
        import(format!("shop,wx00000000000000fe,{OTHER}\n").as_bytes()).contains("first line must name the columns")
    );
    assert!(import(b"").contains("the file is empty"));
    let program = alone("");
    assert!(program.run(&["account", "import", "none.csv"]).refused(1).contains("none.csv cannot be read"));
    assert!(program.run(&["account", "import"]).refused(2).contains("FILE"));
}

#[test]
fn ten_thousand_rows_work() {
    let rows: Vec<_> = (1..=10_000).map(|n| format!("account {n},wx{n:016x},{n:032x}\n")).collect();
    let program = alone(&format!("name,appid,secret\n{}", rows.concat()));
    let ran = program.run(&["account", "import", "accounts.csv", "--dry-run"]).done();
    assert_eq!(ran.lines().count(), 10_001);
    assert!(ran.ends_with("10000 accounts can be added, 0 not.\n"), "{}", &ran[ran.len() - 200..]);
}

#[test]
fn standard_input_is_read_and_what_wechat_cannot_be_asked_is_added() {
    let program = alone("");
    let ran =
        program.feed(&format!("name,appid,secret\none,wx0000000000000001,{OTHER}\n"), &["account", "import", "-"]);
    let out = ran.done();
    assert!(out.contains("added as account 1") && out.contains("it does not work yet"), "{out}");
}
