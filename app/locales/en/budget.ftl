### The budget of a month: clears used and left, by whom and why, whether the rest lasts

nav-budget = Clears budget
budget-lead = The clears of this month: who used them and why, how many calls they restored, and whether the rest is enough.
budget-of-month = Clears budget
month-steps = Other months
month-now = This month
print = Print
no-month-title = Month not found
no-month-why = Write a month as in 2026-11. Future months have no page yet.
failed-to-month = Go to this month

## What the marks mean

mark-nothing = no effect
mark-free = not counted
result-counted = counted as used
mark-count = { $count } { $what }
mark-count-left = { $count } left

## The month at a glance

month-scope-account = Whole account
month-scope-interface = Single interfaces
month-left = { $left } left of { $limit }
month-left-at-most = at most { $left } left of { $limit }
month-a-day = { $limit } per day
month-left-today = { $left } left today
month-used = { $count } used
month-unknown = { $count } unknown
month-elsewhere = { $count } elsewhere
month-given-back = Calls restored
month-did-nothing =
    { $count ->
        [0] none of { $spent } had no effect
       *[other] { $count } of { $spent } had no effect
    }
month-nothing-named = No effect:
month-nothing-one = { $account }, { $date }
pace-lasts = On track: enough for this month
pace-lasts-short = enough for this month
pace-short =
    { $needed ->
        [one] At this pace, 1 more is needed
       *[other] At this pace, { $needed } more are needed
    }, { $left ->
        [0] none is left
        [one] 1 is left
       *[other] { $left } are left
    }
pace-short-many = Not enough at this pace: { $names }

## Its accounts

month-accounts = Accounts
month-corrected-account = { $account }: WeChat answered that no account-wide clears are left (48006). Clears that the ledger does not contain are counted as made elsewhere.
month-corrected-interface = { $account }: WeChat answered that no single-interface clears are left (48006). Clears that the ledger does not contain are counted as made elsewhere.
month-at-most = { $account }: counted since { $since }. Some clears may have been used before, so the number left is “at most”.
month-unseen = wxquota suspects a clear made elsewhere when counts fall. It cannot detect a clear of an interface with little use, a clear within half an hour after midnight, a clear within 2 hours after one of ours, or a clear whose calls were made again before the next reading.
month-unwatched = No account was watched in { $month }
month-unwatched-why = wxquota was set up later, so it has no data for this month.

## Its days and its clears

month-days = Days ({ $zone })
month-day-clear = { $what } ({ $account }): { $result }
semicolon = { "; " }
month-none = No clears in { $month }
month-none-next = Clears made this month appear here, with who made them and why.
month-clears =
    { $count ->
        [one] 1 clear
       *[other] { $count } clears
    }
month-override = Reason for continuing: { $reason }
col-did-nothing = No effect
who-by-hand = by people
who-by-policy = by policies
who-policy = { $name } (policy)
who-agreed = approved by { $name }
who-broke-glass = break glass

## Months before it

month-past = Previous months
month-past-label = { $scope }: { $name }

## Requests above the ledger

ledger-requests = Open requests
ledger-requests-over = Requests decided or expired in the last 24 hours
col-asked = Requested
col-open-until = Open until
col-decided = Decided
