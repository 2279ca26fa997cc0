//! Looking a rid up on the wire.

use serde_json::json;
use url::Url;
use wechat::{CallError, Cause, Lang, Options, Rid, RidInfo, Token, Transport, explain};

use crate::server::saying;
use crate::{fixtures, wire};

const TOKEN: &str = "50_Im7xxxxThisIsAToken";

async fn rid_get(base: Url) -> Result<RidInfo, CallError> {
    let rid: Rid = "61725984-6126f6f9-040f19c4".parse().unwrap();
    Transport::new(base, Options::default()).unwrap().rid_get(&Token::new(TOKEN), &rid).await
}

#[tokio::test]
async fn the_official_example_is_read() {
    let (base, seen) = saying(fixtures::RID_INFO).await;
    let info = rid_get(base).await.unwrap();
    assert_eq!((info.at.as_second(), info.cost_in_ms), (1_635_156_704, Some(30)));
    assert_eq!((info.request_url.as_str(), info.request_body.as_str()), ("access_token=50_Im7xxxx", ""));
    assert_eq!(
        info.response_body,
        r#"{"errcode":45009,"errmsg":"reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea"}"#
    );
    assert_eq!(info.client_ip.as_deref(), Some("113.xx.70.51"));
    let request = seen.lock().unwrap()[0].clone();
    assert!(request.starts_with(&format!("POST /cgi-bin/openapi/rid/get?access_token={TOKEN} HTTP/1.1")), "{request}");
    assert!(request.ends_with(r#"{"rid":"61725984-6126f6f9-040f19c4"}"#), "{request}");
}

#[tokio::test]
async fn each_refusal_keeps_its_code_and_has_words_of_its_own() {
    let mut titles = std::collections::BTreeSet::new();
    for (errcode, errmsg) in fixtures::RID_REFUSALS {
        let (base, _) = saying(&json!({"errcode": errcode, "errmsg": errmsg}).to_string()).await;
        let error = rid_get(base).await.unwrap_err();
        assert_eq!(error.errcode(), Some(errcode));
        assert_eq!(error.refusal().unwrap().errmsg, errmsg);
        let told = error.explanation(Lang::En).unwrap();
        assert_eq!(told, explain(errcode, Some("/cgi-bin/openapi/rid/get"), Lang::En));
        titles.insert(told.title.into_owned());
    }
    assert_eq!(titles.len(), 5, "{titles:?}");
}

#[tokio::test]
async fn answers_that_are_not_wechats_are_named() {
    for (body, cause) in [
        ("{}", Cause::WrongShape { what: "request" }),
        (r#"{"errcode":0,"request":"#, Cause::NotJson { looks_like_html: false }),
        ("<html></html>", Cause::NotJson { looks_like_html: true }),
    ] {
        let (base, _) = saying(body).await;
        let error = rid_get(base).await.unwrap_err();
        assert_eq!(error.cause, cause, "{body}");
        wire::assert_silent(&error);
    }
}
