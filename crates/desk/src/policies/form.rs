//! The form of a policy: reading it as rules, and the errors of its fields.

use std::ops::RangeInclusive;

use domain::account::account_name;
use domain::policies::{MINUTES_A_DAY, Mode, PolicyLimits, Quiet, Rules, Trigger, clock};
use domain::{AccountStatus, CgiPath, PathError};
use serde::{Deserialize, Serialize};
use store::Account;

use super::PolicyError;
use crate::Desk;
use crate::accounts::NameFault;

/// The maximum of a policy's reserves and limits of clears.
const MOST_CLEARS: i64 = 1000;
/// The maximum length of a field of paths, in characters.
const MOST_TYPED: usize = 20_000;
/// The maximum cooldown, in minutes: a month.
const LONGEST_COOLDOWN: i64 = 31 * MINUTES_A_DAY;
/// The values of the field `whose`.
const ALL: &str = "all";
const THESE: &str = "these";

/// The form of a policy, as it was typed; a field that the browser leaves out is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedPolicy {
    /// Its name.
    pub name: String,
    /// `all` accounts, or only `these`.
    pub whose: String,
    /// Ids of these accounts.
    pub accounts: Vec<String>,
    /// Paths, one a line; none for all that are watched.
    pub paths: String,
    /// Paths that it leaves alone, one a line.
    pub excluded: String,
    /// The word of what it waits for.
    pub trigger: String,
    /// For `used`: a share in percent.
    pub percent: String,
    /// For `runs-out-before`: a time of the quota day, as in `18:00`.
    pub time: String,
    /// The word of what it does.
    pub mode: String,
    /// `yes` where it may clear the whole account.
    pub whole_account: String,
    /// How many account-wide clears it never touches.
    pub reserve_account: String,
    /// How many single-interface clears it never touches.
    pub reserve_interface: String,
    /// How many clears it makes a day at most.
    pub a_day: String,
    /// How many a month.
    pub a_month: String,
    /// For how many minutes after an attempt it makes no other.
    pub cooldown: String,
    /// When its quiet hours begin, as in `22:00`; empty for none.
    pub quiet_from: String,
    /// When they end.
    pub quiet_to: String,
    /// For how many minutes before the reset it clears no more.
    pub before_reset: String,
}

impl TypedPolicy {
    /// What a form begins with.
    pub fn usual() -> Self {
        let restraint = PolicyLimits::default();
        Self {
            whose: ALL.to_owned(),
            trigger: "used".to_owned(),
            percent: "95".to_owned(),
            time: "18:00".to_owned(),
            mode: Mode::Notify.word().to_owned(),
            ..Self::of_restraint(&restraint)
        }
    }

    /// The rules as they would be typed.
    pub fn of(rules: &Rules) -> Self {
        let lines = |paths: &[CgiPath]| paths.iter().map(CgiPath::as_str).collect::<Vec<_>>().join("\n");
        let usual = Self::usual();
        Self {
            name: rules.name.clone(),
            whose: if rules.accounts.is_empty() { ALL } else { THESE }.to_owned(),
            accounts: rules.accounts.iter().map(ToString::to_string).collect(),
            paths: lines(&rules.paths),
            excluded: lines(&rules.excluded),
            trigger: rules.trigger.word().to_owned(),
            percent: match rules.trigger {
                Trigger::Used { percent } => percent.to_string(),
                _ => usual.percent,
            },
            time: match rules.trigger {
                Trigger::RunsOutBefore { minute } => clock(minute),
                _ => usual.time,
            },
            mode: rules.mode.word().to_owned(),
            ..Self::of_restraint(&rules.restraint)
        }
    }

    fn of_restraint(restraint: &PolicyLimits) -> Self {
        let quiet = |minute: fn(&Quiet) -> i64| restraint.quiet.as_ref().map(minute).map(clock).unwrap_or_default();
        Self {
            whole_account: if restraint.whole_account { "yes".to_owned() } else { String::new() },
            reserve_account: restraint.reserve_account.to_string(),
            reserve_interface: restraint.reserve_interface.to_string(),
            a_day: restraint.a_day.to_string(),
            a_month: restraint.a_month.to_string(),
            cooldown: restraint.cooldown_minutes.to_string(),
            quiet_from: quiet(|quiet| quiet.from),
            quiet_to: quiet(|quiet| quiet.to),
            before_reset: restraint.before_reset_minutes.to_string(),
            ..Self::default()
        }
    }
}

