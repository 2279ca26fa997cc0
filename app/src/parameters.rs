//! Parameters of a page's address, read one by one. A value that cannot be read is collected as a fault, which the page names
//! above its content ([`ParameterNotice`](crate::components::ParameterNotice)) together with what it shows instead.

use std::ops::RangeInclusive;
use std::str::FromStr;

use desk::Desk;
use desk::accounts::{Account, AccountError};
use desk::groups::GroupError;
use domain::words::UnknownWord;
use domain::{AccountId, Actor, Group, GroupId, QuotaZone};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The longest part of a value that is repeated, in characters.
const REPEATED: usize = 60;

/// The instants at which days of `zone` begin and end, the last one whole. A day outside the range of timestamps has none.
pub(crate) fn bounds(
    (from, to): (Option<Date>, Option<Date>),
    zone: &TimeZone,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let start = |day: Date| day.to_zoned(zone.clone()).ok().map(|start| start.timestamp());
    (from.and_then(start), to.and_then(|day| start(day.tomorrow().ok()?)))
}

/// What is wrong with the value of a parameter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// None of the valid words, which are listed here.
    NotAChoice(String),
    /// Not a month.
    NotAMonth,
    /// A month that has not begun.
    MonthToCome,
    /// Not a date.
    NotADay,
    /// A first day after the last.
    DaysReversed,
    /// Not a whole number from the one to the other; without the other, of any size.
    NotANumber(i64, Option<i64>),
    /// The id, appid or name of no account.
    NoAccount,
    /// The id or name of no group.
    NoGroup,
    /// More characters than this.
    TooLong(usize),
}

/// What a page shows in place of what a parameter asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// Entries that the parameter does not filter.
    Unfiltered,
    /// Entries that match the first characters of the text.
    FirstCharacters,
    /// Nothing, since nothing matches.
    NoMatch,
    /// The usual order.
    UsualOrder,
    /// This many rows on a page.
    RowsPerPage(i64),
    /// The first page.
    FirstPage,
    /// The newest entries.
    Newest,
    /// The day that is now.
    Today,
    /// The month that is now.
    ThisMonth,
    /// The policy's own mode.
    OwnMode,
    /// The page without a way back to a list.
    NoList,
}

/// A parameter whose value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParameterFault {
    /// The parameter's name.
    pub name: &'static str,
    /// The value, cut where it is long.
    pub value: String,
    /// What is wrong with it.
    pub fault: Fault,
    /// What is shown.
    pub instead: Instead,
}

/// Whose entries a list shows: those of one account, those of the accounts in a group, or all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Whose {
    /// Only of this account.
    pub account: Option<Account>,
    /// Only of accounts in this group.
    pub group: Option<Group>,
}

impl Whose {
    /// The id of the account.
    pub fn account_id(&self) -> Option<AccountId> {
        self.account.as_ref().map(|account| account.id)
    }

    /// The id of the group.
    pub fn group_id(&self) -> Option<GroupId> {
        self.group.as_ref().map(|group| group.id)
    }

    /// Whether entries of this account pass.
    pub fn covers(&self, account: &Account) -> bool {
        self.account_id().is_none_or(|id| id == account.id) && self.group_id().is_none_or(|id| account.is_in(id))
    }
}

/// The parameters of one address. An empty value counts as missing; of a name that occurs twice the first value counts.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    pairs: Vec<(String, String)>,
    faults: Vec<ParameterFault>,
}

impl Parameters {
    /// The parameters of a query, without its question mark.
    pub fn new(query: &str) -> Self {
        let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Self { pairs, faults: Vec::new() }
    }

    /// A value as it was typed, without blanks around it.
    pub fn text(&self, name: &str) -> Option<String> {
        let (_, value) = self.pairs.iter().find(|(other, _)| other == name)?;
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    }

    /// A text of at most `most` characters; a longer one is cut.
    pub fn short_text(&mut self, name: &'static str, most: usize) -> Option<String> {
        let text = self.text(name)?;
        if text.chars().count() > most {
            self.fault(name, Fault::TooLong(most), Instead::FirstCharacters);
        }
        Some(text.chars().take(most).collect())
    }

