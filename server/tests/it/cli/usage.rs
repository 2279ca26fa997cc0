//! Wrong usage and `--help`.

use crate::support::program::Program;

#[test]
fn wrong_usage_is_one_line_and_status_2() {
    let program = Program::alone();
    for (typed, told) in [
        (&["--frobnicate"][..], "--frobnicate"),
        (&["acount", "list"], "acount"),
        (&["account", "add", "--name", "x"], "--appid"),
        (&["token", "create", "x", "--role", "boss"], "boss"),
        (&["account", "add", "--name", "x", "--appid", "y", "--secret-file", "-", "--kind", "robot"], "robot"),
        (&["interface", "add", "1"], "PATH"),
    ] {
        let line = program.run(typed).refused(2);
        assert!(line.contains(told), "{typed:?}: {line}");
    }
    assert!(program.run(&[]).refused(2).contains("demo, serve, sandbox"));
    let help = program.run(&["--help"]).done();
    for setting in [
        "WXQUOTA_LISTEN",
        "127.0.0.1:8686",
        "sqlite://data/wxquota.db",
        "Asia/Shanghai",
        "data/master.key",
        "WXQUOTA_CRITICAL_PERCENT",
    ] {
        assert!(help.contains(setting), "{setting}");
    }
    let serve = program.run(&["serve", "--help"]).done();
    assert!(serve.contains("WXQUOTA_LISTEN") && serve.contains("WXQUOTA_LOG"), "{serve}");
    assert!(program.run(&["--version"]).done().starts_with("wxquota "));
    assert!(!program.folder().join("data").exists(), "nothing is made by asking");
}

#[test]
fn the_help_of_a_command_is_about_the_command() {
    let program = Program::alone();
    for (typed, own) in [
        (&["status"][..], "--json"),
        (&["account"], "Add an account"),
        (&["account", "add"], "--secret-file"),
        (&["budget"], "--month"),
        (&["check"], "--json"),
    ] {
        let help = program.run(&[typed, &["--help"]].concat()).done();
        assert!(help.contains(own) && help.contains("`wxquota --help` lists all"), "{help}");
        assert!(!help.contains("WXQUOTA_") && !help.contains("--quota-zone"), "{help}");
    }
    let sandbox = program.run(&["sandbox", "-h"]).done();
    assert!(sandbox.contains("--listen") && sandbox.contains("--config") && !sandbox.contains("--log"), "{sandbox}");
    // They apply all the same, before a command and after it.
    for typed in [&["--time-zone", "Mars/Base", "status"][..], &["status", "--time-zone", "Mars/Base"]] {
        assert!(program.run(typed).refused(2).contains("--time-zone: \"Mars/Base\""), "{typed:?}");
    }
}
