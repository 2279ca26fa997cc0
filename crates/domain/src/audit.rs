//! What people do, as the audit trail has it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::account::{UnknownWord, from_word};

/// A kind of act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// An account was added, or a retired one taken up again.
    AccountAdded,
    /// An account's name, kind, allowance or clears used before were changed.
    AccountChanged,
    /// An AppSecret was replaced.
    SecretReplaced,
    /// An account is not read for now.
    AccountPaused,
    /// It is read again.
    AccountResumed,
    /// An account was retired, its secret destroyed.
    AccountRetired,
    /// WeChat was asked whether an account works.
    AccountChecked,
    /// Interfaces are watched.
    InterfacesWatched,
    /// An interface is watched no longer.
    InterfaceUnwatched,
    /// Readings were asked for.
    Sampled,
    /// A clear was written down, to be carried out at once.
    ClearOrdered,
    /// A clear was asked for that takes a second person.
    ClearRequested,
    /// A second person agreed to a clear, to be carried out at once.
    RequestApproved,
    /// A second person said no to a clear.
    RequestDeclined,
    /// Whoever asked for a clear took that back.
    RequestWithdrawn,
    /// A clear of unknown outcome was settled.
    ClearSettled,
    /// A guess of a clear made elsewhere was dismissed.
    GuessDismissed,
    /// WeChat was asked for the request behind a rid.
    RidLookedUp,
    /// Somebody wrote beside a request that was looked up.
    RidNoted,
    /// Somebody asked to be shown the personal data of a request.
    RidRevealed,
    /// A policy was made.
    PolicyAdded,
    /// A policy's rules were changed; also switched to clear, or back.
    PolicyChanged,
    /// A policy does nothing for now.
    PolicyPaused,
    /// A paused or suspended policy goes on.
    PolicyResumed,
    /// A policy was removed.
    PolicyRemoved,
    /// All automatic clears were stopped.
    ClearsStopped,
    /// Automatic clears go on.
    ClearsAllowed,
    /// A channel was added.
    ChannelAdded,
    /// A channel's name, address, secret or choice was changed.
    ChannelChanged,
    /// A channel was removed.
    ChannelRemoved,
    /// A message was sent to try a channel.
    ChannelTested,
    /// A host inside private networks may be called.
    HostAllowed,
    /// It may be called no more.
    HostForbidden,
    /// Messages that were given up were sent again.
    MessagesResent,
    /// An API token was made.
    TokenMade,
    /// An API token was revoked.
    TokenRevoked,
    /// A user was added.
    UserAdded,
    /// A user has another role.
    RoleChanged,
    /// A user can no longer sign in.
    UserDisabled,
    /// A disabled user can sign in again.
    UserEnabled,
    /// Somebody changed their own password.
    PasswordChanged,
    /// Somebody set another's password.
    PasswordSet,
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to sign in and could not.
    SignInFailed,
    /// Somebody signed out.
    SignedOut,
    /// Sessions were ended, of oneself or of another.
    SessionsEnded,
    /// Records were written to a file that leaves the desk.
    Exported,
    /// A copy of the database was made.
    BackedUp,
}

impl What {
    /// Every kind, in the order in which filters offer them.
    pub const ALL: [Self; 48] = [
        Self::AccountAdded,
        Self::AccountChanged,
        Self::SecretReplaced,
        Self::AccountPaused,
        Self::AccountResumed,
        Self::AccountRetired,
        Self::AccountChecked,
        Self::InterfacesWatched,
        Self::InterfaceUnwatched,
        Self::Sampled,
        Self::ClearOrdered,
        Self::ClearRequested,
        Self::RequestApproved,
        Self::RequestDeclined,
        Self::RequestWithdrawn,
        Self::ClearSettled,
        Self::GuessDismissed,
        Self::RidLookedUp,
        Self::RidNoted,
        Self::RidRevealed,
        Self::PolicyAdded,
        Self::PolicyChanged,
        Self::PolicyPaused,
        Self::PolicyResumed,
        Self::PolicyRemoved,
        Self::ClearsStopped,
        Self::ClearsAllowed,
        Self::ChannelAdded,
        Self::ChannelChanged,
        Self::ChannelRemoved,
        Self::ChannelTested,
        Self::HostAllowed,
        Self::HostForbidden,
        Self::MessagesResent,
        Self::TokenMade,
        Self::TokenRevoked,
        Self::UserAdded,
        Self::RoleChanged,
        Self::UserDisabled,
        Self::UserEnabled,
        Self::PasswordChanged,
        Self::PasswordSet,
        Self::SignedIn,
        Self::SignInFailed,
        Self::SignedOut,
        Self::SessionsEnded,
        Self::Exported,
        Self::BackedUp,
    ];

    /// The word for it in the database, in exports and in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::AccountAdded => "account-added",
            Self::AccountChanged => "account-changed",
            Self::SecretReplaced => "secret-replaced",
            Self::AccountPaused => "account-paused",
            Self::AccountResumed => "account-resumed",
            Self::AccountRetired => "account-retired",
            Self::AccountChecked => "account-checked",
            Self::InterfacesWatched => "interfaces-watched",
            Self::InterfaceUnwatched => "interface-unwatched",
            Self::Sampled => "sampled",
            Self::ClearOrdered => "clear-ordered",
            Self::ClearRequested => "clear-requested",
            Self::RequestApproved => "request-approved",
            Self::RequestDeclined => "request-declined",
            Self::RequestWithdrawn => "request-withdrawn",
            Self::ClearSettled => "clear-settled",
            Self::GuessDismissed => "guess-dismissed",
            Self::RidLookedUp => "rid-looked-up",
            Self::RidNoted => "rid-noted",
            Self::RidRevealed => "rid-revealed",
            Self::PolicyAdded => "policy-added",
            Self::PolicyChanged => "policy-changed",
            Self::PolicyPaused => "policy-paused",
            Self::PolicyResumed => "policy-resumed",
            Self::PolicyRemoved => "policy-removed",
            Self::ClearsStopped => "clears-stopped",
            Self::ClearsAllowed => "clears-allowed",
            Self::ChannelAdded => "channel-added",
            Self::ChannelChanged => "channel-changed",
            Self::ChannelRemoved => "channel-removed",
            Self::ChannelTested => "channel-tested",
            Self::HostAllowed => "host-allowed",
            Self::HostForbidden => "host-forbidden",
            Self::MessagesResent => "messages-resent",
            Self::TokenMade => "token-made",
            Self::TokenRevoked => "token-revoked",
            Self::UserAdded => "user-added",
            Self::RoleChanged => "role-changed",
            Self::UserDisabled => "user-disabled",
            Self::UserEnabled => "user-enabled",
            Self::PasswordChanged => "password-changed",
            Self::PasswordSet => "password-set",
            Self::SignedIn => "signed-in",
            Self::SignInFailed => "sign-in-failed",
            Self::SignedOut => "signed-out",
            Self::SessionsEnded => "sessions-ended",
            Self::Exported => "exported",
            Self::BackedUp => "backed-up",
        }
    }
}

impl FromStr for What {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        from_word(word, &Self::ALL, Self::word)
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_one_act() {
        for what in What::ALL {
            assert_eq!(what.word().parse::<What>(), Ok(what));
            assert_eq!(serde_json::to_value(what).unwrap(), what.word());
        }
    }
}
