### 无法显示的页面

no-account-title = 账号不存在
no-account-why = 账号可能已停用，或者地址有误。
no-interface-title = 该账号下没有这个接口
no-interface-why = 接口可能属于其他账号，或者地址有误。
forbidden-title = 你的角色无权查看此页
forbidden-roles = 你的角色是{ $role }，此页面仅供{ $roles }使用。
forbidden-nobody = 你还没有登录，此页面仅供{ $roles }使用。
forbidden-to-settings = 查看我的角色权限
forbidden-why = 请联系管理员代为操作，或为你调整角色。
internal-title = 系统内部错误
internal-why = 这与你的输入无关。请重试；如果仍然出错，请查看程序日志。
failed-to-accounts = 查看账号
