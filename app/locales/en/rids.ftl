### The rid desk

rids-title = Look up a rid
rids-lead = A rid (request ID) is the ID that WeChat gives to a call. Look it up to see what was sent, what WeChat answered, and why.
rids-field = Paste an error, a log or a rid
rids-placeholder = reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea
rids-hint = wxquota looks up all rids in the text. Tokens, secrets and personal data are masked before anything is saved.
rids-account = Account
rids-any-account = find automatically
rids-account-paused = { $name } (paused)
rids-submit = Look up
rids-typed-shortened = The text you pasted is long. Only its beginning is shown here, with secrets masked.
rids-left-none = No account is active, so nothing can be looked up.
rids-left-one = You have { $left } lookups left today (the account has { $a_day } a day, each person at most { $a_person }).
rids-left-each = You have { $left } lookups left today for each account (each account has { $a_day } a day, each person at most { $a_person }). If the account of a rid is unknown, each account that is asked uses one lookup.
rids-left-between = You have { $least } to { $most } lookups left today, depending on the account (each account has { $a_day } a day, each person at most { $a_person }). If the account of a rid is unknown, each account that is asked uses one lookup.
rids-exposed-secret = The text contains an AppSecret
rids-exposed-code = The text contains an authorization code
rids-exposed-token = The text contains a token
rids-exposed-kept-nowhere = It is masked here and not saved, but everybody who has the text can read it.
rids-exposed-secret-next = Reset it in WeChat's console ({ $place }). Then enter the new one everywhere it is used.
rids-exposed-code-next = It can be used once until it expires. If the text was shared, authorize the account again.
rids-exposed-token-next = It is valid for at most 2 hours. Remove tokens from texts that you share.
rids-wecom = This is an error of 企业微信 (WeCom)
rids-wecom-errcode = This is errcode { $errcode } of 企业微信 (WeCom)
rids-wecom-why = WeCom is another platform with its own errcodes, limits and hints. wxquota cannot look up its calls.
rids-wecom-page = Look up the errcode at WeCom
rids-wecom-next = Look up the errcode on WeCom's page. WeCom's support can use the hint.
rids-wecom-clear = A clear resets counts of WeChat accounts. It does not change WeCom's limits.
rids-missing = The rid is missing
rids-missing-why = The text ends at “rid:”. The rid follows after it.
rids-missing-next = Copy the complete line again.
rids-unanswered = WeChat did not answer this call
rids-unanswered-why = The call timed out or had no connection. Without an answer, there is neither an errcode nor a rid.
rids-unanswered-next = Check the network between your server and api.weixin.qq.com, and the timeout of the client. WeChat may still have carried out a call that timed out.
rids-code-only = The text contains an errcode but no rid
rid-diagnosis = Open WeChat's own diagnosis of API errors (API 报错诊断)
rid-pasted = From the pasted text, not confirmed by WeChat
rid-words = WeChat's message: “{ $words }”
rid-pasted-took = took { $ms } ms
rid-pasted-from = from { $ip }
rid-mistyped = probably mistyped
rid-mistyped-why = The second and third groups of a rid start with a digit from 0 to 7. You can look it up anyway.
rids-nothing = The text contains no rid
rids-nothing-next = A rid looks like 617682e0-09059ac5-34a8e2ea: three groups of 8 digits or letters a–f. You find it at the end of errmsg, after “rid:”.
rids-too-long = The text is longer than 1 MiB
rids-too-long-next = The text was not searched. Paste only the part with the error.
rids-found-none-whole = Found no complete rid
rids-hints = Hints
rids-hints-why = A hint is another mark that WeChat gives to a failed call. It cannot be looked up. Send it to WeChat support together with the rid.
rids-incomplete = Incomplete
rids-incomplete-why = A complete rid has three groups of 8 digits, such as 617682e0-09059ac5-34a8e2ea. Copy it again from its source.
rids-newest = Recent lookups
rids-newest-empty = No lookups yet
rids-newest-empty-next = Paste an error from a user or a log, such as “reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea”. wxquota keeps the result after WeChat deletes it, which is after 7 days.
rids-hints-why-wecom = A hint identifies a failed call at WeCom. Enter it on WeCom's page above, or give it to WeCom's support.
rid-col-rid = rid
rid-col-called = Called
rid-col-answer = Answer
rid-col-standing = Availability

