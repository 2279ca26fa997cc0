//! The shape of traffic, as the config states it.

use serde::{Deserialize, Serialize};

use super::curve::Profile;

/// The shape of the traffic of an interface.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Shape {
    /// No calls but those made to the sandbox.
    #[default]
    Quiet,
    /// A count that starts at 0 each day.
    Daily {
        /// The calls of an average day, as a share of the daily limit; above 1 the limit is reached before the day ends.
        share: f64,
        /// The distribution of the calls over the day.
        #[serde(default)]
        profile: Profile,
        /// The share of the limit that is used at the start of the sandbox, at any hour. Below 1 the rest of that day adds
        /// half of what is missing, so that the interface stays near its level; from 1 on it is exhausted.
        at_start: Option<f64>,
    },
    /// A lifetime total, as of printed codes, which does not start at 0 each day.
    Lifetime {
        /// The share of the total that is used at the start of the sandbox.
        at_start: f64,
        /// The share of the total that a day adds.
        per_day: f64,
    },
}
