### Incidents: errors that services reported

incidents-title = Incidents
incidents-lead = Errors that your services got from WeChat and reported here. Each is investigated; the list shows the present state and the reason.
incidents-none = No service has reported anything
incidents-none-next = A service reports an error with one call; see below how.
incidents-none-filtered = No incident fits these filters
incidents-how = How a service reports an error
incidents-how-token = Make a token that may report and nothing else, and give it to the service:
incidents-how-fold = The API answers within milliseconds. The same error of the same interface within 10 minutes is one incident with a count, so a service may report every failure. Snippets for Java, Go, Python, Node and PHP are in the README.
col-reaction = Result
col-incident = Error
col-times = Times
col-last = Last
filter-all-reactions = all results
incident-no-interface = not named

reaction-none = no reaction
reaction-cleared = cleared
reaction-refetch-token = refresh the token
reaction-token-refreshed = token renewed
reaction-per-minute = limit per minute
reaction-explained = explained
reaction-refused-by-policy = clear withheld

incident-queued = waiting
incident-working = being investigated
incident-done = done
incident-failed = failed

advice-none = It is not known what would help.
advice-cleared = A clear was made. Calls go through again once it takes effect, within 30 minutes.
advice-refetch-token = The service has to fetch its token again. wxquota cannot renew a service's own token.
advice-token-refreshed = wxquota has renewed the account's token. The service has to fetch it.
advice-per-minute = The limit per minute is reached: the service has to call more slowly. A clear does not help.
advice-uncounted = The interface has reached another limit, which ends with the day: call it less today. A clear does not help.
advice-still-cleared = A clear gave the day's calls back, and there is quota left. If the error goes on, the service calls too fast: slow it down.
advice-clear-unknown = A clear was made, and it is not known to have worked. Look at the clear; a person decides whether to make another.
advice-explained = wxquota cannot end this by itself. What it means and what to do is explained below.
advice-refused-by-policy = The quota is used up, and no automatic clear is made. A person can clear the interface.

incident-done-title = Result
incident-because = Why: { $because }.
incident-open = wxquota is investigating this
incident-open-again = This is open again: wxquota is investigating it
incident-open-next = This page shows the result within a minute.
incident-broke = wxquota failed while it investigated this
incident-see-clear = Clear { $clear }
incident-token-how = Let every service get its token from /cgi-bin/stable_token with force_refresh false and keep it until shortly before it expires. On 40001, 40014 or 42001, let it fetch the token once more and repeat the call once. Then all services and wxquota share one token, and none invalidates another's.
incident-told = Notices
incident-came-title = Report
incident-not-watched = not watched
incident-message = Message
incident-no-message = none
incident-see-rid = see the request
incident-first = First
incident-by = Reported by
incident-means-title = What it means
incident-clear-day = A clear gives the day's calls back.
incident-clear-ended = The clear gave the day's calls back.
no-incident-title = There is no such incident
no-incident-why = No incident has the number in the address.
failed-to-incidents = Go to the incidents
caller-not-ours = This is not this machine's address: another program uses this secret. If it is one of yours, add the address to the list. If nobody knows it, reset the AppSecret.
