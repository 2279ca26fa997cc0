//! Kinds of channels: whose addresses are known, how fast messages may follow each other, and why a robot refuses one.

use jiff::{SignedDuration, Timestamp};

use crate::words::word_enum;

word_enum! {
    /// The kind of a channel: who receives its messages, and in which form.
    #[derive(Default)]
    pub enum ChannelKind {
        /// A group robot of WeCom (企业微信).
        Wecom = "wecom",
        /// A custom robot of DingTalk (钉钉).
        Dingtalk = "dingtalk",
        /// A custom bot of Feishu (飞书) or Lark.
        Feishu = "feishu",
        /// ServerChan (Server酱): messages to the WeChat of one person.
        ServerChan = "serverchan",
        /// E-mail, through a mail server that is entered with the channel.
        Email = "email",
        /// Any other receiver: the signed JSON document of wxquota.
        #[default]
        Webhook = "webhook",
    }
}

/// The end of the hosts that ServerChan 3 gives its users: `<uid>.push.ft07.com`, the uid in digits (its page).
const SERVER_CHAN_3: &str = ".push.ft07.com";
/// How long Feishu's busiest moments last, at each full and each half hour (its page advises against sending then).
const BUSY: SignedDuration = SignedDuration::from_secs(20);

impl ChannelKind {
    /// The kind whose vendor answers for a host, in lower case; `None` for every other host.
    pub fn of_host(host: &str) -> Option<Self> {
        let is_uid = |uid: &str| !uid.is_empty() && uid.bytes().all(|b| b.is_ascii_digit());
        match host {
            "qyapi.weixin.qq.com" => Some(Self::Wecom),
            "oapi.dingtalk.com" => Some(Self::Dingtalk),
            "open.feishu.cn" | "open.larksuite.com" => Some(Self::Feishu),
            "sctapi.ftqq.com" => Some(Self::ServerChan),
            _ => host.strip_suffix(SERVER_CHAN_3).is_some_and(is_uid).then_some(Self::ServerChan),
        }
    }

    /// The address of a robot of which only the key was typed; `None` where the text cannot be a key of this kind.
    pub fn address_of_key(self, key: &str) -> Option<String> {
        let is_key =
            (8..=200).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b));
        if !is_key {
            return None;
        }
        Some(match self {
            Self::Wecom => format!("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={key}"),
            Self::Dingtalk => format!("https://oapi.dingtalk.com/robot/send?access_token={key}"),
            Self::Feishu => format!("https://open.feishu.cn/open-apis/bot/v2/hook/{key}"),
            Self::ServerChan => match server_chan_3_uid(key) {
                Some(uid) => format!("https://{uid}{SERVER_CHAN_3}/send/{key}.send"),
                None => format!("https://sctapi.ftqq.com/{key}.send"),
            },
            Self::Email | Self::Webhook => return None,
        })
    }

    /// Whether messages are signed with a secret that whoever adds the channel types; a webhook always needs one, a robot of
    /// DingTalk or Feishu only where its security settings ask for signatures. The secret of e-mail is the password.
    pub fn takes_secret(self) -> bool {
        matches!(self, Self::Dingtalk | Self::Feishu | Self::Email | Self::Webhook)
    }

    /// Whether the receiver's own text shows people the message, so that several notices can share one.
    pub fn is_robot(self) -> bool {
        self != Self::Webhook
    }

    /// The least time between two messages: 20 a minute for WeCom and DingTalk, 100 a minute for Feishu (the vendors' pages).
    /// ServerChan takes a few a day; they are spaced so that a storm becomes one message a minute. Mails are spaced by 15 s, so that changes of one moment share one. Zero for a webhook.
    pub fn spacing(self) -> SignedDuration {
        match self {
            Self::Wecom | Self::Dingtalk => SignedDuration::from_secs(3),
            Self::Feishu => SignedDuration::from_secs(1),
            Self::ServerChan => SignedDuration::from_mins(1),
            Self::Email => SignedDuration::from_secs(15),
            Self::Webhook => SignedDuration::ZERO,
        }
    }

    /// How long a message waits that would fall on Feishu's busiest moments, the first 20 s of each full and half hour
    /// (error 11232); zero at any other time, and for the other kinds.
    pub fn busy_for(self, at: Timestamp) -> SignedDuration {
        let into = SignedDuration::from_secs(at.as_second().rem_euclid(30 * 60));
        if self == Self::Feishu && into < BUSY { BUSY - into } else { SignedDuration::ZERO }
    }

    /// The most bytes of text that a message of this kind holds: 2,048 for WeCom; the other vendors limit the whole body to
    /// about 20,000 bytes, which leaves room for escapes. Webhooks have no limit of their own.
    pub fn text_bytes(self) -> usize {
        match self {
            Self::Wecom => 2_048,
            Self::Dingtalk | Self::Feishu | Self::ServerChan => 6_000,
            Self::Email => 100_000,
            Self::Webhook => usize::MAX,
        }
    }
}

/// The uid within a ServerChan 3 key, `sctp<uid>t…`.
fn server_chan_3_uid(key: &str) -> Option<&str> {
    let rest = key.strip_prefix("sctp")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (uid, rest) = rest.split_at(digits);
    (!uid.is_empty() && rest.starts_with('t')).then_some(uid)
}

