//! The pace of messages to robots: how long the next one waits.

use domain::{ChannelKind, RobotFault};
use jiff::{SignedDuration, Timestamp};
use wechat::webhook::AttemptOutcome;

/// How long a robot is left alone after it said that there were too many messages: DingTalk limits a robot for 10 minutes (its
/// page), WeCom is known to accept again after about a minute, ServerChan counts by the day.
fn rest(kind: ChannelKind) -> SignedDuration {
    match kind {
        ChannelKind::Dingtalk => SignedDuration::from_mins(10),
        ChannelKind::ServerChan => SignedDuration::from_hours(2),
        ChannelKind::Wecom | ChannelKind::Feishu | ChannelKind::Email | ChannelKind::Webhook => {
            SignedDuration::from_secs(65)
        }
    }
}

/// The time before which nothing is sent to a channel, given its last attempt of any kind; `now` where it may be sent at once.
pub(super) fn not_before(
    kind: ChannelKind,
    last: Option<(Timestamp, Option<&AttemptOutcome>)>,
    now: Timestamp,
) -> Timestamp {
    // An attempt of the future was written under a clock that has since been set back.
    let spaced = last.filter(|(at, _)| *at <= now).map_or(now, |(at, outcome)| match outcome {
        Some(AttemptOutcome::RobotRefused { fault: RobotFault::TooMany, .. }) => at + rest(kind),
        _ => at + kind.spacing(),
    });
    let from = spaced.max(now);
    from + kind.busy_for(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        format!("2026-11-30T{text}Z").parse().unwrap()
    }

    fn too_many() -> AttemptOutcome {
        AttemptOutcome::RobotRefused { code: 1, said: String::new(), fault: RobotFault::TooMany, clock_off_s: None }
    }

    #[test]
    fn messages_keep_the_vendors_distance() {
        use ChannelKind::{Dingtalk, Feishu, ServerChan, Webhook, Wecom};
        let (taken, refused) = (AttemptOutcome::Delivered { status: 200 }, too_many());
        for (kind, last, now, next) in [
            (Wecom, None, "08:10:00", "08:10:00"),
            (Wecom, Some(("08:10:00", &taken)), "08:10:00", "08:10:03"),
            (Wecom, Some(("08:10:00", &taken)), "08:10:09", "08:10:09"),
            (Wecom, Some(("08:10:00", &refused)), "08:10:09", "08:11:05"),
            (Dingtalk, Some(("08:10:00", &refused)), "08:10:09", "08:20:00"),
            (Feishu, Some(("08:59:59", &taken)), "08:59:59", "09:00:20"),
            (Feishu, None, "08:30:05", "08:30:20"),
            (ServerChan, Some(("08:10:00", &taken)), "08:10:01", "08:11:00"),
            (Webhook, Some(("08:10:00", &taken)), "08:10:00", "08:10:00"),
            (Wecom, Some(("09:10:00", &refused)), "08:10:00", "08:10:00"),
        ] {
            let last = last.map(|(time, outcome)| (at(time), Some(outcome)));
            assert_eq!(not_before(kind, last, at(now)), at(next), "{kind} at {now}");
        }
        assert_eq!(not_before(Wecom, Some((at("08:10:00"), None)), at("08:10:01")), at("08:10:03"));
    }
}
