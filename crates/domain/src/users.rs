//! People who sign in.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::ids::id;
use crate::lookalikes::mixes_lookalikes;

id! {
    /// A user's id in our database; never reused.
    pub struct UserId(pub i64);
}

/// The most characters of a user's name.
pub const NAME_CHARACTERS: usize = 60;
/// Names that records use for those who are no users.
const RESERVED: [&str; 4] = ["local", "desk", "nobody", "policy"];

/// What a user is called: 1 to 60 visible characters on one line, without a colon, which sets apart `cli:alice`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct UserName(String);

/// What is wrong with a user's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum UserNameFault {
    /// Nothing but blanks.
    #[error("a name is required")]
    Empty,
    /// More than 60 characters.
    #[error("a name must have at most {NAME_CHARACTERS} characters")]
    TooLong,
    /// A line end, a colon or something invisible is in it.
    #[error("a name must be one line of visible characters, without a colon")]
    Characters,
    /// It mixes letters of scripts that look alike.
    #[error("a name must not mix scripts that look alike, such as Latin and Cyrillic")]
    Lookalikes,
    /// Records use it for those who are no users.
    #[error("wxquota uses this name itself; choose another name")]
    Reserved,
}

impl UserName {
    /// The name of a new user: as [`str::parse`], which also reads names of older versions, and without a mix of scripts that
    /// look alike.
    ///
    /// # Errors
    /// [`UserNameFault`].
    pub fn chosen(typed: &str) -> Result<Self, UserNameFault> {
        let name: Self = typed.parse()?;
        if mixes_lookalikes(name.as_str()) { Err(UserNameFault::Lookalikes) } else { Ok(name) }
    }

    /// The name as written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What two spellings of the same name have in common: names that differ in capitals or in width only are one name.
    pub fn key(&self) -> String {
        self.0.nfkc().collect::<String>().to_lowercase()
    }
}

impl FromStr for UserName {
    type Err = UserNameFault;

    fn from_str(typed: &str) -> Result<Self, UserNameFault> {
        let name = typed.trim();
        if name.is_empty() {
            Err(UserNameFault::Empty)
        } else if name.chars().count() > NAME_CHARACTERS {
            Err(UserNameFault::TooLong)
        } else if name.chars().any(|c| c == ':' || is_invisible(c)) {
            Err(UserNameFault::Characters)
        } else if RESERVED.contains(&name.to_lowercase().as_str()) {
            Err(UserNameFault::Reserved)
        } else {
            Ok(Self(name.to_owned()))
        }
    }
}

/// Control characters, and those that have no width or turn the direction of a text: two names must not look the same
/// for want of seeing them.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
        || (c.is_whitespace() && c != ' ')
}

impl TryFrom<String> for UserName {
    type Error = UserNameFault;

    fn try_from(name: String) -> Result<Self, UserNameFault> {
        name.parse()
    }
}

impl From<UserName> for String {
    fn from(name: UserName) -> Self {
        name.0
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_one_visible_line() {
        assert_eq!(" 王 小明 ".parse::<UserName>().unwrap().as_str(), "王 小明");
        assert_eq!("ｊｏｓé".parse::<UserName>().unwrap().key(), "jose\u{301}".parse::<UserName>().unwrap().key());
        assert_eq!("Alice@corp.example".parse::<UserName>().unwrap().key(), "alice@corp.example");
        for (typed, fault) in [
            (" \t", UserNameFault::Empty),
            ("cli:alice", UserNameFault::Characters),
            ("a\nb", UserNameFault::Characters),
            ("ali\u{200b}ce", UserNameFault::Characters),
            ("ali\u{202e}ce", UserNameFault::Characters),
            ("Local", UserNameFault::Reserved),
            ("desk", UserNameFault::Reserved),
        ] {
            assert_eq!(typed.parse::<UserName>(), Err(fault), "{typed:?}");
        }
        assert_eq!(UserName::chosen("аdmin"), Err(UserNameFault::Lookalikes), "with a Cyrillic а");
        assert!("аdmin".parse::<UserName>().is_ok(), "whoever is called so can still sign in");
        assert_eq!(UserName::chosen("王 xiaoming").unwrap().as_str(), "王 xiaoming");
        assert_eq!("名".repeat(61).parse::<UserName>(), Err(UserNameFault::TooLong));
        assert!("名".repeat(60).parse::<UserName>().is_ok());
    }
}
