### 无法显示的页面

no-account-title = 账号不存在
no-account-why = 没有与此编号、AppID 或名称相符的账号，地址可能有误。
no-interface-title = 该账号下没有这个接口
no-interface-why = 接口可能属于其他账号，或者地址有误。
forbidden-title = 你的角色无权查看此页
forbidden-roles = 你的角色是{ $role }，此页面仅供{ $roles }使用。
forbidden-nobody = 你还没有登录，此页面仅供{ $roles }使用。
forbidden-to-settings = 查看我的角色权限
forbidden-why = 请联系管理员代为操作，或为你调整角色。
internal-title = 内部错误
internal-why = 这与你的输入无关。请重试；如果仍然出错，请查看程序日志。
unwritable-title = 目前无法保存
unwritable-disk-full = 目前无法保存：数据库所在磁盘已满。请本系统的运维人员清理磁盘空间。
unwritable-read-only = 目前无法保存：数据库所在的文件系统是只读的，或数据库文件不可写。请本系统的运维人员恢复写入权限。
unwritable-disk-errors = 目前无法保存：数据库所在磁盘读写出错。请本系统的运维人员检查磁盘。
unwritable-database-removed = 目前无法保存：数据库文件被删除或移走。请本系统的运维人员放回原文件，或恢复备份。
unwritable-database-replaced = 目前无法保存：数据库文件被其他文件替换。请本系统的运维人员放回正确的文件并重启本系统。
unwritable-meanwhile = 在此期间可以查看所有页面，但不能登录、清零或修改，也不会采集。
failed-to-accounts = 查看账号
