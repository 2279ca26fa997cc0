//! Tokens, appids and secrets: 400xx, 4012x, 4024x, 420xx.

use super::ClearHelps::No;
use super::{Entry, Text, paths};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: 40001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "访问凭据无效",
            meaning: "access_token 无效，或已被更新的凭据取代。",
            cause: "常见于另一台服务器或另一个项目用普通方式获取了新凭据，旧的随即失效；也可能用错了账号的凭据。",
            next_step: "改用 stable_token 并由一处统一保管凭据；然后重新获取凭据，再试一次。",
        },
        en: Text {
            title: "The token is not valid",
            meaning: "The access_token is invalid or no longer the latest.",
            cause: "Usually another server or project fetched an ordinary token, which ended yours; or the token belongs to another account.",
            next_step: "Fetch the token again and retry once. To end it for good, use stable_token and keep tokens in one place.",
        },
    },
    Entry {
        errcode: 40001,
        paths: paths::TOKENS,
        clear_helps: No,
        zh: Text {
            title: "AppSecret 不对",
            meaning: "微信不接受这个 AppSecret。",
            cause: "AppSecret 已被重置，或填成了别的账号的。",
            next_step: "到微信后台核对 AppSecret，在账号设置里替换，再检查一次。",
        },
        en: Text {
            title: "The AppSecret is wrong",
            meaning: "WeChat does not accept this AppSecret.",
            cause: "It was reset, or belongs to another account.",
            next_step: "Compare it with the one in WeChat's backend, replace it in the account's settings, and check again.",
        },
    },
    Entry {
        errcode: 40002,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "grant_type 不对",
            meaning: "凭证类型必须是 client_credential。",
            cause: "请求里的 grant_type 写错或缺失。",
            next_step: "把 grant_type 改为 client_credential。",
        },
        en: Text {
            title: "The grant_type is wrong",
            meaning: "WeChat expects the grant type client_credential.",
            cause: "The request names another one, or none.",
            next_step: "Send grant_type=client_credential.",
        },
    },
    Entry {
        errcode: 40013,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "AppID 不对",
            meaning: "微信不认识这个 AppID。",
            cause: "多了空格、大小写写错，或账号已注销。",
            next_step: "从微信后台复制 AppID，注意大小写。",
        },
        en: Text {
            title: "The AppID is wrong",
            meaning: "WeChat does not know this AppID.",
            cause: "A blank too many, wrong capitals, or an account that no longer exists.",
            next_step: "Copy the AppID from WeChat's backend and mind its capitals.",
        },
    },
    Entry {
        errcode: 40013,
        paths: paths::CLEAR_ACCOUNT,
        clear_helps: No,
        zh: Text {
            title: "AppID 与凭据不是同一个账号",
            meaning: "清零请求里的 AppID 写错，或与访问凭据所属的账号不一致。",
            cause: "把一个账号的凭据用在了另一个账号上。",
            next_step: "确认 AppID 与凭据属于同一个账号后再试。这次没有消耗清零次数。",
        },
        en: Text {
            title: "The AppID does not match the token",
            meaning: "The AppID to clear is wrong, or is not the account the token belongs to.",
            cause: "The token of one account was used for another.",
            next_step: "Use the AppID and the token of the same account. This attempt did not use up a clear.",
        },
    },
    Entry {
        errcode: 40013,
        paths: paths::CLEAR_BY_SECRET,
        clear_helps: No,
        zh: Text {
            title: "清零请求里的 AppID 不对",
            meaning: "微信不认识要清零的 AppID。",
            cause: "AppID 写错，或账号已注销；第三方平台的账号不能这样清零。",
            next_step: "核对账号设置里的 AppID。这次没有消耗清零次数。",
        },
        en: Text {
            title: "The AppID to clear is wrong",
            meaning: "WeChat does not know the AppID that was to be cleared.",
            cause: "It is misspelled, the account no longer exists, or it is a third-party platform, which cannot be cleared this way.",
            next_step: "Compare the AppID in the account's settings. This attempt did not use up a clear.",
        },
    },
    Entry {
        errcode: 40014,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "访问凭据格式不对",
            meaning: "这个 access_token 的写法不对。",
            cause: "凭据被截断、多了空格或换行，或用了别的平台的凭据。",
            next_step: "重新获取凭据，完整保存后再试。",
        },
        en: Text {
            title: "The token is malformed",
            meaning: "WeChat cannot read this access_token.",
            cause: "It was cut off, holds blanks or line breaks, or belongs to another platform.",
            next_step: "Fetch the token again, keep it whole (up to 512 characters), and retry.",
        },
    },
    Entry {
        errcode: 40029,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "登录 code 无效",
            meaning: "这个 code 不是有效的登录凭证。",
            cause: "code 只能用一次，5 分钟内有效，且必须属于同一个小程序。",
            next_step: "让用户重新登录取得新的 code，不要重复使用。",
        },
        en: Text {
            title: "The login code is not valid",
            meaning: "WeChat does not accept this code.",
            cause: "A code works once, for five minutes, and only for the app it was made in.",
            next_step: "Have the person sign in again and use the new code once.",
        },
    },
    Entry {
        errcode: 40125,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "AppSecret 不对",
            meaning: "微信不接受这个 AppSecret。",
            cause: "AppSecret 已被重置、复制不完整，或属于别的账号。",
            next_step: "到微信后台核对或重置 AppSecret，在账号设置里替换，再检查一次。",
        },
        en: Text {
            title: "The AppSecret is wrong",
            meaning: "WeChat does not accept this AppSecret.",
            cause: "It was reset, copied incompletely, or belongs to another account.",
            next_step: "Compare or reset it in WeChat's backend, replace it in the account's settings, and check again.",
        },
    },
    Entry {
        errcode: 40243,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "AppSecret 已被冻结",
            meaning: "这个账号的 AppSecret 处于冻结状态，不能获取访问凭据。",
            cause: "管理员在微信后台冻结了 AppSecret，或因安全原因被冻结。",
            next_step: "请管理员登录微信后台解冻 AppSecret，再检查一次。",
        },
        en: Text {
            title: "The AppSecret is frozen",
            meaning: "No token can be had while the AppSecret is frozen.",
            cause: "An admin froze it in WeChat's backend, or it was frozen for safety.",
            next_step: "Ask the account's admin to unfreeze it in WeChat's backend, then check again.",
        },
    },
    Entry {
        errcode: 42001,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "访问凭据已过期",
            meaning: "access_token 的有效期已过。",
            cause: "凭据最长 2 小时有效，到期前没有更新。",
            next_step: "重新获取凭据，再试一次。",
        },
        en: Text {
            title: "The token has expired",
            meaning: "The access_token's time is over.",
            cause: "A token lives two hours at most and was not renewed in time.",
            next_step: "Fetch the token again and retry once.",
        },
    },
    Entry {
        errcode: 42007,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "用户授权已失效",
            meaning: "用户修改了微信密码，原有授权凭据不再有效。",
            cause: "只影响网页授权和第三方授权的凭据，与账号自己的访问凭据无关。",
            next_step: "请用户或账号管理员重新授权。",
        },
        en: Text {
            title: "The authorization has ended",
            meaning: "The person changed their WeChat password, which ends tokens given by authorization.",
            cause: "This concerns tokens of sign-in and of third-party platforms, not the account's own token.",
            next_step: "Ask for the authorization again.",
        },
    },
];
