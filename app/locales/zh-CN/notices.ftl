### 通知

notices-title = 通知
notices-lead = 同一状态只在变化时通知一次。
notices-channels = 通知渠道设置
notices-read = 全部标为已读
notices-none = 还没有通知
notices-none-next = 接口触及告警线、账号采集失败或策略执行动作时，会在这里通知。
notices-none-filtered = 没有符合筛选条件的通知
notices-none-unread = 没有未读通知
interface-notices = 该接口的通知
notice-unread = 未读
col-severity = 级别
col-news = 内容
filter-news-kind = 类型
filter-all-news = 所有类型
filter-read = 阅读状态
filter-read-or-not = 全部
filter-unread = 只看未读
severity-info = 提示
severity-warning = 预警
severity-critical = 紧急
severity-over = 已恢复（{ $severity }）
severity-any = 所有级别
severity-from = { $severity }及以上
severity-only = 仅{ $severity }

## 发生了什么

figures-used = 已用 { $used } / { $limit }
news-warning = 触及预警线：{ $used }
news-critical = 触及紧急线：{ $used }
news-used-up = 额度已用尽：{ $used }
news-eased = 已回落到{ $now }：{ $used }
news-over-warning = 已回落到预警线以下：{ $used }
news-over-critical = 已恢复正常（此前为紧急）：{ $used }
news-over-used-up = 额度已恢复：{ $used }
news-readings-fail = 账号采集失败：{ $why }
news-readings-again = 账号已恢复采集
news-policy-met = 策略 { $policy } 已触发：{ $what }
news-policy-over = 策略 { $policy } 的触发条件已解除
news-policy-clears = 策略 { $policy } 正在清零此接口（清零 #{ $clear }）
news-policy-clears-all = 策略 { $policy } 正在清零该账号的全部接口（清零 #{ $clear }）
news-cleared = 正在清零此接口（清零 #{ $clear }）
news-cleared-all = 正在清零该账号的全部接口（清零 #{ $clear }）
news-policy-withheld = 策略 { $policy } 未清零：{ $why }
news-policy-suspended = 策略 { $policy } 已挂起，需人工恢复：清零 #{ $clear } 的结果为{ $state }
news-policy-suspended-plain = 策略 { $policy } 已挂起，需人工恢复
news-incident = 有服务上报 { $errcode }：{ $because }
news-incident-again = 清零 #{ $clear } 之后，有服务再次上报 { $errcode }：{ $because }
news-stopped = { $by } 停用了全部自动清零
news-stopped-why = { $by } 停用了全部自动清零：{ $reason }
news-resumed = { $by } 恢复了自动清零
news-resumed-why = { $by } 恢复了自动清零：{ $reason }
news-undelivered = 发往渠道 { $channel } 的消息多次发送失败，已放弃
met-no-figure = 没有数据
met-used = { $used }，达到 { $percent }%
met-exhausted = { $used }，没有剩余额度
met-runs-out = 预计 { $at } 用尽，{ $used }
met-incident = 有服务上报额度用尽，{ $used }

## 类型

event-threshold = 触及告警线
event-eased = 用量回落
event-recovered = 恢复正常
event-account-failing = 账号采集失败
event-account-recovered = 账号恢复采集
event-policy-met = 策略触发
event-policy-over = 策略条件解除
event-policy-clears = 策略清零
event-clear-made = 已清零
event-policy-withheld = 策略未清零
event-policy-suspended = 策略已挂起
event-incident = 服务上报错误
event-stopped = 停用自动清零
event-resumed = 恢复自动清零
event-undelivered = 消息发送失败
event-test = 渠道测试

## 策略未清零的原因（句子的一部分）

withheld-kill-switch = 自动清零已全部停用
withheld-suspended = 策略因清零 #{ $clear } 的结果已挂起
withheld-suspended-plain = 策略已挂起
withheld-changed = 执行前策略被修改、暂停或删除
withheld-quiet-hours = 处于禁止清零时段，{ $until } 结束
withheld-reset-soon = { $at } 会自动重置
withheld-cooldown = 处于冷却时间，{ $until } 后可再次尝试
withheld-day-limit =
    { $limit ->
        [0] 每天不允许清零
       *[other] 今天在该账号上已清零 { $limit } 次，达到每日上限
    }
withheld-month-limit =
    { $limit ->
        [0] 每月不允许清零
       *[other] 本月在该账号上已清零 { $limit } 次，达到每月上限
    }
