### What stands on every page.

app-name = wxquota
skip-to-content = Skip to content
nav-label = Main
nav-overview = Overview
nav-accounts = Accounts
nav-clears = Clears
nav-rids = rid
nav-incidents = Incidents
nav-policies = Policies
nav-notices = Notices
nav-unread = unread
nav-sampler = Sampler
nav-audit = Audit
nav-settings = Settings

language-label = Language
theme-label = Theme
theme-light = Light
theme-dark = Dark
theme-auto = As on this machine

footer-zone = Times are in { $zone }
footer-demo-time = Demo time: { $now }
crumbs-label = Where you are

not-found-title = There is no such page
not-found-why = The address may have been mistyped, or what it named is gone.
not-found-next = Go to the overview

language-zh = 中文
language-en = English
in-clear = Passwords and sessions travel unencrypted here (WXQUOTA_ALLOW_HTTP). Use https.
sign-out = Sign out
