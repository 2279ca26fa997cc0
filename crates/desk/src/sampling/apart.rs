//! Readings made apart from the rounds: of what a clear should have reset, and of counts that fell.

use domain::{Figures, InterfaceId};
use futures::StreamExt;
use futures::stream;
use jiff::Timestamp;
use store::{Account, InterfaceNow, NewSample, StoreError};
use tokio_util::sync::CancellationToken;
use wechat::Credentials;

use super::AT_ONCE_PER_ACCOUNT;
use super::round::{Due, is_of_the_days_limit};
use crate::policies::Observed;
use crate::{Desk, Internal};

/// A good reading.
#[derive(Debug, Clone, Copy)]
pub(crate) struct GoodReading {
    /// Of which interface.
    pub(crate) interface: InterfaceId,
    /// When.
    pub(crate) at: Timestamp,
    /// What it said.
    pub(crate) figures: Figures,
}

impl Desk {
    /// Reads interfaces of an account now, as far as its whole allowance goes, those kept for clears included; keeps what
    /// came and gives what was good.
    pub(crate) async fn read_apart(
        &self,
        account: &Account,
        wanted: &[InterfaceId],
    ) -> Result<Vec<GoodReading>, Internal> {
        let samples = self.read_within(account, wanted, account.daily_readings).await?;
        let good = samples.iter().filter_map(|sample| {
            let figures = sample.reading.outcome.figures()?;
            Some(GoodReading { interface: sample.interface, at: sample.reading.at, figures })
        });
        Ok(good.collect())
    }

    /// Reads interfaces of an account now, as long as no more than `allowance` are read on the day; keeps and gives what came.
    pub(crate) async fn read_within(
        &self,
        account: &Account,
        wanted: &[InterfaceId],
        allowance: i64,
    ) -> Result<Vec<NewSample>, Internal> {
        let now = self.clock.now();
        if wanted.is_empty() || self.starved_until(account, now).is_some() {
            return Ok(Vec::new());
        }
        let Some(credentials) = self.credentials(account).await? else { return Ok(Vec::new()) };
        let watched = self.store.interfaces_now(Some(account.id)).await?;
        let interfaces: Vec<InterfaceNow> =
            wanted.iter().filter_map(|id| watched.iter().find(|now| now.id == *id).cloned()).collect();
        let day = self.settings.quota_zone.day_start(now);
        let count = i64::try_from(interfaces.len()).unwrap_or(i64::MAX);
        let granted = self.store.take_readings(account.id, day, count, allowance).await?;
        let never = CancellationToken::new();
        let granted_now = usize::try_from(granted).unwrap_or_default();
        let (credentials, never) = (&credentials, &never);
        let readings: Vec<_> = stream::iter(interfaces.into_iter().take(granted_now))
            .map(|interface| self.read_one(credentials, Due { interface, slot: None }, never))
            .buffered(AT_ONCE_PER_ACCOUNT)
            .filter_map(std::future::ready)
            .collect()
            .await;
        let asked = readings.iter().filter(|read| read.asked).count();
        let unused = granted - i64::try_from(asked).unwrap_or(granted);
        self.store.return_readings(account.id, day, unused).await?;
        let samples: Vec<_> = readings.into_iter().map(|read| read.sample).collect();
        self.store.add_samples(&samples).await?;
        if let Some(refused) = samples.iter().find(|sample| is_of_the_days_limit(&sample.reading)) {
            self.starve(account.id, refused.reading.at).await?;
        }
        // What is watched for is looked at where it is read for that alone; but a line that is crossed is news, whoever reads.
        if let Err(error) = self.note_levels(account.id, &Observed::of(&samples, &watched)).await {
            tracing::error!(%error, account = account.id.0, "what readings tell is not told yet");
        }
        Ok(samples)
    }

    /// What calls as an account are made with; `None` where its secret cannot be opened.
    pub(super) async fn credentials(&self, account: &Account) -> Result<Option<Credentials>, StoreError> {
        let secret = match self.store.secret(account.id).await {
            Err(StoreError::Unsealable) => None,
            secret => secret?,
        };
        Ok(secret.map(|secret| Credentials { appid: account.appid.clone(), secret }))
    }
}
