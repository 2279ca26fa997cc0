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
chart-forecast = at this pace
chart-clear = clear
chart-notice = threshold reached
chart-limit-changed = limit changed
chart-reset = reset
chart-call = this call
chart-failed = reading failed
chart-desc = Calls used from { $from } to { $to }. Newest { $newest }, highest { $highest }, limit { $limit }. Gaps: { $gaps }.
chart-desc-empty = No successful readings from { $from } to { $to }.
chart-empty = No readings yet
