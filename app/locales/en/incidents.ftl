### Incidents: errors that services reported

incidents-title = Incidents
incidents-lead = Errors from WeChat that your services reported. wxquota investigates each one. The list shows the current result and the reason.
incidents-none = No incidents yet
incidents-none-next = A service reports an error with one API call, as shown below.
incidents-none-filtered = No incidents match these filters
incidents-how = How a service reports an error
incidents-how-token = Create a token that can only report incidents, and give it to the service:
incidents-how-fold = The API answers within milliseconds. Reports of the same error of the same interface within 10 minutes are counted as one incident, so a service can report every failure. The README has snippets for Java, Go, Python, Node and PHP.
col-reaction = Result
col-incident = Error
col-times = Times
col-last = Last
filter-all-reactions = all results
incident-no-interface = not specified

reaction-none = no action
reaction-cleared = cleared
reaction-refetch-token = service must refresh its token
reaction-token-refreshed = token refreshed
reaction-per-minute = per-minute limit
reaction-explained = explained
reaction-refused-by-policy = not cleared by policy

incident-queued = queued
incident-working = investigating
incident-done = done
incident-failed = failed

advice-none = wxquota does not know what would help.
advice-cleared = A clear was made. WeChat applies it within 30 minutes; after that, calls succeed again.
advice-total = The lifetime total is used up. It never resets, and a clear does not help. Use another interface, or ask WeChat for a higher total.
advice-not-lifted = The quota is used up, and a clear does not reset this interface. Calls succeed again after the daily reset.
advice-refetch-token = The service has to refresh its token. wxquota cannot refresh a service's own token.
advice-token-refreshed = wxquota refreshed the account's token. The service has to fetch it again.
advice-per-minute = The per-minute limit was reached. The service has to slow down. A clear does not help.
advice-uncounted = The interface reached another limit, which ends with the day. Make fewer calls today. A clear does not help.
advice-still-cleared = A clear restored today's calls, and quota is left. If the error continues, the service calls too fast. Slow it down.
advice-clear-unknown = A clear was made, but its effect is not confirmed. Check the clear and decide whether to make another.
advice-explained = wxquota cannot fix this. The meaning and the next step are explained below.
advice-refused-by-policy = The quota is used up, and no automatic clear was made. A person can clear the interface.

incident-done-title = Result
incident-because = Reason: { $because }.
incident-open = wxquota is investigating this
incident-open-again = wxquota is investigating this again
incident-open-next = This page shows the result within one minute.
incident-broke = wxquota failed to investigate this incident
incident-see-clear = Clear #{ $clear }
incident-token-how = Let every service fetch its token from /cgi-bin/stable_token with force_refresh set to false, and keep it until shortly before it expires. After 40001, 40014 or 42001, the service fetches the token again and repeats the call once. All services and wxquota then share one token and do not invalidate each other's.
incident-told = Notices
incident-came-title = Report
incident-not-watched = not watched
incident-message = Message
incident-no-message = none
incident-see-rid = view the request
incident-first = First reported
incident-by = Reported by
incident-clear-day = A clear restores today's calls.
incident-clear-ended = A clear restored the day's calls.
no-incident-title = Incident not found
no-incident-why = No incident has this number.
failed-to-incidents = Go to the incidents
caller-not-ours = The address is not among your IP addresses, so another program may be using the AppSecret. If it is one of your servers, add it under System settings and to the account’s white list. If nobody knows it, reset the AppSecret.
