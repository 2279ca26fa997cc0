//! Faults of a typed reason.

use desk::clears::ReasonError;
use domain::Lang;
use domain::clears::REASON_CHARACTERS;
use serde::{Deserialize, Serialize};

use crate::context::Text;
use crate::t;

/// What is wrong with a reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReasonFault {
    /// Nothing but blanks.
    Missing,
    /// Too long.
    TooLong {
        /// How many characters it has.
        characters: usize,
    },
}

impl ReasonFault {
    /// That of a text as it was typed.
    pub(crate) fn of(fault: ReasonError, typed: &str) -> Self {
        match fault {
            ReasonError::Missing => Self::Missing,
            ReasonError::TooLong => Self::TooLong { characters: typed.trim().chars().count() },
        }
    }

    /// What to do about it.
    pub(crate) fn words(self, lang: Lang) -> Text {
        match self {
            Self::Missing => t!(lang, "reason-missing"),
            Self::TooLong { characters } => t!(lang, "reason-long", most = REASON_CHARACTERS, count = characters),
        }
    }
}
