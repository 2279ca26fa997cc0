### Users and API tokens

users-title = Users
col-user = User
col-user-state = State
col-last-signed-in = Last signed in
col-added = Added
user-you = you
user-active = active
user-disabled-since = disabled
user-password-state = Password
user-must-change = has to be changed at the next sign-in
never-signed-in = never

role-viewer-may = Sees usage, history and the number of clears left.
role-support-may = Can also look up rids and sample interfaces at any time.
role-lead-may = Can also clear, manage policies and channels, and see the audit trail and the ledger with names and reasons.
role-admin-may = Can also manage accounts and their AppSecrets, users and API tokens.
role-reporter-may = For programs only. Can report incidents and nothing else.

user-add-title = Add a user
user-add = Add user
user-add-hint = Give the name and the password to the user yourself. At the first sign-in the user has to choose another password.
field-user-name-hint = Shown in the audit trail. Cannot be changed later.
fault-user-name-taken = Another user, possibly a disabled one, has this name. Choose another name.
fault-role = Choose a role.

role-legend = Role
role-change = Change role
role-hint = Takes effect immediately on all devices. The user's API tokens are limited to the new role.
role-hint-own = This is your own role. If you change it, you can no longer open this page, and another admin has to change it back.
last-admin-role = This is the only admin who can sign in. Make another user an admin before you change this role.
password-own = To change your own password, use your settings. You need your current password there.
password-own-link = Go to my settings
password-set = Set password
password-set-hint = The user is signed out of all devices. Give the password to the user yourself; at the next sign-in the user has to choose another one.
sessions-title = Devices where this user is signed in
sessions-none = Not signed in on any device.
sessions-end-all = Sign out of all devices
sessions-end-others = Sign out of other devices
access-title = Access
last-admin-disable = This is the only admin who can sign in, so this user cannot be disabled. Make another user an admin first.
user-disable = Disable this user…
user-disable-hint = The user can no longer sign in. Nothing is deleted, and you can undo this.
user-disable-confirm = Disable { $name }
user-disable-out = The user is signed out of all devices immediately and cannot sign in.
user-disable-own = This is your own user. You are signed out immediately and cannot sign in until another admin enables you.
user-disable-tokens = The user's API tokens stop working: { $names }.
user-disable-history = The user's actions stay in the ledger and the audit trail under this name.
user-enable = Enable this user
user-enable-what = The user can sign in again with the same password.
user-enable-tokens = The user's API tokens work again: { $names }.

done-user-added = { $name } was added and can sign in.
done-role-changed = The role of { $name } is now { $role }.
done-own-role-changed = Your role is now { $role }.
done-unchanged = Nothing changed.
done-password-set = { $name } has a new password and is signed out of all devices.
done-user-disabled = { $name } is disabled and signed out of all devices.
done-user-enabled = { $name } can sign in again.
done-sessions-ended =
    { $count ->
        [one] Signed out of 1 device.
       *[other] Signed out of { $count } devices.
    }
done-sessions-ended-none = There were no sessions to end.
done-token-revoked = The API token { $name } is revoked. Calls that use it are refused.
refused-no-user = User not found
refused-no-user-next = Choose a user from the list.
refused-last-admin = This is the last admin who can sign in
refused-last-admin-next = Nothing was changed, because nobody could manage wxquota afterwards. Make another user an admin first.
refused-no-token = API token not found
refused-no-token-next = It may already be revoked, and another token may now have its name. Nothing was changed.

tokens-lead = A program uses an API token to act with the rights of the token's role, on behalf of the user who created it.
tokens-none = No API tokens yet
tokens-none-next = Create one for each program, so that you can revoke each one separately.
tokens-revoked =
    { $count ->
        [one] 1 revoked token
       *[other] { $count } revoked tokens
    }
col-token-name = Token
col-token-state = State
col-made-by = Created by
col-token-for = For
col-created = Created
col-expires = Expires
never-used = never
never-expires = never
token-live = active
token-capped = limited to its creator's role, { $role }
token-revoked-since = revoked
token-expired-since = expired
token-maker-disabled = does not work: its creator is disabled
token-owner-disabled = does not work: its user is disabled
token-owner-capped = limited to its user's role, { $role }
token-for = for { $name }
token-create-title = Create an API token
token-create = Create token
token-create-hint = A token never has more rights than you, and it stops working when you are disabled.
field-token-name = Name
field-token-name-hint = The program that uses it, such as ci or grafana.
fault-token-name = Use one line of 1 to 60 visible characters, without a mix of scripts that look alike.
fault-token-name-taken = An active token has this name. Choose another name, or revoke that token first.
fault-expires = Choose one of the options.
lasts-days = in { $days } days
lasts-year = in a year
lasts-for-ever = never
token-made = API token { $name } created with the role { $role }
token-made-next = Copy it now. It is not shown again; wxquota stores only its hash.
token-example = Example call, with the token in the environment variable WXQUOTA_TOKEN:
token-missed = API token { $name } was created but can no longer be shown
token-missed-next = A token is shown once, within two minutes. Revoke { $name } and create another.
token-revoke = Revoke…
token-revoke-what = Calls that use it are refused immediately. You cannot undo this.
token-revoke-confirm = Revoke { $name }

role-viewer = Viewer
role-support = Support
role-lead = Team lead
role-admin = Admin
role-reporter = Reporter
may-see-usage = See usage, history and the number of clears left
may-sample-now = Sample an interface at any time
may-acknowledge = Acknowledge notices
may-look-up-rids = Look up rids (personal data masked)
may-see-ledger = See the audit trail, the system settings, and the ledger with names and reasons
may-clear = Clear call counts
may-automate = Manage policies and channels, and stop automatic clears
may-administer = Manage accounts and their AppSecrets, users, API tokens and system settings

field-user-name = Name
field-password = Password
field-password-new = New password
field-password-again = Confirm password
field-password-yours = Your password
field-password-hint = At least { $count } characters. Use three or four unrelated words, or a sentence.
col-role = Role

fault-user-name-empty = Enter a name.
fault-user-name-long = At most { $count } characters.
fault-user-name-characters = Use one line of visible characters, without a colon.
fault-user-name-reserved = wxquota uses this name itself. Choose another name.
fault-password-short = At least { $count } characters.
fault-password-long = At most { $count } characters.
fault-password-name = The password must differ from the name.
fault-password-repeated = A single repeated character is easy to guess. Choose another password.
fault-password-common = This password is easy to guess: it is common, a date or number, or a name with little added. Use three or four unrelated words, or a sentence.
fault-password-again = The passwords do not match.
fault-password-unchanged = Choose a password that differs from the current one.
fault-confirm-missing = Enter your password to continue.
fault-password-busy = wxquota is checking too many passwords right now. Your password is not the problem. Enter it again in a moment.

wait-title = Too many failed attempts
wait-next = Try again in { $wait } (at { $at }).
wait-until = Try again at { $at }.
wait-left = Time left: { $left }
wait-over = You can try again now.
confirm-hint = You last entered it more than 10 minutes ago.
confirm-hint-channel = Only needed to replace the address or the secret.
confirm-asked = This needs your password
confirm-wrong = Wrong password
confirm-asked-next = Nothing was changed. Enter your password in the form and send it again.
