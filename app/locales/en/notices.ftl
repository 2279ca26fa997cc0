### Notices: what people were told

notices-title = Notices
notices-lead = One notice for each change of state.
notices-channels = Channels
notices-read = Mark all as read
notices-none = No notices yet
notices-none-next = A notice appears here when an interface reaches a threshold, an account cannot be sampled, or a policy acts.
notices-none-filtered = No notices match these filters
notices-none-unread = No unread notices
interface-notices = Notices of this interface
notice-unread = unread
col-severity = Severity
col-news = Event
filter-news-kind = Kind
filter-all-news = all kinds
filter-read = Read status
filter-read-or-not = read and unread
filter-unread = unread only
severity-info = info
severity-warning = warning
severity-critical = critical
severity-over = resolved ({ $severity })
severity-any = all severities
severity-from = { $severity } and above
severity-only = { $severity } only

## What happened

figures-used = { $used } of { $limit } used
news-warning = Warning threshold reached: { $used }
news-critical = Critical threshold reached: { $used }
news-used-up = Quota used up: { $used }
news-eased = Fell to { $now }: { $used }
news-over-warning = Back to normal: { $used }
news-over-critical = No longer critical: { $used }
news-over-used-up = No longer used up: { $used }
news-readings-fail = The account cannot be sampled: { $why }
news-readings-again = The account can be sampled again
news-policy-met = Policy { $policy }: condition met, { $what }
news-policy-over = Policy { $policy }: condition no longer met
news-policy-clears = Policy { $policy } clears this interface (clear #{ $clear })
news-policy-clears-all = Policy { $policy } clears all interfaces of the account (clear #{ $clear })
news-cleared = This interface is being cleared (clear #{ $clear })
news-cleared-all = All interfaces of the account are being cleared (clear #{ $clear })
news-policy-withheld = Policy { $policy } did not clear: { $why }
news-policy-suspended = Policy { $policy } is suspended until somebody resumes it. The state of its clear #{ $clear } is: { $state }
news-policy-suspended-plain = Policy { $policy } is suspended until somebody resumes it
news-incident = A service reported { $errcode }: { $because }
news-incident-again = A service reported { $errcode } again after clear #{ $clear }: { $because }
news-stopped = { $by } stopped all automatic clears
news-stopped-why = { $by } stopped all automatic clears: { $reason }
news-resumed = { $by } resumed automatic clears
news-resumed-why = { $by } resumed automatic clears: { $reason }
news-undelivered = Messages to the channel { $channel } could not be delivered
met-no-figure = no figures available
met-used = { $used }, { $percent }% or more
met-exhausted = { $used }, none left
met-runs-out = runs out at about { $at }, { $used }
met-incident = a service reported that the quota is used up, { $used }

## Kinds of news

event-threshold = threshold reached
event-eased = usage fell
event-recovered = back to normal
event-account-failing = account cannot be sampled
event-account-recovered = account sampled again
event-policy-met = policy: condition met
event-policy-over = policy: condition no longer met
event-policy-clears = policy clears
event-clear-made = clear made
event-policy-withheld = policy did not clear
event-policy-suspended = policy suspended
event-incident = error reported
event-stopped = automatic clears stopped
event-resumed = automatic clears resumed
event-undelivered = messages undeliverable
event-test = channel test

## Why a policy did not clear: parts of sentences

withheld-kill-switch = all automatic clears are stopped
withheld-suspended = the policy is suspended because of its clear #{ $clear }
withheld-suspended-plain = the policy is suspended
withheld-changed = the policy was changed, paused or removed in the meantime
withheld-quiet-hours = quiet hours until { $until }
withheld-reset-soon = the daily reset is at { $at }
withheld-cooldown = cooldown until { $until }
withheld-day-limit =
    { $limit ->
        [0] its limit is 0 clears per day
        [one] it has reached its limit of 1 clear per day on this account
       *[other] it has reached its limit of { $limit } clears per day on this account
    }
withheld-month-limit =
    { $limit ->
        [0] its limit is 0 clears per month
        [one] it has reached its limit of 1 clear per month on this account
       *[other] it has reached its limit of { $limit } clears per month on this account
    }
withheld-budget-uncertain = the number of clears used this month before wxquota was set up is not entered, so a clear might use the reserve
withheld-reserve = { $left } left, and policies never use the last { $reserve }
withheld-open = clear #{ $clear } has no result yet
withheld-unread = the reading before the clear failed
withheld-not-met = { $share } used in the reading before the clear, so the condition is not met
withheld-not-lifted = clears do not reset this interface
withheld-per-minute = calls fail because of a per-minute limit, which a clear does not reset
withheld-low-use = only { $share } is used, so a clear would restore almost nothing
withheld-not-clearable = it cannot be cleared
withheld-not-accepted = WeChat did not carry out its clear #{ $clear }

## Why the desk did that about a reported error: parts of sentences

because-pending = not investigated yet
because-known = wxquota cannot fix this error; the explanation says who has to act
because-unknown = the errcode is not in the catalogue
because-minute-limit = the per-minute limit was reached, which a clear does not reset; slow the calls down
because-uncounted-limit = a daily limit was reached that WeChat does not report and a clear does not reset; it ends with the day
because-quota-left = { $used }, so the per-minute limit was reached, which a clear does not reset; slow the calls down
because-no-policy = { $used }, and no policy applies to this interface
because-policy-told = { $used }; the policy { $policy } notified people
because-policy-clears = { $used }; the policy { $policy } started a clear
because-clear-started = { $used }; a clear was started
because-cleared-by = clear #{ $clear } was made afterwards
because-still-cleared = reported again after clear #{ $clear }, but there is quota left: { $used }
because-reported-again = reported again after clear #{ $clear }
because-clear-void = the state of clear #{ $clear } is: { $state }
because-clear-unknown = { $used }; the policy { $policy } started clear #{ $clear }, whose outcome is unknown. The policy makes no more clears until a person resumes it
because-quota-back = quota is available again: { $used }
because-policy-withheld = the policy { $policy } did not clear: { $why }
because-no-interface = the report does not name a known interface, and no interface seems to be used up
because-guessed = the report does not name a known interface. { $path } is used up ({ $used }) and may be the cause. wxquota does not clear on a guess; the service should send the interface as cgi_path
because-not-watched = the interface is not watched on this account, so it cannot be sampled
because-not-read = the reading failed: { $why }
because-readings-spent = no figures are available: WeChat reports none, or the account's readings for today are used up
because-not-turned = WeChat still returns yesterday's figures, so today's usage is not known yet
because-own-token-works = wxquota's own token works, so the service has to refresh its token
because-own-token-works-again = wxquota's own token works, and this error was reported before; another program keeps fetching tokens that invalidate the others
because-renewed-elsewhere = another program refreshed the token, so the service has to fetch it again
because-forced = WeChat refused the token that it had just issued, so wxquota refreshed it; the service has to fetch it again
because-no-token = wxquota cannot fetch a token of this account either: { $why }
because-not-active = the account is paused or retired, so wxquota did not investigate
because-broken = an internal error occurred; see the log of wxquota

## Messages to chat robots

message-title =
    { $count ->
        [one] wxquota
       *[other] wxquota: { $count } notices
    }
message-more = … and { $count } more
message-test = wxquota: this is a test message. Notices of this channel will look like this.
message-subject = [{ $severity }] { $subject }
message-resets = Resets at { $at }
message-clears-left = Clears left this month: { $account } account-wide, { $interface } single-interface
message-owner = Owner: { $owner }
message-at = Time: { $at }

## Acknowledging

acknowledge = Acknowledge
acknowledge-open = Open
acknowledged-by = Acknowledged
acknowledged-by-nobody = by nobody yet
acknowledged-hint = Whoever acknowledges a notice takes care of it. Everybody sees who that is.
filter-acknowledged-or-not = Acknowledged or not
filter-not-acknowledged = Not acknowledged
filter-acknowledged = Acknowledged
notice-title = Notice
notice-more = Show details
done-acknowledged = You have acknowledged this notice.
no-notice-title = This notice does not exist
no-notice-why = It may have been deleted because of its age.
failed-to-notices = Notices
file-acknowledged-at = Acknowledged at
