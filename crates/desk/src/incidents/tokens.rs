//! Incidents about the token: whether the desk's own token works.

use domain::incidents::ReactionReason;
use domain::{Failure, Outcome, Reaction, UsageState};
use jiff::SignedDuration;
use store::incidents::Incident;
use store::{Account, InterfaceNow};
use wechat::Credentials;

use super::state::Finding;
use crate::{Desk, Internal};

/// The number of token incidents within [`A_DAY`] from which on they count as repeated.
const TOKENS_AGAIN: i64 = 3;
const A_DAY: SignedDuration = SignedDuration::from_hours(24);

impl Desk {
    /// 40001, 40014, 42001: whether the desk's own token works. The service's own is not ours to renew.
    pub(super) async fn handle_token_error(&self, incident: &Incident, account: &Account) -> Result<Finding, Internal> {
        let began = self.clock.now();
        let replaced = self.wechat.keeper().replaced(&account.appid);
        let failure = self.try_token(incident, account).await?;
        if let Some(failure) = failure {
            return Ok(Finding::of(Reaction::RefetchToken, ReactionReason::NoToken { failure }));
        }
        if self.wechat.keeper().replaced(&account.appid) > replaced {
            let forced = self.store.forced_refreshes(account.id, began).await?;
            return Ok(if forced.is_empty() {
                Finding::of(Reaction::RefetchToken, ReactionReason::RenewedElsewhere)
            } else {
                Finding::of(Reaction::TokenRefreshed, ReactionReason::Forced)
            });
        }
        let codes = [40001, 40014, 42001];
        let again = self.store.incidents_since(account.id, &codes, began - A_DAY).await? >= TOKENS_AGAIN;
        Ok(Finding::of(Reaction::RefetchToken, ReactionReason::OwnTokenWorks { again }))
    }

    /// Makes a call with the account's token; why the token did not do, where it did not. A reading where one may be made, since
    /// it uses the token; else a token is fetched.
    async fn try_token(&self, incident: &Incident, account: &Account) -> Result<Option<Failure>, Internal> {
        let watched = self.store.interfaces_now(Some(account.id)).await?;
        let meant = watched.iter().find(|interface| Some(&interface.cgi_path) == incident.cgi_path.as_ref());
        let now = self.clock.now();
        let readable = |interface: &&InterfaceNow| self.state_of(interface, now) != UsageState::Unsupported;
        let chosen = meant.filter(readable).or_else(|| watched.iter().find(readable)).map(|interface| interface.id);
        let due = self.pace.take(chosen.as_slice(), now, None);
        let read_now = self.read_for_incidents(account, &due).await?;
        if let Some(sample) = read_now.samples.first() {
            self.want(&self.observe(account.id, &read_now.good).await?).await?;
            return Ok(match sample.reading.outcome {
                Outcome::Failed(
                    failure @ (Failure::TokenRefused(_) | Failure::NoSecret | Failure::Refused(40001 | 40014 | 42001)),
                ) => Some(failure),
                _ => None,
            });
        }
        let Ok(Some(secret)) = self.store.secret(account.id).await else { return Ok(Some(Failure::NoSecret)) };
        let credentials = Credentials { appid: account.appid.clone(), secret };
        Ok(self.wechat.keeper().check(&credentials).await.err().map(|error| error.failure()))
    }
}
