//! Campaigns in SQLite.

use async_trait::async_trait;
use constcat::concat;
use domain::audit::AuditAction;
use domain::{AccountId, CgiPath};
use jiff::Timestamp;
use serde_json::{Value, json};
use sqlx::SqliteConnection;

use super::{SqliteStore, accounts};
use crate::campaigns::{CampaignId, CampaignQuery, Campaigns, NewCampaign, StoredCampaign};
use crate::sqlite::query::{execute, fetch_one, fetch_optional, from_row, params};
use crate::{AuditActor, NewAuditLine, StoreError};

const INTERFACE: &str = "SELECT account_id, cgi_path FROM interfaces WHERE id = $1";
const ADD: &str = "INSERT INTO campaigns (interface_id, name, calls, starts_at, ends_at, made_at, made_by)
     VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
const REMOVE: &str = "UPDATE campaigns SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL";
const SELECT: &str =
    "SELECT campaigns.id, account_id, interface_id, name, calls, starts_at, ends_at, made_at, made_by, campaigns.removed_at
     FROM campaigns JOIN interfaces ON interfaces.id = interface_id ";
const ONE: &str = concat!(SELECT, "WHERE campaigns.id = $1");
const ALL: &str = concat!(
    SELECT,
    "WHERE campaigns.removed_at IS NULL AND ($1 IS NULL OR interface_id = $1) AND ($2 IS NULL OR ends_at >= $2)
     ORDER BY starts_at DESC, campaigns.id DESC LIMIT $3"
);

from_row! { StoredCampaign {
    id, account: account_id, interface: interface_id, name, calls, starts_at, ends_at, made_at, made_by, removed_at,
} }

/// A campaign as a line of the audit trail shows it.
fn shown(path: &CgiPath, name: &str, calls: i64, from: Timestamp, until: Timestamp) -> Value {
    json!({ "name": name, "path": path, "calls": calls, "from": from.to_string(), "until": until.to_string() })
}

async fn one(db: &mut SqliteConnection, id: CampaignId) -> Result<Option<StoredCampaign>, StoreError> {
    fetch_optional(db, ONE, params![id]).await
}

#[async_trait]
impl Campaigns for SqliteStore {
    async fn add_campaign(
        &self,
        new: &NewCampaign,
        by: &AuditActor,
        at: Timestamp,
    ) -> Result<Option<CampaignId>, StoreError> {
        let NewCampaign { interface, name, calls, starts_at, ends_at } = new;
        let mut write = self.begin().await?;
        let found: Option<(AccountId, CgiPath)> = fetch_optional(&mut write, INTERFACE, params![interface]).await?;
        let Some((account, path)) = found else { return Ok(None) };
        let params = params![interface, name, calls, starts_at, ends_at, at, by.actor];
        let id: CampaignId = fetch_one(&mut write, ADD, params).await?;
        let subject = accounts::subject_of(&mut write, account).await?;
        let act = NewAuditLine::on(AuditAction::CampaignPlanned, subject);
        write.commit_with(act.after(shown(&path, name, *calls, *starts_at, *ends_at)), by, at).await?;
        Ok(Some(id))
    }

    async fn campaign(&self, id: CampaignId) -> Result<Option<StoredCampaign>, StoreError> {
        self.fetch_optional(ONE, params![id]).await
    }

    async fn campaigns(&self, query: CampaignQuery) -> Result<Vec<StoredCampaign>, StoreError> {
        let CampaignQuery { interface, ends_from, limit } = query;
        self.fetch_all(ALL, params![interface, ends_from, limit.max(0)]).await
    }

    async fn remove_campaign(&self, id: CampaignId, by: &AuditActor, at: Timestamp) -> Result<bool, StoreError> {
        let mut write = self.begin().await?;
        let Some(campaign) = one(&mut write, id).await?.filter(|campaign| campaign.removed_at.is_none()) else {
            return Ok(false);
        };
        execute(&mut write, REMOVE, params![id, at]).await?;
        let (_, path): (AccountId, CgiPath) = fetch_one(&mut write, INTERFACE, params![campaign.interface]).await?;
        let StoredCampaign { account, name, calls, starts_at, ends_at, .. } = campaign;
        let act = NewAuditLine::on(AuditAction::CampaignRemoved, accounts::subject_of(&mut write, account).await?);
        write.commit_with(act.before(shown(&path, &name, calls, starts_at, ends_at)), by, at).await?;
        Ok(true)
    }
}
