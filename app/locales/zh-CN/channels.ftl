### 通知渠道

channels-title = 通知渠道
channels-lead = 渠道会把通知发到同事所在的地方：群聊、手机，或你们自己的程序。
channels-none = 还没有通知渠道
channels-none-next = 请在下方添加渠道：群机器人、邮箱、Server酱，或能接收 webhook 的程序。
col-channel = 渠道
channel-works = 正常
channel-untried = 尚未发送
channel-blocked = 禁止发送
channel-failed = 上次发送失败
blocked-private = { $host } 位于内网
blocked-unknown-behind-proxy = 无法解析 { $host }，而请求经由代理发出
blocked-plain = 以 http:// 发往 { $host } 未加密
channel-paused = 已暂停
channel-waiting = { $count } 条待发送
channel-dead = { $count } 条已放弃

## 添加与修改

channel-add-title = 添加渠道
channel-add = 添加渠道
channel-add-hint = 添加时不会发送消息，添加后可在渠道页面发送测试消息。
channel-edit-title = 设置
field-channel-name-hint = 便于辨认的名称，例如“值班群”。
field-channel-url = 地址
field-channel-url-hint = 接收消息的地址，机器人也可以只填 key；邮件填写邮件服务器，例如 smtp://用户名@主机:587。加密保存，之后只显示协议、主机和端口；地址较长时还显示末尾 4 个字符。
field-channel-url-kept = 留空则不修改。
field-channel-secret = 签名密钥
field-channel-secret-or-password = 签名密钥或密码
field-channel-secret-hint = Webhook 必填：至少 { $count } 个字符，须与接收方的配置一致。钉钉、飞书：如果机器人启用了“加签”或“签名校验”，填写其密钥。邮件：填写邮箱的密码或授权码。其余留空。加密保存，之后不再显示。
field-channel-secret-kept = 留空则不修改。更换后，待发送的消息用新密钥签名。
field-channel-from = 发件人
field-channel-from-hint = 服务器允许使用的发件地址，通常就是登录的邮箱，例如“额度 <ops@example.com>”。加密保存，之后不再显示。
field-channel-to = 收件人
field-channel-to-hint = 1 到 { $count } 个邮箱地址，用逗号分隔。加密保存，之后不再显示。
field-channel-mail-kept = 留空则不修改。
fault-channel-from = 请填写一个邮箱地址，例如 ops@example.com 或“额度 <ops@example.com>”。
fault-channel-to = 请填写 1 到 { $count } 个邮箱地址，用逗号分隔。
fault-channel-password = 请填写邮箱的密码或授权码，最多 200 个可见字符。更换服务器时需重新填写。
field-channel-severity = 接收级别
field-channel-kind = 类型
fault-channel-kind = 请选择一种类型。
channel-kind-wecom = 企业微信群机器人
channel-kind-dingtalk = 钉钉机器人
channel-kind-feishu = 飞书机器人
channel-kind-serverchan = Server酱
channel-kind-email = 邮件
channel-kind-webhook = Webhook（带签名）
channel-help-title = 在哪里找到地址？
channel-help-wecom = 在群聊右上角“⋯ → 添加群机器人 → 新创建一个机器人”，复制 Webhook 地址，无需密钥。
channel-help-dingtalk = 在“群设置 → 机器人 → 添加机器人 → 自定义”，复制 Webhook 地址。安全设置选了“加签”时，复制以 SEC 开头的密钥；选了“自定义关键词”时，在下方填写其中一个。
channel-help-feishu = 在“群设置 → 群机器人 → 添加机器人 → 自定义机器人”，复制 Webhook 地址。启用了“签名校验”时，复制其密钥；设置了“自定义关键词”时，在下方填写其中一个。
channel-help-serverchan = 登录 Server酱，复制 SendKey。免费账号每天只能收到几条消息，建议只接收“严重”通知。
channel-help-email = 在邮箱设置的“POP3/IMAP/SMTP”中查看：地址为 smtp://用户名@主机:587（STARTTLS）或 smtps://用户名@主机:465（SSL/TLS），用户名通常是完整的邮箱地址。QQ 邮箱、163、腾讯企业邮等多数服务需要在该页面生成授权码，代替密码填写。
channel-help-webhook = 你们自己的程序的地址。消息为 JSON，用下方填写的密钥签名。
field-channel-keyword = 机器人的关键词
field-channel-keyword-hint = 仅当机器人设置了“自定义关键词”时填写。消息中没有该词时会自动加上。
fault-channel-keyword = 最多 { $count } 个可见字符。
field-channel-lang = 消息语言
fault-channel-lang = 请选择一种语言。
fault-url-key = 这既不是地址，也不是该类机器人的 key。请从机器人的设置页面重新复制。
fault-url-mail = 请填写带用户名的邮件服务器，例如 smtp://用户名@主机:587 或 smtps://用户名@主机:465。
fault-url-mail-password = 地址中不能包含密码。请重新填写地址，密码填在密码一栏。
fault-url-other-kind = 这是另一种渠道的地址：{ $kind }。请改选该类型，并重新填写地址。
fault-typed-again = 刚才填写的内容没有保留，请重新填写。
field-channel-again = 刚才填写的内容没有保留，请重新填写；留空则不修改。
fault-channel-name-taken = 该名称已被其他渠道使用，请换一个。
fault-url-missing = 请填写地址。
fault-url = 地址不完整，应类似 https://hooks.example.com/quota，请重新填写。
fault-url-scheme = 地址必须以 https:// 开头，请重新填写。只有管理员允许的主机才能使用 http://。
fault-url-user = 地址中不能包含用户名或密码，消息已带有签名。请重新填写。
fault-url-fragment = 地址中不能包含 #，它后面的内容不会发送。请重新填写。
fault-url-long = 地址最多 2,000 个字符，请重新填写。
fault-channel-secret = 签名密钥应为 { $count } 到 200 个可见字符，请重新填写。
fault-severity = 请选择其中一项。

