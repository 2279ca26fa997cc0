### System settings: every setting, its value and where it comes from; warning and critical thresholds

system-settings-title = System settings
system-settings-order = A command-line flag overrides an environment variable, which overrides the configuration file, which overrides this page. Where none of them sets a value, the default applies.

## Groups

setting-group-lines = Warning and critical thresholds
setting-group-clears = Clears per period
setting-group-friction = Confirmation of clears
setting-group-calls = Readings and lookups
setting-group-display = Display
setting-group-addresses = Our IP addresses
setting-group-retention = Data retention
setting-group-retention-hint = Older records are deleted for good, in small steps, within about an hour. With 0 they are kept without limit. The ledger, the audit trail, and lookups with a note or a ticket are never deleted.
setting-group-start = Set when wxquota starts
setting-group-start-hint = To change one of these, set the variable, flag or configuration file entry, then restart wxquota. Secrets are not shown.

## Columns and values

col-setting = Setting
col-value = Value
col-source = Source
col-restart = Restart
setting-restart = Required
setting-not-set = not set
setting-locked = locked
setting-hint = { $meaning } { $source }

## Where values come from

setting-from-default = Default
setting-from-default-live = Default value. Changes take effect without a restart.
setting-from-demo = The demo
setting-from-demo-live = Set by the demo. Changes take effect without a restart.
setting-from-page = Set on this page by { $by }, { $at }; the default is { $default }. Changes take effect without a restart.
setting-from-file = Configuration file ({ $name })
setting-from-environment = Environment variable { $name }
setting-from-flag = Command-line flag { $name }
setting-locked-file = Set by the configuration file ({ $name }). Change it there, then restart wxquota.
setting-locked-environment = Set by the environment variable { $name }. Change it there, then restart wxquota.
setting-locked-flag = Set by the command-line flag { $name }. Change it there, then restart wxquota.

## Forms

setting-reset = Reset “{ $name }” to { $default }
setting-password-hint-friction = Only needed to lower a value. Team leads are notified.
setting-password-hint-clears = Only needed to raise a number. Team leads are notified.
setting-password-hint-addresses = Only needed to add addresses. Team leads are notified.
fault-setting-number = Enter a whole number from { $least } to { $most }.
fault-setting-address = “{ $word }” is neither an IP address such as 203.0.113.7 nor a network such as 203.0.113.0/24.
fault-setting-long = Enter at most { $most } characters.
fault-setting-not-below = The warning threshold must be below the critical threshold.
done-settings-changed = Saved: { $group }.
done-setting-reset = “{ $name }” is back to its default.
done-setting-unchanged = Nothing was changed.
refused-setting-locked = “{ $name }” is set by { $by }, which overrides this page. Nothing was changed.
setting-overtaken = Somebody else changed these settings in the meantime
setting-overtaken-value = “{ $name }” is now { $value }
setting-overtaken-why = { $values }. Nothing was saved.
setting-overtaken-next = Your values are still in the form. Save again to replace the current ones.

## Thresholds of accounts and interfaces

lines-title = Warning and critical thresholds
lines-both = warning { $warning }, critical { $critical }
lines-from-interface = set for this interface
lines-from-account = set for the account
lines-from-all = from the system settings
lines-set-by = set by { $by }
lines-change = Change
lines-save = Save thresholds
lines-hint-interface = In percent of the limit. They replace those of the account and of the system settings for this interface.
lines-hint-account = In percent of the limit. They replace those of the system settings for every interface of this account that has none of its own.
lines-reset-to-account = Use the account's ({ $lines })
lines-reset-to-all = Use those of the system settings ({ $lines })
lines-own = Own thresholds:
done-lines-set = The thresholds are saved.
done-lines-reset = The thresholds are reset.
lines-overtaken = Somebody else changed these thresholds in the meantime
lines-overtaken-why = They are now: { $lines }. Nothing was saved.
lines-overtaken-reset = The own thresholds were removed. Nothing was saved.
chart-warning = warning, { $share }
chart-critical = critical, { $share }

## Settings that can be changed here

