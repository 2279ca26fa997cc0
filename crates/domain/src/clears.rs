//! A clear: one attempt to reset call counts. Its states, which clears stand in each other's way, and what a month leaves.

use std::fmt;
use std::str::FromStr;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::{InterfaceId, UnknownWord, from_word};

/// How long a clear that WeChat accepted counts as open: it may take 30 minutes until its effect shows (staff replies), and
/// until then another one of the same calls may be pointless.
pub const SHOWS_WITHIN: SignedDuration = SignedDuration::from_mins(35);

/// How long after the turn of a period by our clock WeChat may still count in the one before: no page says when it turns.
pub const TURNS_WITHIN: SignedDuration = SignedDuration::from_hours(1);

/// With so many clears left or fewer, the account's name has to be typed.
pub const NAME_ASKED_FROM: i64 = 3;

/// The longest reason, in characters.
pub const REASON_CHARACTERS: usize = 500;

/// A clear's id in our database; never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClearId(pub i64);

impl fmt::Display for ClearId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a clear resets; each scope has a budget of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// Every interface of the account; 10 a month (official clearQuota page).
    Account,
    /// One interface; 50 a month (official clearApiQuota page, newest version).
    Interface,
}

impl Scope {
    /// Both scopes.
    pub const ALL: [Self; 2] = [Self::Account, Self::Interface];

    /// The word for it in the API, the database and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Account => "account",
            Self::Interface => "interface",
        }
    }
}

/// What a clear proves itself with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Via {
    /// The account's token.
    #[default]
    Token,
    /// Its AppSecret, for when no token can be had. Out of the same budget (official clearQuotaByAppSecret page).
    Secret,
}

impl Via {
    /// Both ways.
    pub const ALL: [Self; 2] = [Self::Token, Self::Secret];

    /// The word for it in the API and the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Secret => "secret",
        }
    }
}

/// Where the AppSecret of a clear goes. The official page contradicts itself: its table has it in the body, its example in
/// the query; the channels page says query, and SDKs exist for both. Which it is, is learned an account at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecretForm {
    /// A JSON body, which keeps the secret out of URLs.
    #[default]
    Body,
    /// The query, with an empty body.
    Query,
}

impl SecretForm {
    /// The other one: to be tried where WeChat says that it read nothing (41002, 41004), and so spent nothing.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Body => Self::Query,
            Self::Query => Self::Body,
        }
    }
}

/// How far a clear has come; the last two are of guesses that one was made elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClearState {
    /// Written down; nothing was sent yet.
    Intended,
    /// The call may be on its way.
    Sent,
    /// WeChat said yes.
    Accepted,
    /// Readings are being made to see whether it worked.
    Verifying,
    /// It worked.
    Effective,
    /// It did nothing.
    Ineffective,
    /// WeChat's JSON said no; costs nothing.
    Refused,
    /// No connection ever stood; costs nothing.
    Failed,
    /// Anything else: it may have been carried out or not.
    Unknown,
    /// A guess: somebody cleared elsewhere.
    Elsewhere,
    /// A guess that somebody dismissed.
    Dismissed,
}

impl ClearState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::Intended,
        Self::Sent,
        Self::Accepted,
        Self::Verifying,
        Self::Effective,
        Self::Ineffective,
        Self::Refused,
        Self::Failed,
        Self::Unknown,
        Self::Elsewhere,
        Self::Dismissed,
    ];

    /// The word for it in the API, the database and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Intended => "intended",
            Self::Sent => "sent",
            Self::Accepted => "accepted",
            Self::Verifying => "verifying",
            Self::Effective => "effective",
            Self::Ineffective => "ineffective",
            Self::Refused => "refused",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
            Self::Elsewhere => "elsewhere",
            Self::Dismissed => "dismissed",
        }
    }

    /// Whether its call has not ended.
    pub fn in_flight(self) -> bool {
        matches!(self, Self::Intended | Self::Sent)
    }

    /// Whether it used one of the month's clears for certain.
    pub fn is_spent(self) -> bool {
        matches!(self, Self::Accepted | Self::Verifying | Self::Effective | Self::Ineffective)
    }
}

