//! An account: one appid with its secret.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::ids::id;
use crate::lookalikes::mixes_lookalikes;
use crate::visible::is_hidden;
pub use crate::words::UnknownWord;
use crate::words::word_enum;

id! {
    /// An account's id in our database; never reused.
    pub struct AccountId(pub i64);

    /// A watched interface's id in our database; never reused.
    pub struct InterfaceId(pub i64);
}

word_enum! {
    /// What sort of WeChat account this is; decides which interfaces are offered.
    pub enum Kind {
        /// 小程序
        MiniProgram = "mini-program",
        /// 小游戏
        MiniGame = "mini-game",
        /// 公众号
        OfficialAccount = "official-account",
        /// 服务号
        ServiceAccount = "service-account",
        /// 微信小店
        Shop = "shop",
        /// 第三方平台
        Platform = "platform",
        /// Anything else that has an appid.
        Other = "other",
    }
}

impl Kind {
    /// The kinds that can be added. The token of a third-party platform is fetched in a way that is not supported, so an
    /// account of that kind cannot be read; those that older releases added are kept.
    pub const SUPPORTED: [Self; 6] =
        [Self::MiniProgram, Self::MiniGame, Self::OfficialAccount, Self::ServiceAccount, Self::Shop, Self::Other];

    /// Whether accounts of this kind can be added and read.
    pub fn is_supported(self) -> bool {
        Self::SUPPORTED.contains(&self)
    }
}

word_enum! {
    /// Whether an account is read.
    pub enum AccountStatus {
        /// Read every hour.
        Active = "active",
        /// Not read until someone resumes it; its secret is kept.
        Paused = "paused",
        /// Not read, its secret destroyed; its history and ledger stay. Added again, it goes on.
        Retired = "retired",
    }
}

/// An appid: `wx` and 16 hex digits (example on the official `clear_quota` page). Blanks around it are dropped.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppId(String);

/// What is wrong with an appid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an AppID is wx followed by 16 digits or letters a to f")]
pub struct AppIdError;

impl AppId {
    /// The appid as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The appid shortened for places where it only has to be recognised: `wx3b…e846`.
    pub fn short(&self) -> String {
        format!("{}…{}", &self.0[..4], &self.0[14..])
    }
}

impl FromStr for AppId {
    type Err = AppIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let digits = text.strip_prefix("wx").ok_or(AppIdError)?;
        if digits.len() == 16 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            Ok(Self(text.to_owned()))
        } else {
            Err(AppIdError)
        }
    }
}

impl fmt::Display for AppId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is wrong with an account's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing but blanks.
    #[error("a name is required")]
    Empty,
    /// More than 60 characters.
    #[error("a name must have at most 60 characters")]
    TooLong,
    /// Line breaks, tabs, text-direction marks and the like.
    #[error("a name must be one line of visible characters")]
    Invisible,
    /// It mixes letters of scripts that look alike.
    #[error("a name must not mix scripts that look alike, such as Latin and Cyrillic")]
    Lookalikes,
    /// It reads as an id or an appid, and would be taken for one.
    #[error("a name must not be a number or an AppID")]
    LooksLikeId,
}

/// Checks an account's name and gives it without the blanks around it.
///
/// # Errors
/// [`NameError`] says what to change.
pub fn account_name(text: &str) -> Result<String, NameError> {
    let name = text.trim();
    if name.is_empty() {
        return Err(NameError::Empty);
    }
    if name.chars().count() > 60 {
        return Err(NameError::TooLong);
    }
    if name.chars().any(is_hidden) {
        return Err(NameError::Invisible);
    }
    if mixes_lookalikes(name) {
        return Err(NameError::Lookalikes);
    }
    if name.bytes().all(|b| b.is_ascii_digit()) || name.parse::<AppId>().is_ok() {
        return Err(NameError::LooksLikeId);
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn appids_are_wx_and_sixteen_hex_digits() {
        assert_eq!(" wx448f04719cd48f69\n".parse::<AppId>().unwrap().as_str(), "wx448f04719cd48f69");
        for wrong in ["", "wx", "wx448f04719cd48f6", "wx448f04719cd48f690", "wx448f04719cd48f6g", "gh_448f04719cd48f69"]
        {
            assert_eq!(wrong.parse::<AppId>(), Err(AppIdError), "{wrong}");
        }
        assert_eq!("wx448f04719cd48f69".parse::<AppId>().unwrap().short(), "wx44…8f69");
    }

    #[test]
    fn every_kind_but_platforms_is_supported() {
        let not: Vec<_> = Kind::ALL.into_iter().filter(|kind| !kind.is_supported()).collect();
        assert_eq!(not, [Kind::Platform]);
    }

    #[test]
    fn words_round_trip() {
        for kind in Kind::ALL {
            assert_eq!(kind.word().parse::<Kind>(), Ok(kind));
            assert_eq!(serde_words(&kind), kind.word());
        }
        for status in AccountStatus::ALL {
            assert_eq!(status.word().parse::<AccountStatus>(), Ok(status));
            assert_eq!(serde_words(&status), status.word());
        }
        let error = "robot".parse::<Kind>().unwrap_err().to_string();
        assert!(error.contains("mini-program"), "{error}");
    }

    fn serde_words<T: Serialize>(value: &T) -> String {
        serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
    }

    #[test]
    fn names_are_one_visible_line() {
        assert_eq!(account_name("  商城小程序 🛒 <b> "), Ok("商城小程序 🛒 <b>".to_owned()));
        assert_eq!(account_name(" \t"), Err(NameError::Empty));
        assert_eq!(account_name("a\nb"), Err(NameError::Invisible));
        assert_eq!(account_name("a\u{202e}b"), Err(NameError::Invisible));
        assert_eq!(account_name("a\u{200b}b"), Err(NameError::Invisible));
        assert_eq!(account_name("商城 shоp"), Err(NameError::Lookalikes), "with a Cyrillic о");
        assert_eq!(account_name(&"字".repeat(61)), Err(NameError::TooLong));
        assert_eq!(account_name("42"), Err(NameError::LooksLikeId));
        assert_eq!(account_name("wx448f04719cd48f69"), Err(NameError::LooksLikeId));
    }
}
