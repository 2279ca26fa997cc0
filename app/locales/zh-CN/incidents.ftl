### 上报事件

incidents-title = 上报事件
incidents-lead = 各服务从微信收到并上报到这里的错误。每个事件都会处理，列表显示当前的处理结果和原因。
incidents-none = 还没有服务上报过错误
incidents-none-next = 服务只需一次调用即可上报，方法见下方。
incidents-none-filtered = 没有符合筛选条件的事件
incidents-how = 服务如何上报错误
incidents-how-token = 创建一个只能上报的令牌，交给该服务：
incidents-how-fold = 接口在数毫秒内返回。10 分钟内同一接口的同一错误合并为一个事件并计数，所以每次失败都可以上报。Java、Go、Python、Node 和 PHP 的示例见 README。
col-reaction = 处理结果
col-incident = 错误
col-times = 次数
col-last = 最近一次
filter-all-reactions = 所有处理结果
incident-no-interface = 未注明

reaction-none = 未处理
reaction-cleared = 已清零
reaction-refetch-token = 需服务刷新 access_token
reaction-token-refreshed = access_token 已刷新
reaction-per-minute = 每分钟限制
reaction-explained = 已说明
reaction-refused-by-policy = 策略未清零

incident-queued = 待处理
incident-working = 处理中
incident-done = 已处理
incident-failed = 处理失败

advice-none = 不清楚怎样才有帮助。
advice-cleared = 已发起清零，微信侧最多 30 分钟内生效，之后调用恢复。
advice-refetch-token = 该服务需要重新获取访问凭据；本系统不能代为更新服务自己的凭据。
advice-token-refreshed = 本系统已更新该账号的访问凭据，服务需要重新获取。
advice-per-minute = 达到每分钟限制：服务需要放慢调用，清零无效。
advice-uncounted = 该接口达到了另一项限制，次日自动恢复：今天请减少调用。清零无效。
advice-still-cleared = 清零已恢复当天的调用次数，现在还有剩余额度。如果错误仍在出现，说明调用过快，请放慢。
advice-clear-unknown = 已发起清零，但不确定是否生效。请查看这次清零，由人工决定是否再次清零。
advice-explained = 本系统无法自动处理；含义和下一步见下方。
advice-refused-by-policy = 额度已用完，且不会自动清零；可以由人工清零该接口。

incident-done-title = 处理结果
incident-because = 原因：{ $because }。
incident-open = 正在处理
incident-open-again = 事件重新打开，正在处理
incident-open-next = 一分钟内本页会显示结果。
incident-broke = 处理时本系统自身出错
incident-see-clear = 清零记录 { $clear }
incident-token-how = 请让每个服务都用 /cgi-bin/stable_token（force_refresh 为 false）获取凭据，保留到临近过期；遇到 40001、40014 或 42001 时重新获取一次并重试一次。这样各服务与本系统共用同一个凭据，不会互相顶掉。
incident-told = 已发出的通知
incident-came-title = 上报内容
incident-not-watched = 未监控
incident-message = 错误信息
incident-no-message = 无
incident-see-rid = 查看该请求
incident-first = 首次
incident-by = 上报者
incident-means-title = 含义
incident-clear-day = 清零会恢复当天的调用次数。
incident-clear-ended = 清零已恢复当天的调用次数。
no-incident-title = 没有这个事件
no-incident-why = 地址中的编号不对应任何事件。
failed-to-incidents = 查看上报事件
caller-not-ours = 这不是本机的地址：另有程序在使用这个 AppSecret。如果是你们自己的服务，把地址加入白名单；如果没人认得它，请重置 AppSecret。
