//! What WeChat's errcodes mean, why they come, what to do next, and whether a clear helps.
//!
//! The texts are ours, in both languages; the facts are from the official global list and the pages of the calls, and
//! from what people saw. One code can mean different things on different calls, so the path counts: an entry for the
//! path wins over the general one. A code that nobody documents is explained as just that.

mod credentials;
mod entry;
mod ip;
mod limits;
mod management;
mod messages;
mod permissions;
mod platform;
mod requests;

use std::borrow::Cow;

use domain::{Failure, Lang};

pub use self::entry::ClearHelps;
use self::entry::{Entry, Text, paths};
use crate::endpoint::Endpoint;

/// An errcode in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// A headline.
    pub title: Cow<'static, str>,
    /// What WeChat says with it.
    pub meaning: Cow<'static, str>,
    /// Why it commonly comes.
    pub cause: Cow<'static, str>,
    /// What you do now.
    pub next_step: Cow<'static, str>,
    /// Whether a clear helps.
    pub clear_helps: ClearHelps,
}

/// The whole catalogue, one family a file.
const FAMILIES: [&[Entry]; 8] = [
    credentials::ENTRIES,
    ip::ENTRIES,
    limits::ENTRIES,
    management::ENTRIES,
    messages::ENTRIES,
    permissions::ENTRIES,
    platform::ENTRIES,
    requests::ENTRIES,
];

/// What `errcode` means as the answer of the call with this path (an [`crate::Endpoint`]'s, or the interface an error was
/// reported for), in words.
pub fn explain(errcode: i32, path: Option<&str>, lang: Lang) -> Explanation {
    match find(errcode, path) {
        Some(entry) => entry.told_in(lang),
        None => unknown(errcode, lang),
    }
}

/// What the errcode of a failed reading means, if it has one.
pub fn explain_failure(failure: Failure, lang: Lang) -> Option<Explanation> {
    match failure {
        Failure::TokenRefused(errcode) => Some(explain(errcode, Some(Endpoint::StableToken.path()), lang)),
        Failure::Refused(errcode) => Some(explain(errcode, Some(Endpoint::QuotaGet.path()), lang)),
        _ => None,
    }
}

/// The official page that says most of an errcode; the global list for most.
pub fn official_page(errcode: Option<i32>) -> &'static str {
    match errcode {
        Some(45009 | 45011) => "https://developers.weixin.qq.com/doc/service/guide/dev/api/limit.html",
        Some(48006) => "https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_clearquota.html",
        Some(76001..=76004) => "https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getridinfo.html",
        Some(76021 | 76022) => "https://developers.weixin.qq.com/doc/subscription/api/apimanage/api_getapiquota.html",
        _ => "https://developers.weixin.qq.com/doc/oplatform/developers/errCode/errCode.html",
    }
}

/// Whether the catalogue holds an entry for `errcode`.
pub fn is_known(errcode: i32) -> bool {
    all().any(|entry| entry.errcode == errcode)
}

fn all() -> impl Iterator<Item = &'static Entry> {
    FAMILIES.into_iter().flatten()
}

/// The entry for the path, else the one for all paths, else any of that code.
fn find(errcode: i32, path: Option<&str>) -> Option<&'static Entry> {
    let of_code = || all().filter(|entry| entry.errcode == errcode);
    let for_path = path.and_then(|path| of_code().find(|entry| entry.paths.contains(&path)));
    for_path.or_else(|| of_code().find(|entry| entry.paths.is_empty())).or_else(|| of_code().next())
}

impl Entry {
    fn told_in(&self, lang: Lang) -> Explanation {
        let text = match lang {
            Lang::ZhCn => &self.zh,
            Lang::En => &self.en,
        };
        Explanation {
            title: text.title.into(),
            meaning: text.meaning.into(),
            cause: text.cause.into(),
            next_step: text.next_step.into(),
            clear_helps: self.clear_helps,
        }
    }
}

