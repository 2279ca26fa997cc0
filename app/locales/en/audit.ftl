### The audit trail

audit-title = Audit trail
audit-lead = Who did what, on what and from where. Lines are only ever added, and each is sealed with the one before.
audit-check = Check the seals
audit-whole =
    { $lines ->
        [one] The trail is whole: 1 line, as it was written
       *[other] The trail is whole: { $lines } lines, as they were written
    }
audit-whole-why = Every seal fits its line and the one before, up to the last.
audit-broken = The trail was changed: the seal of line { $line } does not fit
audit-broken-why = This line is not the one that was written, or one before it is missing. Lines before it are as they were written.
audit-cut =
    { $lines ->
        [one] The end of the trail is missing: 1 line is left
       *[other] The end of the trail is missing: { $lines } lines are left
    }
audit-cut-why = Those left are as they were written, but the last seal that was noted belongs to a later line.
audit-tampered-next = Somebody changed the database by hand, or an old copy was put back. Compare with a backup.
audit-export-csv = Export CSV
audit-export-json = Export JSON
col-act = What
col-on-what = On what
col-changes = Details
audit-via = with the token { $token }
audit-moment = { $ago } · line { $line }
audit-none = Nothing has been done yet
audit-none-next = Whatever people and programs do from now on is written down here.
audit-none-filtered = Nothing done fits these filters
filter-everyone = everyone
filter-all-acts = all acts
filter-from = From
filter-to = To
filter-text = Text
filter-text-hint = On what, or why

who-desk = the desk itself
who-nobody = not signed in
who-cli = { $name } (command line)

what-account-added = Account added
what-account-changed = Account changed
what-account-checked = Account checked
what-secret-replaced = AppSecret replaced
what-account-paused = Readings paused
what-account-resumed = Readings resumed
what-account-retired = Account retired
what-interfaces-watched = Interfaces watched
what-interface-unwatched = Interface watched no longer
what-limit-kind-set = Kind of limit set
what-sampled = Readings asked for
what-clear-ordered = Clear ordered
what-rid-looked-up = rid looked up
what-rid-noted = note on a rid
what-rid-note-removed = note on a rid removed
what-rid-revealed = personal data asked for
what-token-made = API token made
what-token-revoked = API token revoked
what-user-added = User added
what-role-changed = Role changed
what-user-disabled = User disabled
what-user-enabled = User enabled
what-password-changed = Own password changed
what-password-set = Password set
what-signed-in = Signed in
what-sign-in-failed = Sign-in failed
what-signed-out = Signed out
what-sessions-ended = Signed out elsewhere
what-exported = Exported
what-backed-up = Backed up

change-cleared-before = Clears already used
change-clear = Clear
change-by = Authenticated with
change-by-token = access_token
change-by-secret = AppSecret
change-left-before = Left before
change-override = Went on because
change-ended = Sessions ended
what-clear-requested = Second person asked for a clear
what-request-approved = Clear agreed to
what-request-declined = Clear declined
what-request-withdrawn = Request withdrawn
what-clear-settled = Unknown clear settled
what-guess-dismissed = Guess dismissed
change-request = Request
change-asked-by = Asked by
change-glass-broken = Broke the glass
change-yes = yes
what-policy-added = Policy made
what-policy-changed = Policy changed
what-policy-paused = Policy paused
what-policy-resumed = Policy resumed
what-policy-removed = Policy removed
what-clears-stopped = Automatic clears stopped
what-clears-allowed = Automatic clears go on
what-channel-added = Channel added
what-channel-changed = Channel changed
what-channel-removed = Channel removed
what-channel-tested = Channel tried
what-host-allowed = Host allowed for channels
what-host-forbidden = Host allowed no longer
what-messages-resent = Messages sent again
change-no = no
change-all = all
change-suspended-by = Suspended by clear
