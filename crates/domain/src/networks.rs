//! Which addresses are ours, so that a call's can be told from a stranger's.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

/// The addresses and networks that the team's services call from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OurAddresses(Vec<IpNet>);

/// What is neither an address nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is neither an address such as 203.0.113.7 nor a network such as 203.0.113.0/24")]
pub struct AddressError(String);

impl AddressError {
    /// The word that is neither.
    pub fn word(&self) -> &str {
        &self.0
    }
}

/// Whose an address is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AddressOwner {
    /// One of ours.
    Ours,
    /// WeChat hid part of it, and what is left fits ours.
    PerhapsOurs,
    /// A stranger's.
    NotOurs,
}

impl OurAddresses {
    /// Whose `seen` is, as WeChat tells it: whole, or with parts hidden as in `113.xx.70.51` (official getRidInfo page).
    /// `None` where no address was set, or this is none.
    pub fn whose(&self, seen: &str) -> Option<AddressOwner> {
        if self.0.is_empty() {
            return None;
        }
        let seen = seen.trim();
        if let Ok(address) = seen.parse::<IpAddr>() {
            let address = address.to_canonical();
            let ours = self.0.iter().any(|net| net.contains(&address));
            return Some(if ours { AddressOwner::Ours } else { AddressOwner::NotOurs });
        }
        let parts = hidden_parts(seen)?;
        Some(
            self.0
                .iter()
                .filter_map(|net| fits(net, parts))
                .max_by_key(|whose| *whose == AddressOwner::Ours)
                .unwrap_or(AddressOwner::NotOurs),
        )
    }
}

impl OurAddresses {
    /// Whether every address of these is one of `others`.
    pub fn is_within(&self, others: &Self) -> bool {
        let others = IpNet::aggregate(&others.0);
        self.0.iter().all(|net| others.iter().any(|other| other.contains(net)))
    }
}

impl fmt::Display for OurAddresses {
    /// Addresses and networks, separated by commas.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, net) in self.0.iter().enumerate() {
            f.write_str(if at == 0 { "" } else { ", " })?;
            if net.prefix_len() == net.max_prefix_len() { net.addr().fmt(f)? } else { net.fmt(f)? }
        }
        Ok(())
    }
}

/// The four parts of an address, `None` for those that are hidden.
fn hidden_parts(seen: &str) -> Option<[Option<u8>; 4]> {
    let is_hidden = |part: &str| !part.is_empty() && part.bytes().all(|byte| matches!(byte, b'x' | b'X' | b'*'));
    let part = |part: &str| match part.parse() {
        Ok(number) => Some(Some(number)),
        Err(_) => is_hidden(part).then_some(None),
    };
    seen.split('.').map(part).collect::<Option<Vec<_>>>()?.try_into().ok()
}

/// Whether what is known of an address lies in a network, and whether all that it takes is known.
fn fits(net: &IpNet, parts: [Option<u8>; 4]) -> Option<AddressOwner> {
    let IpNet::V4(net) = net else { return None };
    let (network, mask) = (net.network().octets(), net.netmask().octets());
    let mut hidden = false;
    for ((part, network), mask) in parts.into_iter().zip(network).zip(mask) {
        match part {
            Some(part) if part & mask != network => return None,
            None if mask != 0 => hidden = true,
            _ => {}
        }
    }
    Some(if hidden { AddressOwner::PerhapsOurs } else { AddressOwner::Ours })
}

impl FromStr for OurAddresses {
    type Err = AddressError;

    /// Addresses and networks, parted by commas or blanks.
    fn from_str(text: &str) -> Result<Self, AddressError> {
        let words = text.split([',', '，', ';', ' ', '\n', '\t']).filter(|word| !word.is_empty());
        let net = |word: &str| {
            let address = || word.parse::<IpAddr>().map(IpNet::from);
            word.parse::<IpNet>()
                .map(|net| net.trunc())
                .or_else(|_| address())
                .map_err(|_| AddressError(word.to_owned()))
        };
        words.map(net).collect::<Result<_, _>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_ours_or_not() {
        let ours: OurAddresses = "203.0.113.0/24, 198.51.100.7 2001:db8::/32".parse().unwrap();
        for (seen, whose) in [
            ("203.0.113.9", Some(AddressOwner::Ours)),
            ("198.51.100.7", Some(AddressOwner::Ours)),
            ("198.51.100.8", Some(AddressOwner::NotOurs)),
            ("::ffff:203.0.113.9", Some(AddressOwner::Ours)),
            ("2001:db8::1", Some(AddressOwner::Ours)),
            ("2001:db9::1", Some(AddressOwner::NotOurs)),
            ("203.0.113.xx", Some(AddressOwner::Ours)),
            ("203.xx.113.9", Some(AddressOwner::PerhapsOurs)),
            ("203.*.113.9", Some(AddressOwner::PerhapsOurs)),
            ("198.51.100.xx", Some(AddressOwner::PerhapsOurs)),
            ("113.xx.70.51", Some(AddressOwner::NotOurs)),
            ("", None),
            ("somewhere", None),
            ("203.0.113", None),
        ] {
            assert_eq!(ours.whose(seen), whose, "{seen}");
        }
        assert_eq!(OurAddresses::default().whose("203.0.113.9"), None, "nobody said which are ours");
    }

    #[test]
    fn a_list_is_within_another_that_has_all_of_its_addresses() {
        let within = |one: &str, other: &str| {
            let [one, other] = [one, other].map(|text| OurAddresses::from_str(text).unwrap());
            one.is_within(&other)
        };
        for (one, other) in [
            ("", ""),
            ("", "203.0.113.7"),
            ("203.0.113.7", "203.0.113.0/24"),
            ("203.0.113.0/24", "203.0.113.128/25, 203.0.113.0/25"),
            ("2001:db8:1::/48 203.0.113.7", "203.0.113.7 2001:db8::/32"),
        ] {
            assert!(within(one, other), "{one} in {other}");
        }
        for (one, other) in [
            ("203.0.113.7", ""),
            ("203.0.113.0/24", "203.0.113.0/25"),
            ("203.0.113.7, 203.0.113.8", "203.0.113.7"),
            ("2001:db8::/31", "2001:db8::/32"),
        ] {
            assert!(!within(one, other), "{one} in {other}");
        }
    }

    #[test]
    fn a_list_is_written_as_it_is_read() {
        let text = "203.0.113.0/24, 198.51.100.7, 2001:db8::/32, 2001:db8::1";
        assert_eq!(OurAddresses::from_str(text).unwrap().to_string(), text);
        assert_eq!(OurAddresses::default().to_string(), "");
    }

    #[test]
    fn what_is_no_network_is_refused() {
        assert_eq!(OurAddresses::from_str(" , "), Ok(OurAddresses::default()));
        for wrong in ["203.0.113.0/33", "203.0.113", "ours", "203.0.113.7-9"] {
            assert_eq!(OurAddresses::from_str(wrong), Err(AddressError(wrong.to_owned())), "{wrong}");
        }
        assert_eq!(OurAddresses::from_str("203.0.113.9/24"), OurAddresses::from_str("203.0.113.0/24"));
    }
}