withheld-budget-uncertain = 未填写开始监控前本月已用的清零次数，可能会动用保留次数
withheld-reserve = 剩余 { $left } 次，其中 { $reserve } 次保留，不用于自动清零
withheld-open = 清零 #{ $clear } 尚无结果
withheld-unread = 清零前采集失败
withheld-not-met = 清零前采集到已用 { $share }，未达到触发条件
withheld-not-lifted = 清零不能重置该接口
withheld-per-minute = 调用失败是因为触发了每分钟限制，清零无效
withheld-low-use = 只用了 { $share }，没有必要清零
withheld-not-clearable = 该接口无法清零
withheld-not-accepted = 已提交清零 #{ $clear }，但微信没有执行

## 对上报错误如此处理的原因（句子的一部分）

because-pending = 尚未处理
because-known = 处理方法见错误说明，本系统无法代为处理
because-unknown = 错误码未收录
because-minute-limit = 触发了每分钟限制，清零无效，请降低调用频率
because-uncounted-limit = 该接口另有一项每日限制（quota/get 不包含），清零无效，次日自动恢复
because-quota-left = { $used }，因此触发的是每分钟限制，清零无效，请降低调用频率
because-no-policy = { $used }，没有适用的策略
because-policy-told = { $used }，策略 { $policy } 已发出通知
because-policy-clears = { $used }，策略 { $policy } 已发起清零
because-clear-started = { $used }，已发起清零
because-cleared-by = 此后已执行清零 #{ $clear }
because-still-cleared = 清零 #{ $clear } 之后再次上报，但仍有剩余额度：{ $used }
because-reported-again = 清零 #{ $clear } 之后再次上报
because-clear-void = 清零 #{ $clear } 的状态是“{ $state }”
because-clear-unknown = { $used }；策略 { $policy } 发起了清零 #{ $clear }，结果未知。人工恢复之前，该策略不会再次清零
because-quota-back = 现在还有剩余额度：{ $used }
because-policy-withheld = 策略 { $policy } 未清零：{ $why }
because-no-interface = 上报中没有可识别的接口，也没有已用尽的接口
because-guessed = 上报中没有可识别的接口；{ $path } 已用尽（{ $used }），可能就是它。本系统不会凭推测清零，请让服务在 cgi_path 中指明接口
because-not-watched = 该账号未监控此接口，无法采集
because-not-read = 采集失败：{ $why }
because-readings-spent = 没有采集到数据：微信没有该接口的数据，或账号今天的采集次数已用完
because-not-turned = 微信返回的仍是昨天的数据，今天的用量未知
because-own-token-works = 本系统的 access_token 有效，该服务需要重新获取
because-own-token-works-again = 本系统的 access_token 有效，且此前已上报过同样的错误：有程序在反复获取 access_token，导致其他程序的失效
because-renewed-elsewhere = access_token 已被其他程序更新，该服务需要重新获取
because-forced = 微信拒绝了刚获取的 access_token，本系统已强制刷新，该服务需要重新获取
because-no-token = 本系统也无法获取该账号的 access_token：{ $why }
because-not-active = 账号已暂停采集或停用，因此没有处理
because-broken = 处理时本系统内部出错，详见程序日志

## 发给群机器人的消息

message-title =
    { $count ->
        [one] wxquota
       *[other] wxquota：{ $count } 条通知
    }
message-more = …… 另有 { $count } 条
message-test = wxquota：这是一条测试消息，此渠道的通知将以这种形式发送。
message-subject = 【{ $severity }】{ $subject }
message-resets = { $at } 重置
message-clears-left = 本月剩余清零次数：全部接口 { $account } 次，单个接口 { $interface } 次
message-owner = 负责人：{ $owner }
message-at = 时间：{ $at }

## 确认

acknowledge = 确认
acknowledge-open = 打开
acknowledged-by = 确认人
acknowledged-by-nobody = 还没有人确认
acknowledged-hint = 确认表示由你处理，所有人都能看到是谁确认的。
filter-acknowledged-or-not = 全部
filter-not-acknowledged = 未确认
filter-acknowledged = 已确认
notice-title = 通知
notice-more = 查看详情
done-acknowledged = 已确认这条通知。
no-notice-title = 没有这条通知
no-notice-why = 可能因为超过保留时间已被删除。
failed-to-notices = 通知
file-acknowledged-at = 确认时间
