### Clears: what is left, the confirmation, the ledger, one clear

month-name =
    { $month ->
        [1] January
        [2] February
        [3] March
        [4] April
        [5] May
        [6] June
        [7] July
        [8] August
        [9] September
        [10] October
        [11] November
       *[12] December
    }
month-day = { $day } { $month }
month-of-year = { $month } { $year }
scope-account = account-wide
scope-interface = single interface
clear-intended = recorded
clear-sent = sent
clear-accepted = accepted
clear-verifying = verifying
clear-effective = effective
clear-ineffective = no effect
clear-refused = refused by WeChat
clear-failed = failed
clear-unknown = outcome unknown
clear-elsewhere = made elsewhere (suspected)
clear-dismissed = dismissed
actor-local = local (not signed in)

## What is left

clears-left-in = Clears left in { $month }
clears-left-legend = (account-wide · single-interface)
clears-left = { $left }/{ $limit }
clears-left-at-most = at most { $left }/{ $limit }
clears-left-resets = (resets { $date })
clears-left-title = Account-wide: { $account }. Single-interface: { $interface }.
col-scope = Scope
col-left = Left
col-spent = Used
col-unknown = Unknown
col-elsewhere = Elsewhere
col-of = Limit
col-resets = Resets
budget-left-at-most = at most { $left }
budget-untold = Some clears may have been used before wxquota was set up, so the number left is “at most”.
budget-untold-link = Enter how many the console shows as used

## Ways to a clear

clear-account-button = Clear all…
clear-interface-button = Clear this interface…
clear-row = Clear…
col-clear = Clear

## The confirmation

