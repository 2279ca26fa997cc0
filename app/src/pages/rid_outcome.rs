//! What came of looking a rid up, where the page that follows has to tell it.

use desk::explain::{Problem, explain};
use desk::rids::{Asked, FoundRid, RidError};
use domain::{Failure, Lang};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{Notice, NoticeKind};
use crate::context::{Text, Viewer};
use crate::forms::Refused;
use crate::pages::problem::plain;
use crate::t;

/// The most things found in a text that are listed.
const LISTED: usize = 50;

/// What the form left.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum RidOutcome {
    /// The text does not hold one rid alone.
    Text {
        /// What was pasted, redacted and in bounds.
        typed: String,
        /// Whether that is only its beginning.
        shortened: bool,
        /// The account that was chosen; empty for none.
        account: String,
        /// What is in it; `None` where it is too long to be searched.
        found: Option<FoundList>,
    },
    /// The rid was not told.
    Untold {
        /// The rid.
        rid: String,
        /// Why not.
        why: Untold,
    },
}

/// What stands in a text.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FoundList {
    /// How many rids there are.
    pub count: usize,
    /// The rids, the first of many.
    pub rids: Vec<String>,
    /// What stood in hints of the old kind.
    pub hints: Vec<String>,
    /// What was meant as a rid and is not whole.
    pub incomplete: Vec<String>,
}

impl FoundList {
    /// What is told of all that was found, in bounds; what is no rid is `masked`. That takes longer than finding it, so
    /// only what is listed is.
    pub fn of(found: &[FoundRid], masked: impl Fn(&str) -> String) -> Self {
        let mut list = Self::default();
        for one in found {
            match one {
                FoundRid::Rid(dated) => {
                    list.count += 1;
                    listed(&mut list.rids, || dated.rid.to_string());
                }
                FoundRid::Hint(text) => listed(&mut list.hints, || masked(text)),
                FoundRid::Incomplete(text) => listed(&mut list.incomplete, || masked(text)),
            }
        }
        list
    }

    /// Whether there is nothing to tell.
    pub fn is_empty(&self) -> bool {
        self.rids.is_empty() && self.hints.is_empty() && self.incomplete.is_empty()
    }
}

/// Adds a text to a list that is not full.
fn listed(list: &mut Vec<String>, text: impl FnOnce() -> String) {
    if list.len() < LISTED {
        list.push(text());
    }
}

/// Why a rid was not told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Untold {
    /// No account asked knows it.
    NotFound(Asked),
    /// An account that was not asked made the call.
    OtherAccount(Asked),
    /// WeChat says that it is none.
    Malformed,
    /// The call is too long ago.
    Expired,
    /// The call was a `/sns/` one.
    SignIn,
    /// There is no account to ask.
    NoAccount,
    /// WeChat, or the way there, failed.
    Call {
        /// The name of the account that was asked.
        account: String,
        /// What went wrong.
        problem: Problem,
    },
}

impl Untold {
    /// The reason out of an error; what is wrong with the form rather than with the rid is refused.
    ///
    /// # Errors
    /// [`Refused`], for a notice.
    pub fn of(error: RidError) -> Result<Self, Refused> {
        match error {
            RidError::NotFound { asked, .. } => Ok(Self::NotFound(asked)),
            RidError::OtherAccount { asked } => Ok(Self::OtherAccount(asked)),
            RidError::Malformed => Ok(Self::Malformed),
            RidError::Expired { .. } => Ok(Self::Expired),
            RidError::SignIn => Ok(Self::SignIn),
            RidError::NoAccount => Ok(Self::NoAccount),
            RidError::Call { account, problem } => Ok(Self::Call { account, problem }),
            RidError::Forbidden(forbidden) => Err(Refused::Forbidden(forbidden.role)),
            RidError::UnknownAccount => Err(Refused::NoSuchAccount),
            RidError::Internal(error) => Err(error.into()),
            RidError::TooLong => {
                tracing::error!("a rid was called too long a text");
                Err(Refused::Internal)
            }
        }
    }

    /// The names of the accounts that need not be asked again.
    pub fn tried(&self) -> &[String] {
        self.asked().map_or(&[], |asked| asked.tried.as_slice())
    }

    fn asked(&self) -> Option<&Asked> {
        match self {
            Self::NotFound(asked) | Self::OtherAccount(asked) => Some(asked),
            _ => None,
        }
    }

    /// Whether asking again, perhaps as another account, may end differently.
    pub fn may_change(&self) -> bool {
        matches!(self, Self::NotFound(_) | Self::OtherAccount(_) | Self::NoAccount | Self::Call { .. })
    }

    /// The headline.
    pub fn title(&self, lang: Lang) -> Text {
        match self {
            Self::NotFound(_) => t!(lang, "untold-not-found"),
            Self::OtherAccount(_) => t!(lang, "untold-other"),
            Self::Malformed => t!(lang, "untold-malformed"),
            Self::Expired => t!(lang, "untold-expired"),
            Self::SignIn => t!(lang, "untold-sign-in"),
            Self::NoAccount => t!(lang, "untold-no-account"),
            Self::Call { problem, .. } => call_words(lang, problem).0,
        }
    }

