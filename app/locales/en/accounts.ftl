### Accounts

accounts-title = Accounts
accounts-empty = No accounts yet
account-add = Add an account
account-add-submit = Check and add
account-add-lead = wxquota checks the credentials with WeChat before it saves anything. The check fetches one token and takes one reading.
account-settings = Settings
account-settings-title = Account settings
account-no-interfaces = This account has no watched interfaces
unwatched-title = Interfaces that are no longer watched
col-watched-until = Watched until
not-read-while-paused = not sampled while paused
col-kind = Kind
col-appid = AppID
col-token = Token
col-interfaces = Interfaces
status-paused = paused
status-retired = retired
kind-mini-program = mini program
kind-mini-game = mini game
kind-official-account = official account
kind-service-account = service account
kind-shop = shop
kind-platform = third-party platform
kind-other = other
token-valid = valid
token-expired = expired
token-refused = refused
token-frozen = frozen
token-ip-refused = IP refused
token-limited = token quota used up
token-none = none yet
token-expires = expires
fact-readings-today = Readings today
fact-next-reading = Next reading
fact-forced-refreshes = Forced token refreshes today
allowance-spent = This account has used up its readings for today
allowance-spent-next = Sampling continues after the daily reset. If WeChat allows more, increase the daily reading allowance in the account's settings.
sampling-slower-title = Interfaces are sampled every { $hours } h instead of every { $interval } h
sampling-slower-next = More frequent readings of all interfaces would exceed the account's daily reading allowance. Watch fewer interfaces, or increase the allowance.
field-name = Name
field-name-hint = The name that your team uses for the account.
field-appid-hint = wx followed by 16 characters (digits or a–f), as shown in WeChat's console.
field-secret = AppSecret
field-secret-new = New AppSecret
field-secret-hint = Stored encrypted and never shown again.
field-paths = Interface paths, one per line
field-paths-hint-new = Leave this empty to watch the usual interfaces for this kind of account.
field-paths-hint = For interfaces that are not in the list.
field-cleared = Account-wide clears already used this month
field-cleared-hint = As WeChat's console shows it, usually 0 to 10. Until you enter it, pages show “at most”.
field-anyway = Add the account although the check failed
field-readings = Daily reading allowance
field-readings-hint = WeChat limits the number of readings too. wxquota reserves 200 of them for verifying clears.
fault-kind = Choose a kind of account.
fault-platform = Third-party platforms are not supported. Add the accounts that the platform serves, each with its own AppID.
platform-unsupported = Third-party platforms are not supported
platform-unsupported-next = WeChat does not give a platform an access_token in the ordinary way, so wxquota can neither sample nor clear its interfaces. Its history is kept. Add the accounts that the platform serves. If this account is not a platform, choose another kind in its settings.
fault-name-empty = Enter a name.
fault-name-long = At most 60 characters.
fault-name-invisible = Use one line of visible characters.
fault-name-lookalikes = This name mixes scripts that look alike, such as Latin and Cyrillic. Use letters of one of them.
fault-name-id = A number or an AppID cannot be a name, because it would be read as an ID. Add a word.
fault-name-taken = Another account has this name. Choose another name.
fault-appid = An AppID is wx followed by 16 digits or letters a–f. Copy it from WeChat's console.
fault-appid-taken = This AppID has already been added as { $name }. To change its AppSecret, open its settings.
fault-secret-empty = Enter the AppSecret. If nobody has it, reset it in WeChat's console.
fault-secret = An AppSecret has at most 256 characters and no spaces. Copy it again from WeChat's console.
fault-cleared = Enter a number from 0 to { $most }, or leave this empty.
fault-readings = Enter a number from 300 to 100,000.
fault-path = { $path }: { $why }
fault-path-empty = Select an interface, or enter a path such as /cgi-bin/message/custom/send.
fault-path-long = A path can have at most 200 characters.
fault-path-host = This is an address of another host. Enter only the path, such as /cgi-bin/message/custom/send.
fault-path-character = A path can contain only letters, digits and / _ - .
fault-path-sns = WeChat does not report the quota of /sns/ interfaces, so they cannot be watched.
settings-general = General
settings-credentials = Credentials
settings-interfaces = Interfaces
settings-reading = Sampling and retirement
save = Save
cancel = Cancel
secret-replace = Replace the AppSecret
check-now = Check now
check-hint = Fetches a token and takes one reading.
choose-interfaces = Choose interfaces
choose-interfaces-hint = From the catalogue, for this kind of account.
watch-submit = Watch these interfaces
unwatch = Stop watching
unwatch-path = Stop watching { $path }
pause = Pause sampling
pause-hint = No readings are taken while the account is paused. Its AppSecret and history are kept.
resume = Resume sampling
resume-hint = The account is paused.
retire = Retire the account…
retire-hint = For an account that you no longer need to watch.
retire-title = Retire { $name }
retire-what = What happens when you retire an account
retire-secret = wxquota deletes its copy of the AppSecret. The AppSecret at WeChat does not change.
retire-readings = Sampling stops.
retire-history = The history is kept. It continues if you add the account again.
retire-type = Enter the account's name to confirm: { $name }
retire-mismatch = The name does not match. Nothing was changed.
fault-paths-many = At most { $count } paths at once.

