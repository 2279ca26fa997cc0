### The glossary

glossary-title = Glossary
glossary-lead = The words of WeChat and of wxquota that you meet on these pages.

term-rid = rid
term-rid-text = WeChat's number for one call to its interfaces, such as 617682e0-09059ac5-34a8e2ea. The first eight digits are the time of the call. Within 7 days WeChat tells the account that made the call what was sent and what was answered; wxquota looks that up and keeps it.

term-hint = hint
term-hint-text = Another mark in WeChat's error messages, as in “hint: [hWdkq7nrc-.2m8.a]”. It cannot be looked up. If the message also has a rid, use the rid.

term-errcode = errcode and errmsg
term-errcode-text = The number and the words with which WeChat says why it refused a call. 0 means success. 45009, for example, means that a call limit is reached.

term-interface = interface
term-interface-text = One thing that WeChat offers to programs, named by its path, such as /wxa/business/getuserphonenumber. Each has a quota of its own.

term-quota = daily quota
term-quota-text = How many calls of an interface WeChat accepts from an account in a day. When it is used up, calls are refused until it starts again or is cleared.

term-quota-day = quota day
term-quota-day-text = The day in which WeChat counts. By default wxquota takes it to start at 00:00 Beijing time, when the daily counts start again by themselves.

term-total = total
term-total-text = Some interfaces have a number of calls for good instead of a daily quota. It never starts again, and a clear does not bring it back.

term-per-minute = limit per minute
term-per-minute-text = A second limit against too many calls at the same time. It ends by itself within a minute; a clear does not help.

term-clear = clear
term-clear-text = An order to WeChat to set call counts back to 0 before the day ends: of one interface, or of the whole account. Only a few are allowed each month, and it cannot be undone.

term-access-token = access_token
term-access-token-text = The key that a program shows to WeChat with every call. It lasts two hours at most. If two programs of the same account each fetch one in the ordinary way, the older one stops working (errcode 40001).

term-appid = AppID
term-appid-text = The name by which WeChat knows an account, such as wx0123456789abcdef. It is not secret.

term-appsecret = AppSecret
term-appsecret-text = The account's password for programs: who has it can fetch an access_token. If it was seen by others, have it reset in WeChat's console.

term-openid = openid
term-openid-text = The name of one person within one account. The same person has another openid in every account, so wxquota masks it as personal data.

term-ip-list = IP list
term-ip-list-text = The addresses from which WeChat accepts an account's calls, set in WeChat's console. Calls from elsewhere are refused with errcode 40164.

term-sign-in-call = sign-in call
term-sign-in-call-text = A call below /sns/, such as the exchange of a login code for a session. WeChat never tells what such a call was, so its rid cannot be looked up.

term-sample = reading
term-sample-text = One look at an interface's quota: its limit, how much is used and how much is left. wxquota takes one every hour, and each figure shows its age.

## Links to it

term-what-access-token = What is an access_token?
term-what-clear = What is a clear?
term-what-rid = What is a rid?