rid-expires-in = expires in { $span }
rid-expired = expired (WeChat keeps 7 days)
rid-implausible = impossible time
rid-implausible-title = This rid contains an impossible time
rid-implausible-why = The first 8 digits of a rid are the time of the call. This time is before 2020 or in the future, so the rid is mistyped or invented.
no-rid-title = This is not a rid
no-rid-why = A rid has three groups of 8 digits or letters a–f, such as 617682e0-09059ac5-34a8e2ea. The address may be incomplete.
failed-to-rids = Look up a rid

rid-unknown-title = Not looked up yet
rid-unknown-why = wxquota has no data for this rid yet. To look it up, wxquota asks WeChat with the account you choose, or with up to ten accounts, the most likely first. It keeps the answer.
rids-another = Look up another rid
rid-look-up-panel = Ask WeChat
rid-called-at = Called at
rid-asked-as = Looked up with { $names }.
rid-unable = { $names } could not be used for the lookup because of a problem that the account's page explains. The call may belong to this account.
rid-unasked =
    { $count ->
        [one] 1 more account was not tried, to keep the wait short. If you know which account made the call, choose it.
       *[other] { $count } more accounts were not tried, to keep the wait short. If you know which account made the call, choose it.
    }
untold-not-found = WeChat did not find this rid
untold-not-found-why = The rid is mistyped, belongs to an account that is not watched, or belongs to a sign-in call under /sns/, which WeChat never shows.
untold-not-found-next = Copy it again from its source. If you know which account made the call, choose it.
untold-other = Another account made this call
untold-other-why = WeChat shows a call only to the account that made it.
untold-other-next = Choose another account below.
untold-other-none = None of your accounts made this call. Ask the owner of the account, or ask an admin to add it.
untold-malformed = WeChat does not recognize this as a rid
untold-malformed-why = It has the right format, so it was probably mistyped or invented.
untold-malformed-next = Copy it again from its source.
untold-expired = This rid has expired
untold-expired-why = WeChat shows calls of the last 7 days, and nobody looked this one up in that time.
untold-expired-next = Reproduce the error and paste its new rid, or search your own logs for this one.
untold-sign-in = WeChat does not show sign-in calls
untold-sign-in-why = The call was probably made to a sign-in interface under /sns/, for example to exchange a login code.
untold-sign-in-next = Use the errcode and errmsg that came with the rid.
untold-no-owner = This rid belongs to no account
untold-no-owner-why = The call had no access_token or no valid AppID, so WeChat does not know which account made it. No account can look it up.
untold-no-owner-next = Check the AppID and the access_token of the call. WeChat's own page shows its path and time.
untold-no-account = There is no active account
untold-no-account-why = WeChat shows a call only to the account that made it, and none of your accounts is active.
untold-no-account-next = Choose a paused account below, or ask an admin to add the account.
untold-call-as = Looked up with { $name }
untold-connection-next = Check that this server can reach api.weixin.qq.com on port 443. Then look up the rid again.
untold-answer-next = Nothing was saved. This often resolves itself. Look up the rid again.
untold-proxy-next = Check the proxies between this server and WeChat. Then look up the rid again.