/// The errors of a policy form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyFaults {
    /// With the name.
    pub name: Option<NameFault>,
    /// With the first wrong path.
    pub paths: Option<(String, PathError)>,
    /// With the first wrong path that is left alone.
    pub excluded: Option<(String, PathError)>,
    /// Other fields that cannot be taken as they are.
    pub wrong: Vec<PolicyField>,
}

/// A field of a policy form that has one kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyField {
    /// Neither all accounts nor these are chosen, or these and none is ticked.
    Whose,
    /// One of the accounts is none, or retired.
    Accounts,
    /// More than 20,000 characters of paths.
    Paths,
    /// More than 20,000 characters of paths that are left alone.
    Excluded,
    /// Nothing that it could wait for.
    Trigger,
    /// The share is none from 1 to 100.
    Percent,
    /// The time is none, or the day's start, before which nothing can run out.
    Time,
    /// Nothing that it could do.
    Mode,
    /// The reserve of account-wide clears.
    ReserveAccount,
    /// The reserve of single-interface clears.
    ReserveInterface,
    /// How many a day.
    ADay,
    /// How many a month.
    AMonth,
    /// The cooldown.
    Cooldown,
    /// The quiet hours: one of two times is missing or none, or both are the same.
    Quiet,
    /// The minutes before the reset.
    BeforeReset,
}

impl PolicyFaults {
    /// Whether a field cannot be taken as it is.
    pub fn has(&self, field: PolicyField) -> bool {
        self.wrong.contains(&field)
    }

    /// Reads a number of a field; a number that is out of range is an error of the field.
    fn number(&mut self, field: PolicyField, typed: &str, range: RangeInclusive<i64>) -> i64 {
        let plain = plain(typed);
        // A share may be typed with its sign.
        let digits = if field == PolicyField::Percent { plain.strip_suffix('%').unwrap_or(&plain) } else { &plain };
        let number = digits.trim_end().parse().ok().filter(|number| range.contains(number));
        number.unwrap_or_else(|| {
            self.wrong.push(field);
            0
        })
    }
}

/// The text with full-width characters replaced by their ASCII forms, trimmed.
fn plain(typed: &str) -> String {
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    typed.trim().chars().map(narrow).collect()
}

/// Minutes since the day's start.
fn minute(typed: &str) -> Option<i64> {
    let typed = plain(typed);
    let (hour, minute) = typed.split_once(':')?;
    let part = |text: &str| {
        let digits = (1..=2).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<i64>().ok()).flatten()
    };
    let (hour, minute) = (part(hour)?, part(minute)?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

impl Desk {
    /// Reads the form as rules.
    pub(super) async fn understood_policy(&self, typed: &TypedPolicy) -> Result<Rules, PolicyError> {
        let mut faults = PolicyFaults::default();
        let name = account_name(&typed.name).map_err(|error| faults.name = Some(error.into())).unwrap_or_default();
        let accounts = self.store.accounts().await?;
        // Unticking the last one must not make it a policy about all.
        let ticked = match typed.whose.as_str() {
            ALL => &[],
            THESE if !typed.accounts.is_empty() => typed.accounts.as_slice(),
            _ => {
                faults.wrong.push(PolicyField::Whose);
                &[]
            }
        };
        let chosen = ticked.iter().map(|id| {
            let live = |account: &&Account| account.id.to_string() == *id && account.status != AccountStatus::Retired;
            accounts.iter().find(live).map(|account| account.id)
        });
        let chosen: Option<Vec<_>> = chosen.collect();
        if chosen.is_none() {
            faults.wrong.push(PolicyField::Accounts);
        }
        for (field, text) in [(PolicyField::Paths, &typed.paths), (PolicyField::Excluded, &typed.excluded)] {
            if text.chars().count() > MOST_TYPED {
                faults.wrong.push(field);
            }
        }
        let paths = self.lines(&typed.paths).map_err(|fault| faults.paths = Some(fault)).unwrap_or_default();
        let excluded = self.lines(&typed.excluded).map_err(|fault| faults.excluded = Some(fault)).unwrap_or_default();
        let trigger = trigger(typed, &mut faults);
        let mode = typed.mode.parse().map_err(|_| faults.wrong.push(PolicyField::Mode)).unwrap_or_default();
        let restraint = restraint(typed, &mut faults);
        match (trigger, faults == PolicyFaults::default()) {
            (Some(trigger), true) => {
                Ok(Rules { name, accounts: chosen.unwrap_or_default(), paths, excluded, trigger, mode, restraint })
            }
            _ => Err(PolicyError::Faults(Box::new(faults))),
        }
    }

    /// Paths, one a line.
    fn lines(&self, typed: &str) -> Result<Vec<CgiPath>, (String, PathError)> {
        let mut paths = Vec::new();
        for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let (path, _) = self.parse_path(line)?;
            if !paths.contains(&path) {
                paths.push(path);
            }
        }
        Ok(paths)
    }
}

