//! The verdict of a request: what happened, who has to act, whether a clear helps, what to tell the customer, and the facts
//! that prove it.

use domain::limit_hit::{MINUTE_LIMIT, QUOTA_LIMIT};
use domain::{AddressOwner, ClearId, ClearState, Lang, LimitHit, Reading};
use store::SeenAddress;
use wechat::situations::{Situation, explain_situation};
use wechat::{ClearHelps, Explanation, explain};

use super::{LookedUp, RequestContext};
use crate::history::ClearMark;

/// The code of success.
const OK: i32 = 0;
/// Errcodes by which a call is refused for its token.
const TOKEN: [i32; 3] = [40001, 40014, 42001];
/// Errcodes by which a call is refused for its address; their errmsg names the address that WeChat saw.
const ADDRESS: [i32; 3] = [40164, 61004, 45035];
/// The most characters of WeChat's words that are quoted.
const QUOTED: usize = 300;

/// The verdict of a request, in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// What happened, why, what to do, who has to act, whether a clear helps this call, what to tell the customer.
    pub explanation: Explanation,
    /// Why a clear helps, or does not.
    pub clear: ClearAdvice,
    /// The facts that prove it.
    pub evidence: Vec<Evidence>,
}

/// Whether a clear helps a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClearAdvice {
    /// It does, as far as is known.
    Yes,
    /// It does not.
    No,
    /// It depends on the interface or on figures.
    Maybe,
    /// It does where the day's quota was used up; the interface, and so its figures, are not known.
    InterfaceNotKnown,
    /// It does not: so much of the day's quota was left, in thousandths, that it was the limit per minute.
    PerMinute(i64),
    /// It did: this clear gave the day's calls back.
    Ended(ClearId),
    /// It does not any more: the count has started again since.
    DayOver,
    /// It does not: clears do not reset this interface, by its own evidence or by what is known of it.
    NotLifted,
}

impl ClearAdvice {
    /// The general answer.
    pub fn helps(self) -> ClearHelps {
        match self {
            Self::Yes | Self::Ended(_) => ClearHelps::Yes,
            Self::No | Self::PerMinute(_) | Self::DayOver | Self::NotLifted => ClearHelps::No,
            Self::Maybe | Self::InterfaceNotKnown => ClearHelps::Maybe,
        }
    }
}

/// A fact that proves a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Evidence {
    /// WeChat's answer.
    Reply {
        /// Its errcode.
        errcode: i32,
        /// Its words, redacted and of limited length.
        errmsg: Option<String>,
    },
    /// The address that the call came from.
    Address {
        /// As WeChat tells it.
        ip: String,
        /// Whose it is; `None` where nobody said which addresses are ours.
        whose: Option<AddressOwner>,
        /// The addresses from which WeChat refused the desk's own calls lately, to compare it with.
        own: Vec<SeenAddress>,
    },
    /// The use of the interface around the call.
    Use {
        /// The last good reading before it.
        before: Option<Reading>,
        /// The first good reading after it.
        after: Option<Reading>,
    },
    /// A clear after the call, which reset the count or may have.
    Cleared(ClearMark),
}

impl Verdict {
    /// The verdict of a request.
    pub fn of(request: &LookedUp, around: &RequestContext, lang: Lang) -> Self {
        let (explanation, clear) = concluded(request, around, lang);
        let explanation = Explanation { clear_helps: clear.helps(), ..explanation };
        Self { explanation, clear, evidence: evidence(request, around) }
    }
}

impl Verdict {
    /// The verdict by no more than the errcode that a text names.
    pub fn of_text(errcode: i32, path: Option<&str>, is_today: bool, lang: Lang) -> Self {
        let known = explain(errcode, path, lang);
        let (explanation, clear) = by_explanation(known, (errcode, path, None), None, is_today, lang);
        Self { explanation: Explanation { clear_helps: clear.helps(), ..explanation }, clear, evidence: Vec::new() }
    }
}

