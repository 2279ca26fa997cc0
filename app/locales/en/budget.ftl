### The budget of a month: clears used and left, by whom and why, whether the rest lasts

nav-budget = Clears budget
budget-lead = The clears of this month: who used them and why, how many calls they restored, and whether the rest is enough.
budget-of-month = Clears budget
budget-title = Clears budget: { $month }
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

month-scope-account = Account-wide clears
month-scope-interface = Single-interface clears
month-left = { $left } of { $limit } left
month-left-at-most = at most { $left } of { $limit } left
month-fewest = Fewest left: { $account }, { $left } of { $limit }
month-fewest-at-most = Fewest left: { $account }, at most { $left } of { $limit }
month-a-day = { $limit } per day
month-left-today = { $left } left today
month-used = { $count } used
month-unknown = { $count } unknown
month-elsewhere = { $count } made elsewhere
month-used-by-others = { $count } of these by retired accounts
month-given-back = Calls restored
month-did-nothing =
    { $count ->
        [0] none of { $spent } without effect
       *[other] { $count } of { $spent } without effect
    }
month-nothing-named = No effect:
month-nothing-one = { $account }, { $date }

## Whether the clears suffice to the end of the month

forecast-enough =
    At this pace { $least ->
        [0] { "" }
       *[other] { "at least " }
    }{ $count } of { $limit } by the { $day ->
        [31] 31st
       *[other] { $day }th
    }: enough
forecast-short =
    At this pace { $least ->
        [0] { "" }
       *[other] { "at least " }
    }{ $count } of { $limit } by the { $day ->
        [31] 31st
       *[other] { $day }th
    }: not enough, { $missing } too few
forecast-all-enough =
    At this pace { $least ->
        [0] { "" }
       *[other] { "at least " }
    }{ $count } of { $limit } by the { $day ->
        [31] 31st
       *[other] { $day }th
    }: enough for each account
forecast-some-short =
    At this pace { $least ->
        [0] { "" }
       *[other] { "at least " }
    }{ $count } of { $limit } by the { $day ->
        [31] 31st
       *[other] { $day }th
    }: not enough for { $names }
forecast-one = { $account } ({ $count } of { $limit })

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
who-by-hand = by hand
who-by-policy = by policy
month-clears-filtered = { $count } of { $all } clears
month-filters = Filter and sort totals and clears
month-filtered = Filtered by { $filters }. The summary above is of the whole month.
month-text-hint = account, interface, person or reason
month-sort = Sort totals by
month-none-filtered = No clears match these filters
month-printed = Printed { $at } by { $who }
who-policy = { $name } (policy)
who-agreed = approved by { $name }
who-broke-glass = break glass

## Its totals

totals-by-person = Clears by person
totals-by-account-and-person = Clears by account and person
totals-by-interface = Clears by interface
totals-by-reason = Clears by reason
totals-sum = Total
totals-elsewhere = Made elsewhere (suspected)
totals-no-reason = No reason known (made elsewhere)
totals-interface-unknown = One interface, unknown which
totals-most = most used
totals-name = name

## Months before it

month-past = Previous months
month-past-label = { $scope }: { $name }

## Requests above the ledger

ledger-requests = Open requests
ledger-requests-over = Requests decided or expired in the last 24 hours
col-asked = Requested
col-open-until = Open until
col-decided = Decided