fn trigger(typed: &TypedPolicy, faults: &mut PolicyFaults) -> Option<Trigger> {
    match typed.trigger.as_str() {
        "used" => Some(Trigger::Used { percent: faults.number(PolicyField::Percent, &typed.percent, 1..=100) }),
        "exhausted" => Some(Trigger::Exhausted),
        "runs-out-before" => {
            // Nothing runs out before the day begins.
            let minute = minute(&typed.time).filter(|minute| *minute > 0);
            if minute.is_none() {
                faults.wrong.push(PolicyField::Time);
            }
            minute.map(|minute| Trigger::RunsOutBefore { minute })
        }
        "incident" => Some(Trigger::Incident),
        _ => {
            faults.wrong.push(PolicyField::Trigger);
            None
        }
    }
}

fn restraint(typed: &TypedPolicy, faults: &mut PolicyFaults) -> PolicyLimits {
    let quiet = match (typed.quiet_from.trim(), typed.quiet_to.trim()) {
        ("", "") => None,
        (from, to) => {
            let quiet = minute(from).zip(minute(to)).filter(|(from, to)| from != to);
            if quiet.is_none() {
                faults.wrong.push(PolicyField::Quiet);
            }
            quiet.map(|(from, to)| Quiet { from, to })
        }
    };
    let before_reset = PolicyLimits::LEAST_BEFORE_RESET..=MINUTES_A_DAY - 1;
    PolicyLimits {
        whole_account: typed.whole_account == "yes",
        reserve_account: faults.number(PolicyField::ReserveAccount, &typed.reserve_account, 0..=MOST_CLEARS),
        reserve_interface: faults.number(PolicyField::ReserveInterface, &typed.reserve_interface, 0..=MOST_CLEARS),
        a_day: faults.number(PolicyField::ADay, &typed.a_day, 1..=MOST_CLEARS),
        a_month: faults.number(PolicyField::AMonth, &typed.a_month, 1..=MOST_CLEARS),
        cooldown_minutes: faults.number(PolicyField::Cooldown, &typed.cooldown, 0..=LONGEST_COOLDOWN),
        quiet,
        before_reset_minutes: faults.number(PolicyField::BeforeReset, &typed.before_reset, before_reset),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_day_are_read_strictly() {
        assert_eq!(
            ["１２:00", "１８：００", "9：05", "　7:30　"].map(minute),
            [Some(720), Some(1080), Some(545), Some(450)]
        );
        assert_eq!(["00:00", "9:05", "23:59", " 18:00 "].map(minute), [Some(0), Some(545), Some(1439), Some(1080)]);
        for bad in ["", "24:00", "12:60", "12", "-1:00", "1:+5", "12:00:00", "noon", "１８：", "十八：００"] {
            assert_eq!(minute(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn numbers_are_taken_as_a_chinese_keyboard_gives_them() {
        let mut faults = PolicyFaults::default();
        for typed in ["95", "９５", " 95% ", "95 %", "９５％", "95％"] {
            assert_eq!(faults.number(PolicyField::Percent, typed, 1..=100), 95, "{typed:?}");
        }
        assert_eq!(faults.number(PolicyField::ADay, "１０", 1..=100), 10);
        assert_eq!(faults, PolicyFaults::default());
        for typed in ["95%%", "％", "九十五"] {
            faults.number(PolicyField::Percent, typed, 1..=100);
        }
        faults.number(PolicyField::ADay, "1%", 1..=100);
        assert_eq!(faults.wrong.len(), 4);
    }
}
