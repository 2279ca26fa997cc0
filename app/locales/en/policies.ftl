### Policies

## The list

policies-title = Policies
policies-lead = A policy watches interfaces for you. It tells people, or clears on its own within the limits you set.
policies-to-notices = What was told
policies-to-channels = Where it goes
policies-none = No policy yet
policies-none-what = A policy says: when so much of a quota is used, tell people, or clear it, but keep this many clears back.
policies-none-next = Begin with one that only notifies. You can try it on the last 30 days before you save it.
policies-col-last = Last decision
policies-nothing-yet = nothing yet
policy-col-policy = Policy
policy-col-what = What, and why
policy-notifies = notifies
policy-clears = clears
policy-paused = paused
policy-stopped = clears stopped
policy-suspended = suspended
policy-removed = removed

## In words

policy-sentence = { $what } of { $whose }: when { $when }
policy-sentence-but =
    { $count ->
        [one] { $what } of { $whose }, except 1: when { $when }
       *[other] { $what } of { $whose }, except { $count }: when { $when }
    }
policy-every-interface = Every watched interface
policy-some-interfaces = { $count } interfaces
policy-every-account = all accounts
policy-some-accounts = { $count } accounts
policy-when-used = { $share } or more of the day's limit is used
policy-when-exhausted = nothing is left
policy-when-runs-out = at its pace it runs out before { $time }
policy-when-incident = a service reports 45009 and little is left
policy-mode-notify = Tell people
policy-mode-clear = Clear, and tell people
policy-quiet-from-to = { $from }–{ $to } ({ $zone })
policy-did-notify = told people
policy-did-over = told people that it is over
policy-did-clear-account = ordered a clear of the whole account
policy-did-clear-interface = ordered a clear of this interface
policy-did-not = did not clear: { $why }

## The form

policy-new = New policy
policy-new-lead = Nothing is done before you save it. Try it first: that saves nothing.
policy-edit = Edit
policy-edit-title = Edit { $name }
policy-try = Try on the last 30 days
policy-form-what = What it watches
policy-form-name-hint = Notices, the ledger and the audit trail name it so.
policy-form-whose = Accounts
policy-form-all = all
policy-form-all-hint = Also those that are added later.
policy-form-these = only these
policy-form-these-hint = Those that are ticked below.
policy-form-accounts = These accounts
policy-form-retired = { $name } (retired)
policy-form-paths = Only these interfaces
policy-form-paths-hint = Paths, one a line. Empty: every interface that is watched.
policy-form-excluded = Leaves alone
policy-form-excluded-hint = Paths, one a line.
policy-form-when = When
policy-form-trigger = It acts when
policy-form-used = so much is used
policy-form-used-hint = Of the day's limit, by any good reading.
policy-form-percent = Percent
policy-form-exhausted = nothing is left
policy-form-exhausted-hint = The day's limit is used up.
policy-form-runs-out = it will run out before a time
policy-form-runs-out-hint = By the pace of the day's last three good readings.
policy-form-time = Before, as in 18:00 ({ $zone })
policy-form-incident = a service reports 45009
policy-form-incident-hint = And a reading shows that little is left. This cannot be tried on stored readings.
policy-form-then = Then
policy-form-mode = What it does
policy-form-notify-hint = Once, and again when it is over. It spends nothing.
policy-form-clear-hint = Within the limits below, on a reading made right before, and only where a clear helps.
policy-form-limits = Limits for its clears
policy-form-limits-hint = They matter only where it clears. All of them hold for each account by itself.
policy-form-whole = It may clear whole accounts
policy-form-whole-hint = Only where that is cheaper than clearing the interfaces one by one.
policy-form-reserve-interface = Keep back, single-interface
policy-form-reserve-account = Keep back, account-wide
policy-form-reserve-hint = So many clears it never touches.
policy-form-a-day = At most a day
policy-form-a-month = At most a month
policy-form-a-day-hint = Clears on one account.
policy-form-cooldown = Minutes between two attempts
policy-form-cooldown-hint = On one account.
policy-form-before-reset = Minutes before the reset
policy-form-before-reset-hint = At least 5. No clear so shortly before 00:00 ({ $zone }).
policy-form-quiet-from = Quiet hours from
policy-form-quiet-to = Quiet hours to
policy-form-quiet-hint = It never clears then. Times are in { $zone }; they may go over midnight.
policy-form-wrong = Nothing was saved: correct what is marked.
fault-policy-name-taken = Another policy has this name; choose another.
fault-policy-name-long = At most { $most } characters.
fault-policy-whose = Choose all accounts, or tick at least one.
fault-policy-accounts = One of these accounts is not there any more, or is retired. Untick it.
fault-policy-paths-many = At most 20,000 characters. Make two policies of it.
fault-policy-path-empty = Type a path such as /cgi-bin/message/custom/send.
fault-policy-choose = Choose one of these.
fault-policy-percent = A whole number from 1 to 100.
fault-policy-time = A time from 00:01 to 23:59, as in 18:00.
fault-policy-count = A whole number from { $from } to 1,000.
fault-policy-cooldown = A whole number of minutes from 0 to 44,640, which is 31 days.
fault-policy-before-reset = A whole number of minutes from 5 to 1,439, so less than a day.
fault-policy-quiet = Two different times, as in 22:00 and 06:00; or leave both empty.
policy-overtaken = Somebody else changed this policy meanwhile
policy-overtaken-why = Nothing of yours was saved. Below is how it is now.
policy-overtaken-next = What you typed still stands in the form. Save it once more to put it in place of this.
policy-rules-now = The rules now

