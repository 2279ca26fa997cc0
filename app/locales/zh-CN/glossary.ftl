### 术语表

glossary-title = 术语表
glossary-lead = 页面上会遇到的微信和本系统的用语。

term-rid = rid
term-rid-text = 微信给每一次接口调用的编号，例如 617682e0-09059ac5-34a8e2ea，前 8 位是调用时间。7 天之内，发起调用的账号可以凭它查到当时发了什么、返回了什么；本系统会查询并保存。

term-hint = hint
term-hint-text = 微信报错里的另一种标记，形如“hint: [hWdkq7nrc-.2m8.a]”，无法查询。报错里同时有 rid 时，请用 rid。

term-errcode = errcode 和 errmsg
term-errcode-text = 微信拒绝调用时给出的错误码和说明。0 表示成功；例如 45009 表示达到了调用上限。

term-interface = 接口
term-interface-text = 微信向程序提供的一项能力，以路径命名，例如 /wxa/business/getuserphonenumber。每个接口各有额度。

term-quota = 每日额度
term-quota-text = 微信每天接受一个账号对某个接口的调用次数。用完之后调用会被拒绝，直到重新计算或清零。

term-quota-day = 额度日
term-quota-day-text = 微信计算次数的一天。本系统默认从北京时间 00:00 开始，届时每日次数会自动重新计算。

term-total = 累计总数
term-total-text = 有些接口的次数是累计总数，不是每日额度。它不会重新计算，清零也不能恢复。

term-per-minute = 每分钟限制
term-per-minute-text = 防止短时间内调用过多的另一种限制。一分钟内会自行解除，清零没有用。

term-clear = 清零
term-clear-text = 请微信在当天结束前把调用次数恢复为 0：可以只清一个接口，也可以清整个账号。每月只有几次，不能撤销。

term-access-token = 接口调用凭据（access_token）
term-access-token-text = 程序每次调用微信时出示的钥匙，最长两小时有效。同一账号的两个程序各自用普通方式获取时，先获取的会失效（errcode 40001）。

term-appid = AppID
term-appid-text = 微信用来识别账号的编号，例如 wx0123456789abcdef，不保密。

term-appsecret = AppSecret
term-appsecret-text = 账号给程序用的密码，有了它就能获取 access_token。一旦泄露，请到微信后台重置。

term-openid = openid
term-openid-text = 一个用户在某个账号内的编号；同一个人在不同账号里的 openid 不同。本系统把它当作个人信息脱敏。

term-ip-list = IP 白名单
term-ip-list-text = 允许调用的来源地址，在微信后台设置。来自其他地址的调用会被拒绝（errcode 40164）。

term-sign-in-call = 登录类调用
term-sign-in-call-text = /sns/ 下的调用，例如用登录 code 换取会话。微信不提供这类调用的详情，它们的 rid 无法查询。

term-sample = 采样
term-sample-text = 读取一次接口的额度：上限、已用和剩余。本系统每小时采样一次，每个数字都注明时间。

## 指向术语表的链接

term-what-access-token = 什么是 access_token？
term-what-clear = 什么是清零？
term-what-rid = 什么是 rid？
