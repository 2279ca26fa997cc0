//! Campaigns: calls of an interface that are planned beside its usual ones.

use async_trait::async_trait;
use domain::ids::id;
use domain::{AccountId, InterfaceId};
use jiff::Timestamp;

use crate::{AuditActor, StoreError};

id! {
    /// A campaign's id; never reused.
    pub struct CampaignId(pub i64);
}

/// A campaign as it is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredCampaign {
    /// Its id.
    pub id: CampaignId,
    /// The account of its interface.
    pub account: AccountId,
    /// The interface that is called.
    pub interface: InterfaceId,
    /// What it is called.
    pub name: String,
    /// The planned number of calls.
    pub calls: i64,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
    /// When it was planned.
    pub made_at: Timestamp,
    /// Who planned it, as the audit trail names them.
    pub made_by: String,
    /// When it was removed; `None` where it still counts.
    pub removed_at: Option<Timestamp>,
}

/// A campaign to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCampaign {
    /// The interface that is called.
    pub interface: InterfaceId,
    /// What it is called.
    pub name: String,
    /// The planned number of calls.
    pub calls: i64,
    /// When it begins.
    pub starts_at: Timestamp,
    /// When it ends.
    pub ends_at: Timestamp,
}

/// Which campaigns are listed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CampaignQuery {
    /// Those of this interface only.
    pub interface: Option<InterfaceId>,
    /// Those that end at this time or later only.
    pub ends_from: Option<Timestamp>,
    /// The most that are listed.
    pub limit: i64,
}

/// Campaigns.
#[async_trait]
pub trait Campaigns {
    /// Adds a campaign; `None` where there is no such interface.
    async fn add_campaign(
        &self,
        new: &NewCampaign,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<Option<CampaignId>, StoreError>;

    /// One campaign, removed or not.
    async fn campaign(&self, id: CampaignId) -> Result<Option<StoredCampaign>, StoreError>;

    /// Campaigns that were not removed; the one that begins last is first.
    async fn campaigns(&self, query: CampaignQuery) -> Result<Vec<StoredCampaign>, StoreError>;

    /// Removes a campaign. False where it was removed already, or there is none.
    async fn remove_campaign(&self, id: CampaignId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError>;
}
