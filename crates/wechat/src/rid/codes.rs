//! Errcodes in a text, however they are spelled.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::errmsgs::begins_errmsg;
use super::spans::QUOTES;
use crate::byte_runs::runs;
use crate::errcodes::is_known;

/// The ways in which a number is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Name {
    /// WeChat's own: `errcode`.
    Own,
    /// A translation or another spelling of it: "Error code", 错误代码.
    Spelled,
    /// A word that other programs use for codes of their own: `code`, `ret`.
    Weak,
}

/// The names, each with its kind. The longest one that fits counts.
const NAMES: [(&str, Name); 39] = [
    ("errcode", Name::Own),
    ("err_code", Name::Own),
    ("err-code", Name::Own),
    ("err code", Name::Own),
    ("error code", Name::Spelled),
    ("error_code", Name::Spelled),
    ("error-code", Name::Spelled),
    ("errorcode", Name::Spelled),
    ("错误代码", Name::Spelled),
    ("错误码", Name::Spelled),
    ("错误编码", Name::Spelled),
    ("错误编号", Name::Spelled),
    ("错误代号", Name::Spelled),
    ("错误号", Name::Spelled),
    ("エラーコード", Name::Spelled),
    ("오류 코드", Name::Spelled),
    ("報錯代碼", Name::Spelled),
    ("錯誤代碼", Name::Spelled),
    ("錯誤碼", Name::Spelled),
    ("报错代码", Name::Spelled),
    ("报错码", Name::Spelled),
    ("异常代码", Name::Spelled),
    ("异常码", Name::Spelled),
    ("返回代码", Name::Spelled),
    ("返回码", Name::Spelled),
    ("返回值", Name::Weak),
    ("code", Name::Weak),
    ("retcode", Name::Weak),
    ("ret", Name::Weak),
    ("errno", Name::Weak),
    ("error", Name::Weak),
    ("err", Name::Weak),
    ("代码", Name::Weak),
    ("编码", Name::Weak),
    ("状态码", Name::Weak),
    ("报错", Name::Weak),
    ("错误", Name::Weak),
    ("subcode", Name::Weak),
    ("sub_code", Name::Weak),
];

static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let names = NAMES.iter().map(|(name, _)| name);
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostLongest).build(names).ok()
});

/// Words between a name and its number, as languages and programs print them.
const FILLERS: [&str; 14] =
    ["integer", "int64", "int32", "int", "number", "numberint", "long", "some", "string", "str", "is", "u", "为", "是"];
/// The longest tag between a name and its number, in bytes.
const LONGEST_TAG: usize = 24;
/// The number of fillers and separators between a name and its number.
const STEPS: usize = 8;
/// The smallest number of a code that a spelling other than WeChat's own names. Programs count from 1, hosts answer with
/// three or four digits.
const SMALLEST: i32 = 10_000;
/// The smallest number of a code that only a weak word names.
const SMALLEST_WEAK: i32 = 1_000;

/// The places of codes in a text, in order.
#[derive(Default)]
pub(super) struct Codes {
    /// Numbers that are spelled as an errcode.
    pub(super) spelled: Vec<Range<usize>>,
    /// Numbers of WeChat's catalogue behind a word that other programs use too.
    pub(super) weak: Vec<Range<usize>>,
}

impl Codes {
    /// The codes in a normalized text; 0 is none.
    pub(super) fn of(text: &str) -> Self {
        let mut codes = Self::default();
        let Some(search) = &*SEARCH else { return codes };
        for found in search.find_iter(text) {
            let Some((_, name)) = NAMES.get(found.pattern().as_usize()) else { continue };
            if !begins_word(text, found.start()) {
                continue;
            }
            let Some(at) = number_after(text, found.end()) else { continue };
            match accepted(text, &at, *name) {
                Some(Name::Weak) => codes.weak.push(at),
                Some(_) => codes.spelled.push(at),
                None => {}
            }
        }
        codes.spelled.extend(before_errmsgs(text));
        for list in [&mut codes.spelled, &mut codes.weak] {
            list.sort_by_key(|at| (at.start, at.end));
            list.dedup_by_key(|at| at.end);
        }
        codes
    }

    /// The first code of the text.
    pub(super) fn first(&self, text: &str) -> Option<i32> {
        self.spelled.first().or(self.weak.first()).and_then(|at| value(text, at))
    }
}

/// The number at `at`.
pub(super) fn value(text: &str, at: &Range<usize>) -> Option<i32> {
    text.get(at.clone())?.parse().ok()
}

