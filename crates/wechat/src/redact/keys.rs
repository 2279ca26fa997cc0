//! Names of fields whose values are not to be seen. Compared in small letters, without `_` and `-`.

/// What a field's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Opens doors. Never shown to anyone.
    Secret,
    /// Tells about a person. Shown only where that is asked for.
    Personal,
}

/// How the value of a field is told from what follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extent {
    /// By the shape it is in.
    Usual,
    /// Unless quoted, it reaches to the end of the line, as headers' do.
    Line,
    /// It follows after a blank, as in `Bearer abc`.
    AfterBlank,
    /// As usual, but a number of up to five digits is a status and stays.
    UnlessStatus,
}

/// A field's name that is to be heeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) class: Class,
    pub(super) extent: Extent,
}

/// A name that ends so is a secret's: `component_access_token`, `wx-app-secret`.
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
/// A name that is exactly this is a secret's.
const SECRETS: [&str; 3] = ["token", "pwd", "code"];
/// Headers whose whole line is secret.
const LINES: [&str; 4] = ["authorization", "proxyauthorization", "cookie", "setcookie"];
/// A name that ends so is personal.
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
/// A name that is exactly this is personal.
const PERSONAL: [&str; 9] =
    ["touser", "tousername", "fromuser", "fromusername", "phone", "tel", "telephone", "nickname", "realname"];

/// The longest name that matters, in bytes; of longer ones the end is looked at.
const LONGEST: usize = 48;

/// What `name` says about the value that follows, if it is to be heeded.
pub(super) fn key(name: impl DoubleEndedIterator<Item = u8>) -> Option<Key> {
    let mut letters = [0; LONGEST];
    let mut first = LONGEST;
    for byte in name.rev().filter(u8::is_ascii_alphanumeric).take(LONGEST) {
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
    Some(Key { class, extent })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(name: &str) -> Option<Class> {
        key(name.bytes()).map(|key| key.class)
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
