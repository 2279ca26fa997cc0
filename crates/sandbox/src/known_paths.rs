//! The interfaces that WeChat has, the kinds of account that have them, and the daily limits of new accounts.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::config::Kind;

/// The daily limit of an interface for which no official page gives one: a choice of the sandbox.
pub(crate) const UNPUBLISHED_DAILY_LIMIT: u64 = 100_000;

/// One line of `known_paths.txt`.
#[derive(Debug)]
pub(crate) struct KnownPath {
    kinds: Vec<Kind>,
    /// Calls a day.
    pub(crate) daily_limit: u64,
}

impl KnownPath {
    /// Whether accounts of `kind` have this interface.
    pub(crate) fn is_for(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }
}

static KNOWN: LazyLock<BTreeMap<&'static str, KnownPath>> = LazyLock::new(|| {
    let lines = include_str!("known_paths.txt").lines();
    lines.filter(|line| !line.starts_with('#')).filter_map(parse).collect()
});

fn parse(line: &'static str) -> Option<(&'static str, KnownPath)> {
    let mut words = line.split(' ');
    let (path, kinds, limit) = (words.next()?, words.next()?, words.next()?);
    let kinds = kinds.split(',').filter_map(Kind::from_word).collect();
    Some((path, KnownPath { kinds, daily_limit: limit.parse().unwrap_or(UNPUBLISHED_DAILY_LIMIT) }))
}

/// The interface at exactly `path`.
pub(crate) fn find(path: &str) -> Option<&'static KnownPath> {
    KNOWN.get(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_understood() {
        assert!(KNOWN.len() > 150);
        for (path, known) in KNOWN.iter() {
            assert!(path.starts_with('/'), "{path}");
            assert!(!known.kinds.is_empty(), "{path}");
        }
    }

    #[test]
    fn a_published_limit_and_kinds_are_known() {
        let token = find("/cgi-bin/token").unwrap();
        assert_eq!(token.daily_limit, 2000);
        assert!(token.is_for(Kind::ServiceAccount) && !token.is_for(Kind::Platform));
        assert_eq!(find("/wxa/business/getuserphonenumber").unwrap().daily_limit, UNPUBLISHED_DAILY_LIMIT);
        assert!(find("/wxa/business/getuserphonenumber/").is_none());
    }
}
