//! The management calls: 760xx.

use super::ClearHelps::No;
use super::{Entry, Text, paths};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: 76001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "查不到这个 rid",
            meaning: "微信说没有这个 rid。",
            cause: "rid 不完整、已超过 7 天、属于其他账号，或来自 /sns/ 登录类接口（这类不可查）。",
            next_step: "核对 rid 是否完整；换一个账号再查。登录类接口的 rid 无法查询。",
        },
        en: Text {
            title: "No such rid",
            meaning: "WeChat does not find this rid.",
            cause: "It is incomplete, older than 7 days, of another account, or from a /sns/ sign-in call, which cannot be looked up.",
            next_step: "See that the rid is whole, and try the other accounts. Rids of sign-in calls cannot be looked up.",
        },
    },
    Entry {
        errcode: 76002,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "rid 格式不对",
            meaning: "rid 为空或格式有误。",
            cause: "完整的 rid 是三组 8 位十六进制数，用短横线相连。",
            next_step: "重新复制完整的 rid，例如 617682e0-09059ac5-34a8e2ea。",
        },
        en: Text {
            title: "The rid is malformed",
            meaning: "The rid is empty or not written as a rid.",
            cause: "A whole rid is three groups of 8 hex digits joined by dashes.",
            next_step: "Copy the whole rid, as in 617682e0-09059ac5-34a8e2ea.",
        },
    },
    Entry {
        errcode: 76003,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "无权查询这个 rid",
            meaning: "这个 rid 是其他账号的调用产生的。",
            cause: "只有发起那次调用的账号才能查询它。",
            next_step: "换成发起调用的那个账号再查。",
        },
        en: Text {
            title: "The rid belongs to another account",
            meaning: "Another account's call made this rid.",
            cause: "Only the account that made the call may look it up.",
            next_step: "Look it up with the account that made the call.",
        },
    },
    Entry {
        errcode: 76003,
        paths: paths::QUOTA_GET,
        clear_helps: No,
        zh: Text {
            title: "接口路径写法不对",
            meaning: "微信不接受这样写的 cgi_path。",
            cause: "路径缺少开头的 /，或带了 https://api.weixin.qq.com 前缀。",
            next_step: "只写路径，以 / 开头，例如 /cgi-bin/message/custom/send。",
        },
        en: Text {
            title: "The path is written wrongly",
            meaning: "WeChat does not take a cgi_path in this form.",
            cause: "The leading slash is missing, or the host stands in front.",
            next_step: "Give the path alone, with its leading slash, as in /cgi-bin/message/custom/send.",
        },
    },
    Entry {
        errcode: 76004,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "rid 已过期",
            meaning: "只能查询 7 天以内的 rid。",
            cause: "rid 的前 8 位是调用时间，这次调用已超过 7 天。",
            next_step: "请提供 7 天内的 rid；此前查过的可以在记录里找到。",
        },
        en: Text {
            title: "The rid has expired",
            meaning: "WeChat answers for rids of the last 7 days only.",
            cause: "The first 8 digits are the time of the call, and that is longer ago.",
            next_step: "Use a rid of the last 7 days. Those looked up before are still in the archive.",
        },
    },
    Entry {
        errcode: 76021,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "没有这个接口路径",
            meaning: "微信不认识这个 cgi_path。",
            cause: "路径拼写有误、大小写不对，或多了查询参数。",
            next_step: "对照官方文档核对路径，改正后再试。",
        },
        en: Text {
            title: "No such path",
            meaning: "WeChat does not know this cgi_path.",
            cause: "It is misspelled, has other capitals, or holds a query.",
            next_step: "Compare the path with the official page and correct it.",
        },
    },
    Entry {
        errcode: 76022,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "这个账号不能查询该接口",
            meaning: "凭据所属的账号类型与该接口不符，或该接口不支持查询。",
            cause: "例如订阅号查询服务号的接口；/sns/ 路径一律不支持。",
            next_step: "换成拥有该接口的账号；确实不支持时，停止监看它。",
        },
        en: Text {
            title: "This account cannot ask about the interface",
            meaning: "The token's kind of account does not own the interface, or it has no quota to tell.",
            cause: "A subscription account asking for a service account's interface, for instance. /sns/ paths are never told.",
            next_step: "Use the account that owns the interface, or stop watching it here.",
        },
    },
    Entry {
        errcode: 76022,
        paths: paths::RID_GET,
        clear_helps: No,
        zh: Text {
            title: "这类请求的 rid 不能查询",
            meaning: "/sns/ 登录授权类接口的 rid 不支持查询。",
            cause: "微信不提供这类请求的详情。",
            next_step: "根据当时返回的 errcode 和 errmsg 判断原因。",
        },
        en: Text {
            title: "Rids of this kind cannot be looked up",
            meaning: "WeChat does not tell about calls to /sns/ sign-in interfaces.",
            cause: "That is so for all of them.",
            next_step: "Go by the errcode and errmsg that came with the rid.",
        },
    },
    Entry {
        errcode: 76022,
        paths: paths::CLEAR_INTERFACE,
        clear_helps: No,
        zh: Text {
            title: "不能单独清零该接口",
            meaning: "接口与账号类型不符，或单接口清零次数已用完。",
            cause: "部分文档把次数用完也归入这个错误码。",
            next_step: "先看剩余的单接口清零次数；仍有剩余时，说明该接口不支持单独清零。",
        },
        en: Text {
            title: "This interface cannot be cleared alone",
            meaning: "It does not belong to the account's kind, or the clears of single interfaces are used up.",
            cause: "Some of the documents use this code for both.",
            next_step: "See how many such clears are left. If there are some, the interface does not support it.",
        },
    },
    Entry {
        errcode: 40201,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "没有设置回调地址",
            meaning: "账号没有配置消息推送的 URL。",
            cause: "网络检测需要先有回调地址。",
            next_step: "在微信后台配置服务器地址后再试。",
        },
        en: Text {
            title: "No callback URL is set",
            meaning: "The account has no URL for message pushes.",
            cause: "The network check needs one.",
            next_step: "Set the server's address in WeChat's backend, then try again.",
        },
    },
    Entry {
        errcode: 40202,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "action 参数不对",
            meaning: "网络检测的 action 只能是 dns、ping 或 all。",
            cause: "请求里写了别的值，或没有写。",
            next_step: "改为 dns、ping 或 all。",
        },
        en: Text {
            title: "The action is not valid",
            meaning: "The network check takes dns, ping or all.",
            cause: "The request holds another value, or none.",
            next_step: "Send one of the three.",
        },
    },
    Entry {
        errcode: 40203,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "check_operator 参数不对",
            meaning: "运营商只能是 CHINANET、UNICOM、CAP 或 DEFAULT。",
            cause: "请求里写了别的值，或没有写。",
            next_step: "改为这四个值之一。",
        },
        en: Text {
            title: "The check_operator is not valid",
            meaning: "The network check takes CHINANET, UNICOM, CAP or DEFAULT.",
            cause: "The request holds another value, or none.",
            next_step: "Send one of the four.",
        },
    },
];
