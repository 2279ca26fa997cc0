### What goes wrong between us and WeChat, where WeChat gives no errcode

failure-ip = IP { $ip } is not on the white list
failure-no-connection = WeChat cannot be reached
failure-no-connection-why = No connection could be opened: the network, DNS, a firewall or a proxy is in the way.
failure-no-connection-next = Check that this machine, or its outbound proxy, reaches api.weixin.qq.com on port 443, then sample again.
failure-no-answer = WeChat did not answer
failure-no-answer-why = The question was sent, and no whole answer came in time.
failure-no-answer-next = This often passes by itself; the next reading tries again.
failure-bad-answer = Something between us and WeChat answered
failure-bad-answer-why = What came back is not the JSON that WeChat documents: often a proxy, a gateway or a firewall answers in its place.
failure-bad-answer-next = Check proxies between this machine and WeChat, then sample again.
failure-no-secret = The AppSecret cannot be opened
failure-no-secret-why = It was sealed with another master key.
failure-no-secret-next = Type the AppSecret anew in the account's settings.
problem-seen-ip = Address WeChat saw:
problem-seen-ip-of-proxy = Calls go through the proxy { $proxy }, so this is the address of that proxy, not of this machine.
problem-addresses-change = The address this machine leaves by changes: { $addresses }. Put all of them on the list, or have this machine leave by a fixed address.
problem-said = WeChat or the network said:
reason-never = not read yet
reason-no-figure = WeChat has no figure for this interface
reason-new-day = new day, not read yet
reason-new-day-used-up = new day, not read yet; used up yesterday
