### 账号

accounts-title = 账号
accounts-empty = 还没有添加账号
account-add = 添加账号
account-add-submit = 检查并添加
account-add-lead = 保存前会先验证：获取一次接口调用凭据（access_token），并查询一次额度。
account-settings = 设置
account-settings-title = 账号设置
account-no-interfaces = 该账号还没有监控任何接口
unwatched-title = 已停止监控的接口
col-watched-until = 停止监控时间
not-read-while-paused = 暂停期间不采集
col-kind = 类型
col-appid = AppID
col-token = access_token
col-interfaces = 接口
status-paused = 已暂停
status-retired = 已停用
kind-mini-program = 小程序
kind-mini-game = 小游戏
kind-official-account = 公众号
kind-service-account = 服务号
kind-shop = 微信小店
kind-platform = 第三方平台
kind-other = 其他
token-valid = 有效
token-expired = 已过期
token-refused = 被拒绝
token-frozen = 已冻结
token-ip-refused = IP 被拒绝
token-limited = 获取次数已用完
token-none = 尚未获取
token-expires = 过期时间
fact-readings-today = 今日采集次数
fact-next-reading = 下次采集
fact-forced-refreshes = 今日强制刷新 access_token 次数
allowance-spent = 该账号今天的采集次数已用完
allowance-spent-next = 每日重置后自动恢复采集。如果微信允许，可以在设置中提高每日采集次数。
sampling-slower-title = 接口改为每 { $hours } 小时采集一次（设置为每 { $interval } 小时）
sampling-slower-next = 按设置的间隔采集全部接口会用完当天的采集次数。可以减少监控的接口，或提高每日采集次数。
field-name = 名称
field-name-hint = 便于团队识别的名称。
field-appid-hint = wx 加 16 位数字或字母 a–f，可在微信公众平台查看。
field-secret = AppSecret
field-secret-new = 新的 AppSecret
field-secret-hint = 加密保存，之后不再显示。
field-paths = 接口路径（每行一个）
field-paths-hint-new = 留空则监控该类型账号的常用接口。
field-paths-hint = 填写列表中没有的接口。
field-cleared = 本月已用的清零次数（全部接口）
field-cleared-hint = 以微信公众平台显示为准，通常为 0 到 10。未填写时，剩余次数只能显示为“最多”。
field-anyway = 忽略检查结果，仍要添加
field-readings = 每日采集次数
field-readings-hint = 采集次数受微信限制，其中 200 次预留给清零后的效果验证。
fault-kind = 请选择账号类型。
fault-platform = 暂不支持第三方平台。请逐个添加已授权给该平台的账号，并填写各账号自己的 AppID。
platform-unsupported = 暂不支持第三方平台
platform-unsupported-next = 第三方平台不能以普通方式获取 access_token，因此本系统无法采集它的用量，也无法清零。已有记录会保留。请添加已授权给该平台的账号；如果类型选错了，请在设置中修改。
fault-name-empty = 请填写名称。
fault-name-long = 名称最多 60 个字符。
fault-name-invisible = 名称只能是一行可见字符。
fault-name-lookalikes = 名称混用了外形相似的字母（如拉丁字母与西里尔字母），请只用其中一种。
fault-name-id = 纯数字或 AppID 会与账号编号混淆，请加上文字。
fault-name-taken = 该名称已被其他账号使用，请换一个。
fault-appid = AppID 应为 wx 加 16 位数字或字母 a–f。请从微信公众平台后台复制。
fault-appid-taken = 该 AppID 已添加（{ $name }）。如需更换 AppSecret，请前往该账号的设置页。
fault-secret-empty = 请填写 AppSecret。如果没有人保存，请在微信公众平台后台重置。
fault-secret = AppSecret 应为一串不含空格的字符，最多 256 个。请从微信公众平台后台重新复制。
fault-cleared = 请填写 0 到 { $most } 的整数，或留空。
fault-readings = 请填写 300 到 100,000 的整数。
fault-path = { $path }：{ $why }
fault-path-empty = 请勾选接口，或填写接口路径，例如 /cgi-bin/message/custom/send。
fault-path-long = 路径最多 200 个字符。
fault-path-host = 这是其他网站的地址。请只填写接口路径，例如 /cgi-bin/message/custom/send。
fault-path-character = 路径只能包含字母、数字和 / _ - . 字符。
fault-path-sns = 微信不支持查询 /sns/ 接口的额度，无法监控。
settings-general = 基本信息
settings-credentials = AppSecret
settings-interfaces = 接口
settings-reading = 采集与停用
save = 保存
cancel = 取消
secret-replace = 更换 AppSecret
check-now = 立即检查
check-hint = 获取一次 access_token 并查询一次额度，消耗一次采集次数。
choose-interfaces = 选择接口
choose-interfaces-hint = 以下是该类型账号可用的接口。
watch-submit = 开始监控
unwatch = 停止监控
unwatch-path = 停止监控 { $path }
pause = 暂停采集
pause-hint = 暂停期间不采集，AppSecret 和历史数据都会保留。
resume = 恢复采集
resume-hint = 该账号已暂停采集，恢复后继续。
retire = 停用账号…
retire-hint = 适用于不再需要监控的账号。
retire-title = 停用 { $name }
retire-what = 停用账号的影响
retire-secret = 本系统保存的 AppSecret 会被销毁，微信侧不受影响。
retire-readings = 停止采集。
retire-history = 历史数据保留；重新添加该账号后会继续记录。
retire-type = 请输入账号名称以确认：{ $name }
retire-mismatch = 名称不一致，没有执行任何操作。
fault-paths-many = 一次最多 { $count } 个路径。

