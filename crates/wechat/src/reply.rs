//! The common part of all replies: a JSON object with an errcode and errmsg, or with the requested data.

use serde_json::{Map, Value};

use crate::error::{Cause, Refusal};
use crate::lenient_json;
use crate::redact::Redactor;
use crate::rid::Rid;

/// The longest errmsg that is kept, in characters.
const ERRMSG_CHARACTERS: usize = 1_000;

/// A JSON object without an errcode, or with errcode 0: both mean success (official examples of `token` carry none).
pub(crate) struct Reply(Map<String, Value>);

impl Reply {
    /// Reads the body of an answer. `redactor` makes the redactor of the errmsg, and runs only where there is one.
    ///
    /// # Errors
    /// [`Cause::NotJson`], [`Cause::WrongShape`], and [`Cause::Refused`] for an errcode other than 0.
    pub(crate) fn read(body: &[u8], redactor: impl FnOnce() -> Redactor) -> Result<Self, Cause> {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        let Ok(value) = serde_json::from_slice::<Value>(body) else {
            return Err(Cause::NotJson { looks_like_html: looks_like_html(body) });
        };
        let Value::Object(fields) = value else { return Err(Cause::WrongShape { what: "JSON object" }) };
        let errcode = match fields.get("errcode") {
            None | Some(Value::Null) => 0,
            Some(value) => lenient_json::integer(value)
                .and_then(|errcode| i32::try_from(errcode).ok())
                .ok_or(Cause::WrongShape { what: "errcode" })?,
        };
        if errcode == 0 {
            return Ok(Self(fields));
        }
        let errmsg = fields.get("errmsg").and_then(Value::as_str).unwrap_or_default();
        let short: String = errmsg.chars().take(ERRMSG_CHARACTERS).collect();
        let rid = Rid::find_in_errmsg(errmsg);
        Err(Cause::Refused(Refusal { errcode, errmsg: redactor().redact(&short).into_owned(), rid }))
    }

    /// A field that is present and not null.
    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name).filter(|value| !value.is_null())
    }
}

/// Requires an explicit errcode 0. For calls that cannot be undone: a JSON object of another server, which has no errcode
/// either, must not count as a clear.
pub(crate) fn accepted(reply: Reply) -> Result<(), Cause> {
    reply.get("errcode").map(drop).ok_or(Cause::WrongShape { what: "errcode" })
}

fn looks_like_html(body: &[u8]) -> bool {
    body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<Reply, Cause> {
        Reply::read(body.as_bytes(), Redactor::new)
    }

    #[test]
    fn success_is_errcode_0_or_none() {
        for body in [r"{}", r#"{"errcode":0,"errmsg":"ok"}"#, r#"{"errcode":"0"}"#, "\u{feff}{}", r#"{"errcode":null}"#]
        {
            assert!(read(body).is_ok(), "{body}");
        }
    }

    #[test]
    fn accepted_is_only_what_says_so() {
        let accepted = |body| read(body).and_then(accepted);
        for body in [r#"{"errcode":0,"errmsg":"ok"}"#, r#"{"errcode":"0"}"#, r#"{"errcode":0.0}"#] {
            assert_eq!(accepted(body), Ok(()), "{body}");
        }
        for body in [r"{}", r#"{"errcode":null}"#, r#"{"errmsg":"ok"}"#, r#"{"errcode":true}"#, r#"{"errcode":""}"#] {
            assert_eq!(accepted(body), Err(Cause::WrongShape { what: "errcode" }), "{body}");
        }
    }

    #[test]
    fn errcodes_may_be_spelled_as_text() {
        let cause = read(r#"{"errcode":"40013","errmsg":"invalid appid rid: 6aac005a-01bfdbee-79769285"}"#).err();
        let Some(Cause::Refused(refusal)) = cause else { panic!("{cause:?}") };
        assert_eq!(refusal.errcode, 40013);
        assert_eq!(refusal.rid.map(|rid| rid.to_string()).as_deref(), Some("6aac005a-01bfdbee-79769285"));
    }

    #[test]
    fn anything_else_is_a_clear_error() {
        let html = Cause::NotJson { looks_like_html: true };
        let not_json = Cause::NotJson { looks_like_html: false };
        for (body, expected) in [
            ("", not_json.clone()),
            ("\n <html><body>502</body></html>", html),
            (r#"{"errcode":0,"errmsg":"ok",“quota”:{}}"#, not_json.clone()),
            (r#"{"errcode":0,"errm"#, not_json.clone()),
            (&"[".repeat(100_000), not_json),
            ("[]", Cause::WrongShape { what: "JSON object" }),
            (r#"{"errcode":"no"}"#, Cause::WrongShape { what: "errcode" }),
            (r#"{"errcode":99999999999}"#, Cause::WrongShape { what: "errcode" }),
        ] {
            assert_eq!(read(body).err(), Some(expected), "{body:.60}");
        }
    }

    #[test]
    fn an_errmsg_of_any_length_is_cut() {
        let body = serde_json::json!({"errcode": 1, "errmsg": "字".repeat(5_000)}).to_string();
        let Some(Cause::Refused(refusal)) = read(&body).err() else { panic!() };
        assert_eq!(refusal.errmsg.chars().count(), ERRMSG_CHARACTERS);
    }
}
