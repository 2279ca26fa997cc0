### Before a clear: what is advised, who has to agree, and what waits for them

## Whether it makes sense

cautions-title = Before you clear
advice-none-needed = No clear is advised: nothing is near its limit
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
caution-low-why = If calls fail all the same, it is a limit per minute, which no clear lifts.
caution-figures = No figures of today are known
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
glass-wrong = This is not the phrase "{ $phrase }". Nothing was sent.

## No token to be had

lock-out-used-up = No token can be had: today's calls for tokens are used up
lock-out-used-up-why = WeChat counts calls for tokens too. Until that count is reset nothing that needs a token works, a clear with a token included.
lock-out-dead = No token can be had: WeChat refuses them, new ones too
lock-out-dead-why = Nothing that needs a token works, a clear with a token included.
lock-out-next = The clear with the AppSecret, below, needs none.
rescue-title = Made for this: the clear with the AppSecret
rescue-why = It needs no token. It is one of the same { $limit } a month.
rescue-doubt = Some report that it did not bring back calls for tokens. Then only the day's reset does.
confirm-token = Clear with a token all the same
confirm-token-when = It fails where no token can be had; that costs nothing.
confirm-waits = A request for this waits already
confirm-waits-who = Asked for by { $who }
request-see = See it
