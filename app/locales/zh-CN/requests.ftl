### 清零之前：建议、由谁同意、等待中的申请

## 有没有必要

cautions-title = 清零之前请先看
advice-none-needed = 不建议清零：没有已知接近上限的接口
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
caution-unused = 还没有任何用量
caution-low-why = 如果调用仍然失败，那是每分钟的频率限制，清零不解除。
caution-figures = 没有新的用量数据
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
glass-which = 要独自继续，请点这一栏下面的按钮；要请别人同意，请清空这一栏。没有发出任何请求。
glass-wrong = 与“{ $phrase }”不一致，没有发出任何请求。

## 取不到访问凭据

lock-out-used-up = 取不到访问凭据：今天取凭据的次数用完了
lock-out-used-up-why = 取访问凭据也计次数。这个次数重置之前，凡是需要凭据的都用不了，用凭据清零也不行。
lock-out-dead = 取不到访问凭据：微信拒绝凭据，新取的也一样
lock-out-dead-why = 凡是需要凭据的都用不了，用凭据清零也不行。
lock-out-next-account = 用 AppSecret 清零整个账号不需要凭据。
lock-out-rescue = 查看用 AppSecret 清零
lock-out-next = 下面用 AppSecret 清零不需要凭据。
rescue-title = 正适合现在：用 AppSecret 清零
rescue-why = 它不需要访问凭据，占用每月同样的 { $limit } 次中的 1 次。
rescue-doubt = 有人反映它没有恢复取凭据的次数；那样就只能等当天自动重置。
confirm-token = 仍用访问凭据清零
confirm-token-when = 取不到凭据就会失败，不消耗次数。
confirm-waits = 已有同样的清零申请在等待
confirm-waits-who = { $who } 申请于
request-see = 查看

## 申请

what-account = { $name } 的全部接口
what-interface = { $name } 的“{ $interface }”
request-waiting = 待同意
request-approved = 已同意
request-declined = 已驳回
request-expired = 已过期
request-withdrawn = 已撤回
request-left = 还剩 { $span }
copy-link = 复制链接
band-label = 等待第二个人同意
band-asks = { $who } 申请清零 { $what }
band-decide = 去处理
band-own = 你申请清零 { $what }，需要第二个人同意
band-approved = { $who } 同意清零 { $what }
band-declined = { $who } 驳回了清零 { $what } 的申请
band-expired = 清零 { $what } 的申请没有等到同意，已过期
headline-request-waiting = 申请清零 { $what }：等待第二个人同意
headline-request-approved = 申请清零 { $what }：已同意
headline-request-declined = 申请清零 { $what }：已驳回
headline-request-expired = 申请清零 { $what }：没有人及时处理
headline-request-withdrawn = 申请清零 { $what }：已撤回
request-title = 申请内容
request-stakes = 目前的情况
request-by = 申请人
request-until = 有效期至
request-overrides = 申请人知道这一点，并写明了仍要继续的理由。
request-no-override = 申请人没有写仍要继续的理由，所以现在不能同意。请等那次清零有结论，或驳回后重新申请。
request-agree-why = 同意后立即清零，清零记录里写明你们两个人。
request-agree = 同意 · 剩余 { $left } → { $after }
request-agree-at-most = 同意 · 剩余最多 { $left } → { $after }
request-agree-anyway = 仍然同意
request-decline-open = 驳回…
request-decline-why = 驳回的理由
request-decline-hint = 申请人会看到，最多 500 字。
request-decline = 驳回
request-own-who = { $names } 可以同意。
request-own-next = 请把这个页面的地址发给对方，结果会显示在这里。
request-withdraw = 撤回申请
request-agreed-by = { $who } 已同意
request-see-clear = 查看这次清零
request-declined-by = { $who } 已驳回
request-expired-title = 没有人及时处理
request-expired-why = 申请只等待 { $minutes } 分钟。没有发出任何请求。
request-withdrawn-by = { $who } 已撤回
request-anew = 重新申请
request-gone = 要清零的对象已经不在了
request-gone-next = 没有发出任何请求。账号可能已停用，或者不再监控该接口。
no-request-title = 没有这个申请
no-request-why = 地址可能有误；申请从不删除。
refused-request-over = 这个申请之前已经处理，或者已过期
refused-request-over-next = 这次没有做任何事。结果见下方。
refused-not-theirs = 这不由你处理
refused-not-theirs-next = 自己的申请要由别人同意或驳回；撤回只能由申请人自己做。没有发出任何请求。
refused-changed-next = 没有发出任何请求。请重新核对后再决定。
refused-in-the-way = 有另一次清零挡在前面，没有发出任何请求
refused-in-flight-next = 它的请求还在进行。结束之后请再次同意。
refused-open-next = 它还没有结论，而申请人没有写仍要继续的理由。请等待，或驳回后重新申请。
refused-spent = 没有剩余次数，没有发出任何请求
refused-spent-guessed-next = 其中有推测的成分，但申请人没有写仍要继续的理由。请驳回后重新申请。
refused-spent-next = 次数恢复之前，微信不再受理。
reason-missing = 请简单写明理由。没有任何改动。
reason-long = 最多 { $most } 个字符，刚才有 { $count } 个。没有任何改动。
band-more = 另有 { $count } 项
refused-asker = 申请人现已无权清零
refused-asker-next = 没有发出任何请求。请驳回此申请；仍需清零时请重新申请。
