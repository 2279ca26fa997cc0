//! The outbound proxy: from its setting, or from the variables of the environment that other programs go by.

use std::path::Path;

use desk::outbound::OutboundCalls;
use secrecy::{ExposeSecret, SecretString};
use url::Url;
use wechat::proxy::Exceptions;
use wechat::{OutboundProxy, ProxyUrl};

use super::Source;
use super::secret::secret;

/// The word for no proxy, whatever the environment says.
const NONE: &str = "none";
/// The variables that name a proxy, the strongest first, and whether it is for `https://` alone.
const VARIABLES: [(&str, bool); 4] =
    [("HTTPS_PROXY", true), ("https_proxy", true), ("ALL_PROXY", false), ("all_proxy", false)];
/// The variables that list hosts to call directly.
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];

/// The outbound proxy, and the setting or the variable that it comes from.
#[derive(Debug, Clone, Default)]
pub struct Outbound {
    /// The proxy.
    pub proxy: OutboundProxy,
    /// The setting or the variable that decides; `None` where none is set.
    pub set_by: Option<String>,
}

impl Outbound {
    /// The way of calls, where WeChat is at `wechat`.
    pub(crate) fn calls(&self, wechat: &Url) -> OutboundCalls {
        OutboundCalls {
            proxy: self.proxy.url().map(ToString::to_string),
            set_by: self.set_by.clone(),
            reaches_wechat: self.proxy.of(wechat).is_some(),
        }
    }

    /// The proxy of the setting, of the file that holds it, or of the environment, in that order.
    ///
    /// # Errors
    /// What is wrong, with the name under which it was given, and nothing of the value.
    pub(super) fn understood(
        value: Option<&SecretString>,
        file: Option<&Path>,
        source: &Source<'_>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, String> {
        match secret("outbound_proxy", value, file, source)? {
            Some((text, set_by)) => Self::chosen(text.expose_secret(), set_by),
            None => Self::of_environment(variable),
        }
    }

    fn chosen(text: &str, set_by: String) -> Result<Self, String> {
        if text.trim().eq_ignore_ascii_case(NONE) {
            return Ok(Self { proxy: OutboundProxy::none(), set_by: Some(set_by) });
        }
        match ProxyUrl::parse(text) {
            Ok(url) => Ok(Self { proxy: OutboundProxy::all(url), set_by: Some(set_by) }),
            Err(fault) => Err(format!("{set_by}: {fault}; to use no proxy, write none")),
        }
    }

    fn of_environment(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let filled = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        let found = VARIABLES.into_iter().find_map(|(name, encrypted)| Some((name, encrypted, filled(name)?)));
        let Some((name, encrypted_only, text)) = found else { return Ok(Self::default()) };
        let url = ProxyUrl::parse(&text)
            .map_err(|fault| format!("{name}: {fault}; to use no proxy, set WXQUOTA_OUTBOUND_PROXY to none"))?;
        let exceptions = EXCEPTIONS.into_iter().find_map(filled).unwrap_or_default();
        let proxy = OutboundProxy::with(url, Exceptions::parse(&exceptions), encrypted_only);
        Ok(Self { proxy, set_by: Some(name.to_owned()) })
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn of(variables: &[(&'static str, &str)]) -> Result<(Option<String>, Option<String>, bool), String> {
        let variables: HashMap<_, _> = variables.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let outbound = Outbound::of_environment(|name| variables.get(name).cloned())?;
        let calls = outbound.calls(&"https://api.weixin.qq.com".parse().unwrap());
        Ok((calls.proxy, calls.set_by, calls.reaches_wechat))
    }

    #[test]
    fn the_environment_decides_where_nothing_is_set() {
        let told = |proxy: &str, by: &str, reaches| Ok((Some(proxy.to_owned()), Some(by.to_owned()), reaches));
        assert_eq!(of(&[]), Ok((None, None, false)));
        assert_eq!(of(&[("HTTPS_PROXY", " "), ("HTTP_PROXY", "http://p:1")]), Ok((None, None, false)));
        assert_eq!(of(&[("HTTPS_PROXY", "http://p:1"), ("ALL_PROXY", "q:2")]), told("http://p:1", "HTTPS_PROXY", true));
        assert_eq!(of(&[("HTTPS_PROXY", ""), ("https_proxy", "p:1")]), told("http://p:1", "https_proxy", true));
        assert_eq!(of(&[("all_proxy", "socks5://u:w@p")]), told("socks5h://‹masked›@p:1080", "all_proxy", true));
        let left_out = [("HTTPS_PROXY", "http://p:1"), ("no_proxy", "localhost,.qq.com")];
        assert_eq!(of(&left_out), told("http://p:1", "HTTPS_PROXY", false));
    }

    #[test]
    fn a_variable_that_will_not_do_is_named_without_its_value() {
        let told = of(&[("HTTPS_PROXY", "ftp://ann:hunter22@p")]).unwrap_err();
        assert!(told.starts_with("HTTPS_PROXY: ") && told.contains("WXQUOTA_OUTBOUND_PROXY"), "{told}");
        assert!(!told.contains("hunter22"), "{told}");
    }

    #[test]
    fn plain_addresses_are_for_all_proxy_and_the_setting_only() {
        let plain: Url = "http://hooks.example".parse().unwrap();
        let through = |name: &str| {
            let variable = |asked: &str| (asked == name).then(|| "http://p:1".to_owned());
            Outbound::of_environment(variable).unwrap().proxy.of(&plain).is_some()
        };
        assert!(through("ALL_PROXY") && !through("HTTPS_PROXY"));
        assert!(Outbound::chosen("http://p:1", "x".to_owned()).unwrap().proxy.of(&plain).is_some());
        assert!(Outbound::chosen(" None ", "x".to_owned()).unwrap().proxy.url().is_none());
    }
}