confirm-title-account = Clear all interfaces of { $name }
confirm-title-interface = Clear the call count of { $name }
confirm-costs = Costs
confirm-cost-account = 1 of { $limit } account-wide clears: { $left } → { $after } left until { $date } ({ $zone })
confirm-cost-account-at-most = 1 of { $limit } account-wide clears: at most { $left } → { $after } left until { $date } ({ $zone })
confirm-cost-interface = 1 of { $limit } single-interface clears: { $left } → { $after } left until { $date } ({ $zone })
confirm-cost-interface-at-most = 1 of { $limit } single-interface clears: at most { $left } → { $after } left until { $date } ({ $zone })
confirm-cost-guessed = By our count, 0 of { $limit } are left until { $date } ({ $zone }). Part of this count is a guess, so WeChat may still accept one.
confirm-helps = Will be reset
confirm-helps-none = This clear is not expected to reset any interface that is in use.
confirm-helps-more =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
confirm-not = Will not be reset
confirm-read = sampled
confirm-resets = Daily reset
confirm-shows = Takes effect
confirm-shows-words = within 30 minutes
confirm-in-flight = Another clear of this account is in progress
confirm-in-flight-why = You can clear this account again when that clear has finished.
confirm-open-accepted = WeChat recently accepted a clear of { $what }, and it may still be taking effect
confirm-open-unknown = The outcome of an earlier clear of { $what } is unknown
confirm-open-all = all interfaces
confirm-open-next = Check that clear first. To continue anyway, explain why below.
confirm-see-it = View that clear
confirm-spent = 0 of { $limit } left until { $date } ({ $zone })
confirm-back = Back
confirm-spent-said = WeChat answered that none is left (48006).
confirm-spent-accepted = WeChat has accepted all { $limit }.
confirm-reason = Reason
confirm-reason-hint = Why is this clear needed now? At most 500 characters. Saved in the ledger.
confirm-reason-missing = Enter a reason. Nothing was sent.
confirm-reason-long = At most { $most } characters; you entered { $count }. Nothing was sent.
confirm-guessed = None is left by our count, but some of the counted clears are unconfirmed
confirm-guessed-why = Suspected clears made elsewhere, clears entered by hand and clears with an unknown outcome are counted as used. Continue only if you know better, for example from WeChat's console.
confirm-guessed-early = WeChat answered that none is left (48006) right after the month changed, and may have meant the previous month. Continue if you think so. If WeChat accepts the clear, the count is corrected.
confirm-override = Reason for continuing
confirm-override-hint = Saved with the reason in the ledger.
confirm-override-missing = Explain why you want to continue. Nothing was sent.
pointless-title = This clear would restore almost nothing
pointless-unused-account = By the latest readings, all interfaces of { $name } that a clear resets are unused. The clear would still count against the budget.
pointless-low-account = By the latest readings, all interfaces of { $name } that a clear resets have used less than 1% of their limits. The clear would still count against the budget.
pointless-unused-interface = { $name } was unused at the last reading ({ $ago }). The clear would still count against the budget.
pointless-low-interface = { $name } had used less than 1% of its limit at the last reading ({ $ago }). The clear would still count against the budget.
anyway-label = Reason for continuing
anyway-hint = Required to continue. At most 500 characters. Saved with the reason in the ledger.
anyway-missing = Explain why you want to continue. Nothing was sent.
confirm-name = Enter the account's name to confirm: { $name }
confirm-name-hint = Required when { $from } or fewer are left.
confirm-name-wrong = The name does not match. Nothing was sent.
confirm-do-account = Clear all interfaces of { $name }
confirm-do-interface = Clear “{ $name }”
confirm-do-secret = Clear all interfaces of { $name } with the AppSecret
confirm-left = { $what } (uses 1 of { $left }, { $after } left)
confirm-left-at-most = { $what } (uses 1 of at most { $left }, { $after } left)
confirm-anyway = { $what } anyway
confirm-secret = Clear with the AppSecret instead
confirm-secret-when = Use this only if no token can be fetched. It counts against the same { $limit } a month.
confirm-changed = The figures changed after you opened this page
confirm-changed-why = { $left } of { $limit } are left now.
confirm-changed-why-at-most = At most { $left } of { $limit } are left now.
confirm-changed-next = Nothing was sent. Check the figures, then confirm again.
confirm-nothing-sent = Nothing was sent
confirm-nothing-sent-why = The current state is shown below.
not-clearable-title = This cannot be cleared
not-clearable-platform = Use WeChat's open-platform console to clear a third-party platform's own calls. You can clear the accounts that it serves here, one by one.
not-clearable-secret = The AppSecret can clear only all interfaces of an account. Nothing was sent.
not-clearable-total = The count of this interface is a lifetime total, which a clear does not reset. Nothing was sent.
refused-before-title = WeChat does not allow this interface to be cleared individually
refused-before-why = WeChat refused the last clear of this interface (76022), and no reading has returned figures since then.
refused-before-next = You can clear it again when a reading returns figures. You can also clear all interfaces of the account:
refused-before-whole = Clear all interfaces of the account
done-clear-replayed = This clear was already made. This is its result.
request-waits-already = A request for this clear is already open
request-waits-already-next = This is that request. No second request was made.
refused-clear-made = Nothing was sent this time
refused-clear-made-why = Somebody already sent this form from the same page, perhaps you in another tab. Its result is shown below.
refused-clear-under-way-why = This clear of the account is still in progress. No other clear can start until it has finished.

## The ledger

why-policy = Policy { $policy }: { $used }
why-policy-incident = Policy { $policy }: { $used }, incident #{ $incident }
clears-title = Clears ledger
clears-lead = Every clear, with who made it and why. Newest first.
clears-none = No clears yet
clears-none-next = When an interface runs out, you can clear it from its row on the overview.
clears-none-filtered = No clears match these filters
filter-month = Month
filter-all-months = all months
filter-all-scopes = all scopes
col-what = What
col-when = When
col-who = Who
col-why = Why
col-cost = Cost
clears-all-interfaces = All interfaces
cost-left = { $cost } ({ $left } left)
cost-left-perhaps = probably { $cost } ({ $left } left)
result-accepted = accepted by WeChat
result-nothing-to-reset = nothing to reset
result-under-way = in progress
result-refused = refused by WeChat
result-failed = not carried out
result-effective = counts fell
result-ineffective = counts did not fall
result-elsewhere = suspected, because counts fell
result-dismissed = not a clear

## One clear

