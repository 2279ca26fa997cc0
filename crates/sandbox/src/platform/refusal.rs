//! The errors of WeChat: code and text, as in public samples of the wire where there are any.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A refusal, before its rid is appended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) code: i64,
    pub(crate) text: Cow<'static, str>,
}

/// The hint that WeChat appends to some texts since May 2023.
const HINT: &str = ", could get access_token by getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r";

impl Refusal {
    /// The refusal with `code` and its usual text.
    pub(crate) fn of(code: i64) -> Self {
        Self { code, text: Cow::Borrowed(text_of(code)) }
    }

    /// The refusal with `code` and `text`, or the usual text where absent.
    pub(crate) fn with_text(code: i64, text: Option<String>) -> Self {
        text.map_or_else(|| Self::of(code), |text| Self { code, text: text.into() })
    }

    /// The same refusal with the hint at `getStableAccessToken`.
    pub(crate) fn hinted(self) -> Self {
        Self { text: Cow::Owned(format!("{}{HINT}", self.text)), ..self }
    }

    /// The `errmsg` with its rid: after a comma for `/sns/`, after a blank otherwise.
    pub(crate) fn errmsg(&self, rid: &str, sns: bool) -> String {
        let comma = if sns { "," } else { "" };
        format!("{}{comma} rid: {rid}", self.text)
    }
}

/// The texts by errcode: the lines of `errmsgs.txt`.
static TEXTS: LazyLock<BTreeMap<i64, &'static str>> = LazyLock::new(|| {
    let lines = include_str!("../errmsgs.txt").lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' ')).filter_map(|(code, text)| Some((code.parse().ok()?, text))).collect()
});

/// The text of an error without rid; empty where WeChat's is empty or unknown.
pub(crate) fn text_of(code: i64) -> &'static str {
    TEXTS.get(&code).copied().unwrap_or_default()
}

/// Refuses with `code` unless `holds`.
pub(crate) fn ensure(holds: bool, code: i64) -> Result<(), Refusal> {
    if holds { Ok(()) } else { Err(Refusal::of(code)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RID: &str = "6aac0063-7ed08fb9-1250f724";

    #[test]
    fn every_line_of_the_texts_is_read() {
        let lines = include_str!("../errmsgs.txt").lines().filter(|line| !line.starts_with('#'));
        assert_eq!(TEXTS.len(), lines.count());
        assert!(TEXTS.values().all(|text| !text.is_empty()));
    }

    #[test]
    fn the_texts_seen_on_the_wire_are_made_exactly() {
        let wire = |refusal: Refusal| refusal.errmsg(RID, false);
        assert_eq!(wire(Refusal::of(40013)), format!("invalid appid rid: {RID}"));
        assert_eq!(
            wire(Refusal::of(40001).hinted()),
            format!(
                "invalid credential, access_token is invalid or not latest, could get access_token by \
                 getStableAccessToken, more details at https://mmbizurl.cn/s/JtxxFh33r rid: {RID}"
            )
        );
        assert_eq!(
            wire(Refusal::of(45009).hinted()),
            format!(
                "reach max api daily quota limit, could get access_token by getStableAccessToken, more details at \
                 https://mmbizurl.cn/s/JtxxFh33r rid: {RID}"
            )
        );
        assert_eq!(wire(Refusal::of(76022)), format!("could not use this cgi_path, no permission rid: {RID}"));
        assert_eq!(wire(Refusal::of(76001)), format!("rid not found, please check rid: {RID}"));
        assert_eq!(wire(Refusal::of(1007)), format!(" rid: {RID}"), "a text can be empty");
        assert_eq!(
            Refusal::of(40001).errmsg(RID, true),
            format!("invalid credential, access_token is invalid or not latest, rid: {RID}")
        );
    }
}
