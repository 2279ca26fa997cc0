//! Callers' addresses: the white lists and their confirmations.

use super::ClearHelps::No;
use super::{Entry, Text};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: 40164,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "调用 IP 不在白名单",
            meaning: "发起请求的 IP 不在该账号的 IP 白名单里。",
            cause: "出口 IP 变了、请求经过代理，或白名单加在了另一个账号上。",
            next_step: "把提示中微信看到的 IP 加入该 AppID 的 IP 白名单，几分钟后再检查。",
        },
        en: Text {
            title: "The IP is not on the white list",
            meaning: "WeChat refuses calls from this address for the account.",
            cause: "The outgoing address changed, a proxy is in between, or the address was added to another account.",
            next_step: "Add the address WeChat saw to the IP white list of this AppID, then check again in a few minutes.",
        },
    },
    Entry {
        errcode: 45035,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "调用 IP 不在白名单",
            meaning: "发起请求的 IP 没有登记（多见于微信小店）。",
            cause: "服务器的出口 IP 没有加入小店的 IP 白名单。",
            next_step: "登录小店后台，在 IP 白名单里加入服务器的出口 IP。",
        },
        en: Text {
            title: "The IP is not on the white list",
            meaning: "The calling address is not registered, most often for a WeChat shop.",
            cause: "The server's outgoing address is missing from the shop's IP white list.",
            next_step: "Add the server's outgoing address to the IP white list in the shop's backend.",
        },
    },
    Entry {
        errcode: 61004,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "调用 IP 不在第三方平台白名单",
            meaning: "发起请求的 IP 没有登记在第三方平台的白名单里。",
            cause: "IP 加在了公众号或小程序上，而这里需要加在第三方平台的开发配置里。",
            next_step: "在第三方平台的开发配置里加入具体的出口 IP。",
        },
        en: Text {
            title: "The IP is not on the platform's white list",
            meaning: "The calling address is not registered with the third-party platform.",
            cause: "The address was added to the account, while the platform's own list is what counts here.",
            next_step: "Add the exact address to the white list in the platform's development settings.",
        },
    },
    Entry {
        errcode: 89501,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "有待处理的 IP 确认",
            meaning: "账号还有一个尚未处理的 IP 调用确认。",
            cause: "此前从新 IP 调用时，微信已向管理员发出确认请求。",
            next_step: "请账号管理员在微信里处理确认请求，然后再试。",
        },
        en: Text {
            title: "An IP confirmation is pending",
            meaning: "The account has a confirmation of a calling address that nobody has answered.",
            cause: "WeChat asked the admin when a call came from a new address.",
            next_step: "Ask the account's admin to answer it in WeChat, then try again.",
        },
    },
    Entry {
        errcode: 89502,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "等待管理员确认 IP",
            meaning: "这个 IP 的调用正在等管理员确认。",
            cause: "从新 IP 发起的调用需要账号管理员同意。",
            next_step: "请账号管理员在微信里确认，然后再试。",
        },
        en: Text {
            title: "The admin has yet to confirm the IP",
            meaning: "Calls from this address wait for the admin's consent.",
            cause: "The address is new to this account.",
            next_step: "Ask the account's admin to confirm it in WeChat, then try again.",
        },
    },
    Entry {
        errcode: 89503,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "此次调用需要管理员确认",
            meaning: "微信要求账号管理员确认从这个 IP 发起的调用。",
            cause: "IP 不在白名单，或账号开启了调用确认。",
            next_step: "请账号管理员在微信里确认，或把 IP 加入白名单。",
        },
        en: Text {
            title: "The admin must confirm this call",
            meaning: "WeChat wants the account's admin to confirm calls from this address.",
            cause: "The address is not on the white list, or the account asks for confirmations.",
            next_step: "Ask the admin to confirm it in WeChat, or add the address to the white list.",
        },
    },
    Entry {
        errcode: 89504,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "正在等管理员确认",
            meaning: "确认请求已发给账号管理员，还没有答复。",
            cause: "从新 IP 发起的调用需要账号管理员同意。",
            next_step: "请账号管理员在微信里确认，然后再试。",
        },
        en: Text {
            title: "Waiting for the admin",
            meaning: "The account's admin was asked and has not answered yet.",
            cause: "The calling address is new to this account.",
            next_step: "Ask the admin to answer in WeChat, then try again.",
        },
    },
    Entry {
        errcode: 89505,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "正在等管理员确认",
            meaning: "确认请求还在处理中，请稍后再试。",
            cause: "从新 IP 发起的调用需要账号管理员同意。",
            next_step: "请账号管理员在微信里确认，过一会儿再试。",
        },
        en: Text {
            title: "Still waiting for the admin",
            meaning: "The confirmation is under way. WeChat asks you to try later.",
            cause: "The calling address is new to this account.",
            next_step: "Ask the account's admin to answer in WeChat, and try again after that.",
        },
    },
    Entry {
        errcode: 89506,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "IP 被管理员拒绝，24 小时内不可用",
            meaning: "管理员两次拒绝了这个 IP 的调用，24 小时内不能再用它。",
            cause: "管理员不认识这个 IP，或误点了拒绝。",
            next_step: "先与账号管理员说明，把 IP 加入白名单；24 小时后再试。",
        },
        en: Text {
            title: "The IP was refused, blocked for 24 hours",
            meaning: "The admin refused calls from this address twice, so it is blocked for 24 hours.",
            cause: "The admin did not recognise the address, or refused by mistake.",
            next_step: "Talk to the account's admin and have the address put on the white list. Try again after 24 hours.",
        },
    },
    Entry {
        errcode: 89507,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "IP 被管理员拒绝，1 小时内不可用",
            meaning: "管理员拒绝了这个 IP 的调用，1 小时内不能再用它。",
            cause: "管理员不认识这个 IP，或误点了拒绝。",
            next_step: "先与账号管理员说明，把 IP 加入白名单；1 小时后再试。",
        },
        en: Text {
            title: "The IP was refused, blocked for an hour",
            meaning: "The admin refused calls from this address, so it is blocked for an hour.",
            cause: "The admin did not recognise the address, or refused by mistake.",
            next_step: "Talk to the account's admin and have the address put on the white list. Try again after an hour.",
        },
    },
];
