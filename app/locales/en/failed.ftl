### Pages that cannot be shown

no-account-title = Account not found
no-account-why = No account has this ID, AppID or name. The address may be mistyped.
no-interface-title = Interface not found on this account
no-interface-why = The interface may belong to another account, or the address may be mistyped.
forbidden-title = You do not have access to this page
forbidden-roles = Your role is { $role }. This page requires one of these roles: { $roles }.
forbidden-nobody = You are not signed in. This page requires one of these roles: { $roles }.
forbidden-to-settings = See what your role allows
forbidden-why = Ask an admin to do this for you, or to change your role.
internal-title = Something went wrong on our side
internal-why = Your input did not cause this. Try again. If it happens again, see the log of wxquota.
unwritable-title = Nothing can be saved at the moment
unwritable-disk-full = Nothing can be saved: the disk with the database is full. The operator of wxquota has to free some space.
unwritable-read-only = Nothing can be saved: the database is on a read-only file system, or its file may not be written. The operator of wxquota has to make it writable.
unwritable-disk-errors = Nothing can be saved: the disk with the database reports errors. The operator of wxquota has to check the disk.
unwritable-database-removed = Nothing can be saved: the database file was removed or moved. The operator of wxquota has to put it back, or to restore a backup.
unwritable-database-replaced = Nothing can be saved: another file has replaced the database. The operator of wxquota has to put the right file in place and restart wxquota.
unwritable-meanwhile = Until then you can read every page, but you cannot sign in, clear or change anything, and no readings are made.
failed-to-accounts = Go to the accounts
