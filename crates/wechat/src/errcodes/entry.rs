//! A row of the catalogue of errcodes, of which each family has a file.

/// Whether clearing call counts helps against an error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ClearHelps {
    /// As far as is known, it does.
    Yes,
    /// It does nothing, so a clear would be wasted.
    No,
    /// Sources disagree, or it depends on what the figures say.
    Maybe,
}

impl ClearHelps {
    /// The word for it in the API.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Maybe => "maybe",
        }
    }
}

/// One row of the catalogue.
pub(super) struct Entry {
    /// The code.
    pub(super) errcode: i32,
    /// The paths it speaks of; none means all others.
    pub(super) paths: &'static [&'static str],
    /// Whether a clear helps.
    pub(super) clear_helps: ClearHelps,
    /// Its texts in Chinese.
    pub(super) zh: Text,
    /// Its texts in English.
    pub(super) en: Text,
}

/// A row's texts in one language.
pub(super) struct Text {
    /// A headline.
    pub(super) title: &'static str,
    /// What WeChat says with it.
    pub(super) meaning: &'static str,
    /// Why it commonly comes.
    pub(super) cause: &'static str,
    /// What you do now.
    pub(super) next_step: &'static str,
}

/// Paths that entries speak of.
pub(super) mod paths {
    pub(in super::super) const TOKENS: &[&str] = &["/cgi-bin/token", "/cgi-bin/stable_token"];
    pub(in super::super) const CLEAR_ACCOUNT: &[&str] = &["/cgi-bin/clear_quota"];
    pub(in super::super) const CLEAR_BY_SECRET: &[&str] =
        &["/cgi-bin/clear_quota/v2", "/cgi-bin/component/clear_quota/v2"];
    pub(in super::super) const CLEAR_INTERFACE: &[&str] = &["/cgi-bin/openapi/quota/clear"];
    pub(in super::super) const QUOTA_GET: &[&str] = &["/cgi-bin/openapi/quota/get"];
    pub(in super::super) const RID_GET: &[&str] = &["/cgi-bin/openapi/rid/get"];
    pub(in super::super) const UNLIMITED_CODES: &[&str] = &["/wxa/getwxacodeunlimit"];
    pub(in super::super) const LIFETIME_CODES: &[&str] = &["/wxa/getwxacode", "/cgi-bin/wxaapp/createwxaqrcode"];
}
