### 读取任务

sampler-title = 采集状态
sampler-lead = 每小时读取一次每个接口，各有各的时刻；每天的第一轮在重置后 10 分钟内进行。读取本身也受微信限制，所以每个账号每天有读取次数上限。
sampler-empty = 没有可读取的账号
sampler-accounts = 各账号的读取情况
sampler-hours = 最近几小时
col-sampling = 读取方式
col-readings-today = 今日次数
col-last-round = 上一轮
col-took = 用时
col-result = 结果
col-next = 下次
col-hour = 小时
col-good = 成功
col-failed = 失败
col-starved = 未读
col-busy = 用时
span-tenths = { $n } 秒
sampling-hourly = { $count } 个接口，每小时
sampling-slower = { $count } 个接口，每 { $hours } 小时
sampling-spent = 今日次数已用完
sampling-starved = 微信今日不再接受查询（44993）
sampling-paused = 已暂停
sampling-nothing = 没有监控接口
round-good = 成功 { $good }
round-failed = 成功 { $good }，失败 { $failed }
round-starved = 成功 { $good }，失败 { $failed }，未读 { $starved }