    /// A value that `read` understands.
    pub fn read<T>(
        &mut self,
        name: &'static str,
        instead: Instead,
        read: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let text = self.text(name)?;
        read(&text).map_err(|fault| self.fault(name, fault, instead)).ok()
    }

    /// One of a few words.
    pub fn word<T: FromStr<Err = UnknownWord>>(&mut self, name: &'static str, instead: Instead) -> Option<T> {
        self.read(name, instead, |word| word.parse().map_err(Fault::from))
    }

    /// One of `all`, by its word.
    pub fn one_of<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[T],
        word_of: fn(T) -> &'static str,
        instead: Instead,
    ) -> Option<T> {
        self.read(name, instead, |word| domain::words::from_word(word, all, word_of).map_err(Fault::from))
    }

    /// A whole number in a range.
    pub fn number(&mut self, name: &'static str, range: RangeInclusive<i64>, instead: Instead) -> Option<i64> {
        let most = Some(*range.end()).filter(|most| *most < i64::MAX);
        self.read(name, instead, |text| {
            let number = text.parse().ok().filter(|number| range.contains(number));
            number.ok_or(Fault::NotANumber(*range.start(), most))
        })
    }

    /// The id of the entry that the entries of a page come before.
    pub fn before(&mut self) -> Option<i64> {
        self.number("before", 1..=i64::MAX, Instead::Newest)
    }

    /// A quota month that has begun, as it is written: `2026-11`.
    pub fn month(&mut self, zone: &QuotaZone, now: Timestamp, instead: Instead) -> Option<String> {
        self.read("month", instead, |word| {
            let month = zone.month_called(word).ok_or(Fault::NotAMonth)?;
            if month.from > now { Err(Fault::MonthToCome) } else { Ok(word.to_owned()) }
        })
    }

    /// The first and the last day, `from` and `to`.
    pub fn days(&mut self) -> (Option<Date>, Option<Date>) {
        let mut day = |name| self.read(name, Instead::Unfiltered, |text| text.parse().map_err(|_| Fault::NotADay));
        let (from, to): (Option<Date>, Option<Date>) = (day("from"), day("to"));
        if from.zip(to).is_some_and(|(from, to)| from > to) {
            self.fault("from", Fault::DaysReversed, Instead::NoMatch);
        }
        (from, to)
    }

    /// The account that `account` names by id, appid or name.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn account(&mut self, desk: &Desk, actor: &Actor) -> Result<Option<Account>, AccountError> {
        let Some(word) = self.text("account") else { return Ok(None) };
        match desk.find_account(actor, &word).await {
            Ok(account) => Ok(Some(account)),
            Err(AccountError::NoSuchAccount) => {
                self.fault("account", Fault::NoAccount, Instead::Unfiltered);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// The group that `group` names by id or name.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn group(&mut self, desk: &Desk, actor: &Actor) -> Result<Option<Group>, AccountError> {
        let Some(word) = self.text("group") else { return Ok(None) };
        match desk.find_group(actor, &word).await {
            Ok(group) => Ok(Some(group)),
            Err(GroupError::Forbidden(error)) => Err(error.into()),
            Err(GroupError::Internal(error)) => Err(error.into()),
            Err(_) => {
                self.fault("group", Fault::NoGroup, Instead::Unfiltered);
                Ok(None)
            }
        }
    }

    /// The account and the group that `account` and `group` name.
    ///
    /// # Errors
    /// [`AccountError::Forbidden`] or the database's failure.
    pub async fn whose(&mut self, desk: &Desk, actor: &Actor) -> Result<Whose, AccountError> {
        Ok(Whose { account: self.account(desk, actor).await?, group: self.group(desk, actor).await? })
    }

    /// Adds a fault that only the page can find.
    pub fn fault(&mut self, name: &'static str, fault: Fault, instead: Instead) {
        let text = self.text(name).unwrap_or_default();
        let visible = |c: char| if c.is_control() { ' ' } else { c };
        let mut value: String = text.chars().map(visible).take(REPEATED).collect();
        if text.chars().count() > REPEATED {
            value.push('…');
        }
        self.faults.push(ParameterFault { name, value, fault, instead });
    }

    /// Everything that could not be read.
    pub fn faults(self) -> Vec<ParameterFault> {
        self.faults
    }

    /// Whether everything could be read.
    pub fn is_clean(&self) -> bool {
        self.faults.is_empty()
    }
}

