//! What an account may do: 480xx, 500xx.

use super::ClearHelps::No;
use super::{Entry, Text};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: 48001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "没有该接口的权限",
            meaning: "这个账号没有获得该接口。",
            cause: "账号类型或认证状态不具备该权限，或权限尚未申请。",
            next_step: "在微信后台的接口权限页查看是否已获得该接口。",
        },
        en: Text {
            title: "The interface is not granted",
            meaning: "The account has not been given this interface.",
            cause: "Its kind or verification does not include it, or it was never applied for.",
            next_step: "See the interface permissions in WeChat's backend.",
        },
    },
    Entry {
        errcode: 48004,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "接口已被封禁",
            meaning: "该接口因违规被封禁。",
            cause: "账号违反了平台规则。",
            next_step: "登录 mp.weixin.qq.com 查看处罚详情并申诉。",
        },
        en: Text {
            title: "The interface is banned",
            meaning: "WeChat banned this interface for the account.",
            cause: "The account broke a rule of the platform.",
            next_step: "See the details on mp.weixin.qq.com, where you can appeal.",
        },
    },
    Entry {
        errcode: 50001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "未获授权",
            meaning: "用户没有授权这个接口，或账号没有该接口权限。",
            cause: "缺少用户授权，或授权范围不够。",
            next_step: "请用户重新授权，并确认授权范围包含该接口。",
        },
        en: Text {
            title: "Not authorized",
            meaning: "The person has not authorized this interface, or the account does not have it.",
            cause: "An authorization is missing or too narrow.",
            next_step: "Ask for the authorization again, with a scope that covers the interface.",
        },
    },
    Entry {
        errcode: 50002,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "账号受限",
            meaning: "这个用户或账号目前受限。",
            cause: "可能被冻结或注销；即使额度有剩余也会出现。",
            next_step: "登录微信后台查看账号状态。清零无济于事。",
        },
        en: Text {
            title: "The account is limited",
            meaning: "This user or account is restricted at present.",
            cause: "It may be frozen or closed. It happens with quota left, too.",
            next_step: "See the account's standing in WeChat's backend. A clear does not help.",
        },
    },
    Entry {
        errcode: 50004,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "禁止获取凭据",
            meaning: "这个账号被禁止使用获取凭据的接口。",
            cause: "可能因违规受到处罚。",
            next_step: "登录微信后台查看处罚通知并申诉。",
        },
        en: Text {
            title: "Fetching tokens is forbidden",
            meaning: "The account may not use the token calls.",
            cause: "Probably a penalty.",
            next_step: "See the notices in WeChat's backend, where you can appeal.",
        },
    },
    Entry {
        errcode: 50007,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "账号已被冻结",
            meaning: "这个账号处于冻结状态。",
            cause: "违规、长期未使用，或主体信息异常。",
            next_step: "登录微信后台按提示解冻，然后再检查。",
        },
        en: Text {
            title: "The account is frozen",
            meaning: "WeChat has frozen this account.",
            cause: "A broken rule, long disuse, or a problem with the owner's details.",
            next_step: "Follow the steps in WeChat's backend to unfreeze it, then check again.",
        },
    },
];