/// Words that name the values of a type in the API and the database.
macro_rules! words {
    ($($type:ty),+) => {
        $(impl FromStr for $type {
            type Err = UnknownWord;

            fn from_str(word: &str) -> Result<Self, Self::Err> {
                from_word(word, &Self::ALL, Self::word)
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.word())
            }
        })+
    };
}
words!(Scope, Via, ClearState);

/// A stretch in which clears are counted, such as a quota month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its first instant.
    pub from: Timestamp,
    /// The first instant after it, when the counts begin anew.
    pub to: Timestamp,
}

impl Period {
    /// Whether `at` lies in it.
    pub fn holds(self, at: Timestamp) -> bool {
        self.from <= at && at < self.to
    }
}

/// How many clears a scope has a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Of the whole account.
    pub account: i64,
    /// Of single interfaces.
    pub interface: i64,
}

impl Limits {
    /// That of one scope.
    pub fn of(self, scope: Scope) -> i64 {
        match scope {
            Scope::Account => self.account,
            Scope::Interface => self.interface,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self { account: 10, interface: 50 }
    }
}

/// What a period's ledger says of one scope of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Clears that WeChat accepted, whatever they did.
    pub spent: i64,
    /// Clears of which nobody knows whether they were carried out.
    pub unknown: i64,
    /// Guesses, not dismissed, that one was made elsewhere.
    pub guessed: i64,
    /// Of the spent ones, those made before [`Beginning::at`], by a desk that was retired since.
    pub spent_before: i64,
    /// Whether WeChat said that none is left (48006).
    pub said_spent: bool,
    /// Whether it said so only within [`TURNS_WITHIN`] of the period's start, and may have meant the period before.
    pub said_early: bool,
}

/// Since when an account's clears are in our ledger, and how many were used before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Beginning {
    /// When the desk began, or began again.
    pub at: Timestamp,
    /// Account-wide clears used before that, in the same month; `None` until someone says.
    pub cleared_before: Option<i64>,
}

/// What is left of a period's clears of one scope, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How many there are a period.
    pub limit: i64,
    /// Used for certain.
    pub spent: i64,
    /// Perhaps used: nobody knows whether they were carried out.
    pub unknown: i64,
    /// Used elsewhere, as far as is guessed, told, or follows from WeChat's word that none is left.
    pub elsewhere: i64,
    /// What remains, never below 0.
    pub left: i64,
    /// WeChat said this period that none is left.
    pub said_spent: bool,
    /// Some may have been used before the desk began, and nobody said how many: `left` is the most there can be.
    pub at_most: bool,
    /// When the next period begins.
    pub resets_at: Timestamp,
    /// Since when we count: the period's start, or when the desk began in it.
    pub counted_from: Timestamp,
}

impl Budget {
    /// Counts what is left. Account-wide clears used before the desk began count as made elsewhere, in that month only, as
    /// far as they are not in the ledger of a desk before; a 48006 counts as many more as bring it to 0.
    pub fn count(scope: Scope, limit: i64, tally: Tally, period: Period, beginning: Beginning) -> Self {
        let told = beginning.cleared_before.filter(|_| scope == Scope::Account && period.holds(beginning.at));
        let before = told.map_or(0, |count| (count - tally.spent_before).max(0));
        let known = tally.spent + tally.unknown + tally.guessed + before;
        let unseen = if tally.said_spent || tally.said_early { (limit - known).max(0) } else { 0 };
        Self {
            limit,
            spent: tally.spent,
            unknown: tally.unknown,
            elsewhere: tally.guessed + before + unseen,
            left: (limit - known - unseen).max(0),
            said_spent: tally.said_spent,
            at_most: period.from < beginning.at && told.is_none() && !tally.said_spent,
            resets_at: period.to,
            counted_from: beginning.at.clamp(period.from, period.to),
        }
    }