    fn why(&self, lang: Lang) -> Text {
        match self {
            Self::NotFound(_) => t!(lang, "untold-not-found-why"),
            Self::OtherAccount(_) => t!(lang, "untold-other-why"),
            Self::Malformed => t!(lang, "untold-malformed-why"),
            Self::Expired => t!(lang, "untold-expired-why"),
            Self::SignIn => t!(lang, "untold-sign-in-why"),
            Self::NoAccount => t!(lang, "untold-no-account-why"),
            Self::Call { problem, .. } => call_words(lang, problem).1,
        }
    }

    fn next(&self, lang: Lang, others: bool) -> Text {
        match self {
            Self::NotFound(_) => t!(lang, "untold-not-found-next"),
            Self::OtherAccount(_) if others => t!(lang, "untold-other-next"),
            Self::OtherAccount(_) => t!(lang, "untold-other-none"),
            Self::Malformed => t!(lang, "untold-malformed-next"),
            Self::Expired => t!(lang, "untold-expired-next"),
            Self::SignIn => t!(lang, "untold-sign-in-next"),
            Self::NoAccount => t!(lang, "untold-no-account-next"),
            Self::Call { problem, .. } => call_words(lang, problem).2,
        }
    }
}

/// Title, cause and next step of a look-up that failed.
fn call_words(lang: Lang, problem: &Problem) -> (Text, Text, Text) {
    if let Some(errcode) = problem.failure.errcode() {
        let told = explain(errcode, Some(&problem.endpoint), lang);
        return (format!("{} ({errcode})", told.title).into(), told.cause, told.next_step);
    }
    let (title, why, next) = plain(lang, problem.failure);
    let next = match problem.failure {
        Failure::NoConnection => t!(lang, "untold-connection-next"),
        Failure::NoAnswer => t!(lang, "untold-answer-next"),
        Failure::NoSecret => next,
        Failure::BadAnswer | Failure::Refused(_) | Failure::TokenRefused(_) => t!(lang, "untold-proxy-next"),
    };
    (title, why, next)
}

/// Why the rid was not told, and what to do.
#[component]
pub fn UntoldNotice(
    /// Why.
    why: Untold,
    /// Whether there are accounts that were not asked.
    others: bool,
    /// Whether the page's headline says already what happened.
    #[prop(optional)]
    headed: bool,
) -> impl IntoView {
    let lang = Viewer::current().lang;
    let next = why.next(lang, others);
    let (title, more) = if headed { (why.why(lang), None) } else { (why.title(lang), Some(why.why(lang))) };
    let more = more.map(|more| view! { <p>{more}</p> });
    let kind = if matches!(why, Untold::Call { .. }) { NoticeKind::Error } else { NoticeKind::Warning };
    let comma = t!(lang, "comma");
    let Asked { tried, unable, unasked } = why.asked().cloned().unwrap_or_default();
    let asked = (!tried.is_empty())
        .then(|| view! { <p class="secondary">{t!(lang, "rid-asked-as", names = tried.join(&comma))}</p> });
    let unable = (!unable.is_empty()).then(|| view! { <p>{t!(lang, "rid-unable", names = unable.join(&comma))}</p> });
    let unasked = (unasked > 0).then(|| view! { <p>{t!(lang, "rid-unasked", count = unasked)}</p> });
    let said = match why {
        Untold::Call { account, problem } => Some(view! {
            {problem.seen_ip.map(|ip| view! { <p>{t!(lang, "problem-seen-ip")} " " <code>{ip}</code></p> })}
            <p class="secondary">
                {t!(lang, "untold-call-as", name = account)} {t!(lang, "colon")}
                <code class="said">{problem.detail}</code>
            </p>
        }),
        _ => None,
    };
    view! {
        <Notice kind title next>
            {more}
            {asked}
            {unable}
            {unasked}
            {said}
        </Notice>
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[test]
    fn no_more_is_masked_than_is_listed() {
        let rid = "617682e0-09059ac5-34a8e2ea".parse::<desk::rids::Rid>().unwrap();
        let dated = desk::rids::DatedRid::of(rid, jiff::Timestamp::UNIX_EPOCH);
        let found: Vec<_> = (0..1_000)
            .flat_map(|n| {
                [FoundRid::Rid(dated.clone()), FoundRid::Hint(n.to_string()), FoundRid::Incomplete(n.to_string())]
            })
            .collect();
        let masked = Cell::new(0);
        let list = FoundList::of(&found, |text| {
            masked.set(masked.get() + 1);
            format!("<{text}>")
        });
        assert_eq!((list.count, list.rids.len(), list.hints.len(), list.incomplete.len()), (1_000, 50, 50, 50));
        assert_eq!((masked.get(), list.hints[49].as_str()), (100, "<49>"));
    }
}