fn unknown(errcode: i32, lang: Lang) -> Explanation {
    match lang {
        Lang::ZhCn => Explanation {
            title: format!("errcode {errcode}：未收录").into(),
            meaning: "微信返回了这个错误码，但它不在我们收录的官方错误码里。".into(),
            cause: "可能是该接口特有的错误码，也可能是新增的。请以返回的 errmsg 为准。".into(),
            next_step: "查看该接口的官方文档；若返回里有 rid，可凭 rid 查询这次请求的详情。".into(),
            clear_helps: ClearHelps::Maybe,
        },
        Lang::En => Explanation {
            title: format!("errcode {errcode}: not in our catalogue").into(),
            meaning: "WeChat answered with a code that is not among the documented ones we know.".into(),
            cause: "It may belong to this interface alone, or be new. Go by the errmsg that came with it.".into(),
            next_step: "Read the interface's official page. If the answer holds a rid, look the rid up.".into(),
            clear_helps: ClearHelps::Maybe,
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    /// Every code of the fact sheet's table of errors (section 6.1), ranges written out.
    const TABLE: [i32; 62] = [
        -1, 0, 40001, 40002, 40013, 40014, 40066, 40125, 40164, 40243, 41001, 41002, 41004, 41018, 42001, 42007, 43001,
        43002, 43003, 44002, 44993, 45002, 45009, 45011, 45035, 47001, 48001, 48004, 48006, 50001, 50002, 50004, 50007,
        61003, 61004, 61005, 61006, 61007, 61008, 61009, 61010, 61011, 61012, 61013, 61014, 61015, 61016, 61023, 61024,
        76001, 76002, 76003, 76004, 76021, 76022, 89501, 89502, 89503, 89504, 89505, 89506, 89507,
    ];

    fn texts(explanation: &Explanation) -> [&str; 4] {
        [&explanation.title, &explanation.meaning, &explanation.cause, &explanation.next_step]
    }

    #[test]
    fn no_code_of_the_table_is_unexplained() {
        let missing: Vec<_> = TABLE.into_iter().filter(|errcode| !is_known(*errcode)).collect();
        assert_eq!(missing, Vec::<i32>::new());
        for errcode in TABLE {
            let (zh, en) = (explain(errcode, None, Lang::ZhCn), explain(errcode, None, Lang::En));
            assert!(texts(&zh).iter().all(|text| !text.is_empty() && !text.is_ascii()), "{errcode}: {zh:?}");
            assert!(texts(&en).iter().all(|text| !text.is_empty()), "{errcode}: {en:?}");
            assert!(
                !texts(&en).concat().contains(|c: char| ('\u{3400}'..'\u{9fff}').contains(&c)),
                "{errcode}: {en:?}"
            );
        }
    }

    #[test]
    fn the_voice_is_calm_and_short() {
        for entry in all() {
            for (lang, longest) in [(Lang::ZhCn, 120), (Lang::En, 240)] {
                let told = entry.told_in(lang);
                for text in texts(&told) {
                    assert!(!text.contains(['!', '！']), "{}: {text}", entry.errcode);
                    assert!(text.chars().count() <= longest, "{}: {text}", entry.errcode);
                    assert_eq!(text.trim(), text);
                }
                assert!(!told.title.ends_with(['.', '。']), "{}: {}", entry.errcode, told.title);
            }
        }
    }

    #[test]
    fn no_entry_hides_another() {
        let mut seen = HashSet::new();
        for entry in all() {
            let paths = if entry.paths.is_empty() { &[""][..] } else { entry.paths };
            for path in paths {
                assert!(seen.insert((entry.errcode, *path)), "{} {path}", entry.errcode);
            }
        }
    }

    #[test]
    fn one_code_may_mean_different_things() {
        let title = |errcode, path| explain(errcode, Some(path), Lang::En).title;
        let differ = |errcode, one, other| assert_ne!(title(errcode, one), title(errcode, other), "{errcode}");
        differ(45009, "/cgi-bin/stable_token", "/cgi-bin/message/custom/send");
        differ(45009, "/cgi-bin/wxaapp/createwxaqrcode", "/cgi-bin/message/custom/send");
        differ(45009, "/wxa/getwxacodeunlimit", "/wxa/getwxacode");
        differ(76003, "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/rid/get");
        differ(76022, "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/rid/get");
        differ(40013, "/cgi-bin/clear_quota", "/cgi-bin/stable_token");
        differ(40013, "/cgi-bin/clear_quota/v2", "/cgi-bin/clear_quota");
        differ(48006, "/cgi-bin/clear_quota", "/cgi-bin/openapi/quota/clear");
        differ(76022, "/cgi-bin/openapi/quota/get", "/cgi-bin/openapi/quota/clear");
        let helps = |path| explain(45009, Some(path), Lang::En).clear_helps;
        assert_eq!(helps("/cgi-bin/message/custom/send"), ClearHelps::Yes);
        assert_eq!(helps("/cgi-bin/wxaapp/createwxaqrcode"), ClearHelps::No);
        assert_eq!(helps("/cgi-bin/stable_token"), ClearHelps::Maybe);
    }

    #[test]
    fn a_failed_reading_is_explained_by_the_call_that_failed() {
        let title = |failure| explain_failure(failure, Lang::En).map(|told| told.title);
        assert_eq!(title(Failure::TokenRefused(40001)).as_deref(), Some("The AppSecret is wrong"));
        assert_eq!(title(Failure::Refused(40001)).as_deref(), Some("The token is not valid"));
        assert_eq!(title(Failure::NoAnswer), None);
    }

    #[test]
    fn an_unknown_code_is_called_unknown() {
        let told = explain(1007, Some("/cgi-bin/x"), Lang::En);
        assert!(told.title.contains("1007"));
        assert_eq!(told.clear_helps, ClearHelps::Maybe);
        assert!(!is_known(76023), "nobody documents it");
    }
}
