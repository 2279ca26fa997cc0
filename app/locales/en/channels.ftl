### Channels: where notices go beside the desk

channels-title = Channels
channels-lead = A channel sends notices to where your team is: a chat group, a phone, or a program of yours.
channels-none = No channels yet
channels-none-next = Add one below: the robot of a chat group, e-mail, ServerChan, or a program that accepts webhooks.
col-channel = Channel
channel-works = works
channel-untried = not tried yet
channel-blocked = call not allowed
channel-failed = last attempt failed
blocked-private = { $host } is in a private network
blocked-unknown-behind-proxy = This server cannot resolve { $host }, and calls go through a proxy
blocked-plain = http:// to { $host } is unencrypted
channel-paused = paused
channel-waiting = { $count } waiting
channel-dead = { $count } undeliverable

## Adding and changing one

channel-add-title = Add a channel
channel-add = Add channel
channel-add-hint = Nothing is sent when you add a channel. You can send a test from its page.
channel-edit-title = Settings
field-channel-name-hint = The name that your team uses, such as ops on duty.
field-channel-url = Address
field-channel-url-hint = The address that messages are posted to, or only the key of a robot; for e-mail, the mail server such as smtp://USER@HOST:587. It is stored encrypted. Only the scheme, host, port and, if it is long, the last 4 characters are shown later.
field-channel-url-kept = Leave this empty to keep the current address.
field-channel-secret = Signing secret
field-channel-secret-or-password = Signing secret or password
field-channel-secret-hint = For a webhook: at least { $count } characters that the receiver also knows. For DingTalk and Feishu: the secret from the robot's security settings, if it asks for signatures. For e-mail: the password or authorisation code of the mail account. Otherwise leave this empty. Stored encrypted and never shown again.
field-channel-secret-kept = Leave this empty to keep the current secret. Waiting messages are signed with the new secret.
field-channel-from = Sender
field-channel-from-hint = The mail address that the server sends for, usually that of the account, such as Quota <ops@example.com>. Stored encrypted and not shown later.
field-channel-to = Recipients
field-channel-to-hint = 1 to { $count } mail addresses, with commas between them. Stored encrypted and not shown later.
field-channel-mail-kept = Leave this empty to keep the current value.
fault-channel-from = Enter one mail address, such as ops@example.com or Quota <ops@example.com>.
fault-channel-to = Enter 1 to { $count } mail addresses, with commas between them.
fault-channel-password = Enter the password or authorisation code of the mail account, up to 200 visible characters. If you change the server, it is needed again.
field-channel-severity = Minimum severity
field-channel-kind = Kind
fault-channel-kind = Choose one of the kinds.
channel-kind-wecom = WeCom group robot
channel-kind-dingtalk = DingTalk robot
channel-kind-feishu = Feishu or Lark bot
channel-kind-serverchan = ServerChan
channel-kind-email = E-mail
channel-kind-webhook = Signed webhook
channel-help-title = Where do I find the address?
channel-help-wecom = In the group: ⋯ → Add Group Bot → Create; copy the webhook address. It needs no secret.
channel-help-dingtalk = In the group: Group Settings → Bots → Add → Custom; copy the webhook address. If you chose “Additional signature”, copy the secret that begins with SEC; if you chose keywords, enter one of them below.
channel-help-feishu = In the group: Settings → Bots → Add Bot → Custom Bot; copy the webhook address. If you turned on signature verification, copy its secret; if you set keywords, enter one of them below.
channel-help-serverchan = Sign in to ServerChan and copy the SendKey. Free accounts receive only a few messages a day, so choose “only critical”.
channel-help-email = Look in the settings of the mail service under SMTP or “POP3/IMAP/SMTP”: the address is smtp://USER@HOST:587 (STARTTLS) or smtps://USER@HOST:465 (TLS), the user usually the whole mail address. Many services, such as QQ Mail, 163 and WeCom Mail, want an authorisation code that you create there in place of the password.
channel-help-webhook = The address of a program of yours. Messages are JSON and signed with the secret that you enter below.
field-channel-keyword = Keyword of the robot
field-channel-keyword-hint = Needed only if the robot accepts only messages that contain a keyword. It is added to messages that do not contain it.
fault-channel-keyword = Use at most { $count } visible characters.
field-channel-lang = Language of the messages
fault-channel-lang = Choose one of the languages.
fault-url-key = This is neither the address nor the key of a robot of this kind. Copy it again from the robot's settings.
fault-url-mail = Enter the mail server with the user, such as smtp://USER@HOST:587 or smtps://USER@HOST:465.
fault-url-mail-password = The address must not contain the password. Enter the address again, and the password in the field for it.
fault-url-other-kind = This is the address of another kind: { $kind }. Choose that kind and enter the address again.
fault-typed-again = Enter it again. It was not saved.
field-channel-again = Your entry was not saved. Enter it again, or leave this empty to keep the current value.
fault-channel-name-taken = Another channel has this name. Choose another name.
fault-url-missing = Enter the address.
fault-url = This is not a complete address. Enter one such as https://hooks.example.com/quota.
fault-url-scheme = The address must start with https://. Enter it again. http:// is possible only for hosts that an admin allows.
fault-url-user = The address must not contain a user name or password, because messages are signed instead. Enter it again.
fault-url-fragment = The address must not contain #, because the part after it is never sent. Enter it again.
fault-url-long = At most 2,000 characters. Enter it again.
fault-channel-secret = Use { $count } to 200 visible characters. Enter it again.
fault-severity = Choose one of the options.

