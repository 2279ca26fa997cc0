### The glossary

glossary-title = Glossary
glossary-lead = Terms of WeChat and wxquota that these pages use.

term-rid = rid
term-rid-text = The ID that WeChat gives to one API call, such as 617682e0-09059ac5-34a8e2ea. The first eight digits are the time of the call. For 7 days, WeChat shows the account that made the call what was sent and what was answered. wxquota looks this up and keeps it.

term-hint = hint
term-hint-text = Another mark in WeChat's error messages, such as “hint: [hWdkq7nrc-.2m8.a]”. wxquota cannot look it up. If the message also contains a rid, use the rid. WeCom’s support can use a hint of WeCom.

term-errcode = errcode and errmsg
term-errcode-text = The number and the message that WeChat returns when it refuses a call. 0 means success. 45009, for example, means that a call limit was reached.

term-interface = interface
term-interface-text = One function that WeChat offers to programs, named by its path, such as /wxa/business/getuserphonenumber. Each interface has its own quota.

term-quota = daily quota
term-quota-text = The number of calls to an interface that WeChat accepts from an account each day. When it is used up, WeChat refuses calls until the daily reset or until a clear.

term-quota-day = quota day
term-quota-day-text = The day that WeChat uses for counting. By default, wxquota assumes that it starts at 00:00 Beijing time, when WeChat resets the daily counts.

term-total = lifetime total
term-total-text = Some interfaces have a total number of calls instead of a daily quota. The total never resets, and a clear does not reset it either.

term-per-minute = per-minute limit
term-per-minute-text = A second limit on the number of calls in a short time. WeChat accepts calls again within a minute. A clear does not help.

term-clear = clear
term-clear-text = A request to WeChat to set call counts back to 0 before the day ends, for one interface or for all interfaces of an account. WeChat allows only a few clears each month, and a clear cannot be undone.

term-access-token = access_token
term-access-token-text = The credential that a program sends to WeChat with every call. It is valid for up to two hours. If two programs of the same account each fetch one in the ordinary way, the older one stops working (errcode 40001).

term-appid = AppID
term-appid-text = The ID of an account at WeChat, such as wx0123456789abcdef. It is not secret.

term-appsecret = AppSecret
term-appsecret-text = The account's password for programs. Anyone who has it can fetch an access_token. If it was exposed, reset it in WeChat's console.

term-openid = openid
term-openid-text = The ID of one person within one account. The same person has a different openid in every account. wxquota masks openids as personal data.

term-ip-list = IP white list
term-ip-list-text = The IP addresses from which WeChat accepts an account's calls. You set them in WeChat's console. WeChat refuses calls from other addresses with errcode 40164.

term-sign-in-call = sign-in call
term-sign-in-call-text = A call to a path below /sns/, such as exchanging a login code for a session. WeChat never shows details of these calls, so their rids cannot be looked up.

term-sample = reading
term-sample-text = One query of an interface's quota: its limit, how many calls are used and how many are left. wxquota takes a reading every hour by default, and each figure shows its age.

## Links to it

term-what-access-token = What is an access_token?
term-what-clear = What is a clear?
term-what-rid = What is a rid?
