### 组件的文字

meter-label = 已用 { $used }，上限 { $limit }，{ $percent }
meter-none = 没有数据

spark-label = 最近 24 小时，最新值 { $newest }

with-aside = { $words }（{ $aside }）

mask = ‹已脱敏›

copy = 复制
copied = 已复制

pager-label = 分页
pager-range = 第 { $from }–{ $to } 条，共 { $total } 条
pager-previous = 上一页
pager-next = 下一页
pager-newest = 最新
pager-older = 更早

sort-ascending = 已按升序排列
sort-descending = 已按降序排列

field-optional = 选填

notice-info = 提示
notice-success = 完成
notice-warning = 注意
notice-error = 出错

chart-used = 已用
chart-usual = 通常范围
chart-limit = 上限
chart-forecast = 预测
chart-clear = 清零
chart-notice = 触及告警线
chart-limit-changed = 上限变化
chart-reset = 重置
chart-call = 这次调用
chart-failed = 采集失败
chart-desc = { $from } 至 { $to } 的已用次数。最新 { $newest }，最高 { $highest }，上限 { $limit }，中断 { $gaps } 处。
chart-desc-empty = { $from } 至 { $to } 没有成功采集的数据。
chart-empty = 暂无采集数据
chart-empty-range = 这段时间没有成功采集的数据
param-title = 页面地址中的参数无效
param-without = 去掉这些参数后打开
param-space = {""}
param-not-a-choice = 有效值为 { $choices }。
param-not-a-month = 月份格式应为 2026-11。
param-month-to-come = 该月份尚未开始。
param-not-a-day = 日期格式应为 2026-11-30。
param-days-reversed = 起始日期晚于截止日期，请对调。
param-not-a-number = 应为不小于 { $least } 的整数。
param-not-in-range = 应为 { $least } 到 { $most } 的整数。
param-no-account = 没有与此 ID、AppID 或名称相符的账号。
param-no-group = 没有与此 ID 或名称相符的分组。
param-too-long = 内容超过 { $most } 个字符。
param-unfiltered = 未应用此筛选条件。
param-first-characters = 只使用了开头部分。
param-no-match = 在此之前没有匹配的记录。
param-usual-order = 已使用默认排序。
param-rows-per-page = 本页显示 { $count } 行。
param-first-page = 已显示第一页。
param-newest = 已显示最新的记录。
param-today = 已显示今天的数据。
param-this-month = 已显示本月。
param-own-mode = 已使用策略自身的模式。
param-no-list = 没有返回列表的链接。
