role-viewer = viewer
role-support = support
role-lead = lead
role-admin = admin
role-reporter = reporter
may-see-usage = See usage, history and how many clears are left
may-sample-now = Have an interface read now
may-look-up-rids = Look up rids, what is personal masked
may-see-ledger = See the ledger, with who cleared and why, and the audit trail
may-clear = Clear call counts
may-automate = Make policies and channels, and stop automatic clears
may-administer = Manage accounts and their secrets, users and API tokens

field-user-name = Name
field-password = Password
field-password-new = New password
field-password-again = The same again
field-password-hint = { $count } characters or more. A few words in a row are easy to keep in mind and hard to guess.
col-role = Role

fault-user-name-empty = Type a name.
fault-user-name-long = At most { $count } characters.
fault-user-name-characters = One line of visible characters, without a colon.
fault-user-name-reserved = The program uses this name for itself. Choose another.
fault-password-short = At least { $count } characters.
fault-password-long = At most { $count } characters.
fault-password-name = The password must not be the name.
fault-password-repeated = One character repeated is soon guessed. Choose another.
fault-password-common = This is one of the commonest passwords, and among the first to be tried. Choose another.
fault-password-again = It is not the same as above.
fault-password-busy = Too many passwords are being checked at once. Nothing is wrong with yours; type it again in a moment.

wait-title = Too many attempts failed
wait-next = Try again in { $wait } (at { $at }).
wait-over = You can try again now.
