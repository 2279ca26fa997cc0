### 用量状态

state-exhausted = 已用尽
state-critical = 紧急
state-warning = 预警
state-failed = 采集失败
state-stale = 数据过旧
state-ok = 正常
state-never = 尚未采集
state-unsupported = 不支持查询
