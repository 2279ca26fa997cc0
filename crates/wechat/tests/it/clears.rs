//! The three clears on the wire.

use domain::CgiPath;
use serde_json::{Value, json};
use url::Url;
use wechat::{CallError, Cause, Credentials, Endpoint, Options, RequestProgress, SecretForm, Token, Transport};

use crate::server::{answering, raw, saying};
use crate::{fixtures, wire};

const SECRET: &str = "0123456789abcdef0123456789abcdef";
const TOKEN: &str = "50_Im7xxxxThisIsAToken";
const OK: &str = r#"{"errcode":0,"errmsg":"ok"}"#;

/// Every way to clear.
const WAYS: [Way; 4] = [Way::Account, Way::Secret(SecretForm::Body), Way::Secret(SecretForm::Query), Way::Interface];

#[derive(Debug, Clone, Copy, PartialEq)]
enum Way {
    Account,
    Secret(SecretForm),
    Interface,
}

impl Way {
    fn endpoint(self) -> Endpoint {
        match self {
            Self::Account => Endpoint::ClearQuota,
            Self::Secret(_) => Endpoint::ClearQuotaBySecret,
            Self::Interface => Endpoint::ClearInterface,
        }
    }

    async fn clear(self, base: Url) -> Result<(), CallError> {
        let transport = Transport::new(base, Options::default()).unwrap();
        let credentials = Credentials { appid: "wx448f04719cd48f69".parse().unwrap(), secret: SECRET.into() };
        match self {
            Self::Account => transport.clear_quota(&Token::new(TOKEN), &credentials.appid).await,
            Self::Secret(form) => transport.clear_quota_by_secret(&credentials, form).await,
            Self::Interface => {
                let (path, _) = CgiPath::parse("/channels/ec/basics/info/get").unwrap();
                transport.clear_interface(&Token::new(TOKEN), &path).await
            }
        }
    }
}

/// The request line's target and the body of the one request that a clear sends.
async fn sent(way: Way) -> (String, String) {
    let (base, seen) = saying(OK).await;
    way.clear(base).await.unwrap();
    let requests = seen.lock().unwrap().clone();
    assert_eq!(requests.len(), 1, "{way:?}");
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    let line = head.lines().next().unwrap();
    let target = line.strip_prefix("POST ").and_then(|rest| rest.strip_suffix(" HTTP/1.1")).unwrap();
    (target.to_owned(), body.to_owned())
}

fn json_of(body: &str) -> Value {
    serde_json::from_str(body).unwrap()
}

#[tokio::test]
async fn clears_are_written_as_documented() {
    let (target, body) = sent(Way::Account).await;
    assert_eq!(target, format!("/cgi-bin/clear_quota?access_token={TOKEN}"));
    assert_eq!(json_of(&body), json!({"appid": "wx448f04719cd48f69"}));

    let (target, body) = sent(Way::Interface).await;
    assert_eq!(target, format!("/cgi-bin/openapi/quota/clear?access_token={TOKEN}"));
    assert_eq!(body, r#"{"cgi_path":"/channels/ec/basics/info/get"}"#);

    let (target, body) = sent(Way::Secret(SecretForm::Body)).await;
    assert_eq!(target, "/cgi-bin/clear_quota/v2", "the secret stays out of the URL");
    assert_eq!(json_of(&body), json!({"appid": "wx448f04719cd48f69", "appsecret": SECRET}));

    let (target, body) = sent(Way::Secret(SecretForm::Query)).await;
    assert_eq!(target, format!("/cgi-bin/clear_quota/v2?appid=wx448f04719cd48f69&appsecret={SECRET}"));
    assert_eq!(body, "");
}

#[tokio::test]
async fn errcode_0_may_be_spelled_oddly() {
    for body in [r#"{"errcode":"0","errmsg":"ok"}"#, r#"{"errcode":0.0}"#] {
        for way in WAYS {
            let (base, _) = saying(body).await;
            assert_eq!(way.clear(base).await, Ok(()), "{way:?} {body}");
        }
    }
}

#[tokio::test]
async fn what_does_not_say_0_is_no_clear() {
    let not_json = |looks_like_html| Cause::NotJson { looks_like_html };
    for (body, cause) in [
        ("{}", Cause::WrongShape { what: "errcode" }),
        (r#"{"errmsg":"ok"}"#, Cause::WrongShape { what: "errcode" }),
        (r#"{"errcode":null,"errmsg":"ok"}"#, Cause::WrongShape { what: "errcode" }),
        (r#"{"errcode":"ok"}"#, Cause::WrongShape { what: "errcode" }),
        ("[]", Cause::WrongShape { what: "JSON object" }),
        ("", not_json(false)),
        (r#"{"errcode":0,"errm"#, not_json(false)),
        ("<html><body>Please sign in</body></html>", not_json(true)),
    ] {
        for way in WAYS {
            let (base, _) = saying(body).await;
            let error = way.clear(base).await.unwrap_err();
            assert_eq!((error.endpoint, error.reach), (way.endpoint(), RequestProgress::Answered), "{way:?} {body}");
            assert_eq!(error.cause, cause, "{way:?} {body}");
        }
    }
}

#[tokio::test]
async fn refusals_of_the_pages_are_read_and_the_secret_is_silent() {
    for (errcode, errmsg) in fixtures::CLEAR_REFUSALS {
        for way in WAYS {
            let body = json!({"errcode": errcode, "errmsg": format!("{errmsg} {SECRET} {TOKEN}")}).to_string();
            let (base, seen) = saying(&body).await;
            let error = way.clear(base).await.unwrap_err();
            assert_eq!(error.errcode(), Some(errcode), "{way:?}");
            assert!(error.refusal().unwrap().errmsg.starts_with(errmsg), "{way:?} {error}");
            let held = if matches!(way, Way::Secret(_)) { SECRET } else { TOKEN };
            assert!(!format!("{error} {error:?}").contains(held), "{way:?} {error}");
            assert_eq!(seen.lock().unwrap().len(), 1, "{way:?}: sent once, whatever came back");
        }
    }
}

#[tokio::test]
async fn an_answer_that_breaks_leaves_open_what_became_of_it() {
    for way in WAYS {
        let (base, _) = answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"errcode\":0,").await;
        let error = way.clear(base).await.unwrap_err();
        assert_eq!((error.reach, &error.cause), (RequestProgress::Answered, &Cause::CutOff), "{way:?}");
        wire::assert_silent(&error);
        let (base, _) = raw(|stream| async move { drop(stream) }).await;
        let error = way.clear(base).await.unwrap_err();
        assert_eq!(error.reach, RequestProgress::SentNoAnswer, "{way:?} {error}");
        wire::assert_silent(&error);
    }
}