setting-warning-percent = Warning threshold (%)
setting-warning-percent-means = The share of the limit from which an interface is in warning.
setting-critical-percent = Critical threshold (%)
setting-critical-percent-means = The share of the limit from which an interface is critical.
setting-account-clears = Account-wide clears
setting-account-clears-means = How many account-wide clears WeChat allows each account per period. Past months keep the number that applied then.
setting-interface-clears = Single-interface clears
setting-interface-clears-means = How many single-interface clears WeChat allows each account per period. Past months keep the number that applied then.
setting-name-asked-from = Require the account's name when this many clears or fewer are left
setting-name-asked-from-means = People then have to enter the account's name to confirm a clear; 0 for never.
setting-second-person-from = Require approval when this many clears or fewer are left
setting-second-person-from-means = A second person then has to approve a clear; 0 for never.
setting-reading-interval-hours = Hours between readings
setting-reading-interval-hours-means = How often each interface is sampled. If an account's daily reading allowance is too small for this, its interfaces are sampled less often.
setting-readings-a-day = Daily reading allowance of new accounts
setting-readings-a-day-means = How many readings a day an account gets when it is added; 200 of them are reserved for verifying clears. Change that of an existing account in its settings.
setting-rid-calls-a-day = Rid lookups per day
setting-rid-calls-a-day-means = The maximum number of rid lookups per account and day.
setting-time-zone = Time zone
setting-time-zone-means = The time zone for times on pages, for everybody who has not chosen another one. It does not affect when quotas reset.
setting-our-addresses = Our IP addresses
setting-our-addresses-means = The addresses and networks from which your services call WeChat, separated by commas or line breaks. Calls from other addresses are marked as not yours.

## Settings of the start

setting-config = Configuration file
setting-config-means = A TOML file with settings.
setting-listen = Listen address
setting-listen-means = The address and port that wxquota listens on, or the Unix socket (unix:/path) for a proxy on this machine.
setting-database-url = Database
setting-database-url-means = The URL of the database, such as sqlite://data/wxquota.db.
setting-wechat-base-url = WeChat's address
setting-wechat-base-url-means = The base URL of WeChat, or of a simulated WeChat for tests.
setting-outbound-proxy = Outbound proxy
setting-outbound-proxy-means = The proxy for calls to WeChat and to channels.
setting-outbound-proxy-file = Outbound proxy file
setting-outbound-proxy-file-means = A file with the URL of the outbound proxy.
setting-master-key-file = Master key file
setting-master-key-file-means = The file with the key that encrypts AppSecrets. The key itself is never shown.
setting-quota-zone = Quota time zone
setting-quota-zone-means = The time zone of WeChat's quota day and month. Another zone would change the months of the ledger.
setting-public-url = Public address
setting-public-url-means = The address of the dashboard, if a proxy runs in front of wxquota.
setting-proxy-hops = Proxies in front
setting-proxy-hops-means = The number of proxies that add to X-Forwarded-For. It is used to find the client's address; on a Unix socket there is at least one.
setting-allow-http = Plain HTTP allowed
setting-allow-http-means = Whether unencrypted passwords and sessions are allowed.
setting-account-clears-period = Period of account-wide clears
setting-account-clears-period-means = The period of account-wide clears. Another period would change the months of the ledger.
setting-interface-clears-period = Period of single-interface clears
setting-interface-clears-period-means = The period of single-interface clears. Another period would change the months of the ledger.
setting-incidents-kept-days = Days to keep incidents
setting-incidents-kept-days-means = Counted from the first report.
setting-decisions-kept-days = Days to keep decisions of policies
setting-decisions-kept-days-means = Decisions that ordered a clear are part of the ledger and are kept.
setting-notices-kept-days = Days to keep notices
setting-notices-kept-days-means = A notice is deleted together with its messages.
setting-messages-kept-days = Days to keep messages
setting-messages-kept-days-means = Messages to channels that were delivered or given up, with their attempts.
setting-rids-kept-days = Days to keep lookups
setting-rids-kept-days-means = Requests that were looked up, except those with a note or a ticket.
setting-lists-kept-days = Days to keep pasted lists
setting-lists-kept-days-means = Lists of rids that were pasted together; their lookups are kept.
setting-metrics-token = Token for metrics
setting-metrics-token-means = The token with which other machines read /metrics. Without it, only this machine can.
setting-metrics-token-file = Token file for metrics
setting-metrics-token-file-means = A file with the token for /metrics.
setting-metrics-interfaces = Metrics for each interface
setting-metrics-interfaces-means = Whether /metrics has series for each interface.
setting-log = Log filter
setting-log-means = Which messages are written to standard error, such as info or server=debug.

## Notices and the audit trail

news-settings-loosened = { $by } changed settings that protect clears: { $changes }
news-addresses-widened = { $by } added addresses to “Our IP addresses”. Calls from them now count as yours.
event-settings-loosened = protected settings changed
setting-change = { $name }: { $before } → { $after }
setting-change-wider = { $name }: addresses added
what-settings-changed = System settings changed
what-settings-reset = System settings reset
what-lines-set = Thresholds set
what-lines-reset = Thresholds reset
