### The rid desk

rids-title = Look up a rid
rids-lead = A rid is the number WeChat gives to a call that failed. It tells what was sent, what came back, and why.
rids-field = Paste an error, a log, a rid…
rids-placeholder = reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea
rids-hint = All rids in it are found and looked up. Tokens, secrets and personal data are masked before anything is kept.
rids-account = Account
rids-any-account = find it for me
rids-account-paused = { $name } (paused)
rids-submit = Look up
rids-typed-shortened = What you pasted is long; its beginning stands here again, with secrets masked.
rids-left-none = No account is active, so nothing can be looked up.
rids-left-one = { $left } of { $a_day } look-ups left today.
rids-left-each = { $left } of { $a_day } look-ups left today for each account. A rid whose account is unknown takes one of every account that is asked.
rids-left-between = { $least } to { $most } of { $a_day } look-ups left today, depending on the account. A rid whose account is unknown takes one of every account that is asked.
rids-exposed-secret = A live AppSecret stood in this text
rids-exposed-code = An authorization code stood in this text
rids-exposed-token = A token stood in this text
rids-exposed-kept-nowhere = It is masked here and kept nowhere, but everyone who has the text can read it.
rids-exposed-secret-next = Reset it in the console ({ $place }). Then enter the new one everywhere it is used.
rids-exposed-code-next = It can be used once until it expires. If the text was shared, authorize the account again.
rids-exposed-token-next = It is valid for 2 hours at most. Leave tokens out of what you share.
rids-wecom = This is an error of 企业微信 (WeCom)
rids-wecom-errcode = This is errcode { $errcode } of 企业微信 (WeCom)
rids-wecom-why = WeCom is another platform: its errcodes, limits and hints are its own. It has no rids, and no clear here changes its limits.
rids-wecom-page = Look up the errcode at WeCom
rids-missing = The rid was not copied
rids-missing-why = The text ends at “rid:”. What follows it is the rid.
rids-missing-next = Copy the whole line again, to its end.
rids-unanswered = WeChat did not answer this call
rids-unanswered-why = The call timed out or had no connection. Without an answer there is neither an errcode nor a rid.
rids-unanswered-next = Check the network between your server and api.weixin.qq.com, and the client's timeout. A call that timed out may still have been carried out.
rids-code-only = The text has an errcode and no rid
rid-diagnosis = Open WeChat's own diagnosis of API errors (API 报错诊断)
rid-pasted = From the pasted text, not confirmed by WeChat
rid-words = WeChat's words: “{ $words }”
rid-pasted-took = took { $ms } ms
rid-pasted-from = came from { $ip }
rid-mistyped = probably mistyped
rid-mistyped-why = The second and third group of a rid begin with a digit from 0 to 7. It can be looked up all the same.
rids-nothing = There is no rid in this text
rids-nothing-next = A rid looks like 617682e0-09059ac5-34a8e2ea: three groups of 8 digits, letters a to f among them. Errors have it at the end of errmsg, after “rid:”.
rids-too-long = The text is longer than 1 MiB
rids-too-long-next = Nothing was searched. Paste the part with the error.
rids-found-none-whole = Found no whole rid
rids-hints = Hints
rids-hints-why = A hint is another mark that WeChat gives to a failed call. Nobody can look it up: name it to WeChat's staff together with the rid.
rids-incomplete = Not whole
rids-incomplete-why = A whole rid has three groups of 8 digits, as in 617682e0-09059ac5-34a8e2ea. Copy it again from where it came.
rids-newest = Looked up last
rids-newest-empty = Nothing was looked up yet
rids-newest-empty-next = Paste the error a user or a log shows you, such as “reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea”. What WeChat tells is kept here, and stays when WeChat forgets it after 7 days.
rid-col-rid = rid
rid-col-called = Called
rid-col-answer = Answer
rid-col-standing = At WeChat

rid-expires-in = expires in { $span }
rid-expired = expired, WeChat keeps 7 days
rid-implausible = implausible
rid-implausible-title = No call can have been made then
rid-implausible-why = The first 8 digits of a rid are the time of the call, and these name a time before 2020 or still to come. It was mistyped or made up.
no-rid-title = This is not a rid
no-rid-why = A rid has three groups of 8 digits with letters a to f, as in 617682e0-09059ac5-34a8e2ea. The address may be cut off.
failed-to-rids = Look up a rid

