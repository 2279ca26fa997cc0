//! The place in WeChat's console where an account's AppSecret and IP list are (official pages of 2025). Its labels are Chinese
//! in every language.

use domain::{Kind, Lang};

/// The place for an account of this kind; that for each kind where it is not known, or the same menu serves none.
pub fn console_place(kind: Option<Kind>, lang: Lang) -> &'static str {
    match (kind, lang) {
        (Some(Kind::OfficialAccount | Kind::ServiceAccount), _) => "微信开发者平台 → 我的业务 → 基础信息 → 开发密钥",
        (Some(Kind::MiniProgram | Kind::MiniGame), _) => "mp.weixin.qq.com → 开发管理 → 开发设置",
        (_, Lang::ZhCn) => {
            "公众号在“微信开发者平台 → 我的业务 → 基础信息 → 开发密钥”，小程序在“mp.weixin.qq.com → 开发管理 → 开发设置”"
        }
        (_, Lang::En) => {
            "official accounts: 微信开发者平台 → 我的业务 → 基础信息 → 开发密钥; mini programs: mp.weixin.qq.com → 开发管理 → 开发设置"
        }
    }
}
