signin-title = 登录
signin-wrong = 用户名或密码不正确
signin-wrong-next = 请检查后重试。如果忘记密码，请联系管理员重置。
signin-wait-next = 请等几分钟后再试。
signin-ended = 登录已失效
signin-ended-why = 12 小时未操作、登录满 7 天、在其他设备上退出、密码被重置或用户被禁用后，需要重新登录。
signin-form = 提交时你没有登录，没有执行任何操作
signin-form-next = 请登录后回到原来的页面重新提交。
signin-out = 你已退出登录。
signin-everywhere = 你已退出所有设备。
signin-nobody = 还没有任何用户
signin-nobody-link = 请打开初始设置链接，创建第一位管理员。链接在程序日志中，也可以用命令“wxquota check”查看。
signin-nobody-command = 也可以用命令行创建：“wxquota user add”。
signin-demo = 这是演示环境，使用模拟的微信接口。可用的用户名和密码：
signin-as = 以 { $name } 登录
col-login = 用户名和密码

setup-title = 创建第一位管理员
setup-lead = 管理员可以管理账号及其 AppSecret、用户和 API 令牌，并拥有其他角色的全部权限。此链接只能使用一次。
setup-submit = 创建并登录
setup-wrong-title = 初始设置链接无效
setup-wrong-why = 链接已被使用，或者复制不完整。
setup-wrong-next = 如果还没有任何用户，可以在程序日志中找到链接，也可以用命令“wxquota check”查看。
setup-to-login = 前往登录

signin-kept = 登录已失效，你填写的内容保留一小时
signin-kept-next = 尚未提交。用同一用户登录后，内容会回到表单中。
