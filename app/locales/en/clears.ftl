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
scope-account = whole account
scope-interface = one interface
clear-intended = written down
clear-sent = sent
clear-accepted = accepted
clear-verifying = verifying
clear-effective = effective
clear-ineffective = ineffective
clear-refused = refused
clear-failed = failed
clear-unknown = unknown
clear-elsewhere = made elsewhere
clear-dismissed = dismissed
actor-local = local (no sign-in)

## What is left

clears-left-in = Clears left in { $month }
clears-left-legend = (whole account · single interface)
clears-left = { $left }/{ $limit }
clears-left-at-most = at most { $left }/{ $limit }
clears-left-resets = (resets { $date })
clears-left-title = Account-wide { $account }, single interfaces { $interface }
col-scope = Scope
col-left = Left
col-spent = Used
col-unknown = Unknown
col-elsewhere = Elsewhere
col-of = Limit
col-resets = Resets
budget-left-at-most = at most { $left }
budget-untold = Some may have been used before this desk began, so what is left is "at most".
budget-untold-link = Say how many the console shows as used

## Ways to a clear

clear-account-button = Clear all…
clear-interface-button = Clear this interface…
clear-row = Clear…
col-clear = Clear

## The confirmation

confirm-title-account = Clear all call counts of { $name }
confirm-title-interface = Clear the call count of { $name }
confirm-costs = Costs
confirm-cost-account = 1 of { $limit } account-wide clears: { $left } left → { $after }, until { $date } ({ $zone })
confirm-cost-account-at-most = 1 of { $limit } account-wide clears: at most { $left } left → { $after }, until { $date } ({ $zone })
confirm-cost-interface = 1 of { $limit } single-interface clears: { $left } left → { $after }, until { $date } ({ $zone })
confirm-cost-interface-at-most = 1 of { $limit } single-interface clears: at most { $left } left → { $after }, until { $date } ({ $zone })
confirm-cost-guessed = By our count 0 of { $limit } are left until { $date } ({ $zone }). Part of that count is a guess, so WeChat may still accept one.
confirm-helps = Helps
confirm-helps-none = Nothing in use is known to be reset by it.
confirm-helps-more =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
confirm-not = Does not help
confirm-read = read
confirm-resets = Resets by itself
confirm-shows = Shows
confirm-shows-words = It may take WeChat up to 30 minutes to show.
confirm-in-flight = A clear of this account is under way
confirm-in-flight-why = Until its call has ended, nothing else of the account can be cleared.
confirm-open-accepted = WeChat accepted a clear of the same counts lately, and it may still be taking effect
confirm-open-unknown = Nobody knows yet whether an earlier clear of the same counts was carried out
confirm-open-next = Look at it first. To go on all the same, say why below.
confirm-see-it = See that clear
confirm-spent = 0 of { $limit } left until { $date } ({ $zone })
confirm-back = Back
confirm-spent-said = WeChat said that none is left (48006).
confirm-spent-accepted = WeChat has accepted all { $limit }.
confirm-reason = Reason
confirm-reason-hint = Why now? At most 500 characters; the ledger keeps it.
confirm-reason-missing = Say why, in a few words. Nothing was sent.
confirm-reason-long = At most { $most } characters; these were { $count }. Nothing was sent.
confirm-guessed = By our count none is left, but part of it is a guess
confirm-guessed-why = Clears made elsewhere, told, or without a known outcome are counted as used. Go on only if you know better, such as from the console.
confirm-guessed-early = WeChat said that none is left (48006) right after the month turned, and may have meant the month before. Go on if you believe so: if it accepts, the count is put right.
confirm-override = Reason to go on all the same
confirm-override-hint = It stands in the ledger beside the reason.
confirm-override-missing = Say why you go on all the same. Nothing was sent.
pointless-title = This clear would give hardly anything back
pointless-unused-account = Nothing that a clear of { $name } resets is used. It costs a clear all the same.
pointless-low-account = Of everything that a clear of { $name } resets, less than 1 % of the limit is used. It costs a clear all the same.
pointless-unused-interface = Nothing of { $name } is used. It costs a clear all the same.
pointless-low-interface = Less than 1 % of the limit of { $name } is used. It costs a clear all the same.
anyway-label = Why do you clear anyway?
anyway-hint = Required to continue. At most 500 characters. The ledger shows it with the reason.
anyway-missing = Say why you clear anyway. Nothing was sent.
confirm-name = Type the account's name: { $name }
confirm-name-hint = Asked for when { $from } or fewer are left.
confirm-name-wrong = This is not the account's name. Nothing was sent.
confirm-do-account = Clear all of { $name }
confirm-do-interface = Clear { $name }
confirm-do-secret = Clear all of { $name } with the AppSecret
confirm-left = { $what } · { $left } → { $after } left
confirm-left-at-most = { $what } · at most { $left } → { $after } left
confirm-anyway = { $what } all the same
confirm-secret = Clear with the AppSecret instead
confirm-secret-when = Only right when no token can be had. It is one of the same { $limit } a month.
confirm-changed = The figures have changed since you opened this page
confirm-changed-why = Now { $left } of { $limit } are left.
confirm-changed-why-at-most = Now at most { $left } of { $limit } are left.
confirm-changed-next = Nothing was sent. Look at them again, then confirm.
confirm-nothing-sent = Nothing was sent
confirm-nothing-sent-why = How things stand now is told below.
not-clearable-title = This cannot be cleared
not-clearable-platform = A third-party platform's own calls are cleared in WeChat's open-platform console. The accounts it serves are cleared one by one here.
not-clearable-secret = The AppSecret clears whole accounts only. Nothing was sent.
not-clearable-total = The count of this interface is a total, which no clear resets. Nothing was sent.
refused-before-title = WeChat does not let this interface be cleared by itself
refused-before-why = It refused the last clear of it (76022), and no reading has given a figure since.
refused-before-next = When a reading gives a figure again, it can be cleared again. A clear of the whole account is possible:
refused-before-whole = Clear the whole account
done-clear-replayed = This order was made already; this is what became of it.
refused-clear-made = Nothing was sent now
refused-clear-made-why = Somebody has ordered this clear from the same page already, perhaps you in another tab. Below is what became of it.
refused-clear-under-way-why = This clear of the account is still under way; until it ends, no other begins.