rid-unknown-title = Not looked up yet
rid-unknown-why = Nothing is kept of this rid. Looking it up asks WeChat as the account you choose, else as one after another, the likeliest first and ten at most, and keeps the answer here.
rids-another = Look up another rid
rid-look-up-panel = Ask WeChat
rid-called-at = Called at
rid-asked-as = Asked as { $names }.
rid-unable = { $names } could not ask, for a trouble of its own that its page tells; the call may be one of its.
rid-unasked =
    { $count ->
        [one] 1 more account was not asked, so as not to keep you waiting. If you know whose call it was, choose that account.
       *[other] { $count } more accounts were not asked, so as not to keep you waiting. If you know whose call it was, choose that account.
    }
untold-not-found = WeChat does not find this rid
untold-not-found-why = It is mistyped, of an account that is not watched here, or of a sign-in call under /sns/, which WeChat never tells.
untold-not-found-next = Copy it again from where it came. If you know whose call it was, choose that account.
untold-other = Another account made this call
untold-other-why = WeChat tells a call only to the account that made it.
untold-other-next = Choose another account below.
untold-other-none = None of the accounts here made it. Ask those who run the account, or have it added here.
untold-malformed = WeChat says that this is no rid
untold-malformed-why = It has the form of one, so it was most likely made up or mistyped.
untold-malformed-next = Copy it again from where it came.
untold-expired = This rid has expired
untold-expired-why = WeChat tells calls of the last 7 days, and nobody looked this one up here in time.
untold-expired-next = Have the error happen again and paste its new rid, or search your own logs for this one.
untold-sign-in = WeChat does not tell what sign-in calls were
untold-sign-in-why = The call was one under /sns/, such as the exchange of a login code.
untold-sign-in-next = Go by the errcode and errmsg that came with the rid.
untold-no-owner = This rid belongs to no account
untold-no-owner-why = The call had no access_token or no right appid, so WeChat does not know whose call it was. No account can look it up.
untold-no-owner-next = Check the appid and the access_token that the call sent. WeChat's own page shows the path and the time of the call.
untold-no-account = No account is there to ask
untold-no-account-why = WeChat tells a call only to the account that made it, and none is active here.
untold-no-account-next = Choose a paused account below, or have the account added.
untold-call-as = Asked as { $name }
untold-connection-next = Check that this machine reaches api.weixin.qq.com on port 443, then look the rid up again.
untold-answer-next = Nothing was kept. This often passes by itself: look the rid up again.
untold-proxy-next = Check proxies between this machine and WeChat, then look the rid up again.

rid-succeeded = The call succeeded
rid-no-errcode = The answer holds no errcode
rid-clear-yes = Clearing resets the count of this interface, as far as is known. See how many clears are left before you make one.
rid-clear-ended = Clear { $clear } gave the day's calls back.
rid-clear-minute = At least { $share } of the day's quota was left around this call, so it hit the limit per minute. A clear resets the day's count only.
rid-clear-over = The day of this call is over and the count has started again.
rid-clear-no = A clear resets daily call counts, which does not change this error. It would be wasted.
rid-clear-maybe = It depends on the interface and its figures. Look at them before you clear.
rid-facts = The call
rid-fact-took = Took
rid-fact-took-ms = { $ms } ms
rid-fact-client-ip = Came from
rid-fact-errcode = errcode
rid-fact-looked-up = Looked up
rid-fact-looked-up-by = Looked up by
rid-fact-kept = Source
rid-from-archive = from the archive; WeChat tells it for another { $span }
rid-from-archive-alone = from the archive; WeChat no longer tells it
rid-parameters = URL parameters
rid-parameters-caption = Parameters of the call's URL
rid-parameters-none = The URL had no parameters.
rid-path-untold = WeChat tells neither host nor path.
rid-col-parameter = Name
rid-col-value = Value
rid-value-none = no value
rid-request-body = Request body
rid-response-body = Answer
rid-body-none = Nothing was sent: the body is empty.
rid-answer-none = The answer is empty.
json-inside-string = JSON inside a string
masked-title = Masked: a secret or personal data

## Text, and what stands in it

rids-try = Try it with a log of the demo
rids-try-do = Look these up
rids-beside = The text also holds
rids-errcode = { $errcode }: { $title }
rids-found-many = The text holds { $count } rids; the first { $most } are looked up
rids-found-many-next = Paste the rest by itself.
flaw-no-dashes = The dashes between its groups are missing.
flaw-more = Something follows the third group.
flaw-missing = Group { $group } is missing.
flaw-hidden = Digits of group { $group } are hidden.
flaw-odd = Group { $group } holds “{ $character }”, which is no digit of a rid.
flaw-length = Group { $group } has { $digits } digits instead of 8.
flaw-gap = { " " }

