### 术语表

glossary-title = 术语表
glossary-lead = 页面上出现的微信和本系统的用语。

term-rid = rid
term-rid-text = 微信给每次接口调用的编号，例如 617682e0-09059ac5-34a8e2ea，前 8 位表示调用时间。7 天内，发起调用的账号可以凭 rid 查到当时发送和返回的内容；本系统会查询并保存。

term-hint = hint
term-hint-text = 微信报错信息中的另一种标记，例如“hint: [hWdkq7nrc-.2m8.a]”，本系统无法查询。报错信息中同时有 rid 时，请使用 rid。企业微信的 hint 可以提供给企业微信客服。

term-errcode = 错误码（errcode）和 errmsg
term-errcode-text = 微信拒绝调用时返回的错误码和说明。0 表示成功；例如 45009 表示达到调用上限。

term-interface = 接口
term-interface-text = 微信提供给程序调用的一项能力，以路径区分，例如 /wxa/business/getuserphonenumber。每个接口有各自的额度。

term-quota = 每日额度
term-quota-text = 一个账号每天可以调用某个接口的次数。用完后调用会被拒绝，直到次日重置或清零。

term-quota-day = 额度日
term-quota-day-text = 微信统计调用次数的一天。本系统默认从北京时间 00:00 开始，届时每日调用次数自动重置。

term-total = 累计总量
term-total-text = 有些接口限制的是累计调用总量，而不是每日额度。累计总量不会重置，清零也不能恢复。

term-per-minute = 每分钟限制
term-per-minute-text = 另一种限制，用来防止短时间内调用过多。一分钟内自动解除，清零无效。

term-clear = 清零
term-clear-text = 请微信提前把当天的调用次数重置为 0。可以清零单个接口，也可以清零账号的全部接口。每月次数有限，不能撤销。

term-access-token = 接口调用凭据（access_token）
term-access-token-text = 程序调用微信接口时使用的凭据，最长有效 2 小时。如果同一账号的两个程序各自以普通方式获取，先获取的会失效（错误码 40001）。

term-appid = AppID
term-appid-text = 账号在微信的唯一编号，例如 wx0123456789abcdef，不需要保密。

term-appsecret = AppSecret
term-appsecret-text = 程序使用的账号密码，凭它可以获取 access_token。一旦泄露，请在微信公众平台（公众号在微信开发者平台）重置。

term-openid = openid
term-openid-text = 用户在某个账号下的编号。同一用户在不同账号下的 openid 不同。本系统把它当作个人信息，会脱敏显示。

term-ip-list = IP 白名单
term-ip-list-text = 允许调用接口的来源 IP，在微信公众平台（公众号在微信开发者平台）设置。来自其他 IP 的调用会被拒绝（错误码 40164）。

term-sign-in-call = 登录类调用
term-sign-in-call-text = /sns/ 路径下的接口调用，例如用登录 code 换取会话。微信不提供这类调用的详情，它们的 rid 无法查询。

term-sample = 采集
term-sample-text = 查询一次接口的额度，得到上限、已用次数和剩余次数。本系统默认每小时采集一次，每个数据都注明采集时间。

## 指向术语表的链接

term-what-access-token = 什么是 access_token？
term-what-clear = 什么是清零？
term-what-rid = 什么是 rid？
