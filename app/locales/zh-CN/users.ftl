users-title = 用户