rid-succeeded = The call succeeded
rid-no-errcode = The answer contains no errcode
rid-clear-yes = As far as is known, a clear resets the count of this interface. Leads and administrators can clear; check how many clears are left first.
rid-clear-ended = Clear #{ $clear } restored the day's calls.
rid-clear-minute = At least { $share } of the daily quota was left around this call, so it reached the per-minute limit (WeChat answers with the same errcode and message in both cases). A clear resets only the daily count.
rid-clear-over = The day of this call is over, and the count has been reset.
rid-clear-not-lifted = As far as is known, a clear does not reset the count of this interface.
rid-clear-no = A clear resets only daily call counts. It would not fix this error, and it would use up a clear.
rid-clear-maybe = It helps if the day's quota is used up. If calls are left, the per-minute limit was reached and a clear does not help.
rid-facts = The call
rid-fact-took = Duration
rid-fact-took-ms = { $ms } ms
rid-fact-client-ip = Client IP
rid-fact-errcode = errcode
rid-fact-looked-up = Looked up
rid-fact-looked-up-by = Looked up by
rid-fact-kept = Source
rid-from-archive = saved copy; WeChat gives details for another { $span }
rid-from-archive-alone = archive; WeChat no longer shows it
rid-parameters = URL parameters
rid-parameters-caption = Parameters of the call's URL
rid-parameters-none = The URL had no parameters.
rid-path-untold = WeChat does not report the host or path.
rid-col-parameter = Name
rid-col-value = Value
rid-value-none = no value
rid-request-body = Request body
rid-response-body = Response body
rid-body-none = The request body is empty.
rid-answer-none = The response body is empty.
json-inside-string = JSON inside a string
masked-title = Masked: a secret or personal data

## Text, and what stands in it

rids-try = Example log of the demo
rids-try-do = Look up these rids
rids-beside = Also found in the text
rids-found-many = The text contains { $count } rids. The first { $most } are looked up
rids-found-many-next = Paste the rest separately.
flaw-no-dashes = The dashes between the groups are missing.
flaw-more = There is extra text after the third group.
flaw-missing = Group { $group } is missing.
flaw-hidden = Some digits of group { $group } are hidden.
flaw-odd = Group { $group } contains “{ $character }”, which cannot be part of a rid.
flaw-length = Group { $group } has { $digits } digits instead of 8.
sentence-gap = { " " }

## What was looked up before

rids-search = Search the archive
rids-search-hint = path, errcode, note, account, user…
rids-filter-limit = Limit
rids-filter-limit-any = all
limit-day-quota = daily quota
limit-total = lifetime total
limit-per-minute = per-minute limit
limit-uncounted = daily limit that WeChat does not report
limit-not-known = not determined
rids-fit = Results
rids-none-fit = No lookups match
no-rid-list-title = List not found
no-rid-list-why = Lists of rids are kept for 30 days. The requests are kept longer; search for them.
refused-no-rid = This rid has not been looked up
refused-no-rid-next = Look it up first.

## Many at once

rid-list-title =
    { $count ->
        [one] 1 rid
       *[other] { $count } rids
    }
rid-list-told = { $told } of { $all } found at WeChat
rid-list-told-without = { $told } of { $all } found at WeChat; { $without } cannot be looked up
rid-list-waiting =
    { $count ->
        [one] 1 rid is being looked up
       *[other] { $count } rids are being looked up
    }
rid-list-waiting-next = Results appear as they arrive. Without JavaScript, reload the page.
rid-list-group-waiting = Being looked up
rid-list-fresh = too recent, will be tried again
rid-list-crumb = List of rids
rid-list-caption = Rids of one text, grouped by result
rid-list-again =
    { $count ->
        [one] Look up 1 rid without details
       *[other] Look up { $count } rids without details
    }

## One that is looked up again

