//! What arrived and what was cleared: the proof that something happened exactly once.

use std::collections::BTreeMap;

use serde::Serialize;

/// Requests that arrived, whatever was answered, by endpoint and account.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<(String, Option<String>), u64>);

impl Tally {
    pub(super) fn received(&mut self, path: &str, appid: Option<&str>) {
        *self.0.entry((path.to_owned(), appid.map(str::to_owned))).or_default() += 1;
    }

    pub(super) fn counts(&self) -> Vec<Received> {
        let received = |((endpoint, appid), count): (&(String, Option<String>), &u64)| Received {
            endpoint: endpoint.clone(),
            appid: appid.clone(),
            count: *count,
        };
        self.0.iter().map(received).collect()
    }
}

/// How often an endpoint was called for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Received {
    /// The request's path.
    pub endpoint: String,
    /// The account, where it can be told by token or appid.
    pub appid: Option<String>,
    /// Requests that arrived, whatever was answered, faults included.
    pub count: u64,
}

/// A clear that was carried out and counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClearRecord {
    /// The account.
    pub appid: String,
    /// The endpoint that cleared; `console` for a clear made elsewhere.
    pub endpoint: String,
    /// The interface, where only one was cleared.
    pub path: Option<String>,
    /// When, in Unix milliseconds of the sandbox's clock.
    pub at_ms: i64,
    /// Calls that were given back.
    pub given_back: u64,
}

impl ClearRecord {
    pub(super) fn new(appid: &str, endpoint: &str, path: Option<&str>, at_ms: i64, given_back: u64) -> Self {
        Self {
            appid: appid.to_owned(),
            endpoint: endpoint.to_owned(),
            path: path.map(str::to_owned),
            at_ms,
            given_back,
        }
    }
}

/// The clears that were carried out, oldest first.
pub(super) type ClearLog = Vec<ClearRecord>;

/// Requests and clears since the start or the last reset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// By endpoint and account.
    pub received: Vec<Received>,
    /// Oldest first.
    pub clears: Vec<ClearRecord>,
}

impl Counts {
    /// Requests for `endpoint` that arrived, of all accounts.
    pub fn received(&self, endpoint: &str) -> u64 {
        self.received.iter().filter(|received| received.endpoint == endpoint).map(|received| received.count).sum()
    }
}