### 账号列表

col-health = 健康状况
col-last-read = 最近采集
col-clears-left = 剩余清零次数
col-nearest = 最接近上限的接口
accounts-clears = 全部接口 { $account }，单个接口 { $interface }
health-working = 正常
health-not-read = 尚未采集
health-nothing-watched = 还没有选择接口
health-readings-refused = 微信在 { $until } 之前拒绝查询额度
health-some-failed = { $of } 个接口中有 { $failed } 个采集失败
health-some-stale = { $of } 个接口中有 { $stale } 个数据过旧

### 联系人与备注

contact-title = 联系人与备注
contact-owner = 联系人
contact-owner-is = 联系人：{ $owner }
contact-owner-hint = 出问题时找谁：个人或团队。
contact-owner-of-account = 账号联系人
contact-note = 备注
contact-note-hint = 该找谁、哪些服务在用。所有能登录的人都能看到。
contact-note-of-account = 账号备注
fault-owner-long = 联系人最多 60 个字符，现在有 { $count } 个，请缩短。
fault-owner-invisible = 联系人只能写一行，不能有不可见字符。
fault-note-long = 备注最多 500 个字符，现在有 { $count } 个，请缩短。
fault-note-invisible = 请删除备注中的不可见字符。

### 添加账号

field-secret-kept-short = 已保留上次输入
field-secret-kept = 已保留上次输入：加密保存 10 分钟。留空即使用它，也可以重新填写。
fault-secret-kept-no-longer = 上次输入的 AppSecret 已过期，请重新填写。
fault-refused = { $what }。{ $next }
outbound-address = 出口 IP
outbound-address-seen = 微信看到的本机 IP 是
outbound-address-learned = 得知于
outbound-address-unknown = 尚不知道。当 IP 不在账号的白名单中时，微信会拒绝调用（40164）并给出这个地址。
outbound-address-hint = 请在微信公众平台后台把它加入该账号的 IP 白名单，否则所有调用都会被拒绝。
usual-interfaces = 各类型的常用接口

### 选择接口

choose-search = 搜索接口
choose-search-do = 搜索
choose-found =
    { $count ->
        [0] 没有匹配的接口。请换个词搜索，或在下面填写路径。
       *[other] 找到 { $count } 个接口。
    }
choose-found-watched = 另有 { $count } 个匹配的接口已在监控，不再列出。
choose-usual = 该类型常用（{ $kind }）

### 账号分组

groups-title = 分组
groups-lead = 分组把账号归到一起，例如同一个团队的账号。列表、导出文件和 API 都可以按分组筛选。
groups-none = 还没有分组
groups-none-next = 在这里添加分组，或在账号设置中输入分组名称。
groups-manage = 分组
col-groups = 分组
col-group-accounts = 账号数
group-new = 添加分组
group-add = 添加分组
group-rename = 重命名
group-rename-named = 重命名分组 { $name }
group-new-name-of = 分组 { $name } 的新名称
group-delete = 删除
group-delete-named = 删除分组 { $name }，其中的账号保留
field-group-name = 名称
field-groups = 分组
field-groups-new = 新分组
field-groups-new-hint = 多个名称用分号隔开。
groups-save = 保存分组
accounts-none-filtered = 此分组中没有账号
no-group-title = 分组不存在
no-group-why = 它可能已被删除。
failed-to-groups = 前往分组列表
fault-group-semicolon = 名称不能包含分号：分号用来隔开多个分组。
fault-group-secret = 这看起来是 AppSecret。请输入名称。
fault-group-taken = 已有名为 { $name } 的分组。
fault-groups-many = 一个账号最多属于 { $most } 个分组。
done-group-added = 分组已添加
done-group-renamed = 分组已重命名
done-group-deleted = 分组已删除，其中的账号不受影响
done-groups-saved = 分组已保存

