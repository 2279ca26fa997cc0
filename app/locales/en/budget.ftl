### The budget of a month: clears used and left, by whom and why, whether the rest lasts

nav-budget = Budget
budget-lead = The month's clears: who used them and why, what they gave back, and whether the rest lasts.
budget-of-month = Budget of the month
month-steps = Other months
month-now = This month
print = Print
no-month-title = There is no such month
no-month-why = A month is written as in 2026-11. Months to come have no page yet.
failed-to-month = Go to this month

## What the marks mean

mark-nothing = did nothing
mark-free = cost nothing
result-counted = counted as used
mark-count = { $count } { $what }
mark-count-left = { $count } left

## The month at a glance

month-scope-account = Whole account
month-scope-interface = Single interfaces
month-left = { $left } left of { $limit }
month-left-at-most = at most { $left } left of { $limit }
month-a-day = { $limit } a day
month-left-today = { $left } today
month-used = { $count } used
month-unknown = { $count } unknown
month-elsewhere = { $count } elsewhere
month-given-back = Calls given back
month-did-nothing =
    { $count ->
        [0] none of { $spent } used did nothing
       *[other] { $count } of { $spent } used did nothing
    }
month-nothing-named = Did nothing:
month-nothing-one = { $account }, { $date }
pace-lasts = Lasts at this pace
pace-lasts-short = lasts
pace-short =
    { $needed ->
        [one] At this pace 1 more is needed
       *[other] At this pace { $needed } more are needed
    }, { $left ->
        [0] none is left
        [one] 1 is left
       *[other] { $left } are left
    }
pace-short-many = These do not last at this pace: { $names }

## Its accounts

month-accounts = Accounts
month-corrected-account = { $account }: WeChat said that none of its account-wide clears is left (48006), so those that nobody here made count as made elsewhere.
month-corrected-interface = { $account }: WeChat said that none of its single-interface clears is left (48006), so those that nobody here made count as made elsewhere.
month-at-most = { $account }: counted since { $since }. Some may have been used before, so what is left is "at most".
month-unseen = Clears made elsewhere are guesses from counts that fell. Not seen: a clear of what had little use, one within half an hour after midnight, one whose calls were made again before the next reading, and one within 2 hours after a clear of ours.
month-unwatched = Nothing was watched in { $month }
month-unwatched-why = The desk began later, so it knows nothing of this month.

## Its days and its clears

month-days = Days ({ $zone })
month-day-clear = { $what } of { $account }: { $result }
semicolon = { "; " }
month-none = No clear in { $month }
month-none-next = Whatever is cleared this month will stand here, with who and why.
month-clears =
    { $count ->
        [one] 1 clear
       *[other] { $count } clears
    }
month-override = Went on because: { $reason }
col-did-nothing = Did nothing
who-by-hand = by hand
who-by-policy = by policy
who-policy = { $name } (policy)
who-agreed = agreed by { $name }
who-broke-glass = broke the glass

## Months before it

month-past = Beside the months before
month-past-label = { $scope }: { $name }

## Requests above the ledger

ledger-requests = Requests for a second person
col-asked = Asked
col-decided = Decided
ledger-request-until = until { $time }
