//! Events of strangers, counted by network and kind until their line is written.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Mutex;

use domain::ClientNetwork;
use jiff::{SignedDuration, Timestamp};

use crate::background::lock;

/// The time for which events of strangers are counted together.
const TOGETHER: SignedDuration = SignedDuration::from_secs(60);
/// The largest number of networks counted one by one; those beyond are counted as one.
const MOST: usize = 1_000;

/// What a stranger was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StrangerEvent {
    /// A call of the API without a valid token (401).
    Unauthorized,
    /// An attempt at a password, or a request, that came too soon after others.
    Throttled,
    /// A request for a host that is not ours.
    ForeignHost,
    /// A request that another site caused (CSRF, `Origin`).
    CrossSite,
    /// A request that came past the proxies.
    PastProxies,
}

impl StrangerEvent {
    /// The word for it in the log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unauthorized => "unauthorized",
            Self::Throttled => "throttled",
            Self::ForeignHost => "foreign-host",
            Self::CrossSite => "cross-site",
            Self::PastProxies => "past-proxies",
        }
    }
}

/// The network that a stranger's request came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Network {
    /// That of a client.
    Of(ClientNetwork),
    /// It is not known.
    Unknown,
    /// One of those that are not counted one by one.
    Others,
}

impl Network {
    fn of(address: Option<IpAddr>) -> Self {
        address.map_or(Self::Unknown, |address| Self::Of(address.into()))
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Of(network) => network.fmt(f),
            Self::Unknown => f.write_str("unknown"),
            Self::Others => f.write_str("others"),
        }
    }
}

/// Events of one network and kind, counted together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) since: Timestamp,
    pub(super) count: u64,
}

/// Events of strangers that are not written yet.
#[derive(Debug, Default)]
pub(crate) struct Strangers(Mutex<HashMap<(Network, StrangerEvent), Counted>>);

impl Strangers {
    pub(super) fn note(&self, event: StrangerEvent, address: Option<IpAddr>, now: Timestamp) {
        let mut counts = lock(&self.0);
        let mut network = Network::of(address);
        if counts.len() >= MOST && !counts.contains_key(&(network, event)) {
            network = Network::Others;
        }
        counts.entry((network, event)).or_insert(Counted { since: now, count: 0 }).count += 1;
    }

    /// Takes the counts that are complete, or all; those of the first events first.
    pub(super) fn take(&self, now: Timestamp, all: bool) -> Vec<(Network, StrangerEvent, Counted)> {
        let mut taken = Vec::new();
        lock(&self.0).retain(|(network, event), counted| {
            // A clock that was set back by more than that completes a count too.
            let is_complete = all || now.duration_since(counted.since).abs() >= TOGETHER;
            if is_complete {
                taken.push((*network, *event, *counted));
            }
            !is_complete
        });
        taken.sort_by_key(|(_, event, counted)| (counted.since, event.word()));
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn ip(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    fn told(strangers: &Strangers, now: Timestamp, all: bool) -> Vec<(String, &'static str, u64)> {
        let taken = strangers.take(now, all).into_iter();
        taken.map(|(network, event, counted)| (network.to_string(), event.word(), counted.count)).collect()
    }

    #[test]
    fn events_of_a_minute_are_one_line_for_each_network_and_kind() {
        let strangers = Strangers::default();
        for second in 0..30 {
            strangers.note(StrangerEvent::Unauthorized, Some(ip("203.0.113.9")), at(second));
            strangers.note(StrangerEvent::Unauthorized, Some(ip(&format!("2001:db8::{second:x}"))), at(second));
        }
        strangers.note(StrangerEvent::ForeignHost, Some(ip("::ffff:203.0.113.9")), at(40));
        strangers.note(StrangerEvent::CrossSite, None, at(41));
        assert_eq!(told(&strangers, at(59), false), []);
        let mut first = told(&strangers, at(60), false);
        first.sort();
        assert_eq!(
            first,
            [("2001:db8::/64".to_owned(), "unauthorized", 30), ("203.0.113.9".to_owned(), "unauthorized", 30)]
        );
        let rest = told(&strangers, at(60), true);
        assert_eq!(
            rest,
            [("203.0.113.9".to_owned(), "foreign-host", 1), ("unknown".to_owned(), "cross-site", 1)],
            "a stop loses nothing"
        );
        assert_eq!(told(&strangers, at(600), true), []);
    }

    #[test]
    fn many_networks_take_little_memory_and_none_is_lost() {
        let strangers = Strangers::default();
        for n in 0..50_000_u32 {
            strangers.note(StrangerEvent::Unauthorized, Some(std::net::Ipv4Addr::from(n).into()), at(0));
        }
        let told = told(&strangers, at(60), false);
        assert_eq!(told.len(), MOST + 1);
        assert_eq!(told.iter().map(|(_, _, count)| count).sum::<u64>(), 50_000);
        assert!(told.contains(&("others".to_owned(), "unauthorized", 49_000)));
    }

    #[test]
    fn a_clock_that_is_set_back_holds_no_line_back() {
        let strangers = Strangers::default();
        strangers.note(StrangerEvent::Throttled, Some(ip("203.0.113.9")), at(10_000));
        assert_eq!(told(&strangers, at(0), false).len(), 1);
    }
}