    /// Whether none is left for certain, by WeChat's own word: it said so, or accepted as many as there are.
    pub fn is_spent_for_certain(&self) -> bool {
        self.said_spent || self.spent >= self.limit
    }
}

/// A clear that has not settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenClear {
    /// The clear.
    pub id: ClearId,
    /// Its one interface; `None` where it is account-wide.
    pub interface: Option<InterfaceId>,
    /// Its state.
    pub state: ClearState,
    /// When its call ended, if it did.
    pub ended_at: Option<Timestamp>,
}

impl OpenClear {
    /// Whether it is open at `now`: in flight, accepted so lately that its effect may still be to come, or unknown.
    pub fn is_open(&self, now: Timestamp) -> bool {
        match self.state {
            ClearState::Intended | ClearState::Sent | ClearState::Verifying | ClearState::Unknown => true,
            // A time ahead of the clock was written before the clock was set back.
            ClearState::Accepted => self.ended_at.is_none_or(|at| now < at + SHOWS_WITHIN),
            _ => false,
        }
    }

    /// Whether a clear of `interface`, or of the whole account, would reset some of the same counts.
    pub fn overlaps(&self, interface: Option<InterfaceId>) -> bool {
        self.interface.is_none() || interface.is_none() || self.interface == interface
    }
}

/// Why a clear is not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Barrier {
    /// None is left.
    BudgetSpent {
        /// Only guesses say so, and a person may go on with a recorded reason.
        only_guessed: bool,
    },
    /// One that overlaps has not settled.
    Open {
        /// That clear.
        id: ClearId,
        /// Its call is under way, and no reason helps.
        in_flight: bool,
    },
    /// Few are left, and the account's name was not typed.
    NameNeeded {
        /// How many are left.
        left: i64,
    },
}

/// What a person brings along with a clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Insistence {
    /// A reason to go on although something stands in the way.
    pub overriding: bool,
    /// The account's name was typed.
    pub name_typed: bool,
}