### The list of accounts

col-health = Health
col-last-read = Last reading
col-clears-left = Clears left
col-nearest = Nearest to its limit
accounts-clears = { $account } account-wide, { $interface } single-interface
health-working = working
health-not-read = not read yet
health-nothing-watched = no interfaces chosen yet
health-readings-refused = WeChat refuses readings until { $until }
health-some-failed = { $failed } of { $of } interfaces cannot be read
health-some-stale = { $stale } of { $of } interfaces have outdated readings

### Owner and note

contact-title = Owner and note
contact-owner = Owner
contact-owner-is = Owner: { $owner }
contact-owner-hint = The person or team to contact.
contact-owner-of-account = Owner of the account
contact-note = Note
contact-note-hint = Who to call, and which services use it. Everyone who can sign in sees this.
contact-note-of-account = Note on the account
fault-owner-long = An owner has at most 60 characters; this has { $count }. Shorten it.
fault-owner-invisible = Write the owner on one line, without invisible characters.
fault-note-long = A note has at most 500 characters; this has { $count }. Shorten it.
fault-note-invisible = Remove the invisible characters from the note.

### Adding an account

field-secret-kept-short = kept from your last try
field-secret-kept = Kept from your last try, encrypted, for 10 minutes. Leave the field empty to use it, or type another one.
fault-secret-kept-no-longer = The AppSecret from your last try is no longer kept. Type it again.
fault-refused = { $what }. { $next }
outbound-address = Outbound IP address
outbound-address-seen = WeChat saw this machine as
outbound-address-learned = learned
outbound-address-unknown = Not known yet. WeChat names it when it refuses a call because the address is not on the account's IP white list (40164).
outbound-address-hint = Add it to the IP white list of the account in WeChat's console, or WeChat refuses every call.
usual-interfaces = Usual interfaces of each kind

### Choosing interfaces

choose-search = Search interfaces
choose-search-do = Search
choose-found =
    { $count ->
        [0] No interface matches. Search for another word, or type the path below.
        [one] 1 interface matches.
       *[other] { $count } interfaces match.
    }
choose-found-watched =
    { $count ->
        [one] 1 match is watched already and not listed.
       *[other] { $count } matches are watched already and not listed.
    }
choose-usual = Usual for this kind ({ $kind })

### Groups of accounts

groups-title = Groups
groups-lead = A group brings accounts together, such as those of one team. Lists, exports and the API can be filtered by group.
groups-none = No groups yet
groups-none-next = Add a group here, or type its name in the settings of an account.
groups-manage = Groups
col-groups = Groups
col-group-accounts = Accounts
group-new = Add a group
group-add = Add group
group-rename = Rename
group-rename-named = Rename the group { $name }
group-new-name-of = New name of the group { $name }
group-delete = Delete
group-delete-named = Delete the group { $name }; its accounts stay
field-group-name = Name
field-groups = Groups
field-groups-new = New groups
field-groups-new-hint = Separate several names with semicolons.
groups-save = Save groups
accounts-none-filtered = No accounts in this group
no-group-title = This group does not exist
no-group-why = It may have been deleted.
failed-to-groups = To the groups
fault-group-semicolon = A name cannot contain a semicolon, because semicolons separate the names of several groups.
fault-group-secret = This looks like an AppSecret. Enter a name.
fault-group-taken = There is already a group named { $name }.
fault-groups-many = An account can be in at most { $most } groups.
done-group-added = Group added
done-group-renamed = Group renamed
done-group-deleted = Group deleted. Its accounts are unchanged.
done-groups-saved = Groups saved

### Import of accounts

import-open = Import
import-title = Import accounts
import-lead = Adds the accounts of a CSV file. Nothing is added before you have seen what becomes of each row.
import-upload = Choose a file
import-file = CSV file
import-file-hint = In UTF-8 and at most 1 MiB; a larger file is for the command line: wxquota account import FILE.
import-columns = The first line names the columns, in any order. Several groups are separated by semicolons, several paths by spaces or semicolons. Columns:
import-preview = Upload and preview
import-would-add =
    { $good ->
        [one] 1 account can be added
       *[other] { $good } accounts can be added
    }, { $bad ->
        [0] no row is wrong
        [one] 1 row cannot
       *[other] { $bad } rows cannot
    }
