//! The rid desk for programs.

use desk::rids::{DatedRid, FoundRid, LookedUp, flaws};
use domain::Lang;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use wechat::Explanation;

/// `POST rids`.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct FoundRids {
    /// In order of first appearance, each once; empty where there is nothing.
    pub(crate) found: Vec<FoundShape>,
}

impl FoundRids {
    /// What the desk found.
    pub(crate) fn of(found: &[FoundRid]) -> Self {
        Self { found: found.iter().map(FoundShape::of).collect() }
    }
}

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
    },
    /// A hint of the kind that errors had before 2020-08; nobody can look it up.
    Hint {
        /// What stands in its brackets.
        text: String,
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
    fn of(found: &FoundRid) -> Self {
        match found {
            FoundRid::Rid(DatedRid { rid, at, expires_at, expired, implausible }) => Self::Rid {
                rid: rid.to_string(),
                at: *at,
                expires_at: *expires_at,
                expired: *expired,
                implausible: *implausible,
            },
            FoundRid::Hint(text) => Self::Hint { text: text.clone() },
            FoundRid::Incomplete(text) => Self::Incomplete { text: text.clone(), detail: flaw_words(text) },
        }
    }
}

/// What is wrong with a text that was meant as a rid, in English.
pub(crate) fn flaw_words(incomplete: &str) -> String {
    flaws(incomplete).iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// `GET rids/{rid}`: a request, masked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Request)]
pub(crate) struct LookedUpShape {
    /// Its rid.
    pub(crate) rid: String,
    /// The id of the account that made it.
    pub(crate) account: i64,
    /// That account's name.
    pub(crate) account_name: String,
    /// When it was made.
    pub(crate) at: Timestamp,
    /// Milliseconds it took.
    pub(crate) cost_in_ms: Option<i64>,
    /// The URL's query; WeChat keeps neither host nor path.
    pub(crate) request_url: String,
    /// The body that was sent; empty for none.
    pub(crate) request_body: String,
    /// The answer.
    pub(crate) response_body: String,
    /// Where it came from.
    pub(crate) client_ip: Option<String>,
    /// What it was answered; null where it went well, or the answer was no JSON.
    pub(crate) errcode: Option<i32>,
    /// The interface that was called, where the text that the rid came in or a person told; WeChat does not.
    pub(crate) cgi_path: Option<String>,
    /// What people wrote beside it.
    pub(crate) note: Option<String>,
    /// The address of its ticket.
    pub(crate) ticket: Option<String>,
    /// What the errcode means; null where there is none.
    pub(crate) explanation: Option<ExplanationShape>,
    /// When it was looked up.
    pub(crate) looked_up_at: Timestamp,
    /// Who looked it up.
    pub(crate) looked_up_by: String,
    /// `wechat` where WeChat told it just now, `archive` where it had been looked up before.
    pub(crate) source: &'static str,
}

impl LookedUpShape {
    /// A request, its errcode explained in a language.
    pub(crate) fn of(told: &LookedUp, lang: Lang) -> Self {
        let kept = told.kept.clone();
        let (note, ticket) = kept.note.map(|note| (note.text, note.ticket)).unwrap_or_default();
        Self {
            rid: kept.rid,
            account: kept.account_id.0,
            account_name: told.account_name.clone(),
            at: kept.at,
            cost_in_ms: kept.cost_in_ms,
            request_url: kept.request_url,
            request_body: kept.request_body,
            response_body: kept.response_body,
            client_ip: kept.client_ip,
            errcode: kept.errcode,
            cgi_path: kept.cgi_path.map(|path| path.to_string()),
            note,
            ticket,
            explanation: told.explanation(lang).map(ExplanationShape::from),
            looked_up_at: kept.looked_up_at,
            looked_up_by: kept.looked_up_by,
            source: told.source.word(),
        }
    }
}

/// An errcode in words.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Explanation)]
pub(crate) struct ExplanationShape {
    /// A headline.
    pub(crate) title: String,
    /// Why it commonly comes.
    pub(crate) cause: String,
    /// What to do now.
    pub(crate) next: String,
    /// Whether a clear helps: `yes no maybe`
    pub(crate) clear_helps: &'static str,
}

impl From<Explanation> for ExplanationShape {
    fn from(told: Explanation) -> Self {
        Self {
            title: told.title.into_owned(),
            cause: told.cause.into_owned(),
            next: told.next_step.into_owned(),
            clear_helps: told.clear_helps.word(),
        }
    }
}
