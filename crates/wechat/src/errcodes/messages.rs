//! What people are sent, and what they send: openids, templates, subscriptions, content (official global list).

use super::ClearHelps::No;
use super::{Entry, Text};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: 40003,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "openid 不对",
            meaning: "微信不认识这个 openid。",
            cause: "openid 属于另一个账号（小程序与公众号各有各的），或用户没有关注。",
            next_step: "用同一个账号取得的 openid 发送。",
        },
        en: Text {
            title: "The openid is wrong",
            meaning: "WeChat does not know this openid.",
            cause: "It is of another account, since each account has its own for the same person, or the person does not follow it.",
            next_step: "Send to the openid that this very account was given.",
        },
    },
    Entry {
        errcode: 40037,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "模板编号不对",
            meaning: "没有这个 template_id。",
            cause: "模板属于另一个账号，或已被删除。",
            next_step: "在该账号的后台核对模板编号。",
        },
        en: Text {
            title: "The template is wrong",
            meaning: "There is no such template_id.",
            cause: "The template is of another account, or was deleted.",
            next_step: "Compare the template's id with the console of this account.",
        },
    },
    Entry {
        errcode: 40163,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "code 已经用过",
            meaning: "同一个 code 只能用一次。",
            cause: "前端重复提交，或服务端重试时又用了同一个 code。",
            next_step: "让用户重新登录以取得新的 code；不要用旧 code 重试。",
        },
        en: Text {
            title: "The code was used before",
            meaning: "A code is good for one call.",
            cause: "The page sent it twice, or the server tried again with the same one.",
            next_step: "Have the person log in again for a new code; never try again with the old one.",
        },
    },
    Entry {
        errcode: 43004,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "用户没有关注",
            meaning: "只能发给关注了公众号的人。",
            cause: "用户没有关注，或已取消关注。",
            next_step: "不要重试；请用户关注之后再发。",
        },
        en: Text {
            title: "The person does not follow the account",
            meaning: "Only followers can be sent this.",
            cause: "They never followed the account, or no longer do.",
            next_step: "Do not try again; ask them to follow first.",
        },
    },
    Entry {
        errcode: 43101,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "用户没有订阅这条消息",
            meaning: "用户拒绝，或订阅次数已经用掉。",
            cause: "一次订阅只能发一条；用户也可能取消了订阅。",
            next_step: "不要重试；下次请用户重新订阅。",
        },
        en: Text {
            title: "The person did not subscribe",
            meaning: "They refused this message, or their subscription is used up.",
            cause: "One subscription is good for one message, and may be taken back.",
            next_step: "Do not try again; ask them to subscribe anew.",
        },
    },
    Entry {
        errcode: 45015,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "超过回复时限",
            meaning: "用户最近一次互动已过太久。",
            cause: "客服消息只能在用户互动之后的一段时间内发送。",
            next_step: "等用户再次互动，或改用模板消息、订阅消息。",
        },
        en: Text {
            title: "It is too late to answer",
            meaning: "The person's last message or click is too long ago.",
            cause: "Customer service messages can only be sent for a while after the person did something.",
            next_step: "Wait until they write again, or send a template or subscribe message.",
        },
    },
    Entry {
        errcode: 47003,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "模板参数不对",
            meaning: "模板里某个字段为空或不合规则。",
            cause: "字段过长、类型不符，或缺少字段；errmsg 会写明是哪一个。",
            next_step: "按 errmsg 指出的字段修改内容。",
        },
        en: Text {
            title: "A template's field is wrong",
            meaning: "A field of the template is empty or against its rules.",
            cause: "It is too long, of another type, or missing; errmsg names it.",
            next_step: "Mend the field that errmsg names.",
        },
    },
    Entry {
        errcode: 87014,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "内容有风险",
            meaning: "内容安全检查没有通过。",
            cause: "文字或图片含有违规内容，或被误判。",
            next_step: "不要发布该内容；请用户修改后再提交。",
        },
        en: Text {
            title: "The content is risky",
            meaning: "The content did not pass WeChat's check.",
            cause: "The text or picture breaks a rule, or was taken for one that does.",
            next_step: "Do not publish it; have it changed, then checked again.",
        },
    },
];
