//! The evidence of a guessed clear: the readings between which counts fell.

use domain::clears::elsewhere::Fall;
use domain::clears::fall::UsedCalls;
use domain::{Actor, CgiPath, Figures, InterfaceId, Permission, Reading};
use jiff::{SignedDuration, Timestamp};
use store::clears::Clear;

use super::ledger::LedgerError;
use crate::Desk;
use crate::overview::good_readings;

/// An interface whose count fell, with the readings before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageDrop {
    /// The interface.
    pub interface: InterfaceId,
    /// Its path.
    pub cgi_path: CgiPath,
    /// The last good reading before the fall.
    pub before: (Timestamp, Figures),
    /// The good one after it.
    pub after: (Timestamp, Figures),
}

impl Desk {
    /// The falls that a guessed clear is based on, the largest first, as far as their readings are kept; none for a clear made
    /// by wxquota.
    ///
    /// # Errors
    /// [`LedgerError`].
    pub async fn guess_evidence(&self, actor: &Actor, guess: &Clear) -> Result<Vec<UsageDrop>, LedgerError> {
        actor.require(Permission::SeeLedger, None)?;
        if guess.via.is_some() {
            return Ok(Vec::new());
        }
        let mut interfaces: Vec<_> = guess.interface.iter().cloned().collect();
        if interfaces.is_empty() {
            let all = self.store.interfaces_of(guess.account_id).await?;
            interfaces.extend(all.into_iter().map(|interface| (interface.id, interface.cgi_path)));
        }
        let (from, to) = (self.settings.quota_zone.day_start(guess.at), guess.at + SignedDuration::from_millis(1));
        let mut falls = Vec::new();
        for (interface, cgi_path) in interfaces {
            let readings = self.store.readings(interface, from, to).await?;
            let fall = self.last_fall(interface, &readings);
            falls.extend(fall.map(|(before, after)| UsageDrop { interface, cgi_path, before, after }));
        }
        falls.sort_by_key(|fall| std::cmp::Reverse(fall.before.1.used - fall.after.1.used));
        Ok(falls)
    }

    /// The last two good readings, one after the other, between which a count fell.
    fn last_fall(
        &self,
        interface: InterfaceId,
        readings: &[Reading],
    ) -> Option<((Timestamp, Figures), (Timestamp, Figures))> {
        let good = good_readings(readings);
        let used = |(at, figures): (Timestamp, Figures)| UsedCalls::read(at, figures);
        let fell = |pair: &&[(Timestamp, Figures)]| {
            let fall = Fall { interface, before: used(pair[0]), after: used(pair[1]) };
            fall.is_suspicious(&self.settings.quota_zone)
        };
        good.windows(2).rfind(fell).map(|pair| (pair[0], pair[1]))
    }
}
