//! The outbound proxy as it is set, and what `wxquota check` and `--help` say of it.

use std::net::TcpListener;

use crate::support::program::{Program, Ran};

const PASSWORD: &str = "hunter22-Pa55";

/// A proxy that accepts connections, and its address with a password.
fn proxy() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://ann:{PASSWORD}@{}", listener.local_addr().unwrap());
    (listener, address)
}

#[track_caller]
fn silent(ran: &Ran) {
    assert!(!ran.out.contains(PASSWORD) && !ran.err.contains(PASSWORD), "{} {}", ran.out, ran.err);
}

#[test]
fn the_proxy_comes_from_the_setting_its_file_or_the_environment() {
    let (_listening, proxy) = proxy();
    let shown = proxy.replace(&format!("ann:{PASSWORD}"), "‹masked›");
    let is_used = |program: Program, by: &str| {
        let told = program.checked("outbound");
        assert!(told.starts_with("ok outbound the proxy "), "{told}");
        assert!(told.contains(&format!("{shown}, from {by},")), "{by}: {told}");
        silent(&program.run(&["check"]));
        silent(&program.run(&["check", "--json"]));
        silent(&program.run(&["check", "--help"]));
        silent(&program.run(&["--help"]));
    };
    is_used(Program::alone().with("WXQUOTA_OUTBOUND_PROXY", &proxy), "WXQUOTA_OUTBOUND_PROXY");
    is_used(Program::alone().with("HTTPS_PROXY", &proxy), "HTTPS_PROXY");
    is_used(Program::alone().with("all_proxy", &proxy), "all_proxy");
    let stronger = Program::alone().with("WXQUOTA_OUTBOUND_PROXY", &proxy).with("HTTPS_PROXY", "http://other.example");
    is_used(stronger, "WXQUOTA_OUTBOUND_PROXY");

    let of_file = Program::alone().with("WXQUOTA_OUTBOUND_PROXY_FILE", "proxy.txt");
    of_file.write("proxy.txt", &format!("{proxy}\n"));
    is_used(of_file, "WXQUOTA_OUTBOUND_PROXY_FILE");
    let of_settings = Program::alone().with("WXQUOTA_CONFIG", "w.toml");
    of_settings.write("w.toml", &format!("outbound_proxy = \"{proxy}\"\n"));
    is_used(of_settings, "outbound_proxy in w.toml");
    let program = Program::alone();
    let ran = program.run(&["check", "--outbound-proxy", &proxy]);
    assert!(ran.out.contains(&format!("{shown}, from --outbound-proxy,")), "{}", ran.out);
    silent(&ran);
}

#[test]
fn no_proxy_is_used_where_that_is_set_or_nothing_is() {
    let told = Program::alone().checked("outbound");
    assert_eq!(told, "ok outbound calls to WeChat and channels use no proxy");
    let (_listening, proxy) = proxy();
    let told = Program::alone().with("HTTPS_PROXY", &proxy).with("WXQUOTA_OUTBOUND_PROXY", "none").checked("outbound");
    assert_eq!(told, "ok outbound calls to WeChat and channels use no proxy, as set by WXQUOTA_OUTBOUND_PROXY");
    let told = Program::alone().with("HTTPS_PROXY", "").with("WXQUOTA_OUTBOUND_PROXY", "").checked("outbound");
    assert_eq!(told, "ok outbound calls to WeChat and channels use no proxy");
}

#[test]
fn what_the_proxy_is_used_for_is_told() {
    let (_listening, proxy) = proxy();
    let on_this_machine = Program::alone().with("HTTPS_PROXY", &proxy).checked("outbound");
    assert!(on_this_machine.contains("calls to WeChat are direct"), "{on_this_machine}");
    let wechat = || Program::on("https://wechat.invalid").with("HTTPS_PROXY", &proxy);
    let elsewhere = wechat().checked("outbound");
    assert!(
        elsewhere.contains("WeChat sees the proxy's address") && elsewhere.contains("IP white lists"),
        "{elsewhere}"
    );
    let left_out = wechat().with("NO_PROXY", "localhost,.invalid").checked("outbound");
    assert!(left_out.contains("calls to WeChat are direct"), "{left_out}");
}

#[test]
fn a_proxy_that_cannot_be_reached_fails_the_check() {
    let (listening, proxy) = proxy();
    drop(listening);
    let program = Program::on("https://wechat.invalid").with("WXQUOTA_OUTBOUND_PROXY", &proxy);
    let ran = program.run(&["check"]);
    silent(&ran);
    assert_eq!(ran.code, 1);
    assert!(ran.out.contains("wrong  outbound  the proxy http://‹masked›@127.0.0.1:"), "{}", ran.out);
    assert!(ran.out.contains("cannot be reached: Connection refused"), "{}", ran.out);
    assert!(ran.out.contains("wrong  wechat"), "{}", ran.out);
}

#[test]
fn what_will_not_do_is_told_in_one_line_without_the_password() {
    for (program, told) in [
        (Program::alone().with("WXQUOTA_OUTBOUND_PROXY", format!("ftp://ann:{PASSWORD}@p")), "starts with http://"),
        (
            Program::alone().with("WXQUOTA_OUTBOUND_PROXY", format!("http://ann:{PASSWORD}#1@p:3128")),
            "write one such as",
        ),
        (Program::alone().with("WXQUOTA_OUTBOUND_PROXY", format!("http://ann:1/{PASSWORD}@p:3128")), "write %40"),
        (Program::alone().with("HTTPS_PROXY", format!("socks4://ann:{PASSWORD}@p")), "HTTPS_PROXY: "),
        (Program::alone().with("WXQUOTA_OUTBOUND_PROXY_FILE", "none.txt"), "none.txt cannot be read"),
    ] {
        let ran = program.run(&["status"]);
        silent(&ran);
        let line = ran.refused(2);
        assert!(line.contains(told) && line.contains("_PROXY"), "{line}");
    }
    let twice = Program::alone().with("WXQUOTA_OUTBOUND_PROXY_FILE", "p.txt");
    let line = twice.run(&["status", "--outbound-proxy", "none"]).refused(2);
    assert_eq!(line, "WXQUOTA_OUTBOUND_PROXY_FILE: --outbound-proxy is also set; set only one of them");
    let empty = Program::alone().with("WXQUOTA_OUTBOUND_PROXY_FILE", "p.txt");
    empty.write("p.txt", "\n");
    assert!(empty.run(&["status"]).refused(2).contains("p.txt is empty"));
}