impl From<UnknownWord> for Fault {
    fn from(unknown: UnknownWord) -> Self {
        Self::NotAChoice(unknown.expected)
    }
}

#[cfg(test)]
mod tests {
    use domain::UsageState;

    use super::*;

    const ALL: Instead = Instead::Unfiltered;

    fn names(parameters: Parameters) -> Vec<&'static str> {
        parameters.faults().into_iter().map(|fault| fault.name).collect()
    }

    #[test]
    fn what_is_valid_is_read() {
        let mut asked =
            Parameters::new("state=warning&page=3&from=2026-03-14&to=2026-03-14&q=+a%26b+&empty=&state=nonsense");
        assert_eq!(asked.word::<UsageState>("state", ALL), Some(UsageState::Warning), "the first counts");
        assert_eq!(asked.number("page", 1..=9, Instead::FirstPage), Some(3));
        let day = Some("2026-03-14".parse().unwrap());
        assert_eq!(asked.days(), (day, day));
        assert_eq!(asked.short_text("q", 3).as_deref(), Some("a&b"));
        assert_eq!((asked.text("empty"), asked.text("missing")), (None, None));
        assert!(asked.is_clean());
    }

    #[test]
    fn what_cannot_be_read_is_a_fault() {
        let mut asked = Parameters::new("state=good&page=0&before=x&from=yesterday&to=2026-02-30&q=abcd");
        assert_eq!(asked.word::<UsageState>("state", ALL), None);
        assert_eq!(asked.number("page", 1..=9, Instead::FirstPage), None);
        assert_eq!((asked.before(), asked.days()), (None, (None, None)));
        assert_eq!(asked.short_text("q", 3).as_deref(), Some("abc"));
        let faults = asked.clone().faults();
        assert_eq!(names(asked), ["state", "page", "before", "from", "to", "q"]);
        assert!(matches!(&faults[0].fault, Fault::NotAChoice(words) if words.starts_with("exhausted critical ")));
        assert_eq!((&faults[1].fault, &faults[2].fault), (&Fault::NotANumber(1, Some(9)), &Fault::NotANumber(1, None)));
    }

    #[test]
    fn a_month_is_one_that_has_begun() {
        let (zone, now) = (QuotaZone::default(), "2026-11-30T16:30:00Z".parse().unwrap());
        let fault = |query: &str| {
            let mut asked = Parameters::new(query);
            let month = asked.month(&zone, now, Instead::ThisMonth);
            (month, asked.faults().pop().map(|fault| fault.fault))
        };
        assert_eq!(fault("month=2026-12"), (Some("2026-12".to_owned()), None), "in Shanghai it has");
        assert_eq!(fault("month=2027-01"), (None, Some(Fault::MonthToCome)));
        for nonsense in ["2026-13", "2026-1", "november", "2026-11-01", "%00", "٢٠٢٦-١١"] {
            assert_eq!(fault(&format!("month={nonsense}")), (None, Some(Fault::NotAMonth)), "{nonsense}");
        }
    }

    #[test]
    fn days_in_the_wrong_order_match_nothing_and_are_a_fault() {
        let mut asked = Parameters::new("from=2026-03-15&to=2026-03-14");
        let (from, to) = asked.days();
        assert!(from > to && to.is_some(), "both are shown again");
        assert_eq!(asked.faults()[0].fault, Fault::DaysReversed);
    }

    #[test]
    fn a_value_is_repeated_without_control_characters_and_cut() {
        let mut asked = Parameters::new(&format!("a={}&b=x%00%0Ay&c=%FF", "长".repeat(99)));
        for name in ["a", "b", "c"] {
            asked.fault(name, Fault::NotADay, ALL);
        }
        let values: Vec<_> = asked.faults().into_iter().map(|fault| fault.value).collect();
        assert_eq!(values, [format!("{}…", "长".repeat(60)), "x  y".to_owned(), "\u{fffd}".to_owned()]);
    }
}
