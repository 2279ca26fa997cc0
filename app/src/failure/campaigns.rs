//! Failures of pages about campaigns.

use desk::campaigns::CampaignError;
use domain::{Permission, paths};

use crate::failure::interfaces::NO_INTERFACE;
use crate::failure::{Failure, Missing, failure_from};
use crate::key;

/// The failure of a campaign that does not exist.
pub const NO_CAMPAIGN: Failure = Failure::Missing(Missing {
    title: key!("no-campaign-title"),
    why: key!("no-campaign-why"),
    next: paths::CAMPAIGNS,
    next_label: key!("failed-to-campaigns"),
});

failure_from!(
    CampaignError,
    Permission::Clear,
    CampaignError::NoSuchCampaign => NO_CAMPAIGN,
    CampaignError::NoSuchInterface => NO_INTERFACE;
    other
);
