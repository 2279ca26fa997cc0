//! The errors of the forms that add and change an account.

use domain::account::{AppIdError, NameError};
use domain::groups::MAX_GROUPS;
use domain::{AccountId, ContactFaults, GroupNameError, Kind, PathError};
use serde::{Deserialize, Serialize};
use store::AccountField;

/// The maximum number of paths in one form.
pub const MAX_PATHS: usize = 500;

/// Why an account of a third-party platform is refused, for the command line and logs.
pub const PLATFORMS_ARE_NOT_SUPPORTED: &str =
    "third-party platforms are not supported; add the accounts that the platform serves, each with its own AppID";

const OWNER_MUST: &str = "the owner must be one line of at most 60 characters";
const NOTE_MUST: &str = "the note must have at most 500 characters";

/// The errors of an account form, field by field, all of them at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "one a field of the form")]
pub struct AccountFaults {
    /// The name.
    pub name: Option<NameFault>,
    /// The appid.
    pub appid: Option<AppIdFault>,
    /// The kind is no kind.
    pub kind: bool,
    /// The kind is a third-party platform, which is not supported.
    pub platform: bool,
    /// The secret.
    pub secret: Option<SecretFault>,
    /// The first path that cannot be watched, and why.
    pub path: Option<(String, PathError)>,
    /// More than [`MAX_PATHS`] paths at once.
    pub too_many_paths: bool,
    /// The number of clears is not between 0 and this, the number that there are in a month.
    pub cleared_before: Option<i64>,
    /// The allowance of readings is not between 300 and 100,000.
    pub daily_readings: bool,
    /// The owner and the note.
    #[serde(default)]
    pub contact: ContactFaults,
    /// The first name of a group that cannot be one.
    #[serde(default)]
    pub group: Option<GroupNameError>,
    /// More than [`MAX_GROUPS`] groups at once.
    #[serde(default)]
    pub too_many_groups: bool,
    /// The fields that somebody else changed since the form was shown, with their values now.
    #[serde(default)]
    pub overtaken: Vec<(AccountField, String)>,
}

/// An error of a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NameFault {
    /// Nothing typed.
    Empty,
    /// More than 60 characters.
    TooLong,
    /// Not one line of visible characters.
    Invisible,
    /// A mix of scripts that look alike.
    Lookalikes,
    /// A number or an appid.
    LooksLikeId,
    /// Another account has it.
    Taken,
}

impl From<NameError> for NameFault {
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

/// An error of an appid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AppIdFault {
    /// Not `wx` and 16 hex digits.
    Malformed,
    /// An account that is not retired has it.
    Taken {
        /// That account.
        id: AccountId,
        /// Its name.
        name: String,
    },
}

/// An error of an AppSecret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SecretFault {
    /// Nothing typed.
    Empty,
    /// Longer than 256 characters, or with blanks or control characters inside.
    Malformed,
    /// It was kept from an earlier try, and its time is over.
    KeptNoLonger,
}

impl AccountFaults {
    pub(super) fn any(&self) -> bool {
        *self != Self::default()
    }
}

impl std::fmt::Display for AccountFaults {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.name.as_ref().map(|fault| match fault {
            NameFault::Empty => NameError::Empty.to_string(),
            NameFault::TooLong => NameError::TooLong.to_string(),
            NameFault::Invisible => NameError::Invisible.to_string(),
            NameFault::Lookalikes => NameError::Lookalikes.to_string(),
            NameFault::LooksLikeId => NameError::LooksLikeId.to_string(),
            NameFault::Taken => "another account has this name; choose another name".to_owned(),
        });
        let appid = self.appid.as_ref().map(|fault| match fault {
            AppIdFault::Malformed => AppIdError.to_string(),
            AppIdFault::Taken { id, name } => {
                format!(
                    "this AppID has already been added as {name:?} (account {id}); to change its AppSecret, use \
                 `account secret`"
                )
            }
        });
        let kinds = || Kind::SUPPORTED.map(Kind::word).join(" ");
        let kind = self.kind.then(|| format!("the kind must be one of: {}", kinds()));
        let platform = self.platform.then(|| PLATFORMS_ARE_NOT_SUPPORTED.to_owned());
        let secret = self.secret.map(|fault| match fault {
            SecretFault::Empty => "the AppSecret is empty".to_owned(),
            SecretFault::Malformed => "the AppSecret must have at most 256 characters and no spaces".to_owned(),
            SecretFault::KeptNoLonger => "the AppSecret is no longer kept; type it again".to_owned(),
        });
        let path = self.path.as_ref().map(|(typed, error)| format!("{typed:?} cannot be watched: {error}"));
        let cleared = self.cleared_before.map(|most| format!("the number of clears used must be between 0 and {most}"));
        let readings =
            self.daily_readings.then(|| "the daily reading allowance must be between 300 and 100000".to_owned());
        let too_many = self.too_many_paths.then(|| format!("at most {MAX_PATHS} paths can be added at once"));
        let contact = (self.contact != ContactFaults::default()).then(|| format!("{OWNER_MUST}; {NOTE_MUST}"));
        let group = self.group.map(|error| error.to_string());
        let too_many_groups = self.too_many_groups.then(|| format!("an account can be in at most {MAX_GROUPS} groups"));
        let overtaken =
            (!self.overtaken.is_empty()).then(|| "somebody else changed the account in the meantime".to_owned());
        let all = [
            too_many,
            name,
            appid,
            kind,
            platform,
            secret,
            path,
            cleared,
            readings,
            contact,
            group,
            too_many_groups,
            overtaken,
        ];
        let all: Vec<_> = all.into_iter().flatten().collect();
        f.write_str(&all.join("; "))
    }
}
