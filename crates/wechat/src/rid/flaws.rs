//! What keeps a text from being a rid, group by group, so that whoever copied it sees which part to copy again.

use std::fmt;

/// Bytes of a rid.
pub(super) const LENGTH: usize = 26;
/// How many groups a rid has.
const GROUPS: usize = 3;
/// How many digits a group has.
const DIGITS: usize = 8;

/// What is wrong with a text that was meant as a rid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// There are no dashes between its groups, or other marks in their place.
    NoDashes,
    /// One of its groups, the first being 1.
    Group {
        /// Which.
        group: usize,
        /// What is wrong with it.
        fault: GroupFault,
    },
    /// Something follows the third group.
    More,
}

/// What is wrong with one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupFault {
    /// It is not there.
    Missing,
    /// Its digits were hidden with x, * or dots.
    Hidden,
    /// It holds a character that is no hex digit.
    Odd(char),
    /// It has so many digits, fewer than 8.
    Short(usize),
    /// It has so many digits, more than 8.
    Long(usize),
}

/// What is wrong with `incomplete`, a text that [`super::Found::Incomplete`] holds, in the order of its groups. Never empty
/// for such a text.
pub fn flaws(incomplete: &str) -> Vec<Flaw> {
    let cut_off = incomplete.trim_end_matches(['.', '-']);
    let groups: Vec<_> = cut_off.split('-').collect();
    if groups.len() == 1 && groups[0].len() > DIGITS + 1 {
        return vec![Flaw::NoDashes];
    }
    let fault = |at: usize| match groups.get(at) {
        None => Some(GroupFault::Missing),
        Some(group) => fault_of(group),
    };
    let of_group = |at| fault(at).map(|fault| Flaw::Group { group: at + 1, fault });
    let faults: Vec<_> = (0..GROUPS).filter_map(of_group).collect();
    // Of three whole groups only what follows them can be at fault, a dash at least.
    let more = (groups.len() > GROUPS || faults.is_empty()).then_some(Flaw::More);
    faults.into_iter().chain(more).collect()
}

fn fault_of(group: &str) -> Option<GroupFault> {
    let hides = |c: char| matches!(c, 'x' | 'X' | '*' | '.');
    let odd = group.chars().find(|c| !c.is_ascii_hexdigit());
    match (odd, group.len()) {
        (_, 0) => Some(GroupFault::Missing),
        (Some(c), _) if hides(c) => Some(GroupFault::Hidden),
        (Some(c), _) => Some(GroupFault::Odd(c)),
        (None, DIGITS) => None,
        (None, digits) if digits < DIGITS => Some(GroupFault::Short(digits)),
        (None, digits) => Some(GroupFault::Long(digits)),
    }
}

/// In English, for programs and the shell.
impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoDashes => f.write_str("the dashes between its groups are missing"),
            Self::More => f.write_str("something follows the third group"),
            Self::Group { group, fault } => match fault {
                GroupFault::Missing => write!(f, "group {group} is missing"),
                GroupFault::Hidden => write!(f, "digits of group {group} are hidden"),
                GroupFault::Odd(c) => write!(f, "group {group} holds {c:?}, which is no hex digit"),
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
            ("617682e0-xxxx...", "digits of group 2 are hidden; group 3 is missing"),
            ("617682e0-09059ac5-34a8e2e", "group 3 has 7 of 8 digits"),
            ("17682e0-09059ac5-34a8e2ea", "group 1 has 7 of 8 digits"),
            ("617682e0-09059ac5-34a8e2eaa", "group 3 has 9 digits instead of 8"),
            (
                "523123e8-1bew2b04-412215a0f",
                "group 2 holds 'w', which is no hex digit; group 3 has 9 digits instead of 8",
            ),
            ("617682e0-********-34a8e2ea", "digits of group 2 are hidden"),
            ("617682e0-09059ac5-34a8e2ea-1", "something follows the third group"),
            ("617682e0-09059ac5-34a8e2ea-", "something follows the third group"),
            ("617682e009059ac534a8e2ea", "the dashes between its groups are missing"),
            ("6176****", "digits of group 1 are hidden; group 2 is missing; group 3 is missing"),
        ] {
            let told: Vec<_> = flaws(text).iter().map(Flaw::to_string).collect();
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