/// The kind of name by which a number counts as a code.
fn accepted(text: &str, at: &Range<usize>, name: Name) -> Option<Name> {
    let code = value(text, at)?;
    let fits = match name {
        Name::Own => code != 0,
        Name::Spelled => !(0..SMALLEST).contains(&code) || (code >= SMALLEST_WEAK && is_known(code)),
        Name::Weak => code >= SMALLEST_WEAK && is_known(code),
    };
    fits.then_some(name)
}

/// Whether no word goes on into a name that begins at `start`; `exitCode` has its own.
fn begins_word(text: &str, start: usize) -> bool {
    let bytes = text.as_bytes();
    let before = start.checked_sub(1).and_then(|at| bytes.get(at));
    let is_capital = bytes.get(start).is_some_and(u8::is_ascii_uppercase);
    before.is_none_or(|before| !before.is_ascii_alphanumeric() || (is_capital && before.is_ascii_lowercase()))
        || !bytes.get(start).is_some_and(u8::is_ascii)
}

/// The range of the number behind a name that ends at `end`, its sign included.
fn number_after(text: &str, end: usize) -> Option<Range<usize>> {
    let mut rest = text.get(end..)?;
    let mut apart = false;
    for _ in 0..STEPS {
        let trimmed = rest.trim_start_matches(is_separator);
        let trimmed = skip_dash(trimmed, apart || trimmed.len() < rest.len());
        if trimmed.starts_with(|c: char| c.is_ascii_digit() || c == '-') {
            return number(text, text.len() - trimmed.len());
        }
        let after = FILLERS.iter().find_map(|filler| after_filler(trimmed, filler)).or_else(|| after_tag(trimmed));
        apart |= trimmed.len() < rest.len();
        match after {
            Some(after) => (rest, apart) = (after, true),
            None if trimmed.len() < rest.len() => rest = trimmed,
            None => return None,
        }
    }
    None
}

/// What follows a filler, with the length that PHP prints behind `string`.
fn after_filler<'a>(text: &'a str, filler: &str) -> Option<&'a str> {
    let beginning = text.get(..filler.len()).filter(|word| word.eq_ignore_ascii_case(filler))?;
    let after = &text[beginning.len()..];
    let goes_on = filler.is_ascii() && after.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
    if goes_on {
        return None;
    }
    let length = after.strip_prefix('(').map(|inside| inside.trim_start_matches(|c: char| c.is_ascii_digit()));
    let length = length.and_then(|rest| rest.strip_prefix(')')).filter(|rest| rest.trim_start().starts_with('"'));
    Some(length.unwrap_or(after))
}

/// What follows a tag of HTML or XML, or the beginning of CDATA.
fn after_tag(text: &str) -> Option<&str> {
    if let Some(after) = text.strip_prefix("<![CDATA[") {
        return Some(after);
    }
    let inside = text.strip_prefix('<')?;
    let end = inside.bytes().take(LONGEST_TAG).position(|byte| byte == b'>')?;
    Some(&inside[end + 1..])
}

/// Leaves out a dash that is no sign: one that an arrow or a blank follows, or that a name without a separator has behind it.
fn skip_dash(text: &str, apart: bool) -> &str {
    let Some(after) = text.strip_prefix('-') else { return text };
    let is_sign = apart && after.starts_with(|c: char| c.is_ascii_digit());
    if is_sign { text } else { after.trim_start_matches(['-', '>', ' ']) }
}

fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, ':' | '=' | '>' | '[' | ']' | '(' | ')' | '|' | '#' | '→' | ',' | '*')
        || QUOTES.contains(c)
}

/// The range of the whole number at `start`, sign included; `None` where it is part of something else.
fn number(text: &str, start: usize) -> Option<Range<usize>> {
    let run = text.get(start..)?;
    let sign = usize::from(run.starts_with('-'));
    let digits = run.bytes().skip(sign).take(11).take_while(u8::is_ascii_digit).count();
    let at = start..start + sign + digits;
    (1..=10).contains(&digits).then_some(())?;
    let rest = &text[at.end..];
    if digits > 1 && run[sign..].starts_with('0') {
        return None;
    }
    let ends = match rest.as_bytes() {
        [b'.' | b':', next, ..] => !next.is_ascii_digit(),
        [b'-', ..] => !rest[1..].starts_with(|c: char| c.is_ascii_hexdigit()) || begins_errmsg(&rest[1..]),
        [b'_', ..] => false,
        [next, ..] if next.is_ascii_alphanumeric() => digits >= 5 && begins_errmsg(rest),
        _ => true,
    };
    ends.then_some(at)
}

