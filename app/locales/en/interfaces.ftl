### One interface

sample-now = Sample now
chart-title = Calls used
fact-used = Used
fact-left = Left
fact-runs-out = Runs out at
fact-rate-limit = Limit per period
fact-component-rate-limit = Limit per period, for a third-party platform
fact-resets = Resets at
runs-out-used-up = used up
runs-out-no-data = not enough data; needs a successful reading today and { $days } past days
runs-out-between = ({ $from }–{ $to }), { $span } before the reset
runs-out-or-not = (not before { $from }, perhaps not today), { $span } before the reset
runs-out-before-reset = { $span } before the reset
runs-out-not-today = not before the daily reset
rate-limit = up to { $count } in { $seconds } s (upper bound, not guaranteed)
range-label = Time range
range-day = 24 h
range-week = 7 d
range-month = 30 d
range-year = 1 y
limit-changed = limit changed from { $from } to { $to }
cleared = cleared
cleared-effective = cleared: effective
cleared-ineffective = cleared: no effect
cleared-unknown = cleared: outcome unknown
cleared-elsewhere = cleared elsewhere (suspected)
clears-shown = Clears in this time range
col-at = Time
col-limit = Daily limit
col-note = Note
readings-title = Readings as a table ({ $count })
readings-newest = Only the newest { $count } are shown.
readings-caption = Readings, newest first
interface-unwatched = This interface is no longer watched
interface-unwatched-next = Its history is kept. You can watch it again in the account's settings.
no-figure-why = WeChat answered 0 of 0. This means that there is no figure, not that the quota is used up.
stale-title = These figures are old
stale-why = The last successful reading is more than { $span } old.
stale-next = Sample now, or see the sampling status.
stale-next-status = See the sampling status.
never-next = “Next reading” below shows when it is taken. You can also sample now.
never-next-wait = “Next reading” below shows when it is taken.
fact-used-up-since = Used up since
or-earlier = or earlier
new-day-next = The first readings of the day are taken within ten minutes after the reset.

## Kind of limit

field-limit-kind = Kind of limit
limit-kind-daily = Daily
limit-kind-total = Lifetime total
limit-kind-automatic = Automatic
limit-kind-automatic-hint = Taken from the catalogue, or else from the readings around midnight. Daily if neither is conclusive.
limit-kind-daily-hint = The count resets to 0 every quota day. Clears can reset it.
limit-kind-total-hint = The count never resets, and no clear is offered for it.
limit-kind-from-catalogue = from the catalogue
limit-kind-from-evidence = observed over three midnights
limit-kind-from-admin = set by { $name }
limit-kind-from-default = assumed by default
limit-kind-change = Change
limit-kind-title = Kind of limit
limit-kind-now = Now: { $kind }
limit-kind-save = Save
limit-kind-missing = Choose daily, lifetime total or automatic
done-limit-daily = The count is treated as daily
done-limit-total = The count is treated as a lifetime total: it does not reset, and no clear is offered for it
done-limit-automatic = The kind of limit is detected automatically
resets-never = does not reset
col-total-limit = Limit
total-left = { $left } left, { $span } at this pace
total-left-unused = { $left } left, not used in the last { $days } days
total-left-unknown = { $left } left, not enough data for a forecast
total-left-none = Nothing left
horizon-under-a-day = less than a day
horizon-days = about { $count ->
        [one] 1 day
       *[other] { $count } days
    }
horizon-weeks = about { $count ->
        [one] 1 week
       *[other] { $count } weeks
    }
horizon-months = about { $count ->
        [one] 1 month
       *[other] { $count } months
    }
horizon-years = about { $count ->
        [one] 1 year
       *[other] { $count } years
    }
horizon-over-a-century = more than 100 years
other-limit = WeChat applies another limit to this interface and does not report it
other-limit-why = WeChat refused calls with 44993 today although quota is left. A clear does not reset this limit. It ends with the day.