## One channel

channel-test = Send a test
trouble-blocked = Calls to this channel are not allowed
trouble-blocked-waiting =
    { $count ->
        [one] 1 message is waiting: calls to this channel are not allowed
       *[other] { $count } messages are waiting: calls to this channel are not allowed
    }
trouble-failed = The last attempt failed
trouble-failed-waiting =
    { $count ->
        [one] 1 message is waiting: the last attempt failed
       *[other] { $count } messages are waiting: the last attempt failed
    }
refused-test-too-soon = A test message was sent a moment ago
refused-test-too-soon-next = Try again in { $seconds } s.
host-is-allowed = allowed by an admin
fact-added-by = Added by
channel-end-title = Pause or remove
channel-pause = Pause
channel-pause-hint = Nothing is sent while the channel is paused. New messages are kept and sent when you resume.
channel-resume = Resume
channel-resume-hint = The channel is paused. Waiting messages are sent when you resume.
channel-remove = Remove this channel…
channel-remove-what = Its address and secret are deleted, and its log is no longer shown.
channel-remove-waiting =
    { $count ->
        [one] 1 waiting message is not sent.
       *[other] { $count } waiting messages are not sent.
    }
channel-remove-confirm = Remove { $name }

## Its messages

messages-title = Messages
messages-none = No notices for this channel yet.
col-message = Message
col-written = Created
col-tries = Attempts
col-next-try = Next attempt
message-paused = after resuming
delivery-waiting = waiting
delivery-delivered = delivered
delivery-dead = undeliverable
resend = Send again
send-now = Send now
send-all =
    { $count ->
        [one] Send 1 now
       *[other] Send all { $count } now
    }
resend-all =
    { $count ->
        [one] Send 1 undeliverable message again
       *[other] Send { $count } undeliverable messages again
    }
attempts-title = Attempts
attempts-none = Nothing was sent yet.
col-came = Answer
col-took-ms = Duration (ms)
attempt-failed = not delivered
attempt-delivered = The receiver accepted the message (HTTP status { $status })
attempt-refused = The receiver did not accept the message (HTTP status { $status })
attempt-refused-next = See the receiver's log for the reason. It has to answer with a status from 200 to 299.
attempt-redirected-next = Redirects are not followed. Enter the address that it redirects to.
attempt-no-host = Not sent: the host name was not found
attempt-no-host-next = Check the spelling of the address and the name servers of this server.
attempt-unreadable = Not sent: the channel's address and secret cannot be decrypted
attempt-unreadable-next = They were encrypted with another master key. Enter both again, or start wxquota with that key.
attempt-private = Not sent: { $host } is in a private network
attempt-private-next = An admin has to allow this host first.
attempt-unknown-behind-proxy = Not sent: this server cannot resolve { $host }, and calls go through a proxy
attempt-unknown-behind-proxy-next = Ask an admin to allow this host, or make its name resolvable on this server.
attempt-plain = Not sent: http:// to { $host } is unencrypted
attempt-plain-next = Use https://, or ask an admin to allow this host.
attempt-no-connection = Not sent: no connection could be opened
attempt-no-connection-next = Check that the receiver is running and that no firewall blocks the connection.
attempt-tls = Not sent: the TLS handshake failed
attempt-tls-next = Check that the receiver's certificate is valid for this name and trusted by this server.
attempt-robot-refused = The robot refused the message, code { $code }
attempt-not-a-robot = HTTP status { $status }, but the answer is not that of a robot of this kind
attempt-not-a-robot-next = Check that the address belongs to this kind of channel, and that no proxy answers in its place.
attempt-mail-taken = The mail server accepted the mail (code { $code })
attempt-mail-refused = The mail server refused the mail, code { $code }
attempt-mail-unfit = Not sent: the server cannot send this mail
attempt-mail-unfit-next = Check host and port: smtp:// with STARTTLS is usually port 587, smtps:// is 465. The server must offer STARTTLS and a sign-in by password.
attempt-certificate = Not sent: the certificate of the mail server is not trusted or not for this name
attempt-certificate-next = Use the host name in the server's certificate, or have the server renew it. A certificate of your own authority has to be trusted by this server.
mail-password-next = Check the user and the password. Many services want an authorisation code in place of the password.
mail-sender-next = The server does not send for this sender. Enter the mail address of the account as the sender.
mail-recipient-next = Check the recipients. One that the server refuses holds up the whole mail.
mail-later-next = The server asks to try again later, as many do on first contact. The mail is sent again.
mail-other-next = See the server's words. The mail is not sent again by itself.
robot-address-next = The address or its key is wrong, or the robot was removed or stopped. Copy the address again from the robot's settings.
robot-signature-next = The signature does not match. Copy the secret again from the robot's security settings.
robot-clock-behind-next = This server's clock is about { $minutes } min behind the robot's, so the signature is out of date. Correct the clock; the secret may be right.
robot-clock-ahead-next = This server's clock is about { $minutes } min ahead of the robot's, so the signature is not valid yet. Correct the clock; the secret may be right.
robot-keyword-next = The robot accepts only messages that contain its keyword. Enter one of its keywords in this channel's settings.
robot-address-list-next = The robot accepts only messages from certain IP addresses. Add this server's outbound address to the robot's list.
robot-security-next = One of the robot's security settings (signature, keyword or IP addresses) refused the message. Compare them with this channel's settings.
robot-content-next = The robot cannot accept this message. It is not sent again.
robot-too-many-next = Too many messages in a short time. wxquota waits, and then sends the waiting notices together.
robot-other-next = See the robot's words. The message is sent again later.
attempt-timed-out = No answer in time. The receiver may have accepted the message.
attempt-broken-off = The connection broke before an answer arrived. The receiver may have accepted the message.
attempt-no-answer-next = The receiver should answer first and process the message afterwards.
attempt-took = took { $took } ms
attempt-said = Answer:

