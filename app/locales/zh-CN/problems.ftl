### 与微信之间没有错误码的故障

failure-ip = IP { $ip } 不在白名单中
failure-no-connection = 无法连接微信
failure-no-connection-why = 连接没有建立，可能是网络、DNS、防火墙或代理的问题。
failure-no-connection-next = 请确认本系统所在服务器（或所用的代理）能访问 api.weixin.qq.com 的 443 端口，然后重新采集。
failure-no-answer = 微信没有响应
failure-no-answer-why = 请求已发出，但没有在时限内收到完整的响应。
failure-no-answer-next = 通常会自行恢复，下次采集时会重试。
failure-bad-answer = 收到的响应不是来自微信
failure-bad-answer-why = 返回的内容不是微信文档规定的 JSON，常见原因是代理、网关或防火墙代为响应。
failure-bad-answer-next = 请检查本系统到微信之间的代理，然后重新采集。
failure-no-secret = AppSecret 无法解密
failure-no-secret-why = 它是用另一个主密钥加密的。
failure-no-secret-next = 请在账号设置中重新填写 AppSecret。
problem-seen-ip = 微信识别到的来源 IP：
problem-seen-ip-of-proxy = 请求经由代理 { $proxy } 发出，因此这是代理的 IP，而不是本系统所在服务器的 IP。
problem-addresses-change = 本系统的出口 IP 会变化：{ $addresses }。请把它们都加入白名单，或使用固定的出口 IP。
problem-said = 微信或网络返回的原文：
reason-never = 尚未采集
reason-no-figure = 微信没有该接口的额度数据
reason-new-day = 新的一天，尚未采集
reason-new-day-used-up = 新的一天，尚未采集；昨天已用尽
