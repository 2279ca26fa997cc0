### Channels: where notices go beside the desk

channels-title = Channels
channels-lead = A channel gets notices as signed messages, for people who do not look at this desk.
channels-none = No channel yet
channels-none-next = Add one below: the address of a program of yours that takes webhooks.
col-channel = Channel
channel-works = works
channel-untried = not tried yet
channel-blocked = would not be called
channel-failed = last try failed
blocked-private = { $host } is in a private network
blocked-unknown-behind-proxy = This machine cannot resolve { $host }, and calls go through a proxy
blocked-plain = http:// to { $host } would travel unencrypted
channel-paused = paused
channel-waiting = { $count } waiting
channel-dead = { $count } given up

## Adding and changing one

channel-add-title = Add a channel
channel-add = Add the channel
channel-add-hint = Nothing is sent when you add it. Send a test from its page.
channel-edit-title = Settings
field-channel-name-hint = What people call it, such as ops on duty.
field-channel-url = Address
field-channel-url-hint = Where messages are posted. It is kept sealed. Shown again are https or http, the host, the port and, where it is long, its last 4 characters.
field-channel-url-kept = Stays as it is where you leave this empty.
field-channel-secret = Signing secret
field-channel-secret-hint = At least { $count } characters that the receiver knows too. It is kept sealed and never shown again.
field-channel-secret-kept = Stays as it is where you leave this empty. What waits is signed with a new one.
field-channel-severity = Takes
fault-typed-again = Type it again: it was not kept.
field-channel-again = What you typed here was not kept. Type it again, or leave this empty and it stays as it was.
fault-channel-name-taken = Another channel has this name; choose another.
fault-url-missing = Type the address.
fault-url = This is no whole address. It looks like https://hooks.example.com/quota; type it again.
fault-url-scheme = The address must begin with https://; type it again. http:// goes only to hosts that an admin allows.
fault-url-user = No user name or password in the address: messages are signed instead. Type it again.
fault-url-fragment = No # in the address: what follows it is never sent. Type it again.
fault-url-long = At most 2,000 characters. Type it again.
fault-channel-secret = Between { $count } and 200 visible characters. Type it again.
fault-severity = Choose one of these.

## One channel

channel-test = Send a test
trouble-blocked = This channel would not be called
trouble-blocked-waiting =
    { $count ->
        [one] 1 message waits: this channel would not be called
       *[other] { $count } messages wait: this channel would not be called
    }
trouble-failed = The last try failed
trouble-failed-waiting =
    { $count ->
        [one] 1 message waits: the last try failed
       *[other] { $count } messages wait: the last try failed
    }
host-is-allowed = allowed by an admin
fact-added-by = Added by
channel-end-title = Pause or remove
channel-pause = Pause
channel-pause-hint = Nothing is sent while it is paused. Messages go on being written, and are sent when you resume.
channel-resume = Resume
channel-resume-hint = It is paused. What waits is sent at once when you resume.
channel-remove = Remove this channel…
channel-remove-what = Its address and its secret are destroyed, and its log is not shown any more.
channel-remove-waiting =
    { $count ->
        [one] 1 message that waits is not sent.
       *[other] { $count } messages that wait are not sent.
    }
channel-remove-confirm = Remove { $name }

## Its messages

messages-title = Messages
messages-none = No notice has come for this channel yet.
col-message = Message
col-written = Written
col-tries = Tries
col-next-try = Next try
message-paused = when resumed
delivery-waiting = waiting
delivery-delivered = delivered
delivery-dead = given up
resend = Send again
send-now = Send now
send-all =
    { $count ->
        [one] Send 1 now
       *[other] Send all { $count } now
    }
resend-all =
    { $count ->
        [one] Send 1 given up again
       *[other] Send { $count } given up again
    }
