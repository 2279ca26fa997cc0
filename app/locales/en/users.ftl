### Users and API tokens

users-title = Users
col-user = User
col-user-state = State
col-last-signed-in = Last signed in
col-added = Added
user-you = you
user-active = active
user-disabled-since = disabled
never-signed-in = never

role-viewer-may = Sees usage, history and how many clears are left.
role-support-may = Also looks up rids, and has interfaces read at once.
role-lead-may = Also clears, makes policies and channels, and sees the ledger with who and why, and the audit trail.
role-admin-may = Also manages accounts and their secrets, users and API tokens.
role-reporter-may = For programs only: reports incidents, and may do nothing else.

user-add-title = Add a user
user-add = Add the user
user-add-hint = Tell them name and password yourself. They can change the password in their settings.
field-user-name-hint = As the audit trail is to name them. It stays theirs for good.
fault-user-name-taken = Another user has this name, perhaps a disabled one. Choose another.
fault-role = Choose one of the roles.

role-legend = What they may do
role-change = Change the role
role-hint = It holds at once, wherever they are signed in. API tokens that they made do no more than the new role may.
role-hint-own = This is you. With another role you cannot come back to this page; another admin would have to undo it.
last-admin-role = This is the only admin who can sign in. Make somebody else an admin first; then this role can be changed.
password-own = Your own password is changed where your present one is asked for.
password-own-link = To my settings
password-set = Set the password
password-set-hint = They are signed out everywhere, and sign in with this one. Tell it to them yourself.
sessions-title = Where they are signed in
sessions-none = Nowhere at the moment.
sessions-end-all = Sign them out everywhere
sessions-end-others = Sign out everywhere else
access-title = Access
last-admin-disable = This is the only admin who can sign in, so access cannot be taken away. Make somebody else an admin first.
user-disable = Disable this user…
user-disable-hint = For somebody who is to sign in no longer. Nothing is deleted, and it can be undone.
user-disable-confirm = Disable { $name }
user-disable-out = They are signed out everywhere at once, and cannot sign in.
user-disable-own = This is you: you are signed out at once and cannot sign in again until another admin enables you.
user-disable-tokens = API tokens that they made are not accepted any more: { $names }.
user-disable-history = What they did stays in the ledger and the audit trail, under their name.
user-enable = Enable this user
user-enable-what = They can sign in again with the password they had.
user-enable-tokens = API tokens that they made are accepted again: { $names }.

done-user-added = { $name } is added and can sign in.
done-role-changed = { $name } has the role { $role } now.
done-own-role-changed = Your role is { $role } now.
done-unchanged = It was so already; nothing changed.
done-password-set = { $name } has a new password, and is signed out everywhere.
done-user-disabled = { $name } is disabled and signed out everywhere.
done-user-enabled = { $name } can sign in again.
done-sessions-ended =
    { $count ->
        [one] Signed out in one place.
       *[other] Signed out in { $count } places.
    }
done-sessions-ended-none = Nobody was signed in there any more.
done-token-revoked = The API token { $name } is revoked. Calls with it are refused from now on.
refused-no-user = There is no such user
refused-no-user-next = Go to the list of users, and choose one of them.
refused-last-admin = This is the last admin who can sign in
refused-last-admin-next = Nothing was changed: nobody could manage the desk afterwards. Make somebody else an admin first.
refused-no-token = There is no such API token to revoke
refused-no-token-next = It may have been revoked already; another may have its name now. Nothing was changed.

tokens-lead = With an API token a program does what its role may, in the name of who made it.
tokens-none = No API token yet
tokens-none-next = Make one below, one for each program, so that each can be revoked alone.
tokens-revoked =
    { $count ->
        [one] 1 revoked token
       *[other] { $count } revoked tokens
    }
col-token-name = Token
col-token-state = State
col-made-by = Made by
col-created = Made
col-expires = Expires
never-used = never
never-expires = never
token-live = live
token-capped = does no more than its maker, now { $role }
token-revoked-since = revoked
token-expired-since = expired
token-maker-disabled = not accepted: its maker is disabled
token-create-title = Make an API token
token-create = Make the token
token-create-hint = It can never do more than you may, and stops working when you are disabled.
field-token-name = Name
field-token-name-hint = The program that will use it, such as ci or grafana.
fault-token-name = One line of 1 to 60 visible characters.
fault-token-name-taken = A token of this name is not revoked yet. Choose another name, or revoke that one first.
fault-expires = Choose one of these.
lasts-days = in { $days } days
lasts-year = in a year
lasts-for-ever = never
token-made = API token { $name } made, with the role { $role }
token-made-next = Copy it now: it is not shown again. Only its hash is kept.
token-example = A first call, once the token stands in WXQUOTA_TOKEN:
token-missed = API token { $name } was made, but cannot be shown any more
token-missed-next = It is shown once, within two minutes. Revoke { $name } and make another.
token-revoke = Revoke…
token-revoke-what = Calls with it are refused at once. This cannot be undone.
token-revoke-confirm = Revoke { $name }

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
