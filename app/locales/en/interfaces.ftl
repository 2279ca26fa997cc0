### One interface

sample-now = Sample now
chart-title = Calls used
fact-used = Used
fact-left = Left
fact-runs-out = Runs out at about
fact-rate-limit = Limit per period
fact-component-rate-limit = Limit per period, by a third-party platform
fact-resets = Resets at
runs-out-used-up = used up
runs-out-no-pace = no rise to go by yet
runs-out-not-today = not before the reset, at this pace
rate-limit = up to { $count } in { $seconds } s: a ceiling, no promise
range-label = Time shown
range-day = 24 h
range-week = 7 d
range-month = 30 d
range-year = 1 y
limit-changed = limit changed from { $from } to { $to }
cleared = cleared
cleared-effective = cleared: it worked
cleared-ineffective = cleared: did nothing
cleared-unknown = perhaps cleared
cleared-elsewhere = cleared elsewhere, by a guess
clears-shown = Clears in this time
col-at = Time
col-limit = Daily limit
col-note = Note
readings-title = Readings as a table ({ $count })
readings-newest = The newest { $count } are shown.
readings-caption = Readings, newest first
interface-unwatched = This interface is no longer watched
interface-unwatched-next = Its history stays. Watch it again in the account's settings.
no-figure-why = It answered 0 of 0, which means no figure, not that the quota is used up.
stale-title = These figures are old
stale-next = No good reading came within 2 h 15 min. Sample now, or look at the sampler.
never-next = The first reading comes within the hour, or sample now.
fact-used-up-since = Used up since
new-day-next = The day's first round of readings begins within ten minutes after the reset.

## Kind of limit

field-limit-kind = Kind of limit
limit-kind-daily = Daily
limit-kind-total = Total
limit-kind-automatic = Automatic
limit-kind-automatic-hint = As the catalogue says, or else by the readings around midnight; daily if neither says anything.
limit-kind-daily-hint = The count starts again at 0 with each quota day. Clears can reset it.
limit-kind-total-hint = The count goes on for good. It does not reset, and no clear is offered for it.
limit-kind-from-catalogue = from the catalogue
limit-kind-from-evidence = seen over three midnights
limit-kind-from-admin = set by { $name }
limit-kind-from-default = assumed, as nothing says otherwise
limit-kind-change = Change
limit-kind-title = Kind of limit
limit-kind-now = Now: { $kind }
limit-kind-save = Save
limit-kind-missing = Choose daily, total or automatic
done-limit-daily = The count is treated as daily
done-limit-total = The count is treated as a total: it does not reset, and no clear is offered for it
done-limit-automatic = The kind of the count is found automatically
resets-never = does not reset
col-total-limit = Limit
total-left = { $left } left, { $span } at this pace
total-left-unused = { $left } left, not used in the last { $days } days
total-left-unknown = { $left } left, not enough data for a pace
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
other-limit = WeChat applies another limit to this interface, which it does not report
other-limit-why = Calls were refused with 44993 today although quota is left. No clear lifts this limit; it ends with the day.
