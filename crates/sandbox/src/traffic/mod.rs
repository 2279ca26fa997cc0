//! The traffic of the accounts' own services: a pure function of time, also for times in the past.
//!
//! Calls that tests add and counts that clears reset are kept in [`crate::Sandbox`], not here.

mod curve;
mod figures;
mod flow;
mod shape;

use std::collections::BTreeMap;

pub(crate) use curve::Chance;
pub use curve::Profile;
pub use figures::Figures;
pub(crate) use flow::{Flow, whole_calls};
pub use shape::Shape;

use crate::config::Config;
use crate::past::PastClear;

/// The traffic of all configured accounts.
#[derive(Debug)]
pub struct Traffic {
    flows: BTreeMap<String, BTreeMap<String, Flow>>,
}

impl Traffic {
    /// The traffic of `config`; `anchor_ms` is the instant of its `at_start` shares, in Unix milliseconds.
    pub fn new(config: &Config, anchor_ms: i64) -> Self {
        Self::after(&[], config, anchor_ms)
    }

    /// The same, with clears made before.
    pub fn after(past: &[PastClear], config: &Config, anchor_ms: i64) -> Self {
        let accounts = config.accounts.iter().map(|account| {
            let flows = account.interfaces.iter();
            let flows = flows.map(|interface| {
                (interface.path.clone(), Flow::new(config.seed, &account.appid, interface, anchor_ms, past))
            });
            (account.appid.clone(), flows.collect())
        });
        Self { flows: accounts.collect() }
    }

    /// The figures of `path` on account `appid` at `unix_ms`, by its traffic and the clears before the start, without later clears and other calls. `None`
    /// where the config does not have that interface.
    pub fn used_at(&self, appid: &str, path: &str, unix_ms: i64) -> Option<Figures> {
        self.flows.get(appid)?.get(path).map(|flow| flow.figures_at(unix_ms))
    }
}