## One policy

policy-rules = Rules
policy-every-account-fact = all, also those added later
policy-every-interface-fact = every one that is watched
policy-fact-when = Acts when
policy-fact-then = Then
policy-fact-covers = Watches now
policy-covers =
    { $count ->
        [one] 1 interface
       *[other] { $count } interfaces
    }
policy-covers-nothing = Nothing that is watched fits these rules
policy-covers-nothing-next = The policy does nothing. Check its accounts and paths, or have the interfaces watched.
policy-fact-made = Made by
policy-fact-changed = Changed by
policy-none = none
policy-fact-scope = May clear
policy-scope-interface = single interfaces only
policy-scope-both = single interfaces, and whole accounts where that is cheaper
policy-fact-reserve = Keeps back
policy-reserve = { $interface } single-interface, { $account } account-wide
policy-fact-most = At most
policy-most = { $day } a day, { $month } a month, on each account
policy-fact-cooldown = Between two attempts
policy-fact-quiet = Quiet hours
policy-fact-before-reset = Before the reset
policy-before-reset = no clear in the last { $span } before 00:00 ({ $zone })
policy-pause = Pause
policy-resume = Resume
policy-suspended-by = Its clear { $clear } was not seen to work, so it makes no other
policy-suspended-by-late = Its clear { $clear } was not seen to work at first, so it makes no other
policy-suspended-why = After an unknown or an ineffective result a policy waits for a person.
policy-suspended-next = Look at that clear. If the policy is to go on, press Resume.
policy-suspended-effective = It has turned out effective since: let the policy go on. Press Resume.
policy-removed-by = { $who } removed this policy; what it decided stays
policy-clears-now = It clears on its own, within the limits above.
policy-may-clear = It may clear on its own, within the limits above. Now it does not:
policy-only-notify = Only notify from now on
policy-notifies-now = It only tells people, and spends nothing.
policy-let-clear = Let it clear…
policy-let-clear-confirm = Let { $name } clear
policy-spends = On each account at most { $day } a day and { $month } a month.
policy-spends-all = On its { $count } accounts together that is up to { $day } a day and { $month } a month.
policy-spends-interface = Single-interface clears only; the last { $interface } of an account it never touches.
policy-spends-both = Single-interface and account-wide clears; the last { $interface } and the last { $account } of an account it never touches.
policy-spends-reads = Each attempt makes one reading more, and nobody is asked before.
policy-spends-try = Try it first, as if it cleared:
policy-remove-title = Remove it
policy-remove = Remove…
policy-remove-what = It does nothing any more, and cannot be brought back. What it decided stays on its page.
policy-remove-confirm = Remove { $name }
policy-decisions = What it decided
policy-decisions-none = It has decided nothing yet.
policy-decisions-none-next = Each reading is looked at. Whatever it decides stands here with its reason, the refusals too.
policy-folded = ×{ $count }, last { $last }
policy-automation = Automation
no-policy-title = There is no such policy
no-policy-why = The address may be mistyped, or it was removed.
failed-to-policies = Go to the policies
policy-outdated = Somebody else changed this policy meanwhile
policy-outdated-next = Nothing was done. Look at it as it is now, then try again.
done-policy-added = The policy is kept. It acts from the next reading on.
done-policy-added-report = The policy is kept. It acts from the next report on.
done-policy-saved = Saved. It acts by these rules from the next reading on.
done-policy-saved-report = Saved. It acts by these rules from the next report on.
done-policy-notifies = It only tells people from now on.
done-policy-clears = It clears on its own from now on, within its limits.
done-policy-paused = Paused. It does nothing until somebody resumes it.
done-policy-resumed = It goes on from the next reading on.
done-policy-resumed-report = It goes on from the next report on.
done-policy-removed = { $name } is removed. What it decided stays.
done-stopped = All automatic clears are stopped.
done-allowed = Automatic clears go on.

