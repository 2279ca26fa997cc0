### Ages, spans and times. `{ $n }` in the ages is filled in by the page and by the browser alike.

age-now = just now
age-minutes-ago = { $n } min ago
age-hours-ago = { $n } h ago
age-days-ago = { $n } d ago
age-years-ago = { $n } y ago
age-soon = in a moment
age-in-minutes = in { $n } min
age-in-hours = in { $n } h
age-in-days = in { $n } d
age-in-years = in { $n } y

span-seconds = { $n } s
span-minutes = { $n } min
span-hours = { $n } h
span-hours-minutes = { $h } h { $m } min
span-days = { $n } d
span-days-hours = { $d } d { $h } h
