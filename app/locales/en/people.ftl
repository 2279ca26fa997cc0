role-viewer = viewer
role-support = support
role-lead = lead
role-admin = admin
role-reporter = reporter