## A dry run

trial-title = Dry run of { $name }, last { $days } days
trial-nothing-kept = This is only tried: nothing is saved, nothing was cleared.
trial-to-form = Change or save it
trial-form-title = The rules that were tried
trial-as-notify = Telling people
trial-as-clear = Clearing
trial-looked-at =
    { $interfaces ->
        [one] { $readings } good readings of 1 interface
       *[other] { $readings } good readings of { $interfaces } interfaces
    }
trial-told = Times it would have told people
trial-at-least = at least
trial-at-most = at most
trial-given-back = Calls given back
trial-not-out = Time not used up
trial-withheld = Times it would have held back
trial-imagined = These clears are imagined
trial-beyond = Calls that services tried after a limit was reached are in no reading. With more quota they would have called on: it would have spent at least as many clears, and what was used up would have been back for that time at the most.
trial-hourly = It could only look when a reading was made. Between two readings it knew nothing.
trial-ledger = Clears in the ledger are counted as used, those before the desk began are not. What a service reports, and limits per minute, are in no reading either.
trial-incident = A policy that waits for incidents cannot be tried
trial-incident-next = What services report is in no reading. Let it only notify for a while, and look at what it decides.
trial-none = It would have done nothing in this time
trial-acts =
    { $count ->
        [one] Once it would have acted, or wanted to
       *[other] { $count } times it would have acted, or wanted to
    }
trial-shown = { $shown } of { $all } are shown: of those that it would have held back, the oldest are left out first.
trial-col-not-out = Not used up for
trial-would-notify = would have told people
trial-would-clear-account = would have cleared the whole account
trial-would-clear-interface = would have cleared this interface
trial-would-not = would not have cleared: { $why }
trial-gone = What was typed is not here any more
trial-gone-next = A dry run of rules that are not saved lasts ten minutes. Fill the form in once more, or open a saved policy and try that.

## The kill switch

stop-title = Kill switch
stop-label = Automatic clears are stopped
stop-since = Automatic clears are stopped since { $since } by { $who }
stop-since-why = Automatic clears are stopped since { $since } by { $who }: { $reason }
stop-see = See the switch
stop-what = Stops the clears of all policies at once, also those that are ordered and not sent yet. Policies go on telling people, and people can still clear.
stop-open = Stop all automatic clears…
stop-reason-hint = Everybody reads it on every page. At most 500 characters; the audit trail keeps it.
stop-do = Stop all automatic clears
stop-on = { $who } stopped all automatic clears
stop-on-what = Every page says so. Policies go on telling people, and write down what they would have cleared.
stop-end = Let automatic clears go on
