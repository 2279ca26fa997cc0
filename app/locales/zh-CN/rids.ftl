### rid 查询

rids-title = 查询 rid
rids-lead = rid 是微信给每次出错调用的编号。凭它可以查到当时发了什么、返回了什么、为什么出错。
rids-field = 粘贴报错、日志或 rid…
rids-placeholder = reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea
rids-hint = 会找出并查询其中所有的 rid。访问凭据、密钥和个人信息脱敏之后才会保存。
rids-account = 账号
rids-any-account = 自动查找
rids-account-paused = { $name }（已暂停）
rids-submit = 查询
rids-typed-shortened = 粘贴的内容较长，这里只保留开头，并已脱敏。
rids-nothing = 这段文字里没有 rid
rids-nothing-next = rid 形如 617682e0-09059ac5-34a8e2ea：三组，每组 8 位数字或字母 a–f，一般在 errmsg 末尾的“rid:”之后。
rids-too-long = 内容超过 1 MiB
rids-too-long-next = 没有查找。请只粘贴报错所在的部分。
rids-found-none-whole = 没有找到完整的 rid
rids-hints = 旧式 hint
rids-hints-why = 2020 年以前微信返回的是 hint，不是 rid，无法查询。
rids-incomplete = 不完整
rids-incomplete-why = 完整的 rid 是三组、每组 8 位，例如 617682e0-09059ac5-34a8e2ea。请从出处重新复制。
rids-newest = 最近查询
rids-newest-empty = 还没有查询过
rids-newest-empty-next = 粘贴用户或日志里的报错，例如“reach max api daily quota limit rid: 617682e0-09059ac5-34a8e2ea”。查到的内容会保存在这里，7 天后微信不再提供时仍可查看。
rid-col-rid = rid
rid-col-called = 调用时间
rid-col-answer = 结果
rid-col-standing = 有效期

rid-expires-in = { $span }后过期
rid-expired = 已过期，微信只保留 7 天
rid-implausible = 时间可疑
rid-implausible-title = 那个时间不可能有调用
rid-implausible-why = rid 的前 8 位是调用时间，而它早于 2020 年或者还没有到，多半是抄错或编造的。
no-rid-title = 这不是 rid
no-rid-why = rid 是三组、每组 8 位数字或字母 a–f，例如 617682e0-09059ac5-34a8e2ea。地址可能被截断了。
failed-to-rids = 查询 rid

rid-unknown-title = 尚未查询
rid-unknown-why = 这里没有这个 rid 的记录。查询时会以所选账号向微信请求；没有选择时从最可能的账号开始依次请求，最多 10 个。查到的结果会保存在这里。
rids-another = 查询其他 rid
rid-look-up-panel = 向微信查询
rid-called-at = 调用时间
rid-asked-as = 已用以下账号查询：{ $names }。
rid-unable = { $names } 未能参与查询（该账号自身有问题，见其页面），也可能是它的调用。
rid-unasked = 为免久等，还有 { $count } 个账号没有查询。如果知道是哪个账号的调用，请直接选择该账号。
untold-not-found = 微信查不到这个 rid
untold-not-found-why = 可能抄错了，可能属于这里没有监控的账号，也可能来自 /sns/ 登录类接口（这类一律不可查）。
untold-not-found-next = 请从出处重新复制；如果知道是哪个账号的调用，请直接选择该账号。
untold-other = 这次调用属于其他账号
untold-other-why = 微信只向发起调用的账号提供详情。
untold-other-next = 请在下面换一个账号。
untold-other-none = 这里的账号都没有发起过这次调用。请联系该账号的负责人，或把它添加进来。
untold-malformed = 微信认为这不是 rid
untold-malformed-why = 它的格式没有问题，多半是抄错或编造的。
untold-malformed-next = 请从出处重新复制。
untold-expired = 这个 rid 已过期
untold-expired-why = 微信只提供最近 7 天的调用详情，而这里在期限内没有人查过它。
untold-expired-next = 请重现问题并粘贴新的 rid，或在自己的日志里搜索这个 rid。
untold-sign-in = 微信不提供登录类调用的详情
untold-sign-in-why = 这是 /sns/ 接口的调用，例如用登录 code 换取会话。
untold-sign-in-next = 请根据当时返回的 errcode 和 errmsg 判断原因。
untold-no-account = 没有可以用来查询的账号
untold-no-account-why = 微信只向发起调用的账号提供详情，而这里没有正在监控的账号。
untold-no-account-next = 请在下面选择已暂停的账号，或添加该账号。
untold-call-as = 以 { $name } 查询
untold-connection-next = 请确认本机能访问 api.weixin.qq.com 的 443 端口，然后重新查询。
untold-answer-next = 没有保存任何内容。多半会自行恢复，请重新查询。
untold-proxy-next = 请检查本机与微信之间的代理，然后重新查询。

