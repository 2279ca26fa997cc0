//! Call counts and rates: 450xx, 44993, 48006, and plain busyness.

use super::ClearHelps::{Maybe, No, Yes};
use super::{Entry, Text, paths};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: -1,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "微信系统繁忙",
            meaning: "微信暂时处理不了这个请求。",
            cause: "微信侧的临时故障。",
            next_step: "稍等片刻再试。清零请求不要重发，先看用量有没有变化。",
        },
        en: Text {
            title: "WeChat is busy",
            meaning: "WeChat could not handle the request just now.",
            cause: "A passing fault on WeChat's side.",
            next_step: "Try again in a moment. Do not repeat a clear; see first whether usage fell.",
        },
    },
    Entry {
        errcode: 0,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "成功", meaning: "微信接受了这个请求。", cause: "没有错误。", next_step: "无需处理。"
        },
        en: Text {
            title: "Success",
            meaning: "WeChat accepted the request.",
            cause: "Nothing went wrong.",
            next_step: "Nothing to do.",
        },
    },
    Entry {
        errcode: 44993,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "查询接口当天的次数用完了",
            meaning: "这个管理接口自身也有每日上限，今天已达到。",
            cause: "额度查询过于频繁，或多个系统都在查询同一个账号。",
            next_step: "今天停止读取这个账号，次日额度重置后继续；不必为此清零。",
        },
        en: Text {
            title: "Reading quotas has reached its own daily limit",
            meaning: "The management call itself may be made only so often a day, and that is reached.",
            cause: "Quotas were read too often, or several systems read the same account.",
            next_step: "Stop reading this account until the reset. This is no reason to clear.",
        },
    },
    Entry {
        errcode: 45009,
        paths: &[],
        clear_helps: Yes,
        zh: Text {
            title: "当天调用次数用完了",
            meaning: "该接口今天的调用次数已达上限。",
            cause: "调用量增长、缺少缓存、重试过多，或被滥用。若额度明明还有剩余，则多半是每分钟限制。",
            next_step: "先看该接口的剩余额度：为 0 时可以清零或等次日重置；仍有剩余时，放慢调用即可。",
        },
        en: Text {
            title: "The day's quota is used up",
            meaning: "The interface has reached its daily limit of calls.",
            cause: "More traffic, missing caches, too many retries, or abuse. If calls are left, it is the limit per minute instead.",
            next_step: "Look at what is left. At 0, clear it or wait for the reset. With calls left, slow down instead.",
        },
    },
    Entry {
        errcode: 45009,
        paths: paths::TOKENS,
        clear_helps: Maybe,
        zh: Text {
            title: "今天获取凭据的次数用完了",
            meaning: "获取访问凭据的次数已达当日上限。",
            cause: "凭据没有缓存，每次请求都去获取；或强制刷新过多（每天 20 次）。",
            next_step: "先让程序缓存凭据。文档称清零可恢复，但有人反馈无效；没有可用凭据时只能用 AppSecret 清零。",
        },
        en: Text {
            title: "No more tokens today",
            meaning: "Tokens were fetched as often as a day allows.",
            cause: "Tokens are fetched for every call instead of kept, or were refreshed by force more than 20 times.",
            next_step: "Keep tokens first. The documents say a clear helps, some users saw it fail. Without a token only a clear by AppSecret is possible.",
        },
    },
    Entry {
        errcode: 45009,
        paths: paths::QUOTA_GET,
        clear_helps: Maybe,
        zh: Text {
            title: "今天查询额度的次数用完了",
            meaning: "额度查询接口自身的每日次数已达上限。",
            cause: "查询过于频繁，或多个系统都在查询同一个账号。",
            next_step: "减少查询，等次日重置。清零整个账号也许能恢复，但不值得。",
        },
        en: Text {
            title: "No more quota readings today",
            meaning: "The call that reads quotas has used up its own daily quota.",
            cause: "Quotas were read too often, or several systems read the same account.",
            next_step: "Read less often and wait for the reset. Clearing the whole account may help, but is hardly worth it.",
        },
    },
    Entry {
        errcode: 45009,
        paths: paths::UNLIMITED_CODES,
        clear_helps: No,
        zh: Text {
            title: "生成小程序码过快",
            meaning: "这个接口按每分钟限制（约 5000 次），不是每日次数。",
            cause: "短时间内批量生成小程序码。",
            next_step: "等一分钟，放慢后再试，并缓存已生成的小程序码。",
        },
        en: Text {
            title: "Mini-program codes are made too fast",
            meaning: "This interface is limited per minute (about 5,000), not per day.",
            cause: "Many codes were made at once.",
            next_step: "Wait a minute, go slower, and keep codes that were made.",
        },
    },
    Entry {
        errcode: 45009,
        paths: paths::LIFETIME_CODES,
        clear_helps: No,
        zh: Text {
            title: "永久小程序码数量用完了",
            meaning: "这类小程序码终身一共 10 万个，已经用完。",
            cause: "两个接口共用这 10 万个，不按天恢复。",
            next_step: "改用 /wxa/getwxacodeunlimit，它没有总数限制。",
        },
        en: Text {
            title: "The lifetime supply of codes is used up",
            meaning: "Codes of this kind are limited to 100,000 in total, for ever.",
            cause: "Two interfaces share that total, and it does not come back.",
            next_step: "Use /wxa/getwxacodeunlimit, which has no total.",
        },
    },
    Entry {
        errcode: 45011,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "调用过于频繁",
            meaning: "超过了每分钟的调用上限。",
            cause: "短时间内请求太多，或重试没有间隔。",
            next_step: "等一分钟再试，并限制调用速度。清零对每分钟限制没有作用。",
        },
        en: Text {
            title: "Too many calls a minute",
            meaning: "The limit per minute is reached.",
            cause: "A burst of calls, or retries without a pause.",
            next_step: "Wait a minute and go slower. A clear does nothing against a limit per minute.",
        },
    },
    Entry {
        errcode: 48006,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "本月清零次数用完了",
            meaning: "这个账号本月的 10 次清零已经用完。",
            cause: "微信后台、接口和 AppSecret 清零共用这 10 次。",
            next_step: "等到次月恢复。只差一个接口时，可改用单接口清零；同时减少调用。",
        },
        en: Text {
            title: "No clears left this month",
            meaning: "The account's 10 clears of this month are used up.",
            cause: "WeChat's own pages, the call and the clear by AppSecret share the 10.",
            next_step: "Wait for the next month. If one interface is enough, clear that one alone. Reduce calls meanwhile.",
        },
    },
    Entry {
        errcode: 48006,
        paths: paths::CLEAR_INTERFACE,
        clear_helps: No,
        zh: Text {
            title: "单接口清零次数用完了",
            meaning: "这个账号的单接口清零次数（约 50 次）已经用完。",
            cause: "次数按月还是按天恢复，各文档说法不一。",
            next_step: "等额度恢复；确有必要时可清零整个账号，那是另外的 10 次。",
        },
        en: Text {
            title: "No single-interface clears left",
            meaning: "The account's clears of single interfaces (about 50) are used up.",
            cause: "Whether they come back each month or each day, the documents do not agree.",
            next_step: "Wait for them to come back. If it cannot wait, clearing the whole account counts separately.",
        },
    },
];
