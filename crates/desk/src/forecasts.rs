//! Forecasts of when interfaces run out. The past days that an interface's usual day is learnt from are read once a quota day
//! and kept in memory.

use std::sync::Arc;

use domain::forecast::{DayUse, Forecast, MOST_DAYS, UsualDays, forecast};
use domain::{InterfaceId, Reading, UsageState};
use jiff::Timestamp;
use store::StoreError;

use crate::Desk;
use crate::overview::{Row, good_readings};

impl Desk {
    /// When an interface runs out today. `recent` are its newest readings, those of today among them.
    pub(crate) async fn forecast_of(
        &self,
        id: InterfaceId,
        recent: &[Reading],
        now: Timestamp,
    ) -> Result<Forecast, StoreError> {
        let usual = self.usual_days(id, now).await?;
        Ok(forecast(&good_readings(recent), &usual, now, &self.settings.quota_zone))
    }

    /// Fills in the forecast of a row, where its figures are those of the day and of a daily count of which something is left.
    pub(crate) async fn fill_forecast(&self, row: &mut Row, now: Timestamp) -> Result<(), StoreError> {
        let has_one = row.state.has_figures() && row.state != UsageState::Exhausted && !row.new_day;
        if has_one && !row.limit_kind.is_total() {
            row.forecast = self.forecast_of(row.id, &row.recent, now).await?;
        }
        Ok(())
    }

    /// The past days of an interface before the quota day of `now`.
    pub(crate) async fn usual_days(&self, id: InterfaceId, now: Timestamp) -> Result<Arc<UsualDays>, StoreError> {
        let zone = &self.settings.quota_zone;
        let day = zone.day(now);
        if let Some(usual) = self.usual_days.of(id, day) {
            return Ok(usual);
        }
        let most = i64::try_from(MOST_DAYS).unwrap_or(i64::MAX);
        let readings = self.store.readings(id, zone.days_before(now, most), zone.day_start(now)).await?;
        let good = good_readings(&readings);
        let days = good.chunk_by(|(before, _), (after, _)| zone.day(*before) == zone.day(*after));
        let uses = days.filter_map(|day| Some(DayUse::of(day, day.first()?.0, zone)));
        let usual = Arc::new(UsualDays::of(uses));
        self.usual_days.keep(id, day, &usual);
        Ok(usual)
    }
}
