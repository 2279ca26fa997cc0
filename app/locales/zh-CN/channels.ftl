### 通知渠道

channels-title = 通知渠道
channels-lead = 通知会以签名消息发往渠道，供不看本系统的人接收。
channels-none = 还没有渠道
channels-none-next = 请在下方添加：填写能接收 webhook 的程序地址。
col-channel = 渠道
channel-works = 正常
channel-untried = 尚未尝试
channel-blocked = 不会发送
channel-failed = 上次发送失败
blocked-private = { $host } 位于内网
blocked-unknown-behind-proxy = 本机无法解析 { $host }，而请求经由代理发出
blocked-plain = 以 http:// 发往 { $host } 不加密
channel-paused = 已暂停
channel-waiting = { $count } 条待发
channel-dead = { $count } 条已放弃

## 添加与修改

channel-add-title = 添加渠道
channel-add = 添加渠道
channel-add-hint = 添加时不会发送任何消息，可在渠道页面发送测试。
channel-edit-title = 设置
field-channel-name-hint = 便于辨认的名称，例如“值班群”。
field-channel-url = 地址
field-channel-url-hint = 消息发往的地址。加密保存，之后只显示 https 或 http、主机、端口，地址较长时还有最后 4 个字符。
field-channel-url-kept = 留空则保持不变。
field-channel-secret = 签名密钥
field-channel-secret-hint = 至少 { $count } 个字符，与接收方约定一致。加密保存，不再显示。
field-channel-secret-kept = 留空则保持不变。更换后，待发消息用新密钥签名。
field-channel-severity = 接收级别
fault-typed-again = 未保留，请重新填写。
field-channel-again = 刚才填写的内容未保留，请重新填写；留空则保持原来的。
fault-channel-name-taken = 已有同名渠道，请换一个。
fault-url-missing = 请填写地址。
fault-url = 地址不完整，应类似 https://hooks.example.com/quota，请重新填写。
fault-url-scheme = 地址必须以 https:// 开头，请重新填写。http:// 只能发往管理员允许的主机。
fault-url-user = 地址中不能有用户名或密码，消息已有签名。请重新填写。
fault-url-fragment = 地址中不能有 #，其后的内容不会被发送。请重新填写。
fault-url-long = 最多 2,000 个字符，请重新填写。
fault-channel-secret = 请输入 { $count } 到 200 个可见字符，请重新填写。
fault-severity = 请选择其中一项。

## 单个渠道

channel-test = 发送测试
trouble-blocked = 不会发往此渠道
trouble-blocked-waiting = { $count } 条消息待发：不会发往此渠道
trouble-failed = 上次发送失败
trouble-failed-waiting = { $count } 条消息待发：上次发送失败
host-is-allowed = 管理员已允许
fact-added-by = 添加者
channel-end-title = 暂停或删除
channel-pause = 暂停
channel-pause-hint = 暂停期间不发送，新消息会保留，恢复后再发。
channel-resume = 恢复
channel-resume-hint = 已暂停。恢复后立即发送积压的消息。
channel-remove = 删除此渠道…
channel-remove-what = 地址和签名密钥会被销毁，发送记录不再显示。
channel-remove-waiting = { $count } 条待发消息将不再发送。
channel-remove-confirm = 删除 { $name }

## 消息

