//! Rids: what stands in a text, and the requests behind them.

use desk::rids::{
    CallDetails, DatedRid, ExposedSecret, FoundRid, LookedUp, NoLookup, Pasted, PastedReply, Platform, RidNote,
    Verdict, flaws, is_wecom_hint,
};
use domain::LimitHit;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use wechat::{Explanation, Redactor};

use super::shapes;

/// A finding in a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Found)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum FoundShape {
    /// A complete rid.
    Rid {
        /// The rid in lower case.
        rid: String,
        /// The time of the call, from the first group of the rid.
        at: Timestamp,
        /// The time until which WeChat shows the call.
        expires_at: Timestamp,
        /// Whether this time has passed.
        expired: bool,
        /// Whether the time is impossible: before 2020, or more than an hour in the future.
        implausible: bool,
        /// Whether the rid was probably mistyped: its second or third group starts with a digit from 8 to f.
        mistyped: bool,
        /// The errcode in the text near the rid; null if there is none.
        errcode: Option<i32>,
        /// The path of the call in the text near the rid.
        cgi_path: Option<String>,
        /// The AppID in the text near the rid.
        appid: Option<String>,
        /// Why no account can look it up: `sign-in` (a call under `/sns/`) or `no-account` (a call without a token or
        /// a valid AppID); null if a lookup is possible.
        no_lookup: Option<&'static str>,
        /// The content of a pasted reply of rid/get, not confirmed by WeChat; null if there is none.
        pasted: Option<PastedShape>,
    },
    /// A hint, another mark that WeChat gives to a request. It cannot be looked up.
    Hint {
        /// The text in its brackets, masked.
        text: String,
        /// `wecom` if it has the format of 企业微信 (WeCom), otherwise `wechat`.
        platform: &'static str,
    },
    /// An incomplete rid.
    Incomplete {
        /// The text as found, with escapes decoded.
        text: String,
        /// The problem, in words.
        detail: String,
    },
}

impl FoundShape {
    /// All findings in a text.
    pub(crate) fn all(pasted: &Pasted) -> Vec<Self> {
        let redactor = Redactor::new();
        // The rids stand in the same order in both lists.
        let mut rids = pasted.rids.iter();
        let shape = |found: &FoundRid| match found {
            FoundRid::Rid(dated) => Self::rid(dated, rids.next().map(|rid| rid.near.clone()).unwrap_or_default()),
            FoundRid::Hint(text) => {
                let platform = if is_wecom_hint(text) { Platform::Wecom } else { pasted.platform };
                Self::Hint { text: redactor.redact(text).into_owned(), platform: platform.word() }
            }
            FoundRid::Incomplete(text) => Self::Incomplete { text: text.clone(), detail: flaw_words(text) },
        };
        pasted.found.iter().map(shape).collect()
    }

    fn rid(dated: &DatedRid, near: CallDetails) -> Self {
        let CallDetails { appid, path, errcode, no_lookup, pasted, .. } = near;
        Self::Rid {
            rid: dated.rid.to_string(),
            at: dated.at,
            expires_at: dated.expires_at,
            expired: dated.expired,
            implausible: dated.implausible,
            mistyped: dated.mistyped,
            errcode,
            cgi_path: path,
            appid,
            no_lookup: no_lookup.map(|no_lookup| match no_lookup {
                NoLookup::SignIn => "sign-in",
                NoLookup::NoAccount => "no-account",
            }),
            pasted: pasted.as_ref().map(PastedShape::of),
        }
    }
}

/// What there is to say about a text beside its findings, in words.
fn warnings(pasted: &Pasted) -> Vec<&'static str> {
    let exposed = pasted.exposed.iter().map(|secret| match secret {
        ExposedSecret::AppSecret => "exposed-app-secret",
        ExposedSecret::AuthorizationCode => "exposed-authorization-code",
        ExposedSecret::AccessToken => "exposed-access-token",
    });
    let missing = pasted.rid_missing.then_some("rid-missing");
    missing.into_iter().chain(pasted.unanswered.then_some("no-answer")).chain(exposed).collect()
}

