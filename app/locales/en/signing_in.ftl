signin-title = Sign in
signin-wrong = Wrong name or password
signin-wrong-next = Check both and try again. If you have forgotten your password, an admin can set a new one.
signin-wait-next = Wait a few minutes, then try again.
signin-ended = You have been signed out
signin-ended-why = A session ends after 12 hours without use, after 7 days, when you sign it out on another device, or when an admin sets your password or disables you. Sign in to continue.
signin-form = You were not signed in, so nothing was done
signin-form-next = Sign in, go back to the page and submit the form again.
signin-out = You are signed out.
signin-everywhere = You are signed out of all devices.
signin-nobody = There are no users yet
signin-nobody-link = Open the setup link to create the first admin. You find the link in the log of wxquota, and “wxquota check” prints it.
signin-nobody-command = Or create one on the command line with “wxquota user add”.
signin-demo = This is a demo with a simulated WeChat. Its users and passwords:
signin-as = Sign in as { $name }
col-login = Name and password

setup-title = Create the first admin
setup-lead = An admin manages accounts and their AppSecrets, users and API tokens, and can do everything that the other roles can do. This link works once.
setup-submit = Create admin and sign in
setup-wrong-title = This setup link does not work
setup-wrong-why = It was already used, or it was not copied completely.
setup-wrong-next = If there are no users yet, you find the link in the log of wxquota, and “wxquota check” prints it.
setup-to-login = Sign in instead

signin-kept = Your session had ended; what you typed is kept for an hour
signin-kept-next = Nothing was sent. Sign in as the same user to find it in the form again.
