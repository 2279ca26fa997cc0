//! Groups of accounts: their names.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use crate::account::{NameError, account_name};
use crate::ids::id;

id! {
    /// A group's id in our database; never reused.
    pub struct GroupId(pub i64);
}

/// The most groups that an account can be in.
pub const MAX_GROUPS: usize = 50;

/// A group of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// The name; unique, whatever the capitals.
    pub name: String,
}

/// What is wrong with a group's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "kebab-case")]
pub enum GroupNameError {
    /// Nothing but blanks.
    #[error("a group's name is required")]
    Empty,
    /// More than 60 characters.
    #[error("a group's name must have at most 60 characters")]
    TooLong,
    /// Line breaks, tabs, text-direction marks and the like.
    #[error("a group's name must be one line of visible characters")]
    Invisible,
    /// It mixes letters of scripts that look alike.
    #[error("a group's name must not mix scripts that look alike, such as Latin and Cyrillic")]
    Lookalikes,
    /// It reads as an id or an appid, and would be taken for one.
    #[error("a group's name must not be a number or an AppID")]
    LooksLikeId,
    /// A semicolon, which separates the names of several groups.
    #[error("a group's name must not contain a semicolon")]
    Semicolon,
    /// It reads as a secret: 32 hex digits.
    #[error("a group's name must not look like an AppSecret")]
    LooksLikeSecret,
}

impl From<NameError> for GroupNameError {
    fn from(error: NameError) -> Self {
        match error {
            NameError::Empty => Self::Empty,
            NameError::TooLong => Self::TooLong,
            NameError::Invisible => Self::Invisible,
            NameError::Lookalikes => Self::Lookalikes,
            NameError::LooksLikeId => Self::LooksLikeId,
        }
    }
}

/// Checks a group's name and gives it without the blanks around it.
///
/// # Errors
/// [`GroupNameError`] says what to change.
pub fn group_name(text: &str) -> Result<String, GroupNameError> {
    let name = account_name(text)?;
    if name.contains(SEPARATORS) {
        return Err(GroupNameError::Semicolon);
    }
    if looks_like_secret(&name) {
        return Err(GroupNameError::LooksLikeSecret);
    }
    Ok(name)
}

/// Whether a text may be an AppSecret, which is 32 hex digits: such a text is never shown again.
pub fn looks_like_secret(text: &str) -> bool {
    let text = text.trim();
    text.len() == 32 && text.bytes().all(|b| b.is_ascii_hexdigit())
}

/// What two spellings of the same name have in common: names that differ in capitals or in width only are one name.
pub fn group_key(name: &str) -> String {
    name.trim().nfkc().collect::<String>().to_lowercase()
}

/// The characters that separate the names of several groups.
const SEPARATORS: [char; 2] = [';', '；'];

/// Reads the names of several groups, separated by semicolons; blank ones are left out, and of names that are one name the first
/// counts.
///
/// # Errors
/// The first name that cannot be one, and why.
pub fn group_names(text: &str) -> Result<Vec<String>, (String, GroupNameError)> {
    distinct(text.split(SEPARATORS))
}

/// Reads names one by one, as [`group_names`].
///
/// # Errors
/// The first name that cannot be one, and why.
pub fn distinct<'a>(typed: impl IntoIterator<Item = &'a str>) -> Result<Vec<String>, (String, GroupNameError)> {
    let mut names: Vec<String> = Vec::new();
    for text in typed.into_iter().filter(|text| !text.trim().is_empty()) {
        let name = group_name(text).map_err(|error| (text.trim().to_owned(), error))?;
        if names.iter().all(|other| group_key(other) != group_key(&name)) {
            names.push(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_accounts_without_semicolons_and_secrets() {
        assert_eq!(group_name("  华东 🛒 Shops "), Ok("华东 🛒 Shops".to_owned()));
        for (wrong, error) in [
            (" ", GroupNameError::Empty),
            ("a\tb", GroupNameError::Invisible),
            ("shоp", GroupNameError::Lookalikes),
            ("42", GroupNameError::LooksLikeId),
            ("wx448f04719cd48f69", GroupNameError::LooksLikeId),
            ("a;b", GroupNameError::Semicolon),
            ("a；b", GroupNameError::Semicolon),
            ("0123456789abcdef0123456789ABCDEF", GroupNameError::LooksLikeSecret),
        ] {
            assert_eq!(group_name(wrong), Err(error), "{wrong}");
        }
        assert_eq!(group_name(&"字".repeat(61)), Err(GroupNameError::TooLong));
    }

    #[test]
    fn capitals_and_width_make_no_other_name() {
        assert_eq!(group_key(" Ｓhops "), group_key("SHOPS"));
        assert_ne!(group_key("shop"), group_key("shops"));
    }

    #[test]
    fn several_names_are_separated_by_semicolons() {
        assert_eq!(group_names(" 华东; Shops；shops ;; "), Ok(vec!["华东".to_owned(), "Shops".to_owned()]));
        assert_eq!(group_names(""), Ok(vec![]));
        assert_eq!(group_names("a; 7"), Err(("7".to_owned(), GroupNameError::LooksLikeId)));
    }
}