rid-waiting-title = WeChat does not know this rid yet
rid-waiting-why = WeChat knows a call a few seconds after it was made. wxquota looks it up again. Without JavaScript, reload the page.
untold-stranger = The text names an account that is not watched
untold-stranger-why = It names { $appid }, so no account was used for a lookup.
untold-stranger-next = Choose an account to use anyway, or ask an admin to add that account.
untold-spent = Today's lookups are used up
untold-spent-why = The number of lookups per account and day is limited, so that lookups do not use up WeChat's quota.
untold-spent-next = Look it up again tomorrow, or choose another account. An admin can raise the limit in the system settings.
untold-failed = Something went wrong
untold-failed-why = The lookup did not finish. The log of wxquota has the reason.
untold-failed-next = Look it up again. If that does not help, ask the operator of wxquota.
rid-spent = No lookups left today with { $names }.
rid-own-spent = You have used your share of today's lookups with { $names }. The rest is reserved for others.
rid-incidents-spent = Incidents have used their share of today's lookups with { $names }. The rest is reserved for people: you can still look this rid up yourself.

## A request

verdict = Verdict
verdict-what = What happened
verdict-who = Who has to act
verdict-next = What to do
verdict-clear = Does a clear help?
verdict-customer = Reply to the customer
verdict-copy = Copy reply
verdict-why = Reason
verdict-evidence = Evidence
verdict-not-known = Not known yet
verdict-clear-not-known = Do not clear before you know what the call was.
verdict-text-errcode = Errcode { $errcode } comes from the pasted text. WeChat has not confirmed it.
rid-usage-everywhere = Usage of this interface now, in every account that watches it
verdict-text-reply = The pasted text says: errcode { $errcode }, “{ $errmsg }”. WeChat has not confirmed it.
verdict-text-path = The pasted text names the interface { $path }.
acts-developers = Our developers
acts-developers-why = The maintainers of the program that made the call. Send them the address of this page.
acts-developers-why-text = The maintainers of the program that made the call. Send them the pasted text together with this answer.
acts-administrator = Our account administrator
acts-administrator-why = The person who manages the account { $account } at WeChat and in wxquota. Send them the address of this page.
acts-administrator-why-any = The person who manages the account at WeChat and in wxquota. Send them the address of this page.
acts-administrator-why-text = The person who manages the account at WeChat and in wxquota. Send them the pasted text together with this answer.
acts-customer = The customer
acts-customer-why = The person who saw the error. The reply below tells them what to do.
acts-wechat = WeChat
acts-wechat-why = The fault is at WeChat. Wait and try again.
acts-nobody = Nobody
acts-nobody-why = There is nothing to fix.
acts-not-known = Not known yet
acts-not-known-why = It depends on the call.
helps-yes = Yes.
helps-no = No.
helps-maybe = It depends.
helps-not-known = Not known yet.
helps-done = Already done.
customer-copy-again = Please send us the complete error message again. Copy it and paste it as text, not as a picture.
customer-try-again = Please try again. If the error comes back, send us the complete message right away, copied as text.
customer-sign-in = Please close the page, open it again and sign in once more. If the error comes back, send us the complete message, copied as text.
customer-wait = Thank you for the report. We are investigating. You do not need to do anything.
evidence-reply = WeChat answered errcode { $errcode }: “{ $errmsg }”
evidence-errcode = WeChat answered errcode { $errcode }.
evidence-ours = The call came from { $ip }, which is one of our IP addresses.
evidence-perhaps-ours = The call came from { $ip }, which may be one of our IP addresses. WeChat hides part of it.
evidence-not-ours = The call came from { $ip }, which is not one of our IP addresses.
evidence-compare = The call came from { $ip }. Compare this with the addresses that our services call from. If it is not one of them, another program made the call.
evidence-compare-own = The call came from { $ip }. wxquota itself was seen calling from { $own }. Compare both with the addresses that our services call from. If it is not one of them, another program made the call.
evidence-own-address = { $ip } ({ $at })
evidence-use = { $at }: { $used }
evidence-between = { " → " }
evidence-cleared = A clear was made after the call, at { $at }: { $state }
rid-copy-page = Copy page address

