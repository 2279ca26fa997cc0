//! What a form leaves for the page that follows it: what was done, why not, or what is to be corrected.

use desk::accounts::{AccountFaults, CheckReport};
use desk::clears::NotClearable;
use desk::users::PasswordFault;
use domain::users::UserNameFault;
use domain::{AccountStatus, Lang, PathError, Repair, Role};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::pages::audit::integrity::TrailOutcome;
use crate::pages::channels::outcome::ChannelOutcome;
use crate::pages::clears::request_outcome::RequestOutcome;
use crate::pages::clears::settling::SettleOutcome;
use crate::pages::policies::outcome::PolicyOutcome;
use crate::pages::rids::outcome::RidOutcome;
use crate::pages::users::outcome::PeopleOutcome;

/// What a form leaves for the page that follows it. No secrets: it lies in the database for a moment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Flash {
    /// It was done.
    Done(Done),
    /// It was not done, and why; nothing to correct in a field.
    Refused(Refused),
    /// A field has to be corrected, and what was typed.
    Correct(Box<Correct>),
    /// What came of a look-up, where its page does not tell it by itself.
    Rid(Box<RidOutcome>),
    /// What came of a form about users or API tokens.
    People(Box<PeopleOutcome>),
    /// What came of a form about a request for a second person.
    Request(Box<RequestOutcome>),
    /// What came of what somebody said of a clear that nobody could tell.
    Settle(Box<SettleOutcome>),
    /// What came of a form about channels.
    Channel(Box<ChannelOutcome>),
    /// What came of a form about policies, or what is to be tried.
    Policy(Box<PolicyOutcome>),
    /// What came of checking the audit trail.
    Trail(TrailOutcome),
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Done {
    /// An account was added.
    AccountAdded {
        /// How many interfaces it watches.
        watching: usize,
        /// Paths that were repaired: as they are watched, and how.
        repaired: Vec<(String, Vec<Repair>)>,
    },
    /// An account's name, kind or allowance was changed.
    AccountSaved,
    /// Its secret was replaced.
    SecretReplaced,
    /// It is paused.
    Paused,
    /// It is read again.
    Resumed,
    /// It is retired.
    Retired,
    /// Interfaces are watched.
    Watching {
        /// Newly watched paths.
        added: usize,
        /// Paths that were watched already.
        already: usize,
        /// Paths that were repaired.
        repaired: Vec<(String, Vec<Repair>)>,
    },
    /// An interface is watched no longer.
    Unwatched {
        /// Its path.
        path: String,
    },
    /// Readings were made.
    Sampled {
        /// With figures.
        good: i64,
        /// Failed.
        failed: i64,
        /// Not made, for want of allowance.
        starved: i64,
    },
    /// The account was checked.
    Checked(Box<CheckReport>),
    /// The same clear had been ordered before; nothing was sent now.
    ClearReplayed,
    /// How somebody likes their pages is kept.
    PreferencesSaved,
    /// Somebody's own password is another one.
    PasswordChanged,
    /// Somebody is signed in at one place less.
    SessionEnded,
}

/// Why it was not done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Refused {
    /// The role is not enough.
    Forbidden(Option<Role>),
    /// There is no such account, or it is retired.
    NoSuchAccount,
    /// There is no such interface, or it is not watched.
    NoSuchInterface,
    /// Nothing is kept of the rid.
    NoSuchRid,
    /// It was read on request a moment ago.
    TooSoon {
        /// Seconds to wait.
        seconds: i64,
    },
    /// The account is not read in this status.
    NotRead(AccountStatus),
    /// WeChat takes no more readings until then.
    Starved(Timestamp),
    /// The page that was confirmed had made a clear before.
    ClearMade,
    /// Another clear of the account is under way.
    ClearUnderWay,
    /// It cannot be cleared at all.
    NotClearable(NotClearable),
    /// Too many attempts at a password failed; the next may be made then.
    Wait(Timestamp),
    /// Too many passwords are being looked at.
    Busy,
    /// Something failed inside; it is in the log.
    Internal,
}

