//! What one API token may use in a time, so that no program uses up what others need.

mod state;

use domain::Actor;
use domain::rate::RateLeft;

pub(crate) use self::state::TokenRates;
pub use self::state::{TokenUse, TooMany};
use crate::Desk;

impl Desk {
    /// Counts a use by an actor; gives what their token has left. Only tokens are limited.
    ///
    /// # Errors
    /// [`TooMany`]; the use is not to be made then.
    pub fn count_use(&self, actor: &Actor, use_: TokenUse) -> Result<Option<RateLeft>, TooMany> {
        let Some(token) = actor.token() else { return Ok(None) };
        self.token_rates.take(token, use_, self.clock.now()).map(Some)
    }

    /// What an actor's token has left; `None` where they are no token.
    pub fn uses_left(&self, actor: &Actor, use_: TokenUse) -> Option<RateLeft> {
        let now = self.clock.now();
        actor.token().map(|token| self.token_rates.at(token, use_, now, |bucket| bucket.look(now)))
    }
}
