### 月度清零次数：用了多少、剩多少、谁用的、为什么、够不够用

nav-budget = 清零预算
budget-lead = 本月清零次数的使用情况：谁用的、为什么用、恢复了多少次调用，剩余次数是否够用。
budget-of-month = 清零预算
budget-title = { $month }清零预算
month-steps = 其他月份
month-now = 回到本月
print = 打印
no-month-title = 月份无效
no-month-why = 月份的格式为 2026-11，且不能晚于本月。
failed-to-month = 查看本月

## 标记的含义

mark-nothing = 未生效
mark-free = 未消耗次数
result-counted = 按已用计
mark-count = { $what } { $count } 次
mark-count-left = 剩余 { $count } 次

## 一眼看全月

month-scope-account = 全部接口清零
month-scope-interface = 单个接口清零
month-left = 剩余 { $left }/{ $limit } 次
month-left-at-most = 剩余最多 { $left }/{ $limit } 次
month-fewest = 最少：{ $account } { $left }/{ $limit }
month-fewest-at-most = 最少：{ $account } 最多 { $left }/{ $limit }
month-a-day = 每天 { $limit } 次
month-left-today = 今天剩余 { $left } 次
month-used = 已用 { $count }
month-unknown = 结果未知 { $count }
month-elsewhere = 其他渠道 { $count }
month-used-by-others = 其中已停用的账号 { $count } 次
month-given-back = 恢复的调用次数
month-did-nothing =
    { $count ->
        [0] 已用 { $spent } 次，没有未生效的
       *[other] 已用 { $spent } 次，其中 { $count } 次未生效
    }
month-nothing-named = 未生效：
month-nothing-one = { $account }，{ $date }

## 到月底够不够用

forecast-enough =
    按当前速度，到{ $day }日共用{ $least ->
        [0] { "" }
       *[other] 至少
    } { $count } 次（上限 { $limit } 次）：够用
forecast-short =
    按当前速度，到{ $day }日共用{ $least ->
        [0] { "" }
       *[other] 至少
    } { $count } 次（上限 { $limit } 次）：不够，还差 { $missing } 次
forecast-all-enough =
    按当前速度，到{ $day }日共用{ $least ->
        [0] { "" }
       *[other] 至少
    } { $count } 次（上限 { $limit } 次）：各账号都够用
forecast-some-short =
    按当前速度，到{ $day }日共用{ $least ->
        [0] { "" }
       *[other] 至少
    } { $count } 次（上限 { $limit } 次）：{ $names } 不够
forecast-one = { $account }（{ $count }/{ $limit }）

## 各账号

month-accounts = 各账号
month-corrected-account = { $account }：微信返回全部接口清零次数已用完（48006），本系统没有记录的次数均计入“其他渠道”。
month-corrected-interface = { $account }：微信返回单个接口清零次数已用完（48006），本系统没有记录的次数均计入“其他渠道”。
month-at-most = { $account }：自{ $since }起统计，此前可能已经用过，因此剩余次数只能显示为“最多”。
month-unseen = 其他渠道的清零是根据用量下降推测的，以下情况无法识别：接口用量很少；在零点后半小时内清零；下次采集前用量又涨了回来；在本系统清零后 2 小时内清零。
month-unwatched = { $month }没有监控任何账号
month-unwatched-why = 本系统此后才开始监控，没有这个月的数据。

## 每天与每次清零

month-days = 每日清零（{ $zone }）
month-day-clear = { $account } { $what }：{ $result }
semicolon = ；
month-none = { $month }没有清零
month-none-next = 本月的每次清零都会列在这里，并注明操作人和原因。
month-clears = 共 { $count } 次清零
month-override = 继续清零的理由：{ $reason }
month-clears-filtered = { $all } 次清零中的 { $count } 次
month-filters = 筛选和排序
month-filtered = 筛选条件：{ $filters }。上方的汇总是整月的，不受筛选影响。
month-text-hint = 账号、接口、人员或原因
month-sort = 汇总排序
month-none-filtered = 没有符合筛选条件的清零
month-printed = { $who } 打印于 { $at }
col-did-nothing = 未生效
who-by-hand = 手动
who-by-policy = 自动
who-policy = { $name }（策略）
who-agreed = { $name } 复核通过
who-broke-glass = 紧急放行

## 汇总

totals-by-person = 按人员汇总
totals-by-account-and-person = 按账号和人员汇总
totals-by-interface = 按接口汇总
totals-by-reason = 按原因汇总
totals-sum = 合计
totals-elsewhere = 疑似在其他渠道清零
totals-no-reason = 原因未知（其他渠道）
totals-interface-unknown = 单个接口（未知）
totals-most = 用得最多
totals-name = 名称

## 与往月对比

month-past = 往月对比
month-past-label = { $scope }：{ $name }

## 清零记录上方的申请

ledger-requests = 待复核的申请
ledger-requests-over = 最近 24 小时内已处理或过期的申请
col-asked = 申请时间
col-open-until = 有效期至
col-decided = 处理情况
