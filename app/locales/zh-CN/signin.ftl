signin-title = 登录
