//! The counts of requests and clears, by which tests check that something happened exactly once.

use std::collections::BTreeMap;

use serde::Serialize;

/// The number of requests by endpoint and account, whatever the answers.
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

/// The number of requests to an endpoint for an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Received {
    /// The request's path.
    pub endpoint: String,
    /// The account, where token or appid identify it.
    pub appid: Option<String>,
    /// The number of requests, whatever the answers, faults included.
    pub count: u64,
}

/// A clear that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClearRecord {
    /// The account.
    pub appid: String,
    /// The endpoint that cleared; `console` for a clear made elsewhere.
    pub endpoint: String,
    /// The path of the interface, where only one was cleared.
    pub path: Option<String>,
    /// The time by the sandbox's clock, in Unix milliseconds.
    pub at_ms: i64,
    /// The number of calls that were given back.
    pub given_back: u64,
}

/// The clears that were carried out, oldest first.
pub(super) type ClearLog = Vec<ClearRecord>;

/// Requests and clears since the start or the last reset.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The requests by endpoint and account.
    pub received: Vec<Received>,
    /// The clears, oldest first.
    pub clears: Vec<ClearRecord>,
}

impl Counts {
    /// The number of requests to `endpoint`, of all accounts.
    pub fn received(&self, endpoint: &str) -> u64 {
        self.received.iter().filter(|received| received.endpoint == endpoint).map(|received| received.count).sum()
    }
}
