### The overview

overview-title = Overview
sampled = Sampled
sampled-never = Nothing was read yet
counts-of-account = Counts of { $account } only.
counts-of-search = Counts of what matches “{ $text }” only.
counts-of-both = Counts of what matches “{ $text }” on { $account } only.
counts-show-all = Show all
counts-without-paused =
    { $count ->
        [one] Without { $count } interface of a paused account.
       *[other] Without { $count } interfaces of paused accounts.
    }
next-reading = next
next-reading-none = no reading is due
account-troubled = { $name } cannot be read
token-trouble-refused = WeChat refuses its credentials.
token-trouble-frozen = Its AppSecret or the account is frozen.
token-trouble-ip = WeChat does not let this machine's address call.
token-trouble-limited = The token endpoint's own quota is used up. Wait until midnight, or clear by AppSecret.
token-trouble-limited-minute = The token endpoint's own quota is used up for this minute. It is tried again by itself.
how-to-fix = How to fix it
filter-all-accounts = all accounts
filter-all-states = all states
filter-search = Search
filter-search-hint = name or path
filter-sort = Sort
filter-apply = Apply
filter-clear = Reset filters
sort-urgency = nearest to the limit
sort-runs-out = runs out first
sort-used = most used
sort-account = account
sort-interface = path
sort-age = longest unread
no-rows-filtered = Nothing matches these filters
no-rows-beyond = The list ends before this page
no-rows = No interface is watched
no-rows-next = Choose interfaces in an account's settings.
first-run-title = Welcome to wxquota
first-run-lead = Add your first account to see its quotas
first-run-needs = You need two things from WeChat's console ({ $place }):
first-run-step-credentials = The account's appid and its AppSecret.
first-run-step-ip = This machine's public IPv4 address on the account's IP white list, which takes 5 to 10 minutes.
first-run-minute = It takes a minute: the usual interfaces are chosen for you.
table-interfaces = Watched interfaces
col-state = State
col-interface = Interface
col-account = Account
col-usage = Used / limit
col-trend = 24 h
col-runs-out = Runs out
col-read = Read
before-reset = read before the reset
next-reading-now = reading now
