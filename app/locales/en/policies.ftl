### Policies

## The list

policies-title = Policies
policies-lead = A policy watches interfaces for you. When its condition is met, it notifies people or makes clears within the limits that you set.
policies-to-notices = Notices
policies-to-channels = Channels
policies-none = No policies yet
policies-none-what = A policy says what to do when a share of a quota is used: notify people, or clear within limits and keep a reserve.
policies-none-next = Start with a policy that only notifies. You can try it on the last 30 days before you save it.
policies-col-last = Last decision
policies-nothing-yet = none yet
policy-col-policy = Policy
policy-col-what = Decision and reason
policy-notifies = notify only
policy-clears = auto-clear
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
policy-when-used = { $share } or more of the daily limit is used
policy-when-exhausted = no quota is left
policy-when-runs-out = it is predicted to run out before { $time }
policy-when-incident = a service reports 45009 and little quota is left
policy-mode-notify = Notify people
policy-mode-clear = Clear and notify people
policy-quiet-from-to = { $from }–{ $to } ({ $zone })
policy-did-notify = notified people
policy-did-over = notified people that the condition is no longer met
policy-did-clear-account = started a clear of all interfaces
policy-did-clear-interface = started a clear of this interface
policy-did-not = did not clear: { $why }

## The form

policy-new = New policy
policy-new-lead = A policy does nothing until you save it. Try it first; a trial saves nothing.
policy-edit = Edit
policy-edit-title = Edit { $name }
policy-try = Try on the last 30 days
policy-form-what = Scope
policy-form-name-hint = Shown in notices, the ledger and the audit trail.
policy-form-whose = Accounts
policy-form-all = all
policy-form-all-hint = Includes accounts that are added later.
policy-form-these = only these
policy-form-these-hint = Only the accounts that are selected below.
policy-form-accounts = Selected accounts
policy-form-retired = { $name } (retired)
policy-form-paths = Interfaces
policy-form-paths-hint = One path per line. Leave this empty to include every watched interface.
policy-form-excluded = Excluded interfaces
policy-form-excluded-hint = One path per line.
policy-form-when = Condition
policy-form-trigger = The policy acts when
policy-form-used = a share of the limit is used
policy-form-used-hint = Checked with every successful reading.
policy-form-percent = Percent
policy-form-exhausted = no quota is left
policy-form-exhausted-hint = The daily limit is used up.
policy-form-runs-out = it is predicted to run out before a time
policy-form-runs-out-hint = Predicted from today's use and the usual shape of the day; needs at least 3 past days.
policy-form-time = Before (for example 18:00, { $zone })
policy-form-incident = a service reports 45009
policy-form-incident-hint = And a reading shows that little quota is left. You cannot try this condition on stored readings.
policy-form-then = Action
policy-form-mode = What the policy does
policy-form-notify-hint = Notifies people once, and again when the condition clears. It makes no clears.
policy-form-clear-hint = Clears within the limits below, right after a new reading, and only if a clear helps.
policy-form-limits = Limits for automatic clears
policy-form-limits-hint = They apply only if the policy clears. Each limit applies to each account separately.
policy-form-whole = May clear all interfaces of an account
policy-form-whole-hint = Only if this is cheaper than clearing the interfaces one by one.
policy-form-reserve-interface = Reserve, single-interface clears
policy-form-reserve-account = Reserve, account-wide clears
policy-form-reserve-hint = The policy always leaves this many clears unused.
policy-form-a-day = Maximum per day
policy-form-a-month = Maximum per month
policy-form-a-day-hint = Clears per account.
policy-form-cooldown = Cooldown in minutes
policy-form-cooldown-hint = The minimum time between two attempts on an account.
policy-form-before-reset = Minutes before the reset
policy-form-before-reset-hint = At least 5. The policy makes no clears in this time before 00:00 ({ $zone }).
policy-form-quiet-from = Quiet hours from
policy-form-quiet-to = Quiet hours to
policy-form-quiet-hint = The policy makes no clears in this time. Times are in { $zone } and may span midnight.
policy-form-wrong = Nothing was saved. Correct the marked fields.
fault-policy-name-taken = Another policy has this name. Choose another name.
fault-policy-name-long = At most { $most } characters.
fault-policy-whose = Choose all accounts, or select at least one.
fault-policy-accounts = One of these accounts is retired or no longer exists. Remove it from the selection.
fault-policy-paths-many = At most 20,000 characters. Split the policy in two.
fault-policy-path-empty = Enter a path such as /cgi-bin/message/custom/send.
fault-policy-choose = Choose one of the options.
fault-policy-percent = Enter a whole number from 1 to 100.
fault-policy-time = Enter a time from 00:01 to 23:59, such as 18:00.
fault-policy-count = Enter a whole number from { $from } to 1,000.
fault-policy-cooldown = Enter a whole number of minutes from 0 to 44,640 (31 days).
fault-policy-before-reset = Enter a whole number of minutes from 5 to 1,439.
fault-policy-quiet = Enter two different times, such as 22:00 and 06:00, or leave both empty.
policy-overtaken = Somebody else changed this policy in the meantime
policy-overtaken-why = Your changes were not saved. The current rules are shown below.
policy-overtaken-next = Your changes are still in the form. Save again to replace the current rules.
policy-rules-now = Current rules

