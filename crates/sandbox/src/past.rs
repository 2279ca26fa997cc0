//! Clears made before the start of a sandbox, so that it goes on where another one, or a story, ended.

/// A clear made before the start.
#[derive(Debug, Clone, PartialEq)]
pub struct PastClear {
    /// The account.
    pub appid: String,
    /// The path of the interface; all where absent.
    pub path: Option<String>,
    /// The time, in Unix milliseconds.
    pub at_ms: i64,
    /// Whether it reset what clears reset; it counts in both cases.
    pub lifts: bool,
    /// What was used most by then: path and share of the limit. The traffic of that day rises to it, whatever the interface's
    /// usual share; above 1 the limit was reached before.
    pub rushes: Vec<(String, f64)>,
}

impl PastClear {
    /// Whether it is one of `path` on `appid`.
    pub(crate) fn covers(&self, appid: &str, path: &str) -> bool {
        self.appid == appid && self.path.as_deref().is_none_or(|only| only == path)
    }

    /// The share of the limit of `path` that was used by then, where that was out of the ordinary.
    pub(crate) fn rush(&self, appid: &str, path: &str) -> Option<f64> {
        let (_, share) = self.rushes.iter().filter(|_| self.appid == appid).find(|(of, _)| of == path)?;
        Some(*share)
    }
}