## The ledger

clears-title = Clears
clears-lead = Every clear with who and why, newest first.
clears-none = No clear was made yet
clears-none-next = When an interface runs out, clear it from its row on the overview.
clears-none-filtered = No clear matches these filters
filter-month = Month
filter-all-months = all months
filter-all-scopes = both scopes
col-what = What
col-when = When
col-who = Who
col-why = Why
col-cost = Cost, by our count
clears-all-interfaces = All interfaces
cost-left = { $cost } · { $left } left
cost-left-perhaps = perhaps { $cost } · { $left } left
result-accepted = WeChat said yes
result-nothing-to-reset = nothing to reset
result-under-way = under way
result-refused = WeChat said no
result-failed = not carried out
result-effective = counts fell
result-ineffective = counts did not fall
result-elsewhere = a guess from falling counts
result-dismissed = the guess was wrong

## One clear

clear-of-account = Clear of all interfaces of { $name }
clear-of-interface = Clear of { $name }
headline-under-way = { $what }: under way
headline-accepted = { $what }: accepted by WeChat
headline-verifying = { $what }: accepted, being verified
headline-effective = { $what }: it worked
headline-ineffective = { $what }: it did nothing
headline-refused = { $what }: refused by WeChat
headline-failed = { $what }: failed
headline-unknown = { $what }: nobody knows yet
headline-elsewhere = { $what }: probably made elsewhere
headline-dismissed = { $what }: no clear after all
timeline-title = What happened
clear-facts-title = Facts
clear-interrupted = The desk was stopped while this was under way.
clear-said-ok = WeChat answered ok.
fact-override = Went on because
fact-warnings = Warned of
fact-anyway = Cleared anyway because
warned-pointless = hardly anything to reset
warned-low-use = little use
warned-no-figures = no fresh figures
warned-not-lifted = probably not reset by clears
warned-per-minute = a limit per minute
warned-resets-soon = the day resets soon
warned-clear-open = another clear still open
fact-via = Proved with
via-token = the account's token
via-secret = the AppSecret
fact-errcode = Errcode
fact-rid = rid
fact-cost = Cost, by our count
look-again = Look again
look-at-usage = Look at the usage
try-again = Try again
now-under-way = Its call is under way
now-under-way-next = What becomes of it will stand here. Where scripts run, the page looks again by itself.
now-under-way-long = Nothing has become of it for 2 minutes
now-under-way-long-why = No call takes that long: it was most likely broken off, because wxquota was stopped or could not write its file.
now-under-way-long-next = This page no longer looks again by itself. If it still says this later, tell whoever operates wxquota: it is settled when the file can be written again, at the latest at the next start. Until then nothing else of the account can be cleared.
now-accepted = WeChat accepted it; the counts may take up to 30 minutes to fall
now-accepted-over = WeChat accepted it, and its effect should show by now
now-verifying = Readings are being made to see whether it worked
now-effective = It worked: the counts fell
now-ineffective = It did nothing: the counts did not fall
now-refused-cost = Nothing was spent.
now-corrected = The count was corrected: 0 left until { $date } ({ $zone }).
now-failed = WeChat did not carry it out, and nothing was spent
now-failed-next = You may try again.
now-unknown = It may or may not have been carried out
now-unknown-cost = It is counted as used.
now-elsewhere = A guess: the counts fell, and no clear of ours explains it
now-dismissed = Somebody found that this guess was wrong; it costs nothing
headline-unproven = { $what }: accepted, could not be verified
headline-nothing-to-reset = { $what }: nothing to reset
headline-counted = { $what }: counted as used
headline-given-back = { $what }: was not carried out
headline-not-seen = { $what }: probably not carried out
now-verified-until = Readings look for its effect until { $until } at the latest.
now-verified-open = Until then another clear of the same counts asks for a reason to go on.
now-unproven = WeChat accepted it, but whether it worked could not be verified
now-unproven-next = It is counted as used.
now-nothing-to-reset = WeChat accepted it, but there was nothing to reset
unproven-midnight = The day turned, and all counts began anew by themselves.
unproven-nothing-used = Nothing was used that could have been given back.
unproven-little-used = So little was used that a fall could not be told.
unproven-unread = Readings that could tell are missing.
unproven-followed = Another clear of the same counts came after it, so a fall could be that one's.
unproven-not-seen = The counts did not fall within { $minutes } minutes.
now-given-back = { $calls } calls were given back.
now-read-on-until = The other interfaces are read until { $until }, to see whether their counts fall too. Other clears are not blocked meanwhile.
now-ineffective-why = It is counted as used all the same, and another one is unlikely to do more.
now-ineffective-minute = If calls fail although quota is left, it is a limit per minute: spread them.
now-ineffective-wait = If the quota is used up, wait until the day resets, or have it raised in WeChat's console.
now-ineffective-ask = To have WeChat look into it, send their staff the text at the end of this page.
now-counted = { $who } settled it: it is counted as used
now-given-back-by = { $who } settled it: it was not carried out and is given back
now-no-room = It was not carried out, and is given back
now-unknown-until = Do not repeat it blindly: readings look for its effect until { $until }, and tell if it worked.
now-not-seen = It was probably not carried out
now-unknown-over = It stays so until somebody settles it, or until WeChat accepts more clears than it would leave room for.
now-elsewhere-cost = It is counted as used, until somebody dismisses it.
now-elsewhere-blind = Guesses miss a clear of what had little use, one in the first half hour of a day, one within 2 hours after a clear of ours, and one whose calls were made again at once.
step-verifying = Readings look for its effect.
step-effective = Readings showed that counts fell.
step-ineffective = Counts should have fallen by now, and did not.
step-elsewhere = A second reading, a minute later, confirmed the fall.
step-unproven = Could not be verified. { $why }
step-no-room = WeChat has accepted more clears since than this one would leave room for.
step-counted = { $who } counted it as used: { $why }
step-given-back = { $who } gave it back: { $why }
step-dismissed = { $who } dismissed it: { $why }
fact-agreed = Agreed to by
fact-glass = Without a second person
fact-glass-words = the glass was broken
fact-calls = { $calls } calls
evidence-both = Usage before and after it
evidence-guess = What it was seen from
evidence-guess-none = The readings are no longer kept.
evidence-unread = not read
evidence-stayed = did not fall
evidence-nothing-to-reset = nothing to reset
evidence-little-used = too little used to tell
evidence-read-on = still being read
col-before = Used before
col-after = Used after
col-given-back = Given back
settle-title = Settle it by hand
settle-when = Only if you know more than the readings, such as from WeChat's console.
settle-how = How is it counted?
settle-counted = As used
settle-counted-hint = It was carried out, or you want to be on the safe side.
settle-given-back = Given back
settle-given-back-hint = It was not carried out; one more is left then.
settle-unchosen = Choose one of the two.
settle-reason-hint = At most 500 characters; the ledger keeps it.
settle-do = Settle it
dismiss-title = Dismiss this guess
dismiss-when = If you know that nobody cleared, such as when WeChat corrected its counts. It costs nothing then.
dismiss-do = Dismiss it
refused-settled = It was settled before
refused-settled-next = Somebody was first, or readings told. Nothing was changed now.
support-title = Copy for WeChat support
support-json = Download as JSON
support-call = Call
support-sent = Sent
support-ended = Answered
support-errcode = errcode
support-errmsg = errmsg
support-before = Used before, { $path }
support-after = Used after, { $path }
evidence-title = Usage before it
evidence-none = No figures were known then.
col-share = Share
no-clear-title = There is no such clear
no-clear-why = The address may be mistyped; no clear is ever removed from the ledger.
failed-to-clears = Go to the clears

