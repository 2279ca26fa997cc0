//! Texts about rids and their requests.

use desk::explain::{ClearHelps, Who};
use desk::rids::{ClearAdvice, Evidence, LookedUp, LookupAllowance, LookupFailure, Verdict, is_json_object};
use domain::{AddressOwner, Lang, LimitHit, Reading};

use crate::context::Text;
use crate::format::{Formats, grouped, percent};
use crate::t;
use crate::words::clears::clear_word;

/// From how many milliseconds on a call is slow, and very slow.
const SLOW_MS: i64 = 1_000;
const VERY_SLOW_MS: i64 = 3_000;

/// The title of a call's answer.
pub(crate) fn answer_words(lang: Lang, request: &LookedUp) -> Text {
    match request.explanation(lang) {
        Some(explanation) => explanation.title,
        None if is_json_object(&request.kept.response_body) => t!(lang, "rid-succeeded"),
        None => t!(lang, "rid-no-errcode"),
    }
}

/// The limit that a refused call hit, in a few words.
pub(crate) fn limit_word(lang: Lang, limit: LimitHit) -> Text {
    match limit {
        LimitHit::DayQuota => t!(lang, "limit-day-quota"),
        LimitHit::Total => t!(lang, "limit-total"),
        LimitHit::PerMinute => t!(lang, "limit-per-minute"),
        LimitHit::Uncounted => t!(lang, "limit-uncounted"),
        LimitHit::NotKnown => t!(lang, "limit-not-known"),
    }
}

/// The title of a request: its verdict, with the name of the interface where that is known.
pub(crate) fn request_words(lang: Lang, verdict: &Verdict, interface: Option<&Text>) -> Text {
    let answer = verdict.explanation.title.clone();
    match interface {
        Some(name) => t!(lang, "rid-title-of", name = name.to_string(), answer = answer),
        None => answer,
    }
}

/// How many look-ups are left today.
pub(crate) fn allowance_words(lang: Lang, allowance: &LookupAllowance) -> Text {
    let LookupAllowance { accounts, least, most, a_day, a_person, .. } = *allowance;
    match accounts {
        0 => t!(lang, "rids-left-none"),
        1 => t!(lang, "rids-left-one", left = most, a_day = a_day, a_person = a_person),
        _ if least == most => t!(lang, "rids-left-each", left = most, a_day = a_day, a_person = a_person),
        _ => t!(lang, "rids-left-between", least = least, most = most, a_day = a_day, a_person = a_person),
    }
}

/// Who has to act; `None` where that is not known.
pub(crate) fn who_words(lang: Lang, who: Option<Who>) -> Text {
    match who {
        Some(Who::Developers) => t!(lang, "acts-developers"),
        Some(Who::Administrator) => t!(lang, "acts-administrator"),
        Some(Who::Customer) => t!(lang, "acts-customer"),
        Some(Who::Wechat) => t!(lang, "acts-wechat"),
        Some(Who::Nobody) => t!(lang, "acts-nobody"),
        None => t!(lang, "acts-not-known"),
    }
}

/// What it means that somebody has to act; `alone` where the verdict is about a text, on a page without an address of its own.
pub(crate) fn who_why(lang: Lang, who: Option<Who>, account: Option<String>, alone: bool) -> Text {
    match who {
        Some(Who::Developers) if alone => t!(lang, "acts-developers-why-text"),
        Some(Who::Administrator) if alone => t!(lang, "acts-administrator-why-text"),
        Some(Who::Developers) => t!(lang, "acts-developers-why"),
        Some(Who::Administrator) => match account {
            Some(account) => t!(lang, "acts-administrator-why", account = account),
            None => t!(lang, "acts-administrator-why-any"),
        },
        Some(Who::Customer) => t!(lang, "acts-customer-why"),
        Some(Who::Wechat) => t!(lang, "acts-wechat-why"),
        Some(Who::Nobody) => t!(lang, "acts-nobody-why"),
        None => t!(lang, "acts-not-known-why"),
    }
}

/// Whether a clear helps, in a word; `None` where that is not known.
pub(crate) fn helps_words(lang: Lang, helps: Option<ClearHelps>) -> Text {
    match helps {
        Some(ClearHelps::Yes) => t!(lang, "helps-yes"),
        Some(ClearHelps::No) => t!(lang, "helps-no"),
        Some(ClearHelps::Maybe) => t!(lang, "helps-maybe"),
        None => t!(lang, "helps-not-known"),
    }
}

/// Whether a clear helps a call, in a word.
pub(crate) fn advice_words(lang: Lang, clear: ClearAdvice) -> Text {
    match clear {
        ClearAdvice::Ended(_) => t!(lang, "helps-done"),
        clear => helps_words(lang, Some(clear.helps())),
    }
}