clear-of-account = Clear of all interfaces of { $name }
clear-of-interface = Clear of { $name }
headline-under-way = { $what }: in progress
headline-accepted = { $what }: accepted by WeChat
headline-verifying = { $what }: accepted, verifying
headline-effective = { $what }: effective
headline-ineffective = { $what }: no effect
headline-refused = { $what }: refused by WeChat
headline-failed = { $what }: failed
headline-unknown = { $what }: outcome unknown
headline-elsewhere = { $what }: made elsewhere (suspected)
headline-dismissed = { $what }: dismissed, not a clear
timeline-title = Timeline
clear-facts-title = Details
clear-interrupted = wxquota was stopped while this clear was in progress.
clear-said-ok = WeChat answered ok.
fact-override = Reason for continuing
fact-warnings = Warnings shown
fact-anyway = Reason for continuing (restores almost nothing)
warned-pointless = restores almost nothing
warned-low-use = low usage
warned-no-figures = no recent figures
warned-not-lifted = probably not reset by clears
warned-per-minute = per-minute limit
warned-uncounted = a limit that clears do not reset
warned-resets-soon = daily reset soon
warned-clear-open = another clear not finished
fact-via = Authenticated with
via-token = access_token
via-secret = AppSecret
fact-errcode = Errcode
fact-rid = rid
fact-cost = Cost
look-again = Refresh
look-at-usage = View usage
try-again = Try again
now-under-way = The call to WeChat is in progress
now-under-way-next = The result will appear here. With JavaScript, the page refreshes automatically.
now-under-way-long = No result after 2 minutes
now-under-way-long-why = A call never takes this long. It was probably interrupted because wxquota was stopped or could not write to its database.
now-under-way-long-next = This page no longer refreshes automatically. If you see this message again later, tell the operator of wxquota. The clear gets a result when the database can be written again, at the latest at the next start. Until then, this account cannot be cleared.
now-accepted = WeChat accepted the clear. The counts may take up to 30 minutes to fall.
now-accepted-over = WeChat accepted the clear, and it should have taken effect by now
now-verifying = wxquota is sampling the interfaces to verify the effect
now-effective = The clear was effective: the counts fell
now-ineffective = The clear had no effect: the counts did not fall
now-refused-cost = It does not count against the budget.
now-corrected = The count was corrected: 0 left until { $date } ({ $zone }).
now-failed = WeChat did not carry out the clear. It does not count against the budget.
now-failed-next = You can try again once the cause is fixed.
now-unknown = WeChat may or may not have carried out the clear
now-unknown-cost = It is counted as used.
now-elsewhere = Suspected: the counts fell, and none of our clears explains it
now-dismissed = Somebody dismissed this suspected clear. It does not count against the budget.
headline-unproven = { $what }: accepted, effect not verified
headline-nothing-to-reset = { $what }: accepted, nothing to reset
headline-counted = { $what }: counted as used
headline-given-back = { $what }: not carried out
headline-not-seen = { $what }: probably not carried out
now-verified-until = Verification continues until { $until } at the latest.
now-verified-open = Until then, another clear of the same interfaces requires a reason for continuing.
now-unproven = WeChat accepted the clear, but its effect could not be verified
now-unproven-next = It is counted as used.
now-nothing-to-reset = WeChat accepted the clear, but there was nothing to reset
unproven-midnight = The quota day ended, and all counts reset automatically.
unproven-nothing-used = All counts were 0 already.
unproven-little-used = Usage was too low to detect a fall.
unproven-unread = The readings needed for verification are missing.
unproven-followed = Another clear of the same interfaces followed, so it may have caused the fall.
unproven-not-seen = The counts did not fall within { $minutes } minutes.
now-given-back = { $calls } calls were restored.
now-read-on-until = wxquota samples the other interfaces until { $until } to see whether their counts fall too. This does not block other clears.
now-ineffective-why = It is still counted as used. Another clear is unlikely to help.
now-ineffective-minute = If calls fail although quota is left, the cause is a per-minute limit. Slow the calls down.
now-ineffective-wait = If the quota is used up, wait for the daily reset, or apply for a higher quota in WeChat's console.
now-ineffective-ask = To have WeChat investigate, send the text at the end of this page to WeChat support.
now-counted = { $who } resolved it: counted as used
now-given-back-by = { $who } resolved it: not carried out, and not counted
now-no-room = Not carried out, and not counted
now-unknown-until = Do not repeat it yet. wxquota checks until { $until } whether it took effect.
now-not-seen = It was probably not carried out
now-unknown-over = It stays unknown until somebody resolves it, or until WeChat accepts so many other clears that this one cannot have been carried out.
now-elsewhere-cost = It is counted as used until somebody dismisses it.
now-elsewhere-blind = wxquota cannot detect a clear of an interface with little use, a clear in the first half hour of a day, a clear within 2 hours after one of ours, or a clear whose calls were made again immediately.
step-verifying = Verification started.
step-effective = Readings show that the counts fell.
step-ineffective = The counts should have fallen by now, but did not.
step-elsewhere = A second reading one minute later confirmed the fall.
step-unproven = The effect could not be verified. { $why }
step-no-room = WeChat has accepted so many other clears since then that this one cannot have been carried out.
step-counted = { $who } counted it as used: { $why }
step-given-back = { $who } marked it as not carried out: { $why }
step-dismissed = { $who } dismissed it: { $why }
fact-agreed = Approved by
fact-glass = Without approval
fact-glass-words = break glass
fact-calls = { $calls } calls
evidence-both = Usage before and after
evidence-guess = Evidence
evidence-guess-none = The readings are no longer available.
evidence-unread = not sampled
evidence-stayed = did not fall
evidence-nothing-to-reset = nothing to reset
evidence-little-used = usage too low to tell
evidence-read-on = still being sampled
col-before = Used before
col-after = Used after
col-given-back = Restored
settle-title = Resolve the unknown outcome
settle-when = Do this only if you have other information, for example from WeChat's console.
settle-how = What was the outcome?
settle-counted = Count it as used
settle-counted-hint = It was carried out, or you want to be on the safe side.
settle-given-back = Do not count it
settle-given-back-hint = It was not carried out. The number left increases by 1.
settle-unchosen = Choose one of the two options.
settle-reason-hint = At most 500 characters. Saved in the ledger.
settle-do = Resolve
dismiss-title = Dismiss this suspected clear
dismiss-when = Do this if you know that nobody made a clear, for example because WeChat corrected its counts. It then does not count against the budget.
dismiss-do = Dismiss
refused-settled = This was already resolved
refused-settled-next = Somebody else resolved it, or readings did. Nothing was changed.
support-title = Copy for WeChat support
support-json = Download as JSON
support-call = Call
support-sent = Sent
support-ended = Answered
support-errcode = errcode
support-errmsg = errmsg
support-before = Used before, { $path }
support-after = Used after, { $path }
evidence-title = Usage before
evidence-none = No figures were available.
col-share = Share
no-clear-title = Clear not found
no-clear-why = The address may be mistyped. Clears are never removed from the ledger.
failed-to-clears = Go to the ledger

