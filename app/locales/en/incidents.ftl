### Incidents: errors that services reported

incidents-title = Incidents
incidents-lead = Errors that your services got from WeChat and reported here. Each is looked into; what was done, and why not more, stands beside it.
incidents-none = No service has reported anything
incidents-none-next = A service reports an error with one call; how is told below.
incidents-none-filtered = No incident fits these filters
incidents-how = How a service reports an error
incidents-how-token = Make a token that may report and nothing else, and give it to the service:
incidents-how-fold = The answer comes within milliseconds. The same error of the same interface within 10 minutes is one incident with a count, so a service may report every failure. Snippets for Java, Go, Python, Node and PHP are in the README.
col-reaction = What was done
col-incident = Error
col-times = Times
col-last = Last
filter-all-reactions = whatever was done
incident-no-interface = not named

reaction-none = nothing
reaction-cleared = cleared
reaction-refetch-token = fetch token anew
reaction-token-refreshed = token renewed
reaction-per-minute = limit per minute
reaction-explained = explained
reaction-refused-by-policy = clear withheld

incident-queued = waiting
incident-working = being looked into
incident-done = done
incident-failed = failed here

advice-none = The desk does not know what would help.
advice-cleared = A policy has ordered a clear. Calls go through again once it has taken effect.
advice-refetch-token = The service has to fetch its token anew. A service's own token is not the desk's to renew.
advice-token-refreshed = The desk has had the account's token made anew. The service has to fetch it.
advice-per-minute = It is a limit per minute: the service has to call more slowly. A clear does nothing against it.
advice-explained = There is nothing the desk can do by itself; what it means and what to do is told below.
advice-refused-by-policy = A policy wanted to clear and did not.

incident-done-title = What was done
incident-because = Why: { $because }.
incident-open = The desk is looking into it
incident-open-next = This page says what came of it within seconds.
incident-broke = The desk failed while it looked into this
incident-see-clear = Clear { $clear }
incident-token-how = Let every service get its token from /cgi-bin/stable_token with force_refresh false, keep it until shortly before it expires, and on 40001, 40014 or 42001 fetch once more and repeat the call once. Then the services and this desk share one token, and none ends another's.
incident-told = What people were told
incident-came-title = What came
incident-not-watched = not watched
incident-message = Message
incident-no-message = none
incident-see-rid = what the request was
incident-first = First
incident-by = Reported by
incident-means-title = What it means
incident-clear-day = A clear gives the day's calls back; against a limit per minute it does nothing.
no-incident-title = There is no such incident
no-incident-why = The number in the address belongs to none.
failed-to-incidents = Go to the incidents
caller-not-ours = This is not this machine's address: another program uses this secret. If it is one of yours, add the address to the list. If nobody knows it, reset the AppSecret.