/// Numbers directly before an errmsg: `45009reach max api daily quota limit`, `[40029] invalid code`.
fn before_errmsgs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    runs(bytes, |byte| byte.is_ascii_digit()).filter_map(move |digits| {
        let sign = bytes[..digits.start].ends_with(b"-");
        let start = digits.start - usize::from(sign);
        let before = start.checked_sub(1).and_then(|at| bytes.get(at));
        let is_alone = before.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'.' | b'-' | b'_'));
        let is_code = (digits.len() >= 5 && bytes[digits.start] != b'0')
            || (sign && is_known(value(text, &(start..digits.end))?));
        if !is_alone || !is_code || digits.len() > 10 {
            return None;
        }
        let rest = &text[digits.end..];
        let gap = rest.bytes().take(3).take_while(|byte| b" :,])|-\t\"'".contains(byte)).count();
        let errmsg = rest.get(gap..).filter(|errmsg| begins_errmsg(errmsg))?;
        let at = start..digits.end;
        (!errmsg.is_empty() && value(text, &at)? != 0).then_some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> (Vec<i32>, Vec<i32>) {
        let codes = Codes::of(text);
        let values = |list: &[Range<usize>]| list.iter().map(|at| value(text, at).unwrap()).collect();
        (values(&codes.spelled), values(&codes.weak))
    }

    #[test]
    fn a_code_is_read_however_it_is_spelled() {
        for spelled in [
            "errcode: 40029",
            "errcode=40029",
            "errcode 40029",
            "errcode40029",
            "errcode-40029",
            "errcode - 40029",
            "errCode -> 40029",
            "ErrCode:40029 ErrMsg:x",
            "\"errcode\":\"40029\"",
            "'errcode' => 40029,",
            "[errcode] => 40029",
            "[\"errcode\"]=>\n  int(40029)",
            "[\"errcode\"]=>\n  string(5) \"40029\"",
            "<errcode>40029</errcode>",
            "<errcode><![CDATA[40029]]></errcode>",
            "<td>errcode</td> <td class=\"n\">40029</td>",
            "| errcode | 40029 |",
            "errcode: Some(40029)",
            "wx_errcode=40029",
            "wxErrCode=40029",
            "err_code: u'40029'",
            "WxError(errorCode=40029, errorMsg=x)",
            "Error code: 40029, message: x",
            "error_code is 40029",
            "错误代码:40029,说明:x",
            "错误代码: 40029, 消息",
            "错误码40029",
            "错误码为 40029",
            "返回码是40029。",
            "errcode:40029invalid code",
            "40029invalid code",
            "[40029] invalid code",
            "40029: invalid code",
            "WxException: 40029 Invalid code",
        ] {
            assert_eq!(codes(spelled), (vec![40029], vec![]), "{spelled}");
        }
        for (negative, code) in [
            ("errcode: -1", -1),
            ("errcode:-604100", -604_100),
            ("Error code: -1, message: system error", -1),
            ("-1system error", -1),
            ("errcode=268488001", 268_488_001),
            ("错误代码:268488001", 268_488_001),
            ("errcode: 1007", 1_007),
        ] {
            assert_eq!(codes(negative), (vec![code], vec![]), "{negative}");
        }
    }

    #[test]
    fn a_bare_word_counts_where_wechat_gives_the_number() {
        for weak in
            ["code: 40029", "\"code\":\"40029\"", "code[40029] msg[x", "ret=40029", "Error: 40029", "报错 40029"]
        {
            assert_eq!(codes(weak), (vec![], vec![40029]), "{weak}");
        }
    }

    #[test]
    fn codes_of_others_are_none() {
        for none in [
            "errcode: 0",
            "errcode:",
            "errcodes 45009",
            "errcode: 45009x",
            "errcode: 617682e0-09059ac5-34a8e2ea",
            "errcode: 40029.5",
            "errcode: 40029-11-22",
            "errcode: 99999999999",
            "errcode: 00010",
            "00010invalid code",
            "code: 1",
            "code 200",
            "code: -1",
            "(code: 0)",
            "exit code 1.",
            "Process completed with exit code 128.",
            "cURL error 28: Operation timed out after 40001 milliseconds",
            "error code: 7",
            "\"code\":10001",
            "took 40029 ms, invalid",
            "barcode: 40029",
            "codec 40029",
            "12:40029 invalid",
            "a40029 invalid code",
        ] {
            assert_eq!(codes(none), (vec![], vec![]), "{none}");
        }
    }
}