### Before a clear: what is advised, who has to agree, and what waits for them

## Whether it makes sense

cautions-title = Before you clear
advice-none-needed = No clear is advised: nothing is known to be near its limit
advice-none-needed-interface = No clear of { $name } is advised: it is not near its limit
advice-none-lifts-interface = No clear of { $name } is advised: clears do not reset it
advice-none-lifts = No clear is advised: what is near its limit ({ $names }) is not reset by clears
advice-none-left = No clear that would help is left
caution-resets = The day resets in { $span } by itself
caution-resets-why = At { $at } every count begins at 0, and that costs nothing.
caution-minute = A call of { $name } failed at a limit per minute, which no clear lifts
caution-minute-unknown = A call whose interface is not known failed at a limit per minute, which no clear lifts
caution-minute-why = WeChat answered { $errcode }
caution-minute-see = See that call
caution-lifts-interface = A clear probably does not reset the count of { $name }
caution-lifts-account = A clear probably resets none of what is in use
caution-lifts-proved = The last clear that could be checked did not bring it down.
caution-lifts-thought = It may be a total over a lifetime; no clear has been seen to lower it.
caution-low-interface = Only { $used } of { $name } is used
caution-low-account = No interface has used more than { $used } of its limit
caution-unused = WeChat reports no calls of { $name }
caution-unused-account = WeChat reports no calls
caution-low-why = If calls fail all the same, it is a limit per minute, which no clear lifts.
caution-figures = No fresh figures are known
caution-figures-why = Nobody can say what a clear would help. Have it read first: "Sample now" on its page.
lifts-proved = the last clear brought it down
lifts-expected = expected, not proved yet
lifts-unknown = nobody knows yet
lifts-unlikely = not expected
lifts-disproved = the last clear did not bring it down
lifts-total = a total, which no clear resets