messages-title = 消息
messages-none = 还没有发往此渠道的通知。
col-message = 消息
col-written = 写入时间
col-tries = 已尝试
col-next-try = 下次尝试
message-paused = 恢复之后
delivery-waiting = 待发送
delivery-delivered = 已送达
delivery-dead = 已放弃
resend = 重新发送
send-now = 立即发送
send-all = 立即发送全部 { $count } 条
resend-all = 重新发送 { $count } 条已放弃的消息
attempts-title = 发送记录
attempts-none = 还没有发送过。
col-came = 详情
col-took-ms = 用时（毫秒）
attempt-failed = 未送达
attempt-delivered = 对方已接收，HTTP 状态 { $status }
attempt-refused = 对方未接收，HTTP 状态 { $status }
attempt-refused-next = 原因见接收方日志。接收时须返回 200 到 299 的状态。
attempt-redirected-next = 不会跟随重定向，请填写重定向后的地址。
attempt-no-host = 未发送：找不到主机名
attempt-no-host-next = 请检查地址拼写，再检查本机的域名解析。
attempt-unreadable = 未发送：渠道的地址和密钥已无法读取
attempt-unreadable-next = 它们是用另一个主密钥保存的。请重新填写两者，或用原来的主密钥启动。
attempt-private = 未发送：{ $host } 位于内网
attempt-private-next = 需由管理员先允许该主机。
attempt-unknown-behind-proxy = 未发送：本机无法解析 { $host }，而请求经由代理发出
attempt-unknown-behind-proxy-next = 请由管理员允许该主机，或让本机能够解析该主机名。
attempt-plain = 未发送：以 http:// 发往 { $host } 不加密
attempt-plain-next = 请改用 https://，或由管理员允许该主机。
attempt-no-connection = 未发送：无法建立连接
attempt-no-connection-next = 请检查对方是否在监听，中间是否有防火墙。
attempt-tls = 未发送：TLS 握手失败
attempt-tls-next = 请检查证书是否与主机名相符，且受本机信任。
attempt-timed-out = 未及时应答，对方可能已收到
attempt-broken-off = 应答前连接断开，对方可能已收到
attempt-no-answer-next = 接收方应先应答，再处理。
attempt-took = 用时 { $took } 毫秒
attempt-said = 返回内容：

## 表单的结果

done-channel-added = 已添加 { $name }，可发送测试确认对方能收到。
done-channel-paused = 已暂停，恢复之前不发送。
done-channel-resumed = 已恢复，正在发送积压的消息。
done-channel-removed = 渠道已删除，地址和签名密钥已销毁。
done-tested = 渠道已收到测试消息
test-failed = 渠道未收到测试消息
done-resent = 正在重新发送 { $count } 条消息。
done-resent-none = 没有需要重新发送的消息。
done-host-allowed = 现在可以发往 { $host }，待发消息到下次尝试时发送，也可在渠道页面立即发送。
done-host-forbidden = { $host } 位于内网时不再发送。
no-channel-title = 没有这个渠道
no-channel-why = 它可能已被删除，或者地址有误。
refused-no-channel-next = 它可能已被删除，没有任何改动。
failed-to-channels = 查看通知渠道

## 操作审计

change-paused = 暂停
change-secret-replaced = 更换签名密钥
change-delivered = 对方已接收

## 内网主机

hosts-title = 内网主机
hosts-why = 本机可能访问到互联网访问不到的地址。因此渠道不会发往内网主机，也不会不加密发送，除非管理员允许该主机。请求经由代理发出时，本机无法解析的主机也需要允许。
hosts-none = 没有允许任何主机。
hosts-admins-only = 只有管理员可以允许主机。请把主机名告诉管理员。
hosts-allow-it = 允许该主机
hosts-who-allows = 谁可以允许
field-host = 主机
field-host-hint = 主机名或 IP 地址，不带 https:// 和路径。包括该主机的所有端口。
fault-host = 这不是主机。应类似 hooks.internal 或 10.0.0.7。
host-allow = 允许该主机
host-forbid = 取消允许
col-allowed-by = 允许者

## 签名

signature-title = 接收方会收到什么，如何校验签名
signature-request = 每条消息是一个 HTTPS POST 请求，正文为 JSON（UTF-8），并带有以下请求头：
col-header = 请求头
col-header-what = 含义
header-event = 通知的类型，例如 quota.threshold
header-delivery = 消息的编号（UUID），每次重发都相同，已处理过的可跳过
header-timestamp = 发送时间，Unix 秒
header-signature = 证明消息来自本系统
signature-facts = 通知的类型如下，详情见正文的 facts：
col-event = 类型
signature-check = 用原始正文自行计算签名，并以固定时间比较：
signature-old = 时间戳早于 5 分钟的应拒绝。
signature-again = 请返回 200 到 299 的状态。返回其他状态或 10 秒内没有应答，会在 1 分钟、5 分钟、30 分钟和 2 小时后重发；仍不成功则放弃，并在本系统中提示。
signature-vector = 试算数据
signature-timestamp = 时间戳
signature-body = 正文
signature = 签名
