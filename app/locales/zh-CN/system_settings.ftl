### 系统设置：每项设置的值与来源；预警线与紧急线

system-settings-title = 系统设置
system-settings-order = 优先级从高到低：命令行参数、环境变量、配置文件、本页、默认值。优先级更高的设置在本页显示为“已锁定”。

## Groups

setting-group-lines = 预警线与紧急线
setting-group-clears = 每周期清零次数
setting-group-friction = 清零确认步骤
setting-group-calls = 采集与查询
setting-group-display = 显示
setting-group-addresses = 我们的 IP 地址
setting-group-retention = 数据保留
setting-group-retention-hint = 超过期限的记录会在一小时左右分批永久删除；填 0 表示一直保留。清零记录、操作审计，以及带备注或工单的查询记录不会被删除。
setting-group-start = 启动时确定的设置
setting-group-start-hint = 修改环境变量、命令行参数或配置文件后，需重启本系统才能生效。密钥等敏感值不会显示。

## Columns and values

col-setting = 设置项
col-value = 当前值
col-source = 来源
col-restart = 重启
setting-restart = 需重启
setting-not-set = 未设置
setting-locked = 已锁定
setting-hint = { $meaning }{ $source }

## Where values come from

setting-from-default = 默认值
setting-from-default-live = 当前为默认值，修改后无需重启即可生效。
setting-from-demo = 演示环境
setting-from-demo-live = 由演示环境设置，修改后无需重启即可生效。
setting-from-page = 由 { $by } 于 { $at } 在本页设置，默认值为 { $default }，修改后无需重启即可生效。
setting-from-file = 配置文件（{ $name }）
setting-from-environment = 环境变量 { $name }
setting-from-flag = 命令行参数 { $name }
setting-locked-file = 由配置文件（{ $name }）设置，请在配置文件中修改并重启。
setting-locked-environment = 由环境变量 { $name } 设置，请修改该变量并重启。
setting-locked-flag = 由命令行参数 { $name } 设置，请修改该参数并重启。

## Forms

setting-reset = 将“{ $name }”恢复为默认值 { $default }
setting-password-hint-friction = 调低数值时需要填写，负责人会收到通知。
setting-password-hint-clears = 调高次数时需要填写，负责人会收到通知。
setting-password-hint-addresses = 增加地址时需要填写，负责人会收到通知。
fault-setting-number = 请输入 { $least } 到 { $most } 之间的整数。
fault-setting-address = “{ $word }”既不是 IP 地址（如 203.0.113.7），也不是网段（如 203.0.113.0/24）。
fault-setting-long = 最多输入 { $most } 个字符。
fault-setting-not-below = 预警线必须低于紧急线。
done-settings-changed = 已保存：{ $group }。
done-setting-reset = “{ $name }”已恢复为默认值。
done-setting-unchanged = 没有任何改动。
refused-setting-locked = “{ $name }”由 { $by } 设置，优先级高于本页，未做修改。
setting-overtaken = 其他人刚刚修改了这些设置
setting-overtaken-value = “{ $name }”现在是 { $value }
setting-overtaken-why = { $values }。没有保存任何内容。
setting-overtaken-next = 你填写的内容仍保留在表单中，再次保存会覆盖当前的值。

## Thresholds of accounts and interfaces

lines-title = 预警线与紧急线
lines-both = 预警 { $warning }，紧急 { $critical }
lines-from-interface = 本接口单独设置
lines-from-account = 沿用账号的设置
lines-from-all = 沿用系统设置
lines-set-by = 由 { $by } 设置
lines-change = 修改
lines-save = 保存告警线
lines-hint-interface = 占上限的百分比。仅对本接口生效，优先于账号设置和系统设置。
lines-hint-account = 占上限的百分比。对该账号下未单独设置的接口生效，优先于系统设置。
lines-reset-to-account = 改用账号的设置（{ $lines }）
lines-reset-to-all = 改用系统设置（{ $lines }）
lines-own = 单独设置了告警线：
done-lines-set = 告警线已保存。
done-lines-reset = 告警线已恢复。
lines-overtaken = 其他人刚刚修改了这些告警线
lines-overtaken-why = 现在是：{ $lines }。没有保存任何内容。
lines-overtaken-reset = 单独设置的告警线已被取消。没有保存任何内容。
chart-warning = 预警线 { $share }
chart-critical = 紧急线 { $share }

## Settings that can be changed here