## What is cheaper

advice-one = Cheaper: clear only { $name }
advice-some = Cheaper: clear these { $count } one by one
advice-one-left = Still possible: clear only { $name }
advice-some-left = Still possible: clear these { $count } one by one
advice-price = { $count } of { $limit } single-interface clears instead of 1 of { $whole } account-wide ones; { $left } are left.
advice-price-at-most = { $count } of { $limit } single-interface clears instead of 1 of { $whole } account-wide ones; at most { $left } are left.
advice-price-alone = { $count } of { $limit } single-interface clears; { $left } are left.
advice-go = Clear only this
advice-whole = Cheaper: { $count } interfaces of this account are near their limits, so clear them all at once
advice-whole-price = 1 of { $whole } account-wide clears instead of { $count } of { $limit } single ones.
advice-whole-go = Do that instead

## A second person, and the glass

second-why = With { $from } or fewer left, a second person has to agree.
second-who = { $names } may agree. It waits { $minutes } minutes.
second-more = { $names } and { $count } more
second-nobody = Nobody else could agree
second-nobody-glass = No other lead or admin can sign in. You may break the glass.
second-nobody-next = No other lead or admin can sign in. Find whoever operates wxquota: in a shell they can let one in (wxquota user).
second-ask = Ask a second person
second-ask-secret = Ask a second person, with the AppSecret
glass-title = Break the glass: go on alone
glass-when = For an emergency in which nobody can agree in time. The ledger and the audit trail say that you did.
glass-type = To go on alone, type: { $phrase }
glass-hint = Only the button below needs it.
glass-phrase = break glass
glass-do = Break the glass · { $what }
glass-which = Press the button below this field to go on alone, or empty the field to ask a second person. Nothing was sent.
glass-wrong = This is not the phrase "{ $phrase }". Nothing was sent.

## No token to be had

