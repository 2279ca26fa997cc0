### One interface

sample-now = Sample now
chart-title = Calls used
fact-used = Used
fact-left = Left
fact-runs-out = Runs out at about
fact-rate-limit = Per period
fact-resets = Resets at
runs-out-used-up = used up
runs-out-no-pace = no rise to go by yet
runs-out-not-today = not before the reset, at this pace
rate-limit =
    { $count ->
        [one] 1 call in { $seconds } s
       *[other] { $count } calls in { $seconds } s
    }
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