import-added =
    { $good ->
        [one] 1 account added
       *[other] { $good } accounts added
    }, { $bad ->
        [0] no row was wrong
        [one] 1 row was not
       *[other] { $bad } rows were not
    }
import-kept-for = The file is stored encrypted for 10 minutes. WeChat is asked about each account when you add them, at most 20 calls a second.
import-commit =
    { $count ->
        [one] Add 1 account
       *[other] Add { $count } accounts
    }
import-discard = Discard the file
import-discarded = File discarded
import-under-way = { $done } of { $total } rows are done
import-under-way-next = You can leave this page; the import continues.
import-broken =
    { $count ->
        [one] The import ended before the last row; 1 row is left. Upload the file again: accounts that were added are reported as such.
       *[other] The import ended early; { $count } rows are left. Upload the file again: accounts that were added are reported as such.
    }
import-rows = Rows of the file
import-line = Line
import-rows-hidden =
    { $count ->
        [one] 1 more good row is not shown.
       *[other] { $count } more good rows are not shown.
    }
import-row-good =
    { $count ->
        [one] can be added, watching 1 interface
       *[other] can be added, watching { $count } interfaces
    }
import-row-added =
    { $count ->
        [one] added, watching 1 interface
       *[other] added, watching { $count } interfaces
    }
import-unchecked = Not checked, because WeChat could not be reached.
import-nothing-chosen = Choose a CSV file.
import-too-large = The file is larger than 1 MiB. Use the command line: wxquota account import FILE.
import-kept-no-longer = The file is no longer stored. Upload it again.
import-busy = Another import is under way. Wait until it has ended.
import-not-utf8 = The file is not in UTF-8; it may be in GBK or GB18030, as Excel and WPS save CSV in Chinese. Save it as “CSV UTF-8 (comma delimited)” and upload it again.
import-utf16 = The file is in UTF-16, as Excel saves “Unicode text”. Save it as “CSV UTF-8 (comma delimited)” and upload it again.
import-empty = The file is empty. Its first line must name the columns.
import-no-header = The first line must name the columns: name,appid,secret,kind,groups,watch, in any order.
import-separator = The columns are not separated by commas. Save the file as “CSV UTF-8 (comma delimited)”.
import-unknown-columns = Unknown columns: { $names }. The columns are name,appid,secret,kind,groups,watch.
import-twice-column = The column { $name } occurs twice.
import-missing-column = The column { $name } is missing.
import-too-many-rows = The file has too many rows. Split it.
import-malformed = Line { $line } cannot be read as CSV. Check its quotation marks.
import-cells-many = The row has more cells than the first line has columns.
import-cells-long = A cell is too long. Check its quotation marks.
import-formula = The column { $name } begins like a formula. Remove the character at its beginning.
import-secret-elsewhere = The column { $name } holds what looks like an AppSecret. Put it in the column secret.
import-no-secret = There is no AppSecret. Fill in the column secret.
import-two-secrets = Both secret and secret_file are filled in. Keep secret.
import-secret-file = secret_file works on the command line only, so that no browser can make the server read its files. Put the AppSecret in the column secret.
import-appid-twice = The row on line { $line } has the same AppID.
import-name-twice = The row on line { $line } has the same name.
import-many-paths = At most { $most } paths can be watched at once.

### Several accounts at once

bulk-title = Selected accounts
bulk-hint = Tick accounts in the list above.
bulk-all = All accounts that the list shows
bulk-select = Select { $name }
bulk-pause-do = Pause
bulk-resume-do = Resume
bulk-join = Groups, separated by semicolons
bulk-join-do = Add to groups
bulk-leave = Group to leave
bulk-leave-do = Remove from group
bulk-watch-do = Watch on all of them
bulk-paused =
    { $count ->
        [one] 1 account is paused
       *[other] { $count } accounts are paused
    }
bulk-resumed =
    { $count ->
        [one] 1 account is sampled
       *[other] { $count } accounts are sampled
    }
bulk-watching =
    { $count ->
        [0] The accounts watch these interfaces already
        [one] 1 account watches more interfaces
       *[other] { $count } accounts watch more interfaces
    }
bulk-grouped =
    { $count ->
        [0] The accounts are in the same groups as before
        [one] 1 account is in other groups now
       *[other] { $count } accounts are in other groups now
    }
bulk-nothing-chosen = Select at least one account.
bulk-no-group = Enter or choose a group.
