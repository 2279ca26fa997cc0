### What stands on every page.

app-name = wxquota
skip-to-content = Skip to content
nav-label = Main
nav-overview = Overview
nav-accounts = Accounts
nav-clears = Clears ledger
nav-rids = Look up a rid
nav-incidents = Incidents
nav-policies = Policies
nav-notices = Notices
nav-unread = unread
nav-sampler = Sampling status
nav-audit = Audit trail
nav-settings = Settings

language-label = Language
theme-label = Theme
theme-light = Light
theme-dark = Dark
theme-auto = System default

footer-zone = Times are in { $zone }
footer-demo-time = Demo time: { $now }
crumbs-label = Breadcrumb

not-found-title = Page not found
not-found-why = The address may be mistyped, or the page no longer exists.
not-found-next = Go to the overview

language-zh = 中文
language-en = English
in-clear = Passwords and sessions are sent unencrypted (WXQUOTA_ALLOW_HTTP). Use https instead.
sign-out = Sign out
