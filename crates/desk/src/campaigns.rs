//! Campaigns: calls that are planned beside an interface's usual ones, what they need, and what became of them.

mod form;

use domain::clears::Scope;
use domain::forecast::campaign::{Answer, Campaign, Happened, Left, answer, happened};
use domain::{Actor, CgiPath, Figures, InterfaceId, Permission};
use jiff::{SignedDuration, Timestamp};
pub use store::campaigns::{CampaignId, StoredCampaign};
use store::campaigns::{CampaignQuery, NewCampaign};
use store::clears::Budgets;
use store::{Account, AuditActor, Interface, StoreError};

pub use form::{CallsFault, CampaignFaults, StartFault, TypedCampaign};

use crate::Desk;
use crate::overview::good_readings;

/// The most campaigns that a page lists.
pub const MOST_LISTED: i64 = 200;

use_case_error! {
    /// An error of a use case about campaigns; nothing was changed then.
    #[derive(Debug, thiserror::Error)]
    pub enum CampaignError: transparent Forbidden {
        /// There is no such campaign.
        #[error("campaign not found")]
        NoSuchCampaign,
        /// The interface does not exist, or is no longer watched.
        #[error("interface not found")]
        NoSuchInterface,
        /// The form has errors.
        #[error("the campaign has errors")]
        Faults(Box<CampaignFaults>),
    }
}

/// What a campaign needs of its account.
#[derive(Debug, Clone)]
pub struct Needs {
    /// What it needs, by the newest reading and the usual calls.
    pub answer: Answer,
    /// How many clears of a single interface are left after it.
    pub interface: Left,
    /// How many account-wide clears are left after it.
    pub account: Left,
    /// How many clears there are of each scope in the period of the campaign before it.
    pub before: (i64, i64),
}

/// Why it cannot be said what a campaign needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The interface was not read within the last day, so its limit is not known.
    NotRead,
    /// Its count is a total, which nothing resets.
    Total,
    /// It is no longer watched.
    NotWatched,
}

/// An interface that a campaign may be planned for.
#[derive(Debug, Clone)]
pub struct CampaignTarget {
    /// Its account.
    pub account: Account,
    /// The interface.
    pub interface: InterfaceId,
    /// Its path.
    pub cgi_path: CgiPath,
    /// Its newest good reading of the last day.
    pub newest: Option<(Timestamp, Figures)>,
}

/// What is said of a campaign.
#[derive(Debug, Clone)]
pub enum Outlook {
    /// It is not over: what it needs.
    Ahead(Result<Needs, NoAnswer>),
    /// It is over: what happened; `None` where readings do not say.
    Over(Option<Happened>),
}

/// The view of one campaign.
#[derive(Debug, Clone)]
pub struct CampaignPage {
    /// The campaign.
    pub campaign: StoredCampaign,
    /// Its interface.
    pub target: CampaignTarget,
    /// What is said of it now.
    pub outlook: Outlook,
}

/// A campaign in a list.
#[derive(Debug, Clone)]
pub struct CampaignRow {
    /// The campaign.
    pub campaign: StoredCampaign,
    /// The name of its account.
    pub account_name: String,
    /// The path of its interface.
    pub cgi_path: CgiPath,
}

impl Desk {
    /// The interface that a campaign is planned for.
    ///
    /// # Errors
    /// [`CampaignError::NoSuchInterface`], [`CampaignError::Forbidden`].
    pub async fn campaign_target(&self, actor: &Actor, id: InterfaceId) -> Result<CampaignTarget, CampaignError> {
        actor.require(Permission::SeeUsage, None)?;
        let interface = self.store.interface(id).await?.ok_or(CampaignError::NoSuchInterface)?;
        self.campaign_target_of(&interface).await?.ok_or(CampaignError::NoSuchInterface)
    }

    async fn campaign_target_of(&self, interface: &Interface) -> Result<Option<CampaignTarget>, StoreError> {
        let Some(account) = self.store.account(interface.account_id).await? else { return Ok(None) };
        let newest = good_readings(&self.recent_readings(interface.id).await?).pop();
        Ok(Some(CampaignTarget { account, interface: interface.id, cgi_path: interface.cgi_path.clone(), newest }))
    }

    /// What a campaign needs, which need not be kept.
    ///
    /// # Errors
    /// [`CampaignError::NoSuchInterface`], [`CampaignError::Forbidden`].
    pub async fn campaign_needs(
        &self,
        actor: &Actor,
        id: InterfaceId,
        campaign: &Campaign,
    ) -> Result<Result<Needs, NoAnswer>, CampaignError> {
        actor.require(Permission::SeeUsage, None)?;
        let interface = self.store.interface(id).await?.ok_or(CampaignError::NoSuchInterface)?;
        let target = self.campaign_target_of(&interface).await?.ok_or(CampaignError::NoSuchInterface)?;
        Ok(self.needs(&interface, &target, campaign).await?)
    }

    async fn needs(
        &self,
        interface: &Interface,
        target: &CampaignTarget,
        campaign: &Campaign,
    ) -> Result<Result<Needs, NoAnswer>, StoreError> {
        if interface.removed_at.is_some() {
            return Ok(Err(NoAnswer::NotWatched));
        }
        if self.limit_kind_of_watched(interface).is_total() {
            return Ok(Err(NoAnswer::Total));
        }
        let usual = self.usual_days(interface.id, self.clock.now()).await?;
        let zone = &self.settings.quota_zone;
        let Some(answer) = target.newest.and_then(|newest| answer(campaign, newest, &usual, zone)) else {
            return Ok(Err(NoAnswer::NotRead));
        };
        let budgets = self.budgets_now(Some(interface.account_id)).await?.pop();
        let left = |scope| budgets.as_ref().map_or(0, |budgets| left_at(budgets, scope, campaign.from()));
        let before = (left(Scope::Interface), left(Scope::Account));
        let after = |left| Left::after(left, answer.clears);
        Ok(Ok(Needs { interface: after(before.0), account: after(before.1), before, answer }))
    }

