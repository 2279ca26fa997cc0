### 读取任务

sampler-title = 采集状态
sampler-lead = 默认每小时采集一次所有接口的额度，各接口错开采集；每天的首轮采集在重置后 10 分钟内开始。采集次数受微信限制，因此每个账号每天有采集次数上限。
sampler-empty = 没有需要采集的账号
sampler-accounts = 各账号的采集情况
sampler-hours = 最近几小时的采集
col-sampling = 采集频率
col-readings-today = 今日次数
col-last-round = 上一轮
col-took = 耗时
col-result = 结果
col-next = 下次采集
col-hour = 小时
col-good = 成功
col-failed = 失败
col-starved = 未采集
col-busy = 耗时
span-tenths = { $n } 秒
sampling-hourly = { $count } 个接口，每小时一次
sampling-slower = { $count } 个接口，每 { $hours } 小时一次
sampling-spent = 今日采集次数已用完
sampling-starved = 微信今天不再接受额度查询（44993）
sampling-paused = 已暂停
sampling-nothing = 没有监控接口
round-good = 成功 { $good }
round-failed = 成功 { $good }，失败 { $failed }
round-starved = 成功 { $good }，失败 { $failed }，未采集 { $starved }
