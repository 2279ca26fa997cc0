//! The cookie that names a person's session, as the way between people and the server allows it.

use std::time::Duration;

use http::HeaderValue;

use crate::settings::Web;

/// How the cookie is named and kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CookieStyle {
    secure: bool,
}

impl CookieStyle {
    /// As the way allows: for TLS and this machine only, or for any.
    pub fn of(web: &Web) -> Self {
        Self { secure: web.secure_cookies() }
    }

    /// Its name. The prefix has browsers take it from this very host and for all of it only, so that no neighbour under
    /// the same domain can plant one.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-wxquota" } else { "wxquota" }
    }

    /// The header that sets it, for so long or until the browser is closed; `None` where no cookie may have the value.
    pub fn set(self, value: &str, max_age: Option<Duration>) -> Option<HeaderValue> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
        if value.is_empty() || !value.bytes().all(plain) {
            return None;
        }
        let age = max_age.map(|age| format!("; Max-Age={}", age.as_secs())).unwrap_or_default();
        let secure = if self.secure { "; Secure" } else { "" };
        HeaderValue::try_from(format!("{}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}", self.name())).ok()
    }

    /// The header that has the browser forget it.
    pub const fn clear(self) -> HeaderValue {
        HeaderValue::from_static(if self.secure {
            "__Host-wxquota=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
        } else {
            "wxquota=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::Way;

    fn style(way: Way) -> CookieStyle {
        CookieStyle::of(&Web { way, ..Web::default() })
    }

    #[test]
    fn it_is_for_tls_and_this_machine_unless_plain_http_was_allowed() {
        let day = Some(Duration::from_hours(24));
        for way in [Way::Tls, Way::Loopback] {
            let style = style(way);
            let set = style.set("abc", day).unwrap();
            assert_eq!(set, "__Host-wxquota=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=86400");
        }
        let plain = style(Way::Clear);
        assert_eq!(plain.set("abc", None).unwrap(), "wxquota=abc; Path=/; HttpOnly; SameSite=Lax");
    }

    #[test]
    fn clearing_has_the_attributes_of_setting() {
        for way in [Way::Tls, Way::Clear] {
            let style = style(way);
            let set = style.set("x", Some(Duration::ZERO)).unwrap();
            assert_eq!(set.to_str().unwrap().replace("=x;", "=;"), style.clear());
        }
    }

    #[test]
    fn a_value_cannot_bring_attributes_or_headers() {
        for bad in ["", "a; Domain=evil.example", "a b", "a\r\nset-cookie: x=1", "a,b", "\"a\"", "é"] {
            assert_eq!(style(Way::Tls).set(bad, None), None, "{bad:?}");
        }
    }
}
