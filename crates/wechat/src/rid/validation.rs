//! Faults of an incomplete rid, group by group, so that a person sees which part to copy again.

use std::fmt;

/// The length of a rid, in bytes.
pub(super) const LENGTH: usize = 26;
/// The number of groups of a rid.
const GROUPS: usize = 3;
/// The number of hex digits of a group.
const DIGITS: usize = 8;

/// A fault of a text that was meant as a rid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RidFault {
    /// The dashes between the groups are missing, or are other characters.
    NoDashes,
    /// A group is at fault.
    Group {
        /// The number of the group, from 1.
        group: usize,
        /// Its fault.
        fault: GroupFault,
    },
    /// Something follows the third group.
    TrailingText,
}

/// A fault of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupFault {
    /// The group is missing.
    Missing,
    /// Digits were hidden with x, * or dots.
    Hidden,
    /// The group has this character, which is not a hex digit.
    NotHex(char),
    /// The group has this number of digits, fewer than 8.
    Short(usize),
    /// The group has this number of digits, more than 8.
    Long(usize),
}

/// The faults of `incomplete`, the text of a [`super::Found::Incomplete`], in the order of its groups. Never empty for such
/// a text.
pub fn flaws(incomplete: &str) -> Vec<RidFault> {
    let cut_off = incomplete.trim_end_matches(['.', '-']);
    let groups: Vec<_> = cut_off.split('-').collect();
    if groups.len() == 1 && groups[0].len() > DIGITS + 1 {
        return vec![RidFault::NoDashes];
    }
    let fault = |at: usize| match groups.get(at) {
        None => Some(GroupFault::Missing),
        Some(group) => group_fault(group),
    };
    let of_group = |at| fault(at).map(|fault| RidFault::Group { group: at + 1, fault });
    let faults: Vec<_> = (0..GROUPS).filter_map(of_group).collect();
    // Where all three groups are whole, the fault is the text after them, a dash at least.
    let more = (groups.len() > GROUPS || faults.is_empty()).then_some(RidFault::TrailingText);
    faults.into_iter().chain(more).collect()
}

fn group_fault(group: &str) -> Option<GroupFault> {
    let hides = |c: char| matches!(c, 'x' | 'X' | '*' | '.');
    let odd = group.chars().find(|c| !c.is_ascii_hexdigit());
    match (odd, group.len()) {
        (_, 0) => Some(GroupFault::Missing),
        (Some(c), _) if hides(c) => Some(GroupFault::Hidden),
        (Some(c), _) => Some(GroupFault::NotHex(c)),
        (None, DIGITS) => None,
        (None, digits) if digits < DIGITS => Some(GroupFault::Short(digits)),
        (None, digits) => Some(GroupFault::Long(digits)),
    }
}

/// The fault in English, for the API and the command line.
impl fmt::Display for RidFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDashes => f.write_str("the dashes between the groups are missing"),
            Self::TrailingText => f.write_str("there is extra text after the third group"),
            Self::Group { group, fault } => match fault {
                GroupFault::Missing => write!(f, "group {group} is missing"),
                GroupFault::Hidden => write!(f, "some digits of group {group} are hidden"),
                GroupFault::NotHex(c) => write!(f, "group {group} contains {c:?}, which is not a hex digit"),
                GroupFault::Short(digits) => write!(f, "group {group} has {digits} of 8 digits"),
                GroupFault::Long(digits) => write!(f, "group {group} has {digits} digits instead of 8"),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rid::{Found, find_in_text};

    #[test]
    fn the_group_at_fault_is_pointed_at() {
        for (text, said) in [
            ("617682e0", "group 2 is missing; group 3 is missing"),
            ("617682e0-09059ac5", "group 3 is missing"),
            ("617682e0-09059ac5-", "group 3 is missing"),
            ("617682e0-xxxx...", "some digits of group 2 are hidden; group 3 is missing"),
            ("617682e0-09059ac5-34a8e2e", "group 3 has 7 of 8 digits"),
            ("17682e0-09059ac5-34a8e2ea", "group 1 has 7 of 8 digits"),
            ("617682e0-09059ac5-34a8e2eaa", "group 3 has 9 digits instead of 8"),
            (
                "523123e8-1bew2b04-412215a0f",
                "group 2 contains 'w', which is not a hex digit; group 3 has 9 digits instead of 8",
            ),
            ("617682e0-********-34a8e2ea", "some digits of group 2 are hidden"),
            ("617682e0-09059ac5-34a8e2ea-1", "there is extra text after the third group"),
            ("617682e0-09059ac5-34a8e2ea-", "there is extra text after the third group"),
            ("617682e009059ac534a8e2ea", "the dashes between the groups are missing"),
            ("6176****", "some digits of group 1 are hidden; group 2 is missing; group 3 is missing"),
        ] {
            let told: Vec<_> = flaws(text).iter().map(RidFault::to_string).collect();
            assert_eq!(told.join("; "), said, "{text}");
        }
    }

    #[test]
    fn whatever_is_called_incomplete_has_a_flaw() {
        for text in [
            "rid: 617682e0-xxxx…",
            "rid: xxxxxxxx-xxxxxxxx-xxxxxxxx",
            "rid 617682e0-09059ac5-34a8e2ea-1",
            "rid*rid*1234",
        ] {
            let found = find_in_text(text);
            let [Found::Incomplete(incomplete)] = &found[..] else { panic!("{text} {found:?}") };
            assert!(!flaws(incomplete).is_empty(), "{text}");
        }
    }
}
