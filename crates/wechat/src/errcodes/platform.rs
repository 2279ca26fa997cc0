//! Third-party platforms (第三方平台): 610xx, 41018.

use super::ClearHelps::No;
use super::{Entry, Text};

pub(super) const ENTRIES: &[Entry] = &[
    Entry {
        errcode: 41018,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "缺少 component_appid",
            meaning: "请求里没有第三方平台的 AppID。",
            cause: "POST 的 JSON 里漏了 component_appid。",
            next_step: "在请求体里加上第三方平台的 component_appid。",
        },
        en: Text {
            title: "component_appid is missing",
            meaning: "The request does not name the third-party platform.",
            cause: "The JSON body lacks component_appid.",
            next_step: "Add the platform's component_appid to the body.",
        },
    },
    Entry {
        errcode: 61003,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "账号没有授权给第三方平台",
            meaning: "这个账号还没有授权给该第三方平台，或已取消授权。",
            cause: "授权被撤销，或用错了 AppID。",
            next_step: "请账号管理员重新授权。",
        },
        en: Text {
            title: "The account has not authorized the platform",
            meaning: "The account never authorized this platform, or took that back.",
            cause: "The authorization was withdrawn, or the AppID is another one.",
            next_step: "Ask the account's admin to authorize the platform again.",
        },
    },
    Entry {
        errcode: 61005,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "component ticket 已过期",
            meaning: "第三方平台的推送票据过期了。",
            cause: "微信每 10 分钟推送一次票据，平台没有收到最新的。",
            next_step: "检查接收票据的回调是否正常，使用最近一次推送的票据。",
        },
        en: Text {
            title: "The component ticket has expired",
            meaning: "The ticket that WeChat pushes to the platform is too old.",
            cause: "WeChat pushes one every ten minutes, and the newest did not arrive.",
            next_step: "See that the callback receives tickets, and use the latest.",
        },
    },
    Entry {
        errcode: 61006,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "component ticket 无效",
            meaning: "第三方平台的推送票据不对。",
            cause: "使用了别的平台的票据，或票据被截断。",
            next_step: "使用最近一次推送给本平台的票据。",
        },
        en: Text {
            title: "The component ticket is not valid",
            meaning: "WeChat does not accept the platform's ticket.",
            cause: "It belongs to another platform, or was cut off.",
            next_step: "Use the latest ticket pushed to this platform.",
        },
    },
    Entry {
        errcode: 61007,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "接口没有授权给第三方平台",
            meaning: "账号授权时没有勾选该接口所属的权限集。",
            cause: "权限集不全，或权限集已被其他平台占用。",
            next_step: "请账号管理员重新授权，并勾选对应的权限集。",
        },
        en: Text {
            title: "The interface is not granted to the platform",
            meaning: "The account's authorization leaves out the permission set of this interface.",
            cause: "The set was not ticked, or another platform holds it.",
            next_step: "Ask the account's admin to authorize again with that permission set.",
        },
    },
    Entry {
        errcode: 61008,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "请求的 key 重复",
            meaning: "第三方平台的请求里有重复的 key。",
            cause: "同一个请求被重复提交。",
            next_step: "检查请求参数，去掉重复的 key。",
        },
        en: Text {
            title: "A request key is duplicated",
            meaning: "The platform's request holds the same key twice.",
            cause: "The request was built or sent twice.",
            next_step: "Look through the parameters and send each key once.",
        },
    },
    Entry {
        errcode: 61009,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "授权 code 无效",
            meaning: "第三方平台使用的授权 code 不对。",
            cause: "code 已经用过、被截断，或属于别的平台。",
            next_step: "重新发起授权，使用新的 code。",
        },
        en: Text {
            title: "The authorization code is not valid",
            meaning: "WeChat does not accept the code.",
            cause: "It was used before, cut off, or belongs to another platform.",
            next_step: "Start the authorization again and use the new code once.",
        },
    },
    Entry {
        errcode: 61010,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "授权 code 已过期",
            meaning: "授权 code 的有效期已过。",
            cause: "取得 code 后没有及时使用。",
            next_step: "重新发起授权，取得 code 后立即使用。",
        },
        en: Text {
            title: "The authorization code has expired",
            meaning: "The code's time is over.",
            cause: "It was not used soon enough.",
            next_step: "Start the authorization again and use the code at once.",
        },
    },
    Entry {
        errcode: 61011,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "第三方平台信息无效",
            meaning: "微信不认识这个第三方平台。",
            cause: "常见于把小程序或公众号的 AppID、AppSecret 当作平台的使用。",
            next_step: "使用第三方平台自己的 component_appid 和 component_appsecret。",
        },
        en: Text {
            title: "The platform is not valid",
            meaning: "WeChat does not know this third-party platform.",
            cause: "Often an account's AppID and secret were used in place of the platform's.",
            next_step: "Use the platform's own component_appid and component_appsecret.",
        },
    },
    Entry {
        errcode: 61012,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "选项名称无效",
            meaning: "授权方选项的名称不对。",
            cause: "option_name 拼写有误。",
            next_step: "对照官方文档改正 option_name。",
        },
        en: Text {
            title: "The option's name is not valid",
            meaning: "There is no such option of an authorizer.",
            cause: "The option_name is misspelled.",
            next_step: "Correct option_name after the official page.",
        },
    },
    Entry {
        errcode: 61013,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "选项值无效",
            meaning: "授权方选项的值不对。",
            cause: "option_value 不在允许的范围内。",
            next_step: "对照官方文档改正 option_value。",
        },
        en: Text {
            title: "The option's value is not valid",
            meaning: "The option does not take this value.",
            cause: "The option_value is none of those allowed.",
            next_step: "Correct option_value after the official page.",
        },
    },
    Entry {
        errcode: 61014,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "应使用第三方平台的凭据",
            meaning: "平台接口必须使用 component_access_token。",
            cause: "误用了账号的访问凭据。",
            next_step: "改用 component_access_token 调用。",
        },
        en: Text {
            title: "The platform's token is needed",
            meaning: "Interfaces of the platform take the component_access_token.",
            cause: "An account's token was used.",
            next_step: "Call it with the component_access_token.",
        },
    },
    Entry {
        errcode: 61015,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "应使用账号的凭据",
            meaning: "该接口必须使用账号的凭据，而不是第三方平台的。",
            cause: "误用了 component_access_token。",
            next_step: "改用该账号的 authorizer_access_token 或 access_token。",
        },
        en: Text {
            title: "The account's token is needed",
            meaning: "This interface takes an account's token, not the platform's.",
            cause: "The component_access_token was used.",
            next_step: "Call it with the account's authorizer_access_token or access_token.",
        },
    },
    Entry {
        errcode: 61016,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "权限集需要确认",
            meaning: "该接口所属的功能类目需要第三方平台确认。",
            cause: "平台尚未在开放平台后台确认相应的权限集。",
            next_step: "在开放平台后台确认该权限集后再试。",
        },
        en: Text {
            title: "The permission set needs confirming",
            meaning: "The platform has to confirm the category this interface belongs to.",
            cause: "That was not done in the open platform's backend.",
            next_step: "Confirm the permission set there, then try again.",
        },
    },
    Entry {
        errcode: 61023,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "刷新凭据无效",
            meaning: "authorizer_refresh_token 不对。",
            cause: "重新授权后旧的刷新凭据会失效，或保存时被截断。",
            next_step: "使用最近一次授权得到的刷新凭据；没有时请账号重新授权。",
        },
        en: Text {
            title: "The refresh token is not valid",
            meaning: "WeChat does not accept the authorizer_refresh_token.",
            cause: "A new authorization ends the old one, or it was kept incompletely.",
            next_step: "Use the one from the latest authorization, or ask the account to authorize again.",
        },
    },
    Entry {
        errcode: 61024,
        paths: &[],
        clear_helps: No,
        zh: Text {
            title: "应使用第三方平台专用凭据",
            meaning: "第三方平台要通过 api_component_token 获取凭据。",
            cause: "用普通方式为第三方平台获取了凭据。",
            next_step: "改用 /cgi-bin/component/api_component_token。",
        },
        en: Text {
            title: "Platforms get tokens another way",
            meaning: "A third-party platform gets its token from api_component_token.",
            cause: "The ordinary token call was used for a platform.",
            next_step: "Use /cgi-bin/component/api_component_token.",
        },
    },
];
