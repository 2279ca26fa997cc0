### Pages that cannot be shown

no-account-title = Account not found
no-account-why = The account may have been retired, or the address may be mistyped.
no-interface-title = Interface not found on this account
no-interface-why = The interface may belong to another account, or the address may be mistyped.
forbidden-title = You do not have access to this page
forbidden-roles = Your role is { $role }. This page requires one of these roles: { $roles }.
forbidden-nobody = You are not signed in. This page requires one of these roles: { $roles }.
forbidden-to-settings = See what your role allows
forbidden-why = Ask an admin to do this for you, or to change your role.
internal-title = Something went wrong on our side
internal-why = Your input did not cause this. Try again. If it happens again, see the log of wxquota.
failed-to-accounts = Go to the accounts
