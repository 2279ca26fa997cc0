### The audit trail

audit-title = Audit trail
audit-lead = Who did what, when and from where. Entries are only added, never changed: each entry contains a hash of the one before, so a change can be detected.
audit-check = Verify integrity
audit-whole =
    { $lines ->
        [one] The audit trail is intact: 1 entry
       *[other] The audit trail is intact: { $lines } entries
    }
audit-whole-why = Every entry matches its hash and the entry before it.
audit-broken = The audit trail was changed: the hash of entry { $line } does not match
audit-broken-why = This entry was changed, or an entry before it is missing. The entries before it are intact.
audit-cut =
    { $lines ->
        [one] The end of the audit trail is missing: 1 entry is left
       *[other] The end of the audit trail is missing: { $lines } entries are left
    }
audit-cut-why = These entries are intact, but the last recorded hash belongs to a later entry.
audit-unrecorded = The audit trail does not match the records: { $record } has no entry
audit-unrecorded-why = The entries are intact, but an older audit trail was put back, or this record was added or changed directly in the database.
recorded-token = API token { $id }
recorded-user = user { $id }
recorded-session = session { $id }
recorded-account = account { $id }
recorded-setting = a setting
recorded-note = note { $id }
recorded-policy = policy { $id }
recorded-channel = channel { $id }
change-tokens = API tokens
audit-tampered-next = Somebody changed the database directly or restored an old copy. Compare it with a backup.
col-act = Action
col-on-what = Target
col-changes = Details
audit-via = with the token { $token }
audit-moment = { $ago } · entry { $line }
audit-rid-list = list of rids #{ $list }
audit-none = No entries yet
audit-none-next = Every action of people and programs is recorded here.
audit-none-filtered = No entries match these filters
filter-everyone = everyone
filter-all-acts = all actions
filter-from = From
filter-to = To
filter-text = Text
filter-text-hint = target or reason

who-desk = wxquota
who-nobody = not signed in
who-cli = { $name } (command line)

what-account-added = Account added
what-account-changed = Account changed
what-account-checked = Account checked
what-secret-replaced = AppSecret replaced
what-account-paused = Sampling paused
what-account-resumed = Sampling resumed
what-account-retired = Account retired
what-group-added = Group added
what-group-renamed = Group renamed
what-group-deleted = Group deleted
what-groups-changed = Groups of an account changed
what-interfaces-watched = Interfaces watched
what-interface-unwatched = Interface no longer watched
what-limit-kind-set = Kind of limit set
what-interface-changed = Owner or note of an interface changed
what-sampled = Sampled on request
what-clear-ordered = Clear started
what-rid-looked-up = rid looked up
what-rid-noted = Note added to a rid
what-rid-note-removed = Note on a rid removed
what-rid-revealed = Personal data shown
what-token-made = API token created
what-token-revoked = API token revoked
what-user-added = User added
what-role-changed = Role changed
what-user-disabled = User disabled
what-user-enabled = User enabled
what-password-changed = Own password changed
what-password-set = Password set
what-signed-in = Signed in
what-sign-in-failed = Sign-in failed
what-password-refused = Current password wrong
what-signed-out = Signed out
what-sessions-ended = Signed out of other devices
what-exported = Exported
what-records-adopted = Records of an older version taken over
what-backed-up = Backup created
what-restored = Database restored from a backup
what-rekeyed = Master key replaced

change-cleared-before = Clears already used
change-members = Accounts in it
change-clear = Clear
change-by = Authenticated with
change-by-token = access_token
change-by-secret = AppSecret
change-left-before = Left before
change-override = Reason for continuing
change-ended = Sessions ended
what-clear-requested = Approval of a clear requested
what-request-approved = Clear approved
what-request-declined = Clear declined
what-request-withdrawn = Request withdrawn
what-clear-settled = Unknown outcome resolved
what-guess-dismissed = Suspected clear dismissed
change-request = Request
change-asked-by = Requested by
change-glass-broken = Break glass
change-must-change = Must change the password
change-yes = yes
what-policy-added = Policy created
what-policy-changed = Policy changed
what-policy-paused = Policy paused
what-policy-resumed = Policy resumed
what-policy-removed = Policy removed
what-clears-stopped = Automatic clears stopped
what-clears-allowed = Automatic clears resumed
what-campaign-planned = Campaign planned
what-campaign-removed = Campaign removed
what-notice-acknowledged = Notice acknowledged
what-channel-added = Channel added
what-channel-changed = Channel changed
what-channel-removed = Channel removed
what-channel-tested = Test message sent
what-host-allowed = Private host allowed for channels
what-host-forbidden = Private host no longer allowed
what-messages-resent = Messages sent again
change-no = no
change-all = all
change-suspended-by = Suspended by clear
