//! The catalogue of interfaces: what `interfaces.csv` says of each path.

use async_trait::async_trait;
use domain::{CgiPath, Kind, LimitKind};
use serde::{Deserialize, Serialize};

use crate::StoreError;

/// Whether a clear is expected to lift an interface's count; a guess until results are seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClearLifts {
    /// A clear is expected to lift it.
    Expected,
    /// Reports say that a clear does not lift it.
    Unlikely,
    /// It is not known.
    Unknown,
}

/// One row of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueEntry {
    /// The path.
    pub cgi_path: CgiPath,
    /// The category, Chinese and English in one, such as `订阅消息 subscribe`.
    pub category: String,
    /// Its name in Chinese.
    pub name_zh: String,
    /// Its name in English.
    pub name_en: String,
    /// The kinds of account that have it.
    pub kinds: Vec<Kind>,
    /// The kinds for which it is watched unless one chooses otherwise.
    pub usual_for: Vec<Kind>,
    /// The published daily limit of a new account, where there is one.
    pub default_daily_limit: Option<i64>,
    /// Whether clears are expected to help.
    pub clear_lifts: ClearLifts,
    /// The kind of its count: `total` where a page of WeChat or a known case says so, `daily` where a daily limit is published;
    /// `None` where neither is known.
    pub limit_kind: Option<LimitKind>,
}

impl CatalogueEntry {
    /// `/sns/` paths are in the catalogue, so that they can be explained, but cannot be watched.
    pub fn watchable(&self) -> bool {
        !self.cgi_path.as_str().starts_with("/sns/")
    }
}

/// The catalogue.
#[async_trait]
pub trait Catalogue {
    /// Every entry, in the catalogue's order.
    async fn catalogue(&self) -> Result<Vec<CatalogueEntry>, StoreError>;
}
