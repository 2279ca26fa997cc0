//! Explanations of WeChat's errcodes: what a code means, its usual causes, the next step, and whether a clear helps.
//!
//! The explanations are data: `errcodes.toml`, one table an entry, in both languages. One code can mean different things
//! on different calls and at different limits, so an entry that names the limit or the path of the call wins over the general
//! entry of the code. A code without an entry is explained as unknown.

use std::borrow::Cow;
use std::sync::LazyLock;

use domain::{Failure, Kind, Lang, LimitHit};
use serde::Deserialize;

use crate::console::console_place;
use crate::endpoint::Endpoint;

/// Whether clearing call counts ends an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClearHelps {
    /// A clear ends the error, as far as is known.
    Yes,
    /// A clear changes nothing and would be wasted.
    No,
    /// Sources disagree, or it depends on the quota figures.
    Maybe,
}

impl ClearHelps {
    /// The value in the API: `yes`, `no` or `maybe`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Maybe => "maybe",
        }
    }
}

/// Who has to act for an error to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// Our developers: the program, or how often it calls.
    Developers,
    /// Our account's administrator: a setting in WeChat's console, or the account's entry here.
    Administrator,
    /// The person who met the error.
    Customer,
    /// WeChat.
    Wechat,
    /// Nobody: it is over, or nothing was wrong.
    Nobody,
}

impl Who {
    /// The value in the API: `developers`, `administrator`, `customer`, `wechat` or `nobody`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Developers => "developers",
            Self::Administrator => "administrator",
            Self::Customer => "customer",
            Self::Wechat => "wechat",
            Self::Nobody => "nobody",
        }
    }
}

/// The explanation of an errcode in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// A headline.
    pub title: Cow<'static, str>,
    /// What WeChat reports with the code.
    pub meaning: Cow<'static, str>,
    /// The usual causes.
    pub cause: Cow<'static, str>,
    /// What the reader does next.
    pub next_step: Cow<'static, str>,
    /// Whether a clear helps.
    pub clear_helps: ClearHelps,
    /// Who has to act.
    pub who: Who,
    /// A sentence for the person who met the error, without a word of the API.
    pub customer: Cow<'static, str>,
}

impl Explanation {
    /// The explanation for an account of this kind: of the places in WeChat's console, that of the account alone.
    #[must_use]
    pub fn for_kind(self, kind: Kind, lang: Lang) -> Self {
        let (all, its) = (console_place(None, lang), console_place(Some(kind), lang));
        let of_kind = |text: Cow<'static, str>| if text.contains(all) { text.replace(all, its).into() } else { text };
        Self { cause: of_kind(self.cause), next_step: of_kind(self.next_step), ..self }
    }

    /// The explanation of an error that a clear ended.
    #[must_use]
    pub fn ended_by_clear(self, lang: Lang) -> Self {
        let next_step = match lang {
            Lang::ZhCn => "清零已恢复当天的调用次数。请找出调用量增长的原因，以免再次用完。",
            Lang::En => {
                "A clear restored the day's calls. Find out what made so many calls, so that they last for \
             the day."
            }
        };
        let customer = match lang {
            Lang::ZhCn => "很抱歉，这项功能刚才的使用次数已达上限。现在已经恢复，请再试一次。",
            Lang::En => {
                "Sorry, this feature had reached its limit for the day. It works again now; please try once more."
            }
        };
        Self { next_step: next_step.into(), customer: customer.into(), clear_helps: ClearHelps::Yes, ..self }
    }
}

/// The file of all entries. The tests below check it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    customer: Vec<CustomerText>,
    errcode: Vec<Entry>,
}

/// The sentence for the person who met an error, by who has to act.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomerText {
    who: Who,
    zh: String,
    en: String,
}

/// An entry of `errcodes.toml`, whose head describes the fields.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: i32,
    /// The paths of the calls that the entry is about; none in the general entry of a code.
    #[serde(default)]
    paths: Vec<String>,
    /// The limit that the entry is about, where the code stands for several.
    limit: Option<LimitHit>,
    clear_helps: ClearHelps,
    who: Option<Who>,
    page: Option<String>,
    zh: Text,
    en: Text,
}

/// The texts of an entry in one language.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Text {
    title: String,
    meaning: String,
    cause: String,
    next_step: String,
    customer: Option<String>,
}

/// The file, parsed at the first use; its entries are in the order of the file.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(|| {
    toml::from_str(include_str!("errcodes.toml")).unwrap_or(Catalogue { customer: Vec::new(), errcode: Vec::new() })
});

/// The explanation of `errcode` as the answer of the call with this path: the path of an [`Endpoint`], or of the interface
/// that an error was reported for. Nothing is known of the limit that the call hit.
pub fn explain(errcode: i32, path: Option<&str>, lang: Lang) -> Explanation {
    explain_limit(errcode, path, None, lang)
}

/// The same, with the limit that the call hit.
pub fn explain_limit(errcode: i32, path: Option<&str>, limit: Option<LimitHit>, lang: Lang) -> Explanation {
    match find(errcode, path, limit) {
        Some(entry) => entry.explanation(lang),
        None => unknown(errcode, lang),
    }
}

/// The only limit at which the call with this path answers so, as far as is documented.
pub fn documented_limit(errcode: i32, path: &str) -> Option<LimitHit> {
    entries_of(errcode).filter(|entry| entry.is_about(path)).find_map(|entry| entry.limit)
}