/// A form to correct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Correct {
    /// The form that adds an account.
    AddAccount {
        /// What was typed, without the secret.
        typed: TypedAccountForm,
        /// What is wrong with it.
        faults: AccountFaults,
        /// What WeChat said of it, where it was asked.
        check: Option<Box<CheckReport>>,
    },
    /// The form that edits one.
    EditAccount {
        /// What was typed.
        typed: EditAccountForm,
        /// What is wrong with it.
        faults: AccountFaults,
    },
    /// The form that replaces the secret.
    Secret {
        /// What is wrong with it.
        faults: AccountFaults,
    },
    /// The form that adds paths.
    Watch {
        /// What was typed.
        typed: String,
        /// The path that cannot be watched.
        path: String,
        /// Why not.
        error: PathError,
    },
    /// The form that retires an account: the name did not match.
    Retire,
    /// The form that orders a clear.
    Clear {
        /// What was typed.
        typed: TypedClearForm,
        /// Why nothing was sent.
        fault: ClearFault,
    },
    /// The form that signs in: name and password do not fit, or the user is disabled.
    SignIn,
    /// The form that makes the first admin.
    SetUp {
        /// The name that was typed.
        name: String,
        /// What is wrong with it.
        name_fault: Option<UserNameFault>,
        /// What is wrong with the password.
        password: Option<NewPasswordFault>,
    },
    /// The form that changes one's own password.
    OwnPassword {
        /// The present one is another.
        wrong: bool,
        /// What is wrong with the new one.
        new: Option<NewPasswordFault>,
    },
    /// The form that settles how pages look: there is no such time zone.
    TimeZone {
        /// What was typed.
        typed: String,
        /// The language that was chosen with it.
        lang: Option<Lang>,
        /// The colours, `light` or `dark`.
        theme: Option<String>,
    },
}

/// Why a new password, typed twice, was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum NewPasswordFault {
    /// It cannot be one.
    Password(PasswordFault),
    /// The second is not the first.
    Again,
    /// Too many passwords are being looked at; nothing is wrong with this one.
    Busy,
}

/// Why an ordered clear was not made, where confirming it again may help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClearFault {
    /// No reason was given.
    ReasonMissing,
    /// The reason is too long.
    ReasonTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// Something stands in the way, and no reason to go on was given.
    OverrideMissing,
    /// The reason to go on is too long.
    OverrideTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// The account's name is missing or another.
    Name,
    /// What was typed to go on without a second person is not the phrase.
    GlassPhrase,
    /// It was typed, but another button was pressed, or none: the Enter key presses the first.
    GlassButton,
    /// None is left, by WeChat's own word.
    NothingLeft,
    /// What was confirmed is not how things stand.
    FactsChanged,
}

/// The form that orders a clear, as typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedClearForm {
    /// Why.
    pub reason: String,
    /// The account's name.
    pub name: String,
    /// Why one goes on although something stands in the way.
    pub override_reason: String,
    /// What was typed to go on without a second person.
    pub glass: String,
}

/// The form that adds an account, as typed; the secret is left out, and has to be typed again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedAccountForm {
    /// Name.
    pub name: String,
    /// Appid.
    pub appid: String,
    /// Kind's word.
    pub kind: String,
    /// Paths, one a line.
    pub paths: String,
    /// Clears used this month.
    pub cleared_before: String,
}

/// The form that edits an account, as typed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct EditAccountForm {
    /// Name.
    pub name: String,
    /// Kind's word.
    pub kind: String,
    /// Readings a day.
    pub daily_readings: String,
    /// Clears used before.
    pub cleared_before: String,
}

impl From<desk::Internal> for Refused {
    fn from(error: desk::Internal) -> Self {
        tracing::error!(%error, "a form could not be carried out");
        Self::Internal
    }
}