## One policy

policy-rules = Rules
policy-every-account-fact = all, including accounts added later
policy-every-interface-fact = every watched interface
policy-fact-when = Condition
policy-fact-then = Action
policy-fact-covers = Applies now to
policy-covers =
    { $count ->
        [one] 1 interface
       *[other] { $count } interfaces
    }
policy-covers-nothing = No watched interface matches these rules
policy-covers-nothing-next = The policy does nothing. Check its accounts and paths, or watch the interfaces.
policy-fact-made = Created by
policy-fact-changed = Changed by
policy-none = none
policy-fact-scope = Scope of clears
policy-scope-interface = single interfaces only
policy-scope-both = single interfaces, and all interfaces of an account if that is cheaper
policy-fact-reserve = Reserve
policy-reserve = { $interface } single-interface, { $account } account-wide
policy-fact-most = Maximum
policy-most = { $day } per day and { $month } per month on each account
policy-fact-cooldown = Cooldown
policy-fact-quiet = Quiet hours
policy-fact-before-reset = Before the reset
policy-before-reset = no clears in the last { $span } before 00:00 ({ $zone })
policy-pause = Pause
policy-resume = Resume
policy-suspended-by = Clear #{ $clear } of this policy could not be confirmed as effective, so the policy makes no more clears
policy-suspended-by-late = Clear #{ $clear } of this policy could not be confirmed as effective at first, so the policy makes no more clears
policy-suspended-why = After a clear with an unknown outcome or no effect, a policy waits until a person resumes it.
policy-suspended-next = Check that clear. To continue, select Resume.
policy-suspended-effective = The clear has since been confirmed as effective. To continue, select Resume.
policy-removed-by = { $who } removed this policy. Its decisions are kept.
policy-clears-now = This policy makes clears automatically, within the limits above.
policy-may-clear = This policy can make clears automatically, within the limits above. It makes none at the moment:
policy-only-notify = Switch to notify only
policy-notifies-now = This policy only notifies people and makes no clears.
policy-let-clear = Switch to auto-clear…
policy-let-clear-confirm = Switch { $name } to auto-clear
policy-spends = Limits on each account: { $day } per day, { $month } per month.
policy-spends-all = For its { $count } accounts together, that is up to { $day } per day and { $month } per month.
policy-spends-interface = It makes only single-interface clears and never uses the last { $interface } of an account.
policy-spends-both = It makes single-interface and account-wide clears. It never uses the last { $interface } and the last { $account } of an account.
policy-spends-reads = Each attempt takes one additional reading. It does not ask anybody for approval.
policy-spends-try = Try auto-clear on stored readings first:
policy-remove-title = Remove
policy-remove = Remove…
policy-remove-what = The policy stops, and you cannot restore it. Its decisions stay on its page.
policy-remove-confirm = Remove { $name }
policy-decisions = Decisions
policy-decisions-none = No decisions yet.
policy-decisions-none-next = The policy checks each reading. Its decisions appear here with their reasons, including decisions not to clear.
policy-folded = ×{ $count }, last { $last }
policy-automation = Automation
no-policy-title = Policy not found
no-policy-why = No policy has this number. The address may be mistyped.
failed-to-policies = Go to the policies
policy-outdated = Somebody else changed this policy in the meantime
policy-outdated-next = Nothing was changed. Check the current rules, then try again.
done-policy-added = The policy is saved. It acts from the next reading on.
done-policy-added-report = The policy is saved. It acts from the next report on.
done-policy-saved = Saved. The new rules apply from the next reading on.
done-policy-saved-report = Saved. The new rules apply from the next report on.
done-policy-notifies = This policy now only notifies people.
done-policy-clears = This policy now makes clears automatically, within its limits.
done-policy-paused = Paused. The policy does nothing until somebody resumes it.
done-policy-resumed = Resumed. The policy acts from the next reading on.
done-policy-resumed-report = Resumed. The policy acts from the next report on.
done-policy-removed = { $name } was removed. Its decisions are kept.
done-stopped = All automatic clears are stopped.
done-allowed = Automatic clears are resumed.

