//! Kinds of acts in the audit trail.

use crate::words::word_enum;

word_enum! {
    /// The kind of an act in the audit trail.
    pub enum AuditAction {
        /// An account was added, or a retired one taken up again.
        AccountAdded = "account-added",
        /// An account's name, kind, allowance or clears used before were changed.
        AccountChanged = "account-changed",
        /// An AppSecret was replaced.
        SecretReplaced = "secret-replaced",
        /// An account is not read for now.
        AccountPaused = "account-paused",
        /// It is read again.
        AccountResumed = "account-resumed",
        /// An account was retired, its secret destroyed.
        AccountRetired = "account-retired",
        /// WeChat was asked whether an account works.
        AccountChecked = "account-checked",
        /// A group of accounts was added.
        GroupAdded = "group-added",
        /// A group got another name.
        GroupRenamed = "group-renamed",
        /// A group was deleted; its accounts stay.
        GroupDeleted = "group-deleted",
        /// An account is in other groups.
        GroupsChanged = "groups-changed",
        /// Interfaces are watched.
        InterfacesWatched = "interfaces-watched",
        /// An interface is watched no longer.
        InterfaceUnwatched = "interface-unwatched",
        /// An admin said whether an interface's count is daily or a total, or took that back.
        LimitKindSet = "limit-kind-set",
        /// Settings were changed.
        SettingsChanged = "settings-changed",
        /// Settings were reset to their defaults.
        SettingsReset = "settings-reset",
        /// An account or an interface got warning and critical lines of its own.
        LinesSet = "lines-set",
        /// The own lines of an account or an interface were removed.
        LinesReset = "lines-reset",
        /// An interface's owner or note was changed.
        InterfaceChanged = "interface-changed",
        /// A campaign was planned.
        CampaignPlanned = "campaign-planned",
        /// A planned campaign was removed.
        CampaignRemoved = "campaign-removed",
        /// Readings were asked for.
        Sampled = "sampled",
        /// A clear was written down, to be carried out at once.
        ClearOrdered = "clear-ordered",
        /// A clear was asked for that takes a second person.
        ClearRequested = "clear-requested",
        /// A second person agreed to a clear, to be carried out at once.
        RequestApproved = "request-approved",
        /// A second person said no to a clear.
        RequestDeclined = "request-declined",
        /// Whoever asked for a clear took that back.
        RequestWithdrawn = "request-withdrawn",
        /// A clear of unknown outcome was settled.
        ClearSettled = "clear-settled",
        /// A guess of a clear made elsewhere was dismissed.
        GuessDismissed = "guess-dismissed",
        /// WeChat was asked for the request behind a rid.
        RidLookedUp = "rid-looked-up",
        /// Somebody wrote beside a request that was looked up.
        RidNoted = "rid-noted",
        /// Somebody removed a note beside a request.
        RidNoteRemoved = "rid-note-removed",
        /// Somebody asked to be shown the personal data of a request.
        RidRevealed = "rid-revealed",
        /// A policy was made.
        PolicyAdded = "policy-added",
        /// A policy's rules were changed; also switched to clear, or back.
        PolicyChanged = "policy-changed",
        /// A policy does nothing for now.
        PolicyPaused = "policy-paused",
        /// A paused or suspended policy goes on.
        PolicyResumed = "policy-resumed",
        /// A policy was removed.
        PolicyRemoved = "policy-removed",
        /// All automatic clears were stopped.
        ClearsStopped = "clears-stopped",
        /// Automatic clears go on.
        ClearsAllowed = "clears-allowed",
        /// A channel was added.
        ChannelAdded = "channel-added",
        /// A channel's name, address, secret or choice was changed.
        ChannelChanged = "channel-changed",
        /// A channel was removed.
        ChannelRemoved = "channel-removed",
        /// A message was sent to try a channel.
        ChannelTested = "channel-tested",
        /// Somebody acknowledged a notice.
        NoticeAcknowledged = "notice-acknowledged",
        /// A host inside private networks may be called.
        HostAllowed = "host-allowed",
        /// It may be called no more.
        HostForbidden = "host-forbidden",
        /// Messages that were given up were sent again.
        MessagesResent = "messages-resent",
        /// An API token was made.
        TokenMade = "token-made",
        /// An API token was revoked.
        TokenRevoked = "token-revoked",
        /// Records of a version without an audit trail were taken over, API tokens among them.
        RecordsAdopted = "records-adopted",
        /// A user was added.
        UserAdded = "user-added",
        /// A user has another role.
        RoleChanged = "role-changed",
        /// A user can no longer sign in.
        UserDisabled = "user-disabled",
        /// A disabled user can sign in again.
        UserEnabled = "user-enabled",
        /// Somebody changed their own password.
        PasswordChanged = "password-changed",
        /// Somebody set another's password.
        PasswordSet = "password-set",
        /// Somebody signed in.
        SignedIn = "signed-in",
        /// Somebody tried to sign in and could not.
        SignInFailed = "sign-in-failed",
        /// Somebody who is signed in gave a wrong password where it is asked for again.
        PasswordRefused = "password-refused",
        /// Somebody signed out.
        SignedOut = "signed-out",
        /// Sessions were ended, of oneself or of another.
        SessionsEnded = "sessions-ended",
        /// Records were written to a file that leaves the desk.
        Exported = "exported",
        /// A copy of the database was made.
        BackedUp = "backed-up",
        /// The database was replaced by a backup.
        Restored = "restored",
        /// The master key was replaced, and all secrets sealed with the new one.
        Rekeyed = "rekeyed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_names_one_act() {
        for what in AuditAction::ALL {
            assert_eq!(what.word().parse::<AuditAction>(), Ok(what));
            assert_eq!(serde_json::to_value(what).unwrap(), what.word());
        }
    }
}