## 单个渠道

channel-test = 发送测试消息
trouble-blocked = 此渠道禁止发送
trouble-blocked-waiting = 此渠道禁止发送，{ $count } 条消息待发送
trouble-failed = 上次发送失败
trouble-failed-waiting = 上次发送失败，{ $count } 条消息待发送
refused-test-too-soon = 刚刚发送过测试消息
refused-test-too-soon-next = 请 { $seconds } 秒后再试。
host-is-allowed = 管理员已允许
fact-added-by = 添加人
channel-end-title = 暂停或删除
channel-pause = 暂停
channel-pause-hint = 暂停期间不发送，新消息会保留，恢复后补发。
channel-resume = 恢复
channel-resume-hint = 已暂停。恢复后立即发送积压的消息。
channel-remove = 删除此渠道…
channel-remove-what = 地址和签名密钥会被销毁，发送记录不再显示。
channel-remove-waiting = { $count } 条待发送的消息将不再发送。
channel-remove-confirm = 删除 { $name }

## 消息

messages-title = 消息
messages-none = 还没有发往此渠道的消息。
col-message = 消息
col-written = 生成时间
col-tries = 发送次数
col-next-try = 下次发送
message-paused = 恢复后
delivery-waiting = 待发送
delivery-delivered = 已送达
delivery-dead = 已放弃
resend = 重新发送
send-now = 立即发送
send-all = 立即发送全部 { $count } 条
resend-all = 重新发送已放弃的 { $count } 条
attempts-title = 发送记录
attempts-none = 还没有发送过。
col-came = 详情
col-took-ms = 耗时（毫秒）
attempt-failed = 未送达
attempt-delivered = 对方已接收，HTTP 状态码 { $status }
attempt-refused = 对方未接收，HTTP 状态码 { $status }
attempt-refused-next = 原因见接收方日志。接收方须返回 200 到 299 的状态码。
attempt-redirected-next = 不支持重定向，请直接填写重定向后的地址。
attempt-no-host = 未发送：域名解析失败
attempt-no-host-next = 请检查地址是否拼写正确，再检查服务器的 DNS。
attempt-unreadable = 未发送：渠道的地址和密钥无法解密
attempt-unreadable-next = 它们是用另一个主密钥加密的。请重新填写，或用原来的主密钥启动本系统。
attempt-private = 未发送：{ $host } 位于内网
attempt-private-next = 需要管理员先允许该主机。
attempt-unknown-behind-proxy = 未发送：无法解析 { $host }，而请求经由代理发出
attempt-unknown-behind-proxy-next = 请管理员允许该主机，或让服务器能够解析该域名。
attempt-plain = 未发送：以 http:// 发往 { $host } 未加密
attempt-plain-next = 请改用 https://，或请管理员允许该主机。
attempt-no-connection = 未发送：无法建立连接
attempt-no-connection-next = 请检查接收方程序是否在运行、是否被防火墙拦截。
attempt-tls = 未发送：TLS 握手失败
attempt-tls-next = 请检查证书是否与域名相符、是否受服务器信任。
attempt-robot-refused = 机器人拒收，错误码 { $code }
attempt-not-a-robot = HTTP 状态码 { $status }，但返回的不是该类机器人的响应
attempt-not-a-robot-next = 请检查地址是否属于该类渠道，以及是否由代理代为响应。
attempt-mail-taken = 邮件服务器已接受邮件（代码 { $code }）
attempt-mail-refused = 邮件服务器拒绝了邮件，代码 { $code }
attempt-mail-unfit = 未发送：该服务器无法发送此邮件
attempt-mail-unfit-next = 请检查主机和端口：smtp://（STARTTLS）通常用 587，smtps:// 通常用 465。服务器须支持 STARTTLS 和密码登录。
attempt-certificate = 未发送：邮件服务器的证书不受信任，或与主机名不符
attempt-certificate-next = 请使用证书中的主机名，或让服务器更新证书。自建机构签发的证书须先被本服务器信任。
mail-password-next = 请检查用户名和密码。多数邮箱需要用授权码代替密码。
mail-sender-next = 服务器不允许使用此发件人。请将发件人改为登录的邮箱地址。
mail-recipient-next = 请检查收件人。只要有一个被拒绝，整封邮件就不会发出。
mail-later-next = 服务器要求稍后再试，首次联系时常见。邮件会自动重发。
mail-other-next = 请查看服务器的回复。此邮件不会自动重发。
robot-address-next = 地址或 key 有误，或机器人已被删除或停用。请从机器人的设置页面重新复制地址。
robot-signature-next = 签名不匹配。请从机器人的安全设置中重新复制密钥。
robot-clock-behind-next = 本服务器的时钟比对方慢约 { $minutes } 分钟，签名因此过期。请校准时钟，密钥可能没有问题。
robot-clock-ahead-next = 本服务器的时钟比对方快约 { $minutes } 分钟，签名因此尚未生效。请校准时钟，密钥可能没有问题。
robot-keyword-next = 机器人只接收包含关键词的消息。请在此渠道的设置中填写其中一个关键词。
robot-address-list-next = 机器人只接收来自指定 IP 地址的消息。请把本服务器的出口 IP 加入机器人的 IP 白名单。
robot-security-next = 消息被机器人的某项安全设置（加签、关键词或 IP 白名单）拒绝。请与此渠道的设置核对。
robot-content-next = 机器人无法接收这条消息，不会重发。
robot-too-many-next = 短时间内消息过多。稍后会把积压的通知合并发送。
robot-other-next = 请看机器人的说明。消息稍后会重发。
attempt-timed-out = 响应超时，对方可能已收到
attempt-broken-off = 收到响应前连接断开，对方可能已收到
attempt-no-answer-next = 接收方应先返回响应，再处理消息。
attempt-took = 耗时 { $took } 毫秒
attempt-said = 返回内容：