/// Why a clear helps, or does not.
pub(crate) fn clear_words(lang: Lang, clear: ClearAdvice) -> Text {
    match clear {
        ClearAdvice::PerMinute(left) => t!(lang, "rid-clear-minute", share = percent(left)),
        ClearAdvice::Ended(clear) => t!(lang, "rid-clear-ended", clear = clear.to_string()),
        ClearAdvice::DayOver => t!(lang, "rid-clear-over"),
        ClearAdvice::NotLifted => t!(lang, "rid-clear-not-lifted"),
        ClearAdvice::InterfaceNotKnown => t!(lang, "rid-clear-untold"),
        ClearAdvice::Yes => t!(lang, "rid-clear-yes"),
        ClearAdvice::No => t!(lang, "rid-clear-no"),
        ClearAdvice::Maybe => t!(lang, "rid-clear-maybe"),
    }
}

/// What to tell the customer while nobody knows what the call was.
pub(crate) fn not_known_customer(lang: Lang, untold: Option<&LookupFailure>) -> Text {
    match untold {
        Some(LookupFailure::NotFound(_) | LookupFailure::Malformed | LookupFailure::Implausible) => {
            t!(lang, "customer-copy-again")
        }
        Some(LookupFailure::Expired { .. }) => t!(lang, "customer-try-again"),
        Some(LookupFailure::SignIn) => t!(lang, "customer-sign-in"),
        _ => t!(lang, "customer-wait"),
    }
}

/// A fact that proves a verdict.
pub(crate) fn evidence_words(formats: &Formats<'_>, fact: &Evidence) -> Text {
    let lang = formats.lang;
    match fact {
        Evidence::Reply { errcode, errmsg } => {
            let errcode = errcode.to_string();
            if let Some(errmsg) = errmsg {
                t!(lang, "evidence-reply", errcode = errcode, errmsg = errmsg.clone())
            } else {
                t!(lang, "evidence-errcode", errcode = errcode)
            }
        }
        Evidence::Address { ip, whose, own } => {
            let ip = ip.clone();
            match whose {
                Some(AddressOwner::Ours) => t!(lang, "evidence-ours", ip = ip),
                Some(AddressOwner::PerhapsOurs) => t!(lang, "evidence-perhaps-ours", ip = ip),
                Some(AddressOwner::NotOurs) => t!(lang, "evidence-not-ours", ip = ip),
                None if own.is_empty() => t!(lang, "evidence-compare", ip = ip),
                None => {
                    let seen = own.iter().map(|own| {
                        let at = formats.exact(own.last_at);
                        t!(lang, "evidence-own-address", ip = own.address.to_string(), at = at).into_owned()
                    });
                    let own = seen.collect::<Vec<_>>().join(&t!(lang, "comma"));
                    t!(lang, "evidence-compare-own", ip = ip, own = own)
                }
            }
        }
        Evidence::Use { before, after } => {
            let read = |reading: &Reading| {
                let used = used_words(reading)?;
                Some(t!(lang, "evidence-use", at = formats.exact(reading.at), used = used).into_owned())
            };
            let lines: Vec<_> = [before, after].into_iter().flatten().filter_map(read).collect();
            lines.join(&t!(lang, "evidence-between")).into()
        }
        Evidence::Cleared(mark) => {
            t!(lang, "evidence-cleared", at = formats.exact(mark.at), state = clear_word(lang, mark.state))
        }
    }
}

/// `480 / 500 · 96 %`; nothing of a reading that failed.
pub(crate) fn used_words(reading: &Reading) -> Option<String> {
    let figures = reading.outcome.figures()?;
    let (used, limit) = (grouped(figures.used), grouped(figures.daily_limit));
    Some(format!("{used} / {limit} · {}", percent(figures.used_permille())))
}

/// The pace of a call that took so many milliseconds: usual, slow or very slow.
pub(crate) fn pace_words(lang: Lang, ms: i64) -> Text {
    match ms {
        ..SLOW_MS => t!(lang, "pace-usual"),
        SLOW_MS..VERY_SLOW_MS => t!(lang, "pace-slow"),
        _ => t!(lang, "pace-very-slow"),
    }
}

/// The owner of an IP address: ours, perhaps ours, or not ours.
pub(crate) fn whose_words(lang: Lang, whose: AddressOwner) -> Text {
    match whose {
        AddressOwner::Ours => t!(lang, "whose-ours"),
        AddressOwner::PerhapsOurs => t!(lang, "whose-perhaps"),
        AddressOwner::NotOurs => t!(lang, "whose-not-ours"),
    }
}
