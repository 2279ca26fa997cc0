users-title = Users
