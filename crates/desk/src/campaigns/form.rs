//! The form of a campaign, and the errors of its fields.

use domain::account::account_name;
use domain::forecast::campaign::{Campaign, CampaignFault};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::accounts::NameFault;

/// The form of a campaign, as it was typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedCampaign {
    /// What it is called.
    pub name: String,
    /// The planned number of calls, such as `300,000` or `30万`.
    pub calls: String,
    /// When it begins, in the display zone, such as `2026-12-04T20:00`.
    pub starts: String,
    /// How many minutes it takes.
    pub minutes: String,
}

/// The errors of a campaign form, field by field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CampaignFaults {
    /// With the name.
    pub name: Option<NameFault>,
    /// With the number of calls.
    pub calls: Option<CallsFault>,
    /// With the beginning.
    pub starts: Option<StartFault>,
    /// With the minutes: no whole number, or out of bounds.
    pub minutes: bool,
}

/// An error of the number of calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CallsFault {
    /// No whole number.
    NotANumber,
    /// Fewer than one, or too many.
    OutOfBounds,
}

/// An error of the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StartFault {
    /// No date with a time.
    NotATime,
    /// It lies in the past.
    InThePast,
    /// It lies too far ahead.
    TooFarAhead,
}

impl TypedCampaign {
    /// Whether nothing was typed yet.
    pub fn is_empty(&self) -> bool {
        let Self { name, calls, starts, minutes } = self;
        [name, calls, starts, minutes].iter().all(|field| field.trim().is_empty())
    }

    /// The name and the campaign.
    pub(super) fn read(&self, zone: &TimeZone, now: Timestamp) -> Result<(String, Campaign), CampaignFaults> {
        let mut faults = CampaignFaults::default();
        let name = account_name(&self.name).map_err(|fault| faults.name = Some(fault.into())).ok();
        let calls = calls(&self.calls);
        let starts = self.starts.trim().parse::<DateTime>().ok().and_then(|at| at.to_zoned(zone.clone()).ok());
        let minutes: Option<u32> = self.minutes.trim().parse().ok();
        if calls.is_none() {
            faults.calls = Some(CallsFault::NotANumber);
        }
        if starts.is_none() {
            faults.starts = Some(StartFault::NotATime);
        }
        faults.minutes = minutes.is_none();
        let (Some(calls), Some(starts), Some(minutes)) = (calls, starts, minutes) else { return Err(faults) };
        let lasts = SignedDuration::from_mins(i64::from(minutes));
        match (name, Campaign::planned(calls, starts.timestamp(), lasts, now)) {
            (Some(name), Ok(campaign)) => Ok((name, campaign)),
            (_, planned) => {
                match planned.err() {
                    None => {}
                    Some(CampaignFault::Calls) => faults.calls = Some(CallsFault::OutOfBounds),
                    Some(CampaignFault::InThePast) => faults.starts = Some(StartFault::InThePast),
                    Some(CampaignFault::TooFarAhead) => faults.starts = Some(StartFault::TooFarAhead),
                    Some(CampaignFault::Duration) => faults.minutes = true,
                }
                Err(faults)
            }
        }
    }
}

/// A number of calls as people type it: digits with marks between them, perhaps with 万 (ten thousand) behind.
fn calls(typed: &str) -> Option<i64> {
    let typed = typed.trim();
    let (digits, factor) = match typed.strip_suffix('万') {
        Some(digits) => (digits.trim_end(), 10_000),
        None => (typed, 1),
    };
    let digits: String = digits.chars().filter(|c| !matches!(c, ',' | '，' | '_' | ' ' | '\u{a0}')).collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i64>().ok().map_or(Some(i64::MAX), |number| Some(number.saturating_mul(factor)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(calls: &str, starts: &str, minutes: &str) -> Result<(String, Campaign), CampaignFaults> {
        let typed = TypedCampaign {
            name: "双十二".into(),
            calls: calls.into(),
            starts: starts.into(),
            minutes: minutes.into(),
        };
        let zone = TimeZone::get("Asia/Shanghai").unwrap();
        typed.read(&zone, "2026-12-01T12:00:00+08:00".parse().unwrap())
    }

    #[test]
    fn calls_are_read_as_people_type_them() {
        for (text, number) in [
            ("300000", Some(300_000)),
            (" 300,000 ", Some(300_000)),
            ("300，000", Some(300_000)),
            ("300 000", Some(300_000)),
            ("30万", Some(300_000)),
            ("30 万", Some(300_000)),
            ("99999999999999999999", Some(i64::MAX)),
            ("", None),
            ("万", None),
            ("-3", None),
            ("3.5", None),
            ("many", None),
        ] {
            assert_eq!(calls(text), number, "{text}");
        }
    }

    #[test]
    fn a_campaign_begins_in_the_display_zone() {
        let (name, campaign) = typed("30万", "2026-12-04T20:00", "120").unwrap();
        assert_eq!((name.as_str(), campaign.calls()), ("双十二", 300_000));
        assert_eq!(campaign.from(), "2026-12-04T12:00:00Z".parse().unwrap());
        assert_eq!(campaign.until(), "2026-12-04T14:00:00Z".parse().unwrap());
    }

    #[test]
    fn each_field_has_its_fault() {
        let faults = |calls, starts, minutes| typed(calls, starts, minutes).unwrap_err();
        let all = faults("x", "Friday", "soon");
        assert_eq!((all.calls, all.starts), (Some(CallsFault::NotANumber), Some(StartFault::NotATime)));
        assert!(all.minutes && all.name.is_none());
        let starts = |at| faults("1", at, "60").starts;
        assert_eq!(starts("2026-12-01T11:59"), Some(StartFault::InThePast));
        assert_eq!(starts("2027-06-01T00:00"), Some(StartFault::TooFarAhead));
        assert_eq!(faults("0", "2026-12-04T20:00", "60").calls, Some(CallsFault::OutOfBounds));
        assert!(faults("1", "2026-12-04T20:00", "0").minutes);
        assert!(faults("1", "2026-12-04T20:00", "1441").minutes);
        let nameless = TypedCampaign {
            starts: "2026-12-04T20:00".into(),
            calls: "1".into(),
            minutes: "1".into(),
            ..Default::default()
        };
        let faults = nameless.read(&TimeZone::UTC, Timestamp::UNIX_EPOCH).unwrap_err();
        assert_eq!((faults.name, faults.starts), (Some(NameFault::Empty), Some(StartFault::TooFarAhead)));
    }
}
