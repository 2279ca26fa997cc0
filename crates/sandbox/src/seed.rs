//! The accounts of the demo, and a few that tests need.

use crate::config::{AccountConfig, AccountState, Config, InterfaceConfig, Kind, LimitWas, OutdatedSecret};
use crate::traffic::{Profile, Shape};

/// 商城小程序: a shop's mini program under load.
pub const MALL_APPID: &str = "wx5a0d0000000000a1";
/// 会员服务号: a healthy service account.
pub const MEMBERS_APPID: &str = "wx5a0d0000000000b2";
/// 门店号: an official account whose outdated secret is still in use.
pub const STORES_APPID: &str = "wx5a0d0000000000c3";
/// 内网小程序: may fetch tokens from 192.0.2.10 only.
pub const FENCED_APPID: &str = "wx5a0d0000000000d4";
/// 冻结公众号: its secret is frozen.
pub const FROZEN_APPID: &str = "wx5a0d0000000000e5";
/// 商城小店: a shop.
pub const SHOP_APPID: &str = "wx5a0d0000000000f6";
/// 服务商平台: a third-party platform that 商城小程序 has authorised.
pub const PLATFORM_APPID: &str = "wx5a0d00000000009a";

impl Config {
    /// The three accounts of the demo, and four for tests (IP not allowed, secret frozen, shop, platform). Whatever the
    /// hour of the start, one interface is about to run out, one is exhausted, one is at warning.
    pub fn demo() -> Self {
        let accounts = vec![mall(), members(), stores(), fenced(), frozen(), shop(), platform()];
        Self { accounts, ..Self::default() }
    }
}

fn daily(path: &str, daily_limit: u64, share: f64, profile: Profile) -> InterfaceConfig {
    let traffic = Shape::Daily { share, profile, at_start: None };
    InterfaceConfig { traffic, ..InterfaceConfig::new(path, daily_limit) }
}

fn at_start(path: &str, daily_limit: u64, share: f64, at_start: f64) -> InterfaceConfig {
    let traffic = Shape::Daily { share, profile: Profile::Shoppers, at_start: Some(at_start) };
    InterfaceConfig { traffic, ..InterfaceConfig::new(path, daily_limit) }
}

fn per_minute(interface: InterfaceConfig, minute_limit: u64) -> InterfaceConfig {
    InterfaceConfig { minute_limit: Some(minute_limit), ..interface }
}

fn mall() -> AccountConfig {
    use Profile::{NightJobs, Shoppers, Steady};
    let codes = InterfaceConfig {
        clear_lifts: false,
        traffic: Shape::Lifetime { at_start: 0.884, per_day: 0.0021 },
        ..InterfaceConfig::new("/wxa/getwxacode", 100_000)
    };
    let raised = InterfaceConfig {
        limit_was: Some(LimitWas { daily_limit: 300_000, days_ago: 7 }),
        ..daily("/wxa/generatescheme", 500_000, 0.58, Shoppers)
    };
    let no_figure = InterfaceConfig { no_figure: true, ..InterfaceConfig::new("/wxa/servicemarket", 0) };
    let account = AccountConfig {
        in_demo: true,
        callback_url: true,
        account_clears_spent: 4,
        interface_clears_spent: 7,
        authorized_to: Some(PLATFORM_APPID.to_owned()),
        ..AccountConfig::new("商城小程序", MALL_APPID, "fa4e0000000000000000000000000a1a", Kind::MiniProgram)
    };
    account.with([
        at_start("/wxa/business/getuserphonenumber", 50_000, 0.93, 0.968),
        at_start("/cgi-bin/message/subscribe/send", 1_000_000, 0.97, 1.12),
        codes,
        per_minute(at_start("/wxa/msg_sec_check", 2_000_000, 0.78, 0.862), 4_000),
        per_minute(daily("/wxa/img_sec_check", 200_000, 0.46, Shoppers), 2_000),
        per_minute(daily("/wxa/media_check_async", 200_000, 0.31, Shoppers), 2_000),
        raised,
        daily("/wxa/generate_urllink", 500_000, 0.24, Shoppers),
        per_minute(daily("/wxa/getwxacodeunlimit", 1_000_000, 0.37, Shoppers), 5_000),
        daily("/wxa/genwxashortlink", 10_000_000, 0.04, Shoppers),
        daily("/datacube/getweanalysisappiddailyvisittrend", 5_000, 0.33, NightJobs),
        daily("/cgi-bin/stable_token", 500_000, 0.01, Steady),
        no_figure,
    ])
}

