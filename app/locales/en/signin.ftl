signin-title = Sign in
