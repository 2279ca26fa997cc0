### Pages that cannot be shown

no-account-title = There is no such account
no-account-why = It may have been retired, or the address may be mistyped.
no-interface-title = There is no such interface on this account
no-interface-why = It may belong to another account, or the address may be mistyped.
forbidden-title = Your role may not see this
forbidden-roles = Your role here is { $role }. This is for { $roles }.
forbidden-nobody = You are not signed in. This is for { $roles }.
forbidden-to-settings = What my role may do
forbidden-why = Ask an admin of this desk to do it, or to give you the role for it.
internal-title = Something went wrong on our side
internal-why = Nothing you typed is at fault. Try again; if it happens again, the program's log says what happened.
failed-to-accounts = Go to the accounts
