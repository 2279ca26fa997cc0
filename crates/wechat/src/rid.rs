//! WeChat's request ids (rids): the type, the search for them in texts, and what is wrong with an incomplete one.

mod brackets;
mod codes;
mod context;
mod errmsgs;
mod exposed;
mod masked;
mod normalize;
mod platform;
mod replies;
mod search;
mod spans;
mod validation;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;

pub use context::{CallDetails, NoLookup, is_sign_in};
pub use exposed::ExposedSecret;
pub use masked::{masked_errmsg, masked_errmsgs};
pub use platform::{Platform, is_wecom_hint};
pub use replies::PastedReply;
pub use search::{Found, Pasted, find_in_text, parse_pasted};
use validation::LENGTH;
pub use validation::{GroupFault, RidFault, flaws};

/// A request id: three groups of 8 lower-case hex digits, the first of which is the call's Unix time (folklore over 89
/// public samples; the official getRidInfo example agrees).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rid(String);

/// The error for a text that is not a rid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a rid has three groups of 8 hex digits, such as 617682e0-09059ac5-34a8e2ea")]
pub struct RidError;

impl Rid {
    /// The rid as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The time of the call in whole seconds, read from the first group; between 1970 and 2106.
    pub fn time(&self) -> Timestamp {
        let seconds = u32::from_str_radix(&self.0[..8], 16).unwrap_or_default();
        Timestamp::from_second(i64::from(seconds)).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// Whether the rid was probably mistyped: of 230 known rids none has a first digit from 8 to f in its second or third group.
    pub fn is_probably_mistyped(&self) -> bool {
        [9, 18].iter().any(|at| !matches!(self.0.as_bytes().get(*at), Some(b'0'..=b'7')))
    }

    /// The rid in `text`, which may have blanks around it, capitals, other dashes and escapes.
    ///
    /// # Errors
    /// [`RidError`] where the text holds anything else or more.
    pub fn parse_lenient(text: &str) -> Result<Self, RidError> {
        normalize::normalize(text).trim().to_ascii_lowercase().parse()
    }

    /// The rid that WeChat appended to an errmsg: `<text> rid: <rid>`, on `/sns/` paths `<text>, rid: <rid>` (folklore). The
    /// last one in the text, since WeChat appends its own at the end.
    pub fn find_in_errmsg(errmsg: &str) -> Option<Self> {
        errmsg.rmatch_indices("rid:").find_map(|(at, mark)| {
            let rest = errmsg[at + mark.len()..].trim_start();
            let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(rest.len());
            rest[..end].parse().ok()
        })
    }
}

impl FromStr for Rid {
    type Err = RidError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let fits = |(i, b): (usize, u8)| match i {
            8 | 17 => b == b'-',
            _ => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
        };
        if text.len() == LENGTH && text.bytes().enumerate().all(fits) {
            Ok(Self(text.to_owned()))
        } else {
            Err(RidError)
        }
    }
}

impl fmt::Display for Rid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_group_is_the_time() {
        let rid: Rid = "617682e0-09059ac5-34a8e2ea".parse().unwrap();
        assert_eq!(rid.time().as_second(), 1_635_156_704, "invoke_time of the official example");
    }

    #[test]
    fn only_the_strict_form_is_a_rid() {
        for wrong in [
            "",
            "617682e0-09059ac5-34a8e2e",
            "617682e0-09059ac5-34a8e2eaa",
            "617682E0-09059ac5-34a8e2ea",
            "617682e0_09059ac5-34a8e2ea",
            "523123e8-1bew2b04-412215a0f",
            "xxxxxxxx-xxxxxxxx-xxxxxxxx",
            "617682e0-09059ac5-34a8e2é",
        ] {
            assert_eq!(wrong.parse::<Rid>(), Err(RidError), "{wrong}");
        }
    }

    #[test]
    fn a_typed_rid_may_be_spelled_oddly_but_is_the_whole_text() {
        let rid = "617682e0-09059ac5-34a8e2ea".parse();
        for odd in [
            " 617682E0-09059AC5-34A8E2EA\n",
            "617682e0－09059ac5—34a8e2ea",
            "６１７６８２ｅ０-09059ac5-34a8e2ea",
            "617682e0%2D09059ac5%2d34a8e2ea",
        ] {
            assert_eq!(Rid::parse_lenient(odd), rid, "{odd}");
        }
        for wrong in ["", "rid: 617682e0-09059ac5-34a8e2ea", "617682e0-09059ac5-34a8e2ea-", "617682e0-09059ac5"] {
            assert_eq!(Rid::parse_lenient(wrong), Err(RidError), "{wrong}");
        }
    }

    #[test]
    fn errmsgs_of_the_fact_sheet_give_their_rid() {
        let found = |errmsg| Rid::find_in_errmsg(errmsg).map(|rid| rid.0);
        let some = |rid: &str| Some(rid.to_owned());
        assert_eq!(found("invalid appid rid: 6aac005a-01bfdbee-79769285"), some("6aac005a-01bfdbee-79769285"));
        assert_eq!(found("invalid appid, rid: 6aac007a-6c02c771-26bf69c4"), some("6aac007a-6c02c771-26bf69c4"));
        assert_eq!(found(" rid: 65194e73-3fc2766d-3dc5ae06"), some("65194e73-3fc2766d-3dc5ae06"));
        assert_eq!(
            found("rid not found, please check rid: 6aac005a-01bfdbee-79769285"),
            some("6aac005a-01bfdbee-79769285")
        );
        assert_eq!(found("rid not found, please check rid: xxxxxxxx-xxxxxxxx-xxxxxxxx"), None);
        assert_eq!(found("ok"), None);
        assert_eq!(found("invalid credential hint: [nl1a8a02641530!]"), None);
    }
}