### 导入账号

import-open = 导入
import-title = 导入账号
import-lead = 从 CSV 文件添加账号。添加之前，可以先查看每一行的结果。
import-upload = 选择文件
import-file = CSV 文件
import-file-hint = UTF-8 编码，最大 1 MiB；更大的文件请用命令行：wxquota account import FILE。
import-columns = 第一行是列名，顺序不限。多个分组用分号隔开，多个路径用空格或分号隔开。可用的列：
import-preview = 上传并预览
import-would-add =
    可添加 { $good } 个账号，{ $bad ->
        [0] 没有错误的行
       *[other] { $bad } 行有误
    }
import-added =
    已添加 { $good } 个账号，{ $bad ->
        [0] 没有错误的行
       *[other] { $bad } 行未添加
    }
import-kept-for = 文件加密保存 10 分钟。添加时会逐个向微信验证账号，每秒最多调用 20 次。
import-commit = 添加 { $count } 个账号
import-discard = 放弃此文件
import-discarded = 文件已删除
import-under-way = 已完成 { $done }/{ $total } 行
import-under-way-next = 可以离开此页面，导入会继续进行。
import-broken = 导入提前结束，还剩 { $count } 行。请重新上传文件，已添加的账号会被标出。
import-rows = 文件中的行
import-line = 行
import-rows-hidden = 另有 { $count } 行可添加，未显示。
import-row-good = 可添加，监控 { $count } 个接口
import-row-added = 已添加，监控 { $count } 个接口
import-unchecked = 未验证：无法连接微信。
import-nothing-chosen = 请选择 CSV 文件。
import-too-large = 文件超过 1 MiB，请用命令行：wxquota account import FILE。
import-kept-no-longer = 文件已过保存时间，请重新上传。
import-busy = 另一个导入正在进行，请等它结束。
import-not-utf8 = 文件不是 UTF-8 编码，可能是 Excel 或 WPS 保存的 GBK（GB18030）。请另存为“CSV UTF-8（逗号分隔）”后重新上传。
import-utf16 = 文件是 UTF-16 编码，即 Excel 的“Unicode 文本”。请另存为“CSV UTF-8（逗号分隔）”后重新上传。
import-empty = 文件是空的。第一行必须是列名。
import-no-header = 第一行必须是列名：name,appid,secret,kind,groups,watch，顺序不限。
import-separator = 列不是用逗号分隔的。请另存为“CSV UTF-8（逗号分隔）”。
import-unknown-columns = 未知的列：{ $names }。可用的列是 name,appid,secret,kind,groups,watch。
import-twice-column = 列 { $name } 出现了两次。
import-missing-column = 缺少列 { $name }。
import-too-many-rows = 文件的行数太多，请拆分。
import-malformed = 第 { $line } 行无法按 CSV 读取，请检查引号。
import-cells-many = 此行的单元格比第一行的列多。
import-cells-long = 单元格太长，请检查引号。
import-formula = 列 { $name } 的开头像公式，请删去开头的字符。
import-secret-elsewhere = 列 { $name } 的内容像 AppSecret，请把它放到列 secret 中。
import-no-secret = 没有 AppSecret，请填写列 secret。
import-two-secrets = 同时填写了 secret 和 secret_file，请只保留 secret。
import-secret-file = secret_file 只能在命令行使用，以免浏览器能让服务器读取它的文件。请把 AppSecret 放到列 secret 中。
import-appid-twice = 与第 { $line } 行的 AppID 相同。
import-name-twice = 与第 { $line } 行的名称相同。
import-many-paths = 一次最多监控 { $most } 个路径。

### 批量操作账号

bulk-title = 选中的账号
bulk-hint = 在上面的列表中勾选账号。
bulk-all = 列表中的全部账号
bulk-select = 选择 { $name }
bulk-pause-do = 暂停采集
bulk-resume-do = 恢复采集
bulk-join = 分组，用分号隔开
bulk-join-do = 加入分组
bulk-leave = 要移出的分组
bulk-leave-do = 移出分组
bulk-watch-do = 为这些账号添加监控
bulk-paused = 已暂停 { $count } 个账号
bulk-resumed = 正在采集 { $count } 个账号
bulk-watching =
    { $count ->
        [0] 这些账号已在监控这些接口
       *[other] { $count } 个账号新增了监控的接口
    }
bulk-grouped =
    { $count ->
        [0] 账号的分组没有变化
       *[other] { $count } 个账号的分组已修改
    }
bulk-nothing-chosen = 请至少选择一个账号。
bulk-no-group = 请输入或选择分组。
