role-viewer = 查看者
role-support = 支持
role-lead = 负责人
role-admin = 管理员
role-reporter = 上报者
may-see-usage = 查看用量、历史和剩余清零次数
may-sample-now = 立即读取接口额度
may-look-up-rids = 查询 rid（个人信息已脱敏）
may-see-ledger = 查看清零记录（含操作人和原因）与操作审计
may-clear = 清零
may-automate = 管理策略和渠道，停用自动清零
may-administer = 管理账号及其 AppSecret、用户和 API 令牌

field-user-name = 用户名
field-password = 密码
field-password-new = 新密码
field-password-again = 再输入一次
field-password-hint = 至少 { $count } 个字符。几个词连在一起，既好记又难猜。
col-role = 角色

fault-user-name-empty = 请填写用户名。
fault-user-name-long = 最多 { $count } 个字符。
fault-user-name-characters = 只能是一行可见字符，不能包含冒号。
fault-user-name-reserved = 该名称由程序自身使用，请换一个。
fault-password-short = 至少 { $count } 个字符。
fault-password-long = 最多 { $count } 个字符。
fault-password-name = 密码不能与用户名相同。
fault-password-repeated = 同一字符重复很容易被猜到，请换一个。
fault-password-common = 这是最常见的密码之一，最先会被尝试，请换一个。
fault-password-again = 两次输入不一致。
fault-password-busy = 同时验证的密码过多。你的密码没有问题，请稍后重新输入。

wait-title = 失败次数过多
wait-next = 请 { $wait }后再试（{ $at }）。
wait-over = 现在可以重试。
