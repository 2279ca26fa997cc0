//! The uses of API tokens so far, in memory: after a restart every token has its full burst again.

use std::collections::HashMap;
use std::sync::Mutex;

use domain::rate::{Bucket, Rate, RateLeft};
use jiff::Timestamp;

use crate::background::lock;

/// What is limited per token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenUse {
    /// Orders of clears; a repeated one does not count.
    Clears,
    /// Texts that are searched for rids.
    Texts,
    /// Readings on request.
    Readings,
    /// Reports that begin an incident; a report that only raises a count does not count.
    NewIncidents,
}

impl TokenUse {
    /// How often one token may.
    pub fn rate(self) -> Rate {
        match self {
            Self::Clears | Self::Readings => Rate { burst: 100, a_minute: 60 },
            Self::Texts => Rate { burst: 100, a_minute: 300 },
            Self::NewIncidents => Rate { burst: 500, a_minute: 60 },
        }
    }

    /// The word for it in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Clears => "clears",
            Self::Texts => "rids",
            Self::Readings => "readings",
            Self::NewIncidents => "new-incidents",
        }
    }
}

/// The refusal of a use that comes too soon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many requests with this token; try again in {retry_after} s")]
pub struct TooMany {
    /// The seconds to wait.
    pub retry_after: u64,
}

/// What tokens have used lately.
#[derive(Debug, Default)]
pub(crate) struct TokenRates(Mutex<HashMap<(String, TokenUse), Bucket>>);

/// The number of buckets from which on full ones are dropped: a full bucket is as good as none.
const MANY: usize = 1_000;

impl TokenRates {
    pub(super) fn at<T>(&self, token: &str, use_: TokenUse, now: Timestamp, act: impl FnOnce(&mut Bucket) -> T) -> T {
        let mut buckets = lock(&self.0);
        if buckets.len() >= MANY {
            buckets.retain(|_, bucket| bucket.look(now).full_in_s > 0);
        }
        act(buckets.entry((token.to_owned(), use_)).or_insert_with(|| Bucket::full(use_.rate(), now)))
    }

    /// Counts a use of the token with this name.
    pub(crate) fn take(&self, token: &str, use_: TokenUse, now: Timestamp) -> Result<RateLeft, TooMany> {
        self.at(token, use_, now, |bucket| bucket.take(now)).map_err(|retry_after| TooMany { retry_after })
    }

    /// Takes a counted use back, which came to nothing.
    pub(crate) fn give_back(&self, token: &str, use_: TokenUse, now: Timestamp) {
        self.at(token, use_, now, Bucket::give_back);
    }
}
