### Notices: what people were told

notices-title = Notices
notices-lead = What changed, told once each time it did.
notices-channels = Channels: where notices also go
notices-read = Mark all as read
notices-none = No notices yet
notices-none-next = When an interface crosses a line, an account cannot be read, or a policy does something, it is told here.
notices-none-filtered = No notice fits these filters
notices-none-unread = Nothing unread
interface-notices = Notices of this interface
notice-unread = unread
col-severity = Severity
col-news = What happened
filter-news-kind = Kind
filter-all-news = all kinds
filter-read = Read
filter-read-or-not = read or not
filter-unread = unread only
severity-info = info
severity-warning = warning
severity-critical = critical
severity-over = { $severity }, over
severity-any = any severity
severity-from = { $severity } and above
severity-only = { $severity } only

## What happened

figures-used = { $used } of { $limit } used
news-warning = Warning line reached: { $used }
news-critical = Critical line reached: { $used }
news-used-up = Used up: { $used }
news-eased = Eased to { $now }: { $used }
news-over-warning = No longer near the limit: { $used }
news-over-critical = No longer critical: { $used }
news-over-used-up = No longer used up: { $used }
news-readings-fail = The account cannot be read: { $why }
news-readings-again = The account can be read again
news-policy-met = Policy { $policy } is met: { $what }
news-policy-over = What policy { $policy } waits for is over
news-policy-clears = Policy { $policy } clears this interface (clear { $clear })
news-policy-clears-all = Policy { $policy } clears all interfaces of the account (clear { $clear })
news-policy-withheld = Policy { $policy } did not clear: { $why }
news-policy-suspended = Policy { $policy } is suspended until somebody resumes it: its clear { $clear } is { $state }
news-incident = A service reported { $errcode }: { $because }
news-incident-again = A service reported { $errcode } again after clear { $clear }: { $because }
news-stopped = { $by } stopped all automatic clears
news-stopped-why = { $by } stopped all automatic clears: { $reason }
news-resumed = { $by } let automatic clears go on
news-resumed-why = { $by } let automatic clears go on: { $reason }
news-undelivered = Messages to the channel { $channel } are given up
met-no-figure = no figure is known
met-used = { $used }, { $percent } % or more
met-exhausted = { $used }, nothing left
met-runs-out = runs out at about { $at }, { $used }
met-incident = a service reported that the quota is used up, { $used }

## Kinds of news

event-threshold = line reached
event-eased = eased
event-recovered = no longer near the limit
event-account-failing = account cannot be read
event-account-recovered = account read again
event-policy-met = policy met
event-policy-over = policy no longer met
event-policy-clears = policy clears
event-policy-withheld = policy did not clear
event-policy-suspended = policy suspended
event-incident = error reported
event-stopped = automatic clears stopped
event-resumed = automatic clears go on
event-undelivered = messages given up
event-test = test of a channel

## Why a policy did not clear: parts of sentences

withheld-kill-switch = all automatic clears are stopped
withheld-suspended = it is suspended by its clear { $clear }
withheld-changed = it was changed, paused or removed while it was about to
withheld-quiet-hours = its quiet hours last until { $until }
withheld-reset-soon = the day resets by itself at { $at }
withheld-cooldown = it tried a short while ago, and may again at { $until }
withheld-day-limit =
    { $limit ->
        [0] it may make no clear a day
        [one] it has made its one clear of the day on this account
       *[other] it has made its { $limit } clears of the day on this account
    }
withheld-month-limit =
    { $limit ->
        [0] it may make no clear a month
        [one] it has made its one clear of the month on this account
       *[other] it has made its { $limit } clears of the month on this account
    }
withheld-budget-uncertain = nobody has said how many clears were used this month before this desk began, so it might touch the reserve
withheld-reserve = { $left } left, and automatics never touch the last { $reserve }
withheld-open = clear { $clear } is not settled yet
withheld-unread = no reading could be made right before
withheld-not-met = { $share } used by the reading right before, which is not what it waits for
withheld-not-lifted = clears do not reset this interface
withheld-per-minute = calls fail by a limit per minute, which no clear lifts
withheld-low-use = only { $share } used, so a clear is pointless
withheld-not-clearable = it cannot be cleared
withheld-not-accepted = it ordered clear { $clear }, which WeChat did not make

## Why the desk did that about a reported error: parts of sentences

because-pending = not investigated yet
because-known = the explanation says what to do; wxquota can do nothing about it
because-unknown = the errcode is not in the catalogue
because-minute-limit = the limit per minute, which a clear does not lift: call more slowly
because-uncounted-limit = a daily limit of the interface that quota/get does not count and a clear does not lift; it ends with the day
because-quota-left = { $used }, so it was the limit per minute, which a clear does not lift: call more slowly
because-no-policy = { $used }, and no policy handles this interface
because-policy-told = { $used }; the policy { $policy } notified people
because-policy-clears = { $used }; the policy { $policy } ordered a clear
because-cleared-by = clear { $clear } was made after it
because-still-cleared = reported again after clear { $clear }, but there is quota left: { $used }
because-reported-again = reported again after clear { $clear }
because-clear-void = clear { $clear } is { $state }
because-clear-unknown = { $used }; the policy { $policy } ordered clear { $clear }, whose outcome is unknown. The policy makes no further clear until a person resumes it
because-quota-back = there is quota left now: { $used }
because-policy-withheld = the policy { $policy } did not clear: { $why }
because-no-interface = the report names no interface that is known, and none seems to be used up
because-guessed = the report names no interface that is known; { $path } is used up ({ $used }), so it may be that one. Nothing is cleared on a guess: let the service name the interface as cgi_path
because-not-watched = the interface is not watched on this account, so it cannot be read
because-not-read = no reading could be made: { $why }
because-readings-spent = there is no figure: WeChat has none, or the account's readings of the day are used up
because-own-token-works = wxquota's own token works: the service has to fetch its token again
because-own-token-works-again = wxquota's own token works, and this was reported before: something keeps fetching tokens that invalidate the others
because-renewed-elsewhere = somebody else had the token renewed: the service has to fetch it
because-forced = WeChat refused the token that it had just given, so wxquota had it renewed: the service has to fetch it
because-no-token = wxquota gets no token of this account either: { $why }
because-not-active = the account is paused or retired, so nothing was tried
because-broken = wxquota failed over it; see its log
