//! `wxquota interface`: watching and no longer watching.

use crate::support::program::{SECRET, with_sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn interfaces_are_watched_with_repairs_shown() {
    let (_sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let url = "https://api.weixin.qq.com/cgi-bin/message/subscribe/send?access_token=50_secret";
    let added = program.run(&["interface", "add", "商城", url, "wxa/IMG_sec_check", "/wxa/msg_sec_check"]).done();
    let expected = "/cgi-bin/message/subscribe/send  [repaired: host removed, query cut]\n\
                    /wxa/img_sec_check  [repaired: slash added, spelled as in the catalogue]\n\
                    /wxa/msg_sec_check (watched already)\n";
    assert_eq!(added, expected);
    for wrong in ["/sns/jscode2session", "https://example.com/x", "/a b", &"/x".repeat(2500)] {
        let told = program.run(&["interface", "add", "1", "/ok/path", wrong]).refused(1);
        assert!(told.contains("cannot be watched") && told.len() < 400, "{told}");
    }
    assert!(!program.run(&["status"]).done().contains("/ok/path"), "all or none");
    assert!(
        program.run(&["interface", "remove", "1", "/wxa/img_sec_check", "/wxa/none"]).refused(1).contains("/wxa/none")
    );
    program.run(&["interface", "remove", "1", "wxa/img_sec_check"]).done();
    assert!(!program.run(&["status"]).done().contains("img_sec_check"));
}
