//! `wxquota sample`: reading everything now.

use sandbox::{Fault, FaultKind};

use crate::support::program::{SECRET, with_sandbox};

#[tokio::test(flavor = "multi_thread")]
async fn what_was_not_attempted_is_told_and_fails() {
    let (sandbox, program) = with_sandbox().await;
    program.add_mall(SECRET).done();
    let refused = FaultKind::Errcode { errcode: 44993, errmsg: None };
    sandbox.sandbox.add_fault(Fault::on("/cgi-bin/openapi/quota/get", refused));
    // Which of the two WeChat refuses first is a race; that both were read is not.
    program.run(&["sample"]);
    let ran = program.run(&["sample", "--json"]);
    let shape: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&shape["accounts"], &shape["skipped"][0]["account"]), (&0.into(), &"商城".into()), "{shape}");
    let told = ran.refused(1);
    assert!(
        told.starts_with("some interfaces were not sampled: 商城 was skipped: WeChat accepts no more readings"),
        "{told}"
    );
}