setting-warning-percent = 预警线（%）
setting-warning-percent-means = 用量达到上限的这一比例时，接口进入“预警”状态。
setting-critical-percent = 紧急线（%）
setting-critical-percent-means = 用量达到上限的这一比例时，接口进入“紧急”状态。
setting-account-clears = 全部接口清零次数
setting-account-clears-means = 微信允许每个账号在一个周期内清零全部接口的次数。往月仍按当时的次数统计。
setting-interface-clears = 单个接口清零次数
setting-interface-clears-means = 微信允许每个账号在一个周期内清零单个接口的次数。往月仍按当时的次数统计。
setting-name-asked-from = 剩余次数不超过此值时需要输入账号名称
setting-name-asked-from-means = 清零前需输入账号名称；0 表示从不要求。
setting-second-person-from = 剩余次数不超过此值时需要复核
setting-second-person-from-means = 清零需另一个人复核；0 表示从不要求。
setting-reading-interval-hours = 采集间隔（小时）
setting-reading-interval-hours-means = 每个接口的采集间隔。账号的每日采集次数不足时，实际间隔会更长。
setting-readings-a-day = 新账号的每日采集次数
setting-readings-a-day-means = 添加账号时分配的每日采集次数，其中 200 次留作验证清零效果。已有账号的次数请在账号设置中修改。
setting-rid-calls-a-day = 每日 rid 查询次数
setting-rid-calls-a-day-means = 每个账号每天最多用于查询 rid 的调用次数。
setting-time-zone = 时区
setting-time-zone-means = 页面显示时间所用的时区，对未自行选择时区的用户生效；不影响额度重置的时间。
setting-our-addresses = 我们的 IP 地址
setting-our-addresses-means = 你的服务调用微信时使用的 IP 地址或网段，用逗号或换行分隔；来自其他地址的调用会标为“不是我们的 IP”。

## Settings of the start

setting-config = 配置文件
setting-config-means = 存放设置的 TOML 文件。
setting-listen = 监听地址
setting-listen-means = 本系统监听的地址和端口，或供本机代理连接的 Unix 套接字（unix:/path）。
setting-database-url = 数据库
setting-database-url-means = 数据库地址，例如 sqlite://data/wxquota.db。
setting-wechat-base-url = 微信接口地址
setting-wechat-base-url-means = 调用的接口地址：微信，或测试用的模拟服务。
setting-outbound-proxy = 出站代理
setting-outbound-proxy-means = 调用微信和通知渠道时使用的代理。
setting-outbound-proxy-file = 出站代理文件
setting-outbound-proxy-file-means = 存放出站代理地址的文件。
setting-master-key-file = 主密钥文件
setting-master-key-file-means = 存放 AppSecret 加密密钥的文件，密钥本身不会显示。
setting-quota-zone = 额度时区
setting-quota-zone-means = 微信的额度日与额度月按此时区起算；改动会使清零记录的月份错位。
setting-public-url = 访问地址
setting-public-url-means = 前面有反向代理时，用户使用的访问地址。
setting-proxy-hops = 反向代理层数
setting-proxy-hops-means = 会写入 X-Forwarded-For 的代理层数，用于识别客户端地址。使用 Unix 套接字时至少为 1。
setting-allow-http = 允许明文 HTTP
setting-allow-http-means = 是否允许密码和登录状态不加密传输。
setting-account-clears-period = 全部接口清零的周期
setting-account-clears-period-means = 全部接口清零次数的重置周期；改动会使清零记录的月份错位。
setting-interface-clears-period = 单个接口清零的周期
setting-interface-clears-period-means = 单个接口清零次数的重置周期；改动会使清零记录的月份错位。
setting-incidents-kept-days = 上报事件保留天数
setting-incidents-kept-days-means = 从首次上报开始计算。
setting-decisions-kept-days = 策略决定保留天数
setting-decisions-kept-days-means = 触发了清零的决定属于清零记录，会一直保留。
setting-notices-kept-days = 通知保留天数
setting-notices-kept-days-means = 通知连同其消息一起删除。
setting-messages-kept-days = 消息保留天数
setting-messages-kept-days-means = 发往通知渠道、已送达或已放弃的消息及其发送记录。
setting-rids-kept-days = 查询记录保留天数
setting-rids-kept-days-means = 已查询的请求，带备注或工单的除外。
setting-lists-kept-days = 粘贴列表保留天数
setting-lists-kept-days-means = 一次粘贴的 rid 列表；其中的查询记录不受影响。
setting-metrics-token = 监控指标令牌
setting-metrics-token-means = 其他机器读取 /metrics 时使用的令牌。未设置时只有本机可以读取。
setting-metrics-token-file = 监控指标令牌文件
setting-metrics-token-file-means = 存放 /metrics 令牌的文件。
setting-metrics-interfaces = 按接口的监控指标
setting-metrics-interfaces-means = /metrics 是否包含每个接口的指标。
setting-log = 日志级别
setting-log-means = 写入标准错误输出的日志级别，例如 info 或 server=debug。

## Notices and the audit trail

news-settings-loosened = { $by } 放宽了清零保护设置：{ $changes }
news-addresses-widened = { $by } 增加了“我们的 IP 地址”，来自这些地址的调用现在视为我们的。
event-settings-loosened = 保护设置放宽
setting-change = { $name }：{ $before } → { $after }
setting-change-wider = { $name }：新增了地址
what-settings-changed = 修改系统设置
what-settings-reset = 恢复系统设置
what-lines-set = 设置告警线
what-lines-reset = 恢复告警线
