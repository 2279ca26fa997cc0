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
chart-forecast = 按当前速度预计
chart-clear = 清零
chart-notice = 触及告警线
chart-limit-changed = 上限变化
chart-reset = 重置
chart-call = 这次调用
chart-failed = 采集失败
chart-desc = { $from } 至 { $to } 的已用次数。最新 { $newest }，最高 { $highest }，上限 { $limit }，中断 { $gaps } 处。
chart-desc-empty = { $from } 至 { $to } 没有成功的采样。
chart-empty = 暂无采样数据