lock-out-used-up = The token endpoint's own quota is used up: no token can be had today
lock-out-used-up-why = WeChat counts calls for tokens too. Until that count is reset nothing that needs a token works, a clear with a token included.
lock-out-dead = No token can be had: WeChat refuses them, new ones too
lock-out-dead-why = Nothing that needs a token works, a clear with a token included.
lock-out-next-account = The clear of the whole account with its AppSecret needs none.
lock-out-rescue = See the clear with the AppSecret
lock-out-next = The clear with the AppSecret, below, needs none.
rescue-title = Made for this: the clear with the AppSecret
rescue-why = It needs no token. It is one of the same { $limit } a month.
rescue-doubt = Some report that it did not bring back calls for tokens. Then only the day's reset does.
confirm-token = Clear with a token all the same
confirm-token-when = It fails where no token can be had; that costs nothing.
confirm-waits = A request for this waits already
confirm-waits-who = Asked for by { $who }
request-see = See it

## Requests

what-account = all of { $name }
what-interface = { $interface } of { $name }
request-waiting = waiting
request-approved = agreed to
request-declined = declined
request-expired = expired
request-withdrawn = withdrawn
request-left = { $span } left
copy-link = Copy link
band-label = Waiting for a second person
band-asks = { $who } asks to clear { $what }
band-decide = Look and decide
band-own = You asked to clear { $what }; a second person has to agree
band-approved = { $who } agreed to clear { $what }
band-declined = { $who } declined to clear { $what }
band-expired = Nobody agreed in time to clear { $what }
headline-request-waiting = Request to clear { $what }: waiting for a second person
headline-request-approved = Request to clear { $what }: agreed to
headline-request-declined = Request to clear { $what }: declined
headline-request-expired = Request to clear { $what }: nobody decided in time
headline-request-withdrawn = Request to clear { $what }: withdrawn
request-title = The request
request-stakes = How things stand now
request-by = Asked for by
request-until = Waits until
request-overrides = It was asked for all the same, with a reason to go on.
request-no-override = Whoever asked gave no reason to go on, so it cannot be agreed to now. Wait until that clear has settled, or decline it and have it asked for anew.
request-agree-why = Agreeing makes the clear at once. The ledger names both of you.
request-agree = Agree · { $left } → { $after } left
request-agree-at-most = Agree · at most { $left } → { $after } left
request-agree-anyway = Agree all the same
request-decline-open = Decline…
request-decline-why = Why not
request-decline-hint = Whoever asked reads it. At most 500 characters.
request-decline = Decline
request-own-who = { $names } may agree.
request-own-next = Send them the address of this page. What they decide will stand here.
request-withdraw = Withdraw the request
request-agreed-by = { $who } agreed
request-see-clear = See the clear
request-declined-by = { $who } declined
request-expired-title = Nobody decided in time
request-expired-why = A request waits { $minutes } minutes. Nothing was sent.
request-withdrawn-by = { $who } withdrew it
request-anew = Ask anew
request-gone = What was to be cleared is not there any more
request-gone-next = Nothing was sent. The account may have been retired, or the interface unwatched.
no-request-title = There is no such request
no-request-why = The address may be mistyped; no request is ever removed.
refused-request-over = It was decided before, or its time is up
refused-request-over-next = Nothing was done now. Below is what became of it.
refused-not-theirs = This is not yours to decide
refused-not-theirs-next = Somebody else agrees to what you asked for, or declines it; only whoever asked takes it back. Nothing was sent.
refused-changed-next = Nothing was sent. Look at them again, then decide.
refused-in-the-way = Another clear is in the way, so nothing was sent
refused-in-flight-next = Its call is under way. Wait until it has ended, then agree again.
refused-open-next = It has not settled, and whoever asked gave no reason to go on. Wait, or decline it and have it asked for anew.
refused-spent = No clear is left, so nothing was sent
refused-spent-guessed-next = Part of that count is a guess, but whoever asked gave no reason to go on. Decline it and have it asked for anew.
refused-spent-next = WeChat accepts no more until they are counted anew.
reason-missing = Say why, in a few words. Nothing was changed.
reason-long = At most { $most } characters; these were { $count }. Nothing was changed.
band-more =
    { $count ->
        [one] and 1 more
       *[other] and { $count } more
    }
refused-asker = Whoever asked may not clear any more
refused-asker-next = Nothing was sent. Decline the request, and ask anew if the clear is still needed.