rid-succeeded = 调用成功
rid-no-errcode = 应答中没有 errcode
rid-clear-yes = 就目前所知，清零可以恢复该接口的次数。清零前请先看剩余次数。
rid-clear-minute = 调用前后当天额度至少还剩 { $share }，触发的是每分钟的限制；清零只重置当天的次数。
rid-clear-over = 这次调用所在的额度日已经结束，次数已重新计算。
rid-clear-no = 清零只重置每天的调用次数，对这个错误不起作用，会白白用掉一次。
rid-clear-maybe = 取决于接口和它的用量，请先查看再决定。
rid-facts = 调用详情
rid-fact-took = 耗时
rid-fact-took-ms = { $ms } 毫秒
rid-fact-client-ip = 来源 IP
rid-fact-errcode = errcode
rid-fact-looked-up = 查询时间
rid-fact-looked-up-by = 查询人
rid-fact-kept = 数据来源
rid-from-archive = 本处存档，微信还可查 { $span }
rid-from-archive-alone = 本处存档，微信已不再提供
rid-parameters = URL 参数
rid-parameters-caption = 调用的 URL 参数
rid-parameters-none = URL 没有参数。
rid-path-untold = 微信不提供域名和路径。
rid-col-parameter = 名称
rid-col-value = 值
rid-value-none = 没有值
rid-request-body = 请求内容
rid-response-body = 应答内容
rid-body-none = 没有发送内容。
rid-answer-none = 应答为空。
json-inside-string = 字符串中的 JSON
masked-title = 已脱敏：密钥或个人信息

## 文字里的内容

rids-try = 用演示日志试一试
rids-try-do = 查询这些 rid
rids-beside = 这段文字里还有
rids-errcode = { $errcode }：{ $title }
rids-found-many = 共有 { $count } 个 rid，只查询前 { $most } 个
rids-found-many-next = 其余的请单独粘贴。
flaw-no-dashes = 各组之间缺少连字符。
flaw-more = 第三组之后还有内容。
flaw-missing = 缺少第 { $group } 组。
flaw-hidden = 第 { $group } 组被遮住了。
flaw-odd = 第 { $group } 组里有“{ $character }”，rid 里不会有这个字符。
flaw-length = 第 { $group } 组有 { $digits } 位，应为 8 位。
flaw-gap = { "" }

## 以前查过的

rids-search = 搜索以前查过的
rids-search-hint = 路径、errcode、备注、账号、查询人…
rids-fit = 搜索结果
rids-none-fit = 没有符合条件的记录
no-rid-list-title = 没有这份清单
no-rid-list-why = 清单只保留 30 天，查到的内容保留更久，可以直接搜索。
refused-no-rid = 没有这个 rid 的记录
refused-no-rid-next = 请先查询。

## 批量查询