## What was looked up before

rids-search = Search what was looked up
rids-search-hint = path, errcode, note, account, who…
rids-filter-limit = Limit
rids-filter-limit-any = any answer
limit-day-quota = the day's quota
limit-total = a total that does not reset
limit-per-minute = limit per minute
limit-uncounted = another daily limit
limit-not-known = limit not known
rids-fit = Found
rids-none-fit = Nothing that was looked up fits
no-rid-list-title = There is no such list
no-rid-list-why = Lists of rids are kept for 30 days. What was looked up stays longer: search for it.
refused-no-rid = Nothing is kept of this rid
refused-no-rid-next = Look it up first.

## Many at once

rid-list-title =
    { $count ->
        [one] 1 rid
       *[other] { $count } rids
    }
rid-list-told = { $told } of { $all } told by WeChat
rid-list-waiting =
    { $count ->
        [one] 1 rid is being looked up
       *[other] { $count } rids are being looked up
    }
rid-list-waiting-next = Answers are shown as they come; without scripts, load the page again.
rid-list-group-waiting = Being looked up
rid-list-fresh = too fresh to be found, tried again
rid-list-crumb = the list it came in
rid-list-caption = Rids of one text, grouped by what became of them
rid-list-again =
    { $count ->
        [one] Look up again what was not told (1)
       *[other] Look up again what was not told ({ $count })
    }

## One that is looked up again

rid-waiting-title = WeChat does not know this rid yet
rid-waiting-why = A call becomes known a few seconds after it was made. It is looked up again; without scripts, load the page again.
untold-stranger = The text names an account that is not watched here
untold-stranger-why = It names { $appid }, so nobody was asked.
untold-stranger-next = Choose an account to ask all the same, or have that one added.
untold-spent = The day's look-ups are used up
untold-spent-why = So that rids do not use up what WeChat allows, each account asks only so often a day.
untold-spent-next = Look it up again tomorrow, or choose another account. An admin can allow more with WXQUOTA_RID_CALLS_A_DAY.
untold-failed = Something went wrong here
untold-failed-why = The look-up was not finished. The log says why.
untold-failed-next = Look it up again; where that does not help, ask whoever runs wxquota.
rid-spent = { $names } may ask no more today.
rid-own-spent = You have used up your share of today's look-ups of { $names }; the rest is left for others.

## A request

verdict = Verdict
verdict-what = What happened
verdict-who = Who has to act
verdict-next = What to do
verdict-clear = Does a clear help?
verdict-customer = Tell the customer
verdict-copy = Copy the sentence
verdict-why = Why
verdict-evidence = Evidence
verdict-not-known = Not known yet
verdict-clear-not-known = Do not clear before it is known what the call was.
verdict-text-errcode = The pasted text names errcode { $errcode }. WeChat has not confirmed it.
verdict-text-path = The pasted text names the interface { $path }.
acts-developers = Our developers
acts-developers-why = Whoever maintains the program that made the call. Send them the address of this page.
acts-administrator = Our account administrator
acts-administrator-why = Whoever manages the account { $account } at WeChat and here. Send them the address of this page.
acts-administrator-why-any = Whoever manages the account at WeChat and here. Send them the address of this page.
acts-customer = The customer
acts-customer-why = The person who met the error. The sentence below tells them what to do.
acts-wechat = WeChat
acts-wechat-why = The fault is at WeChat. We can only wait and try again.
acts-nobody = Nobody
acts-nobody-why = There is nothing to fix.
acts-not-known = Not known yet
acts-not-known-why = That depends on what the call was.
helps-yes = Yes.
helps-no = No.
helps-maybe = Perhaps.
helps-not-known = Not known yet.
customer-copy-again = Please send us the whole error message once more: select it, copy it and paste it as text rather than as a picture.
customer-try-again = Please try once more. If the error comes back, send us the whole message right away, copied as text.
customer-sign-in = Please close the page, open it again and sign in once more. If the error comes back, send us the whole message, copied as text.
customer-wait = Thank you for the report. We are finding out what happened. You do not need to do anything.
evidence-reply = WeChat answered errcode { $errcode }: “{ $errmsg }”
evidence-errcode = WeChat answered errcode { $errcode }.
evidence-ours = The call came from { $ip }, which is one of our addresses.
evidence-perhaps-ours = The call came from { $ip }, which may be one of our addresses: WeChat hides part of it.
evidence-not-ours = The call came from { $ip }, which is not one of our addresses.
evidence-compare = The call came from { $ip }. Compare it with the addresses that our services call from; if it is none of them, another program made the call.
evidence-compare-own = The call came from { $ip }. wxquota itself calls from { $own }. Compare both with the addresses that our services call from; if it is none of them, another program made the call.
evidence-use = { $at }: { $used }
evidence-between = { " → " }
evidence-cleared = A clear was made after the call, at { $at }: { $state }
rid-copy-page = Copy the page's address

