role-viewer = 查看者
role-support = 支持
role-lead = 负责人
role-admin = 管理员
role-reporter = 上报者
