//! Names of sensitive fields. Compared in lower case, without `_` and `-`.

/// The kind of a sensitive value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A credential. Never shown.
    Secret,
    /// Personal data. Shown only on request.
    Personal,
}

/// The rule for where the value of a field ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// At the end that its format sets.
    Usual,
    /// At the end of the line unless quoted, as for HTTP headers.
    Line,
    /// As usual, but the value follows after a blank, as in `Bearer abc`.
    AfterBlank,
    /// As usual, but a number of up to five digits is a status and is not masked.
    UnlessStatus,
}

/// The rule for a sensitive field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FieldRule {
    pub(super) class: Class,
    pub(super) extent: Extent,
}

/// Ends of names of secrets, as in `component_access_token` and `wx-app-secret`.
const SECRET_ENDS: [&str; 20] = [
    "accesstoken",
    "refreshtoken",
    "apitoken",
    "sessiontoken",
    "secret",
    "secretkey",
    "sessionkey",
    "aeskey",
    "apikey",
    "apiv3key",
    "accesskey",
    "privatekey",
    "masterkey",
    "password",
    "passwd",
    "ticket",
    "jscode",
    "authcode",
    "authorizationcode",
    "signature",
];
/// Whole names of secrets.
const SECRETS: [&str; 3] = ["token", "pwd", "code"];
/// HTTP headers whose whole line is secret.
const LINES: [&str; 4] = ["authorization", "proxyauthorization", "cookie", "setcookie"];
/// Ends of names of personal data.
const PERSONAL_ENDS: [&str; 10] = [
    "encrypteddata",
    "openid",
    "unionid",
    "phonenumber",
    "mobile",
    "idcard",
    "idcardno",
    "email",
    "externaluserid",
    "openidlist",
];
/// Whole names of personal data.
const PERSONAL: [&str; 9] =
    ["touser", "tousername", "fromuser", "fromusername", "phone", "tel", "telephone", "nickname", "realname"];

/// The number of bytes of a name that are compared: its last ones.
const COMPARED: usize = 48;

/// The rule for the field called `name`; `None` where it is not sensitive.
pub(super) fn rule(name: impl DoubleEndedIterator<Item = u8>) -> Option<FieldRule> {
    let mut letters = [0; COMPARED];
    let mut first = COMPARED;
    for byte in name.rev().filter(u8::is_ascii_alphanumeric).take(COMPARED) {
        first -= 1;
        letters[first] = byte.to_ascii_lowercase();
    }
    let name = std::str::from_utf8(&letters[first..]).unwrap_or_default();
    let ends = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    let (class, extent) = match name {
        "code" => (Class::Secret, Extent::UnlessStatus),
        "bearer" => (Class::Secret, Extent::AfterBlank),
        _ if LINES.contains(&name) => (Class::Secret, Extent::Line),
        _ if SECRETS.contains(&name) || ends(&SECRET_ENDS) => (Class::Secret, Extent::Usual),
        _ if PERSONAL.contains(&name) || ends(&PERSONAL_ENDS) => (Class::Personal, Extent::Usual),
        _ => return None,
    };
    Some(FieldRule { class, extent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str) -> Option<Class> {
        rule(name.bytes()).map(|key| key.class)
    }

    #[test]
    fn spellings_do_not_matter() {
        for secret in [
            "access_token",
            "component_access_token",
            "authorizer_access_token",
            "authorizer_refresh_token",
            "accessToken",
            "ACCESS-TOKEN",
            "secret",
            "appsecret",
            "AppSecret",
            "component_appsecret",
            "session_key",
            "js_code",
            "code",
            "component_verify_ticket",
            "Wechatmp-Signature",
        ] {
            assert_eq!(class(secret), Some(Class::Secret), "{secret}");
        }
        for personal in ["openid", "FromOpenId", "unionid", "touser", "phoneNumber", "purePhoneNumber", "mobile"] {
            assert_eq!(class(personal), Some(Class::Personal), "{personal}");
        }
        for harmless in
            ["errcode", "errmsg", "appid", "cgi_path", "daily_limit", "expires_in", "rid", "tokens", "codes"]
        {
            assert_eq!(class(harmless), None, "{harmless}");
        }
        assert_eq!(class(&"x".repeat(1_000)), None);
        assert_eq!(class(&format!("{}_access_token", "x".repeat(1_000))), Some(Class::Secret));
    }
}