    /// Reads a form about a campaign in the display zone.
    ///
    /// # Errors
    /// What is wrong with its fields.
    pub fn read_campaign(&self, typed: &TypedCampaign) -> Result<(String, Campaign), CampaignFaults> {
        typed.read(&self.live().values.time_zone, self.clock.now())
    }

    /// Keeps a campaign.
    ///
    /// # Errors
    /// [`CampaignError::Faults`], [`CampaignError::NoSuchInterface`], [`CampaignError::Forbidden`].
    pub async fn add_campaign(
        &self,
        actor: &Actor,
        interface: InterfaceId,
        typed: &TypedCampaign,
    ) -> Result<CampaignId, CampaignError> {
        actor.require(Permission::Clear, None)?;
        self.require_writable()?;
        let (name, campaign) = self.read_campaign(typed).map_err(|faults| CampaignError::Faults(Box::new(faults)))?;
        let found = self.store.interface(interface).await?.filter(|interface| interface.removed_at.is_none());
        found.ok_or(CampaignError::NoSuchInterface)?;
        let new = NewCampaign {
            interface,
            name: self.redacted(&name),
            calls: campaign.calls(),
            starts_at: campaign.from(),
            ends_at: campaign.until(),
        };
        let added = self.store.add_campaign(&new, &AuditActor::from(actor), self.clock.now()).await?;
        added.ok_or(CampaignError::NoSuchInterface)
    }

    /// Removes a campaign; one that was removed already stays so.
    ///
    /// # Errors
    /// [`CampaignError::NoSuchCampaign`], [`CampaignError::Forbidden`].
    pub async fn remove_campaign(&self, actor: &Actor, id: CampaignId) -> Result<(), CampaignError> {
        actor.require(Permission::Clear, None)?;
        self.require_writable()?;
        self.store.campaign(id).await?.ok_or(CampaignError::NoSuchCampaign)?;
        self.store.remove_campaign(id, &AuditActor::from(actor), self.clock.now()).await?;
        Ok(())
    }

    /// One campaign: what it needs, or what became of it.
    ///
    /// # Errors
    /// [`CampaignError::NoSuchCampaign`], [`CampaignError::Forbidden`].
    pub async fn campaign_page(&self, actor: &Actor, id: CampaignId) -> Result<CampaignPage, CampaignError> {
        actor.require(Permission::SeeUsage, None)?;
        let campaign = self.store.campaign(id).await?.ok_or(CampaignError::NoSuchCampaign)?;
        let interface = self.store.interface(campaign.interface).await?.ok_or(CampaignError::NoSuchCampaign)?;
        let target = self.campaign_target_of(&interface).await?.ok_or(CampaignError::NoSuchCampaign)?;
        let now = self.clock.now();
        let planned = planned(&campaign);
        let outlook = if campaign.ends_at > now {
            Outlook::Ahead(self.needs(&interface, &target, &planned).await?)
        } else {
            let a_day = SignedDuration::from_hours(24);
            let (from, to) = (campaign.starts_at - a_day, campaign.ends_at + a_day);
            let readings = self.store.readings(interface.id, from, to).await?;
            Outlook::Over(happened(&planned, &good_readings(&readings), now, &self.settings.quota_zone))
        };
        Ok(CampaignPage { campaign, target, outlook })
    }

    /// The newest [`MOST_LISTED`] campaigns, the one that begins last first.
    ///
    /// # Errors
    /// [`CampaignError::Forbidden`].
    pub async fn campaigns(&self, actor: &Actor) -> Result<Vec<CampaignRow>, CampaignError> {
        actor.require(Permission::SeeUsage, None)?;
        let query = CampaignQuery { limit: MOST_LISTED, ..CampaignQuery::default() };
        let (campaigns, accounts) = (self.store.campaigns(query).await?, self.store.accounts().await?);
        let mut rows = Vec::with_capacity(campaigns.len());
        for campaign in campaigns {
            let interface = self.store.interface(campaign.interface).await?;
            let account = accounts.iter().find(|account| account.id == campaign.account);
            if let (Some(interface), Some(account)) = (interface, account) {
                let (account_name, cgi_path) = (account.name.clone(), interface.cgi_path);
                rows.push(CampaignRow { campaign, account_name, cgi_path });
            }
        }
        Ok(rows)
    }

    /// The campaigns of an interface that end at a time or later, the one that begins last first.
    pub(crate) async fn campaigns_of(
        &self,
        interface: InterfaceId,
        ends_from: Timestamp,
    ) -> Result<Vec<StoredCampaign>, StoreError> {
        let query = CampaignQuery { interface: Some(interface), ends_from: Some(ends_from), limit: MOST_LISTED };
        self.store.campaigns(query).await
    }
}

/// The rules' view of a stored campaign.
fn planned(campaign: &StoredCampaign) -> Campaign {
    Campaign::kept(campaign.calls, campaign.starts_at, campaign.ends_at.duration_since(campaign.starts_at))
}

/// How many clears of a scope are left when a campaign begins: those of now, or all of them in a later period.
fn left_at(budgets: &Budgets, scope: Scope, begins: Timestamp) -> i64 {
    let budget = budgets.of(scope);
    if begins < budget.resets_at { budget.left } else { budget.limit }
}