## What came of a form

done-channel-added = { $name } was added. Send a test to check that it accepts messages.
done-channel-paused = Paused. Nothing is sent until you resume.
done-channel-resumed = Resumed. Waiting messages are being sent.
done-channel-removed = The channel was removed. Its address and secret are deleted.
done-tested = The channel accepted the test message
test-failed = The channel did not accept the test message
done-resent =
    { $count ->
        [one] 1 message is being sent again.
       *[other] { $count } messages are being sent again.
    }
done-resent-none = There are no messages to send again.
done-host-allowed = Calls to { $host } are now allowed. Waiting messages are sent at the next attempt. You can also send them from the channel's page.
done-host-forbidden = Calls to { $host } are no longer allowed if it is in a private network.
no-channel-title = Channel not found
no-channel-why = It may have been removed, or the address may be mistyped.
refused-no-channel-next = It may have been removed. Nothing was changed.
failed-to-channels = Go to the channels

## In the audit trail

change-paused = Paused
change-secret-replaced = Secret replaced
change-delivered = Accepted by the receiver

## Hosts in private networks

hosts-title = Hosts in private networks
hosts-why = This server may reach hosts that the internet cannot. For safety, channels do not call hosts in private networks, or hosts without TLS, unless an admin allows the host. If calls go through a proxy, an admin also has to allow hosts that this server cannot resolve.
hosts-none = No hosts are allowed.
hosts-admins-only = Only admins can allow a host. Give an admin the name of the host.
hosts-allow-it = Allow this host
hosts-who-allows = Who can allow it
field-host = Host
field-host-hint = A name or an address with its port, without https:// and without a path. Without a port, 443 is allowed.
fault-host = This is not a host name. Enter one such as hooks.internal:8443 or 10.0.0.7:443.
host-allow = Allow host
host-forbid = Remove
col-allowed-by = Allowed by

## The signature

signature-title = Message format and signature
signature-request = Each message is an HTTPS POST with a body in JSON (UTF-8) and these headers:
col-header = Header
col-header-what = Content
header-event = The kind of notice, such as quota.threshold
header-delivery = The ID of the message (UUID). It is the same for each attempt; ignore a message that you already have.
header-timestamp = The time of sending, in Unix seconds
header-signature = The signature, which proves that wxquota sent the message
signature-facts = These are the kinds of notices. The field facts in the body has the details of each:
col-event = Event
signature-check = Compute the signature from the raw body and compare it in constant time:
signature-old = Reject messages whose timestamp is more than 5 minutes old.
signature-again = Answer with a status from 200 to 299. After any other answer, or after 10 seconds without one, wxquota sends the message again after 1 min, 5 min, 30 min and 2 h. Then the message is undeliverable, and wxquota shows a notice.
signature-vector = Test vector
signature-timestamp = Timestamp
signature-body = Body
signature = Signature