## A dry run

trial-title = Dry run of { $name }, last { $days } days
trial-nothing-kept = This is only a trial. Nothing was saved or cleared.
trial-to-form = Change or save
trial-form-title = Rules of this trial
trial-as-notify = Notify
trial-as-clear = Auto-clear
trial-looked-at =
    { $interfaces ->
        [one] { $readings } successful readings of 1 interface
       *[other] { $readings } successful readings of { $interfaces } interfaces
    }
trial-told = Notices it would have sent
trial-at-least = at least
trial-at-most = at most
trial-given-back = Calls restored
trial-not-out = Downtime avoided
trial-withheld = Decisions not to clear
trial-imagined = These clears are simulated
trial-beyond = Readings do not show calls that services tried after a limit was reached. With more quota, services would have made more calls. The real number of clears would be at least as high, and the real downtime avoided at most as long.
trial-hourly = The policy could act only when a reading was taken. It has no data between two readings.
trial-ledger = Clears in the ledger are counted as used. Clears made before wxquota was set up are not. Readings do not contain reports of services or per-minute limits.
trial-incident = You cannot try a policy whose condition is a report of a service
trial-incident-next = Readings do not contain reports of services. Use notify only for a while, and check the decisions.
trial-none = The policy would have done nothing in this time
trial-acts =
    { $count ->
        [one] 1 decision
       *[other] { $count } decisions
    }
trial-shown = { $shown } of { $all } are shown. The oldest decisions not to clear are left out first.
trial-col-not-out = Downtime avoided
trial-would-notify = would have notified people
trial-would-clear-account = would have cleared all interfaces
trial-would-clear-interface = would have cleared this interface
trial-would-not = would not have cleared: { $why }
trial-gone = The rules of this trial are no longer available
trial-gone-next = A trial of unsaved rules is kept for ten minutes. Fill in the form again, or open a saved policy and try that.

## The kill switch

stop-title = Kill switch
stop-label = Automatic clears are stopped
stop-since = Automatic clears have been off since { $since }, stopped by { $who }
stop-since-why = Automatic clears have been off since { $since }, stopped by { $who }: { $reason }
stop-see = View kill switch
stop-what = Stops the automatic clears of all policies immediately, including clears that are recorded but not sent yet. Policies still notify people, and people can still clear.
stop-open = Stop all automatic clears…
stop-reason-hint = Shown to everybody on every page. At most 500 characters. Saved in the audit trail.
stop-do = Stop all automatic clears
stop-on = { $who } stopped all automatic clears
stop-on-what = Every page shows this. Policies still notify people and record what they would have cleared.
stop-end = Resume automatic clears