### Before a clear: what is advised, who has to agree, and what waits for them

## Whether it makes sense

cautions-title = Before you clear
advice-none-needed = You do not need a clear: no interface is known to be near its limit
advice-none-needed-interface = You do not need to clear { $name }: it is not near its limit
advice-none-unknown = A clear is not recommended: the current usage is not known
advice-none-partly-unknown =
    { $count ->
        [one] A clear is not recommended: no interface is known to be near its limit, and the usage of 1 is not known
       *[other] A clear is not recommended: no interface is known to be near its limit, and the usage of { $count } is not known
    }
advice-none-unknown-interface = Clearing { $name } is not recommended: its current usage is not known
advice-none-lifts-interface = Clearing { $name } is not recommended: clears do not reset it
advice-none-lifts = A clear is not recommended: it does not reset the interfaces that are near their limits ({ $names })
advice-none-left = No clears that would help are left
caution-resets = The daily reset is in { $span }
caution-resets-why = At { $at }, every count resets to 0 at no cost.
caution-minute = A call of { $name } reached a per-minute limit, which a clear does not reset
caution-minute-unknown = A call of an unknown interface reached a per-minute limit, which a clear does not reset
caution-uncounted = A call of { $name } reached an unreported limit, which a clear does not reset
caution-uncounted-unknown = A call of an unknown interface reached an unreported limit, which a clear does not reset
caution-minute-why = WeChat answered { $errcode }
caution-minute-see = View that call
caution-lifts-interface = A clear probably does not reset the count of { $name }
caution-lifts-account = A clear probably does not reset any interface that is in use
caution-lifts-proved = The last clear that could be verified did not reset it.
caution-lifts-thought = It may be a lifetime total. No clear is known to have reset it.
caution-low-interface = Only { $used } of { $name } is used
caution-low-account = No interface has used more than { $used } of its limit
caution-unused = WeChat reports no calls of { $name }
caution-unused-account = WeChat reports no calls
caution-low-why = If calls fail with 45009 anyway, the cause is probably a per-minute limit, which a clear does not reset.
caution-figures = There are no recent figures
caution-figures-why = wxquota cannot predict the effect of a clear. Select “Sample now” on the interface's page first.
caution-figures-account = wxquota cannot predict the effect of a clear. Select “Sample now” on the account's page first.
caution-figures-paused = The account is paused, so it is not sampled, and wxquota cannot predict the effect of a clear. Resume sampling in the account's settings first.
caution-figures-unwatched = No interfaces of this account are watched, so wxquota cannot predict the effect of a clear. Choose interfaces in the account's settings first.
caution-figures-unsupported = WeChat does not report the usage, so wxquota cannot predict the effect of a clear.
caution-figures-refused = WeChat accepts no more readings of this account until { $until }, so wxquota cannot predict the effect of a clear.
caution-figures-spent = Today's readings of this account are used up, so wxquota cannot predict the effect of a clear. Sampling continues at { $until }.
lifts-proved = confirmed by an earlier clear
lifts-expected = expected, not confirmed
lifts-unknown = unknown
lifts-unlikely = not expected
lifts-disproved = not reset by the last clear
lifts-total = lifetime total, not reset by clears

