//! `wxquota status`: the overview as a table.

use crate::support::program::{SECRET, with_sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn readings_are_shown_worst_first() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let before = program.run(&["status", "--json"]).json();
    assert_eq!(before["interfaces"][0]["state"], "never");
    assert_eq!(program.run(&["sample"]).done(), "2 readings of 1 account.\n");
    let after = program.run(&["status"]).done();
    let lines: Vec<_> = after.lines().collect();
    assert!(lines[0].starts_with("STATE") && lines[1].starts_with("warning"), "{after}");
    assert!(lines[2].starts_with("unsupported") && lines[2].contains("0/0/0"), "{after}");
}
