//! Settings in the reader's words: names, meanings, sources, faults.

use desk::settings::{Layer, Origin};
use domain::{Lang, LinesFrom, SettingFault, SettingGroup, SettingKey, Thresholds};

use crate::context::Text;
use crate::format::percent;
use crate::{i18n, key, t};

/// Names of settings with the keys of the texts of their name and their meaning.
#[rustfmt::skip]
const TEXTS: [(&str, &str, &str); 34] = [
    ("warning_percent", key!("setting-warning-percent"), key!("setting-warning-percent-means")),
    ("critical_percent", key!("setting-critical-percent"), key!("setting-critical-percent-means")),
    ("account_clears", key!("setting-account-clears"), key!("setting-account-clears-means")),
    ("interface_clears", key!("setting-interface-clears"), key!("setting-interface-clears-means")),
    ("name_asked_from", key!("setting-name-asked-from"), key!("setting-name-asked-from-means")),
    ("second_person_from", key!("setting-second-person-from"), key!("setting-second-person-from-means")),
    ("reading_interval_hours", key!("setting-reading-interval-hours"), key!("setting-reading-interval-hours-means")),
    ("readings_a_day", key!("setting-readings-a-day"), key!("setting-readings-a-day-means")),
    ("rid_calls_a_day", key!("setting-rid-calls-a-day"), key!("setting-rid-calls-a-day-means")),
    ("time_zone", key!("setting-time-zone"), key!("setting-time-zone-means")),
    ("our_addresses", key!("setting-our-addresses"), key!("setting-our-addresses-means")),
    ("incidents_kept_days", key!("setting-incidents-kept-days"), key!("setting-incidents-kept-days-means")),
    ("decisions_kept_days", key!("setting-decisions-kept-days"), key!("setting-decisions-kept-days-means")),
    ("notices_kept_days", key!("setting-notices-kept-days"), key!("setting-notices-kept-days-means")),
    ("messages_kept_days", key!("setting-messages-kept-days"), key!("setting-messages-kept-days-means")),
    ("rids_kept_days", key!("setting-rids-kept-days"), key!("setting-rids-kept-days-means")),
    ("lists_kept_days", key!("setting-lists-kept-days"), key!("setting-lists-kept-days-means")),
    ("config", key!("setting-config"), key!("setting-config-means")),
    ("listen", key!("setting-listen"), key!("setting-listen-means")),
    ("database_url", key!("setting-database-url"), key!("setting-database-url-means")),
    ("wechat_base_url", key!("setting-wechat-base-url"), key!("setting-wechat-base-url-means")),
    ("outbound_proxy", key!("setting-outbound-proxy"), key!("setting-outbound-proxy-means")),
    ("outbound_proxy_file", key!("setting-outbound-proxy-file"), key!("setting-outbound-proxy-file-means")),
    ("master_key_file", key!("setting-master-key-file"), key!("setting-master-key-file-means")),
    ("quota_zone", key!("setting-quota-zone"), key!("setting-quota-zone-means")),
    ("public_url", key!("setting-public-url"), key!("setting-public-url-means")),
    ("proxy_hops", key!("setting-proxy-hops"), key!("setting-proxy-hops-means")),
    ("allow_http", key!("setting-allow-http"), key!("setting-allow-http-means")),
    ("account_clears_period", key!("setting-account-clears-period"), key!("setting-account-clears-period-means")),
    ("interface_clears_period", key!("setting-interface-clears-period"), key!("setting-interface-clears-period-means")),
    ("metrics_token", key!("setting-metrics-token"), key!("setting-metrics-token-means")),
    ("metrics_token_file", key!("setting-metrics-token-file"), key!("setting-metrics-token-file-means")),
    ("metrics_interfaces", key!("setting-metrics-interfaces"), key!("setting-metrics-interfaces-means")),
    ("log", key!("setting-log"), key!("setting-log-means")),
];

/// The name of a setting and what it means; one that only a newer wxquota knows is shown as it is.
pub(crate) fn setting_words(lang: Lang, name: &str) -> [Text; 2] {
    match TEXTS.into_iter().find(|(other, ..)| *other == name) {
        Some((_, name, meaning)) => [i18n::t(lang, name), i18n::t(lang, meaning)],
        None => [name.to_owned().into(), Text::default()],
    }
}

