### The overview

overview-title = Overview
sampled = Sampled
sampled-never = No readings yet
counts-of-account = Counts include only { $account }.
counts-of-search = Counts include only interfaces that match “{ $text }”.
counts-of-both = Counts include only interfaces of { $account } that match “{ $text }”.
counts-of-group = Counts include only accounts in the group { $group }.
counts-show-all = Show all
counts-without-paused =
    { $count ->
        [one] { $count } interface of a paused account is not counted.
       *[other] { $count } interfaces of paused accounts are not counted.
    }
next-reading = next
next-reading-none = no reading scheduled
account-troubled = { $name } cannot be sampled
token-trouble-refused = WeChat refuses its credentials.
token-trouble-frozen = The AppSecret or the account is frozen.
token-trouble-ip = WeChat does not accept calls from this server's IP address.
token-trouble-limited = The daily quota for fetching tokens is used up. Wait until midnight, or clear with the AppSecret.
token-trouble-limited-minute = The per-minute quota for fetching tokens is used up. wxquota tries again automatically.
how-to-fix = How to fix it
filter-all-accounts = all accounts
filter-all-groups = all groups
filter-all-states = all states
filter-search = Search
filter-search-hint = name or path
filter-sort = Sort
filter-apply = Apply
filter-clear = Reset filters
sort-urgency = nearest to limit
sort-runs-out = runs out soonest
sort-used = most used
sort-account = account
sort-interface = path
sort-age = oldest reading first
no-rows-filtered = No interfaces match these filters
no-rows-beyond = There are no more interfaces on this page
no-rows = No interfaces are watched
no-rows-next = Choose interfaces in an account's settings.
first-run-title = Welcome to wxquota
first-run-lead = Add your first account to see its quotas
first-run-needs = You need two things from WeChat's console ({ $place }):
first-run-step-credentials = The account's AppID and AppSecret.
first-run-step-ip = This server's public IPv4 address on the account's IP white list. A change takes effect within 5 to 10 minutes.
first-run-minute = It takes a minute. wxquota selects the usual interfaces for you.
table-interfaces = Watched interfaces
col-state = State
col-interface = Interface
col-account = Account
col-group = Group
col-usage = Used / limit
col-trend = 24 h
col-runs-out = Runs out
ran-out = ran out
col-read = Sampled
before-reset = sampled before the reset
next-reading-now = sampling now
