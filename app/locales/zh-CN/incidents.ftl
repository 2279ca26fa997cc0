### 上报事件

incidents-title = 上报事件
incidents-lead = 各服务收到微信返回的错误后上报到这里。本系统会逐个处理，列表显示当前的处理结果和原因。
incidents-none = 还没有服务上报过错误
incidents-none-next = 服务调用一次接口即可上报，方法见下方。
incidents-none-filtered = 没有符合筛选条件的上报事件
incidents-how = 服务如何上报错误
incidents-how-token = 创建一个只能上报事件的 API 令牌，配置到该服务：
incidents-how-fold = 接口在数毫秒内返回。10 分钟内同一接口的同一错误合并为一个事件并计数，因此每次失败都可以上报。Java、Go、Python、Node 和 PHP 示例见 README。
col-reaction = 处理结果
col-incident = 错误
col-times = 上报次数
col-last = 最近一次
filter-all-reactions = 所有处理结果
incident-no-interface = 未指明

reaction-none = 未处理
reaction-cleared = 已清零
reaction-refetch-token = 需服务重新获取 access_token
reaction-token-refreshed = access_token 已刷新
reaction-per-minute = 每分钟限制
reaction-explained = 已给出说明
reaction-refused-by-policy = 未自动清零

incident-queued = 待处理
incident-working = 处理中
incident-done = 已处理
incident-failed = 处理失败

advice-none = 暂不清楚如何解决。
advice-cleared = 已发起清零，微信侧最多 30 分钟内生效，之后调用恢复。
advice-refetch-token = 该服务需要重新获取 access_token；本系统不能代为刷新服务自己的 access_token。
advice-token-refreshed = 本系统已刷新该账号的 access_token，该服务需要重新获取。
advice-per-minute = 触发了每分钟限制：服务需要降低调用频率，清零无效。
advice-uncounted = 该接口达到了微信不提供数据的每日限制，次日自动恢复。今天请减少调用，清零无效。
advice-still-cleared = 清零已恢复当天的调用次数，现在仍有剩余额度。如果错误仍然出现，说明调用过于频繁，请降低频率。
advice-clear-unknown = 已发起清零，但结果未知。请查看这次清零，由人工决定是否再次清零。
advice-explained = 本系统无法自动处理，含义和处理方法见下方。
advice-refused-by-policy = 额度已用尽，不会自动清零。可以手动清零该接口。
advice-total = 累计总量已用完，不会自动恢复，清零无效。请改用其他接口，或向微信申请更高的总量。
advice-not-lifted = 额度已用尽，清零无法重置该接口。次日重置后恢复。

incident-done-title = 处理结果
incident-because = 原因：{ $because }。
incident-open = 正在处理
incident-open-again = 事件已重新打开，正在处理
incident-open-next = 一分钟内会在此页面显示处理结果。
incident-broke = 处理该事件时本系统内部出错
incident-see-clear = 查看清零 #{ $clear }
incident-token-how = 请让所有服务都通过 /cgi-bin/stable_token（force_refresh 为 false）获取 access_token，并保留到即将过期。返回 40001、40014 或 42001 时，重新获取一次并重试一次。这样各服务与本系统共用同一个 access_token，不会互相导致失效。
incident-told = 相关通知
incident-came-title = 上报内容
incident-not-watched = 未监控
incident-message = 错误信息
incident-no-message = 无
incident-see-rid = 查看该请求
incident-first = 首次
incident-by = 上报人
incident-clear-day = 清零会恢复当天的调用次数。
incident-clear-ended = 清零已恢复当天的调用次数。
no-incident-title = 上报事件不存在
no-incident-why = 地址中的编号没有对应的上报事件。
failed-to-incidents = 查看上报事件
caller-not-ours = 这个 IP 不在“我们的 IP 地址”中，可能有其他程序在使用这个 AppSecret。如果它是我们的服务器，请在“系统设置”中添加，并加入账号的 IP 白名单；如果没有人认识，请重置 AppSecret。
