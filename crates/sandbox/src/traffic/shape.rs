//! How calls come in.

use serde::{Deserialize, Serialize};

use super::curve::Profile;

/// How the calls to an interface come in.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "kebab-case")]
pub enum Shape {
    /// No calls but those made to the sandbox.
    #[default]
    Quiet,
    /// A rhythm that starts anew each day.
    Daily {
        /// Which part of the daily limit an average day asks for; above 1 it runs out before the evening is over.
        share: f64,
        /// How the calls spread over the day.
        #[serde(default)]
        profile: Profile,
        /// Which part of the limit has been asked for at the instant the sandbox starts, whatever the hour. Below 1 the
        /// rest of that day closes half of what is missing, so the interface stays where it is shown; from 1 on it is
        /// exhausted.
        at_start: Option<f64>,
    },
    /// A total for ever, as of codes printed on paper: it does not start anew at midnight.
    Lifetime {
        /// Which part of the total is used at the instant the sandbox starts.
        at_start: f64,
        /// Which part of the total a day adds.
        per_day: f64,
    },
}