## What is cheaper

advice-one = Cheaper: clear only { $name }
advice-some = Cheaper: clear these { $count } one by one
advice-one-left = Still possible: clear only { $name }
advice-some-left = Still possible: clear these { $count } one by one
advice-price = { $count } of { $limit } single-interface clears instead of 1 of { $whole } account-wide ones; { $left } are left.
advice-price-at-most = { $count } of { $limit } single-interface clears instead of 1 of { $whole } account-wide ones; at most { $left } are left.
advice-price-alone = { $count } of { $limit } single-interface clears; { $left } are left.
advice-go = Clear only this interface
advice-whole = Cheaper: { $count } interfaces of this account are near their limits, so clear all interfaces at once
advice-whole-price = 1 of { $whole } account-wide clears instead of { $count } of { $limit } single-interface clears.
advice-whole-go = Clear all interfaces instead

## A second person, and the glass

second-why = When { $from } or fewer are left, a second person has to approve.
second-who = { $names } can approve. The request expires after { $minutes } minutes.
second-more = { $names } and { $count } more
second-nobody = There is nobody else who can approve
second-nobody-glass = No other team lead or admin can sign in. You can break glass.
second-nobody-next = No other team lead or admin can sign in. Ask the operator of wxquota to enable one on the command line (wxquota user).
second-ask = Ask for approval
second-ask-secret = Ask for approval, with the AppSecret
glass-title = Break glass: continue without approval
glass-when = For emergencies in which nobody can approve in time. The ledger and the audit trail record it.
glass-type = To continue without approval, enter: { $phrase }
glass-hint = Required only for the button below.
glass-phrase = break glass
glass-do = Break glass · { $what }
glass-which = To continue without approval, use the button below this field. To ask for approval, empty this field. Nothing was sent.
glass-wrong = The phrase does not match “{ $phrase }”. Nothing was sent.

## No token to be had

