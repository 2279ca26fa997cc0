//! WeChat's own words: how its errmsgs begin, which errcode a whole errmsg belongs to, and where one ends before a rid.

use std::ops::Range;

/// The beginnings of errmsgs (public samples of the wire, and the official global list), in lower case.
const BEGINNINGS: [&str; 34] = [
    "system error",
    "system busy",
    "invalid ",
    "access_token",
    "access clientip",
    "appid",
    "appsecret",
    "api ",
    "categories",
    "cgi_path",
    "code been used",
    "component",
    "content size",
    "could not",
    "data format",
    "empty post",
    "forbid to",
    "function category",
    "hour limit",
    "missing",
    "must use",
    "no permission",
    "not in whitelist",
    "out of ",
    "parameter",
    "qrcode",
    "reach max",
    "refresh_token",
    "require ",
    "rid ",
    "risky content",
    "template",
    "user limited",
    "user not",
];

/// Errmsgs that belong to one errcode, in lower case; the longer of two that begin alike first.
const WHOLE: [(&str, i32); 27] = [
    ("access_token expired", 42001),
    ("access_token missing", 41001),
    ("invalid credential", 40001),
    ("invalid access_token", 40014),
    ("invalid appsecret", 40125),
    ("invalid appid", 40013),
    ("appid missing", 41002),
    ("appsecret missing", 41004),
    ("invalid grant_type", 40002),
    ("invalid code", 40029),
    ("code been used", 40163),
    ("invalid openid", 40003),
    ("not in whitelist", 40164),
    ("not in ip-white-list", 45035),
    ("access clientip is not registered", 61004),
    ("reach max api daily quota limit", 45009),
    ("reach max api day frequence limit", 44993),
    ("api freq out of limit", 45009),
    ("api minute-quota reach limit", 45011),
    ("forbid to clear quota", 48006),
    ("api unauthorized or user unauthorized", 50001),
    ("api unauthorized", 48001),
    ("api forbidden for irregularities", 48004),
    ("user limited", 50002),
    ("empty post data", 44002),
    ("data format error", 47001),
    ("risky content", 87014),
];

/// The errmsgs about login codes and their tokens, which only sign-in calls under `/sns/` answer, in lower case. A comma before
/// `rid` alone is no sign of them: other calls' errmsgs are pasted with one too.
const SIGN_IN: [&str; 6] =
    ["invalid code", "code been used", "code expired", "code missing", "missing code", "invalid refresh_token"];

/// The longest errmsg that is looked for, in bytes.
pub(super) const LONGEST_ERRMSG: usize = 160;
/// The longest beginning, in bytes.
const LONGEST_BEGINNING: usize = 20;

/// Whether a text begins as errmsgs do.
pub(super) fn begins_errmsg(text: &str) -> bool {
    let bytes = text.as_bytes();
    let bytes = &bytes[..bytes.len().min(LONGEST_BEGINNING)];
    BEGINNINGS
        .iter()
        .any(|words| bytes.get(..words.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(words.as_bytes())))
}

/// What stands before the word `rid`, as far as an errmsg may reach.
pub(super) fn before_word<'a>(text: &'a str, rid: &Range<usize>) -> Option<&'a str> {
    let from = text.floor_char_boundary(rid.start.saturating_sub(LONGEST_ERRMSG));
    let before = text[from..rid.start].trim_end_matches(|c: char| !c.is_alphanumeric() && c != ',');
    let word = before.len().checked_sub(3).and_then(|at| before.get(at..))?;
    let before = before.get(..before.len() - word.len()).filter(|_| word.eq_ignore_ascii_case("rid"))?;
    Some(before.trim_end())
}

/// The errcode of the first errmsg in a text that has no errcode of its own.
pub(super) fn errcode_by_words(text: &str) -> Option<i32> {
    let text = text.to_ascii_lowercase();
    let places = WHOLE.iter().filter_map(|(words, errcode)| text.find(words).map(|at| (at, words.len(), *errcode)));
    places.min_by_key(|(at, length, _)| (*at, std::cmp::Reverse(*length))).map(|(_, _, errcode)| errcode)
}

/// Whether a text ends with the errmsg of a sign-in call.
pub(super) fn ends_sign_in_errmsg(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    SIGN_IN.iter().any(|words| text.ends_with(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_errmsg_gives_the_errcode() {
        for (text, errcode) in [
            ("Invalid credential, access_token is invalid or not latest rid:", Some(40001)),
            ("api unauthorized or user unauthorized", Some(50001)),
            ("api unauthorized rid:", Some(48001)),
            ("invalid appid, then access_token missing", Some(40013)),
            ("access clientip is not registered, not in ip-white-list", Some(61004)),
            ("it is invalid", None),
            ("", None),
        ] {
            assert_eq!(errcode_by_words(text), errcode, "{text}");
        }
    }

    #[test]
    fn beginnings_are_compared_in_any_case() {
        assert!(begins_errmsg("Reach Max api daily"));
        assert!(!begins_errmsg("reached") && !begins_errmsg(""));
        assert!(BEGINNINGS.iter().all(|words| words.len() <= LONGEST_BEGINNING));
    }
}
