//! The forms that add and change an account: reading them, and the errors of their fields.

use std::str::FromStr;

use domain::account::{AppIdError, NameError, UnknownWord, account_name};
use domain::clears::{Allotment, ResetInterval};
use domain::groups::{MAX_GROUPS, distinct};
use domain::settings::{FEWEST_READINGS, MOST_READINGS};
use domain::{
    AccountId, AccountStatus, AppId, CgiPath, Contact, ContactFaults, GroupNameError, Kind, PathError, Repair,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use store::{Account, AccountChange, AccountField, Change, NewAccount, SeenAccount};

use super::AccountError;
use crate::Desk;

/// The maximum number of paths in one form.
pub const MAX_PATHS: usize = 500;

/// Why an account of a third-party platform is refused, for the command line and logs.
pub const PLATFORMS_ARE_NOT_SUPPORTED: &str =
    "third-party platforms are not supported; add the accounts that the platform serves, each with its own AppID";

const OWNER_MUST: &str = "the owner must be one line of at most 60 characters";
const NOTE_MUST: &str = "the note must have at most 500 characters";

/// The form that adds an account, as it was typed.
#[derive(Debug)]
pub struct TypedAccount {
    /// Its name.
    pub name: String,
    /// Its appid.
    pub appid: String,
    /// Its kind's word; empty for `other`.
    pub kind: String,
    /// Its AppSecret.
    pub secret: SecretString,
    /// Paths to watch; none for those that are usual for the kind.
    pub watch: Vec<String>,
    /// Account-wide clears already used this month, where known.
    pub cleared_before: Option<i64>,
    /// Names of groups to put it in; those that are not there are added.
    pub groups: Vec<String>,
}

/// The form that changes an account, as it was typed; a field that is `None` stays as it is.
#[derive(Debug, Clone, Default)]
pub struct TypedChange {
    /// Another name.
    pub name: Option<String>,
    /// Another kind's word.
    pub kind: Option<String>,
    /// Another allowance of readings a day.
    pub daily_readings: Option<i64>,
    /// Account-wide clears used before the desk began; `None` in it where nobody knows.
    pub cleared_before: Change<Option<i64>>,
    /// Another owner and note.
    pub contact: Option<TypedContact>,
    /// What the form showed before; `None` where that does not matter.
    pub seen: Option<Box<SeenAccount>>,
}

/// An owner and a note, as they were typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypedContact {
    /// Who it belongs to.
    pub owner: String,
    /// Who to call, what uses it.
    pub note: String,
}

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
    fn any(&self) -> bool {
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

impl TypedChange {
    /// Reads the form as a change of `account`, whose kind and number of clears used may stay as they are; `most` is the number
    /// of clears in a month.
    ///
    /// # Errors
    /// [`AccountFaults`] with every fault at once.
    pub(super) fn into_change(
        self,
        account: &Account,
        most: i64,
        masked: impl Fn(Contact) -> Contact,
    ) -> Result<AccountChange, Box<AccountFaults>> {
        let mut faults = AccountFaults::default();
        let Self { name, kind, daily_readings, cleared_before, contact, seen } = self;
        let name = name.map(|name| account_name(&name).map_err(|error| faults.name = Some(error.into())));
        let kind = kind.map(|word| word.trim().parse().map_err(|UnknownWord { .. }| faults.kind = true));
        faults.platform = matches!(&kind, Some(Ok(Kind::Platform))) && account.kind != Kind::Platform;
        faults.daily_readings =
            daily_readings.is_some_and(|readings| !(FEWEST_READINGS..=MOST_READINGS).contains(&readings));
        faults.cleared_before = match cleared_before {
            Change::To(count) if count != account.cleared_before => impossible(count, most),
            _ => None,
        };
        let contact = contact.map(|typed| {
            Contact::parse(&typed.owner, &typed.note).map(&masked).map_err(|fault| faults.contact = fault)
        });
        let (Ok(name), Ok(kind), Ok(contact), false) =
            (name.transpose(), kind.transpose(), contact.transpose(), faults.any())
        else {
            return Err(Box::new(faults));
        };
        Ok(AccountChange { name, kind, daily_readings, cleared_before, contact, seen })
    }
}

impl Desk {
    /// The paths that the form names, each with how it was repaired; those usual for the kind where it names none.
    pub(super) fn paths_of(&self, typed: &TypedAccount) -> Result<Vec<(CgiPath, Vec<Repair>)>, Box<AccountFaults>> {
        let typed_paths: Vec<_> = typed.watch.iter().filter(|path| !path.trim().is_empty()).collect();
        if typed_paths.len() > MAX_PATHS {
            return Err(Box::new(AccountFaults { too_many_paths: true, ..Default::default() }));
        }
        if typed_paths.is_empty() {
            let kind = Kind::from_str(typed.kind.trim()).unwrap_or(Kind::Other);
            return Ok(self.usual_for(kind).into_iter().map(|path| (path, vec![])).collect());
        }
        typed_paths
            .into_iter()
            .map(|path| self.parse_path(path))
            .collect::<Result<_, _>>()
            .map_err(|fault| Box::new(AccountFaults { path: Some(fault), ..Default::default() }))
    }

    /// The number of account-wide clears that an account has in a month.
    pub(super) fn most_clears_a_month(&self) -> i64 {
        let Allotment { limit, every } = self.live().clears.limits.account;
        match every {
            ResetInterval::Month => limit,
            ResetInterval::Day => limit.saturating_mul(31),
        }
    }

    /// Reads the form as a new account.
    ///
    /// # Errors
    /// [`AccountError::Faults`] with every fault at once, those that only the database can tell included.
    pub(crate) async fn understood(&self, typed: &TypedAccount) -> Result<NewAccount, AccountError> {
        let mut faults = AccountFaults::default();
        let name = account_name(&typed.name).map_err(|error| faults.name = Some(error.into()));
        let appid = typed.appid.parse::<AppId>().map_err(|AppIdError| faults.appid = Some(AppIdFault::Malformed));
        let kind = match typed.kind.trim() {
            "" => Ok(Kind::Other),
            word => word.parse::<Kind>().map_err(|UnknownWord { .. }| faults.kind = true),
        };
        faults.platform = kind == Ok(Kind::Platform);
        let secret = checked_secret(&typed.secret).map_err(|fault| faults.secret = Some(fault));
        let watch = self.paths_of(typed).map_err(|fault| {
            (faults.path, faults.too_many_paths) = (fault.path, fault.too_many_paths);
        });
        faults.cleared_before = impossible(typed.cleared_before, self.most_clears_a_month());
        let groups = distinct(typed.groups.iter().map(String::as_str)).map_err(|(_, error)| faults.group = Some(error));
        faults.too_many_groups = groups.as_ref().is_ok_and(|groups| groups.len() > MAX_GROUPS);
        if let Ok(name) = &name
            && let Some(other) = self.store.find_account(name).await?
            && appid.as_ref().is_ok_and(|appid| *appid != other.appid)
        {
            faults.name = Some(NameFault::Taken);
        }
        if let Ok(appid) = &appid
            && let Some(taken) = self.store.find_account(appid.as_str()).await?
            && taken.status != AccountStatus::Retired
        {
            faults.appid = Some(AppIdFault::Taken { id: taken.id, name: taken.name });
        }
        match (name, appid, kind, secret, watch, groups) {
            (Ok(name), Ok(appid), Ok(kind), Ok(secret), Ok(watch), Ok(groups)) if !faults.any() => Ok(NewAccount {
                name,
                appid,
                kind,
                secret,
                daily_readings: self.live().values.readings_a_day,
                cleared_before: typed.cleared_before,
                watch: watch.into_iter().map(|(path, _)| path).collect(),
                groups,
            }),
            _ => Err(faults.into()),
        }
    }
}

/// The most that a number of clears used can be, where `count` is none.
fn impossible(count: Option<i64>, most: i64) -> Option<i64> {
    count.filter(|count| !(0..=most).contains(count)).map(|_| most)
}

/// The secret without the blanks and line end that come with pasting or with a file.
pub(super) fn checked_secret(secret: &SecretString) -> Result<SecretString, SecretFault> {
    // Some editors put a byte order mark before a file's text.
    let text = secret.expose_secret().trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        Err(SecretFault::Empty)
    } else if text.len() > 256 || text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        Err(SecretFault::Malformed)
    } else {
        Ok(text.to_owned().into())
    }
}