/// The explanation of a failed reading's errcode; `None` where WeChat gave no errcode.
pub fn explain_failure(failure: Failure, lang: Lang) -> Option<Explanation> {
    match failure {
        Failure::TokenRefused(errcode) => Some(explain(errcode, Some(Endpoint::StableToken.path()), lang)),
        Failure::Refused(errcode) => Some(explain(errcode, Some(Endpoint::QuotaGet.path()), lang)),
        _ => None,
    }
}

/// The address of the official page that says most about an errcode: the `page` of its entry, else the global list.
pub fn official_page(errcode: Option<i32>) -> &'static str {
    let page = errcode.and_then(|errcode| entries_of(errcode).find_map(|entry| entry.page.as_deref()));
    page.unwrap_or("https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html")
}

/// Every errcode that the catalogue has an entry for, in no order, each once.
pub fn known() -> impl Iterator<Item = i32> {
    let mut codes: Vec<_> = CATALOGUE.errcode.iter().map(|entry| entry.code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.into_iter()
}

/// Whether an entry of the catalogue is about this call alone, or about it among others that it names.
pub fn names_call(errcode: i32, path: &str) -> bool {
    entries_of(errcode).any(|entry| entry.is_about(path))
}

/// Whether the catalogue has an entry for `errcode`.
pub fn is_known(errcode: i32) -> bool {
    entries_of(errcode).next().is_some()
}

fn entries_of(errcode: i32) -> impl Iterator<Item = &'static Entry> {
    CATALOGUE.errcode.iter().filter(move |entry| entry.code == errcode)
}

/// The entry for the path and the limit, else the one for the limit, for the path, the general one, the first of that code.
fn find(errcode: i32, path: Option<&str>, limit: Option<LimitHit>) -> Option<&'static Entry> {
    let limit = limit.filter(|limit| *limit != LimitHit::NotKnown);
    let for_path = || {
        let is_meant = |entry: &&Entry| limit.zip(entry.limit).is_none_or(|(limit, it)| limit == it);
        let path = path?;
        entries_of(errcode).filter(|entry| entry.is_about(path)).find(is_meant)
    };
    let general = |limit| move || entries_of(errcode).find(|entry| entry.paths.is_empty() && entry.limit == limit);
    for_path().or_else(general(limit)).or_else(general(None)).or_else(|| entries_of(errcode).next())
}

impl Entry {
    fn is_about(&self, path: &str) -> bool {
        self.paths.iter().any(|it| it == path || (it.ends_with('/') && path.starts_with(it)))
    }

    fn explanation(&'static self, lang: Lang) -> Explanation {
        let text = match lang {
            Lang::ZhCn => &self.zh,
            Lang::En => &self.en,
        };
        text.explanation(self.clear_helps, self.who.unwrap_or(Who::Developers), lang)
    }
}

impl Text {
    /// The explanation with these texts, which are in `lang`.
    pub(crate) fn explanation(&'static self, clear_helps: ClearHelps, who: Who, lang: Lang) -> Explanation {
        Explanation {
            title: self.title.as_str().into(),
            meaning: self.meaning.as_str().into(),
            cause: with_console(&self.cause, lang),
            next_step: with_console(&self.next_step, lang),
            clear_helps,
            who,
            customer: self.customer.as_deref().map_or_else(|| customer_sentence(who, lang), Cow::Borrowed),
        }
    }
}

/// A text of the catalogue with the places in WeChat's console.
fn with_console(text: &'static str, lang: Lang) -> Cow<'static, str> {
    const PLACE: &str = "{console}";
    if text.contains(PLACE) { text.replace(PLACE, console_place(None, lang)).into() } else { text.into() }
}

/// The sentence for the person who met an error that needs nothing more special than who has to act.
pub fn customer_sentence(who: Who, lang: Lang) -> Cow<'static, str> {
    let text = CATALOGUE.customer.iter().find(|text| text.who == who);
    let text = text.map(|text| match lang {
        Lang::ZhCn => text.zh.as_str(),
        Lang::En => text.en.as_str(),
    });
    Cow::Borrowed(text.unwrap_or_default())
}

/// The explanation of a code that has no entry.
fn unknown(errcode: i32, lang: Lang) -> Explanation {
    match lang {
        Lang::ZhCn => Explanation {
            title: format!("错误码 {errcode}：本系统暂无说明").into(),
            meaning: "微信返回了这个错误码，但本系统没有收录。".into(),
            cause: "可能是该接口特有的错误码，也可能是新增的。请以返回的 errmsg 为准。".into(),
            next_step: "请按 errmsg 和该接口的官方文档核对参数。清零只重置每日调用次数，这个错误码没有表明次数已用完。".into(),
            clear_helps: ClearHelps::No,
            who: Who::Developers,
            customer: customer_sentence(Who::Developers, lang),
        },
        Lang::En => Explanation {
            title: format!("errcode {errcode}: not in the catalogue").into(),
            meaning: "WeChat answered with a code that is not in wxquota's catalogue of documented errcodes.".into(),
            cause: "It may be specific to this interface, or new. See the errmsg that came with it.".into(),
            next_step: "Compare the call with the errmsg and the interface's official page. A clear resets only daily counts, and this code does not say that one is used up.".into(),
            clear_helps: ClearHelps::No,
            who: Who::Developers,
            customer: customer_sentence(Who::Developers, lang),
        },
    }
}

#[cfg(test)]
mod tests;
