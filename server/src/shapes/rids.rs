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

/// One thing found in a text.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Found)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum FoundShape {
    /// A whole rid.
    Rid {
        /// In lower case.
        rid: String,
        /// When the call was made, by the rid's first group.
        at: Timestamp,
        /// Until when WeChat tells what it was.
        expires_at: Timestamp,
        /// Whether that is over.
        expired: bool,
        /// Whether no call can have been made then: before 2020, or more than an hour from now.
        implausible: bool,
        /// Whether the rid was probably mistyped: its second or third group begins with a digit from 8 to f.
        mistyped: bool,
        /// The errcode beside it; null where the text has none.
        errcode: Option<i32>,
        /// The path of the call beside it.
        cgi_path: Option<String>,
        /// The appid beside it.
        appid: Option<String>,
        /// Why no account can look it up: `sign-in` (a call under `/sns/`) or `no-account` (a call without a token or a right
        /// appid); null where one may.
        no_lookup: Option<&'static str>,
        /// What a reply of rid/get in the text says of the call, which WeChat has not confirmed; null where there is none.
        pasted: Option<PastedShape>,
    },
    /// A hint, WeChat's other mark of a request; nobody can look it up.
    Hint {
        /// What stands in its brackets, masked.
        text: String,
        /// `wecom` where it has the form of 企业微信, else `wechat`.
        platform: &'static str,
    },
    /// What was meant as a rid and is not whole.
    Incomplete {
        /// As it stands in the text, its escapes read.
        text: String,
        /// Which of its groups is at fault.
        detail: String,
    },
}

impl FoundShape {
    /// Everything found in a text, each rid with what the text says of its call.
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
        /// In order of first appearance, each once; empty where there is nothing.
        found: Vec<FoundShape> = FoundShape::all(pasted),
        /// The errcode of the text's first rid, or of a text without one; null where there is none.
        errcode: Option<i32> = pasted.errcode,
        /// `wechat`, or `wecom` where the text is of 企业微信, whose errcodes and limits are its own.
        platform: &'static str = pasted.platform.word(),
        /// What else there is to say: `rid-missing` (the line was not copied to its end), `no-answer` (the call got none, so it
        /// has neither errcode nor rid), `exposed-app-secret`, `exposed-authorization-code`, `exposed-access-token` (a live
        /// secret stood in the text).
        warnings: Vec<&'static str> = warnings(pasted),
    }

    /// A reply of rid/get in a text. Anybody could have typed it.
    #[schema(as = PastedReply)]
    struct PastedShape (reply: &PastedReply) {
        /// Always `pasted`.
        source: &'static str = "pasted",
        /// Milliseconds the call took.
        cost_in_ms: Option<i64> = reply.cost_in_ms,
        /// Where it came from.
        client_ip: Option<String> = reply.client_ip.clone(),
        /// What the call was answered; null for 0.
        errcode: Option<i32> = reply.errcode,
    }

    /// `GET rids/{rid}`: a request, masked.
    #[schema(as = Request)]
    struct LookedUpShape (looked_up: &LookedUp, verdict: Verdict, notes: Vec<RidNote>) {
        /// Its rid.
        rid: String = looked_up.kept.rid.clone(),
        /// The id of the account that made it.
        account: i64 = looked_up.kept.account_id.0,
        /// That account's name.
        account_name: String = looked_up.account_name.clone(),
        /// When it was made.
        at: Timestamp = looked_up.kept.at,
        /// Milliseconds it took.
        cost_in_ms: Option<i64> = looked_up.kept.cost_in_ms,
        /// The URL's query; WeChat keeps neither host nor path.
        request_url: String = looked_up.kept.request_url.clone(),
        /// The body that was sent; empty for none.
        request_body: String = looked_up.kept.request_body.clone(),
        /// The answer.
        response_body: String = looked_up.kept.response_body.clone(),
        /// Where it came from.
        client_ip: Option<String> = looked_up.kept.client_ip.clone(),
        /// What it was answered; null where it went well, or the answer was no JSON.
        errcode: Option<i32> = looked_up.kept.errcode,
        /// The interface that was called, where the text that the rid came in or a person told; WeChat does not.
        cgi_path: Option<String> = looked_up.kept.cgi_path.as_ref().map(ToString::to_string),
        /// The limit that the call hit: `day-quota total per-minute uncounted not-known`; null where it was refused for another reason.
        limit: Option<&'static str> = looked_up.limit().map(LimitHit::word),
        /// The newest note that people wrote beside it.
        note: Option<String> = looked_up.kept.newest_note.clone(),
        /// The address of its ticket.
        ticket: Option<String> = looked_up.kept.ticket.clone(),
        /// All notes beside it, the oldest first.
        notes: Vec<NoteShape> = notes.into_iter().map(NoteShape::of).collect(),
        /// What the answer means, by the errcode and the facts around the call.
        explanation: ExplanationShape = ExplanationShape::of(verdict.explanation),
        /// When it was looked up.
        looked_up_at: Timestamp = looked_up.kept.looked_up_at,
        /// Who looked it up.
        looked_up_by: String = looked_up.kept.looked_up_by.clone(),
        /// `wechat` where WeChat told it just now, `archive` where it had been looked up before.
        source: &'static str = looked_up.source.word(),
    }

    /// A note beside a request, masked.
    #[schema(as = RidNote)]
    struct NoteShape (note: RidNote) {
        /// When it was written.
        at: Timestamp = note.at,
        /// Who wrote it.
        by: String = note.by,
        /// The text.
        text: String = note.text,
    }

    /// An answer in words.
    #[schema(as = Explanation)]
    struct ExplanationShape (explanation: Explanation) {
        /// A headline.
        title: String = explanation.title.into_owned(),
        /// Why it commonly comes.
        cause: String = explanation.cause.into_owned(),
        /// What to do now.
        next: String = explanation.next_step.into_owned(),
        /// Whether a clear helps: `yes no maybe`
        clear_helps: &'static str = explanation.clear_helps.word(),
        /// Who has to act: `developers administrator customer wechat nobody`
        who: &'static str = explanation.who.word(),
        /// A sentence for the person who met the error.
        customer: String = explanation.customer.into_owned(),
    }
}