/// Whether a clear of `interface`, or of the whole account, may begin at `now`; where it may, whether that took an
/// override. `unsettled` are the account's clears that may be open.
///
/// # Errors
/// The first [`Barrier`] in the order of the enum.
pub fn admit(
    interface: Option<InterfaceId>,
    budget: &Budget,
    unsettled: &[OpenClear],
    insistence: Insistence,
    now: Timestamp,
) -> Result<bool, Barrier> {
    let spent = budget.left == 0;
    if spent && (budget.is_spent_for_certain() || !insistence.overriding) {
        return Err(Barrier::BudgetSpent { only_guessed: !budget.is_spent_for_certain() });
    }
    if let Some(clear) = unsettled.iter().find(|clear| clear.state.in_flight()) {
        return Err(Barrier::Open { id: clear.id, in_flight: true });
    }
    // The newest, since that is the one people ask about.
    let in_the_way = |clear: &&OpenClear| clear.is_open(now) && clear.overlaps(interface);
    let open = unsettled.iter().filter(in_the_way).max_by_key(|clear| clear.id);
    if let Some(clear) = open.filter(|_| !insistence.overriding) {
        return Err(Barrier::Open { id: clear.id, in_flight: false });
    }
    if budget.left <= NAME_ASKED_FROM && !insistence.name_typed {
        return Err(Barrier::NameNeeded { left: budget.left });
    }
    Ok(spent || open.is_some())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(minutes: i64) -> Timestamp {
        "2026-11-22T04:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_mins(minutes)
    }

    fn november() -> Period {
        Period { from: "2026-10-31T16:00:00Z".parse().unwrap(), to: "2026-11-30T16:00:00Z".parse().unwrap() }
    }

    fn long_ago() -> Beginning {
        Beginning { at: "2026-01-01T00:00:00Z".parse().unwrap(), cleared_before: Some(4) }
    }

    fn budget(tally: Tally, beginning: Beginning) -> Budget {
        Budget::count(Scope::Account, 10, tally, november(), beginning)
    }

    fn insisting(overriding: bool, name_typed: bool) -> Insistence {
        Insistence { overriding, name_typed }
    }

    #[test]
    fn words_round_trip() {
        for state in ClearState::ALL {
            assert_eq!(state.word().parse(), Ok(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
        for scope in Scope::ALL {
            assert_eq!(scope.word().parse(), Ok(scope));
            assert_eq!(serde_json::to_value(scope).unwrap(), scope.word());
        }
        for via in Via::ALL {
            assert_eq!(via.word().parse(), Ok(via));
        }
    }

    #[test]
    fn what_was_used_before_counts_in_the_month_the_desk_began() {
        let tally = Tally { spent: 2, unknown: 1, guessed: 1, ..Tally::default() };
        let old = budget(tally, long_ago());
        assert_eq!((old.elsewhere, old.left, old.at_most, old.counted_from), (1, 6, false, november().from));
        let told = budget(tally, Beginning { at: at(0), cleared_before: Some(4) });
        assert_eq!((told.elsewhere, told.left, told.at_most, told.counted_from), (5, 2, false, at(0)));
        let untold = budget(tally, Beginning { at: at(0), cleared_before: None });
        assert_eq!((untold.elsewhere, untold.left, untold.at_most), (1, 6, true));
        let many = budget(Tally::default(), Beginning { at: at(0), cleared_before: Some(12) });
        assert_eq!((many.elsewhere, many.left), (12, 0), "never below 0");
        let single =
            Budget::count(Scope::Interface, 50, tally, november(), Beginning { at: at(0), cleared_before: Some(4) });
        assert_eq!((single.elsewhere, single.left, single.at_most), (1, 46, true), "what was told is account-wide");
    }

    #[test]
    fn wechats_word_corrects_the_count() {
        let corrected = budget(
            Tally { spent: 3, unknown: 1, said_spent: true, ..Tally::default() },
            Beginning { at: at(0), cleared_before: None },
        );
        assert_eq!((corrected.spent, corrected.unknown, corrected.elsewhere, corrected.left), (3, 1, 6, 0));
        assert!(corrected.is_spent_for_certain() && !corrected.at_most);
    }

    #[test]
    fn a_month_before_the_desk_began_is_not_known() {
        let december = Period { from: november().to, to: "2026-12-31T16:00:00Z".parse().unwrap() };
        let later = Beginning { at: december.from + SignedDuration::from_hours(50), cleared_before: Some(4) };
        let earlier = budget(Tally::default(), later);
        assert_eq!((earlier.left, earlier.elsewhere, earlier.at_most), (10, 0, true));
        assert_eq!(earlier.counted_from, earlier.resets_at);
    }

    #[test]
    fn what_a_desk_before_this_one_did_is_not_counted_twice() {
        let tally = Tally { spent: 4, spent_before: 3, ..Tally::default() };
        let told = |count| budget(tally, Beginning { at: at(0), cleared_before: Some(count) });
        assert_eq!((told(3).elsewhere, told(3).left), (0, 6));
        assert_eq!((told(5).elsewhere, told(5).left), (2, 4));
        assert_eq!((told(1).elsewhere, told(1).left), (0, 6));
    }

    #[test]
    fn a_no_at_the_turn_of_the_month_may_be_of_the_month_before() {
        let early = budget(Tally { said_early: true, ..Tally::default() }, long_ago());
        assert_eq!((early.left, early.is_spent_for_certain()), (0, false));
        assert_eq!(admit(None, &early, &[], insisting(true, true), at(0)), Ok(true));
    }

    #[test]
    fn only_guesses_may_be_overridden() {
        let guessed = budget(Tally { spent: 3, unknown: 7, ..Tally::default() }, long_ago());
        let refused = admit(None, &guessed, &[], insisting(false, true), at(0));
        assert_eq!(refused, Err(Barrier::BudgetSpent { only_guessed: true }));
        assert_eq!(admit(None, &guessed, &[], insisting(true, true), at(0)), Ok(true));
        for tally in [Tally { spent: 10, ..Tally::default() }, Tally { spent: 3, said_spent: true, ..Tally::default() }]
        {
            let refused = admit(None, &budget(tally, long_ago()), &[], insisting(true, true), at(0));
            assert_eq!(refused, Err(Barrier::BudgetSpent { only_guessed: false }));
        }
    }

    #[test]
    fn an_accepted_clear_is_open_for_35_minutes_and_only_for_what_overlaps() {
        let (one, other) = (Some(InterfaceId(1)), Some(InterfaceId(2)));
        let clear = |interface, state| OpenClear { id: ClearId(7), interface, state, ended_at: Some(at(0)) };
        let plenty = budget(Tally::default(), long_ago());
        let admitted = |interface, open: OpenClear, overriding, minutes| {
            admit(interface, &plenty, &[open], insisting(overriding, false), at(minutes))
        };
        let barred = Err(Barrier::Open { id: ClearId(7), in_flight: false });
        let accepted = |interface| clear(interface, ClearState::Accepted);
        assert_eq!(admitted(one, accepted(one), false, 34), barred);
        assert_eq!(admitted(one, accepted(one), true, 34), Ok(true));
        assert_eq!(admitted(one, accepted(one), false, 35), Ok(false));
        assert_eq!(admitted(one, accepted(one), true, 35), Ok(false), "no override was needed");
        assert_eq!(admitted(other, accepted(one), false, 0), Ok(false));
        assert_eq!(admitted(None, accepted(one), false, 0), barred);
        assert_eq!(admitted(other, accepted(None), false, 0), barred);
        assert_eq!(admitted(one, clear(one, ClearState::Unknown), false, 10_000), barred, "until someone settles it");
        for settled in [ClearState::Refused, ClearState::Failed, ClearState::Effective, ClearState::Ineffective] {
            assert_eq!(admitted(one, clear(one, settled), false, 0), Ok(false), "{settled}");
        }
        let flying = Err(Barrier::Open { id: ClearId(7), in_flight: true });
        for state in [ClearState::Intended, ClearState::Sent] {
            assert_eq!(
                admitted(other, clear(one, state), true, 0),
                flying,
                "{state}: nothing else of the account starts"
            );
        }
    }

    #[test]
    fn the_name_is_asked_for_when_few_are_left() {
        let left = |spent| budget(Tally { spent, ..Tally::default() }, long_ago());
        assert_eq!(admit(None, &left(6), &[], insisting(false, false), at(0)), Ok(false));
        let needed = admit(None, &left(7), &[], insisting(false, false), at(0));
        assert_eq!(needed, Err(Barrier::NameNeeded { left: 3 }));
        assert_eq!(admit(None, &left(7), &[], insisting(false, true), at(0)), Ok(false));
    }

    proptest! {
        #[test]
        fn what_is_left_is_what_the_ledger_leaves(
            limit in 0_i64..60, spent in 0_i64..60, unknown in 0_i64..20, guessed in 0_i64..20,
            said_spent: bool, cleared_before in proptest::option::of(0_i64..20), began_minutes in -60_000_i64..1_000,
        ) {
            let tally = Tally { spent, unknown, guessed, said_spent, spent_before: spent.min(3), said_early: false };
            let beginning = Beginning { at: at(began_minutes), cleared_before };
            for scope in Scope::ALL {
                let budget = Budget::count(scope, limit, tally, november(), beginning);
                prop_assert_eq!(budget.left, (limit - budget.spent - budget.unknown - budget.elsewhere).max(0));
                prop_assert!(budget.elsewhere >= guessed);
                prop_assert!(!said_spent || budget.left == 0);
            }
        }
    }
}