/// What is known of a request's answer, by the facts around it where they say more than its errcode.
fn concluded(request: &LookedUp, around: &RequestContext, lang: Lang) -> (Explanation, ClearAdvice) {
    let path = request.kept.cgi_path.as_ref().map(domain::CgiPath::as_str);
    let Some(errcode) = request.kept.errcode else {
        let file = (!is_json_object(&request.kept.response_body)).then_some(Situation::NoErrcode);
        let explanation = file.and_then(|situation| explain_situation(situation, lang));
        return (explanation.unwrap_or_else(|| explain(OK, path, lang)), ClearAdvice::No);
    };
    let explanation = request.explanation(lang).unwrap_or_else(|| explain(errcode, path, lang));
    let limit = request.kept.limit;
    if let Some(clear) = limit.and_then(|verdict| verdict.ended_by) {
        return (explanation, ClearAdvice::Ended(clear));
    }
    if let Some(left) = limit.and_then(|verdict| verdict.left_permille) {
        return (explanation, ClearAdvice::PerMinute(left));
    }
    let (explanation, clear) =
        by_explanation(explanation, (errcode, path, request.limit()), around.whose, around.is_today, lang);
    let helps = matches!(clear, ClearAdvice::Yes | ClearAdvice::Maybe);
    let is_not_lifted = around.lifts.is_some_and(|lifts| !lifts.may_help());
    (explanation, if helps && is_not_lifted { ClearAdvice::NotLifted } else { clear })
}

/// What is known of an answer by its explanation, by whose the address is that it came from, and by whether its day goes on.
fn by_explanation(
    explanation: Explanation,
    (errcode, path, limit): (i32, Option<&str>, Option<LimitHit>),
    whose: Option<AddressOwner>,
    is_today: bool,
    lang: Lang,
) -> (Explanation, ClearAdvice) {
    let (situation, clear) = match explanation.clear_helps {
        ClearHelps::No => (strange(errcode, whose), ClearAdvice::No),
        _ if errcode == QUOTA_LIMIT && !is_today => (Some(Situation::DayOver), ClearAdvice::DayOver),
        _ if errcode == QUOTA_LIMIT && path.is_none() => (None, ClearAdvice::InterfaceNotKnown),
        ClearHelps::Maybe => (None, ClearAdvice::Maybe),
        ClearHelps::Yes => (None, ClearAdvice::Yes),
    };
    let explanation = match situation.and_then(|situation| explain_situation(situation, lang)) {
        // Which limit it was stays as it is known.
        Some(over) if clear == ClearAdvice::DayOver && limit != Some(LimitHit::DayQuota) => {
            let Explanation { title, meaning, cause, .. } = explanation;
            Explanation { title, meaning, cause, ..over }
        }
        Some(of_situation) => of_situation,
        None => explanation,
    };
    (explanation, clear)
}

/// What an address that is not ours says of a refused call.
fn strange(errcode: i32, whose: Option<AddressOwner>) -> Option<Situation> {
    if whose != Some(AddressOwner::NotOurs) {
        return None;
    }
    let by_token = TOKEN.contains(&errcode).then_some(Situation::StrangeToken);
    by_token.or_else(|| ADDRESS.contains(&errcode).then_some(Situation::StrangeAddress))
}

fn evidence(request: &LookedUp, around: &RequestContext) -> Vec<Evidence> {
    let kept = &request.kept;
    let errcode = kept.errcode.unwrap_or(OK);
    let mut evidence = Vec::new();
    if kept.errcode.is_some() || is_json_object(&kept.response_body) {
        evidence.push(Evidence::Reply { errcode, errmsg: errmsg(&kept.response_body) });
    }
    let counts = TOKEN.contains(&errcode) || ADDRESS.contains(&errcode);
    if let Some(ip) = &kept.client_ip
        && (counts || around.whose == Some(AddressOwner::NotOurs))
    {
        evidence.push(Evidence::Address { ip: ip.clone(), whose: around.whose, own: around.own_addresses.clone() });
    }
    if matches!(errcode, QUOTA_LIMIT | MINUTE_LIMIT) {
        if let Some(watched) = &around.watched
            && (watched.before.is_some() || watched.after.is_some())
        {
            evidence.push(Evidence::Use { before: watched.before, after: watched.after });
        }
        let reset = |mark: &&ClearMark| mark.at >= kept.at && mark.state != ClearState::Ineffective;
        evidence.extend(around.clears.iter().filter(reset).copied().map(Evidence::Cleared));
    }
    evidence
}

/// WeChat's words in an answer.
fn errmsg(answer: &str) -> Option<String> {
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    let words: String = answer.get("errmsg")?.as_str()?.trim().chars().take(QUOTED).collect();
    (!words.is_empty()).then_some(words)
}

/// Whether an answer is one of WeChat's: a JSON object. What is masked in it is quoted, so that it still is.
pub fn is_json_object(answer: &str) -> bool {
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(answer).is_ok()
}
