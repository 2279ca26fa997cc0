//! Hosts of the vendors whose receivers many people use: chat robots and push services.

/// Hosts that only their vendor answers for: WeCom, DingTalk, Feishu, Lark, and ServerChan Turbo (the vendors' pages).
const HOSTS: [&str; 5] =
    ["qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn", "open.larksuite.com", "sctapi.ftqq.com"];
/// The end of the hosts that ServerChan 3 gives its users: `<uid>.push.ft07.com`, the uid in digits (its page).
const SERVER_CHAN: &str = ".push.ft07.com";

/// Whether a host, in the form of [`super::WebhookUrl::host`], is a vendor's own.
pub(super) fn is_vendor(host: &str) -> bool {
    let is_uid = |uid: &str| !uid.is_empty() && uid.bytes().all(|b| b.is_ascii_digit());
    HOSTS.contains(&host) || host.strip_suffix(SERVER_CHAN).is_some_and(is_uid)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_vendors_own_hosts_are_known() {
        for host in
            ["qyapi.weixin.qq.com", "oapi.dingtalk.com", "open.feishu.cn", "open.larksuite.com", "1234.push.ft07.com"]
        {
            assert!(is_vendor(host), "{host}");
        }
        for host in
            ["weixin.qq.com", "qyapi.weixin.qq.com.example", "push.ft07.com", ".push.ft07.com", "a.1.push.ft07.com"]
        {
            assert!(!is_vendor(host), "{host}");
        }
    }
}
