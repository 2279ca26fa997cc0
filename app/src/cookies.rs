//! The session cookie: its name and attributes, with TLS and without.

use std::time::Duration;

use axum::http::HeaderValue;

/// The session cookie: its name and its attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionCookie {
    secure: bool,
}

/// How long a browser keeps it: an hour longer than a session may last, so that a form that is posted over an ended one is still
/// known to be its user's. The server ends the session when it is not used, and after 7 days in any case.
const KEPT_FOR: Duration = Duration::from_hours(7 * 24 + 1);

impl SessionCookie {
    /// The cookie for TLS and this machine only where `secure`, for plain HTTP too where not.
    pub const fn new(secure: bool) -> Self {
        Self { secure }
    }

    /// Its name. The prefix has browsers take it from this very host and for all of it only, so that no neighbour under
    /// the same domain can plant one.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-wxquota" } else { "wxquota" }
    }

    /// The header that sets it; `None` where no cookie may have the value.
    pub fn set(self, value: &str) -> Option<HeaderValue> {
        let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
        if value.is_empty() || !value.bytes().all(plain) {
            return None;
        }
        let secure = if self.secure { "; Secure" } else { "" };
        let (name, age) = (self.name(), KEPT_FOR.as_secs());
        HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={age}")).ok()
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

    #[test]
    fn it_is_for_tls_and_this_machine_unless_plain_http_was_allowed() {
        let set = SessionCookie::new(true).set("abc").unwrap();
        assert_eq!(set, "__Host-wxquota=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=608400");
        let set = SessionCookie::new(false).set("abc").unwrap();
        assert_eq!(set, "wxquota=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=608400");
    }

    #[test]
    fn clearing_has_the_attributes_of_setting() {
        for cookie in [SessionCookie::new(true), SessionCookie::new(false)] {
            let set = cookie.set("x").unwrap();
            let cleared = set.to_str().unwrap().replace("=x;", "=;").replace("608400", "0");
            assert_eq!(cleared, cookie.clear());
        }
    }

    #[test]
    fn a_value_cannot_bring_attributes_or_headers() {
        for bad in ["", "a; Domain=evil.example", "a b", "a\r\nset-cookie: x=1", "a,b", "\"a\"", "é"] {
            assert_eq!(SessionCookie::new(true).set(bad), None, "{bad:?}");
        }
    }
}