fn members() -> AccountConfig {
    use Profile::{NightJobs, Office, Shoppers, Steady};
    let account = AccountConfig {
        in_demo: true,
        callback_url: true,
        account_clears_spent: 1,
        ..AccountConfig::new("会员服务号", MEMBERS_APPID, "fa4e0000000000000000000000000b2b", Kind::ServiceAccount)
    };
    account.with([
        daily("/cgi-bin/message/template/send", 1_000_000, 0.52, Shoppers),
        daily("/cgi-bin/message/custom/send", 500_000, 0.27, Shoppers),
        daily("/cgi-bin/user/info", 5_000_000, 0.18, Shoppers),
        daily("/cgi-bin/user/get", 500, 0.44, NightJobs),
        daily("/cgi-bin/qrcode/create", 100_000, 0.36, Office),
        daily("/cgi-bin/media/upload", 100_000, 0.12, Office),
        daily("/cgi-bin/draft/add", 1_000, 0.06, Office),
        daily("/cgi-bin/menu/get", 10_000, 0.21, Steady),
        daily("/cgi-bin/ticket/getticket", 100_000, 0.05, Steady),
        daily("/cgi-bin/token", 2_000, 0.16, Steady),
    ])
}

fn stores() -> AccountConfig {
    let account = AccountConfig {
        in_demo: true,
        outdated: Some(OutdatedSecret { secret: "0000bad00000bad00000bad00000bad0".to_owned(), hours_ago: 51 }),
        ..AccountConfig::new("门店号", STORES_APPID, "fa4e0000000000000000000000000c3c", Kind::OfficialAccount)
    };
    account.with([
        daily("/cgi-bin/message/custom/send", 500_000, 0.22, Profile::Shoppers),
        daily("/cgi-bin/user/info", 5_000_000, 0.07, Profile::Shoppers),
        daily("/cgi-bin/user/get", 500, 0.31, Profile::NightJobs),
        daily("/cgi-bin/media/upload", 100_000, 0.09, Profile::Office),
        daily("/cgi-bin/freepublish/submit", 100, 0.17, Profile::Office),
    ])
}

fn fenced() -> AccountConfig {
    AccountConfig {
        ip_allowed: Some(vec![std::net::IpAddr::from([192, 0, 2, 10])]),
        ..AccountConfig::new("内网小程序", FENCED_APPID, "fa4e0000000000000000000000000d4d", Kind::MiniProgram)
    }
}

fn frozen() -> AccountConfig {
    AccountConfig {
        state: AccountState::SecretFrozen,
        ..AccountConfig::new("冻结公众号", FROZEN_APPID, "fa4e0000000000000000000000000e5e", Kind::OfficialAccount)
    }
}

fn shop() -> AccountConfig {
    AccountConfig::new("商城小店", SHOP_APPID, "fa4e0000000000000000000000000f6f", Kind::Shop).with([
        daily("/channels/ec/basics/info/get", 10_000, 0.11, Profile::Office),
        daily("/channels/ec/order/get", 1_000_000, 0.42, Profile::Shoppers),
        daily("/channels/ec/order/list/get", 100_000, 0.35, Profile::Steady),
    ])
}

fn platform() -> AccountConfig {
    AccountConfig::new("服务商平台", PLATFORM_APPID, "fa4e000000000000000000000000009a", Kind::Platform).with([daily(
        "/wxa/gettemplatedraftlist",
        10_000,
        0.03,
        Profile::Office,
    )])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DAY_MS, day_start};
    use crate::traffic::Traffic;

    #[test]
    fn whatever_the_hour_the_story_holds() {
        let config = Config::demo();
        for (day, hour) in (20_497..20_504).flat_map(|day| (0..24).map(move |hour| (day, hour))) {
            let now = day_start(day) + hour * 3_600_000 + 61_000;
            let traffic = Traffic::new(&config, now);
            let share = |appid: &str, path: &str| {
                let figures = traffic.used_at(appid, path, now).unwrap();
                figures.used * 1000 / figures.daily_limit.max(1)
            };
            assert!((960..980).contains(&share(MALL_APPID, "/wxa/business/getuserphonenumber")));
            assert_eq!(share(MALL_APPID, "/cgi-bin/message/subscribe/send"), 1000);
            assert!((800..950).contains(&share(MALL_APPID, "/wxa/msg_sec_check")));
            assert!((800..950).contains(&share(MALL_APPID, "/wxa/getwxacode")));
            for interface in &config.accounts[1].interfaces {
                assert!(share(MEMBERS_APPID, &interface.path) < 800, "{} on {day} at {hour}", interface.path);
            }
        }
    }

    #[test]
    fn the_old_limit_of_the_raised_interface_was_too_low() {
        let now = day_start(20_500) + 10 * 3_600_000;
        let traffic = Traffic::new(&Config::demo(), now);
        let at = |ms| traffic.used_at(MALL_APPID, "/wxa/generatescheme", ms).unwrap();
        assert_eq!(at(now).daily_limit, 500_000);
        let evenings: Vec<_> = (8..30).map(|days| at(day_start(20_501 - days) - 1)).collect();
        assert!(evenings.iter().all(|figures| figures.daily_limit == 300_000));
        assert!(evenings.iter().any(|figures| figures.remain == 0));
        assert!(evenings.iter().any(|figures| figures.remain > 0), "not every day");
        assert!(at(day_start(20_501) - DAY_MS - 1).remain > 0);
    }
}
