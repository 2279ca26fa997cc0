//! The forms that add and change an account: reading them, and the errors of their fields.

use std::str::FromStr;

use domain::account::{AppIdError, UnknownWord, account_name};
use domain::clears::{Allotment, ResetInterval};
use domain::groups::{MAX_GROUPS, distinct};
use domain::settings::{FEWEST_READINGS, MOST_READINGS};
use domain::{AccountStatus, AppId, CgiPath, Contact, Kind, Repair};
use secrecy::{ExposeSecret, SecretString};
use store::{Account, AccountChange, Change, NewAccount, SeenAccount};

use super::AccountError;
use super::faults::{AccountFaults, AppIdFault, MAX_PATHS, NameFault, SecretFault};
use crate::Desk;

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