/// The name of a setting; `None` where there is none of this name.
pub(crate) fn setting_name(lang: Lang, name: &str) -> Option<Text> {
    let known = TEXTS.into_iter().find(|(other, ..)| *other == name);
    known.map(|(_, name, _)| i18n::t(lang, name))
}

/// The name of a group of settings.
pub(crate) fn group_words(lang: Lang, group: SettingGroup) -> Text {
    match group {
        SettingGroup::Lines => t!(lang, "setting-group-lines"),
        SettingGroup::Clears => t!(lang, "setting-group-clears"),
        SettingGroup::Friction => t!(lang, "setting-group-friction"),
        SettingGroup::Calls => t!(lang, "setting-group-calls"),
        SettingGroup::Display => t!(lang, "setting-group-display"),
        SettingGroup::Addresses => t!(lang, "setting-group-addresses"),
        SettingGroup::Retention => t!(lang, "setting-group-retention"),
    }
}

/// Where a value was given at the start.
pub(crate) fn origin_words(lang: Lang, origin: &Origin) -> Text {
    let name = origin.name.clone();
    match origin.layer {
        Layer::Default => t!(lang, "setting-from-default"),
        Layer::Demo => t!(lang, "setting-from-demo"),
        Layer::File => t!(lang, "setting-from-file", name = name),
        Layer::Environment => t!(lang, "setting-from-environment", name = name),
        Layer::Flag => t!(lang, "setting-from-flag", name = name),
    }
}

/// Why a setting cannot be changed on the page, and where it can be.
pub(crate) fn lock_words(lang: Lang, origin: &Origin) -> Text {
    let name = origin.name.clone();
    match origin.layer {
        Layer::Default => t!(lang, "setting-from-default"),
        Layer::Demo => t!(lang, "setting-from-demo"),
        Layer::File => t!(lang, "setting-locked-file", name = name),
        Layer::Environment => t!(lang, "setting-locked-environment", name = name),
        Layer::Flag => t!(lang, "setting-locked-flag", name = name),
    }
}

/// A value as the page shows it; `None` where nothing is set.
pub(crate) fn value_words(lang: Lang, value: Option<&str>) -> Text {
    match value.filter(|value| !value.is_empty()) {
        Some(value) => value.to_owned().into(),
        None => t!(lang, "setting-not-set"),
    }
}

/// The text about a fault of a value.
pub(crate) fn setting_fault_words(lang: Lang, fault: &SettingFault) -> Text {
    match fault {
        SettingFault::Number { least, most } => t!(lang, "fault-setting-number", least = *least, most = *most),
        SettingFault::Zone => t!(lang, "fault-zone"),
        SettingFault::Address(word) => t!(lang, "fault-setting-address", word = word.as_str()),
        SettingFault::TooLong => t!(lang, "fault-setting-long", most = domain::settings::LONGEST_SETTING),
        SettingFault::NotBelow => t!(lang, "fault-setting-not-below"),
    }
}

/// A change of a setting in a notice: its name, then `1 → 0`; of addresses only that there are more.
pub(crate) fn change_words(lang: Lang, setting: SettingKey, before: &str, after: &str) -> Text {
    let [name, _] = setting_words(lang, setting.word());
    if after.is_empty() {
        t!(lang, "setting-change-wider", name = name)
    } else {
        t!(lang, "setting-change", name = name, before = before, after = after)
    }
}

/// Both lines: `warning 80%, critical 95%`.
pub(crate) fn lines_words(lang: Lang, lines: Thresholds) -> Text {
    let share = |value: i64| percent(value * 10);
    t!(lang, "lines-both", warning = share(lines.warning_percent), critical = share(lines.critical_percent))
}

/// Where the lines that apply come from.
pub(crate) fn lines_from_words(lang: Lang, from: LinesFrom) -> Text {
    match from {
        LinesFrom::Interface => t!(lang, "lines-from-interface"),
        LinesFrom::Account => t!(lang, "lines-from-account"),
        LinesFrom::All => t!(lang, "lines-from-all"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_changeable_setting_has_a_name_and_a_meaning() {
        for key in SettingKey::ALL {
            for lang in [Lang::En, Lang::ZhCn] {
                let [name, meaning] = setting_words(lang, key.word());
                assert!(name != key.word() && !meaning.is_empty(), "{key}");
            }
        }
        let [name, meaning] = setting_words(Lang::En, "later");
        assert!(name == "later" && meaning.is_empty());
    }
}
