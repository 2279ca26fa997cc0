//! Cookies that only the server reads: their names and attributes, with TLS and without.

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
/// How long a browser keeps the device cookie: as long as browsers keep any.
const DEVICE_KEPT_FOR: Duration = Duration::from_hours(400 * 24);

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
        set(self.name(), value, self.secure, KEPT_FOR)
    }

    /// The header that has the browser forget it.
    pub const fn clear(self) -> HeaderValue {
        HeaderValue::from_static(if self.secure {
            "__Host-wxquota=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
        } else {
            "wxquota=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        })
    }

    /// The cookie by which a browser is known to have signed in as a user before.
    pub const fn device(self) -> DeviceCookie {
        DeviceCookie { secure: self.secure }
    }

    /// The cookie that keeps the name of whoever has to wait before the next attempt to sign in.
    pub const fn waiting(self) -> WaitingCookie {
        WaitingCookie { secure: self.secure }
    }
}

/// The device cookie. It stays when somebody signs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeviceCookie {
    secure: bool,
}

impl DeviceCookie {
    /// Its name, with the prefix of the session cookie.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-wxquota-device" } else { "wxquota-device" }
    }

    /// The header that sets it; `None` where no cookie may have the value.
    pub fn set(self, value: &str) -> Option<HeaderValue> {
        set(self.name(), value, self.secure, DEVICE_KEPT_FOR)
    }
}

/// The cookie of a wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingCookie {
    secure: bool,
}

impl WaitingCookie {
    /// Its name, with the prefix of the session cookie.
    pub const fn name(self) -> &'static str {
        if self.secure { "__Host-wxquota-waiting" } else { "wxquota-waiting" }
    }

    /// The header that sets it for a time; `None` where no cookie may have the value.
    pub fn set(self, value: &str, kept_for: Duration) -> Option<HeaderValue> {
        set(self.name(), value, self.secure, kept_for)
    }

    /// The header that has the browser forget it.
    pub const fn clear(self) -> HeaderValue {
        HeaderValue::from_static(if self.secure {
            "__Host-wxquota-waiting=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
        } else {
            "wxquota-waiting=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
        })
    }
}

fn set(name: &str, value: &str, secure: bool, kept_for: Duration) -> Option<HeaderValue> {
    let plain = |byte: u8| byte.is_ascii_graphic() && !matches!(byte, b'"' | b',' | b';' | b'\\');
    if value.is_empty() || !value.bytes().all(plain) {
        return None;
    }
    let (secure, age) = (if secure { "; Secure" } else { "" }, kept_for.as_secs());
    HeaderValue::try_from(format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}; Max-Age={age}")).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_mins(1);

    #[test]
    fn they_are_for_tls_and_this_machine_unless_plain_http_was_allowed() {
        let secure = SessionCookie::new(true);
        let set = secure.set("abc").unwrap();
        assert_eq!(set, "__Host-wxquota=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=608400");
        let set = secure.device().set("abc").unwrap();
        assert_eq!(set, "__Host-wxquota-device=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=34560000");
        let set = secure.waiting().set("abc", MINUTE).unwrap();
        assert_eq!(set, "__Host-wxquota-waiting=abc; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=60");
        let plain = SessionCookie::new(false);
        let set = plain.set("abc").unwrap();
        assert_eq!(set, "wxquota=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=608400");
        let set = plain.device().set("abc").unwrap();
        assert_eq!(set, "wxquota-device=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=34560000");
    }

    #[test]
    fn clearing_has_the_attributes_of_setting() {
        for cookie in [SessionCookie::new(true), SessionCookie::new(false)] {
            let set = cookie.set("x").unwrap();
            let cleared = set.to_str().unwrap().replace("=x;", "=;").replace("608400", "0");
            assert_eq!(cleared, cookie.clear());
            let set = cookie.waiting().set("x", MINUTE).unwrap();
            let cleared = set.to_str().unwrap().replace("=x;", "=;").replace("Age=60", "Age=0");
            assert_eq!(cleared, cookie.waiting().clear());
        }
    }

    #[test]
    fn a_value_cannot_bring_attributes_or_headers() {
        let cookie = SessionCookie::new(true);
        for bad in ["", "a; Domain=evil.example", "a b", "a\r\nset-cookie: x=1", "a,b", "\"a\"", "é"] {
            let set = [cookie.set(bad), cookie.device().set(bad), cookie.waiting().set(bad, MINUTE)];
            assert_eq!(set, [None, None, None], "{bad:?}");
        }
    }
}
