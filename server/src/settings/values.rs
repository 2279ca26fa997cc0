//! The values of settings, understood from their text; the faults say what to write instead.

use std::path::PathBuf;

use domain::QuotaZone;
use domain::clears::ResetInterval;
use url::Url;

use super::{Listen, is_loopback};

pub(super) const SQLITE: &str = "sqlite://";

pub(super) fn listen(text: &str, only_loopback: Option<&str>) -> Result<Listen, String> {
    let listen: Listen = text.parse()?;
    match (&listen, only_loopback) {
        (Listen::Tcp(address), Some(why)) if listen.is_beyond_this_machine() => Err(format!(
            "{address} can be reached from other machines, and {why}; use a loopback address such as 127.0.0.1:{}",
            address.port()
        )),
        _ => Ok(listen),
    }
}

pub(super) fn database_url(text: &str) -> Result<String, String> {
    match text.trim().strip_prefix(SQLITE) {
        Some(path) if !path.is_empty() && !path.contains(['?', '#']) && !path.starts_with(':') => {
            Ok(format!("{SQLITE}{path}"))
        }
        _ => Err(format!("{text:?} is not a database URL; write sqlite:// and the path of a file")),
    }
}

/// What [`wechat::Transport`] refuses is refused here, so that it is told together with the other faults.
pub(super) fn wechat_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text.trim())
        .map_err(|_| format!("{text:?} is not a URL; write one such as https://api.weixin.qq.com"))?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => {
            return Err(
                "http:// is accepted only for this machine (localhost, 127.0.0.1, [::1]), because AppSecrets would \
                 be sent unencrypted; use https://"
                    .to_owned(),
            );
        }
        _ => return Err("it must start with https://".to_owned()),
    }
    if url.host().is_none() {
        return Err("the host is missing".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("it must not contain a user name, a query (?) or a fragment (#)".to_owned());
    }
    Ok(url)
}

pub(super) fn key_file(text: &str) -> Result<PathBuf, String> {
    if text.trim().is_empty() { Err("the file name is empty".to_owned()) } else { Ok(PathBuf::from(text)) }
}

pub(super) fn quota_zone(name: &str) -> Result<QuotaZone, String> {
    name.trim().parse().map_err(|_| format!("{name:?} is not a time zone; write one such as Asia/Shanghai"))
}

/// An empty value is an unset one, as `WXQUOTA_PUBLIC_URL=` in a file of variables means.
pub(super) fn public_url(text: Option<&str>) -> Result<Option<Url>, String> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) else { return Ok(None) };
    let no_address = || format!("{text:?} is not a URL; write one such as https://quota.example.com");
    let url = Url::parse(text).map_err(|_| no_address())?;
    let plain = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    match url.scheme() {
        "http" | "https" if url.host().is_some() && plain => Ok(Some(url)),
        "http" | "https" if url.host().is_some() => {
            Err("it must contain only a scheme, a host and an optional port".to_owned())
        }
        _ => Err(no_address()),
    }
}

pub(super) fn hops(text: &str) -> Result<u8, String> {
    let hops = text.trim().parse().ok().filter(|hops| *hops <= 10);
    hops.ok_or_else(|| format!("{text:?} is not a number from 0 to 10"))
}

/// An empty value is an unset one.
pub(super) fn yes_or_no(text: &str) -> Result<bool, String> {
    match text.trim() {
        "true" => Ok(true),
        "false" | "" => Ok(false),
        other => Err(format!("{other:?} is neither true nor false")),
    }
}

pub(super) fn period(text: &str) -> Result<ResetInterval, String> {
    text.trim().parse().map_err(|_| format!("{text:?} is neither month nor day"))
}

pub(super) fn log_filter(text: &str) -> Result<(), String> {
    let filter = tracing_subscriber::EnvFilter::try_new(text);
    filter.map(drop).map_err(|_| format!("{text:?} is not a log filter; write one such as info or wechat=debug,info"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_for_loopback_only_says_why() {
        for good in ["127.0.0.1:8686", "localhost:1", "[::1]:8686", "127.1.2.3:0", "unix:/run/w.sock"] {
            assert!(listen(good, Some("because")).is_ok(), "{good}");
        }
        for beyond in ["0.0.0.0:8686", "192.0.2.1:80", "[::]:8686"] {
            assert!(
                listen(beyond, Some("because")).unwrap_err().contains("and because; use a loopback address"),
                "{beyond}"
            );
        }
    }

    #[test]
    fn plain_http_is_allowed_by_one_word() {
        assert_eq!([" true", "false", ""].map(yes_or_no), [Ok(true), Ok(false), Ok(false)]);
        for bad in ["yes", "1", "TRUE", "truefalse"] {
            assert!(yes_or_no(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn wechat_is_reached_over_tls_or_on_this_machine() {
        for good in ["https://api.weixin.qq.com", "http://127.0.0.1:9", "http://localhost:9/", "http://[::1]:9"] {
            assert!(wechat_url(good).is_ok(), "{good}");
        }
        for bad in [
            "http://api.weixin.qq.com",
            "http://localhost.example.com",
            "ftp://127.0.0.1",
            "api.weixin.qq.com",
            "https://a@b.example",
            "https://b.example/?x=1",
            "",
        ] {
            assert!(wechat_url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_public_url_is_an_origin_or_unset() {
        assert_eq!(public_url(Some(" ")), Ok(None));
        assert!(public_url(Some("https://quota.example.com")).unwrap().is_some());
        for bad in ["quota.example.com", "https://quota.example.com/path", "javascript:alert(1)", "https://u@h.example"]
        {
            assert!(public_url(Some(bad)).is_err(), "{bad}");
        }
    }

    #[test]
    fn databases_are_files() {
        assert_eq!(database_url("sqlite://data/wxquota.db").unwrap(), "sqlite://data/wxquota.db");
        for bad in ["", "sqlite://", "sqlite::memory:", "sqlite://:memory:", "postgres://db", "sqlite://a?mode=ro"] {
            assert!(database_url(bad).is_err(), "{bad}");
        }
    }
}