rid-list-title = { $count } 个 rid
rid-list-told = 微信已答复 { $told } / { $all }
rid-list-waiting = 还有 { $count } 个 rid 正在查询
rid-list-waiting-next = 查到的结果会陆续显示；没有脚本时请刷新本页。
rid-list-group-waiting = 正在查询
rid-list-fresh = 刚刚发生，暂时查不到，会自动再查
rid-list-crumb = 所在清单
rid-list-caption = 一段文字中的 rid，按结果分组
rid-list-again = 重新查询没有查到的（{ $count }）

## 稍后自动再查

rid-waiting-title = 微信暂时还查不到这个 rid
rid-waiting-why = 调用之后要过几秒才能查到，会自动再查；没有脚本时请刷新本页。
untold-stranger = 文字里的账号不在这里
untold-stranger-why = 文字里写的是 { $appid }，所以没有用任何账号查询。
untold-stranger-next = 可以选一个账号再查，或者先添加该账号。
untold-spent = 今天的查询次数用完了
untold-spent-why = 查询 rid 也会消耗微信的接口额度，所以每个账号每天的查询次数有上限。
untold-spent-next = 请明天再查，或换一个账号。管理员可以用 WXQUOTA_RID_CALLS_A_DAY 放宽。
untold-failed = 本系统出错了
untold-failed-why = 查询没有完成，原因已写入日志。
untold-failed-next = 请重新查询；如果仍然不行，请联系 wxquota 的管理员。
rid-spent = { $names } 今天的查询次数已用完。

## 一次调用

verdict = 结论
verdict-what = 发生了什么
verdict-who = 由谁处理
verdict-next = 怎么处理
verdict-clear = 清零有用吗？
verdict-customer = 回复客户
verdict-copy = 复制这句话
verdict-why = 原因
verdict-evidence = 依据
verdict-not-known = 尚不清楚
verdict-clear-not-known = 在弄清这次调用之前，请不要清零。
verdict-text-errcode = 粘贴的文字中写着 errcode { $errcode }，微信尚未证实。
verdict-text-path = 粘贴的文字中写着接口 { $path }。
acts-developers = 我们的开发人员
acts-developers-why = 维护发起调用的程序的人。请把本页地址发给他们。
acts-administrator = 我们的账号管理员
acts-administrator-why = 在微信后台和本系统中管理账号 { $account } 的人。请把本页地址发给他们。
acts-administrator-why-any = 在微信后台和本系统中管理该账号的人。请把本页地址发给他们。
acts-customer = 客户
acts-customer-why = 遇到错误的人。下面这句话告诉他该怎么做。
acts-wechat = 微信
acts-wechat-why = 问题出在微信，我们只能等待后重试。
acts-nobody = 无需处理
acts-nobody-why = 没有需要修复的问题。
acts-not-known = 尚不清楚
acts-not-known-why = 要看这次调用是什么。
helps-yes = 有用。
helps-no = 没有用。
helps-maybe = 不一定。
helps-not-known = 尚不清楚。
customer-copy-again = 请把完整的报错信息再发一次：选中后复制，以文字形式粘贴，不要截图。
customer-try-again = 请再试一次。如果仍然报错，请马上复制完整的报错文字发给我们。
customer-sign-in = 请关闭页面，重新打开并再登录一次。如果仍然报错，请复制完整的报错文字发给我们。
customer-wait = 感谢反馈，我们正在查明原因，你不用做任何操作。
evidence-reply = 微信返回 errcode { $errcode }：“{ $errmsg }”
evidence-errcode = 微信返回 errcode { $errcode }。
evidence-ours = 调用来自 { $ip }，是我们的地址。
evidence-perhaps-ours = 调用来自 { $ip }，可能是我们的地址：微信隐藏了一部分。
evidence-not-ours = 调用来自 { $ip }，不是我们的地址。
evidence-compare = 调用来自 { $ip }。请与我们服务的出口地址比对；如果都不是，就是别的程序发起的。
evidence-compare-own = 调用来自 { $ip }，本系统自己从 { $own } 调用。请再与我们服务的出口地址比对；如果都不是，就是别的程序发起的。
evidence-use = { $at }：{ $used }
evidence-between = { " → " }
evidence-cleared = 调用之后，{ $at } 有过一次清零：{ $state }
rid-copy-page = 复制本页地址

