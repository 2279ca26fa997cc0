### 单个接口

sample-now = 立即读取
chart-title = 已用次数
fact-used = 已用
fact-left = 剩余
fact-runs-out = 预计用尽于
fact-rate-limit = 频率限制
fact-resets = 重置于
runs-out-used-up = 已用尽
runs-out-no-pace = 用量没有增长，暂无法预计
runs-out-not-today = 按当前速度，重置前不会用尽
rate-limit = { $seconds } 秒内 { $count } 次
range-label = 时间范围
range-day = 24 小时
range-week = 7 天
range-month = 30 天
range-year = 1 年
limit-changed = 上限由 { $from } 变为 { $to }
cleared = 清零
cleared-effective = 清零：已生效
cleared-ineffective = 清零：未生效
cleared-unknown = 清零：结果未知
cleared-elsewhere = 他处清零（推测）
clears-shown = 这段时间的清零
col-at = 时间
col-limit = 每日上限
col-note = 备注
readings-title = 读数表格（{ $count }）
readings-newest = 只显示最新的 { $count } 条。
readings-caption = 读数，最新在前
interface-unwatched = 该接口已停止监控
interface-unwatched-next = 历史保留。可在账号设置中重新监控。
no-figure-why = 返回的是 0/0，意思是没有数据，并非已用尽。
stale-title = 数据过旧
stale-next = 超过 2 小时 15 分没有成功的读数。可以立即读取，或查看读取任务。
never-next = 一小时内会有第一次读数，也可以立即读取。
fact-used-up-since = 已用尽，最迟自
new-day-next = 每天重置后 10 分钟内开始当天的第一轮读取。

## 限额类型

field-limit-kind = 限额类型
limit-kind-daily = 每日
limit-kind-total = 累计总量
limit-kind-automatic = 自动判断