rid-title-of = { $name }: { $answer }
rid-official = WeChat's page on this errcode
rid-clear-this = Clear this interface…
rid-clear-account = See clears of the account…
pace-usual = as usual
pace-slow = slow
pace-very-slow = very slow: many programs give up by then
whose-ours = ours
whose-perhaps = may be ours: WeChat hides part of it
whose-not-ours = not ours
rid-interface-untold = WeChat does not tell it; write it down below
rid-use = Around the call
rid-use-before = Used before the call
rid-use-after = Used after it
rid-use-unread = This interface was not read on that day.
rid-use-unwatched = This interface is not watched on the account, so nobody knows how much of it was used.
rid-use-more = More of this interface
rid-marker = this call
rid-clears-near = Clears within 2 hours

## Interface, ticket and notes

rid-details = Interface and ticket
rid-details-save = Save
rid-details-saved = Interface and ticket are saved
rid-noted-by = Last changed by { $who }
rid-note-path = Interface
rid-note-path-hint = The path that was called, such as /wxa/business/getuserphonenumber.
rid-ticket = Ticket
rid-ticket-hint = The address of a ticket or a chat, starting with https://.
rid-ticket-wrong = This is not an address. It starts with https:// or http://, has no spaces and at most 500 characters.
rid-note-changed = Somebody else changed this after you opened the page
rid-note-changed-next = What you typed is below; nothing was saved. The saved values are:
rid-note-replace = Replace the saved values
rid-notes = Notes
rid-note = Note
rid-note-by = Written by
rid-note-add = Add a note
rid-note-hint = Everybody who may look up rids can read it. Secrets and personal data are masked. At most 2,000 characters.
rid-note-missing = Write something first.
rid-note-save = Add note
rid-noted = The note is added
rid-note-remove = Remove
rid-note-remove-label = Remove the note by { $who }
rid-note-removed = The note is removed
rid-for-ticket = Copy for a ticket
rid-ticket-text = As text
rid-ticket-markdown = As Markdown
rid-ticket-page = On this desk

## Revealing

reveal-title = Show openids and phone numbers
reveal-when = WeChat is asked again, and what is personal is shown once, on the next page only. Tokens and secrets stay masked. The audit trail says who did it and why.
reveal-reason = Why you need them
reveal-reason-hint = It stands in the audit trail. At most 500 characters.
reveal-reason-missing = Say why. Nothing was revealed.
reveal-reason-long = At most 500 characters. Nothing was revealed.
reveal-do = Show them once
reveal-expired = WeChat has forgotten this call after 7 days, so this can no longer be revealed.
reveal-gone = Nothing was revealed: the request is not kept here, or its account is retired
reveal-spent = Nothing was revealed: the day's look-ups of this account are used up
reveal-failed = Nothing was revealed: WeChat did not answer as it should
revealed-title = { $rid }, revealed
revealed-once = This is shown once
revealed-once-why = When you leave or reload this page it is gone. It is kept nowhere, and not to be copied where others read it. Tokens, secrets and codes stay masked.
revealed-reason = Your reason: { $reason }
revealed-gone = There is nothing to show any more
revealed-gone-next = What is revealed is shown once, right after it was asked for.
revealed-back = Back to the request
rid-clear-untold = A clear helps if the day's quota was used up, not if it was the limit per minute. Enter the interface below to find out which.
reveal-nothing = Nothing of this request is masked.
untold-call = The look-up itself failed: { $title }
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
        [one] Look up 1 rid of these
       *[other] Look up these ({ $count })
    }
rid-list-at-a-time = At most { $count } rids are looked up at a time.
