//! Which catalogues there are. A new file in `app/locales/*` needs its name here; a test says so where it is forgotten.

use domain::Lang;

/// One subject's texts in every language.
#[derive(Debug, Clone, Copy)]
pub struct Catalogue {
    /// The file's name without `.ftl`.
    pub name: &'static str,
    en: &'static str,
    zh_cn: &'static str,
}

impl Catalogue {
    /// The file's text in one language.
    pub fn source(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::ZhCn => self.zh_cn,
        }
    }
}

macro_rules! catalogues {
    ($($name:literal),+ $(,)?) => {
        &[$(Catalogue {
            name: $name,
            en: include_str!(concat!("../../locales/en/", $name, ".ftl")),
            zh_cn: include_str!(concat!("../../locales/zh-CN/", $name, ".ftl")),
        }),+]
    };
}

/// Every catalogue.
pub const CATALOGUES: &[Catalogue] = catalogues![
    "common",
    "states",
    "times",
    "kit",
    "failed",
    "problems",
    "flash",
    "overview",
    "system_settings",
    "accounts",
    "interfaces",
    "rids",
    "incidents",
    "policies",
    "notices",
    "channels",
    "clears",
    "budget",
    "campaigns",
    "sampler",
    "signing_in",
    "settings",
    "users",
    "audit",
    "files",
    "glossary",
];
