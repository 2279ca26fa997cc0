### What goes wrong between us and WeChat, where WeChat gives no errcode

failure-ip = IP address { $ip } is not on the white list
failure-no-connection = WeChat cannot be reached
failure-no-connection-why = No connection could be opened because of the network, DNS, a firewall or a proxy.
failure-no-connection-next = Check that this server, or its outbound proxy, can reach api.weixin.qq.com on port 443. Then sample again.
failure-no-answer = WeChat did not answer
failure-no-answer-why = The request was sent, but no complete answer arrived in time.
failure-no-answer-next = This often resolves itself. wxquota tries again with the next reading.
failure-bad-answer = The answer did not come from WeChat
failure-bad-answer-why = The answer is not the JSON that WeChat documents. Often, a proxy, a gateway or a firewall answers instead of WeChat.
failure-bad-answer-next = Check the proxies between this server and WeChat. Then sample again.
failure-no-secret = The AppSecret cannot be decrypted
failure-no-secret-why = It was encrypted with another master key.
failure-no-secret-next = Enter the AppSecret again in the account's settings.
problem-seen-ip = Address that WeChat saw:
problem-seen-ip-of-proxy = Calls go through the proxy { $proxy }, so this is the address of the proxy, not of this server.
problem-addresses-change = This server's outbound address changes: { $addresses }. Add all of them to the white list, or use a fixed outbound address.
problem-said = Answer from WeChat or the network:
reason-never = no reading yet
reason-no-figure = WeChat reports no figures for this interface
reason-new-day = new day, no reading yet
reason-new-day-used-up = new day, no reading yet; used up yesterday