lock-out-used-up = The quota for fetching tokens is used up: no token can be fetched
lock-out-used-up-why = WeChat limits calls that fetch tokens too. Until this count resets, nothing that needs a token works, including a clear with a token.
lock-out-dead = No token can be fetched: WeChat refuses tokens, including new ones
lock-out-dead-why = Nothing that needs a token works, including a clear with a token.
lock-out-next-account = You can clear all interfaces of the account with its AppSecret, which does not need a token.
lock-out-rescue = Clear with the AppSecret
lock-out-next = The clear with the AppSecret below does not need a token.
rescue-title = Recommended: clear with the AppSecret
rescue-why = It does not need a token. It counts against the same { $limit } a month.
rescue-doubt = Some users report that it did not restore calls for fetching tokens. In that case, wait for the daily reset.
confirm-token = Clear with a token anyway
confirm-token-when = It fails if no token can be fetched. A failed clear does not count against the budget.
confirm-waits = A request for this clear is already waiting for approval
confirm-waits-who = Requested by { $who }
request-see = View

## Requests

what-account = all interfaces of { $name }
what-interface = { $interface } of { $name }
request-waiting = waiting for approval
request-approved = approved
request-declined = declined
request-expired = expired
request-withdrawn = withdrawn
request-left = { $span } left
copy-link = Copy link
band-label = Waiting for approval
band-asks = { $who } asks for approval to clear { $what }
band-decide = Review
band-own = Your request to clear { $what } is waiting for approval
band-approved = { $who } approved your request to clear { $what }
band-declined = { $who } declined your request to clear { $what }
band-withdrawn = { $who } withdrew the request to clear { $what }, which you had made too
band-expired = Your request to clear { $what } expired without a decision
headline-request-waiting = Request to clear { $what }: waiting for approval
headline-request-approved = Request to clear { $what }: approved
headline-request-declined = Request to clear { $what }: declined
headline-request-expired = Request to clear { $what }: expired
headline-request-withdrawn = Request to clear { $what }: withdrawn
request-title = Request
request-stakes = Current state
request-by = Requested by
request-until = Expires
request-overrides = The requester saw this and gave a reason for continuing.
request-no-override = The requester gave no reason for continuing, so you cannot approve the request now. Wait until that clear has finished, or decline the request and ask for a new one.
request-agree-why = When you approve, the clear is made immediately. The ledger shows both names.
request-agree = Approve and clear ({ $after } left afterwards)
request-agree-at-most = Approve and clear (at most { $after } left afterwards)
request-agree-anyway = Approve anyway
request-decline-open = Decline…
request-decline-why = Reason for declining
request-decline-hint = The requester sees it. At most 500 characters.
request-decline = Decline
request-own-who = { $names } can approve.
request-own-next = Send them the address of this page. Their decision will appear here.
request-withdraw = Withdraw request
request-agreed-by = { $who } approved
request-see-clear = View clear
request-declined-by = { $who } declined
request-expired-title = The request expired without a decision
request-expired-why = A request expires after { $minutes } minutes. Nothing was sent.
request-withdrawn-by = { $who } withdrew it
request-anew = Send a new request
request-gone = The account or interface of this request no longer exists
request-gone-next = Nothing was sent. The account may be retired, or the interface may no longer be watched.
no-request-title = Request not found
no-request-why = The address may be mistyped. Requests are never removed.
refused-request-over = This request was already decided or has expired
refused-request-over-next = Nothing was changed. The result is shown below.
refused-not-theirs = You cannot decide on this request
refused-not-theirs-next = Somebody else has to approve or decline your request. Only the requester can withdraw it. Nothing was sent.
refused-changed-next = Nothing was sent. Check the figures, then decide again.
refused-in-the-way = Another clear is not finished, so nothing was sent
refused-in-flight-next = Its call is in progress. Wait until it has finished, then approve again.
refused-open-next = It has no result yet, and the requester gave no reason for continuing. Wait, or decline the request and ask for a new one.
refused-spent = No clears are left, so nothing was sent
refused-spent-guessed-next = Part of this count is a guess, but the requester gave no reason for continuing. Decline the request and ask for a new one.
refused-spent-next = WeChat accepts no clears until the next period.
reason-missing = Enter a reason. Nothing was changed.
reason-long = At most { $most } characters; you entered { $count }. Nothing was changed.
band-more =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
refused-asker = The requester can no longer make clears
refused-asker-next = Nothing was sent. Decline the request. If the clear is still needed, send a new request.
