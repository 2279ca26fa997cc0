//! The path that names an interface, as a person types it and as WeChat wants it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The longest path that is taken, in bytes; the longest known one has 59.
pub const MAX_BYTES: usize = 200;

/// A path as `openapi/quota/get` wants it: leading slash, no host, no query.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CgiPath(String);

/// What was changed in a typed path; each is shown to the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repair {
    /// Blanks around it were dropped.
    Trimmed,
    /// `https://api.weixin.qq.com` was removed.
    HostRemoved,
    /// What stood behind `?` or `#` was cut.
    QueryCut,
    /// A leading slash was added.
    SlashAdded,
    /// Capitals were changed to the catalogue's spelling.
    SpellingMatched,
}

/// Why a typed path cannot be watched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum PathError {
    /// Nothing was typed.
    #[error("enter a path, such as /cgi-bin/message/custom/send")]
    Empty,
    /// Longer than [`MAX_BYTES`].
    #[error("a path must have at most 200 characters")]
    TooLong,
    /// An address on a host that is not WeChat's.
    #[error("this is an address of another host; enter only the path, such as /cgi-bin/message/custom/send")]
    OtherHost,
    /// Blanks or characters that no path of WeChat's has.
    #[error("a path can contain only letters, digits and / _ - . (for example /cgi-bin/message/custom/send)")]
    BadCharacter,
    /// WeChat does not tell the quota of `/sns/` paths (errcode 76022; official getApiQuota page).
    #[error("WeChat does not report the quota of /sns/ interfaces, so they cannot be watched")]
    Sns,
}

impl CgiPath {
    /// Reads a typed path, repairing what can only be meant one way.
    ///
    /// # Errors
    /// [`PathError`] where no path, or one that cannot be watched, was typed.
    pub fn parse(typed: &str) -> Result<(Self, Vec<Repair>), PathError> {
        let mut repairs = Vec::new();
        let mut note = |repair, changed: bool| {
            if changed {
                repairs.push(repair);
            }
        };
        let text = typed.trim();
        note(Repair::Trimmed, text.len() != typed.len());
        let (text, host_removed) = without_host(text)?;
        note(Repair::HostRemoved, host_removed);
        let path = text.split(['?', '#']).next().unwrap_or_default().trim_end();
        note(Repair::QueryCut, path.len() != text.len());
        if path.is_empty() || path == "/" {
            return Err(PathError::Empty);
        }
        let path_character = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'_' | b'-' | b'.');
        if !path.bytes().all(path_character) {
            return Err(PathError::BadCharacter);
        }
        let slashed = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        note(Repair::SlashAdded, slashed.len() != path.len());
        // With the slash that was added: so long it is kept.
        if slashed.len() > MAX_BYTES {
            return Err(PathError::TooLong);
        }
        if slashed.to_ascii_lowercase().contains("/sns/") {
            return Err(PathError::Sns);
        }
        Ok((Self(slashed), repairs))
    }

    /// Takes the spelling of `known` where only capitals differ, and says whether that changed anything.
    #[must_use]
    pub fn matched_to(self, known: &str) -> (Self, bool) {
        if self.0 != known && self.0.eq_ignore_ascii_case(known) {
            (Self(known.to_owned()), true)
        } else {
            (self, false)
        }
    }

    /// A path that was parsed before and comes out of our own database.
    pub fn from_stored(path: String) -> Self {
        Self(path)
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CgiPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The hosts that WeChat serves its API on, all with the same paths.
const HOSTS: [&str; 5] =
    ["api.weixin.qq.com", "api2.weixin.qq.com", "sh.api.weixin.qq.com", "sz.api.weixin.qq.com", "hk.api.weixin.qq.com"];

fn without_host(text: &str) -> Result<(&str, bool), PathError> {
    let lower = text.to_ascii_lowercase();
    let scheme = ["https://", "http://", "//"].into_iter().find(|scheme| lower.starts_with(scheme));
    let rest = &text[scheme.map_or(0, str::len)..];
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let host = host.split(':').next().unwrap_or_default();
    if HOSTS.iter().any(|known| known.eq_ignore_ascii_case(host)) {
        return Ok((path, true));
    }
    // `//cgi-bin/…` is a slash too many rather than a host; a dot tells them apart.
    if scheme.is_some_and(|scheme| scheme != "//" || host.contains('.')) {
        return Err(PathError::OtherHost);
    }
    Ok((text, false))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(typed: &str) -> Result<(String, Vec<Repair>), PathError> {
        CgiPath::parse(typed).map(|(path, repairs)| (path.0, repairs))
    }

    #[test]
    fn repairs_are_made_and_told() {
        use Repair::{HostRemoved, QueryCut, SlashAdded, Trimmed};
        let send = "/cgi-bin/message/custom/send".to_owned();
        assert_eq!(parse("/cgi-bin/message/custom/send"), Ok((send.clone(), vec![])));
        assert_eq!(parse(" /cgi-bin/message/custom/send\n"), Ok((send.clone(), vec![Trimmed])));
        assert_eq!(parse("cgi-bin/message/custom/send"), Ok((send.clone(), vec![SlashAdded])));
        assert_eq!(
            parse("  https://api.weixin.qq.com/cgi-bin/message/custom/send?access_token=50_x#top "),
            Ok((send.clone(), vec![Trimmed, HostRemoved, QueryCut]))
        );
        assert_eq!(parse("API.weixin.qq.com:443/cgi-bin/message/custom/send"), Ok((send, vec![HostRemoved])));
    }

    #[test]
    fn what_cannot_be_watched_is_said() {
        for (typed, error) in [
            ("", PathError::Empty),
            (" / ", PathError::Empty),
            ("https://api.weixin.qq.com", PathError::Empty),
            ("?access_token=x", PathError::Empty),
            ("https://example.com/cgi-bin/token", PathError::OtherHost),
            ("//example.com/cgi-bin/token", PathError::OtherHost),
            ("/cgi-bin/mes sage", PathError::BadCharacter),
            ("/cgi-bin/消息", PathError::BadCharacter),
            ("/cgi-bin/<script>", PathError::BadCharacter),
            ("/sns/jscode2session", PathError::Sns),
            ("sns/userinfo", PathError::Sns),
            ("/SNS/userinfo", PathError::Sns),
        ] {
            assert_eq!(parse(typed), Err(error), "{typed:?}");
        }
        assert_eq!(parse(&format!("/{}", "a".repeat(5_000))), Err(PathError::TooLong));
    }

    #[test]
    fn capitals_take_the_catalogues_spelling_only_where_nothing_else_differs() {
        let (path, _) = CgiPath::parse("/CGI-BIN/Token").unwrap();
        assert_eq!(path.clone().matched_to("/cgi-bin/token"), (CgiPath("/cgi-bin/token".into()), true));
        assert_eq!(path.clone().matched_to("/cgi-bin/tokens"), (path, false));
    }

    proptest! {
        #[test]
        fn parsing_never_panics_and_is_stable(typed in any::<String>()) {
            if let Ok((path, _)) = CgiPath::parse(&typed) {
                prop_assert_eq!(CgiPath::parse(path.as_str()), Ok((path.clone(), vec![])));
            }
        }
    }
}