word_enum! {
    /// Why a robot refused a message, as far as its code and its words say.
    pub enum RobotFault {
        /// The address or its key is wrong, or the robot was removed or stopped.
        Address = "address",
        /// The signature does not match: the secret is wrong or missing.
        Signature = "signature",
        /// The signature's time is refused, and this machine's clock differs from the robot's.
        Clock = "clock",
        /// The message does not contain the robot's keyword.
        Keyword = "keyword",
        /// The address that the robot sees is not on its list.
        AddressList = "address-list",
        /// One of the robot's security settings refused it; the robot does not say which.
        Security = "security",
        /// The message itself is refused: too long, empty, or malformed.
        Content = "content",
        /// Too many messages in a short time.
        TooMany = "too-many",
        /// Another reason, which the robot's words may say.
        Other = "other",
    }
}

impl RobotFault {
    /// Whether the same message may be accepted later without anybody changing the channel.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Clock | Self::TooMany | Self::Other)
    }
}

word_enum! {
    /// Why a mail server refused a mail, as far as its code and the step say.
    pub enum MailFault {
        /// User or password are wrong, or the server wants an authorisation code in place of the password.
        Password = "password",
        /// The server does not send for this sender.
        Sender = "sender",
        /// A recipient does not exist or is refused.
        Recipient = "recipient",
        /// The server takes the mail later, as in greylisting: a code from 400 to 499.
        Later = "later",
        /// The mail itself is refused.
        Content = "content",
        /// Another reason, which the server's words may say.
        Other = "other",
    }
}

impl MailFault {
    /// Whether the same mail may be taken later without anybody changing the channel.
    pub fn may_pass(self) -> bool {
        self == Self::Later
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_vendors_own_hosts_are_known() {
        for (host, kind) in [
            ("qyapi.weixin.qq.com", ChannelKind::Wecom),
            ("oapi.dingtalk.com", ChannelKind::Dingtalk),
            ("open.feishu.cn", ChannelKind::Feishu),
            ("open.larksuite.com", ChannelKind::Feishu),
            ("sctapi.ftqq.com", ChannelKind::ServerChan),
            ("1234.push.ft07.com", ChannelKind::ServerChan),
        ] {
            assert_eq!(ChannelKind::of_host(host), Some(kind), "{host}");
        }
        for host in
            ["weixin.qq.com", "qyapi.weixin.qq.com.example", "push.ft07.com", ".push.ft07.com", "a.1.push.ft07.com"]
        {
            assert_eq!(ChannelKind::of_host(host), None, "{host}");
        }
    }

    #[test]
    fn a_bare_key_becomes_the_vendors_address() {
        for (kind, key, address) in [
            (
                ChannelKind::Wecom,
                "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
                "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
            ),
            (ChannelKind::Dingtalk, "0a1b2c3d4e", "https://oapi.dingtalk.com/robot/send?access_token=0a1b2c3d4e"),
            (ChannelKind::Feishu, "0a1b2c3d-4e5f", "https://open.feishu.cn/open-apis/bot/v2/hook/0a1b2c3d-4e5f"),
            (ChannelKind::ServerChan, "SCT1234Tabcd", "https://sctapi.ftqq.com/SCT1234Tabcd.send"),
            (ChannelKind::ServerChan, "sctp77tabcdef", "https://77.push.ft07.com/send/sctp77tabcdef.send"),
            (ChannelKind::ServerChan, "sctpxtabcdef", "https://sctapi.ftqq.com/sctpxtabcdef.send"),
        ] {
            assert_eq!(kind.address_of_key(key).as_deref(), Some(address));
        }
        for typed in [
            "",
            "short",
            "a key with blanks",
            "key=0a1b2c3d4e",
            "0a1b2c3d4e/../x",
            "https://a.example/x",
            "钥匙钥匙钥匙",
        ] {
            assert_eq!(ChannelKind::Wecom.address_of_key(typed), None, "{typed}");
        }
        assert_eq!(ChannelKind::Webhook.address_of_key("0a1b2c3d4e"), None);
    }

    #[test]
    fn feishu_is_spared_at_full_and_half_hours() {
        let wait = |kind: ChannelKind, at: &str| kind.busy_for(at.parse().unwrap()).as_secs();
        for (at, seconds) in [
            ("2026-11-30T08:00:00Z", 20),
            ("2026-11-30T08:00:19Z", 1),
            ("2026-11-30T08:00:20Z", 0),
            ("2026-11-30T08:29:59Z", 0),
            ("2026-11-30T08:30:05Z", 15),
        ] {
            assert_eq!(wait(ChannelKind::Feishu, at), seconds, "{at}");
            assert_eq!(wait(ChannelKind::Wecom, at), 0);
        }
    }

    #[test]
    fn twenty_messages_a_minute_are_never_exceeded() {
        for kind in [ChannelKind::Wecom, ChannelKind::Dingtalk] {
            assert!(SignedDuration::from_mins(1).as_secs() / kind.spacing().as_secs() <= 20);
        }
    }
}
