//! Readings outside the rounds: for verifying clears, for counts that fell, for policies and incidents.

use domain::InterfaceId;
use futures::StreamExt;
use futures::stream;
use store::{Account, InterfaceNow, NewSample, StoreError};
use tokio_util::sync::CancellationToken;
use wechat::Credentials;

use super::round::{DueReading, is_daily_limit_refusal};
use super::{AT_ONCE_PER_ACCOUNT, plan};
use crate::policies::Observed;
use crate::{Desk, Internal};

/// Readings that were made and written down.
#[derive(Debug, Default)]
pub(crate) struct Readings {
    /// All of them.
    pub(crate) samples: Vec<NewSample>,
    /// Those with figures, left out those that seem to be of the day before.
    pub(crate) good: Vec<Observed>,
}

/// What readings are made for, which decides how many there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    /// Clears and policies: the whole allowance, what is kept for clears included.
    Clears,
    /// Incidents: half of what the sampler may read.
    Incidents,
}

impl Desk {
    /// Reads interfaces of an account now, as far as its whole allowance goes, those kept for clears included; keeps what
    /// came and gives what was good.
    pub(crate) async fn read_unscheduled(
        &self,
        account: &Account,
        wanted: &[InterfaceId],
    ) -> Result<Vec<Observed>, Internal> {
        Ok(self.read_now(account, wanted, Purpose::Clears).await?.good)
    }

    /// Reads interfaces of an account now because of incidents, which take at most half of the readings that are not kept for
    /// clears; keeps and gives what came.
    pub(crate) async fn read_for_incidents(
        &self,
        account: &Account,
        wanted: &[InterfaceId],
    ) -> Result<Readings, Internal> {
        self.read_now(account, wanted, Purpose::Incidents).await
    }

    async fn read_now(
        &self,
        account: &Account,
        wanted: &[InterfaceId],
        purpose: Purpose,
    ) -> Result<Readings, Internal> {
        self.require_writable()?;
        let now = self.clock.now();
        if wanted.is_empty() || self.starved_until(account, now).is_some() {
            return Ok(Readings::default());
        }
        let Some(credentials) = self.credentials(account).await? else { return Ok(Readings::default()) };
        let watched = self.store.interfaces_now(Some(account.id)).await?;
        let interfaces: Vec<InterfaceNow> =
            wanted.iter().filter_map(|id| watched.iter().find(|now| now.id == *id).cloned()).collect();
        let day = self.settings.quota_zone.day_start(now);
        let count = i64::try_from(interfaces.len()).unwrap_or(i64::MAX);
        let allowance = plan::sampler_allowance(account);
        let granted = match purpose {
            Purpose::Clears => self.store.take_readings(account.id, day, count, account.daily_readings).await?,
            Purpose::Incidents => {
                self.store.take_readings_for_incidents(account.id, day, count, allowance, allowance / 2).await?
            }
        };
        let never = CancellationToken::new();
        let granted_now = usize::try_from(granted).unwrap_or_default();
        let (credentials, never) = (&credentials, &never);
        let readings: Vec<_> = stream::iter(interfaces.into_iter().take(granted_now))
            .map(|interface| self.read_one(credentials, DueReading { interface, slot: None }, never))
            .buffered(AT_ONCE_PER_ACCOUNT)
            .filter_map(std::future::ready)
            .collect()
            .await;
        let asked = readings.iter().filter(|read| read.asked).count();
        let unused = granted - i64::try_from(asked).unwrap_or(granted);
        match purpose {
            Purpose::Clears => self.store.return_readings(account.id, day, unused).await?,
            Purpose::Incidents => self.store.return_readings_for_incidents(account.id, day, unused).await?,
        }
        self.sampler.retry_at(account.id, readings.iter().filter_map(|read| read.read_again_at));
        let samples: Vec<_> = readings.into_iter().map(|read| read.sample).collect();
        self.store.add_samples(&samples).await?;
        if let Some(refused) = samples.iter().find(|sample| is_daily_limit_refusal(&sample.reading)) {
            self.stop_until_reset(account.id, refused.reading.at).await?;
        }
        let good = Observed::of(&samples, &watched);
        // What is watched for is looked at where it is read for that alone; but a line that is crossed is news, whoever reads.
        if let Err(error) = self.note_levels(account.id, &good).await {
            tracing::error!(%error, account = account.id.0, "notices about readings could not be written yet");
        }
        Ok(Readings { samples, good })
    }

    /// The credentials of an account; `None` where its secret cannot be decrypted.
    pub(super) async fn credentials(&self, account: &Account) -> Result<Option<Credentials>, StoreError> {
        let secret = match self.store.secret(account.id).await {
            Err(StoreError::Unsealable) => None,
            secret => secret?,
        };
        Ok(secret.map(|secret| Credentials { appid: account.appid.clone(), secret }))
    }
}
