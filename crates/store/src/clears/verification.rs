//! What readings after a clear said, and when the next are due.

use async_trait::async_trait;
use domain::clears::verification::InconclusiveReason;
use domain::{CgiPath, ClearId, Figures, InterfaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::Clear;
use crate::StoreError;

/// What an interface's quota said after a clear, by the newest reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Effect {
    /// The interface.
    pub interface: InterfaceId,
    /// Its path.
    pub cgi_path: CgiPath,
    /// When it was read.
    pub sampled_at: Timestamp,
    /// The figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// By how many calls its count fell, where a reading showed a fall.
    pub given_back: Option<i64>,
    /// Whether this tells if clears reset the interface.
    #[serde(skip)]
    pub tells: bool,
}

/// The outcome of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckOutcome {
    /// More readings are due.
    Again {
        /// When the next check is due.
        due_at: Timestamp,
    },
    /// Most of the use has come back: the clear becomes `effective`. The other interfaces are still read.
    EffectiveSoFar {
        /// When the next check is due.
        due_at: Timestamp,
    },
    /// Counts fell: the clear becomes `effective`.
    Effective,
    /// They did not: it becomes `ineffective`, or stays `unknown`.
    Ineffective,
    /// Nothing could be proved: it becomes `accepted` again, or stays `unknown`.
    Unproven(InconclusiveReason),
}

/// The result of one check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// The newest reading of each interface since the clear.
    pub effects: Vec<Effect>,
    /// The outcome.
    pub end: CheckOutcome,
}

/// Clears whose effect is being looked for.
#[async_trait]
pub trait Verifications {
    /// The clears whose readings are due at `now`, the longest due first.
    async fn due_verifications(&self, now: Timestamp) -> Result<Vec<Clear>, StoreError>;

    /// Writes a check down: its readings, the state it leads to and when the next is due. Gives the clear; one that is not
    /// being verified any more stays as it is.
    async fn write_check(&self, id: ClearId, check: &Check, at: Timestamp) -> Result<Option<Clear>, StoreError>;

    /// What was used after a clear, by interface.
    async fn effects(&self, id: ClearId) -> Result<Vec<Effect>, StoreError>;

    /// Whether the last clear that tells it reset each interface, in the order of those clears.
    async fn results(&self) -> Result<Vec<(InterfaceId, CgiPath, bool)>, StoreError>;
}
