//! Answers that are no JSON.

use sandbox::{Fault, FaultKind};
use serde_json::json;

use crate::world::World;

const CODE: &str = "/wxa/getwxacodeunlimit";

#[tokio::test]
async fn a_code_comes_as_a_picture_and_its_errors_as_json() {
    let world = World::new().await;
    let token = world.token().await;
    let code = world.send(&token, CODE, json!({"scene": "a"})).await.unwrap();
    assert_eq!(code.headers()["content-type"], "image/jpeg");
    let picture = code.bytes().await.unwrap();
    assert!(picture.starts_with(&[0xff, 0xd8, 0xff]) && picture.len() > 1000);
    let refused = world.send("80_x", CODE, json!({})).await.unwrap();
    assert_eq!(refused.headers()["content-type"], "application/json; encoding=utf-8");
    world.sandbox().add_fault(Fault::on(CODE, FaultKind::Slow { ms: 0 }).times(1));
    assert_eq!(world.send(&token, CODE, json!({})).await.unwrap().bytes().await.unwrap(), picture);
    world.sandbox().add_fault(Fault::on(CODE, FaultKind::Truncated).times(1));
    assert!(world.send(&token, CODE, json!({})).await.unwrap().bytes().await.is_err());
}