rid-title-of = { $name }：{ $answer }
rid-official = 微信官方对这个 errcode 的说明
rid-clear-this = 清零这个接口…
rid-clear-account = 查看该账号的清零…
pace-usual = 正常
pace-slow = 偏慢
pace-very-slow = 很慢，不少程序这时已经超时
whose-ours = 本团队
whose-perhaps = 可能是本团队：微信隐藏了一部分
whose-not-ours = 不是本团队
rid-interface-untold = 微信不提供，可在下面填写
rid-use = 调用前后
rid-use-before = 调用前已用
rid-use-after = 调用后已用
rid-use-unread = 当天没有读取过这个接口的用量。
rid-use-unwatched = 该账号没有监控这个接口，无法得知当时的用量。
rid-use-more = 查看这个接口
rid-marker = 这次调用
rid-clears-near = 前后 2 小时内的清零

## 接口、工单和备注

rid-details = 接口和工单
rid-details-save = 保存
rid-details-saved = 接口和工单已保存
rid-noted-by = 最后修改：{ $who }
rid-note-path = 接口
rid-note-path-hint = 当时调用的路径，例如 /wxa/business/getuserphonenumber。
rid-ticket = 工单
rid-ticket-hint = 工单或聊天记录的地址，以 https:// 开头。
rid-ticket-wrong = 这不是地址。地址以 https:// 或 http:// 开头，不含空格，最多 500 个字符。
rid-note-changed = 打开本页之后，内容已被别人修改
rid-note-changed-next = 你输入的内容还在下面，尚未保存。已保存的内容是：
rid-note-replace = 覆盖已保存的内容
rid-notes = 备注
rid-note = 备注
rid-note-by = 作者
rid-note-add = 添加备注
rid-note-hint = 能查询 rid 的人都看得到。密钥和个人信息会脱敏。最多 2,000 字。
rid-note-missing = 请先填写内容。
rid-note-save = 添加备注
rid-noted = 备注已添加
rid-note-remove = 删除
rid-note-remove-label = 删除 { $who } 的备注
rid-note-removed = 备注已删除
rid-for-ticket = 复制到工单
rid-ticket-text = 纯文本
rid-ticket-markdown = Markdown
rid-ticket-page = 本系统页面

## 查看个人信息

reveal-title = 查看 openid 和手机号
reveal-when = 会重新向微信查询，个人信息只在下一页显示一次。访问凭据和密钥始终不显示。谁看了、为什么看，都会写入操作审计。
reveal-reason = 查看的原因
reveal-reason-hint = 会写入操作审计，最多 500 字。
reveal-reason-missing = 请写明原因。没有显示任何内容。
reveal-reason-long = 最多 500 字。没有显示任何内容。
reveal-do = 显示一次
reveal-expired = 已超过 7 天，微信不再提供这次调用，无法再查看。
reveal-gone = 没有显示任何内容：这里没有这次调用的记录，或账号已停用
reveal-spent = 没有显示任何内容：该账号今天的查询次数已用完
reveal-failed = 没有显示任何内容：微信没有正常答复
revealed-title = { $rid }（未脱敏）
revealed-once = 只显示这一次
revealed-once-why = 离开或刷新本页后就看不到了。这里不会保存，也请不要复制到别人能看到的地方。访问凭据、密钥和 code 始终不显示。
revealed-reason = 原因：{ $reason }
revealed-gone = 没有可以显示的内容
revealed-gone-next = 个人信息只在请求之后显示一次。
revealed-back = 返回这次调用
rid-clear-untold = 当天额度用完时清零有效，每分钟限制时无效。在下面填写接口即可判断。
reveal-nothing = 这次调用没有被脱敏的内容。
untold-call = 查询本身失败：{ $title }
rid-list-either = 也可能是每分钟的限制，以各自页面为准
