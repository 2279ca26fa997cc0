//! The list of all settings as they were given, for the page of the system settings.

use desk::settings::{GivenSetting, Layer, Origin};
use url::Url;
use wechat::MASK;

use super::file::names;
use super::{Outbound, Settings, Source};

/// The setting whose value may hold a password in itself.
const OUTBOUND_PROXY: &str = "outbound_proxy";
/// The setting whose value is a secret as a whole.
const METRICS_TOKEN: &str = "metrics_token";

/// Every setting with its value and its origin, without secrets.
pub(crate) fn given(source: &Source<'_>, outbound: &Outbound) -> Vec<GivenSetting> {
    let proxy = || outbound.proxy.url().map(ToString::to_string);
    let names = std::iter::once("config".to_owned()).chain(names());
    let all = names.map(|name| match name.as_str() {
        OUTBOUND_PROXY => GivenSetting { value: proxy(), origin: proxy_origin(source, outbound), name },
        METRICS_TOKEN => {
            let value = source.text(&name).map(|_| MASK.to_owned());
            GivenSetting { value, origin: source.origin(&name), name }
        }
        _ => GivenSetting { value: source.text(&name).map(masked), origin: source.origin(&name), name },
    });
    all.collect()
}

/// The origin of the proxy: also a variable that other programs go by.
fn proxy_origin(source: &Source<'_>, outbound: &Outbound) -> Origin {
    let origin = source.origin(OUTBOUND_PROXY);
    match &outbound.set_by {
        Some(name) if origin.layer == Layer::Default => Origin { layer: Layer::Environment, name: name.clone() },
        _ => origin,
    }
}

/// A value without the password that an address may hold.
fn masked(text: String) -> String {
    match Url::parse(&text) {
        Ok(mut url) if url.password().is_some() => {
            let _ = url.set_password(Some("***"));
            url.to_string()
        }
        _ => text,
    }
}

/// The settings as they were given, with the values of those that a demo replaces.
pub(crate) fn given_now(settings: &Settings) -> Vec<GivenSetting> {
    let now = |given: &GivenSetting| {
        let value = match given.name.as_str() {
            "listen" => Some(settings.listen.to_string()),
            "database_url" => Some(masked(settings.database_url.clone())),
            "wechat_base_url" => Some(settings.wechat_base_url.to_string()),
            "master_key_file" => Some(settings.master_key_file.display().to_string()),
            _ => given.value.clone(),
        };
        GivenSetting { value, ..given.clone() }
    };
    settings.given.iter().map(now).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_not_shown() {
        assert_eq!(masked("postgres://ann:hunter22@db/wxquota".to_owned()), "postgres://ann:***@db/wxquota");
        for text in ["sqlite://data/wxquota.db", "127.0.0.1:8686", "80", "info"] {
            assert_eq!(masked(text.to_owned()), text);
        }
    }
}
