### Before a clear: what is advised, who has to agree, and what waits for them

## Whether it makes sense

cautions-title = Before you clear
advice-none-needed = No clear is advised: nothing is known to be near its limit
advice-none-lifts = No clear is advised: what is near its limit is not reset by clears
advice-none-left = No clear that would help is left
caution-resets = The day resets in { $span } by itself
caution-resets-why = At { $at } every count begins at 0, and that costs nothing.
caution-minute = A call failed at a limit per minute, which no clear lifts
caution-minute-why = WeChat answered { $errcode }
caution-minute-see = See that call
caution-lifts-interface = A clear probably does not reset this count
caution-lifts-account = A clear probably resets none of what is in use
caution-lifts-proved = The last clear that could be checked did not bring it down.
caution-lifts-thought = It may be a total over a lifetime; no clear has been seen to lower it.
caution-low-interface = Only { $used } is used
caution-low-account = No interface has used more than { $used } of its limit
caution-unused = Nothing of it is used
caution-low-why = If calls fail all the same, it is a limit per minute, which no clear lifts.
caution-figures = No fresh figures are known
caution-figures-why = Nobody can say what a clear would help. Have it read first: "Sample now" on its page.
lifts-proved = proved by an earlier clear
lifts-expected = expected, not proved yet
lifts-unknown = nobody knows yet
lifts-unlikely = not expected
lifts-disproved = an earlier clear did not

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

lock-out-used-up = No token can be had: today's calls for tokens are used up
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
