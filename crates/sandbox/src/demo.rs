//! The accounts of the demo, and a few that tests need: `demo.toml`.

use crate::config::Config;

/// The appid of 商城小程序: a shop's mini program under load.
pub const MALL_APPID: &str = "wx5a0d0000000000a1";
/// The appid of 会员服务号: a healthy service account.
pub const MEMBERS_APPID: &str = "wx5a0d0000000000b2";
/// The appid of 门店号: an official account whose outdated secret is still in use.
pub const STORES_APPID: &str = "wx5a0d0000000000c3";
/// The appid of 内网小程序, which may fetch tokens from 192.0.2.10 only.
pub const IP_RESTRICTED_APPID: &str = "wx5a0d0000000000d4";
/// The appid of 冻结公众号, whose secret is frozen.
pub const FROZEN_APPID: &str = "wx5a0d0000000000e5";
/// The appid of 商城小店: a shop.
pub const SHOP_APPID: &str = "wx5a0d0000000000f6";
/// The appid of 服务商平台: a third-party platform that 商城小程序 has authorised.
pub const PLATFORM_APPID: &str = "wx5a0d00000000009a";

impl Config {
    /// The config of `demo.toml`: the three accounts of the demo and four for tests (IP not allowed, secret frozen, shop,
    /// platform). At any hour of the start, one interface is about to run out, one is exhausted, one is at warning.
    pub fn demo() -> Self {
        // A test reads the file, so it is never the empty config.
        Self::from_toml(include_str!("demo.toml")).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DAY_MS, day_start};
    use crate::traffic::Traffic;

    #[test]
    fn the_file_holds_the_accounts_that_the_constants_name() {
        let config = Config::from_toml(include_str!("demo.toml")).unwrap();
        let appids: Vec<_> = config.accounts.iter().map(|account| account.appid.as_str()).collect();
        let named =
            [MALL_APPID, MEMBERS_APPID, STORES_APPID, IP_RESTRICTED_APPID, FROZEN_APPID, SHOP_APPID, PLATFORM_APPID];
        assert_eq!(appids, named);
        assert_eq!(Config { accounts: Vec::new(), ..config }, Config::default());
    }

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