attempts-title = Attempts
attempts-none = Nothing was sent yet.
col-came = What came
col-took-ms = Took, in ms
attempt-failed = not delivered
attempt-delivered = It took the message, with HTTP status { $status }
attempt-refused = It did not take the message: HTTP status { $status }
attempt-refused-next = The receiver's own log tells why. It has to answer with a status from 200 to 299.
attempt-redirected-next = Redirects are not followed. Type the address that it leads to.
attempt-no-host = Not sent: the host's name was not found
attempt-no-host-next = Check how the address is spelled, then the name servers of this machine.
attempt-unreadable = Not sent: the channel's address and secret cannot be read any more
attempt-unreadable-next = They were kept under another master key. Type both again, or start the desk with that key.
attempt-private = Not sent: { $host } is in a private network
attempt-private-next = An admin has to allow this host first.
attempt-unknown-behind-proxy = Not sent: this machine cannot resolve { $host }, and calls go through a proxy
attempt-unknown-behind-proxy-next = Have an admin allow this host, or make its name resolvable on this machine.
attempt-plain = Not sent: http:// to { $host } would travel unencrypted
attempt-plain-next = Use https://, or have an admin allow this host.
attempt-no-connection = Not sent: no connection could be opened
attempt-no-connection-next = Check whether something listens there, and whether a firewall is between.
attempt-tls = Not sent: the TLS handshake failed
attempt-tls-next = Check whether its certificate is valid for this name, and trusted by this machine.
attempt-timed-out = No answer in time; it may have taken the message
attempt-broken-off = The connection broke before an answer came; it may have taken the message
attempt-no-answer-next = It should answer first and work afterwards.
attempt-took = took { $took } ms
attempt-said = What came:

## What came of a form

done-channel-added = { $name } is added. Send a test to see whether it takes messages.
done-channel-paused = Paused. Nothing is sent until you resume.
done-channel-resumed = Resumed. What waited is being sent.
done-channel-removed = The channel is removed; its address and its secret are destroyed.
done-tested = The channel took the test
test-failed = The channel did not take the test
done-resent =
    { $count ->
        [one] 1 message is being sent again.
       *[other] { $count } messages are being sent again.
    }
done-resent-none = There was nothing to send again.
done-host-allowed = { $host } may be called now. What waits for it is sent at the next try, or now from the channel's page.
done-host-forbidden = { $host } may be called no longer where it is in a private network.
no-channel-title = There is no such channel
no-channel-why = It may have been removed, or the address may be mistyped.
refused-no-channel-next = It may have been removed. Nothing was changed.
failed-to-channels = Go to the channels

## In the audit trail

change-paused = Paused
change-secret-replaced = Secret replaced
change-delivered = It took the message

## Hosts in private networks

hosts-title = Hosts in private networks
hosts-why = This machine may reach what the internet cannot. So channels call no host in a private network, and none without TLS, unless an admin allows that host. Where calls go through a proxy, a host that this machine cannot resolve has to be allowed too.
hosts-none = None is allowed.
hosts-admins-only = Only admins allow a host. Ask one of them, with the host's name.
hosts-allow-it = Allow this host
hosts-who-allows = Who can allow it
field-host = Host
field-host-hint = A name or an address, without https:// and without a path. Every port of the host is meant.
fault-host = This is no host. It looks like hooks.internal or 10.0.0.7.
host-allow = Allow the host
host-forbid = Forbid
col-allowed-by = Allowed by

## The signature

signature-title = What a receiver gets, and how it checks the signature
signature-request = Each message is an HTTPS POST with a body in JSON (UTF-8) and these headers:
col-header = Header
col-header-what = What it says
header-event = The kind of news, such as quota.threshold
header-delivery = The message's id (UUID), the same each time it is sent: what you have already, you pass over
header-timestamp = When it was sent, in Unix seconds
header-signature = Proof that it comes from this desk
signature-facts = The kinds of news are these; facts in the body says more of each:
col-event = Event
signature-check = Make the signature yourself from the raw body, and compare in constant time:
signature-old = Refuse what is older than 5 minutes by its timestamp.
signature-again = Answer with a status from 200 to 299. Anything else, or nothing within 10 seconds, and the message is sent again after 1 min, 5 min, 30 min and 2 h; then it is given up, and this desk says so.
signature-vector = To try it with
signature-timestamp = Timestamp
signature-body = Body
signature = Signature