rid-title-of = { $name }: { $answer }
rid-official = WeChat's page about this errcode
rid-clear-this = Clear this interface…
rid-clear-account = View clears of the account…
pace-usual = normal
pace-slow = slow
pace-very-slow = very slow; many clients time out before this
whose-ours = ours
whose-perhaps = possibly ours (WeChat hides part of it)
whose-not-ours = not ours
rid-interface-untold = WeChat does not report it. Enter it below.
rid-use = Around the call
rid-use-before = Used before the call
rid-use-after = Used after the call
rid-use-unread = This interface was not sampled on that day.
rid-use-unwatched = This interface is not watched on the account, so its usage is unknown.
rid-use-more = More about this interface
rid-marker = this call
rid-clears-near = Clears within 2 hours of the call

## Interface, ticket and notes

rid-details = Interface and ticket
rid-details-save = Save
rid-details-saved = Interface and ticket were saved
rid-noted-by = Last changed by { $who }
rid-note-path = Interface
rid-note-path-hint = The path of the call, such as /wxa/business/getuserphonenumber.
rid-ticket = Ticket
rid-ticket-hint = The link to a ticket or a chat, starting with https://.
rid-ticket-wrong = Enter an address that starts with https:// or http://, without spaces and with at most 500 characters.
rid-note-changed = Somebody else changed this after you opened the page
rid-note-changed-next = Your changes are below. Nothing was saved. The saved values are:
rid-note-replace = Replace the saved values
rid-notes = Notes
rid-note = Note
rid-note-by = Written by
rid-note-add = Add a note
rid-note-hint = Visible to everybody who can look up rids. Secrets and personal data are masked. At most 2,000 characters.
rid-note-missing = Enter a note.
rid-notes-full = There are already { $most } notes. Remove one first.
rid-note-save = Add note
rid-noted = The note was added
rid-note-remove = Remove
rid-note-remove-label = Remove the note by { $who }
rid-note-removed = The note was removed
rid-for-ticket = Copy for a ticket
rid-ticket-text = As text
rid-ticket-markdown = As Markdown
rid-ticket-page = In wxquota

## Revealing

reveal-title = Show openids and phone numbers
reveal-when = wxquota asks WeChat again and shows the personal data once, on the next page. Tokens and secrets stay masked. The audit trail records who did this and why.
reveal-reason = Reason
reveal-reason-hint = Saved in the audit trail. At most 500 characters.
reveal-reason-missing = Enter a reason. Nothing was shown.
reveal-reason-long = At most 500 characters. Nothing was shown.
reveal-do = Show once
reveal-expired = The original can no longer be shown, because WeChat keeps calls for only 7 days.
reveal-gone = Nothing was shown: the request is not in the archive, or its account is retired
reveal-spent = Nothing was shown: today's lookups of this account are used up
reveal-failed = Nothing was shown: the lookup at WeChat failed
revealed-title = { $rid }, original
revealed-once = This is shown only once
revealed-once-why = When you leave or reload this page, the data is gone. It is not saved. Do not copy it to places where others can read it. Tokens, secrets and codes stay masked.
revealed-reason = Your reason: { $reason }
revealed-gone = The original is no longer available
revealed-gone-next = The original is shown once, right after you ask for it.
revealed-back = Back to the request
rid-clear-untold = A clear helps if the daily quota was used up. It does not help against the per-minute limit. Enter the interface below to find out which one applies.
reveal-nothing = Nothing in this request is masked.
untold-call = The lookup failed: { $title }
rid-clear-no-interface = A clear helps if the daily quota was used up, not if it was the per-minute limit. Check the interface's usage on the overview to find out which.
rid-group-once =
    { $count ->
        [one] 1 time
       *[other] { $count } times
    }
rid-group-times =
    { $count ->
        [one] 1 time in { $span }
       *[other] { $count } times in { $span }
    }
rid-group-all =
    { $count ->
        [one] Show 1 rid
       *[other] Show all { $count } rids
    }
rid-group-look-up =
    { $count ->
        [one] Look up this rid
       *[other] Look up these { $count } rids
    }
rid-list-at-a-time = At most { $count } rids are looked up at a time.
