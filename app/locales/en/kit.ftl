### Words of the components.

meter-label = { $used } of { $limit } used, { $percent }
meter-none = no data

spark-label = Last 24 hours, newest { $newest }

mask = ‹masked›

with-aside = { $words } ({ $aside })

copy = Copy
copied = Copied

pager-label = Pages
pager-range = { $from }–{ $to } of { $total }
pager-previous = Previous
pager-next = Next
pager-newest = Newest
pager-older = Older

sort-ascending = sorted, ascending
sort-descending = sorted, descending

field-optional = optional

notice-info = Note
notice-success = Done
notice-warning = Warning
notice-error = Error

chart-used = used
chart-usual = usual range
chart-limit = limit
chart-forecast = forecast
chart-clear = clear
chart-notice = threshold reached
chart-limit-changed = limit changed
chart-reset = reset
chart-call = this call
chart-failed = reading failed
chart-desc = Calls used from { $from } to { $to }. Newest { $newest }, highest { $highest }, limit { $limit }. Gaps: { $gaps }.
chart-desc-empty = No successful readings from { $from } to { $to }.
chart-empty = No readings yet
chart-empty-range = No successful readings in this time range
param-title = The address of this page has values that are not valid
param-without = Open this page without them
param-space = { " " }
param-not-a-choice = Valid values are { $choices }.
param-not-a-month = This is not a month. Write it as 2026-11.
param-month-to-come = This month has not started yet.
param-not-a-day = This is not a date. Write it as 2026-11-30.
param-days-reversed = This date is after the date in “to”. Swap the two dates.
param-not-a-number = This is not a whole number from { $least } up.
param-not-in-range = This is not a whole number from { $least } to { $most }.
param-no-account = No account has this ID, AppID or name.
param-no-group = No group has this ID or name.
param-too-long = This text has more than { $most } characters.
param-unfiltered = The filter is not applied.
param-first-characters = Only its beginning is used.
param-no-match = Until then nothing matches.
param-usual-order = The default order is used.
param-rows-per-page = The page shows { $count } rows.
param-first-page = The first page is shown.
param-newest = The newest entries are shown.
param-today = Today is shown.
param-this-month = The current month is shown.
param-own-mode = The mode of the policy is used.
param-no-list = There is no link back to a list.
