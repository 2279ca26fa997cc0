### 每个页面都有的文字

app-name = wxquota
skip-to-content = 跳到正文
nav-label = 主导航
nav-overview = 概览
nav-accounts = 账号
nav-clears = 清零记录
nav-rids = 请求排查（rid）
nav-incidents = 上报事件
nav-policies = 策略
nav-notices = 通知
nav-unread = 条未读
nav-sampler = 采集状态
nav-audit = 操作审计
nav-settings = 设置

language-label = 语言
theme-label = 外观
theme-light = 浅色
theme-dark = 深色
theme-auto = 跟随系统

footer-zone = 显示时区：{ $zone }
footer-demo-time = 演示时间：{ $now }
crumbs-label = 当前位置

not-found-title = 页面不存在
not-found-why = 地址可能有误，或者页面对应的内容已被删除。
not-found-next = 返回概览

language-zh = 中文
language-en = English
in-clear = 当前连接未加密，密码和登录状态会以明文传输（WXQUOTA_ALLOW_HTTP）。请改用 https。
sign-out = 退出登录
