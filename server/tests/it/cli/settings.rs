//! Settings by flags, variables and file, and how `wxquota check` describes what they come to.

use crate::support::program::{Program, Ran};

#[test]
fn settings_are_told_apart_by_strength_and_faults_all_at_once() {
    let program = Program::with_desk();
    program.write("w.toml", "time_zone = \"Mars/Base\"\nlisten = \"0.0.0.0:80\"\nwarning_percent = 99\n");
    let all = program
        .run(&[
            "status",
            "--config",
            "w.toml",
            "--quota-zone",
            "Nowhere",
            "--wechat-base-url",
            "http://api.weixin.qq.com",
        ])
        .refused(2);
    for part in [
        "listen in w.toml: 0.0.0.0:80 can be reached",
        "WXQUOTA_ALLOW_HTTP=true",
        "time_zone in w.toml: \"Mars/Base\"",
        "--quota-zone: \"Nowhere\"",
        "--wechat-base-url: http://",
    ] {
        assert!(all.contains(part), "{part}: {all}");
    }
    let stronger = program
        .command(&["status", "--config", "w.toml", "--time-zone", "UTC"])
        .env("WXQUOTA_LISTEN", "127.0.0.1:9")
        .env("WXQUOTA_WARNING_PERCENT", "70")
        .output()
        .unwrap();
    assert_eq!(Ran::from(stronger).code, 0, "flags and variables are stronger than the file");

    program.write("w.toml", "listne = \"127.0.0.1:9\"\ntime_zone = [1]\n");
    let unknown = program.run(&["status", "--config", "w.toml"]).refused(2);
    assert!(
        unknown.contains("\"listne\"; did you mean listen?") && unknown.contains("time_zone must be a quoted string"),
        "{unknown}"
    );
    program.write("w.toml", "listen = \"127.0.0.1:9\"\nbroken\n");
    let broken = program.run(&["status", "--config", "w.toml"]).refused(2);
    assert!(broken.contains("w.toml is not valid TOML, line 2"), "{broken}");
    assert!(program.run(&["status", "--config", "none.toml"]).refused(2).contains("none.toml cannot be read"));
    let crossed = program.run(&["status", "--warning-percent", "96"]).refused(2);
    assert!(crossed.contains("--warning-percent must be below WXQUOTA_CRITICAL_PERCENT"), "{crossed}");
}

#[test]
fn how_people_reach_the_pages_is_told() {
    let program = Program::alone();
    let told = |settings: &[&str]| program.run(&[&["check"], settings].concat()).out;
    let here = told(&[]);
    assert!(here.contains("ok     web") && here.contains("http://127.0.0.1:8686, on this machine only"), "{here}");
    let tls = ["--public-url", "https://quota.example.com"];
    let forgotten = program.run(&[&["check"], &tls[..]].concat()).refused(2);
    assert!(forgotten.contains("WXQUOTA_PROXY_HOPS: with https://quota.example.com/ a proxy ends TLS"), "{forgotten}");
    assert!(told(&[&tls[..], &["--proxy-hops", "1"]].concat()).contains("ok     proxies   1 in front"));
    let socket = told(&["--listen", "unix:/run/wxquota.sock"]);
    assert!(socket.contains("the dashboard is at unix:/run/wxquota.sock, on this machine only"), "{socket}");
    assert!(socket.contains("ok     proxies   1 in front"), "{socket}");
    let clear = told(&["--listen", "0.0.0.0:8686", "--allow-http"]);
    assert!(clear.contains("note   web") && clear.contains("WXQUOTA_ALLOW_HTTP"), "{clear}");
}