## 表单的结果

done-channel-added = 已添加 { $name }。可以发送测试消息，确认对方能收到。
done-channel-paused = 已暂停，恢复之前不发送。
done-channel-resumed = 已恢复，正在发送积压的消息。
done-channel-removed = 渠道已删除，地址和签名密钥已销毁。
done-tested = 渠道已收到测试消息
test-failed = 渠道没有收到测试消息
done-resent = 正在重新发送 { $count } 条消息。
done-resent-none = 没有需要重新发送的消息。
done-host-allowed = 已允许发往 { $host }。待发送的消息会在下次重试时发送，也可以在渠道页面立即发送。
done-host-forbidden = 已取消允许，{ $host } 位于内网时不再发送。
no-channel-title = 渠道不存在
no-channel-why = 渠道可能已被删除，或者地址有误。
refused-no-channel-next = 渠道可能已被删除，没有任何改动。
failed-to-channels = 查看通知渠道

## 操作审计

change-paused = 暂停
change-secret-replaced = 更换签名密钥
change-delivered = 对方已接收

## 内网主机

hosts-title = 内网主机
hosts-why = 本系统所在的服务器可能访问得到外网访问不到的地址。为安全起见，渠道不能发往内网主机，也不能使用未加密的 http://，除非管理员允许该主机。请求经由代理发出时，服务器无法解析的主机也需要允许。
hosts-none = 还没有允许任何主机。
hosts-admins-only = 只有管理员可以允许主机，请把主机名告诉管理员。
hosts-allow-it = 允许该主机
hosts-who-allows = 谁可以允许
field-host = 主机
field-host-hint = 域名或 IP 地址加端口，不含 https:// 和路径。不写端口时为 443。
fault-host = 主机格式不正确，应类似 hooks.internal:8443 或 10.0.0.7:443。
host-allow = 允许该主机
host-forbid = 取消允许
col-allowed-by = 操作人

## 签名

signature-title = 消息格式与签名校验
signature-request = 每条消息是一个 HTTPS POST 请求，请求体为 JSON（UTF-8），并带有以下请求头：
col-header = 请求头
col-header-what = 含义
header-event = 通知类型，例如 quota.threshold
header-delivery = 消息编号（UUID）。每次重发都相同，可用来去重
header-timestamp = 发送时间（Unix 时间戳，秒）
header-signature = 用来验证消息来自本系统
signature-facts = 通知类型如下，详情见请求体中的 facts：
col-event = 类型
signature-check = 用原始请求体计算签名，并以恒定时间的方式比较：
signature-old = 请拒绝时间戳早于 5 分钟的消息。
signature-again = 请返回 200 到 299 的状态码。如果返回其他状态码，或 10 秒内没有响应，会在 1 分钟、5 分钟、30 分钟和 2 小时后重发；仍不成功则放弃发送，并在本系统中通知。
signature-vector = 测试数据
signature-timestamp = 时间戳
signature-body = 请求体
signature = 签名
