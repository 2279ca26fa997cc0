### 清零之前：建议、由谁同意、等待中的申请

## 有没有必要

cautions-title = 清零之前请先看
advice-none-needed = 不建议清零：没有接口接近上限
advice-none-lifts = 不建议清零：接近上限的用量不会被清零
advice-none-left = 已没有能起作用的清零次数
caution-resets = { $span }后会自动重置
caution-resets-why = { $at } 起所有用量从 0 开始，不消耗次数。
caution-minute = 有调用是因为每分钟频率超限而失败的，清零不解除这种限制
caution-minute-why = 微信答复 { $errcode }
caution-minute-see = 查看那次调用
caution-lifts-interface = 这个用量多半不会被清零
caution-lifts-account = 在用的用量多半都不会被清零
caution-lifts-proved = 最近一次能核实的清零没有让它下降。
caution-lifts-thought = 可能是终身累计的用量，还没有见过清零让它下降。
caution-low-interface = 只用了 { $used }
caution-low-account = 用量最高的接口也只用了上限的 { $used }
caution-low-why = 如果调用仍然失败，那是每分钟的频率限制，清零不解除。
caution-figures = 没有今天的用量数据
caution-figures-why = 无法判断清零有没有用。请先在它的页面上“立即读取”。
lifts-proved = 以往的清零已证实
lifts-expected = 预计会清零，尚未证实
lifts-unknown = 还不知道
lifts-unlikely = 预计不会清零
lifts-disproved = 以往的清零没有效果

## 更省的办法

advice-one = 更省的办法：只清零 { $name }
advice-some = 更省的办法：逐个清零这 { $count } 个接口
advice-one-left = 仍可以只清零 { $name }
advice-some-left = 仍可以逐个清零这 { $count } 个接口
advice-price = 用单接口清零 { $count } 次（共 { $limit } 次，剩余 { $left }），代替全部接口清零 1 次（共 { $whole } 次）。
advice-price-at-most = 用单接口清零 { $count } 次（共 { $limit } 次，剩余最多 { $left }），代替全部接口清零 1 次（共 { $whole } 次）。
advice-price-alone = 用单接口清零 { $count } 次（共 { $limit } 次，剩余 { $left }）。
advice-go = 只清零它
advice-whole = 更省的办法：该账号有 { $count } 个接口接近上限，可以一次全部清零
advice-whole-price = 用全部接口清零 1 次（共 { $whole } 次），代替单接口清零 { $count } 次（共 { $limit } 次）。
advice-whole-go = 改为全部清零

## 第二人同意与紧急放行

second-why = 剩余不超过 { $from } 次时，需要第二个人同意。
second-who = { $names } 可以同意，申请等待 { $minutes } 分钟。
second-more = { $names } 等另外 { $count } 人
second-nobody = 没有别人可以同意
second-nobody-glass = 没有其他负责人或管理员可以登录。你可以紧急放行。
second-nobody-next = 没有其他负责人或管理员可以登录。请找 wxquota 的维护人员：在命令行里可以加一个（wxquota user）。
second-ask = 请第二个人同意
second-ask-secret = 请第二个人同意用 AppSecret 清零
glass-title = 紧急放行：独自继续
glass-when = 只用于来不及等人同意的紧急情况。清零记录和操作审计会写明是你放行的。
glass-type = 要独自继续，请输入：{ $phrase }
glass-hint = 只有下面的按钮需要它。
glass-phrase = 紧急放行
glass-do = 紧急放行 · { $what }
glass-wrong = 与“{ $phrase }”不一致，没有发出任何请求。

## 取不到访问凭据

lock-out-used-up = 取不到访问凭据：今天取凭据的次数用完了
lock-out-used-up-why = 取访问凭据也计次数。这个次数重置之前，凡是需要凭据的都用不了，用凭据清零也不行。
lock-out-dead = 取不到访问凭据：微信拒绝凭据，新取的也一样
lock-out-dead-why = 凡是需要凭据的都用不了，用凭据清零也不行。
lock-out-next = 下面用 AppSecret 清零不需要凭据。
rescue-title = 正适合现在：用 AppSecret 清零
rescue-why = 它不需要访问凭据，占用每月同样的 { $limit } 次中的 1 次。
rescue-doubt = 有人反映它没有恢复取凭据的次数；那样就只能等当天自动重置。
confirm-token = 仍用访问凭据清零
confirm-token-when = 取不到凭据就会失败，不消耗次数。
confirm-waits = 已有同样的清零申请在等待
confirm-waits-who = { $who } 申请于
request-see = 查看