/// What is wrong with a text that was meant as a rid, in English.
pub(crate) fn flaw_words(incomplete: &str) -> String {
    flaws(incomplete).iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

shapes! {
    /// `POST rids`.
    struct FoundRids (pasted: &Pasted) {
        /// The findings in order of first appearance, each once; can be empty.
        found: Vec<FoundShape> = FoundShape::all(pasted),
        /// The errcode of the first rid, or of the text if it contains no rid; null if there is none.
        errcode: Option<i32> = pasted.errcode,
        /// `wechat`, or `wecom` if the text comes from 企业微信 (WeCom), which has its own errcodes and limits.
        platform: &'static str = pasted.platform.word(),
        /// Warnings: `rid-missing` (the line was not copied completely), `no-answer` (the call got no answer, so it
        /// has neither errcode nor rid), `exposed-app-secret`, `exposed-authorization-code`, `exposed-access-token`
        /// (the text contains a valid secret).
        warnings: Vec<&'static str> = warnings(pasted),
    }

    /// A pasted reply of rid/get, not confirmed by WeChat.
    #[schema(as = PastedReply)]
    struct PastedShape (reply: &PastedReply) {
        /// Always `pasted`.
        source: &'static str = "pasted",
        /// The duration of the call in milliseconds.
        cost_in_ms: Option<i64> = reply.cost_in_ms,
        /// The client IP address.
        client_ip: Option<String> = reply.client_ip.clone(),
        /// The errcode of the answer; null for 0.
        errcode: Option<i32> = reply.errcode,
    }

    /// `GET rids/{rid}`: a request, masked.
    #[schema(as = Request)]
    struct LookedUpShape (looked_up: &LookedUp, verdict: Verdict, notes: Vec<RidNote>) {
        /// The rid.
        rid: String = looked_up.kept.rid.clone(),
        /// The ID of the account that made the call.
        account: i64 = looked_up.kept.account_id.0,
        /// The name of the account that made the call.
        account_name: String = looked_up.account_name.clone(),
        /// The time of the call.
        at: Timestamp = looked_up.kept.at,
        /// The duration in milliseconds.
        cost_in_ms: Option<i64> = looked_up.kept.cost_in_ms,
        /// The query of the URL. WeChat does not report the host or path.
        request_url: String = looked_up.kept.request_url.clone(),
        /// The request body; can be empty.
        request_body: String = looked_up.kept.request_body.clone(),
        /// The response body.
        response_body: String = looked_up.kept.response_body.clone(),
        /// The client IP address.
        client_ip: Option<String> = looked_up.kept.client_ip.clone(),
        /// The errcode of the answer; null if the call succeeded or the answer was not JSON.
        errcode: Option<i32> = looked_up.kept.errcode,
        /// The path of the call, from the pasted text or entered by a person. WeChat does not report it.
        cgi_path: Option<String> = looked_up.kept.cgi_path.as_ref().map(ToString::to_string),
        /// The limit that the call reached: `day-quota total per-minute uncounted not-known`; null if it was refused
        /// for another reason.
        limit: Option<&'static str> = looked_up.limit().map(LimitHit::word),
        /// The newest note.
        note: Option<String> = looked_up.kept.newest_note.clone(),
        /// The link to its ticket.
        ticket: Option<String> = looked_up.kept.ticket.clone(),
        /// All notes, oldest first.
        notes: Vec<NoteShape> = notes.into_iter().map(NoteShape::of).collect(),
        /// The explanation, from the errcode and the facts around the call.
        explanation: ExplanationShape = ExplanationShape::of(verdict.explanation),
        /// The time of the lookup.
        looked_up_at: Timestamp = looked_up.kept.looked_up_at,
        /// The user who looked it up.
        looked_up_by: String = looked_up.kept.looked_up_by.clone(),
        /// `wechat` if WeChat was asked now, `archive` if it had been looked up before.
        source: &'static str = looked_up.source.word(),
    }

    /// A note on a request, masked.
    #[schema(as = RidNote)]
    struct NoteShape (note: RidNote) {
        /// The time when it was written.
        at: Timestamp = note.at,
        /// The author.
        by: String = note.by,
        /// The text.
        text: String = note.text,
    }

    /// An explanation in words.
    #[schema(as = Explanation)]
    struct ExplanationShape (explanation: Explanation) {
        /// The headline.
        title: String = explanation.title.into_owned(),
        /// The usual causes.
        cause: String = explanation.cause.into_owned(),
        /// The next step.
        next: String = explanation.next_step.into_owned(),
        /// Whether a clear helps: `yes no maybe`.
        clear_helps: &'static str = explanation.clear_helps.word(),
        /// Who has to act: `developers administrator customer wechat nobody`.
        who: &'static str = explanation.who.word(),
        /// A reply for the person who saw the error.
        customer: String = explanation.customer.into_owned(),
    }
}
